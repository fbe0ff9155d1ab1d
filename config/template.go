package config

import (
	"embed"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
)

//go:embed templates/*.yaml
var templates embed.FS

// Templates are the names of the landscapes to begin with.
func Templates() []string {
	files, _ := fs.Glob(templates, "templates/*.yaml") // the pattern is right
	list := make([]string, len(files))
	for i, file := range files {
		list[i] = strings.TrimSuffix(strings.TrimPrefix(file, "templates/"), ".yaml")
	}
	slices.Sort(list)
	return list
}

// LandscapeTemplate is a commented landscape to begin with. Its first line names the schema for editors.
func LandscapeTemplate(name, schema string) ([]byte, error) {
	if !slices.Contains(Templates(), name) {
		return nil, fmt.Errorf("%s", unknown("template", name, Templates()))
	}
	text, err := templates.ReadFile("templates/" + name + ".yaml")
	return append([]byte(schemaLine(schema)), text...), err
}

// schemaLine is the comment by which editors find the schema of a file.
func schemaLine(path string) string { return "# yaml-language-server: $schema=" + path + "\n" }

// SettingsTemplate is a settings file with every setting, its default and what it does. All but the few that people
// change first are commented out, so that a later version's better default counts.
func SettingsTemplate(schema string) []byte {
	var b strings.Builder
	b.WriteString(schemaLine(schema))
	b.WriteString(`# Gapwatch settings. What is commented out shows its default. The environment comes after this file:
# GAPWATCH_CRAWLER_HOST_GAP=5s is crawler.host_gap. What is watched stands in landscape.yaml.
`)
	s := Defaults()
	writeSection(&b, reflect.ValueOf(s), 0, false)
	return []byte(b.String())
}

// firstSettings are the ones that people change first.
func firstSettings() []string { return []string{"contact", "every", "address", "listen"} }

func writeSection(b *strings.Builder, v reflect.Value, depth int, hidden bool) {
	indent := strings.Repeat("  ", depth)
	for _, f := range newDecoder("", nil).fieldsOf(v.Type()) {
		value, doc := v.Field(f.index), v.Type().Field(f.index).Tag.Get("doc")
		off := hidden || !slices.Contains(firstSettings(), f.name)
		if value.Kind() == reflect.Struct {
			off = hidden || depth > 0
		}
		mark := ""
		if off {
			mark = "# "
		}
		if value.Kind() == reflect.Struct {
			fmt.Fprintf(b, "\n%s# %s\n%s%s%s:\n", indent, doc, indent, mark, f.name)
			writeSection(b, value, depth+1, off)
			continue
		}
		fmt.Fprintf(b, "%s# %s\n%s%s%s: %s\n", indent, doc, indent, mark, f.name, yamlOf(value))
	}
}

// yamlOf writes the default of a single setting.
func yamlOf(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.Slice:
		return "[]"
	case v.Kind() == reflect.String:
		return fmt.Sprintf("%q", v.String())
	}
	return fmt.Sprint(v.Interface())
}
