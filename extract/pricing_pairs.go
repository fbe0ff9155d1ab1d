package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of a line of a card that says how much the plan has of something.
const (
	maxPairLabel = 80
	maxPairValue = 60
	minPairs     = 3
)

// pairs are the lines of a row of cards that say what each plan has of the same things: a label, and behind it a value, a
// tick or a cross in an element of its own. What only one card has is none, and neither are titles with a few words about
// them, which are the same wherever they stand.
func (t *tree) pairs(set *cardSet) map[*html.Node]FeatureRow {
	found := map[*html.Node]FeatureRow{}
	in := map[string]map[string]bool{} // by label: what the cards say of it
	cards := map[string]int{}
	for _, c := range set.cards {
		seen := map[string]bool{}
		each(c.node, func(n *html.Node) bool {
			f, ok := t.pairOf(n)
			if !ok {
				return !silent(n) && !hidden(n)
			}
			found[n] = f
			key := strings.ToLower(f.Name)
			if in[key] == nil {
				in[key] = map[string]bool{}
			}
			in[key][string(f.State)+f.Text] = true
			if !seen[key] {
				seen[key] = true
				cards[key]++
			}
			return false
		})
	}
	shared, answers := 0, 0
	for key, n := range cards {
		if n < 2 {
			continue
		}
		shared++
		if len(in[key]) > 1 || in[key][string(RowYes)] || in[key][string(RowNo)] {
			answers++
		}
	}
	if shared < minPairs || 2*answers < shared {
		return nil
	}
	for n, f := range found {
		if cards[strings.ToLower(f.Name)] < 2 {
			delete(found, n)
		}
	}
	return found
}

// pairOf reads an element that holds a label and what is said of it, and nothing else.
func (t *tree) pairOf(n *html.Node) (FeatureRow, bool) {
	if silent(n) || hidden(n) || n.DataAtom == atom.Tr || hasText(n) || holdsHeading(n) {
		return FeatureRow{}, false
	}
	cells := cellsOf(n)
	if len(cells) != 2 || picture(cells[0]) || t.longer(n, 4*maxPairLabel) || t.choosable(n) {
		return FeatureRow{}, false
	}
	label := t.label(cells[0])
	if _, mark := markState(label); mark || len(label) > maxPairLabel || countLetters(label) < 2 || startsNumber(label) || len(priced(label)) > 0 {
		return FeatureRow{}, false
	}
	f := FeatureRow{Name: strings.TrimRight(label, ": ")}
	said := ""
	if lines := t.lines(cells[1]); len(lines) > 0 {
		said = lines[0].text
		if len(lines) > 1 || len(said) > maxPairValue {
			return FeatureRow{}, false
		}
	}
	state, ok := markState(said)
	if said == "" {
		state, ok = t.drawnState(cells[1])
	}
	if !ok && said != "" {
		state, f.Text, ok = RowValue, said, true
	}
	f.State = state
	return f, ok
}

// pairAround is the pair that a line of a card stands in.
func pairAround(n, within *html.Node, pairs map[*html.Node]FeatureRow) *html.Node {
	for ; n != nil && n != within && len(pairs) > 0; n = n.Parent {
		if _, ok := pairs[n]; ok {
			return n
		}
	}
	return nil
}

// abovePair tells an element right above a pair: it names the group of pairs that begins there.
func abovePair(n *html.Node, pairs map[*html.Node]FeatureRow) bool {
	for ; n != nil && len(pairs) > 0; n = n.Parent {
		next := n.NextSibling
		for next != nil && next.Type != html.ElementNode {
			next = next.NextSibling
		}
		for e := next; e != nil; e = onlyHeld(e) {
			if _, ok := pairs[e]; ok {
				return true
			}
		}
		if next != nil {
			return false
		}
	}
	return false
}
