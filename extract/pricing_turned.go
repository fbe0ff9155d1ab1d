package extract

import (
	"slices"

	"golang.org/x/net/html"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Words for the head of a column that names plans, and names that plans often have.
var (
	planHead = regexp.MustCompile(`(?i)^(?:(?:our |service |subscription |support |price )?(?:plans?|tiers?|editions?|packages?|packs?|bundles?|licen[cs]es?|subscriptions?|versions?|levels?)(?: name| type)?|` +
		`(?:licen[cs]e|subscription|plan) (?:type|level)|tarife?|редакци[ия]|тарифы?|paket|edition|lizenz|formules?|forfaits?|offres?|planes?|plan(?:o|os)|pian[oi]|pakket(?:ten)?|abonnement|pakiet|(?:プラン|コース)名?|(?:套餐|版本)(?:名称)?|요금제(?:명)?)$`)
	usualName = regexp.MustCompile(`(?i)^(?:free|basic|starter?|standard|plus|pro|professional|premium|teams?|business|company|corporate|enterprise|personal|individual|solo|` +
		`hobby(?:ist)?|developer|growth|scale|advanced|ultimate|essentials?|lite|light|small|medium|large|unlimited|community|open source|core|launch|` +
		`gratis|kostenlos|basis|profi|unternehmen|gratuit|essentiel|entreprise|básico|profesional|empresa|empresarial|profissional|base|aziendale|zakelijk)(?: plan| tier| edition)?$`)
)

// sizeName names a size of what is rented beside a plan.
var sizeName = regexp.MustCompile(`(?i)^(?:nano|micro|x*small|medium|x*large|x+l)$`)

// turned reads a table that has a row for each plan, and what is said of them in columns.
func (t *tree) turned(n *html.Node, known map[string]bool) (grid, bool) {
	rows := t.rowsOf(n)
	width := commonWidth(rows)
	if len(rows) < 3 || width < 2 || len(rows[0]) != width || t.costRow(rows[0][1:]) || t.grouped(rows) {
		return grid{}, false
	}
	g := grid{node: n}
	names, usual, sizes := map[string]bool{}, 0, 0
	for _, row := range rows[1:] {
		if len(row) != width {
			continue
		}
		name, ok := t.headName(row[0])
		if !ok || names[planKey(name)] {
			return grid{}, false
		}
		names[planKey(name)] = true
		if known[planKey(name)] || usualName.MatchString(name) {
			usual++
		}
		if sizeName.MatchString(name) {
			sizes++
		}
		g.heads = append(g.heads, row[0])
	}
	if len(g.heads) < 2 || len(g.heads) > maxColumns {
		return grid{}, false
	}
	head := t.label(rows[0][0])
	sure := planHead.MatchString(head) || 2*usual >= len(g.heads) || t.ordered(rows[1:])
	if !sure && (len(known) > 0 || !thingHead.MatchString(head)) {
		return grid{}, false
	}
	for i := 1; i < width; i++ {
		g.addColumn(t, rows, i)
	}
	if !sure {
		return g, g.timed(t)
	}
	g.sold = planHead.MatchString(head) && sizes == 0 && (2*usual > len(g.heads) && g.priced(t) || g.timed(t))
	return g, len(g.costs) > 0 || 2*usual >= len(g.heads)
}

// priced tells a table in which every row says what its plan costs.
func (g *grid) priced(t *tree) bool {
	for i := range g.heads {
		if prices, _ := g.cost(t, i); len(prices) == 0 {
			return false
		}
	}
	return true
}

// thingHead stands above the names of machines and other things that are rented by the month, on pages without any
// other plan.
var thingHead = regexp.MustCompile(`(?i)^(?:(?:server|instance|machine|product|plan|model)?[ -]?(?:name|type|size)|servers?|instances?|machines?|droplets?|vps|hosting|models?|` +
	`products?|produkte?|name|nom|nombre|nome|naam|navn|namn)$`)

// timed tells a table in which every row says a price for a month or a year, that it is free, or whom to ask.
func (g *grid) timed(t *tree) bool {
	for i := range g.heads {
		prices, ask := g.cost(t, i)
		if !ask && !slices.ContainsFunc(prices, func(p Price) bool { return p.Minor == 0 || p.Period == Month || p.Period == Year }) {
			return false
		}
	}
	return len(g.costs) > 0
}

// ordered tells rows that each hold a button to choose them by, whatever they are called.
func (t *tree) ordered(rows [][]*html.Node) bool {
	for _, row := range rows {
		if !slices.ContainsFunc(row[1:], t.choosable) {
			return false
		}
	}
	return true
}

// addColumn makes a column of a table a row of the comparison.
func (g *grid) addColumn(t *tree, rows [][]*html.Node, i int) {
	row := gridRow{label: t.label(rows[0][i])}
	for _, cells := range rows[1:] {
		if len(cells) == len(rows[0]) {
			row.cells = append(row.cells, cells[i])
		}
	}
	switch {
	case costs(row.label) && t.costRow(row.cells):
		g.costs = append(g.costs, row)
	case row.label != "":
		g.rows = append(g.rows, row)
	}
}
