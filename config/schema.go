package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"
)

// Schema is the JSON Schema of a file, made from the Go types that read it, so that editors complete and check what
// people write: of "settings" or "landscape".
func Schema(file string) ([]byte, error) {
	var types, defaults any
	switch file {
	case "settings":
		types, defaults = Settings{}, Defaults()
	case "landscape":
		types = Landscape{}
	default:
		return nil, errors.New(unknown("schema", file, []string{"settings", "landscape"}))
	}
	r := &jsonschema.Reflector{
		FieldNameTag:               "yaml",
		Anonymous:                  true,
		DoNotReference:             true,
		RequiredFromJSONSchemaTags: true,
		Mapper:                     schemaOf,
	}
	s := r.Reflect(types)
	s.Title = "Gapwatch " + file
	var values reflect.Value
	if defaults != nil {
		values = reflect.ValueOf(defaults)
	}
	explain(s, reflect.TypeOf(types), values)
	text, err := json.MarshalIndent(s, "", "  ")
	return append(text, '\n'), err
}

// schemaOf is the schema of the types that read themselves from a text.
func schemaOf(t reflect.Type) *jsonschema.Schema {
	switch v := reflect.New(t).Elem().Interface().(type) {
	case Duration:
		return &jsonschema.Schema{Type: "string", Pattern: `^([0-9]+d)?([0-9.]+(ms|s|m|h))*$`, Examples: []any{"30m", "24h", "7d"}}
	case Size:
		return &jsonschema.Schema{Type: "string", Pattern: `^[0-9]+ *(B|kB|MB|GB|KiB|MiB|GiB)?$`, Examples: []any{"512KiB", "8MiB"}}
	case Percent:
		return &jsonschema.Schema{Type: "string", Pattern: `^[0-9]+ *%$`, Examples: []any{"10%"}}
	case Window:
		return &jsonschema.Schema{Type: "string", Pattern: `^([0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2})?$`, Examples: []any{"06:00-20:00"}}
	case DayTime:
		return &jsonschema.Schema{Type: "string", Pattern: `^[0-9]{1,2}:[0-9]{2}$`, Examples: []any{"08:30"}}
	case Zone:
		return &jsonschema.Schema{Type: "string", Examples: []any{"UTC", "Europe/Berlin"}}
	case words:
		_, allowed := v.words()
		s := &jsonschema.Schema{Type: "string"}
		for _, word := range allowed {
			s.Enum = append(s.Enum, word)
		}
		return s
	}
	return nil
}

// explain adds to a schema what only our tags know: the words of doc, what is required, bounds and defaults.
func explain(s *jsonschema.Schema, t reflect.Type, defaults reflect.Value) {
	for t.Kind() == reflect.Slice {
		s, t, defaults = s.Items, t.Elem(), reflect.Value{}
	}
	if t.Kind() != reflect.Struct || s == nil || s.Properties == nil {
		return
	}
	for _, f := range newDecoder("", nil).fieldsOf(t) {
		property, ok := s.Properties.Get(f.name)
		if !ok {
			continue
		}
		field := t.Field(f.index)
		var value reflect.Value
		if defaults.IsValid() {
			value = defaults.Field(f.index)
			property.Default = defaultOf(value)
		}
		if f.required {
			s.Required = append(s.Required, f.name)
		}
		if f.key {
			property.Pattern = `^[A-Za-z0-9._][A-Za-z0-9._-]{0,99}$`
		}
		if field.Type.Kind() == reflect.Int && field.Type.PkgPath() == "" {
			property.Minimum, property.Maximum = json.Number(f.min), json.Number(f.max)
		}
		explain(property, field.Type, value)
		if short := shortOf(field.Type); short != nil {
			s.Properties.Set(f.name, &jsonschema.Schema{AnyOf: []*jsonschema.Schema{schemaOf(short), property}})
			property, _ = s.Properties.Get(f.name)
		}
		property.Description = field.Tag.Get("doc")
	}
}

// defaultOf is the default of a single setting as people write it; nil where there is none.
func defaultOf(v reflect.Value) any {
	if v.Kind() == reflect.Struct || v.Kind() == reflect.Slice || v.IsZero() {
		return nil
	}
	if s, ok := v.Interface().(fmt.Stringer); ok {
		return s.String()
	}
	return v.Interface()
}

// shortOf is the type of the field that may stand for a whole struct; nil where there is none.
func shortOf(t reflect.Type) reflect.Type {
	if t.Kind() != reflect.Struct {
		return nil
	}
	for _, f := range newDecoder("", nil).fieldsOf(t) {
		if f.short {
			return t.Field(f.index).Type
		}
	}
	return nil
}
