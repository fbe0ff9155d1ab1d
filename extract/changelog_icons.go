package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// iconLabel is the kind of news that a card shows as a picture alone, told by what people see who point at it: an icon
// with the title "Fixed". It is empty where the pictures of a card name several kinds, or none.
func iconLabel(card *html.Node) string {
	label := ""
	if card == nil {
		return label
	}
	each(card, func(n *html.Node) bool {
		if hidden(n) {
			return false
		}
		switch said := pictureSays(n); {
		case said == "" || said == label || !isLabel(said):
		case label != "":
			label = ""
			return false
		default:
			label = said
		}
		return !silent(n)
	})
	return label
}

// pictureSays is what a picture that has no text says to those who point at it, or have it read to them.
func pictureSays(n *html.Node) string {
	switch {
	case n.DataAtom == atom.Img:
		return attr(n, "alt")
	case hasText(n):
		return ""
	case attr(n, "title") != "":
		return attr(n, "title")
	case n.DataAtom == atom.Svg || attr(n, "role") == "img":
		return attr(n, "aria-label")
	}
	return ""
}

// iconInFront is the kind of news that a line begins with as a picture, or empty.
func iconInFront(p *piece) string {
	parts := p.parts()
	if len(parts) == 0 {
		return ""
	}
	n := parts[0]
	for n.PrevSibling != nil && !says(n.PrevSibling) {
		n = n.PrevSibling
	}
	for ; n != nil && !says(n); n = n.NextSibling {
		if n.Type != html.ElementNode || hidden(n) {
			continue
		}
		if said := pictureSays(n); isLabel(said) {
			return said
		}
		return iconLabel(n)
	}
	return ""
}
