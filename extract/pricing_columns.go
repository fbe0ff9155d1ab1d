package extract

import (
	"golang.org/x/net/html"
)

// columns reads a comparison whose columns are lists side by side: the first holds the labels, each other one a plan.
func (p *plainGrids) columns(n *html.Node, lists []*html.Node) (grid, bool) {
	if len(lists) < 3 || len(lists) > maxColumns+1 || p.skip[lists[0]] {
		return grid{}, false
	}
	labels := elements(lists[0])
	if len(labels) < minRows || len(labels) > maxRows {
		return grid{}, false
	}
	g := grid{node: n, columns: true}
	items := make([][]*html.Node, len(lists))
	names := map[string]bool{}
	for i, list := range lists {
		if items[i] = elements(list); len(items[i]) != len(labels) || list.DataAtom != lists[0].DataAtom {
			return grid{}, false
		}
		if i == 0 {
			continue
		}
		name, ok := p.headName(items[i][0])
		if _, twice := names[planKey(name)]; !ok || twice {
			return grid{}, false
		}
		names[planKey(name)] = p.known[planKey(name)]
		g.heads = append(g.heads, items[i][0])
	}
	known := 0
	for _, is := range names {
		if is {
			known++
		}
	}
	if 2*known < len(names) || len(priced(p.textOf(labels[0]))) > 0 {
		return grid{}, false
	}
	for at := 1; at < len(labels); at++ {
		label := p.label(labels[at])
		if _, mark := markState(label); label == "" || mark || p.longer(labels[at], maxPlainCell) || holdsLinks(labels[at]) {
			return grid{}, false
		}
		row := gridRow{label: label}
		for _, list := range items[1:] {
			row.cells = append(row.cells, list[at])
		}
		g.rows = append(g.rows, row)
	}
	return g, true
}
