package extract

import (
	"slices"

	"golang.org/x/net/html"
)

// lined reads cards that are the lines of a table drawn with plain elements: each begins with the name of its plan, and a
// line above them says what the others of its cells are.
func (t *tree) lined(s *cardSet) (grid, bool) {
	first := s.cards[0].node
	width := len(cellsOf(inner(first)))
	if width < 3 || width > maxColumns+1 || table(s.parent) || len(s.cards) < 2 {
		return grid{}, false
	}
	head := lineAbove(first, width)
	if head == nil {
		return grid{}, false
	}
	rows := [][]*html.Node{cellsOf(head)}
	if t.costRow(rows[0]) || holdsLinks(head) || slices.ContainsFunc(rows[0], t.severalLines) {
		return grid{}, false
	}
	g := grid{node: s.parent, columns: true}
	for i := range s.cards {
		cells := cellsOf(inner(s.cards[i].node))
		if len(cells) != width || t.label(cells[0]) != s.cards[i].name || len(priced(t.textOf(cells[0]))) > 0 {
			return grid{}, false
		}
		g.heads, rows = append(g.heads, cells[0]), append(rows, cells)
	}
	for i := 1; i < width; i++ {
		g.addColumn(t, rows, i)
	}
	return g, len(g.rows) > 0
}

// severalLines tells a group of labels from one.
func (t *tree) severalLines(n *html.Node) bool { return len(t.lines(n)) > 1 }

// maxHolders is how many elements may hold lines together below the line that says what is in them.
const maxHolders = 2

// lineAbove is the element before another one that has as many parts, or the one before what holds that one with others.
func lineAbove(n *html.Node, width int) *html.Node {
	for range maxHolders {
		for p := n.PrevSibling; p != nil; p = p.PrevSibling {
			if p.Type != html.ElementNode || silent(p) {
				continue
			}
			if line := inner(p); len(cellsOf(line)) == width {
				return line
			}
			return nil
		}
		if n = n.Parent; n == nil {
			return nil
		}
	}
	return nil
}
