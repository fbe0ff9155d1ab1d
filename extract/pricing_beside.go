package extract

import (
	"golang.org/x/net/html"
)

// besideCards reads what the cards of a row list without saying what it is of: the labels stand in a list of their own
// beside the cards, as long as the list of each.
func (t *tree) besideCards(set *cardSet) [][]FeatureRow {
	p := &plainGrids{tree: t}
	inside := cardNodes([]cardSet{*set})
	for around, up := set.parent, 0; around != nil && up < 2; around, up = around.Parent, up+1 {
		for _, n := range elements(around) {
			if inside[n] || holdsAny(n, inside) || frame(n) {
				continue
			}
			labels := longList(n)
			if len(labels) < minRows || len(labels) > maxRows || !p.distinct(labels) {
				continue
			}
			if rows := p.besideLabels(set, labels); rows != nil {
				return rows
			}
		}
	}
	return nil
}

// besideLabels puts the labels to what each card lists, if most of that looks like answers.
func (p *plainGrids) besideLabels(set *cardSet, labels []*html.Node) [][]FeatureRow {
	g := grid{node: set.parent}
	lists := make([][]*html.Node, len(set.cards))
	answers := 0
	for i, c := range set.cards {
		lists[i] = listOf(c.node, len(labels))
		if lists[i] == nil {
			return nil
		}
		answers += p.answered(lists[i])
		g.heads = append(g.heads, c.node)
	}
	if 2*answers < len(labels)*len(lists) {
		return nil
	}
	section := ""
	for at, label := range labels {
		row := gridRow{section: section, label: p.label(label)}
		for _, list := range lists {
			row.cells = append(row.cells, list[at])
		}
		if p.blankCells(row.cells) {
			section = row.label
			continue
		}
		g.rows = append(g.rows, row)
	}
	names := make([]string, len(set.cards))
	for i, c := range set.cards {
		names[i] = c.name
	}
	return g.states(p.tree, names)
}

// longList is the longest list in an element: the children of one of those in it.
func longList(n *html.Node) []*html.Node {
	longest := cellsOf(n)
	each(n, func(e *html.Node) bool {
		if cells := cellsOf(e); len(cells) > len(longest) {
			longest = cells
		}
		return !silent(e) && !hidden(e)
	})
	return longest
}

// listOf is the list in an element that has so many items, or nil where there is none or several.
func listOf(n *html.Node, items int) []*html.Node {
	var found []*html.Node
	several := false
	each(n, func(e *html.Node) bool {
		if cells := cellsOf(e); len(cells) == items {
			several, found = several || found != nil, cells
			return false
		}
		return !silent(e) && !hidden(e)
	})
	if several {
		return nil
	}
	return found
}
