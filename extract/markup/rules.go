package markup

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// makeRoom ends the elements whose end tags a page may leave out before this one, and tells whether the element may
// then stand where it does.
func (p *parser) makeRoom(t tag) bool {
	switch t.atom {
	case atom.Html, atom.Head, atom.Body, atom.Frameset, atom.Frame, atom.Noframes, atom.Math, atom.Image,
		atom.Nobr, atom.Plaintext, atom.Xmp, atom.Applet, atom.Marquee, atom.Object, atom.Keygen, atom.Basefont,
		atom.Bgsound, atom.Rb, atom.Rp, atom.Rt, atom.Rtc:
		return false
	case atom.Caption, atom.Colgroup, atom.Col, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th:
		return p.roomInTable(t.atom)
	}
	if inner := p.top(); tablePart(inner) {
		return inner.DataAtom != atom.Colgroup && (t.atom == atom.Script || t.atom == atom.Style)
	}
	switch t.atom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Dialog, atom.Dir, atom.Div,
		atom.Dl, atom.Search, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Header, atom.Hgroup, atom.Main, atom.Menu,
		atom.Nav, atom.Ol, atom.P, atom.Section, atom.Summary, atom.Ul, atom.Pre, atom.Listing, atom.Table, atom.Hr:
		if t.atom == atom.Table && p.quirks && p.open.p > 0 {
			return false
		}
		return p.endParagraph() && (t.atom != atom.Hr || p.open.selects == 0)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return p.endParagraph() && !heading(p.top())
	case atom.Form:
		return p.endParagraph() && p.open.form == 0 && !p.holds(atom.Template)
	case atom.Li:
		return p.endItem(atom.Li, atom.Li) && p.endParagraph()
	case atom.Dd, atom.Dt:
		return p.endItem(atom.Dd, atom.Dt) && p.endParagraph()
	case atom.A:
		return p.open.a == 0
	case atom.Button:
		return !p.holds(atom.Button)
	case atom.Select, atom.Input:
		return p.open.selects == 0
	case atom.Option:
		if p.top().DataAtom == atom.Option {
			p.pop()
		}
		return p.open.selects == 0 || p.top().DataAtom == atom.Select || p.top().DataAtom == atom.Optgroup
	case atom.Optgroup:
		p.endPart(atom.Option, atom.Option, atom.Option)
		p.endPart(atom.Optgroup, atom.Optgroup, atom.Optgroup)
		return p.top().DataAtom == atom.Select
	}
	return true
}

// endParagraph ends the paragraph that a block begins in. One further out would be ended too, with what it holds.
func (p *parser) endParagraph() bool {
	if p.top().DataAtom == atom.P {
		p.pop()
	}
	return p.open.p == 0
}

// endItem ends the item of a list that another follows.
func (p *parser) endItem(a, b atom.Atom) bool {
	for i := len(p.stack) - 1; i > 0; i-- {
		switch n := p.stack[i]; {
		case n.DataAtom == a, n.DataAtom == b:
			if i < len(p.stack)-1 && (i < len(p.stack)-2 || p.top().DataAtom != atom.P) {
				return false
			}
			for len(p.stack) > i {
				p.pop()
			}
			return true
		case n.DataAtom == atom.Address, n.DataAtom == atom.Div, n.DataAtom == atom.P:
		case special(n):
			return true
		}
	}
	return true
}

func (p *parser) holds(a atom.Atom) bool {
	for _, n := range p.stack {
		if n.DataAtom == a {
			return true
		}
	}
	return false
}

// roomInTable ends cells, rows and parts of a table that another follows.
func (p *parser) roomInTable(a atom.Atom) bool {
	switch a {
	case atom.Td, atom.Th:
		p.endCell()
		return p.top().DataAtom == atom.Tr
	case atom.Tr:
		p.endCell()
		p.endPart(atom.Tr, atom.Tr, atom.Tr)
		if p.top().DataAtom == atom.Table {
			p.imply(atom.Tbody)
		}
		return p.top().DataAtom == atom.Tbody || p.top().DataAtom == atom.Thead || p.top().DataAtom == atom.Tfoot
	case atom.Tbody, atom.Thead, atom.Tfoot:
		p.endRows()
		return p.top().DataAtom == atom.Table
	case atom.Col:
		return p.top().DataAtom == atom.Colgroup
	}
	return p.top().DataAtom == atom.Table
}

