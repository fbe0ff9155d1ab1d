package extract

import (
	"slices"

	"golang.org/x/net/html"
)

// dropLabelled leaves out rows that are lines of a comparison whose head is another row: its cards stand behind an empty
// corner, and each line has a label and a cell for each of them. Lines may have amounts, where something costs extra, and
// a phone may show them again, one plan at a time.
func (t *tree) dropLabelled(sets []cardSet) []cardSet {
	head := slices.IndexFunc(sets, t.cornered)
	if head < 0 || len(sets) == 1 {
		return sets
	}
	width := len(sets[head].cards) + 1
	if !slices.ContainsFunc(sets, func(s cardSet) bool { return t.labelled(&s, width) }) {
		return sets
	}
	labels := map[string]bool{}
	around := outer(sets[head].parent).Parent
	if around == nil {
		return sets
	}
	each(around, func(n *html.Node) bool {
		if cells := cellsOf(n); len(cells) == width {
			labels[planKey(t.label(cells[0]))] = true
		}
		return !silent(n) && !hidden(n)
	})
	return slices.DeleteFunc(sets, func(s cardSet) bool {
		return s.parent != sets[head].parent && !slices.ContainsFunc(s.cards, func(c card) bool { return !labels[planKey(c.name)] })
	})
}

// cornered tells cards that fill a row behind a corner that says nothing, or what stands below it.
func (t *tree) cornered(s cardSet) bool {
	cells := cellsOf(s.parent)
	if len(cells) != len(s.cards)+1 || len(cells) < 3 {
		return false
	}
	for i, c := range s.cards {
		if cells[i+1] != c.node || t.longer(c.node, maxPlainCell) {
			return false
		}
	}
	corner := t.textOf(cells[0])
	return corner == "" || cornerWords.MatchString(corner)
}

// labelled tells cards that are lines of a comparison of so many cells: what is said in the first is no amount, and what
// is said in the others no heading.
func (t *tree) labelled(s *cardSet, width int) bool {
	for _, c := range s.cards {
		cells := cellsOf(inner(c.node))
		if len(cells) != width || len(priced(t.label(cells[0]))) > 0 || slices.ContainsFunc(cells[1:], func(n *html.Node) bool { return holdsHeading(n) || t.choosable(n) }) {
			return false
		}
	}
	return true
}
