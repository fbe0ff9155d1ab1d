package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// manner is how a line stands on the page.
type manner struct {
	linked bool // some of it is a link or a button
	plain  bool // some of it is not
	cited  bool // it begins with the name of a source
	onPage bool // the link leads to a place on the page itself
	rank   int  // of the heading that it is, or 0
	ends   int  // the line behind the smallest element that holds this heading and more

	in *html.Node // the element in which it begins
}

// openHead is a heading, by its line, and the element that is looked at for what stands beside it.
type openHead struct {
	line int
	in   *html.Node
}

// leave notes where the elements end that hold a heading and more. A heading that is alone in its element is looked at again in the
// one around it.
func (w *blockWriter) leave(n *html.Node) {
	first := len(w.heads)
	for first > 0 && w.heads[first-1].in == n {
		first--
	}
	open := w.heads[:first]
	for _, h := range w.heads[first:] {
		if len(w.out) == h.line+1 && n.Parent != nil {
			open = append(open, openHead{h.line, n.Parent})
			continue
		}
		w.manners[h.line].ends = len(w.out)
	}
	w.heads = open
}

// text gathers a text that stands in the line.
func (w *blockWriter) text(n *html.Node) {
	w.line.WriteString(n.Data)
	if w.in != nil && (w.linking && w.linked || !w.linking && w.plain) || strings.TrimSpace(n.Data) == "" {
		return
	}
	if w.in == nil {
		w.in = n.Parent
	}
	w.linked, w.plain = w.linked || w.linking, w.plain || !w.linking
}

// control begins a link or a button. A button stands in a line of its own, and so does a link behind another one without a
// word between them.
func (w *blockWriter) control(n *html.Node) {
	if !w.heading && (button(n) || w.linked && !w.plain) {
		w.flush()
	}
	w.linking, w.wrapped = true, oneText(n)
	w.onPage = n.DataAtom == atom.A && len(attr(n, "href")) > 1 && attr(n, "href")[0] == '#'
}

func (w *blockWriter) controlled(n *html.Node) {
	w.wrapped = false
	if button(n) && !w.heading {
		w.flush()
	}
	w.linking = false
}

// oneText tells an element that holds a single text, however deep.
func oneText(n *html.Node) bool {
	for depth := 0; depth < maxFirst; depth++ {
		var only *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "", c.Type == html.ElementNode && silent(c), c.Type == html.CommentNode:
			case only != nil:
				return false
			default:
				only = c
			}
		}
		if only == nil || only.Type == html.TextNode {
			return only != nil && only.Type == html.TextNode
		}
		n = only
	}
	return false
}

func button(n *html.Node) bool { return n.DataAtom == atom.Button || attr(n, "role") == "button" }

// cites tells an element that holds whose words stand before it.
func cites(n *html.Node) bool {
	return n.DataAtom == atom.Cite || n.DataAtom == atom.Footer && n.Parent != nil && n.Parent.DataAtom == atom.Blockquote
}

func control(n *html.Node) bool { return n.DataAtom == atom.A || n.DataAtom == atom.Button }

// apart tells an element that stands side by side with the one before it, without so much as a blank between the two, where both have
// several words and the second begins as a sentence or a figure does: they do not run into each other for people.
func (w *blockWriter) apart(n *html.Node) bool {
	before := n.PrevSibling
	if w.line.Len() == 0 || before == nil || before.Type != html.ElementNode || block(before) || cites(n.Parent) || !several(before) || !several(n) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(w.line.String())
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(firstText(n, maxFirst)))
	return (unicode.IsLetter(last) || unicode.IsDigit(last)) && (unicode.IsUpper(first) || unicode.IsDigit(first))
}

func several(n *html.Node) bool {
	return strings.Contains(strings.TrimSpace(firstText(n, maxFirst)), " ")
}
