package extract

import (
	"slices"
	"strings"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// plans reads a price list: cards and comparisons of one page, merged by name, in page order.
func (t *tree) plans() []Plan {
	t.oneTongue()
	strikeStyled(t.root)
	revealCycles(t.body)
	list := planList{tree: t}
	sets := t.cardSets()
	if p, ok := t.onlyOffer(sets); ok {
		list.add(p, 0)
		sets = nil
	}
	for i := range sets {
		list.addSet(&sets[i])
	}
	list.carded = len(list.plans) > 0
	if free, ok := t.freeSection(sets); ok && len(list.plans) > 1 {
		list.add(free, 0)
	}
	list.addGrids(sets)
	if len(list.plans) == 0 {
		list.plans = t.structuredPlans()
	}
	if len(list.plans) == 0 {
		list.plans = newMiner(t).barePlans()
	}
	if len(list.plans) == 0 {
		if p, ok := newMiner(t).singlePlan(); ok {
			list.add(p, 0)
			list.addGrids(sets) // now that the plan is known, a comparison may be one of it and of something else
		}
	}
	list.statePeriods()
	list.stateCurrencies()
	return dropEmptyGroups(list.plans)
}

// planList gathers the plans of a page.
type planList struct {
	*tree
	plans  []Plan
	at     []int // where in the page each was read first
	carded bool  // some of them were read in cards
}

// addGrids adds the comparisons of the page.
func (l *planList) addGrids(sets []cardSet) {
	for _, g := range l.grids(sets) {
		l.addGrid(g)
	}
}

// addSet adds the plans of a row. Where one of them contradicts a plan of the same name under another heading, the row
// is of another product, and none of its plans is one of before.
func (l *planList) addSet(s *cardSet) {
	var plans []Plan
	other := false
	s.pairs, s.missing = l.tree.pairs(s), l.crossed(s)
	beside := l.besideCards(s)
	for i := range s.cards {
		p := s.cards[i].plan(l.tree, s, s.title)
		if beside != nil {
			p.Features = append(slices.DeleteFunc(p.Features, func(f FeatureRow) bool { return answers(beside[i], f.Name) }), beside[i]...)
		}
		other = other || slices.ContainsFunc(l.plans, func(q Plan) bool { return planKey(p.Name) == planKey(q.Name) && !q.same(p) })
		plans = append(plans, p)
	}
	before, time := len(l.plans), l.cornerTime(s)
	for i, p := range plans {
		if time != "" && len(p.Prices) == 1 && p.Prices[0].Minor > 0 {
			labelPeriod(&p.Prices[0], time)
		}
		if at := l.order[s.cards[i].node]; other && !slices.ContainsFunc(l.plans[before:], func(q Plan) bool { return q.same(p) }) {
			l.plans, l.at = append(l.plans, p), append(l.at, at)
		} else {
			l.add(p, at)
		}
	}
}

// add adds a plan, or what it adds to one of the same name that is there already: a second panel with other prices, a
// second table with further rows.
func (l *planList) add(p Plan, at int) {
	for i := range l.plans {
		if l.plans[i].same(p) {
			l.plans[i].merge(p)
			return
		}
	}
	l.plans, l.at = append(l.plans, p), append(l.at, at)
}

// same tells whether two readings are of one plan. Plans of one name under two headings, or of which one is an extra,
// are two where their prices cannot both be true of one.
func (p *Plan) same(q Plan) bool {
	if planKey(p.Name) != planKey(q.Name) {
		return false
	}
	together := p.AddOn == q.AddOn && (p.Group == q.Group || p.Group == "" || q.Group == "")
	return together || !contradict(p.Prices, q.Prices)
}

// contradict tells prices of which one list has an amount for the same time and way of paying as the other, but not the
// same amount.
func contradict(a, b []Price) bool {
	like := func(p, q Price) bool {
		return p.Period == q.Period && p.Billing == q.Billing && p.Currency == q.Currency
	}
	for _, p := range a {
		if slices.ContainsFunc(b, func(q Price) bool { return like(p, q) }) &&
			!slices.ContainsFunc(b, func(q Price) bool { return like(p, q) && p.Decimal().Equal(q.Decimal()) }) {
			return true
		}
	}
	return false
}

// merge adds what another reading of the plan says more.
func (p *Plan) merge(q Plan) {
	for _, price := range q.Prices {
		if !containsPrice(p.Prices, price) && (price.Minor > 0 || len(p.Prices) == 0) {
			p.Prices = append(p.Prices, price)
		}
	}
	p.Custom = p.Custom && q.Custom || p.Custom && len(p.Prices) == 0
	p.Features = append(p.Features, newRows(p.Features, q.Features)...)
}

func newRows(have, add []FeatureRow) []FeatureRow {
	seen := make(map[string]bool, len(have))
	for _, f := range have {
		seen[f.Section+"\x00"+f.Name] = true
	}
	var out []FeatureRow
	for _, f := range add {
		if !seen[f.Section+"\x00"+f.Name] {
			out = append(out, f)
		}
	}
	return out
}

// joinedNoun ends the names of plans in languages that write the noun behind the name, mostly without a blank.
var joinedNoun = regexp.MustCompile(` ?(?:プラン|コース|エディション|套餐|方案|요금제|플랜)$`)

// planKey makes names of one plan equal.
func planKey(name string) string {
	words := strings.Fields(strings.TrimPrefix(strings.ToLower(name), "the "))
	for len(words) > 1 {
		switch words[len(words)-1] {
		case "plan", "tier", "edition", "package":
			words = words[:len(words)-1]
			continue
		}
		break
	}
	key := strings.Join(words, " ")
	if short := joinedNoun.ReplaceAllString(key, ""); short != "" {
		key = short
	}
	if len(words) > 1 && planFirst.MatchString(key) {
		return strings.Join(words[1:], " ") // "Plan Pro" is "Pro"
	}
	return key
}

// find is the plan of a name; of several, the one that stands nearest before a place of the page.
func (l *planList) find(name string, before int) int {
	best := -1
	for i := range l.plans {
		if planKey(l.plans[i].Name) != planKey(name) {
			continue
		}
		if best < 0 || l.at[i] < before && (l.at[i] > l.at[best] || l.at[best] >= before) {
			best = i
		}
	}
	return best
}

// dropEmptyGroups leaves groups out where all plans share one.
func dropEmptyGroups(plans []Plan) []Plan {
	groups := map[string]bool{}
	for _, p := range plans {
		groups[p.Group] = true
	}
	if len(groups) == 1 {
		for i := range plans {
			plans[i].Group = ""
		}
	}
	return plans
}
