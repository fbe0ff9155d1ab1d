package extract_test

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// rename makes an element one of another kind.
func rename(n *html.Node, to atom.Atom) { n.DataAtom, n.Data = to, to.String() }

// spanned puts each text into an element of its own that changes nothing, as template languages do.
func spanned(n *html.Node) {
	if n.Type != html.TextNode || strings.TrimSpace(n.Data) == "" || n.Parent.DataAtom == atom.Option || n.Parent.DataAtom == atom.Title {
		return
	}
	span := &html.Node{Type: html.ElementNode, Data: "span", DataAtom: atom.Span}
	n.Parent.InsertBefore(span, n)
	n.Parent.RemoveChild(n)
	span.AppendChild(n)
}

// pressed makes links of buttons.
func pressed(n *html.Node) {
	if n.DataAtom == atom.Button {
		rename(n, atom.A)
		n.Attr = append(n.Attr, html.Attribute{Key: "href", Val: "#"})
	}
}

// buttoned makes buttons of short links. An item of a list that is a link is a label, which leads to more about it: a
// button there would say something else.
func buttoned(n *html.Node) {
	if n.DataAtom == atom.A && n.Parent.DataAtom != atom.Li && n.FirstChild != nil && n.FirstChild == n.LastChild && n.FirstChild.Type == html.TextNode && len(n.FirstChild.Data) < 25 {
		rename(n, atom.Button)
		n.Attr = nil
	}
}

// unsectioned makes plain boxes of the parts of a page.
func unsectioned(n *html.Node) {
	switch n.DataAtom {
	case atom.Section, atom.Article, atom.Main, atom.Header, atom.Aside, atom.Footer:
		rename(n, atom.Div)
	}
}
