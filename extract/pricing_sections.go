package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
)

// cardLines are the lines of a card. Where the line that names it says its price too, the two are lines of their own.
func (t *tree) cardLines(n *html.Node) []line {
	lines := t.lines(n)
	if n.DataAtom == atom.Dl || n.Parent != nil && n.Parent.DataAtom == atom.Dl {
		openTerm(lines)
	}
	headList(lines)
	openCycles(lines)
	unpraise(lines)
	return t.partName(lines)
}

// openTerm makes a card of a definition list of one term, or of one of its groups: what is said of the term first is what the plan costs.
func openTerm(lines []line) {
	other := func(l line) bool { return !l.item || l.term != "" && l.term != lines[0].text }
	if len(lines) < 2 || lines[0].item || slices.ContainsFunc(lines[1:], other) {
		return
	}
	for i := range lines {
		lines[i].term = ""
	}
	openItems(lines[1:])
}

// openCycles makes what a definition list says under "Monthly" and "Yearly" lines like others: a price is no bullet.
func openCycles(lines []line) {
	for i, l := range lines {
		if month, year := cycleLabel(l.term); (month || year) && len(money.Priced(l.text)) > 0 {
			lines[i].text, lines[i].term, lines[i].item = l.term+" "+l.text, "", false
		}
	}
}

// headList takes the name and the prices of a card that is one list out of it: its first items are no bullets.
func headList(lines []line) {
	for _, l := range lines {
		if !l.item {
			return
		}
	}
	if len(lines) == 0 {
		return
	}
	lines[0].item = false
	openItems(lines[1:min(len(lines), 5)])
}

// openItems makes items that say what a plan costs lines like others.
func openItems(lines []line) {
	for i := range lines {
		if s := lines[i].text; len(money.Priced(s)) == 0 && !saysFree(s) && !(len(s) < 40 && talkWords.MatchString(s)) {
			return
		}
		lines[i].item = false
	}
}

// maxNamed bounds a line that may hold a name and a price.
const maxNamed = 80

// partName parts a heading, or a first line, that holds a plan's name and what it costs: "Team – $15 a month".
func (t *tree) partName(lines []line) []line {
	for i, l := range lines[:min(len(lines), 4)] {
		sentence := l.heading == 0 && strings.ContainsAny(l.text[len(l.text)-1:], ".!?")
		if l.button || l.item || l.heading == 0 && i > 0 || len(l.text) > maxNamed || sentence {
			continue
		}
		name, rest := nameAndPrice(l.text)
		if around := l.node.Parent; name != "" && around != nil && strings.HasPrefix(t.textOf(around), l.text) {
			name = t.ownName(around, name)
		}
		if name == "" {
			name, rest = t.nameBeside(l)
		}
		if name == "" {
			continue
		}
		cost := l
		l.text, cost.text, cost.heading = name, rest, 0
		out := append(slices.Clone(lines[:i]), l, cost)
		return append(out, lines[i+1:]...)
	}
	return lines
}

// nameAndPrice splits a text into a plan's name and what it says the plan costs.
func nameAndPrice(s string) (name, rest string) {
	at := -1
	if found := money.Priced(s); len(found) > 0 {
		at = found[0].Start
		if m := fromWords.FindStringIndex(s[:at]); m != nil && m[0] > 0 {
			at = m[0]
		}
	} else {
		at = freeBehind(s)
	}
	if at <= 0 {
		return "", ""
	}
	name, rest = strings.TrimRight(s[:at], " :-–—|(•·,"), strings.TrimLeft(s[at:], " ")
	if other, _ := otherWords(rest); other > 2 || !nameable(name) {
		return "", ""
	}
	if len(money.Priced(rest)) > 0 && len(pricesIn(rest)) == 0 {
		return "", "" // what is saved or worth
	}
	return name, rest
}

// nameBeside is the name that begins a line in an element of its own, where the rest says how much there is of
// something, that the plan is free or whom to ask.
func (t *tree) nameBeside(l line) (name, rest string) {
	name = t.textOf(l.node)
	if len(name) >= len(l.text) || l.node.Parent == nil || !nameable(name) || t.textOf(l.node.Parent) != l.text {
		return "", ""
	}
	rest = strings.TrimLeft(strings.TrimPrefix(l.text, name), " ")
	if l.node.NextSibling != nil && len(rest) <= maxName && numberFirst.MatchString(rest) && len(money.Priced(rest)) == 0 {
		return name, rest // what it is good for: "10 hours a month"
	}
	if freePlan.MatchString(name) {
		return name, strings.TrimLeft(rest, "-–—: ")
	}
	if len(rest) < 30 && (saysFree(rest) || talkWords.MatchString(rest)) {
		return name, rest
	}
	return "", ""
}

