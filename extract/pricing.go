package extract

import (
	"strings"
)

// plans reads a price list: cards and comparisons of one page, merged by name, in page order.
func (t *tree) plans() []Plan {
	sets := t.cardSets()
	var plans []Plan
	several := len(sets) > 1
	for _, set := range sets {
		group := ""
		if several {
			group = set.title
		}
		for i := range set.cards {
			plans = mergePlan(plans, set.cards[i].plan(t, &set, group))
		}
	}
	if free, ok := t.freeSection(sets); ok && len(plans) > 1 {
		plans = mergePlan(plans, free)
	}
	for _, g := range t.grids(sets) {
		plans = t.mergeGrid(plans, g)
	}
	if len(plans) == 0 {
		plans = t.structuredPlans()
	}
	return dropEmptyGroups(plans)
}

// mergePlan adds a plan, or what it adds to one of the same name that is there already: a second panel with other
// prices, a second table with further rows.
func mergePlan(plans []Plan, p Plan) []Plan {
	for i := range plans {
		q := &plans[i]
		if planKey(q.Name) != planKey(p.Name) || q.AddOn != p.AddOn {
			continue
		}
		for _, price := range p.Prices {
			if !containsPrice(q.Prices, price) && (price.Minor > 0 || len(q.Prices) == 0) {
				q.Prices = append(q.Prices, price)
			}
		}
		q.Custom = q.Custom && p.Custom || q.Custom && len(q.Prices) == 0
		q.Features = append(q.Features, newRows(q.Features, p.Features)...)
		return plans
	}
	return append(plans, p)
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

// planKey makes names of one plan equal.
func planKey(name string) string {
	words := strings.Fields(strings.ToLower(name))
	for len(words) > 1 {
		switch words[len(words)-1] {
		case "plan", "tier", "edition", "package":
			words = words[:len(words)-1]
			continue
		}
		break
	}
	return strings.Join(words, " ")
}

// mergeGrid adds what a comparison says of the plans its head names. A comparison without a head of its own belongs to
// the cards, where their numbers agree.
func (t *tree) mergeGrid(plans []Plan, g grid) []Plan {
	names := make([]string, len(g.heads))
	for i, h := range g.heads {
		names[i], _ = t.headName(h)
	}
	if len(g.heads) == 0 {
		for i := range plans {
			if !plans[i].AddOn {
				names = append(names, plans[i].Name)
			}
		}
		if len(g.rows) == 0 || len(g.rows[0].cells) != len(names) {
			return plans
		}
		g.heads = g.rows[0].cells
		return attachRows(plans, names, g.states(t))
	}
	if !comparesPlans(plans, names, t, g) {
		return plans
	}
	for i, h := range g.heads {
		if names[i] == "" {
			continue
		}
		c := card{node: h, lines: t.lines(h), name: names[i]}
		c.head = readHead(h, c.lines, nameLine(c.lines))
		c.settle()
		p := Plan{Name: names[i], Prices: c.price, Quote: names[i], Custom: c.talk && len(c.price) == 0}
		if j := findPlan(plans, names[i]); len(p.Prices) == 0 && (j < 0 || len(plans[j].Prices) == 0 && !plans[j].Custom) {
			p.Prices = priceRow(t, g, i)
		}
		plans = mergePlan(plans, p)
	}
	return attachRows(plans, names, g.states(t))
}

// priceRow reads a column's price from the rows of the comparison that are about it.
func priceRow(t *tree, g grid, column int) []Price {
	var out []Price
	for _, cells := range g.costs {
		for _, p := range readHead(g.node, t.lines(cells[column]), -1).price {
			if !containsPrice(out, p) {
				out = append(out, p)
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, row := range g.rows[:min(len(g.rows), 6)] {
		label := strings.ToLower(row.label)
		if column < len(row.cells) && (strings.Contains(label, "price") || strings.Contains(label, "cost") ||
			strings.Contains(label, "month") || strings.Contains(label, "fee")) {
			if prices := pricesIn(t.textOf(row.cells[column]) + " " + label); len(prices) > 0 {
				return prices
			}
		}
	}
	return nil
}

// comparesPlans tells a comparison of plans from any other table: its heads are known plans, or cost something.
func comparesPlans(plans []Plan, names []string, t *tree, g grid) bool {
	known, costs := 0, 0
	for i, name := range names {
		if findPlan(plans, name) >= 0 {
			known++
		}
		if len(pricesIn(t.textOf(g.heads[i]))) > 0 || len(priceRow(t, g, i)) > 0 {
			costs++
		}
	}
	if len(plans) > 0 {
		return known*2 >= len(names)
	}
	return costs > 0
}

func findPlan(plans []Plan, name string) int {
	for i := range plans {
		if planKey(plans[i].Name) == planKey(name) {
			return i
		}
	}
	return -1
}

func attachRows(plans []Plan, names []string, rows [][]FeatureRow) []Plan {
	for i, name := range names {
		if j := findPlan(plans, name); j >= 0 && i < len(rows) {
			plans[j].Features = append(plans[j].Features, newRows(plans[j].Features, rows[i])...)
		}
	}
	return plans
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
