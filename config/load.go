package config

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
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
	var file settingsFile
	if o.Path != "" {
		data, err := os.ReadFile(o.Path)
		if err != nil {
			return s, fmt.Errorf("read settings: %w", err)
		}
		if file, err = parseSettings(o.Path, data, &s); err != nil {
			return s, err
		}
	}
	outside, err := overlay(&s, o)
	if err != nil {
		return s, err
	}
	var problems Problems
	for _, f := range s.flaws() {
		problems = append(problems, file.problem(f, outside))
	}
	return s, problems.err()
}

// settingsFile is a file that was read, to find places in.
type settingsFile struct {
	name string
	data []byte
	root *yaml.Node
}

// parseSettings lays a settings file over s.
func parseSettings(name string, data []byte, s *Settings) (settingsFile, error) {
	root, err := parseYAML(name, data)
	if err != nil {
		return settingsFile{}, err
	}
	d := newDecoder(name, data)
	d.decode(root, reflect.ValueOf(s).Elem(), field{})
	return settingsFile{name, data, root}, d.problems.err()
}

// problem says what is wrong with a setting: in which line of the file, or which variable or flag it came from.
func (f settingsFile) problem(flaw flaw, outside map[string]string) Problem {
	key, _, _ := strings.Cut(flaw.path, "[")
	switch from, ok := outside[key]; {
	case ok:
		return Problem{File: from, Path: flaw.path, Text: flaw.text}
	case f.root == nil:
		return Problem{File: "settings", Path: flaw.path, Text: flaw.text}
	}
	return flaw.problem(f.name, f.root, newDecoder(f.name, f.data).excerpt)
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

// overlay lays environment and flags over s, and returns which settings came from where.
func overlay(s *Settings, o Options) (map[string]string, error) {
	all, outside := leaves(s), map[string]string{}
	var problems Problems
	for _, pair := range o.Env {
		name, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, "GAPWATCH_") {
			continue
		}
		i := slices.IndexFunc(all, func(l leaf) bool { return l.envName() == name })
		if i >= 0 {
			outside[all[i].key] = "environment"
			problems = append(problems, all[i].set("environment", name, value)...)
		} else if near := misspelt(name, all); near != "" {
			problems = append(problems, Problem{File: "environment", Path: name, Text: near})
		}
	}
	for _, over := range o.Overrides {
		i := slices.IndexFunc(all, func(l leaf) bool { return l.key == over.Key })
		if i < 0 {
			return nil, fmt.Errorf("there is no setting %q", over.Key)
		}
		outside[over.Key] = "flag " + over.Flag
		problems = append(problems, all[i].set("flag", over.Flag, over.Value)...)
	}
	return outside, problems.err()
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
