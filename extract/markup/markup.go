// Package markup builds the trees of well-kept pages quickly. What it does not know it leaves to html.Parse.
package markup

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Plain builds the very tree that html.Parse would, at a third of the cost, of a page that a program wrote which
// closes what it opens, in order, or leaves out an end where that may be left out. It gives up with false as soon as it meets anything else: the rules for that are long, and
// written down already. It is a scanner (here and in tags.go) and a stack of open elements (tree.go).
//
// whole tells that nothing was open at the end of the body.
func Plain(text string) (root *html.Node, whole, ok bool) {
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	if strings.IndexByte(text, 0) >= 0 {
		return nil, false, false
	}
	p := &parser{text: text, doc: &html.Node{Type: html.DocumentNode}}
	p.stack = append(make([]*html.Node, 0, 64), p.doc)
	for p.at < len(text) {
		if !p.next() {
			return nil, false, false
		}
	}
	return p.doc, p.whole, p.end()
}

// parser is a page being read.
type parser struct {
	text   string
	at     int // what is read next
	doc    *html.Node
	stack  []*html.Node // open elements below the document
	phase  phase
	whole  bool                              // the body ended with nothing left open
	quirks bool                              // there was no doctype: a table may stand in a paragraph
	open   struct{ p, a, form, selects int } // how many of these are open

	name  [maxTagName]byte // of the tag being read, in lower case
	attrs []html.Attribute // of the tag being read
	nodes []html.Node      // given out one after the other, many allocated at once
	spare []html.Attribute // the same
}

// phase is how far the page is.
type phase uint8

const (
	beforeDoctype phase = iota
	beforeHTML
	beforeHead
	inHead
	afterHead
	inBody
	afterBody
	afterHTML
)

// Bounds of plain markup.
const (
	mostPlain  = 200 // attributes of one element; each is looked for among those before it
	maxTagName = 40
	maxOpen    = 500 // html.Parse gives up at 512
)

// next reads one piece of text, tag or comment.
func (p *parser) next() bool {
	rest := p.text[p.at:]
	if rest[0] == '<' && len(rest) > 1 {
		switch c := rest[1]; {
		case c == '!':
			return p.declaration(rest)
		case c == '/':
			return p.endTag(rest)
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			return p.startTag(rest)
		case c == '?':
			return false
		}
	}
	return p.words(rest)
}

// words reads text up to the next tag.
func (p *parser) words(rest string) bool {
	end := 1
	for {
		i := strings.IndexByte(rest[end:], '<')
		if i < 0 {
			end = len(rest)
			break
		}
		if end += i; end+1 < len(rest) && beginsTag(rest[end+1]) {
			break
		}
		end++
	}
	p.at += end
	text := rest[:end]
	if strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(text)
	}
	return p.addText(text)
}

func beginsTag(c byte) bool {
	return c == '/' || c == '!' || c == '?' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// declaration reads a comment, or the doctype of a page of today.
func (p *parser) declaration(rest string) bool {
	if body, ok := strings.CutPrefix(rest, "<!--"); ok {
		end := strings.Index(body, "-->")
		if end < 0 || body[0] == '>' || strings.HasPrefix(body, "->") || strings.Contains(body[:end], "--!") {
			return false
		}
		p.at += len("<!--") + end + len("-->")
		return p.addComment(html.UnescapeString(body[:end]))
	}
	const doctype = "<!doctype html>"
	if p.phase != beforeDoctype || len(rest) < len(doctype) || !strings.EqualFold(rest[:len(doctype)], doctype) ||
		rest[len("<!doctype "):len(doctype)] != "html>" {
		return false
	}
	p.at += len(doctype)
	p.phase = beforeHTML
	n := p.node(html.DoctypeNode)
	n.Data = "html"
	add(p.doc, n)
	return true
}

// raw reads the content of an element that holds no markup, and its end tag.
func (p *parser) raw(n *html.Node) bool {
	rest := p.text[p.at:]
	end, after := rawEnd(rest, n.Data)
	if end < 0 || n.DataAtom == atom.Script && hidesEnd(rest[:end]) {
		return false
	}
	p.at += after
	text := rest[:end]
	switch n.DataAtom {
	case atom.Textarea:
		text = html.UnescapeString(strings.TrimPrefix(text, "\n"))
	case atom.Title:
		text = html.UnescapeString(text)
	}
	if text != "" {
		t := p.node(html.TextNode)
		t.Data = text
		add(n, t)
	}
	return true
}

// hidesEnd tells a script in which a comment begins and another script within, whose end does not count.
func hidesEnd(script string) bool {
	_, comment, ok := strings.Cut(script, "<!--")
	return ok && strings.Contains(strings.ToLower(comment), "<script")
}

// rawEnd finds the end tag of an element: where it begins and where it ends.
func rawEnd(rest, name string) (at, after int) {
	for i := 0; ; {
		j := strings.Index(rest[i:], "</")
		if j < 0 {
			return -1, -1
		}
		i += j
		end := i + 2 + len(name)
		if end < len(rest) && strings.EqualFold(rest[i+2:end], name) {
			switch rest[end] {
			case '>':
				return i, end + 1
			case ' ', '\n', '\t', '\f', '/':
				return -1, -1 // attributes of an end tag
			}
		}
		i += 2
	}
}

// node gives out a new node.
func (p *parser) node(t html.NodeType) *html.Node {
	if len(p.nodes) == 0 {
		p.nodes = make([]html.Node, 128)
	}
	n := &p.nodes[0]
	p.nodes = p.nodes[1:]
	n.Type = t
	return n
}

// kept gives out attributes of exactly the size needed.
func (p *parser) kept(attrs []html.Attribute) []html.Attribute {
	if len(attrs) == 0 {
		return nil
	}
	if len(p.spare) < len(attrs) {
		p.spare = make([]html.Attribute, max(256, len(attrs)))
	}
	out := p.spare[:len(attrs):len(attrs)]
	p.spare = p.spare[len(attrs):]
	copy(out, attrs)
	return out
}

// add appends a child.
func add(parent, child *html.Node) {
	child.Parent = parent
	child.PrevSibling = parent.LastChild
	if parent.LastChild != nil {
		parent.LastChild.NextSibling = child
	} else {
		parent.FirstChild = child
	}
	parent.LastChild = child
}

func blankOnly(s string) bool { return strings.Trim(s, " \t\n\f\r") == "" }

// sorted puts attributes into the order that html.Parse leaves those of b, i, a and the like in.
func sorted(attrs []html.Attribute) {
	slices.SortFunc(attrs, func(a, b html.Attribute) int {
		if c := strings.Compare(a.Key, b.Key); c != 0 {
			return c
		}
		return strings.Compare(a.Val, b.Val)
	})
}
