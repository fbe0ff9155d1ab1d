package extract

import (
	"golang.org/x/net/html"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// termName is how long one pays for, where that is all that tells the offers of one product apart.
var termName = regexp.MustCompile(`(?i)^(?:monthly|month|annual(?:ly)?|yearly|year|quarterly|weekly|lifetime|bi-?annual(?:ly)?|` +
	`(?:\d{1,2}|one|two|three|six|twelve)[- ](?:month|year|weeks?|` + manyMonths + `|` + manyYears + `|monat|mes|mese|mês|maand|måned|månad|jahr|an|año|anno|ano)|monatlich|jährlich|mensuel|annuel|mensual|anual|mensal|mensile|annuale)(?: plan| subscription| access| pass)?$`)

// terms finds the one row of offers that differ in how long one pays for: "Monthly", "Yearly", "Lifetime". It is asked
// for where a page has no plans, as every plan may have such a row inside.
func (m *miner) terms() []cardSet {
	var found []cardSet
	each(m.body, func(n *html.Node) bool {
		if len(found) > 1 || !m.marks[n] || silent(n) || hidden(n) || frame(n) {
			return false
		}
		var cards []card
		for _, c := range elements(n) {
			if k, ok := m.term(c); ok {
				cards = append(cards, k)
			}
		}
		if len(cards) < 2 || !plausible(cards) {
			return true
		}
		found = append(found, cardSet{parent: n, cards: cards, alike: true})
		return false
	})
	if len(found) != 1 {
		return nil
	}
	return found
}

// term reads an offer that is named by its term.
func (m *miner) term(n *html.Node) (card, bool) {
	if !m.marks[n] || m.size[n] > maxCardText || m.left <= 0 {
		return card{}, false
	}
	m.left -= m.size[n] + 200
	k := card{node: n, lines: m.cardLines(n), slot: "term"}
	for i, l := range k.lines[:min(len(k.lines), 3)] {
		if !termName.MatchString(l.text) {
			continue
		}
		k.at, k.name = i, l.text
		k.head = m.readHead(n, k.lines, i)
		return k, hasAmount(k.price)
	}
	return card{}, false
}