// endCell ends a cell, and what may be left open in it.
func (p *parser) endCell() {
	at := len(p.stack) - 1
	for at > 0 && leftOpen(p.stack[at]) {
		at--
	}
	if n := p.stack[at]; n.DataAtom != atom.Td && n.DataAtom != atom.Th {
		return
	}
	for len(p.stack) > at {
		p.pop()
	}
}

func (p *parser) endRows() {
	p.endCell()
	p.endPart(atom.Tr, atom.Tr, atom.Colgroup)
	p.endPart(atom.Tbody, atom.Thead, atom.Tfoot)
}

func (p *parser) endPart(a, b, c atom.Atom) {
	if n := p.top(); n.DataAtom == a || n.DataAtom == b || n.DataAtom == c {
		p.pop()
	}
}

// endElement does what an end tag asks for.
func (p *parser) endElement(t tag) bool {
	switch {
	case p.phase < inBody:
		if p.phase != inHead || t.atom != atom.Head || p.top().DataAtom != atom.Head {
			return false
		}
		p.pop()
		p.phase = afterHead
		return true
	case p.phase > inBody:
		if p.phase == afterBody && t.atom == atom.Html {
			p.phase = afterHTML
			return true
		}
		return false
	case p.top().Namespace != "":
		return p.endInDrawing(t)
	case t.atom == atom.Li && !p.holds(atom.Li):
		return true // it ends nothing
	}
	switch t.atom {
	case atom.Body:
		p.phase, p.whole = afterBody, p.top().DataAtom == atom.Body
		return !p.holds(atom.Table) && !p.holds(atom.Template)
	case atom.Html, atom.Br:
		return false
	case atom.Table:
		p.endRows()
	case atom.Tbody, atom.Thead, atom.Tfoot:
		p.endCell()
		p.endPart(atom.Tr, atom.Tr, atom.Tr)
	case atom.Tr:
		p.endCell()
	case atom.Td, atom.Th, atom.Li, atom.Dd, atom.Dt, atom.Ul, atom.Ol, atom.Div, atom.Dl, atom.Section, atom.Article, atom.Main, atom.Nav,
		atom.Aside, atom.Header, atom.Footer, atom.Figure, atom.Fieldset, atom.Blockquote, atom.Details, atom.Select, atom.Template:
		p.endLeftOpen(t.atom)
	}
	top := p.top()
	if top.DataAtom != t.atom || top.Data != t.name || len(p.stack) <= 2 {
		return false
	}
	p.pop()
	return true
}

// endInDrawing ends an element of a drawing.
func (p *parser) endInDrawing(t tag) bool {
	name := p.top().Data
	if full, ok := svgNames[t.name]; ok {
		t.name = full
	}
	if name != t.name {
		return false
	}
	p.stack = p.stack[:len(p.stack)-1]
	return true
}

// endLeftOpen ends the elements that end with the one they are in.
func (p *parser) endLeftOpen(in atom.Atom) {
	for n := p.top(); n.DataAtom != in && leftOpen(n); n = p.top() {
		p.pop()
	}
}

func leftOpen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Dd, atom.Dt, atom.Li, atom.Optgroup, atom.Option, atom.P:
		return n.Namespace == ""
	}
	return false
}

func heading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// tablePart tells elements that hold parts of tables and no text.
func tablePart(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Colgroup:
		return n.Namespace == ""
	}
	return false
}

// special tells elements that an item of a list does not reach through (WHATWG HTML, 13.2.4.2).
func special(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Caption, atom.Center, atom.Colgroup,
		atom.Dd, atom.Details, atom.Dir, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer,
		atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Html, atom.Li,
		atom.Listing, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.Pre, atom.Section, atom.Select, atom.Summary,
		atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}
