package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"go.yaml.in/yaml/v3"
)

// parseYAML reads one document into a tree whose nodes know their place. A landscape of ten thousand sources has to be
// read in a few dozen milliseconds, which goccy's parser cannot do; the quick parser in turn gives poor reasons and
// knows neither JSON's surrogate pairs nor a question mark in an address in flow style. So whatever the quick one does
// not like is read again by the thorough one, and only that one's reasons are shown.
func parseYAML(name string, data []byte) (*yaml.Node, error) {
	switch {
	case len(data) > yamlSize:
		return nil, Problems{{File: name, Text: fmt.Sprintf("larger than %s", Size(yamlSize))}}
	case nesting(data) > yamlDepth:
		return nil, Problems{{File: name, Text: fmt.Sprintf("nested more than %d deep", yamlDepth)}}
	}
	if root, ok := parseQuickly(data); ok {
		return root, nil
	}
	return parseThoroughly(name, data)
}

// Bounds of a YAML file. The parsers take memory that grows with the square of the depth.
const (
	yamlSize  = 16 << 20
	yamlDepth = 1000
)

// nesting is how deep brackets, and dashes at the beginning of a line, go. It counts without understanding quotes.
func nesting(data []byte) int {
	deepest, flow, dashes, begins := 0, 0, 0, true
	for _, b := range data {
		switch b {
		case '\n':
			dashes, begins = 0, true
			continue
		case '[', '{':
			flow++
		case ']', '}':
			flow = max(flow-1, 0)
		case '-', '?':
			if begins {
				dashes++
			}
		}
		begins = begins && (b == ' ' || b == '-' || b == '?')
		deepest = max(deepest, flow+dashes)
	}
	return deepest
}

func parseQuickly(data []byte) (*yaml.Node, bool) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}, true
	case err != nil || len(document.Content) != 1:
		return nil, false
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, false
	}
	return document.Content[0], true
}

// parsedError is what goccy's errors of syntax offer.
type parsedError interface {
	error
	GetToken() *token.Token
	GetMessage() string
}

func parseThoroughly(name string, data []byte) (*yaml.Node, error) {
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		p := Problem{File: name, Text: err.Error()}
		if e, ok := errors.AsType[parsedError](err); ok && e.GetToken() != nil {
			at := e.GetToken().Position
			p.Line, p.Column, p.Text = at.Line, at.Column, "not YAML: "+e.GetMessage()
			p.excerpt = cutExcerpt(data, p.Line, p.Column)
		}
		return nil, Problems{p}
	}
	c := converter{anchors: map[string]*yaml.Node{}}
	var root *yaml.Node
	for _, document := range file.Docs {
		switch {
		case document.Body == nil:
		case root != nil:
			at := c.node(document.Body)
			return nil, Problems{{
				File: name, Line: at.Line, Column: at.Column, excerpt: cutExcerpt(data, at.Line, at.Column),
				Text: "a second document begins here; write one document without ---",
			}}
		default:
			root = c.node(document.Body)
		}
	}
	if root == nil {
		root = &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}
	}
	return root, nil
}

// converter turns goccy's tree into the quick parser's, so that one decoder serves both.
type converter struct {
	anchors map[string]*yaml.Node
}

func (c converter) node(from ast.Node) *yaml.Node {
	at := from.GetToken().Position
	to := &yaml.Node{Kind: yaml.ScalarNode, Line: at.Line, Column: at.Column, Value: from.GetToken().Value}
	switch n := from.(type) {
	case *ast.MappingNode:
		to.Kind = yaml.MappingNode
		for _, pair := range n.Values {
			to.Content = append(to.Content, c.node(pair.Key), c.node(pair.Value))
		}
	case *ast.MappingValueNode:
		to.Kind = yaml.MappingNode
		to.Content = []*yaml.Node{c.node(n.Key), c.node(n.Value)}
	case *ast.SequenceNode:
		to.Kind = yaml.SequenceNode
		for _, item := range n.Values {
			to.Content = append(to.Content, c.node(item))
		}
	case *ast.StringNode:
		to.Value = n.Value
		if t := n.GetToken().Type; t == token.DoubleQuoteType || t == token.SingleQuoteType {
			to.Style = yaml.DoubleQuotedStyle
		}
	case *ast.LiteralNode:
		to.Value, to.Style = n.Value.Value, yaml.LiteralStyle
	case *ast.NullNode:
		to.Value = ""
	case *ast.AnchorNode:
		to = c.node(n.Value)
		c.anchors[n.Name.String()] = to
	case *ast.AliasNode:
		to.Kind, to.Alias = yaml.AliasNode, c.anchors[n.Value.String()]
	case *ast.TagNode:
		if n.Value != nil {
			return c.node(n.Value)
		}
		to.Value = ""
	}
	if !flow(from) && to.Kind == yaml.MappingNode && len(to.Content) > 0 {
		to.Line, to.Column = to.Content[0].Line, to.Content[0].Column // goccy points at the first colon
	}
	return to
}

func flow(n ast.Node) bool {
	m, ok := n.(*ast.MappingNode)
	return ok && m.IsFlowStyle
}

// describe says what stands at a node, for sentences such as "write a list, not a text".
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	if n.Value == "" {
		return "nothing"
	}
	return fmt.Sprintf("the text %q", clip(n.Value))
}

// clip keeps a value short enough to be part of a sentence.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}
