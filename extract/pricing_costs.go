package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// costLabel names a row that says what each plan costs.
var costLabel = regexp.MustCompile(`(?i)^(?:(?:list |base |plan |starting )?(?:prices?|pricing|costs?|fees?|subscription)|abonnements?|(?:monthly|annual|yearly)(?: billing| price| cost| fee| plan)?|` +
	`стоимость|цена|вартість|ціна|preise?|kosten|prix|tarifs?|precios?|preços?|prezz[oi]|prijs|pris|hinta|cena|price \(?(?:per|/).*)(?:$|[\s:,(/*–-])|(?:料金|価格|費用|月額|年額|价格|价钱|费用|가격|요금)`)

// costs tells a label of what a plan costs, and not of what more of something costs.
func costs(label string) bool {
	other, _ := otherWords(label)
	return (other == 0 || costLabel.MatchString(label)) && !increment.MatchString(label)
}

// takeCosts moves the rows that say what each plan costs away from those that say what is in it.
func (g *grid) takeCosts(t *tree) {
	var rows []gridRow
	for _, row := range g.rows {
		top := len(rows) == 0 && row.section == "" && !increment.MatchString(row.label)
		if costs(row.label) && t.costRow(row.cells) || top && t.timedRow(row.cells) {
			g.costs = append(g.costs, row)
			if len(rows) == 0 && (row.section == "" || row.section == t.caption(g.node)) {
				g.leading++
			}
			continue
		}
		rows = append(rows, row)
	}
	g.rows = rows
}

// timedRow tells a row in which each cell says a price for a month or a year, or that the plan is free. Right below the
// names it says what the plans cost, whatever its label.
func (t *tree) timedRow(cells []*html.Node) bool {
	timed := 0
	for _, c := range cells {
		s := t.textOf(c)
		prices := pricesIn(s)
		switch {
		case len(s) > maxPriceLine:
			return false
		case len(prices) == 1 && (prices[0].Period == Month || prices[0].Period == Year):
			timed++
		case len(prices) == 1 && prices[0].Minor == 0:
		case !saysFree(s):
			return false
		}
	}
	return 2*timed >= len(cells)
}

// cost reads what a column costs from the rows of the comparison that are about it, and whether one must ask.
func (g *grid) cost(t *tree, column int) (out []Price, ask bool) {
	for _, row := range g.costs {
		if column >= len(row.cells) || row.cells[column] == nil {
			continue // a line of another plan
		}
		cell := row.cells[column]
		h := t.readHead(g.node, t.lines(cell), -1)
		c := card{head: h}
		if c.settle(); len(c.price) == 0 && t.textOf(cell) == "0" {
			c.price = t.nothing(row.cells)
		}
		if len(c.price) == 1 && c.price[0].Period == "" && c.price[0].Minor > 0 {
			labelPeriod(&c.price[0], row.label)
		}
		if len(c.price) == 1 && c.price[0].Minor > 0 && c.price[0].Billing == "" {
			c.price[0].Billing = billing(row.label)
		}
		if code := labelCurrency(row.label); code != "" && len(c.price) == 1 && money.Shared(c.price[0].Currency) {
			c.price[0].Currency = code
		}
		ask = ask || h.talk || dashOnly(t.textOf(cell))
		if len(c.price) > 2 {
			continue // what it costs depends on how much is used
		}
		for _, p := range c.price {
			if !containsPrice(out, p) {
				out = append(out, p)
			}
		}
	}
	return out, ask && len(out) == 0
}

// nothing is a price of zero in the money that other cells of a row name: "0" beside "$10".
func (t *tree) nothing(cells []*html.Node) []Price {
	for _, c := range cells {
		if found := money.Priced(t.textOf(c)); c != nil && len(found) > 0 {
			return []Price{{Money: money.Money{Currency: found[0].Currency}, Quote: "0"}}
		}
	}
	return nil
}

// labelPeriod reads the words of a row's label as if they stood behind the amount: "Price per user / month".
func labelPeriod(p *Price, label string) {
	p.Period, p.Billing = period(label), billing(label)
	if p.Per == "" {
		p.Per = perUnit(label)
	}
	if _, year := cycleLabel(label); year && p.Period == Year && strings.Contains(strings.ToLower(label), "month") {
		p.Period, p.Billing = Month, Annual
	}
}

// labelCurrency is the code that a row's label names: "Price (MXN)".
func labelCurrency(label string) string {
	code := ""
	for _, w := range strings.FieldsFunc(label, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if iso := money.ISO(w); len(w) == 3 && iso != "" {
			code = iso
		}
	}
	return code
}

func dashOnly(s string) bool {
	return s != "" && strings.Trim(s, " -–—―") == ""
}
