package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// praise tells what customers say of a product, which pages turn at each visit: a quotation with a caption that says whose
// it is, or what its author calls a testimonial. A page that is mostly that is about it.
func (t *tree) praise(n *html.Node) bool {
	return praising(n) && !t.aboutPraise()
}

func praising(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Figure:
		return holds(n, atom.Blockquote) && holds(n, atom.Figcaption) && !within(n, atom.Article)
	case atom.Div, atom.Section, atom.Ul, atom.Li, atom.Blockquote, atom.P, atom.Article:
		return (testimonial(attr(n, "class")) || testimonial(attr(n, "id"))) && !holds(n, atom.H1)
	}
	return false
}

// aboutPraise tells a page of which half or more is praise.
func (t *tree) aboutPraise() bool {
	if t.quotes == nil {
		size := 0
		each(t.body, func(n *html.Node) bool {
			if silent(n) || !praising(n) {
				return !silent(n)
			}
			size += measureShown(n, nil)
			return false
		})
		about := 2*size >= t.size()
		t.quotes = &about
	}
	return *t.quotes
}

func testimonial(name string) bool { return strings.Contains(strings.ToLower(name), "testimonial") }

func holds(n *html.Node, a atom.Atom) (found bool) {
	each(n, func(e *html.Node) bool {
		found = found || e.DataAtom == a
		return !found
	})
	return found
}

// size is how much can be read on all of a page.
func (t *tree) size() int {
	if t.shown == 0 {
		t.shown = max(1, measureShown(t.body, nil))
	}
	return t.shown
}
