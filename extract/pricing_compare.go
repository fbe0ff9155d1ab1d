package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// addGrid adds what a comparison says of the plans its head names. A comparison without a head of its own belongs to
// the cards, where their numbers agree.
func (l *planList) addGrid(g grid) {
	names := make([]string, len(g.heads))
	for i, h := range g.heads {
		name, ok := l.headName(h)
		if text := l.textOf(h); !ok && l.find(text, 0) >= 0 {
			name = text
		}
		names[i] = name
	}
	l.spellAlike(names)
	at := l.order[g.node]
	if len(g.rows) > 0 {
		at = l.order[g.rows[0].cells[0]] // the cards of its head may stand inside of it
	}
	if len(g.heads) == 0 {
		for i := range l.plans {
			if !l.plans[i].AddOn {
				names = append(names, l.plans[i].Name)
			}
		}
		if len(g.rows) > 0 && len(g.rows[0].cells) == len(names) {
			g.heads = g.rows[0].cells
			l.attach(names, g.states(l.tree, names), at)
		}
		return
	}
	all := g.rows
	g.takeCosts(l.tree)
	if !l.compares(names, g) {
		return
	}
	l.dropTopics(g)
	used, product := false, l.product(names, g)
	told := l.toldPrices(names)
	for i := range g.heads {
		if names[i] == "" {
			continue
		}
		p, j := l.headPlan(names[i], g.heads[i]), l.find(names[i], at)
		if product != "" {
			p.Group, j = product, -1
		}
		if len(p.Prices) == 0 && (j < 0 || len(l.plans[j].Prices) == 0 && !l.plans[j].Custom) {
			p.Prices, p.Custom = g.cost(l.tree, i)
			used = used || len(p.Prices) > 0
		}
		if i < len(g.offers) && len(p.Prices) == 0 {
			p.Custom = p.Custom || talkWords.MatchString(l.textOf(g.offers[i]))
		}
		if len(p.Prices) == 0 && j < 0 && !p.Custom {
			p.Prices = told[planKey(names[i])]
		}
		if j >= 0 {
			costs, _ := g.cost(l.tree, i)
			l.plans[j].timePrices(costs)
			l.plans[j].merge(p)
			if g.columns {
				l.plans[j].Features = nil // the lines of its list have their labels now
			}
			continue
		}
		if product != "" {
			l.plans, l.at = append(l.plans, p), append(l.at, at)
			continue
		}
		l.add(p, at)
	}
	if !used { // what no plan's price was taken from is a row like others, unless it belongs to the head
		g.rows = all[g.leading:]
	}
	l.attach(names, g.states(l.tree, names), at+1)
	l.attach(names, g.bullets, at+1)
}

// timePrices gives amounts without a period the one that the row of costs says of the same amounts.
func (p *Plan) timePrices(costs []Price) {
	for i := range p.Prices {
		have := &p.Prices[i]
		for _, c := range costs {
			if have.Period == "" && have.Minor > 0 && have.Currency == c.Currency && have.Decimal().Equal(c.Decimal()) {
				have.Period, have.Billing = c.Period, c.Billing
			}
		}
	}
}

// headPlan is the plan that a head of a comparison names, with what the head says of its price.
func (l *planList) headPlan(name string, head *html.Node) Plan {
	c := card{node: head, lines: l.lines(head), name: name}
	c.head = l.readHead(head, c.lines, nameLine(c.lines))
	c.settle()
	return Plan{Name: name, Prices: c.price, Quote: name, Custom: c.talk && len(c.price) == 0}
}

// product is the heading of a comparison of another product: one whose plans are named as those of the comparison
// before it, and cost something else. Cards say what a plan costs better than a comparison below them does.
func (l *planList) product(names []string, g grid) string {
	if l.carded {
		return ""
	}
	for i, name := range names {
		j := l.find(name, 0)
		if j < 0 {
			continue
		}
		prices := l.headPlan(name, g.heads[i]).Prices
		if len(prices) == 0 {
			prices, _ = g.cost(l.tree, i)
		}
		if contradict(l.plans[j].Prices, prices) {
			return l.headingBefore(g.node, g.node.Parent, nil)
		}
	}
	return ""
}

// spellAlike gives the heads of a comparison that name a known plan and add something in brackets, "Team (cloud)", the
// name that the plan has elsewhere.
func (l *planList) spellAlike(names []string) {
	for i, name := range names {
		if name == "" || l.find(name, 0) >= 0 {
			continue
		}
		short, _, bracket := strings.Cut(name, " (")
		other := func(s string) bool { return s != name && strings.HasPrefix(s, short) }
		if j := l.find(short, 0); bracket && j >= 0 && !slices.ContainsFunc(names, other) {
			names[i] = l.plans[j].Name
		}
	}
	l.spellOut(names)
}

