package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
)

// maxAbove bounds how far above a card the name of a panel is looked for.
const maxAbove = 6

// prices reads all runs. Where nothing in the text says how prices differ, the names that the page's author gave to the
// elements around them may: a toggle shows one of two.
func (r *runReader) prices(t *tree, root *html.Node) []Price {
	var out []Price
	for _, s := range r.runs {
		for _, p := range pricesIn(s) {
			r.hint(t, root, &p)
			if !containsPrice(out, p) {
				out = append(out, p)
			}
		}
	}
	return tidyPrices(t.settleCycles(out))
}

// revealCycles shows prices that a switch has put away by a style: what its author named for the one cycle stands beside
// what is named for the other and says a price.
func revealCycles(body *html.Node) {
	each(body, func(n *html.Node) bool {
		var last *html.Node
		for c := n.FirstChild; c != nil && !silent(n); c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			box := cycleBox(c)
			if box != nil && last != nil && hidden(box) != hidden(last) && otherCycle(box, last) {
				show(box)
				show(last)
			}
			last = box
		}
		return !silent(n)
	})
}

// cycleBox is an element that is named for one cycle, or the one that it alone holds.
func cycleBox(n *html.Node) *html.Node {
	for ; n != nil; n = onlyHeld(n) {
		if namedCycle(n, "") != "" {
			return n
		}
	}
	return nil
}

// otherCycle tells elements of two cycles, of which the one in sight says a price.
func otherCycle(a, b *html.Node) bool {
	return namedCycle(a, "") != namedCycle(b, "") && len(money.Priced(readText(a)+" "+readText(b))) > 0
}

// hint fills in the cycle of a price from the names of the elements around it.
func (r *runReader) hint(t *tree, root *html.Node, p *Price) {
	if p.Billing != "" || p.Minor == 0 {
		return
	}
	for _, s := range r.spots {
		if !strings.Contains(s.text, digits(p.Quote)) {
			continue
		}
		if p.Billing = t.cycleAround(s.node, root, digits(p.Quote)); p.Billing == Monthly && p.Period == "" {
			p.Period = Month
		}
		return
	}
}

// digits is the number of a quote without its currency.
func digits(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// settleCycles tells two prices for the same time apart that a toggle shows in turn: who pays a year at once pays less.
// Without a toggle the first of two that stand together is the price of before.
func (t *tree) settleCycles(prices []Price) []Price {
	a, b := -1, -1
	for i, p := range prices {
		switch {
		case p.Period != Month || p.Minor == 0:
		case a < 0:
			a = i
		case b < 0:
			b = i
		default:
			return prices // three or more are told apart by something else
		}
	}
	if b < 0 || prices[a].Currency != prices[b].Currency || prices[a].Per != prices[b].Per {
		return prices
	}
	high, low := &prices[a], &prices[b]
	if high.Decimal().LessThan(low.Decimal()) {
		high, low = low, high
	}
	switch {
	case low.Billing == Annual && high.Billing == "":
		high.Billing = Monthly
	case high.Billing == Monthly && low.Billing == "" && t.toggles():
		low.Billing = Annual
	case high.Billing == "" && low.Billing == "" && t.toggles():
		high.Billing, low.Billing = Monthly, Annual
	}
	return prices
}

// toggles tells whether the page has a switch between paying by the month and by the year: short texts that name both.
func (t *tree) toggles() bool {
	if t.toggle == nil {
		month, year := false, false
		each(t.body, func(n *html.Node) bool {
			if silent(n) || month && year {
				return false
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				if c.Type == html.TextNode && len(c.Data) <= 60 {
					m, y := cycleLabel(c.Data)
					month, year = month || m, year || y
				}
			}
			return true
		})
		both := month && year
		t.toggle = &both
	}
	return *t.toggle
}

// cycleLabel tells a short text that names paying by the month, by the year or both, and no amount.
func cycleLabel(s string) (month, year bool) {
	if s = fold.Text(s); s == "" || len(s) > 40 || len(money.Priced(s)) > 0 {
		return false, false
	}
	if other, _ := otherWords(s); other > 2 {
		return false, false
	}
	return perMonth.MatchString(s), perYear.MatchString(s)
}

// cycleAround reads how a price is paid from the names of the elements around it, up to those of the panel that holds
// its card: class "price-annual", data-period="monthly", x-show="!yearly". So may the tab by which the panel is shown.
func (t *tree) cycleAround(n, root *html.Node, amount string) Billing {
	above, outside := 0, false
	for e := n; e != nil && above < maxAbove && e.DataAtom != atom.Body && e.DataAtom != atom.Main; e = e.Parent {
		if outside = outside || e == root; outside {
			above++
		}
		if b := namedCycle(e, amount); b != "" {
			return b
		}
		if tab := t.tabOf(e); outside && tab != nil {
			return oneCycle(cycleLabel(t.textOf(tab)))
		}
	}
	return ""
}

// namedCycle reads the cycle that one element's names speak of.
func namedCycle(n *html.Node, amount string) Billing {
	month, year := false, false
	for _, a := range n.Attr {
		if len(a.Val) > 600 {
			continue
		}
		value := strings.ToLower(a.Val)
		switch {
		case a.Key == "class":
			for name := range strings.FieldsSeq(value) {
				m, y := cycleName(name)
				month, year = month || m, year || y
			}
		case strings.HasPrefix(a.Key, "data-") && amount != "" && digits(value) == amount:
			m, y := cycleName(a.Key) // data-yearly="24" where 24 is shown
			month, year = month || m, year || y
		case a.Key == "id", strings.HasPrefix(a.Key, "data-"), strings.HasSuffix(a.Key, "-show"), strings.HasSuffix(a.Key, "-if"):
			m, y := cycleName(value)
			month, year = month || m, year || y
		}
	}
	return oneCycle(month, year)
}

// oneCycle is the cycle that is spoken of where the other is not.
func oneCycle(month, year bool) Billing {
	switch {
	case month && !year:
		return Monthly
	case year && !month:
		return Annual
	}
	return ""
}

// cycleName tells what one name speaks of. A name that hides for one cycle shows for the other.
func cycleName(s string) (month, year bool) {
	for _, w := range []string{"month", "mensual", "mensal", "mensuel", "mensile", "monat", "maand"} {
		month = month || strings.Contains(s, w)
	}
	for _, w := range []string{"annual", "year", "annuel", "annuale", "anual", "jahr", "jaehr", "jähr", "jaar"} {
		year = year || strings.Contains(s, w)
	}
	if month != year && (strings.HasSuffix(s, ":hidden") || strings.HasPrefix(s, "hide") || strings.HasPrefix(s, "hidden-") ||
		strings.HasPrefix(s, "!") || strings.Contains(s, "!=")) {
		month, year = year, month
	}
	return month, year
}
