package extract

import (
	"golang.org/x/net/html"
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
