package matrix

import (
	"sort"
	"time"

	"github.com/shopspring/decimal"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/money"
	"github.com/gapwatch/gapwatch/store"
)

// Monthly is what a plan costs a month: as its page says it, or a year's price by twelve. Of several prices the one
// billed annually counts, because price lists show it first. It is false for plans without such a price.
func Monthly(prices []extract.Price) (extract.Price, bool) {
	best, found := extract.Price{}, false
	for _, p := range prices {
		m, ok := perMonth(p)
		if ok && (!found || rankOf(m) > rankOf(best)) {
			best, found = m, true
		}
	}
	return best, found
}

func perMonth(p extract.Price) (extract.Price, bool) {
	switch p.Period {
	case extract.Month:
		return p, true
	case extract.Year:
		d := p.Decimal().Div(decimal.NewFromInt(12)).Round(2)
		p.Minor, p.Exponent = d.Shift(2).IntPart(), 2
		p.Period, p.Billing = extract.Month, extract.Annual
		return p, true
	}
	return p, p.Minor == 0 // nothing costs nothing, whatever the time
}

func rankOf(p extract.Price) int {
	if p.Billing == extract.Annual {
		return 1
	}
	return 0
}

// PlanLine is one plan through time.
type PlanLine struct {
	Name, Group string
	Steps       []PlanStep // oldest first
}

// PlanStep is what a plan cost from a time on; Known is false where its page named no monthly price then.
type PlanStep struct {
	From  time.Time
	Until *time.Time // nil: it stands
	Price extract.Price
	Known bool
}

// Moves are the steps at which the price moved, the first one left out.
func (l PlanLine) Moves() []PlanStep {
	var out []PlanStep
	for i, s := range l.Steps {
		if i > 0 && s.Known && l.Steps[i-1].Known && !s.Price.Decimal().Equal(l.Steps[i-1].Price.Decimal()) {
			out = append(out, s)
		}
	}
	return out
}

// PlanLines puts the steps of plans together by name, in the order of the page. Steps at which only something else than
// the price changed are one.
func PlanLines(plans []store.Plan) []PlanLine {
	type name struct {
		source      int64
		group, name string
	}
	index := map[name]int{}
	var out []PlanLine
	for _, p := range plans {
		key := name{p.SourceID, p.GroupName, p.Name}
		i, ok := index[key]
		if !ok {
			i = len(out)
			index[key] = i
			out = append(out, PlanLine{Name: p.Name, Group: p.GroupName})
		}
		price, known := Monthly(p.Prices)
		out[i].add(PlanStep{p.ValidFrom, p.ValidTo, price, known})
	}
	for i := range out {
		sort.SliceStable(out[i].Steps, func(a, b int) bool { return out[i].Steps[a].From.Before(out[i].Steps[b].From) })
	}
	return out
}

func (l *PlanLine) add(s PlanStep) {
	if n := len(l.Steps); n > 0 {
		last := &l.Steps[n-1]
		same := last.Known == s.Known && last.Price.Currency == s.Price.Currency &&
			last.Price.Decimal().Equal(s.Price.Decimal())
		if same && last.Until != nil && !last.Until.Before(s.From) {
			last.Until = s.Until
			return
		}
	}
	l.Steps = append(l.Steps, s)
}

// FormatPrice writes an amount as price lists do, with the sign of its currency: "$59", "€1,234.50". Finer amounts than
// the currency's own keep their digits: "0.00031 USD".
func FormatPrice(m money.Money) string {
	if m.Exponent > 2 || m.Currency == "" {
		return m.String()
	}
	return FormatMoney(m.Decimal().Shift(2).IntPart(), m.Currency)
}
