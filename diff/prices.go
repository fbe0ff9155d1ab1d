package diff

import (
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
)

// prices compares what one plan costs. Prices are matched by what they buy and how they are paid; what is left over is a
// price at which the plan can be had now, too, or can no longer be had.
func prices(old, new extract.Plan) []Change {
	if len(old.Prices) == 0 || len(new.Prices) == 0 {
		if before, after := planWords(old), planWords(new); before != after && before+after != "" {
			return []Change{priceChange(PriceChanged, new.Name, before, after, firstQuote(new, old))}
		}
		return nil
	}
	var out []Change
	left, right := split(old.Prices, new.Prices)
	for len(left) > 0 && len(right) > 0 {
		i, j := closest(left, right)
		a, b := left[i], right[j]
		left, right = slices.Delete(left, i, i+1), slices.Delete(right, j, j+1)
		switch {
		case !a.Decimal().Equal(b.Decimal()) || a.Currency != b.Currency || a.From != b.From:
			out = append(out, priceChange(PriceChanged, new.Name, PriceWords(a), PriceWords(b), b.Quote))
		case a.Per != b.Per || a.Period != b.Period || cycle(a) != cycle(b):
			out = append(out, priceChange(BillingChanged, new.Name, PriceWords(a), PriceWords(b), b.Quote))
		}
	}
	if len(right) > 0 {
		out = append(out, priceChange(PriceChanged, new.Name, "", pricesWords(right), right[0].Quote))
	}
	if len(left) > 0 {
		out = append(out, priceChange(BillingChanged, new.Name, pricesWords(left), "", left[0].Quote))
	}
	return out
}

func priceChange(kind ChangeKind, plan, before, after, quoted string) Change {
	level := extract.Major
	if kind == BillingChanged {
		level = extract.Notable
	}
	return Change{
		Kind: kind, Subject: plan, Before: before, After: after, Quote: quote(quoted), Level: level, SecondLook: true,
	}
}

// billing tells the ways of paying that plans have gained, once for all plans that gained the same.
func billing(pairs []planPair) []Change {
	var out []Change
	for _, p := range pairs {
		added := newCycle(p.old.Prices, p.new.Prices)
		if added < 0 {
			continue
		}
		before, after := cycleWords(p.old.Prices), cycleWords(p.new.Prices)
		i := slices.IndexFunc(out, func(c Change) bool { return c.Before == before && c.After == after })
		if i < 0 {
			out = append(out, priceChange(BillingChanged, p.new.Name, before, after, p.new.Prices[added].Quote))
		} else {
			out[i].Subject += ", " + p.new.Name
		}
	}
	return out
}

// newCycle finds a price that is paid in a way that no earlier one was, where all earlier ways are still there; or -1.
func newCycle(old, new []extract.Price) int {
	had := func(list []extract.Price, c extract.Billing) bool {
		return slices.ContainsFunc(list, func(p extract.Price) bool { return cycle(p) == c })
	}
	for _, p := range old {
		if cycle(p) != "" && !had(new, cycle(p)) {
			return -1
		}
	}
	return slices.IndexFunc(new, func(p extract.Price) bool { return len(old) > 0 && cycle(p) != "" && !had(old, cycle(p)) })
}

// cycle is how often a price is paid, also where the page only says what it is for.
func cycle(p extract.Price) extract.Billing {
	switch {
	case p.Minor == 0:
		return ""
	case p.Billing != "":
		return p.Billing
	case p.Period == extract.Month:
		return extract.Monthly
	case p.Period == extract.Year:
		return extract.Annual
	}
	return ""
}

// cycleWords writes the ways in which a plan can be paid.
func cycleWords(list []extract.Price) string {
	var ways []string
	for _, way := range []struct {
		cycle extract.Billing
		word  string
	}{{extract.Monthly, "monthly"}, {extract.Annual, "annually"}} {
		if slices.ContainsFunc(list, func(p extract.Price) bool { return cycle(p) == way.cycle }) {
			ways = append(ways, way.word)
		}
	}
	if len(ways) == 0 {
		return ""
	}
	return "billed " + strings.Join(ways, " or ")
}

// split leaves the prices that the other side does not have in the same words.
func split(old, new []extract.Price) (left, right []extract.Price) {
	count := map[string]int{}
	for _, p := range new {
		count[PriceWords(p)]++
	}
	for _, p := range old {
		if w := PriceWords(p); count[w] > 0 {
			count[w]--
		} else {
			left = append(left, p)
		}
	}
	for _, p := range new {
		if w := PriceWords(p); count[w] > 0 {
			count[w]--
			right = append(right, p)
		}
	}
	return left, right
}

// closest picks the two prices that are most alike: the same period, billing and unit, then the same amount.
func closest(left, right []extract.Price) (bi, bj int) {
	best := -1
	for i, a := range left {
		for j, b := range right {
			score := 0
			for _, same := range []bool{a.Period == b.Period, a.Billing == b.Billing, a.Per == b.Per, a.Currency == b.Currency} {
				if same {
					score += 2
				}
			}
			if a.Decimal().Equal(b.Decimal()) {
				score += 3
			}
			if score > best {
				best, bi, bj = score, i, j
			}
		}
	}
	return bi, bj
}

func firstQuote(plans ...extract.Plan) string {
	for _, p := range plans {
		for _, price := range p.Prices {
			if price.Quote != "" {
				return price.Quote
			}
		}
	}
	return plans[0].Name
}

// PriceWords writes a price: "from 49 USD per seat and month, billed annually".
func PriceWords(p extract.Price) string {
	var b strings.Builder
	if p.From {
		b.WriteString("from ")
	}
	b.WriteString(p.Money.String())
	switch {
	case p.Per != "" && (p.Period == extract.Month || p.Period == extract.Year):
		b.WriteString(" per " + p.Per + " and " + string(p.Period))
	case p.Per != "":
		b.WriteString(" per " + p.Per)
	case p.Period == extract.OneTime:
		b.WriteString(" once")
	case p.Period != "":
		b.WriteString(" per " + string(p.Period))
	}
	switch p.Billing {
	case extract.Annual:
		b.WriteString(", billed annually")
	case extract.Monthly:
		b.WriteString(", billed monthly")
	}
	return b.String()
}

// planWords writes all prices of a plan.
func planWords(p extract.Plan) string {
	if len(p.Prices) == 0 {
		if p.Custom {
			return "contact sales"
		}
		return ""
	}
	return pricesWords(p.Prices)
}

func pricesWords(list []extract.Price) string {
	parts := make([]string, len(list))
	for i, price := range list {
		parts[i] = PriceWords(price)
	}
	return strings.Join(parts, "; ")
}
