package extract

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// dropWeak leaves out rows without a price for a time where another row has several: teasers, partners, services. So it
// does rows in which nothing can be chosen where each card of another has its button: what others cost, what is saved.
func dropWeak(sets []cardSet) []cardSet {
	top, offers := 0, false
	for i := range sets {
		if n := sets[i].strength(); !sets[i].addOn {
			top, offers = max(top, n), offers || n >= 2 && sets[i].buttons() == len(sets[i].cards)
		}
	}
	return slices.DeleteFunc(sets, func(s cardSet) bool {
		return s.fees() || s.reckons() || s.rates() || top >= 2 && (s.strength() == 0 && !asked(s.cards) && !s.offered() || offers && !s.addOn && s.buttons() == 0)
	})
}

// offered tells a row behind a tab of which each card has an amount and a button: a list like those behind the other tabs.
func (s *cardSet) offered() bool {
	return s.tab && s.buttons() == len(s.cards) && !slices.ContainsFunc(s.cards, func(c card) bool { return !hasAmount(c.price) })
}

// fees tells a row of what is kept of each payment, by how it is paid: amounts beside a share, for no time, and nothing
// to choose.
func (s *cardSet) fees() bool {
	shares := 0
	for _, c := range s.cards {
		if strings.Contains(c.text, "%") {
			shares++
		}
	}
	return 2*shares > len(s.cards) && s.strength() == 0 && s.buttons() == 0
}

// rates tells a row of what each use of something costs, or of what an order comes to: a word and an amount for one of it
// in each, for no time, and nothing to choose.
func (s *cardSet) rates() bool {
	if slices.ContainsFunc(s.cards, func(c card) bool { return sumName.MatchString(c.name) && len(c.lines) == 2 }) {
		return s.buttons() == 0 // a bill
	}
	for _, c := range s.cards {
		if len(c.lines) > 2 || len(c.price) != 1 || c.price[0].Period != "" || c.lines[c.at].heading > 0 || !smallRate(c.price[0]) {
			return false
		}
	}
	return s.buttons() == 0
}

// sumName names the last line of a bill.
var sumName = regexp.MustCompile(`(?i)^(?:(?:sub|grand )?total|totale|summe|gesamt(?:summe|preis|betrag)?|zwischensumme|totaal|suma|razem|итого|合計|合计|합계)(?: .*)?:?$`)

// smallRate tells what one of something costs, or a part of a whole.
func smallRate(p Price) bool {
	return p.Minor > 0 && (p.Per != "" && !heads[p.Per] || p.Decimal().LessThan(decimal.NewFromInt(1)))
}

// reckons tells a row of examples that add up what somebody pays or earns: many amounts in each, hardly one for a time,
// and nothing to choose.
func (s *cardSet) reckons() bool {
	for _, c := range s.cards {
		amounts, timed := 0, 0
		for _, l := range c.lines {
			if len(money.Priced(l.text)) > 0 {
				amounts++
				if period(l.text) != "" {
					timed++
				}
			}
		}
		if amounts < 4 || timed > 1 {
			return false
		}
	}
	return s.buttons() == 0
}

// buttons counts the cards that have a button to choose them by.
func (s *cardSet) buttons() int {
	n := 0
	for _, c := range s.cards {
		if slices.ContainsFunc(c.lines, func(l line) bool { return l.button && !onward.MatchString(l.text) }) {
			n++
		}
	}
	return n
}

// onward is said by links that lead to more words, not to an offer.
var onward = regexp.MustCompile(`(?i)^(?:learn|read|find out|see|show|discover|explore) (?:more|details|how)|^(?:more|details|mehr|weiter|en savoir plus|` +
	`más información|saber más|saiba mais|scopri|meer |läs mer|læs mer|les mer|dowiedz)|^(?:詳しく|詳細|了解更多|자세히)`)

// captioned tells rows that are parts of records: what stands where plans have their names is said in several rows, and
// a few words and an amount are all there is. "Licence: $900" and "Support: $90" are parts of each plan.
func captioned(sets []cardSet) bool {
	in := map[string]int{}
	for _, s := range sets {
		for _, c := range s.cards {
			if len(c.lines) > 3 || hasButton(c.lines) || usualName.MatchString(c.name) {
				return false
			}
			in[planKey(c.name)]++
		}
	}
	for _, n := range in {
		if n < 2 {
			return false
		}
	}
	return len(sets) > 1
}

// outdoes tells whether a row of cards explains more than the rows found inside of its cards.
func (s *cardSet) outdoes(below []cardSet) bool {
	if s.buttons() == len(s.cards) && listed(below) {
		return true
	}
	for i := range below {
		if len(below[i].cards) >= len(s.cards) || len(below[i].cards) > 2 || below[i].complete() {
			return false
		}
	}
	return s.even()
}

// complete tells a row in which each card has a heading, a price for a time and something to choose it by.
func (s *cardSet) complete() bool {
	headless := func(c card) bool { return c.lines[c.at].heading == 0 }
	return s.strength() == len(s.cards) && s.buttons() == len(s.cards) && !slices.ContainsFunc(s.cards, headless)
}

