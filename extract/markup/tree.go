package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func (p *parser) top() *html.Node { return p.stack[len(p.stack)-1] }

func (p *parser) push(n *html.Node) bool {
	add(p.top(), n)
	p.stack = append(p.stack, n)
	p.count(n, 1)
	return len(p.stack) < maxOpen
}

func (p *parser) pop() {
	p.count(p.top(), -1)
	p.stack = p.stack[:len(p.stack)-1]
}

// count keeps the number of open elements that must not hold another of their kind.
func (p *parser) count(n *html.Node, by int) {
	if n.Namespace != "" {
		return
	}
	switch n.DataAtom {
	case atom.P:
		p.open.p += by
	case atom.A:
		p.open.a += by
	case atom.Form:
		p.open.form += by
	case atom.Select:
		p.open.selects += by
	}
}

// element makes an element of the tag that was read.
func (p *parser) element(t tag) *html.Node {
	n := p.node(html.ElementNode)
	n.DataAtom, n.Data, n.Attr = t.atom, t.name, p.kept(p.attrs)
	return n
}

// imply opens an element that the page left out.
func (p *parser) imply(a atom.Atom) {
	n := p.node(html.ElementNode)
	n.DataAtom, n.Data = a, a.String()
	p.push(n)
}

// addText puts text where the page is. Outside of the body only blanks are easily placed.
func (p *parser) addText(text string) bool {
	if p.phase != inBody && !blankOnly(text) {
		return false
	}
	top := p.top()
	switch {
	case p.phase < inHead:
		return true
	case p.phase < inBody, top.Namespace != "":
	case top.DataAtom == atom.Pre || top.DataAtom == atom.Listing:
		if top.FirstChild == nil {
			text = strings.TrimPrefix(text, "\n")
		}
	case tablePart(top) && !blankOnly(text):
		return false
	}
	p.appendText(top, text)
	return true
}

func (p *parser) appendText(parent *html.Node, text string) {
	if text == "" {
		return
	}
	if last := parent.LastChild; last != nil && last.Type == html.TextNode {
		last.Data += text
		return
	}
	n := p.node(html.TextNode)
	n.Data = text
	add(parent, n)
}

func (p *parser) addComment(text string) bool {
	n := p.node(html.CommentNode)
	n.Data = text
	switch p.phase {
	case beforeDoctype, beforeHTML, afterHTML:
		add(p.doc, n)
	case afterBody:
		add(p.stack[1], n)
	default:
		add(p.top(), n)
	}
	return true
}

// startElement does what a start tag asks for.
func (p *parser) startElement(t tag) bool {
	if p.phase == beforeDoctype {
		p.phase, p.quirks = beforeHTML, true
	}
	if p.phase < inBody && !p.enter(&t) {
		return false
	}
	if t.atom == 0 && t.name == "" { // enter has dealt with it
		return true
	}
	if p.phase != inBody {
		return false
	}
	if p.top().Namespace != "" {
		return p.startInDrawing(t)
	}
	return p.makeRoom(t) && p.startInBody(t)
}

// enter leads through html and head to the body, opening what the page leaves out. It empties a tag that it has dealt
// with.
func (p *parser) enter(t *tag) bool {
	if p.phase == beforeHTML {
		p.phase = beforeHead
		if t.atom == atom.Html {
			return p.take(t)
		}
		p.imply(atom.Html)
	}
	if p.phase == beforeHead {
		p.phase = inHead
		if t.atom == atom.Head {
			return p.take(t)
		}
		p.imply(atom.Head)
	}
	switch t.atom {
	case atom.Html, atom.Head, atom.Frameset, atom.Noframes, atom.Template:
		return false
	case atom.Base, atom.Link, atom.Meta, atom.Script, atom.Style, atom.Title, atom.Noscript:
		if p.phase == inHead {
			ok := p.startInBody(*t)
			*t = tag{}
			return ok
		}
		if t.atom != atom.Noscript {
			return false
		}
	}
	if p.phase == inHead {
		p.pop()
		p.phase = afterHead
	}
	p.phase = inBody
	if t.atom == atom.Body {
		return p.take(t)
	}
	p.imply(atom.Body)
	return true
}

// take opens the element of a tag.
func (p *parser) take(t *tag) bool {
	ok := p.push(p.element(*t))
	*t = tag{}
	return ok
}

// startInBody adds an element where there is room for it.
func (p *parser) startInBody(t tag) bool {
	n := p.element(t)
	switch t.atom {
	case atom.Area, atom.Br, atom.Embed, atom.Img, atom.Wbr, atom.Input, atom.Param, atom.Source, atom.Track, atom.Hr,
		atom.Col, atom.Base, atom.Link, atom.Meta:
		add(p.top(), n)
		return true
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noscript:
		add(p.top(), n)
		return p.raw(n)
	case atom.Svg:
		adjusted(&t, n.Attr)
		if !p.push(n) {
			return false
		}
		n.Namespace = "svg"
		if t.selfEnd {
			p.pop()
		}
		return true
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.S, atom.Small, atom.Strike, atom.Strong,
		atom.Tt, atom.U:
		sorted(n.Attr)
	}
	return p.push(n)
}

// startInDrawing adds an element of a drawing.
func (p *parser) startInDrawing(t tag) bool {
	switch p.top().Data {
	case "title", "desc", "foreignObject":
		return false // elements in there are no drawings
	}
	switch t.atom {
	case atom.B, atom.Big, atom.Blockquote, atom.Body, atom.Br, atom.Center, atom.Code, atom.Dd, atom.Div, atom.Dl, atom.Dt,
		atom.Em, atom.Embed, atom.Font, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Head, atom.Hr, atom.I,
		atom.Img, atom.Li, atom.Listing, atom.Menu, atom.Meta, atom.Nobr, atom.Ol, atom.P, atom.Pre, atom.Ruby, atom.S,
		atom.Small, atom.Span, atom.Strong, atom.Strike, atom.Sub, atom.Sup, atom.Table, atom.Tt, atom.U, atom.Ul, atom.Var:
		return false // they would end the drawing
	}
	adjusted(&t, p.attrs)
	n := p.element(t)
	n.Namespace = "svg"
	add(p.top(), n)
	if t.selfEnd {
		return true
	}
	p.stack = append(p.stack, n)
	return len(p.stack) < maxOpen
}

// end tells whether the page may end where it does.
func (p *parser) end() bool { return p.phase >= inBody && !p.holds(atom.Template) }
