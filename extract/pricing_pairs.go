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
	if silent(n) || hidden(n) || n.DataAtom == atom.Tr || hasText(n) {
		return FeatureRow{}, false
	}
	cells := cellsOf(n)
	if len(cells) != 2 || picture(cells[0]) || listItem(cells[0]) || t.longer(n, 4*maxPairLabel) || t.wordedParts(cells[0]) > 1 || holdsHeading(n) || t.choosable(n) {
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

// wordedParts counts the elements with words that an element is put together of, without what explains them.
func (t *tree) wordedParts(n *html.Node) int {
	n = inner(n)
	count := 0
	for _, e := range elements(n) {
		if e.DataAtom != atom.Button && !tooltip(e) && !hintSign(e) && t.textOf(e) != "" && !hasText(n) {
			count++
		}
	}
	return count
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

// pairColumns reads columns that each name a plan which is known, and list what it has of the same things in pairs.
func (p *plainGrids) pairColumns(n *html.Node, columns []*html.Node) (grid, bool) {
	if len(columns) < 2 || len(columns) > maxColumns+1 || table(n) {
		return grid{}, false
	}
	set, seen := cardSet{parent: n}, map[string]bool{}
	for _, c := range columns {
		if p.skips(c) || holdsAny(c, p.skip) || p.longer(c, maxCardText) {
			return grid{}, false
		}
		lines := p.lines(c)
		if len(lines) < minPairs || !p.known[planKey(lines[0].text)] || seen[planKey(lines[0].text)] {
			return grid{}, false
		}
		seen[planKey(lines[0].text)] = true
		set.cards = append(set.cards, card{node: c, lines: lines, name: lines[0].text})
	}
	pairs := p.pairs(&set)
	if pairs == nil {
		return grid{}, false
	}
	g := grid{node: n, bullets: make([][]FeatureRow, len(columns))}
	for i := range set.cards {
		g.heads = append(g.heads, set.cards[i].lines[0].node)
		g.bullets[i] = p.bullets(&set.cards[i], pairs)
	}
	return g, true
}
