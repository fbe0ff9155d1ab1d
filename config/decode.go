package config

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// words is a text that must be one of a few words.
type words interface {
	words() (what string, allowed []string)
}

// field is one key that a struct of a file knows.
type field struct {
	name     string
	index    int
	required bool
	key      bool // a name that other places refer to
	short    bool // may stand for the whole struct: own: yes
	min, max string
}

// decoder fills Go values from a tree, strictly: a key that the type does not have is a problem, as is one that is
// there twice. It goes on after a problem, so that a person sees all of them at once.
type decoder struct {
	file     string
	data     []byte
	path     []string
	fields   map[reflect.Type][]field
	visited  int
	problems Problems
}

// mostNodes are visited, and a file that has more is refused; aliases of aliases could make a small file endless.
const mostNodes = 5_000_000

// mostProblems is how many problems are looked for: in a file of which every line is wrong nobody needs them all.
const mostProblems = 1000

func (d *decoder) enough() bool { return d.visited > mostNodes || len(d.problems) >= mostProblems }

func newDecoder(file string, data []byte) *decoder {
	return &decoder{file: file, data: data, fields: map[reflect.Type][]field{}}
}

// wrong records a problem at a node.
func (d *decoder) wrong(n *yaml.Node, format string, args ...any) {
	d.problems = append(d.problems, Problem{
		File: d.file, Line: n.Line, Column: n.Column, Path: joinPath(d.path), Text: fmt.Sprintf(format, args...),
		excerpt: d.excerpt(n),
	})
}

// excerpt shows the line of the first problems only: the rest is counted, not shown.
func (d *decoder) excerpt(n *yaml.Node) excerpt {
	if len(d.problems) > 4*shownProblems {
		return excerpt{}
	}
	return cutExcerpt(d.data, n.Line, n.Column)
}

func joinPath(steps []string) string {
	return strings.TrimPrefix(strings.Join(steps, ""), ".")
}

func (d *decoder) in(step string, do func()) {
	d.path = append(d.path, step)
	do()
	d.path = d.path[:len(d.path)-1]
}

// decode fills v from n.
func (d *decoder) decode(n *yaml.Node, v reflect.Value, f field) {
	if d.visited++; d.visited == mostNodes+1 {
		d.wrong(n, "the file says more than 5,000,000 things, each as often as an alias repeats it; split it into several files")
	}
	if d.enough() {
		return
	}
	if n.Kind == yaml.AliasNode {
		if n.Alias == nil {
			d.wrong(n, "there is no anchor of this name above")
			return
		}
		n = n.Alias
	}
	if _, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		d.scalar(n, v, f)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.mapping(n, v)
	case reflect.Slice:
		d.list(n, v)
	default:
		d.scalar(n, v, f)
	}
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value) {
	fields := d.fieldsOf(v.Type())
	if n.Kind == yaml.ScalarNode && n.Value == "" {
		n = &yaml.Node{Kind: yaml.MappingNode, Line: n.Line, Column: n.Column}
	}
	if n.Kind != yaml.MappingNode {
		for _, f := range fields {
			if f.short && n.Kind == yaml.ScalarNode {
				d.decode(n, v.Field(f.index), f)
				return
			}
		}
		d.wrong(n, "write keys with values (%s), not %s", strings.Join(names(fields), ", "), describe(n))
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content) && !d.enough(); i += 2 {
		key := n.Content[i]
		f, ok := find(fields, key.Value)
		switch first := seen[key.Value]; {
		case key.Kind != yaml.ScalarNode || !ok:
			d.wrong(key, "%s", unknownKey(key, n.Content[i+1], names(fields)))
		case first > 0:
			d.wrong(key, "%q is here twice, first in line %d", key.Value, first)
		default:
			seen[key.Value] = key.Line
			d.in("."+f.name, func() { d.decode(n.Content[i+1], v.Field(f.index), f) })
		}
	}
	for _, f := range fields {
		if f.required && seen[f.name] == 0 {
			d.wrong(n, "%q is missing", f.name)
		}
	}
}

// unknownKey is about a key that the type does not have. In flow style a comma cuts a text in two, and its second half
// looks like a key without a value.
func unknownKey(key, value *yaml.Node, allowed []string) string {
	cut := value.Kind == yaml.ScalarNode && value.Value == "" && strings.Contains(key.Value, " ")
	if cut {
		return fmt.Sprintf("unknown key %q; a text that holds a comma needs quotes", clip(key.Value))
	}
	return unknown("key", clip(key.Value), allowed)
}

func (d *decoder) list(n *yaml.Node, v reflect.Value) {
	if n.Kind == yaml.ScalarNode && n.Value == "" {
		return
	}
	if n.Kind != yaml.SequenceNode {
		d.wrong(n, "write a list, such as [one, two], not %s", describe(n))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.in("["+strconv.Itoa(i)+"]", func() { d.decode(item, v.Index(i), field{}) })
	}
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value, f field) {
	if n.Kind != yaml.ScalarNode {
		d.wrong(n, "write a text, not %s", describe(n))
		return
	}
	text := strings.ReplaceAll(strings.ToValidUTF8(n.Value, "\ufffd"), "\x00", "") // as the store keeps it
	if n.Style == 0 && (text == "~" || text == "null") {
		text = ""
	}
	if text == "" {
		if f.required {
			d.wrong(n, "is empty")
		}
		return
	}
	if wrong := setText(v, f, text); wrong != "" {
		d.wrong(n, "%s", wrong)
	}
}

// fieldsOf reads the keys of a struct from its tags, once per type.
func (d *decoder) fieldsOf(t reflect.Type) []field {
	if known, ok := d.fields[t]; ok {
		return known
	}
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		if name := f.Tag.Get("yaml"); name != "" {
			fields = append(fields, field{
				name: name, index: i, min: f.Tag.Get("min"), max: f.Tag.Get("max"),
				required: f.Tag.Get("required") == "true", key: f.Tag.Get("key") == "true",
				short: f.Tag.Get("short") == "true",
			})
		}
	}
	d.fields[t] = fields
	return fields
}

func find(fields []field, name string) (field, bool) {
	for _, f := range fields {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

func names(fields []field) []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.name
	}
	return list
}
