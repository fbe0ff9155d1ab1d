package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// People see no wrapper: an element that holds one other and no words of its own. Sites add and drop them with every
// redesign, so what stands where on a page is told without them.

// onlyHeld is the only element that n holds, or nil where it holds more, or words beside it.
func onlyHeld(n *html.Node) *html.Node {
	var only *html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.ElementNode && !silent(c) && only == nil:
			only = c
		case c.Type == html.ElementNode && (!silent(c) || picture(c)):
			return nil
		}
	}
	if only == nil || hasText(n) {
		return nil
	}
	return only
}

// picture tells a drawing, which has nothing to read and yet is seen.
func picture(n *html.Node) bool { return n.Namespace == "svg" && n.Data == "svg" }

// inner is what the wrappers at n hold in the end.
func inner(n *html.Node) *html.Node {
	for only := onlyHeld(n); only != nil; only = onlyHeld(n) {
		n = only
	}
	return n
}

// outer is the wrapper around n that holds nothing else, or n itself.
func outer(n *html.Node) *html.Node {
	for n.Parent != nil && n.Parent.Type == html.ElementNode && onlyHeld(n.Parent) == n {
		n = n.Parent
	}
	return n
}

// holder is the element around n, with the wrappers around that.
func holder(n *html.Node) *html.Node {
	n = outer(n).Parent
	if n == nil {
		return nil
	}
	return outer(n)
}

// alone tells whether n is all that root holds: itself, or what its wrappers hold.
func alone(n, root *html.Node) bool {
	for n != root && n.Parent != nil && onlyHeld(n.Parent) == n {
		n = n.Parent
	}
	return n == root
}

// levelsIn counts the elements from a node up to the root of a card, without wrappers.
func levelsIn(n, root *html.Node) int {
	levels := 0
	for ; n != nil && n != root; n = n.Parent {
		if n.Parent == nil || onlyHeld(n.Parent) != n {
			levels++
		}
	}
	return levels
}

// classOf is the class of an element, or of the wrappers around it where it has none.
func classOf(n *html.Node) string { return attrAround(n, "class") }

// attrAround is an attribute of an element, or of the wrappers around it where it has none.
func attrAround(n *html.Node, key string) string {
	value := attr(n, key)
	for value == "" && n.Parent != nil && onlyHeld(n.Parent) == n {
		n = n.Parent
		value = attr(n, key)
	}
	return value
}

// bareSpans takes out the spans below an element that nobody sees: without attributes, and on either side with nothing
// beside them in their line, or a blank of their own. Others set their words apart from what is beside them.
func bareSpans(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.DataAtom == atom.Span && len(c.Attr) == 0 {
			bareSpans(c)
		}
		if bareSpan(c) {
			next = c.FirstChild
			for in := c.FirstChild; in != nil; in = c.FirstChild {
				c.RemoveChild(in)
				n.InsertBefore(in, c)
			}
			n.RemoveChild(c)
		}
		c = next
	}
}

func bareSpan(n *html.Node) bool {
	first, last := n.FirstChild, n.LastChild
	return n.DataAtom == atom.Span && len(n.Attr) == 0 && first != nil &&
		(first.Type == html.TextNode && strings.HasPrefix(first.Data, " ") || endsLine(n.PrevSibling, previous)) &&
		(last.Type == html.TextNode && strings.HasSuffix(last.Data, " ") || endsLine(n.NextSibling, following))
}

// maxBlankBeside bounds how many comments and blanks are passed on the way to what stands beside a span.
const maxBlankBeside = 8

// endsLine tells whether nothing stands beside a span on one side, or a raised figure, which never stands alone.
func endsLine(n *html.Node, next func(*html.Node) *html.Node) bool {
	for left := maxBlankBeside; n != nil && (n.Type == html.CommentNode || n.Type == html.TextNode && strings.TrimSpace(n.Data) == ""); left-- {
		if left == 0 {
			return false
		}
		n = next(n)
	}
	return n == nil || n.DataAtom == atom.Br || n.DataAtom == atom.Sup || n.DataAtom == atom.Sub
}

func previous(n *html.Node) *html.Node  { return n.PrevSibling }
func following(n *html.Node) *html.Node { return n.NextSibling }
