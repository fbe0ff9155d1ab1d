package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
)

// Bounds of a comparison that is drawn with plain elements.
const (
	maxPlainRow  = 1500 // bytes of a row
	maxPlainCell = 300  // bytes of a cell
	maxApart     = 5    // elements between a row and what holds it together with the row before
)

// plainRow is an element that may be a row of a comparison: a label, and a short cell per plan.
type plainRow struct {
	node    *html.Node
	cells   []*html.Node
	depth   int
	section string
}

// plainGrids finds comparisons that are drawn with plain elements, wherever their rows are kept: neighbouring rows of
// one depth and one width, under the row above them that names plans.
type plainGrids struct {
	*tree
	known   map[string]bool     // plans that are known by now
	skip    map[*html.Node]bool // cards
	section string
	heads   [][]*html.Node // rows that name plans, the latest last
	maybe   plainRow       // the latest row that may name plans which no card names
	rows    []plainRow     // of the comparison being read
	out     []grid
}

// readPlain lists the comparisons drawn with plain elements; skip are the cards.
func (t *tree) readPlain(known map[string]bool, skip map[*html.Node]bool) []grid {
	p := &plainGrids{tree: t, known: known, skip: skip}
	p.walk(t.body, 0)
	p.close()
	return p.out
}

// walk reads what stands below n and tells how many rows it found there.
func (p *plainGrids) walk(n *html.Node, depth int) int {
	if silent(n) || hidden(n) || table(n) || n != p.body && frame(n) {
		return 0
	}
	cells := p.lineCells(n)
	if g, ok := p.columns(n, cells); ok {
		p.close()
		p.out = append(p.out, g)
		return 1
	}
	if p.skip[n] {
		return 0
	}
	if g, ok := p.pairColumns(n, cells); ok {
		p.close()
		p.out = append(p.out, g)
		return 1
	}
	if g, ok := p.flat(n, cells); ok {
		p.close()
		p.out = append(p.out, g)
		return 1
	}
	if g, ok := p.stacks(n, cells); ok {
		p.close()
		p.out = append(p.out, g)
		return 1
	}
	if p.namesPlans(cells) {
		p.close()
		if name, ok := p.headName(cells[0]); !ok || !p.known[planKey(name)] {
			if s := p.textOf(cells[0]); s != "" && len(s) <= 60 && !cornerWords.MatchString(s) && !saysTime(s) {
				p.section = s
			}
			cells = cells[1:] // it stands above the labels
		}
		p.heads = append(p.heads, cells)
		return 1
	}
	if level(n) > 0 {
		p.section = cut(p.textOf(n), maxField)
		return 0
	}
	if wide := p.sideBySide(cells); p.mayName(wide) {
		p.close()
		p.maybe = plainRow{node: n, cells: wide}
		return 1
	}
	if g, ok := p.beside(n, cells); ok {
		p.close()
		p.out = append(p.out, g)
		return 1
	}
	if row, ok := p.asRow(n, cells, depth); ok {
		p.add(row)
		return 1
	}
	found := 0
	if len(cells) > 1 {
		depth++ // a wrapper is no level
	}
	for _, c := range cells {
		found += p.walk(c, depth)
	}
	if len(elements(n)) == 0 { // whatever is drawn beside the words
		if s := p.textOf(n); s != "" && len(s) <= 60 {
			p.section = s
		}
	}
	return found
}

// namesPlans tells a row of which most cells name plans that are known, each another one.
func (p *plainGrids) namesPlans(cells []*html.Node) bool {
	if len(cells) < 2 || len(cells) > maxColumns+1 {
		return false
	}
	names := map[string]bool{}
	for _, c := range cells {
		if name, ok := p.headName(c); ok && p.known[planKey(name)] {
			if !p.skips(c) && (holdsAny(c, p.skip) || p.namesSeveral(c)) {
				return false // a part of the page with cards or a comparison inside
			}
			names[planKey(name)] = true
		}
	}
	return len(names) >= 2 && 2*len(names) >= len(cells)-1 && !p.answers(cells)
}

// namesSeveral tells an element in which several known plans are named, each in a line of its own.
func (p *plainGrids) namesSeveral(n *html.Node) bool {
	names := map[string]bool{}
	for _, l := range p.lines(n) {
		if key := planKey(l.text); p.known[key] {
			names[key] = true
		}
	}
	return len(names) > 1
}

