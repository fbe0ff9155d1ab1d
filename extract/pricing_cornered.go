package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/money"
)

// dropLabelled leaves out rows that are lines of a comparison whose head is another row: its cards stand behind an empty
// corner, and each line has a label and a cell for each of them. Lines may have amounts, where something costs extra, and
// a phone may show them again, one plan at a time. So is a line that says what the plans cost.
func (t *tree) dropLabelled(sets []cardSet) []cardSet {
	sets = slices.DeleteFunc(sets, t.costLine)
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
		if len(cells) != width || len(money.Priced(t.label(cells[0]))) > 0 || slices.ContainsFunc(cells[1:], func(n *html.Node) bool { return holdsHeading(n) || t.choosable(n) }) {
			return false
		}
	}
	return true
}

// costLine tells cards that are the cells of one line in a comparison, which says what the plans cost that its head names.
func (t *tree) costLine(s cardSet) bool {
	line := s.parent
	cells := cellsOf(line)
	if !rowElement(line) || len(cells) != len(s.cards)+1 || cells[0] == s.cards[0].node || !costs(t.label(cells[0])) {
		return false
	}
	for n := line.Parent; n != nil; n = n.Parent {
		if table(n) {
			rows := t.rowsOf(n)
			return len(rows) >= minRows && rows[0][0].Parent != line && len(rows[0]) == len(cells) && t.headRow(rows[0])
		}
	}
	return false
}

// cornerTime is what the corner beside a row of cards says of the time that all their amounts are for: "Per month, billed
// annually".
func (t *tree) cornerTime(s *cardSet) string {
	for _, c := range s.cards {
		if c.node.Parent != s.parent || slices.ContainsFunc(c.price, func(p Price) bool { return p.Period != "" }) {
			return ""
		}
	}
	for _, e := range elements(s.parent) {
		if e == s.cards[0].node {
			break
		}
		if text := t.textOf(e); saysTime(text) {
			return text
		}
	}
	return ""
}

// saysTime tells a few words that say for which time amounts are, and nothing else.
func saysTime(text string) bool {
	if text == "" || len(text) > maxName || strings.ContainsAny(text, "0123456789%") || period(text) == "" {
		return false
	}
	other, _ := otherWords(text)
	return other == 0
}
