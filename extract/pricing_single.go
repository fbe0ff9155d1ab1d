package extract

import (
	"slices"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// maxSingle bounds the text of the part of a page that sells the only plan.
const maxSingle = 4000

// planFirst begins the names of plans in languages that put the noun before its name: "Plan Profesional".
var planFirst = regexp.MustCompile(`(?i)^(?:plan|plano|piano|forfait|formule|offre) \pL`)

// singlePlan finds the one plan of a page that sells nothing else: the smallest part of it that has a heading, a price
// and a button. It is asked for where a page has no row of plans.
func (m *miner) singlePlan() (Plan, bool) {
	c, ok := m.single(m.body)
	if !ok {
		return Plan{}, false
	}
	return c.plan(m.tree, &cardSet{}, ""), true
}

// onlyOffer is the one plan of a page on which nothing else can be chosen: its other amounts say what others take, or
// what customers save.
func (t *tree) onlyOffer(sets []cardSet) (Plan, bool) {
	for i := range sets {
		if sets[i].buttons() > 0 || slices.ContainsFunc(sets[i].cards, func(c card) bool { return len(c.lines) > 4 }) {
			return Plan{}, false
		}
	}
	if len(sets) == 0 {
		return Plan{}, false
	}
	m := newMiner(t)
	c, ok := m.single(m.body)
	if !ok || cardNodes(sets)[c.node] || holdsAny(c.node, cardNodes(sets)) {
		return Plan{}, false
	}
	p := c.plan(t, &cardSet{}, "")
	return p, len(p.Features) > 0
}

// single looks below n first, because the smallest part knows best.
func (m *miner) single(n *html.Node) (card, bool) {
	if !m.marks[n] || m.left <= 0 || n != m.body && frame(n) {
		return card{}, false
	}
	for _, e := range elements(n) {
		if c, ok := m.single(e); ok {
			return c, true
		}
	}
	if m.size[n] > maxSingle || n == m.body || quotation(n, nil) {
		return card{}, false
	}
	m.left -= m.size[n]
	c := card{node: n, lines: m.cardLines(n), at: -1}
	told := false // the price has been said, so that a heading behind the button names something else
	for i, l := range c.lines[:min(len(c.lines), headLines)] {
		if told = told || len(money.Priced(l.text)) > 0; told && l.button {
			break
		}
		if c.at < 0 && l.heading > 0 && nameable(l.text) && (planFirst.MatchString(l.text) || !aboutPlans.MatchString(l.text)) {
			c.at, c.name = i, l.text
		} else if c.at >= 0 && !told && l.heading == c.lines[c.at].heading {
			return card{}, false // a part of the page with several things in it
		}
	}
	if c.at < 0 || !hasButton(c.lines) || weighed(c.lines) {
		return card{}, false
	}
	c.head = m.readHead(n, c.lines, c.at)
	return c, hasAmount(c.price) && !banded(c.price)
}

// banded tells prices that depend on a size: three or more for the same time.
func banded(prices []Price) bool {
	times := map[Period]int{}
	for _, p := range prices {
		times[p.Period]++
	}
	return times[Month] > 2 || times[Year] > 2 || times[""] > 2
}