// answers tells a line below a head that names its plans again in each cell, before the answer.
func (p *plainGrids) answers(cells []*html.Node) bool {
	if p.label(cells[0]) == "" || p.headsFor(len(cells)) == nil {
		return false
	}
	for _, c := range cells[1:] {
		if name, _ := p.headName(c); p.said(c, name, "") == p.textOf(c) || p.choosable(c) {
			return false
		}
	}
	return true
}

// skips tells a card, or what wraps one.
func (p *plainGrids) skips(n *html.Node) bool {
	for ; n != nil; n = onlyHeld(n) {
		if p.skip[n] {
			return true
		}
	}
	return false
}

// mayName tells a row whose first cell is empty, or says what the labels below it are, and whose others could name plans.
func (p *plainGrids) mayName(cells []*html.Node) bool {
	if len(p.known) > 0 || len(cells) < 3 || len(cells) > maxColumns+1 {
		return false
	}
	corner := p.textOf(cells[0])
	return (corner == "" || cornerWords.MatchString(corner) || planHead.MatchString(corner)) && p.headRow(cells)
}

// asRow tells an element whose children are a label and cells. Elements whose children are rows themselves are none, nor
// is a short page with a banner below it.
func (p *plainGrids) asRow(n *html.Node, cells []*html.Node, depth int) (plainRow, bool) {
	if len(cells) < 3 || len(cells) > maxColumns+1 || n.DataAtom == atom.P || n == p.body || p.longer(n, maxPlainRow) {
		return plainRow{}, false
	}
	label := p.label(cells[0])
	if _, mark := markState(label); label == "" || len(label) > maxPlainCell || mark || len(money.Priced(label)) > 0 {
		return plainRow{}, false
	}
	if !slices.ContainsFunc(cells, func(c *html.Node) bool { _, ok := p.colonPair(c); return !ok }) {
		return plainRow{}, false // a list of what one plan has: "Seats: 5"
	}
	if p.blankCells(cells[1:]) || p.menu(cells) || !p.cellLike(cells[1:]) || p.holdsRows(cells, depth) || holdsAny(n, p.skip) {
		return plainRow{}, false
	}
	return plainRow{node: n, cells: cells, depth: depth, section: p.section}, true
}

// cellLike tells elements that are of one kind and say little: a tick, a number, a few words.
func (p *plainGrids) cellLike(cells []*html.Node) bool {
	long := 0
	kind := atom.Atom(0)
	for _, c := range cells {
		if pictured(c) && p.textOf(c) == "" {
			continue // a tick may be the whole cell
		}
		as := c.DataAtom
		if as == atom.Span || as == atom.P {
			as = atom.Div // a word stands in one, two lines in the other
		}
		if kind == 0 {
			kind = as
		}
		if as != kind || inline(c) && c.DataAtom != atom.Span {
			return false
		}
		if p.longer(c, maxPlainCell) || holdsHeading(c) || holdsLinks(c) || c.DataAtom == atom.Details {
			return false
		}
		if len(p.textOf(c)) > 80 {
			long++
		}
	}
	return 2*long <= len(cells)
}

// holdsRows tells an element whose children are rows themselves, or groups of rows: a part of a comparison.
func (p *plainGrids) holdsRows(children []*html.Node, depth int) bool {
	n := 0
	for _, c := range children {
		n += p.rowsIn(inner(c), depth, maxGroups)
	}
	return n >= 2
}

// maxGroups is how many groups within groups a part of a comparison is looked for in.
const maxGroups = 2

// rowsIn counts an element that is a row, or the rows in it.
func (p *plainGrids) rowsIn(n *html.Node, depth, groups int) int {
	cells := p.lineCells(n)
	if p.isRow(n, cells, depth) {
		return 1
	}
	rows := 0
	for _, c := range cells {
		if groups > 0 && rows < 2 {
			rows += p.rowsIn(inner(c), depth, groups-1)
		}
	}
	return rows
}

func (p *plainGrids) isRow(n *html.Node, cells []*html.Node, depth int) bool {
	_, ok := p.asRow(n, cells, depth+1)
	return ok
}

// cellsOf are the children of an element that may be cells of a comparison: what can be read, and drawings.
func cellsOf(n *html.Node) []*html.Node {
	var out []*html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (!silent(c) || picture(c)) && !overlay(c) {
			out = append(out, c)
		}
	}
	return out
}