// spellOut gives the heads of a comparison that name plans by the last of their words, "Pro" for "Hosted Pro", the whole
// names, where there is one plan for each. What is left between them and the labels tells a measure: "Credits per image".
func (l *planList) spellOut(names []string) {
	whole := slices.Clone(names)
	known := 0
	for i, name := range names {
		switch j := l.endingIn(name); {
		case l.find(name, 0) >= 0:
			known++
		case j >= 0 && !slices.Contains(whole, l.plans[j].Name):
			whole[i], known = l.plans[j].Name, known+1
		case measureHead.MatchString(name):
			whole[i] = ""
		}
	}
	if known >= 2 && 2*known > len(names) {
		copy(names, whole)
	}
}

// measureHead names what is counted in a column: "Credits/image", "Price per seat".
var measureHead = regexp.MustCompile(`(?i)^\pL+(?: \pL+)? ?(?:/| per | pro | par | por ) ?\pL+$`)

// endingIn is the only plan whose name ends in a word, or -1.
func (l *planList) endingIn(word string) int {
	found := -1
	for i := range l.plans {
		if word == "" || !strings.HasSuffix(planKey(l.plans[i].Name), " "+planKey(word)) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// dropTopics takes away what looked like a plan, lists nothing, and is a heading of the comparison: a product whose use
// costs something, whatever the plan.
func (l *planList) dropTopics(g grid) {
	topics := map[string]bool{}
	for _, row := range g.rows {
		topics[planKey(row.section)] = true
	}
	var plans []Plan
	var at []int
	for i, p := range l.plans {
		if len(p.Features) > 0 || !topics[planKey(p.Name)] {
			plans, at = append(plans, p), append(at, l.at[i])
		}
	}
	l.plans, l.at = plans, at
}

// compares tells a comparison of plans from any other table: its heads are known plans, or cost something, or each
// offers a plan above many rows.
func (l *planList) compares(names []string, g grid) bool {
	known, costs := 0, 0
	for i, name := range names {
		if l.find(name, 0) >= 0 {
			known++
		}
		prices, _ := g.cost(l.tree, i)
		if len(pricesIn(l.textOf(g.heads[i]))) > 0 || hasAmount(prices) {
			costs++
		}
	}
	if g.sold || len(l.plans) > 0 && known*2 >= len(names) {
		return true
	}
	return l.extras() == len(l.plans) && (costs > 0 || len(l.toldPrices(names)) > 0) || len(g.rows) >= offeredRows && (g.offers != nil || l.offered(g.heads))
}

// extras counts what was read so far that comes on top of plans.
func (l *planList) extras() int {
	n := 0
	for i := range l.plans {
		if l.plans[i].AddOn {
			n++
		}
	}
	return n
}

// offeredRows is how many rows a table has at least whose heads offer plans that no card names.
const offeredRows = 8

// offered tells heads that all have a link or a button of their own: "Get started" below the name of each plan.
func (t *tree) offered(heads []*html.Node) bool {
	return len(heads) > 1 && !slices.ContainsFunc(heads, func(h *html.Node) bool { return !t.choosable(h) })
}

// attach gives each plan its rows.
func (l *planList) attach(names []string, rows [][]FeatureRow, at int) {
	for i, j := range l.columns(names, at) {
		if j >= 0 && i < len(rows) {
			l.plans[j].dropDoubled(rows[i])
			l.plans[j].Features = append(l.plans[j].Features, newRows(l.plans[j].Features, rows[i])...)
		}
	}
}

// columns are the plans that the columns of a comparison are about, or -1. Of plans of one name each has its own, in
// their order, where there are as many columns of that name.
func (l *planList) columns(names []string, at int) []int {
	plans := make([]int, len(names))
	named := map[string][]int{}
	for i := range l.plans {
		key := planKey(l.plans[i].Name)
		named[key] = append(named[key], i)
	}
	seen, times := map[string]int{}, map[string]int{}
	for _, name := range names {
		times[planKey(name)]++
	}
	for i, name := range names {
		key := planKey(name)
		plans[i] = l.find(name, at)
		if all := named[key]; times[key] > 1 && len(all) == times[key] {
			plans[i] = all[seen[key]]
			seen[key]++
		}
	}
	return plans
}

// dropDoubled drops the lines of a card that a comparison says again, under the heading of a part of it, or as a label
// with the answer in brackets.
func (p *Plan) dropDoubled(rows []FeatureRow) {
	again := map[string]bool{}
	for _, f := range rows {
		again[strings.ToLower(f.Name)] = f.Section != ""
		if f.Text != "" {
			again[strings.ToLower(f.Name+" ("+f.Text+")")] = true
		}
	}
	p.Features = slices.DeleteFunc(p.Features, func(f FeatureRow) bool {
		return f.Section == "" && f.Text == "" && again[strings.ToLower(f.Name)]
	})
}
