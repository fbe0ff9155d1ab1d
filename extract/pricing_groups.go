package extract

import (
	"slices"
	"strconv"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
)

// ungrouped makes the cells at the left of a table that each stand beside several lines, and name them together, rows of
// their own above those lines. Other tables stay as they are.
func (t *tree) ungrouped(rows [][]*html.Node) [][]*html.Node {
	if !t.grouped(rows) {
		return rows
	}
	var out [][]*html.Node
	left, begun := 0, false
	for i, row := range rows {
		lines := linesBeside(row[0])
		switch {
		case left > 0:
			out, left = append(out, row), left-1
		case len(row) < 2:
			out = append(out, row)
		case lines > 1 && i > 0 && !ofHead(row[0]):
			out, left, begun = append(out, row[:1], row[1:]), lines-1, true
		case begun:
			out = append(out, row[:1], row[1:]) // a group of one line
		default:
			out = append(out, row[1:]) // the head
		}
	}
	return out
}

// grouped tells a table in which most lines stand beside the name of a group, and begin with a label of their own.
func (t *tree) grouped(rows [][]*html.Node) bool {
	covered, labels, left := 0, 0, 0
	for i, row := range rows {
		first := row[0]
		switch lines := linesBeside(first); {
		case left > 0:
			left--
		case lines > 1 && i > 0 && len(row) > 3 && !ofHead(first):
			left, first = lines-1, row[1]
		default:
			continue
		}
		covered++
		if s := t.label(first); countLetters(s) > 1 {
			if _, mark := markState(s); !mark && len(money.Priced(s)) == 0 {
				labels++
			}
		}
	}
	return covered >= minRows && 2*covered > len(rows) && 5*labels >= 4*covered
}

// linesBeside is how many lines of a table a cell stands beside.
func linesBeside(n *html.Node) int {
	lines, err := strconv.Atoi(attr(n, "rowspan"))
	if err != nil || lines < 1 || lines > maxRows {
		return 1
	}
	return lines
}

// ofHead tells a cell of a table's head.
func ofHead(n *html.Node) bool {
	return n.Parent != nil && n.Parent.Parent != nil && n.Parent.Parent.DataAtom == atom.Thead
}

func countLetters(s string) int {
	return len(slices.DeleteFunc([]rune(s), func(r rune) bool { return !unicode.IsLetter(r) }))
}
