package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
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
	all := t.pairsIn(set)
	said := map[string]map[string]bool{} // by label: what the cards say of it
	in := map[string]map[int]bool{}      // by label: the cards that have it
	for _, p := range all {
		key := strings.ToLower(p.row.Name)
		if said[key] == nil {
			said[key], in[key] = map[string]bool{}, map[int]bool{}
		}
		said[key][string(p.row.State)+p.row.Text] = true
		in[key][p.card] = true
	}
	shared, answers := 0, 0
	for key, cards := range in {
		if len(cards) < 2 {
			continue
		}
		shared++
		if s := said[key]; len(s) > 1 || s[string(RowYes)] || s[string(RowNo)] {
			answers++
		}
	}
	if shared < minPairs || 2*answers < shared {
		return nil
	}
	found := map[*html.Node]FeatureRow{}
	for _, p := range all {
		if len(in[strings.ToLower(p.row.Name)]) > 1 {
			found[p.node] = p.row
		}
	}
	return found
}

// pair is a line of a card that may be a label and what the plan has of it.
type pair struct {
	node  *html.Node
	card  int
	row   FeatureRow
	drawn string // the answer is a drawing without a name
}

// pairsIn lists the pairs of a row of cards, in their order. Of drawings without a name the one that the last card has most
// often means yes.
func (t *tree) pairsIn(set *cardSet) []pair {
	var out []pair
	all, last := map[string]int{}, map[string]int{}
	for i := range set.cards {
		each(set.cards[i].node, func(n *html.Node) bool {
			row, drawn, ok := t.pairOf(n)
			if !ok {
				return !silent(n) && !hidden(n)
			}
			if out = append(out, pair{n, i, row, drawn}); drawn == "" {
				return false
			}
			if all[drawn]++; i == len(set.cards)-1 {
				last[drawn]++
			}
			return false
		})
	}
	c := cells{tree: t, ticks: map[string]bool{}}
	c.readPictures(all, last)
	for i := range out {
		switch {
		case out[i].drawn == "":
		case c.ticks[out[i].drawn]:
			out[i].row.State = RowYes
		default:
			out[i].row.State = RowNo
		}
	}
	return out
}

// pairOf reads an element that holds a label and what is said of it, and nothing else. Of a drawing without a name it
// tells how it is drawn.
func (t *tree) pairOf(n *html.Node) (f FeatureRow, drawn string, ok bool) {
	if f, ok := t.colonPair(n); ok {
		return f, "", true
	}
	if silent(n) || hidden(n) || n.DataAtom == atom.Tr || hasText(n) {
		return FeatureRow{}, "", false
	}
	cells := cellsOf(n)
	if len(cells) != 2 || picture(cells[0]) || listItem(cells[0]) || t.longer(n, 4*maxPairLabel) || t.wordedParts(cells[0]) > 1 || holdsHeading(n) || t.choosable(n) {
		return FeatureRow{}, "", false
	}
	label := t.label(cells[0])
	if _, mark := markState(label); mark || len(label) > maxPairLabel || countLetters(label) < 2 || fold.StartsWithDigit(label) || len(money.Priced(label)) > 0 {
		return FeatureRow{}, "", false
	}
	f.Name = strings.TrimRight(label, ": ")
	said := ""
	if lines := t.lines(cells[1]); len(lines) > 0 {
		said = lines[0].text
		if len(lines) > 1 || len(said) > maxPairValue {
			return FeatureRow{}, "", false
		}
	}
	if f.State, ok = markState(said); said == "" {
		f.State, ok = t.drawnState(cells[1])
	}
	switch {
	case !ok && said != "":
		f.State, f.Text = RowValue, said
	case !ok:
		f.State, drawn = "", pictureKey(cells[1])
	}
	return f, drawn, ok || said != "" || drawn != ""
}

// colonPair reads a label, a colon and what is said of it in one line, of which one part may be in bold: "Seats: 5".
func (t *tree) colonPair(n *html.Node) (f FeatureRow, ok bool) {
	if !hasText(n) || silent(n) || hidden(n) {
		return FeatureRow{}, false
	}
	parts := elements(n)
	if len(parts) > 1 || len(parts) == 0 && !listItem(n) || len(parts) == 1 && !inline(parts[0]) || t.longer(n, maxPairLabel+maxPairValue) {
		return FeatureRow{}, false
	}
	label, said, _ := strings.Cut(t.textOf(n), ":")
	label, said = strings.TrimSpace(label), strings.TrimSpace(said)
	if _, mark := markState(label); mark || said == "" || countLetters(label) < 2 || fold.StartsWithDigit(label) || len(money.Priced(label)) > 0 || strings.HasPrefix(said, "//") {
		return FeatureRow{}, false
	}
	f = FeatureRow{Name: label, State: RowValue, Text: said}
	if state, ok := markState(said); ok {
		f.State, f.Text = state, ""
	}
	return f, true
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
	var heads []*html.Node
	for _, c := range columns {
		if p.skips(c) || holdsAny(c, p.skip) || p.longer(c, maxCardText) {
			return grid{}, false
		}
		if tabList(c) {
			continue
		}
		lines := p.lines(c)
		if len(lines) < minPairs {
			return grid{}, false
		}
		head, name := p.columnHead(c, lines[0])
		if !p.known[planKey(name)] || seen[planKey(name)] {
			return grid{}, false
		}
		seen[planKey(name)] = true
		heads = append(heads, head)
		set.cards = append(set.cards, card{node: c, lines: lines, name: name})
	}
	if len(heads) < 2 {
		return grid{}, false
	}
	set.pairs = p.pairs(&set)
	if set.pairs == nil {
		return grid{}, false
	}
	g := grid{node: n, heads: heads, bullets: make([][]FeatureRow, len(heads))}
	for i := range set.cards {
		g.bullets[i] = p.bullets(&set.cards[i], &set)
	}
	return g, true
}

// columnHead is what names the plan of a column: its first line, or the tab that shows it.
func (p *plainGrids) columnHead(column *html.Node, first line) (*html.Node, string) {
	if p.known[planKey(first.text)] {
		return first.node, first.text
	}
	for e := column; e != nil; e = onlyHeld(e) {
		if tab := p.tabOf(e); tab != nil {
			return tab, p.textOf(tab)
		}
	}
	return first.node, first.text
}

// tabList tells the tabs by which columns are shown one at a time.
func tabList(n *html.Node) bool {
	for ; n != nil; n = onlyHeld(n) {
		if attr(n, "role") == "tablist" {
			return true
		}
	}
	return false
}
