package config

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
)

// Options say where settings come from. What comes later in this list wins: defaults, file, environment, overrides.
type Options struct {
	Path      string     // settings file; empty: none
	Env       []string   // NAME=value, as os.Environ
	Overrides []Override // from flags
}

// Override is one setting from a flag.
type Override struct {
	Key   string // web.listen
	Value string
	Flag  string // --listen; what an error names
}

// Load puts the settings together and checks them.
func Load(o Options) (Settings, error) {
	s := Defaults()
	if o.Path != "" {
		data, err := os.ReadFile(o.Path)
		if err != nil {
			return s, fmt.Errorf("read settings: %w", err)
		}
		if err := parseSettings(o.Path, data, &s); err != nil {
			return s, err
		}
	}
	if err := overlay(&s, o); err != nil {
		return s, err
	}
	return s, s.check(o.Path)
}

// parseSettings lays a settings file over s.
func parseSettings(name string, data []byte, s *Settings) error {
	root, err := parseYAML(name, data)
	if err != nil {
		return err
	}
	d := newDecoder(name, data)
	d.decode(root, reflect.ValueOf(s).Elem(), field{})
	return d.problems.err()
}

// check looks at settings that only make sense together.
func (s Settings) check(path string) error {
	if s.Crawler.RetryAfterMin > s.Crawler.RetryAfterMax {
		return Problems{{
			File: place(path), Path: "crawler.retry_after_min",
			Text: fmt.Sprintf("%s is more than retry_after_max, %s", s.Crawler.RetryAfterMin, s.Crawler.RetryAfterMax),
		}}
	}
	return nil
}

func place(path string) string {
	if path == "" {
		return "settings"
	}
	return path
}

// leaf is one single setting.
type leaf struct {
	key   string // crawler.host_gap
	field field
	value reflect.Value
}

// envName is the variable that a setting can be given in: GAPWATCH_CRAWLER_HOST_GAP.
func (l leaf) envName() string {
	return "GAPWATCH_" + strings.ToUpper(strings.ReplaceAll(l.key, ".", "_"))
}

// leaves lists every setting of s, in the order of its file.
func leaves(s *Settings) []leaf {
	d := newDecoder("", nil)
	var list []leaf
	var walk func(v reflect.Value, key string)
	walk = func(v reflect.Value, key string) {
		for _, f := range d.fieldsOf(v.Type()) {
			l := leaf{key: strings.TrimPrefix(key+"."+f.name, "."), field: f, value: v.Field(f.index)}
			if l.value.Kind() == reflect.Struct {
				walk(l.value, l.key)
				continue
			}
			list = append(list, l)
		}
	}
	walk(reflect.ValueOf(s).Elem(), "")
	return list
}

// overlay lays environment and flags over s.
func overlay(s *Settings, o Options) error {
	all := leaves(s)
	var problems Problems
	for _, pair := range o.Env {
		name, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, "GAPWATCH_") {
			continue
		}
		i := slices.IndexFunc(all, func(l leaf) bool { return l.envName() == name })
		if i >= 0 {
			problems = append(problems, all[i].set("environment", name, value)...)
		} else if near := misspelt(name, all); near != "" {
			problems = append(problems, Problem{File: "environment", Path: name, Text: near})
		}
	}
	for _, over := range o.Overrides {
		i := slices.IndexFunc(all, func(l leaf) bool { return l.key == over.Key })
		if i < 0 {
			return fmt.Errorf("there is no setting %q", over.Key)
		}
		problems = append(problems, all[i].set("flag", over.Flag, over.Value)...)
	}
	return problems.err()
}

// misspelt says that a variable of a section of the settings means none of them. Other variables of the program's name
// (GAPWATCH_LOG, those of tests) are not settings.
func misspelt(name string, all []leaf) string {
	sections := map[string]bool{}
	var names []string
	for _, l := range all {
		section, _, _ := strings.Cut(l.key, ".")
		sections["GAPWATCH_"+strings.ToUpper(section)] = true
		names = append(names, l.envName())
	}
	parts := strings.SplitN(name, "_", 3)
	if len(parts) < 3 || !sections[parts[0]+"_"+parts[1]] {
		return ""
	}
	return unknown("variable", name, names)
}

// set gives a setting the text of a variable or flag; a list is separated by commas.
func (l leaf) set(from, name, text string) Problems {
	wrong := ""
	switch {
	case l.value.Kind() == reflect.Slice:
		var list []string
		for part := range strings.SplitSeq(text, ",") {
			if part = strings.TrimSpace(part); part != "" {
				list = append(list, part)
			}
		}
		l.value.Set(reflect.ValueOf(list))
	case text == "" && l.value.Kind() == reflect.String:
		l.value.SetString("")
	default:
		wrong = setText(l.value, l.field, text)
	}
	if wrong == "" {
		return nil
	}
	return Problems{{File: from, Path: name, Text: wrong}}
}
