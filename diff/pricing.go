package diff

import (
	"strings"

	"github.com/gapwatch/gapwatch/extract"
)

// pricing compares two price lists: plans are the same by name, or renamed where all else is equal.
func pricing(old, new []extract.Plan) []Change {
	pairs, gone, came := alignPlans(old, new)
	var out []Change
	for _, p := range pairs {
		if p.renamed {
			out = append(out, Change{
				Kind: PlanRenamed, Subject: p.new.Name, Before: p.old.Name, After: p.new.Name,
				Quote: quote(p.new.Name), Level: extract.Notable, SecondLook: true,
			})
		}
		out = append(out, prices(p.old, p.new)...)
	}
	for _, p := range came {
		out = append(out, Change{
			Kind: PlanAdded, Subject: p.Name, After: planWords(p), Quote: quote(p.Name),
			Level: extract.Major, SecondLook: true,
		})
	}
	for _, p := range gone {
		out = append(out, Change{
			Kind: PlanRemoved, Subject: p.Name, Before: planWords(p), Quote: quote(p.Name),
			Level: extract.Major, SecondLook: true,
		})
	}
	return append(out, features(pairs)...)
}

type planPair struct {
	old, new extract.Plan
	renamed  bool
}

// alignPlans pairs the plans of two lists by group and name, then by name, then those whose name alone changed.
func alignPlans(old, new []extract.Plan) (pairs []planPair, gone, came []extract.Plan) {
	used := make([]bool, len(old))
	match := make([]int, len(new))
	for i := range match {
		match[i] = -1
	}
	for _, same := range []func(a, b extract.Plan) bool{
		func(a, b extract.Plan) bool { return key(a.Name) == key(b.Name) && key(a.Group) == key(b.Group) },
		func(a, b extract.Plan) bool { return key(a.Name) == key(b.Name) },
	} {
		for i, b := range new {
			for j, a := range old {
				if match[i] < 0 && !used[j] && same(a, b) {
					match[i], used[j] = j, true
				}
			}
		}
	}
	renamed := make([]bool, len(new))
	for i, b := range new {
		for j, a := range old {
			if match[i] < 0 && !used[j] && onlyRenamed(a, b, i == j && len(old) == len(new)) {
				match[i], used[j], renamed[i] = j, true, true
			}
		}
	}
	for i, b := range new {
		if match[i] < 0 {
			came = append(came, b)
			continue
		}
		pairs = append(pairs, planPair{old[match[i]], b, renamed[i]})
	}
	for j, a := range old {
		if !used[j] {
			gone = append(gone, a)
		}
	}
	return pairs, gone, came
}

// onlyRenamed tells two plans of different names that are one: the same price, or the same place, and mostly the same
// features.
func onlyRenamed(a, b extract.Plan, samePlace bool) bool {
	if a.Custom != b.Custom || a.AddOn != b.AddOn {
		return false
	}
	samePrice := planWords(a) == planWords(b)
	shared := overlap(rowNames(a), rowNames(b))
	switch {
	case len(a.Features)+len(b.Features) == 0:
		return samePrice && samePlace
	case samePrice:
		return shared >= 0.5
	}
	return samePlace && shared >= 0.8
}

func rowNames(p extract.Plan) map[string]bool {
	set := make(map[string]bool, len(p.Features))
	for _, f := range p.Features {
		set[key(f.Name)] = true
	}
	return set
}

// key makes names comparable.
func key(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// prices compares what one plan costs. Prices are matched by what they buy and how they are paid, so that a second
// billing cycle that appears is no price move.
func prices(old, new extract.Plan) []Change {
	var out []Change
	change := func(kind ChangeKind, before, after, quoted string) {
		level := extract.Major
		if kind == BillingChanged {
			level = extract.Notable
		}
		out = append(out, Change{
			Kind: kind, Subject: new.Name, Before: before, After: after, Quote: quote(quoted), Level: level, SecondLook: true,
		})
	}
	if len(old.Prices) == 0 || len(new.Prices) == 0 {
		if before, after := planWords(old), planWords(new); before != after && before+after != "" {
			change(PriceChanged, before, after, firstQuote(new, old))
		}
		return out
	}
	left, right := split(old.Prices, new.Prices)
	for len(left) > 0 && len(right) > 0 {
		i, j := closest(left, right)
		a, b := left[i], right[j]
		left, right = append(left[:i:i], left[i+1:]...), append(right[:j:j], right[j+1:]...)
		kind := PriceChanged
		if a.Decimal().Equal(b.Decimal()) && a.Currency == b.Currency && a.From == b.From {
			kind = BillingChanged
		}
		change(kind, PriceWords(a), PriceWords(b), b.Quote)
	}
	for _, p := range right {
		change(BillingChanged, "", PriceWords(p), p.Quote)
	}
	for _, p := range left {
		change(BillingChanged, PriceWords(p), "", p.Quote)
	}
	return out
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
	parts := make([]string, len(p.Prices))
	for i, price := range p.Prices {
		parts[i] = PriceWords(price)
	}
	return strings.Join(parts, "; ")
}