// overlay tells an element with nothing in it that is laid over those beside it.
func overlay(n *html.Node) bool {
	if n = inner(n); n.FirstChild != nil {
		return false
	}
	style := strings.ReplaceAll(attr(n, "style"), " ", "")
	return strings.Contains(style, "position:absolute") || slices.Contains(strings.Fields(attr(n, "class")), "absolute")
}

// lineCells are the children of an element; or a label and what the element beside it holds, if that is a cell for each plan
// of the latest head.
func (p *plainGrids) lineCells(n *html.Node) []*html.Node {
	cells := cellsOf(n)
	if len(cells) != 2 || len(p.heads) == 0 && len(p.maybe.cells) == 0 {
		return cells
	}
	values := cellsOf(inner(cells[1]))
	if len(values) < 2 || hasText(inner(cells[1])) || p.headsFor(len(values)+1) == nil && len(p.maybe.cells) != len(values)+1 || p.label(cells[0]) == "" || holdsHeading(cells[0]) || p.skips(cells[0]) {
		return cells
	}
	if slices.ContainsFunc(values, func(v *html.Node) bool { return p.known[planKey(p.label(v))] || holdsLink(v) }) {
		return cells // each says by itself whose it is, or leads away
	}
	return append(cells[:1:1], values...)
}

func inline(n *html.Node) bool { return !block(n) }

func holdsHeading(n *html.Node) bool {
	found := level(n) > 0
	each(n, func(e *html.Node) bool {
		found = found || level(e) > 0
		return !found
	})
	return found
}

// menu tells elements of which each is a link and nothing else.
func (p *plainGrids) menu(cells []*html.Node) bool {
	return !slices.ContainsFunc(cells, func(c *html.Node) bool { return !linkAlone(c) })
}

// hasText tells an element with words of its own.
func hasText(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return true
		}
	}
	return false
}

// holdsLinks tells several links.
func holdsLinks(n *html.Node) bool {
	links := 0
	each(n, func(e *html.Node) bool {
		if pressed(e) {
			links++
		}
		return links < 2
	})
	return links > 1
}

// add puts a row to those before it, if they can belong together.
func (p *plainGrids) add(r plainRow) {
	if n := len(p.rows); n > 0 {
		last := p.rows[n-1]
		if last.depth != r.depth && !sameClass(last.node, r.node) || len(last.cells) != len(r.cells) || !near(last.node, r.node) {
			p.close()
		}
	}
	p.rows = append(p.rows, r)
}

// sameClass tells elements of one class: the only row of a group may lie less deep than those of a larger one.
func sameClass(a, b *html.Node) bool {
	class := attr(a, "class")
	return class != "" && class == attr(b, "class")
}

// near tells whether two elements are held together by one not far above both of them.
func near(a, b *html.Node) bool {
	var over []*html.Node
	for n := outer(a); n != nil && len(over) <= maxApart; n = holder(n) {
		over = append(over, n)
	}
	n := outer(b)
	for range maxApart + 1 {
		if n == nil || slices.Contains(over, n) {
			return n != nil
		}
		n = holder(n)
	}
	return false
}

// close ends the comparison being read.
func (p *plainGrids) close() {
	rows := p.rows
	p.rows = nil
	if len(rows) == 0 {
		return
	}
	g := grid{node: rows[0].node.Parent}
	width := len(rows[0].cells)
	if g.heads = p.headsFor(width); g.heads == nil && p.headRow(rows[0].cells) && len(rows) > minRows {
		g.heads, rows = rows[0].cells[1:], rows[1:]
		p.heads = append(p.heads, g.heads)
	}
	if g.heads == nil && len(p.maybe.cells) == width && near(p.maybe.node, rows[0].node) {
		g.heads = p.maybe.cells[1:]
	}
	if len(rows) < minRows && (g.heads == nil || p.skips(g.heads[0]) || !near(g.heads[0], rows[0].node)) {
		return // a countdown or a list of links below the cards is no comparison
	}
	for _, r := range rows {
		g.rows = append(g.rows, gridRow{section: r.section, label: p.label(r.cells[0]), cells: r.cells[1:]})
	}
	p.out = append(p.out, g)
}

// headsFor is the latest row that names as many plans as a comparison of this width has columns.
func (p *plainGrids) headsFor(width int) []*html.Node {
	for _, heads := range slices.Backward(p.heads) {
		if len(heads) == width-1 {
			return heads
		}
	}
	return nil
}