// listed tells rows that are lists inside of a card: items of a few words, or a word and an amount in each, with nothing
// to choose.
func listed(sets []cardSet) bool {
	for i := range sets {
		for _, c := range sets[i].cards {
			if c.node.DataAtom != atom.Li && len(c.lines) > 2 || len(c.lines) > 3 || hasButton(c.lines) || c.lines[c.at].heading > 0 {
				return false
			}
		}
	}
	return true
}

// even tells whether cards are of about one size.
func (s *cardSet) even() bool {
	small, large := 1<<30, 0
	for _, c := range s.cards {
		n := 0
		for _, l := range c.lines {
			n += len(l.text)
		}
		small, large = min(small, n), max(large, n)
	}
	return large <= 8*max(small, 60)
}

// headed leaves out what has no heading, nothing to choose and lists nothing, where others have a heading for a name: a
// banner above the plans. It leaves out what goes on with another heading of the rank of its name: a part of the page.
func headed(cards []card) []card {
	isHeaded := func(c card) bool { return c.at < len(c.lines) && c.lines[c.at].heading > 0 }
	some := slices.ContainsFunc(cards, isHeaded)
	return slices.DeleteFunc(slices.Clone(cards), func(c card) bool {
		if isHeaded(c) {
			return slices.ContainsFunc(c.lines[c.at+1:], func(l line) bool { return l.heading == c.lines[c.at].heading })
		}
		return some && !hasButton(c.lines) && !slices.ContainsFunc(c.lines, func(l line) bool { return l.item })
	})
}

// goOn tells records that all go on with the name of something else, in a heading of the rank of their own: parts of a page.
// What another record says in a heading too, "Features", names nothing.
func goOn(cards []card) bool {
	said := map[string]int{} // in how many records
	for _, c := range cards {
		here := map[string]bool{}
		for _, l := range c.lines[c.at+1:] {
			if l.heading > 0 && !here[l.text] {
				here[l.text] = true
				said[l.text]++
			}
		}
	}
	return !slices.ContainsFunc(cards, func(c card) bool {
		rank := c.lines[c.at].heading
		return rank == 0 || !slices.ContainsFunc(c.lines[c.at+1:], func(l line) bool {
			return l.heading == rank && said[l.text] == 1 && nameable(l.text) && saysMore(l.text)
		})
	})
}

// dropCompared leaves out rows that are lines of a comparison drawn with plain elements: nothing can be chosen in them,
// and each has a label and one cell for each of the plans that another row offers.
func dropCompared(sets []cardSet) []cardSet {
	offered := map[int]bool{}
	for i := range sets {
		if n := len(sets[i].cards); 2*sets[i].buttons() > n && sets[i].strength() > 0 {
			offered[n] = true
		}
	}
	again := labelledRows(sets)
	return slices.DeleteFunc(sets, func(s cardSet) bool {
		if again[s.cellKey()] > 1 {
			return true
		}
		width := len(cellsOf(inner(s.cards[0].node)))
		return offered[width-1] && s.compared(width) || len(offered) > 0 && s.withinCell()
	})
}

// labelledRows counts the lines of tables whose cells say the head of their column again, as phones show it.
func labelledRows(sets []cardSet) map[string]int {
	rows := map[string]int{}
	for i := range sets {
		rows[sets[i].cellKey()]++
	}
	delete(rows, "")
	return rows
}

// cellKey are the names in a row of cards that are cells of a table of few words, with nothing to choose.
func (s *cardSet) cellKey() string {
	names := ""
	for _, c := range s.cards {
		if c.node.DataAtom != atom.Td || len(c.lines) > 3 || hasButton(c.lines) {
			return ""
		}
		names += planKey(c.name) + "\x00"
	}
	return names
}

// compared tells a row of cards that are lines of a comparison with so many cells. A link in one line, and a label that
// cannot be a name, make no difference where most lines have none.
func (s *cardSet) compared(width int) bool {
	first, lines := 0, 0
	for i := range s.cards {
		if !comparedLine(&s.cards[i], width) {
			return false
		}
		if s.cards[i].at == 0 {
			first++
		}
	}
	for _, n := range elements(s.parent) {
		if len(cellsOf(inner(n))) == width {
			lines++
		}
	}
	return 2*first > len(s.cards) && 2*s.buttons() < max(lines, len(s.cards))
}

// comparedLine tells a card of so many cells that begins with a label, and not with a heading.
func comparedLine(c *card, width int) bool {
	cells := cellsOf(inner(c.node))
	return len(cells) == width && width > 2 && c.lines[0].heading == 0
}

// withinCell tells a row of names and amounts in one cell of a table's line: what a plan costs depends on how much is
// used.
func (s *cardSet) withinCell() bool {
	if s.buttons() > 0 || slices.ContainsFunc(s.cards, func(c card) bool { return len(c.lines) > 2 }) {
		return false
	}
	for n := s.parent; n != nil; n = n.Parent {
		if n.DataAtom == atom.Td {
			return n.Parent != nil && len(elements(n.Parent)) > 2
		}
	}
	return false
}
