package extract

import (
	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/money"
)

// ladder reads a table in which the name of each plan stands beside several lines, one for each licence or size that the
// plan is sold in, and each line says what that costs.
func (t *tree) ladder(n *html.Node) (grid, bool) {
	rows := t.rowsOf(n)
	if len(rows) < 3 || len(rows[0]) < 3 || len(rows[0]) > maxColumns || !planHead.MatchString(t.label(rows[0][0])) && t.textOf(rows[0][0]) != "" {
		return grid{}, false
	}
	g := grid{node: n, sold: true}
	steps := 0
	for at := 1; at < len(rows); at += steps {
		steps = linesBeside(rows[at][0])
		name, ok := t.headName(rows[at][0])
		if steps < 2 || at+steps > len(rows) || len(rows[at]) != len(rows[0]) || !ok || len(money.Priced(name)) > 0 {
			return grid{}, false
		}
		g.heads = append(g.heads, rows[at][0])
		if !g.addSteps(t, rows[0][1:], rows[at:at+steps]) {
			return grid{}, false
		}
	}
	return g, len(g.heads) > 1 && len(g.heads) <= maxColumns && g.distinct(t)
}

// addSteps adds what the lines of one plan say in columns of prices, and tells whether each line says one.
func (g *grid) addSteps(t *tree, labels []*html.Node, lines [][]*html.Node) bool {
	for i, line := range lines {
		if i == 0 {
			line = line[1:] // behind the name
		}
		found := false
		for j, cell := range line {
			if j >= len(labels) || len(money.Priced(t.textOf(cell))) == 0 {
				continue
			}
			row := gridRow{label: t.label(labels[j]), cells: make([]*html.Node, len(g.heads))}
			row.cells[len(g.heads)-1] = cell
			g.costs, found = append(g.costs, row), true
		}
		if !found {
			return false
		}
	}
	return true
}

// distinct tells a comparison whose heads all name other plans.
func (g *grid) distinct(t *tree) bool {
	names := map[string]bool{}
	for _, h := range g.heads {
		name, _ := t.headName(h)
		names[planKey(name)] = true
	}
	return len(names) == len(g.heads)
}
