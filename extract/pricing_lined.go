package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
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
		if len(cells) != width || t.label(cells[0]) != s.cards[i].name || len(money.Priced(t.textOf(cells[0]))) > 0 {
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
		n = outer(n)
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

// leastCells is how many elements without a blank between them are cells of a line at least, and not the pieces of a price.
const leastCells = 4

// lineOfCells tells an element that holds nothing but inline elements, as many as one beside it of its kind: a
// style sheet makes them lines of a table.
func lineOfCells(n *html.Node) bool {
	cells := spansIn(n)
	if cells < leastCells {
		return false
	}
	around := outer(n)
	for _, next := range []func(*html.Node) *html.Node{nextElement, previousElement} {
		if e := next(around); e != nil && e.DataAtom == around.DataAtom && spansIn(inner(e)) == cells {
			return true
		}
	}
	return false
}

// spansIn counts the elements in a node that holds nothing else, all of them inline, or is 0. Single letters are no cells.
func spansIn(n *html.Node) int {
	count, words := 0, 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.CommentNode || c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" {
			continue
		}
		if c.DataAtom != atom.Span || count > maxColumns {
			return 0
		}
		count++
		if c.FirstChild != nil && (c.FirstChild.Type == html.ElementNode || len(c.FirstChild.Data) > 1) {
			words++
		}
	}
	if 2*words < count {
		return 0
	}
	return count
}

func previousElement(n *html.Node) *html.Node {
	for n = n.PrevSibling; n != nil && n.Type != html.ElementNode; n = n.PrevSibling {
	}
	return n
}
