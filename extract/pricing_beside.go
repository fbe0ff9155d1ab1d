package extract

import (
	"slices"

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
			if groups := cellsOf(inner(n)); slices.ContainsFunc(groups, p.headsLabels) {
				if rows := p.besideGroups(set, groups); rows != nil {
					return rows
				}
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

// answers tells a text that is what a card lists beside one of the labels.
func answers(rows []FeatureRow, text string) bool {
	_, mark := markState(text)
	return mark || slices.ContainsFunc(rows, func(f FeatureRow) bool { return f.Text == text || f.Name == text })
}

// besideLabels puts the labels to what each card lists, if most of that looks like answers.
func (p *plainGrids) besideLabels(set *cardSet, labels []*html.Node) [][]FeatureRow {
	g := grid{node: set.parent}
	lists := make([][]*html.Node, len(set.cards))
	answers := 0
	for i, c := range set.cards {
		lists[i] = p.listOf(c.node, len(labels))
		if lists[i] == nil {
			return nil
		}
		answers += p.answered(lists[i])
		g.heads = append(g.heads, c.node)
	}
	if 2*answers < len(labels)*len(lists) {
		return nil
	}
	g.rows = p.rowsAcross("", labels, lists)
	return g.states(p.tree, set.names())
}

// headsLabels tells a group of labels with a heading.
func (p *plainGrids) headsLabels(n *html.Node) bool {
	items := cellsOf(inner(n))
	return len(items) > 1 && holdsHeading(items[0]) && !slices.ContainsFunc(items[1:], holdsHeading)
}

// besideGroups puts the labels of groups that each have a heading to what the groups of each card list: as many groups,
// and in each as many lines, below what a phone shows of the heading.
func (p *plainGrids) besideGroups(set *cardSet, groups []*html.Node) [][]FeatureRow {
	g := grid{node: set.parent}
	parts := make([][]*html.Node, len(set.cards))
	for i, c := range set.cards {
		if parts[i] = cellsOf(inner(c.node)); len(parts[i]) != len(groups) {
			if parts[i] = p.listOf(c.node, len(groups)); parts[i] == nil {
				return nil
			}
		}
		g.heads = append(g.heads, c.node)
	}
	for at, group := range groups {
		if p.textOf(group) == "" {
			continue // a place beside the heads of the cards
		}
		items := cellsOf(inner(group))
		if !p.headsLabels(group) || !p.distinct(items[1:]) {
			return nil
		}
		section, lists := p.label(items[0]), make([][]*html.Node, len(parts))
		for i, part := range parts {
			all := cellsOf(inner(part[at]))
			over := len(all) - (len(items) - 1)
			if over < 0 || slices.ContainsFunc(all[:over], func(n *html.Node) bool { s := p.textOf(n); return s != "" && p.label(n) != section }) {
				return nil
			}
			lists[i] = all[over:]
		}
		g.rows = append(g.rows, p.rowsAcross(section, items[1:], lists)...)
	}
	return g.states(p.tree, set.names())
}

// names are the names of all cards.
func (s *cardSet) names() []string {
	names := make([]string, len(s.cards))
	for i, c := range s.cards {
		names[i] = c.name
	}
	return names
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

// withoutChoice are the items of a list without the last, where that is one too many and the plan is chosen there.
func (t *tree) withoutChoice(cells []*html.Node, items int) []*html.Node {
	if items > 0 && len(cells) == items+1 && t.choosable(cells[items]) {
		return cells[:items]
	}
	return cells
}

// listOf is the list in an element that has so many items, or nil where there is none or several.
func (t *tree) listOf(n *html.Node, items int) []*html.Node {
	var found []*html.Node
	several := false
	each(n, func(e *html.Node) bool {
		if cells := t.withoutChoice(cellsOf(e), items); len(cells) == items {
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
