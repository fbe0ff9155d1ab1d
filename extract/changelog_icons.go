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
		said := ""
		switch {
		case silent(n) || hidden(n):
			return false
		case n.DataAtom == atom.Img:
			said = attr(n, "alt")
		case attr(n, "title") != "" && !hasText(n):
			said = attr(n, "title")
		case (n.DataAtom == atom.Svg || attr(n, "role") == "img") && !hasText(n):
			said = attr(n, "aria-label")
		}
		switch {
		case said == "" || said == label || !isLabel(said):
		case label != "":
			label = ""
			return false
		default:
			label = said
		}
		return true
	})
	return label
}