// freeBehind is where words begin that say "free" or whom to ask, behind a dash, a colon or a bracket.
func freeBehind(s string) int {
	for _, mark := range []string{" – ", " — ", " - ", ": ", " (", " | "} {
		_, rest, ok := strings.Cut(s, mark)
		rest = strings.TrimRight(rest, ")")
		if ok && (saysFree(rest) || len(rest) < 30 && talkWords.MatchString(rest)) {
			return strings.Index(s, mark) + len(mark)
		}
	}
	return -1
}

// sections reads plans that have no element of their own: headings of one level, terms of a definition list, or lines in
// bold, with what follows each.
func (m *miner) sections(n *html.Node) []card {
	children := elements(n)
	top, headings := 0, 0
	for _, c := range children {
		switch l := m.rank(c); {
		case l > 1 && (top == 0 || l < top):
			top, headings = l, 1
		case l == top:
			headings++
		}
	}
	if top == 0 || headings > mostRecords {
		return nil
	}
	var cards []card
	parted := 0
	for i, c := range children {
		if m.rank(c) != top {
			continue
		}
		k, ok := m.section(c, children[i+1:], top)
		if !ok {
			continue
		}
		k.head = m.readHead(c.Parent, k.lines, 0)
		k.settle()
		if k.marked() {
			cards = append(cards, k)
			if len(cards[len(cards)-1].lines) > 1 && k.lines[1].node == k.lines[0].node {
				parted++
			}
		}
	}
	if parted >= 2 { // where headings say the price, a heading without one names something else
		cards = slices.DeleteFunc(cards, func(k card) bool { return k.lines[1].node != k.lines[0].node })
	}
	return cards
}

// section is what one heading names: the heading and what follows it, up to the next of its rank.
func (m *miner) section(heading *html.Node, following []*html.Node, top int) (card, bool) {
	k := card{node: heading, slot: "section"}
	if h := m.wrapped(heading); h != nil {
		heading = h
	}
	k.lines = m.lines(heading)
	unpraise(k.lines)
	size := 0
	for _, more := range following {
		if r := m.rank(more); r > 0 && r <= top || more.DataAtom == atom.Hr {
			break
		}
		if holdsTable(more) || m.holdsPrices(more) {
			return k, false // a heading of a comparison or of a list of prices names no plan
		}
		if size += m.size[more]; size > maxCardText {
			return k, false
		}
		lines := m.lines(more)
		if more.DataAtom == atom.Dd {
			openItems(lines)
			for i := range lines {
				lines[i].term = ""
			}
		}
		k.lines = append(k.lines, lines...)
	}
	m.left -= size
	k.lines = m.partName(k.lines)
	if len(k.lines) < 2 || !nameable(k.lines[0].text) {
		return k, false
	}
	k.name = k.lines[0].text
	return k, true
}

// holdsPrices tells a table in which several lines say an amount: what something costs by how much of it is used.
func (t *tree) holdsPrices(n *html.Node) bool {
	priced := 0
	each(n, func(e *html.Node) bool {
		if rowElement(e) && len(money.Priced(t.textOf(e))) > 0 {
			priced++
		}
		return !rowElement(e)
	})
	return priced > 1
}

// Ranks of what names a section, after the six levels of headings.
const (
	termRank = 7
	boldRank = 8
)

// rank is the level of a heading, or what comes after it: the term of a definition list, a paragraph all in bold.
func (m *miner) rank(n *html.Node) int {
	if l := level(n); l > 0 {
		return l
	}
	if h := m.wrapped(n); h != nil {
		return level(h)
	}
	switch n.DataAtom {
	case atom.Dt:
		return termRank
	case atom.P:
		children := elements(n)
		if len(children) == 1 && (children[0].DataAtom == atom.Strong || children[0].DataAtom == atom.B) && m.size[n] == m.size[children[0]] {
			return boldRank
		}
	}
	return 0
}

// maxAnchor bounds what stands beside a heading in its wrapper: the text of a link to it.
const maxAnchor = 60

// wrapped is the heading that a wrapper holds, beside a link to it and nothing else.
func (m *miner) wrapped(n *html.Node) *html.Node {
	if n.DataAtom != atom.Div || m.size[n] > maxName+maxAnchor {
		return nil
	}
	var heading *html.Node
	in := inner(n)
	if level(in) > 0 {
		return in
	}
	for _, c := range elements(in) {
		switch {
		case level(inner(c)) > 0 && heading == nil:
			heading = inner(c)
		case c.DataAtom == atom.A && m.size[c] <= maxAnchor:
		default:
			return nil
		}
	}
	return heading
}
