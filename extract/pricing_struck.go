package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
)

// struckItems are the items of a card's lists that are struck out: what the plan has not, among what it has. sections are
// those of the items beside them.
func (t *tree) struckItems(c *card, sections map[*html.Node]string) (rows []FeatureRow) {
	each(c.node, func(n *html.Node) bool {
		if silent(n) || hidden(n) {
			return false
		}
		if n.DataAtom != atom.Li || n == c.node {
			return true
		}
		if text := t.textOf(n); wholly(n) && text != "" && len(text) <= maxField && len(money.Priced(text)) == 0 {
			rows = append(rows, FeatureRow{Section: sectionBeside(n, sections), Name: text, State: RowNo})
		}
		return false
	})
	return rows
}

// wholly tells an item of which every word is struck out.
func wholly(n *html.Node) bool {
	if struck(n) {
		return true
	}
	some := false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "", c.Type == html.ElementNode && silent(c):
		case c.Type == html.ElementNode && readText(c) == "":
		case c.Type == html.ElementNode && wholly(c):
			some = true
		case c.Type != html.CommentNode:
			return false
		}
	}
	return some
}

// sectionBeside is the section of another item of the same list.
func sectionBeside(n *html.Node, sections map[*html.Node]string) string {
	for c := n.Parent.FirstChild; c != nil; c = c.NextSibling {
		if s := sections[c]; s != "" {
			return s
		}
	}
	return ""
}

// buttonItem tells the last item of a list that is a link and nothing else, where no other item has one: the button of a
// card that is a list itself.
func buttonItem(n *html.Node) bool {
	if !linkAlone(n) || n.Parent == nil {
		return false
	}
	items := elements(n.Parent)
	if len(items) < 2 || items[len(items)-1] != n {
		return false
	}
	return !slices.ContainsFunc(items[:len(items)-1], func(e *html.Node) bool { return holdsLink(e) && readText(e) != "" })
}

func holdsLink(n *html.Node) bool { return holds(n, atom.A) || holds(n, atom.Button) }
