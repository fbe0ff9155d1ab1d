package extract

import (
	"golang.org/x/net/html"
)

// stacks reads a comparison whose columns each hold a heading and a list: the first lists the labels, every other one,
// under the name of a plan that is known, what it has of them.
func (p *plainGrids) stacks(n *html.Node, columns []*html.Node) (grid, bool) {
	if len(p.known) < 2 || len(columns) < 3 || len(columns) > maxColumns+1 || !p.leadsPlan(columns[1]) || !p.leadsPlan(columns[2]) {
		return grid{}, false
	}
	g := grid{node: n}
	labels := longList(columns[0])
	if len(labels) < minRows || len(labels) > maxRows || p.leadsPlan(columns[0]) || !p.distinct(labels) {
		return grid{}, false
	}
	lists := make([][]*html.Node, 0, len(columns)-1)
	answers := 0
	for _, c := range columns[1:] {
		list := p.listOf(c, len(labels))
		if list == nil || p.skips(c) || !p.leadsPlan(c) {
			return grid{}, false
		}
		answers += p.answered(list)
		lists = append(lists, list)
		g.heads = append(g.heads, p.lines(c)[0].node)
	}
	if 2*answers < len(labels)*len(lists) {
		return grid{}, false
	}
	g.rows = p.rowsAcross("", labels, lists)
	return g, len(g.rows) > 0
}

// leadsPlan tells an element that begins with the name of a plan that is known.
func (p *plainGrids) leadsPlan(n *html.Node) bool {
	first := ""
	each(n, func(e *html.Node) bool {
		if first == "" && hasText(e) && !silent(e) && !hidden(e) {
			first = p.textOf(e)
		}
		return first == "" && !silent(e) && !hidden(e)
	})
	return p.known[planKey(first)]
}

// rowsAcross puts labels to what the lists beside them say of each. Of what no list says anything a section begins.
func (p *plainGrids) rowsAcross(section string, labels []*html.Node, lists [][]*html.Node) (rows []gridRow) {
	for at, label := range labels {
		row := gridRow{section: section, label: p.label(label)}
		for _, list := range lists {
			row.cells = append(row.cells, list[at])
		}
		if p.blankCells(row.cells) {
			section = row.label
			continue
		}
		rows = append(rows, row)
	}
	return rows
}
