package extract

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
)

// columns reads a comparison whose columns are lists side by side: the first holds the labels, each other one a plan.
func (p *plainGrids) columns(n *html.Node, lists []*html.Node) (grid, bool) {
	lists = p.sideBySide(lists)
	if len(lists) < 3 || len(lists) > maxColumns+1 || p.skip[lists[0]] {
		return grid{}, false
	}
	labels := columnItems(lists[0])
	if len(labels) < minRows || len(labels) > maxRows {
		return grid{}, false
	}
	g := grid{node: n, columns: true}
	items := make([][]*html.Node, len(lists))
	names := map[string]bool{}
	for i, list := range lists {
		if items[i] = p.withoutChoice(columnItems(list), len(labels)); len(items[i]) != len(labels) || list.DataAtom != lists[min(i, 1)].DataAtom {
			return grid{}, false
		}
		if i == 0 {
			continue
		}
		if slices.ContainsFunc(items[i][1:], holdsList) {
			return grid{}, false
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
	if corner := p.textOf(labels[0]); len(money.Priced(corner)) > 0 || p.known[planKey(corner)] {
		return grid{}, false // it is a plan like the others
	}
	section, priced := "", false
	for at := 1; at < len(labels); at++ {
		label := p.label(labels[at])
		if _, mark := markState(label); label == "" || mark || p.longer(labels[at], maxPlainCell) || holdsLinks(labels[at]) || p.headsLabels(labels[at]) {
			return grid{}, false
		}
		row := gridRow{section: section, label: label}
		for _, list := range items[1:] {
			row.cells = append(row.cells, list[at])
		}
		if p.blankCells(row.cells) && classOf(labels[at]) != classOf(labels[len(labels)-1]) {
			section = label // nothing is said of it
			continue
		}
		g.rows = append(g.rows, row)
		priced = priced || costs(label) && p.costRow(row.cells)
	}
	return g, len(g.rows) > 0 && (2*known >= len(names) || priced && len(p.known) == 0)
}

// sideBySide are the lists of a comparison in columns: the labels and each plan. The plans may be held together, to slide
// past the labels, and what moves them has no words.
func (p *plainGrids) sideBySide(lists []*html.Node) []*html.Node {
	if len(lists) < 2 || len(lists) > 3 || len(lists) == 3 && (p.textOf(lists[2]) != "" || pictureKey(lists[2]) != "") {
		return lists
	}
	if held := cellsOf(inner(lists[1])); len(held) > 1 {
		return append([]*html.Node{inner(lists[0])}, held...)
	}
	return lists
}

// columnItems are the items of a list, behind the heading above it where there is one.
func columnItems(n *html.Node) []*html.Node {
	items := elements(inner(n))
	if len(items) == 2 && level(inner(items[0])) > 0 && !holdsHeading(items[1]) {
		return append(items[:1:1], elements(inner(items[1]))...)
	}
	return items
}

// beside reads a part of a comparison whose columns are lists side by side, below a row that names the plans: the first
// holds the labels, each other one what a plan has of them.
func (p *plainGrids) beside(n *html.Node, lists []*html.Node) (grid, bool) {
	if len(p.heads) > 0 {
		lists = p.sideBySide(lists)
	}
	heads := p.headsFor(len(lists))
	if heads == nil || p.skips(n) {
		return grid{}, false
	}
	items := make([][]*html.Node, len(lists))
	for i, list := range lists {
		items[i] = cellsOf(inner(list))
		if len(items[i]) != len(items[0]) || list.DataAtom != lists[0].DataAtom {
			return grid{}, false
		}
	}
	if len(items[0]) < 2 || !p.distinct(items[0]) || p.inRows(items) {
		return grid{}, false
	}
	g := grid{node: n, heads: heads}
	for at, label := range items[0] {
		row := gridRow{section: p.section, label: p.label(label)}
		for _, list := range items[1:] {
			row.cells = append(row.cells, list[at])
		}
		if !p.cellLike(row.cells) {
			return grid{}, false
		}
		g.rows = append(g.rows, row)
	}
	return g, true
}

// distinct tells elements that can all be labels of a comparison, each another one. What is pressed or
// drawn beside a label says more about it, and is none.
func (p *plainGrids) distinct(items []*html.Node) bool {
	labels := map[string]bool{}
	for _, n := range items {
		if pressed(n) && !pressed(items[0]) {
			return false
		}
		label := p.label(n)
		if _, mark := markState(label); mark || countLetters(label) < 2 || p.longer(n, maxPlainCell) || holdsLinks(n) || len(money.Priced(label)) > 0 {
			return false
		}
		labels[label] = true
	}
	return len(labels) == len(items)
}

// inRows tells lists that are lines instead of columns, where both are of one number: what stands beside the first label
// looks no less like answers than what stands below it.
func (p *plainGrids) inRows(items [][]*html.Node) bool {
	beside, all, cells := 0, 0, 0
	for _, list := range items[1:] {
		beside += p.answered(list[:1])
		all += p.answered(list)
		cells += len(list)
	}
	return 4*all < cells || len(items) == len(items[0]) && p.answered(items[0][1:]) >= beside
}

// answered counts cells that say yes or no, or begin with a number.
func (p *plainGrids) answered(cells []*html.Node) int {
	n := 0
	for _, c := range cells {
		s := p.textOf(c)
		_, drawn := p.drawnState(c)
		if _, mark := markState(s); mark || drawn || fold.StartsWithDigit(s) || s == "" && pictureKey(c) != "" {
			n++
		}
	}
	return n
}

// unlabelled tells a table that is a row of plans: every cell of its first row names one, the first cell too, and in a
// row below each cell says a price.
func (t *tree) unlabelled(rows [][]*html.Node, width int) bool {
	if len(rows[0]) != width || len(rows) > maxHeadings {
		return false
	}
	for _, row := range rows[1:] {
		if len(row) == width && len(money.Priced(t.textOf(row[0]))) > 0 && t.costRow(row) {
			first, ok := t.headName(rows[0][0])
			return ok && !planHead.MatchString(first) && t.headRow(rows[0])
		}
	}
	return false
}

// maxHeadings bounds the rows of a table that lists what is in a plan below its name.
const maxHeadings = 60

// plainColumns reads such a table: names, prices, and lists of what is in each plan.
func (t *tree) plainColumns(n *html.Node, rows [][]*html.Node, width int) grid {
	g := grid{node: n, heads: rows[0], bullets: make([][]FeatureRow, width)}
	for _, row := range rows[1:] {
		switch {
		case len(row) != width:
		case t.costRow(row):
			g.costs = append(g.costs, gridRow{cells: row})
		default:
			for i, c := range row {
				if s := t.textOf(c); s != "" && !t.choosable(c) {
					g.bullets[i] = append(g.bullets[i], bulletRow("", cut(s, maxField), RowYes))
				}
			}
		}
	}
	return g
}

// maxChoice bounds what a link or button says by which a plan is chosen.
const maxChoice = 40

// choosable tells a cell in which a plan is chosen, by a link or button of few words.
func (t *tree) choosable(n *html.Node) bool {
	found := false
	each(n, func(e *html.Node) bool {
		switch e.DataAtom {
		case atom.A, atom.Button:
			found = found || hasText(e) && !t.longer(e, maxChoice)
		case atom.Input:
			found = true
		}
		return !found
	})
	return found
}
