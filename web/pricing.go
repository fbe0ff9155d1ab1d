package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// pricingView is what everybody charges, side by side, and how it moved.
type pricingView struct {
	AreaKey string
	Columns []priceColumn
	Steps   int // plans of the competitor that has most
	Charts  []priceChart
}

// priceColumn is a competitor's plans in the order of price.
type priceColumn struct {
	store.Competitor
	Plans    []pricePlan
	LastSeen *time.Time
	Unseen   bool // its page could not be read lately
}

// pricePlan is one plan as it stands.
type pricePlan struct {
	Name, Group string
	Custom      bool
	Price       extract.Price // per month
	Known       bool
	Others      []string // its other prices, in words
	Allowance   []string
	Since       time.Time
	Proof       string // where its page stands as it was
	Was         string // what it cost before it last moved; empty where it did not
	Up          bool
}

// priceChart is the picture of one competitor with its numbers.
type priceChart struct {
	store.Competitor
	Chart chart
	Rows  []priceRow
}

// priceRow is a step of a plan in the table below a picture.
type priceRow struct {
	Plan, Price string
	From        time.Time
	Until       *time.Time
}

// allowancesShown is how many allowances stand under a plan.
const allowancesShown = 3

func (s *Server) pricing(w http.ResponseWriter, r *http.Request) error {
	v := pricingView{AreaKey: r.URL.Query().Get("area")}
	if err := s.fillPricing(r.Context(), &v); err != nil {
		return err
	}
	return s.show(w, r, "pricing.html", page{Title: "Pricing", Current: "/pricing", Wide: true, Body: v})
}

func (s *Server) fillPricing(ctx context.Context, v *pricingView) error {
	now := s.now()
	competitors, err := s.store.Competitors(ctx)
	if err != nil {
		return err
	}
	steps, err := s.store.PlansSince(ctx, v.AreaKey, now.AddDate(-1, 0, 0))
	if err != nil {
		return err
	}
	lists, err := s.sourceSums(ctx, extract.Pricing)
	if err != nil {
		return err
	}
	plans := map[int64][]store.Plan{}
	for _, p := range steps {
		plans[p.CompetitorID] = append(plans[p.CompetitorID], p)
	}
	for _, c := range competitors {
		own := plans[c.ID]
		if len(own) == 0 {
			continue
		}
		lines := matrix.PlanLines(own)
		column := priceColumn{
			Competitor: c, Plans: planColumn(own, lines), LastSeen: lists[c.ID].LastGoodAt, Unseen: lists[c.ID].Failing > 0,
		}
		v.Columns = append(v.Columns, column)
		v.Steps = max(v.Steps, len(column.Plans))
		if chart, ok := historyOf(c, lines, now); ok {
			v.Charts = append(v.Charts, chart)
		}
	}
	return nil
}

// planColumn lists the plans that stand, the cheapest first and those one must ask for last.
func planColumn(plans []store.Plan, lines []matrix.PlanLine) []pricePlan {
	byName := make(map[[2]string]matrix.PlanLine, len(lines))
	for _, l := range slices.Backward(lines) { // of two with the same name the first
		byName[[2]string{l.Group, l.Name}] = l
	}
	var out []pricePlan
	for _, p := range plans {
		if p.ValidTo != nil {
			continue
		}
		plan := pricePlan{Name: p.Name, Group: p.GroupName, Custom: p.Custom, Since: p.ValidFrom, Allowance: allowances(p)}
		plan.Proof = report.ProofPath(p.SnapshotID, p.Name)
		plan.Price, plan.Known = matrix.Monthly(p.Prices)
		for _, price := range p.Prices {
			if words := diff.PriceWords(price); !plan.Known || words != diff.PriceWords(plan.Price) {
				plan.Others = append(plan.Others, words)
			}
		}
		plan.moved(byName[[2]string{p.GroupName, p.Name}])
		out = append(out, plan)
	}
	slices.SortStableFunc(out, func(a, b pricePlan) int {
		if a.Known != b.Known {
			if a.Known {
				return -1
			}
			return 1
		}
		return a.Price.Decimal().Cmp(b.Price.Decimal())
	})
	return out
}

// moved says what the plan cost before it last moved.
func (p *pricePlan) moved(line matrix.PlanLine) {
	for i := len(line.Steps) - 1; i > 0; i-- {
		now, before := line.Steps[i], line.Steps[i-1]
		if now.Known && before.Known && !now.Price.Decimal().Equal(before.Price.Decimal()) {
			p.Was, p.Since = matrix.FormatPrice(before.Price.Money), now.From
			p.Up = now.Price.Decimal().GreaterThan(before.Price.Decimal())
			return
		}
	}
}

// allowances are the rows of a plan that say how much, the first few.
func allowances(p store.Plan) []string {
	var out []string
	for _, f := range p.Features {
		if f.State == extract.RowValue && len(out) < allowancesShown && len(f.Text) < 40 {
			out = append(out, strings.TrimSpace(f.Name+": "+f.Text))
		}
	}
	return out
}

// historyOf draws a competitor's plans over the past year, the one that moved most strongly.
func historyOf(c store.Competitor, lines []matrix.PlanLine, now time.Time) (priceChart, bool) {
	var known []matrix.PlanLine
	for _, l := range lines {
		if slices.ContainsFunc(l.Steps, func(s matrix.PlanStep) bool { return s.Known && s.Price.Minor > 0 }) {
			known = append(known, l)
		}
	}
	if len(known) == 0 {
		return priceChart{}, false
	}
	strong := 0
	for i, l := range known {
		if len(l.Moves()) > len(known[strong].Moves()) {
			strong = i
		}
	}
	out := priceChart{Competitor: c, Chart: drawPrices(known, strong, historyFrom(known, now), now)}
	for _, l := range known {
		for _, s := range l.Steps {
			text := "no price on the page"
			if s.Known {
				text = matrix.FormatPrice(s.Price.Money)
			}
			out.Rows = append(out.Rows, priceRow{l.Name, text, s.From, s.Until})
		}
	}
	return out, true
}

// Row is the plans of all columns at one step; nil where a competitor has no more.
func (v pricingView) Row(step int) []*pricePlan {
	out := make([]*pricePlan, len(v.Columns))
	for i, c := range v.Columns {
		if step < len(c.Plans) {
			out[i] = &c.Plans[step]
		}
	}
	return out
}

// StepNumbers counts the rows.
func (v pricingView) StepNumbers() []int {
	out := make([]int, v.Steps)
	for i := range out {
		out[i] = i
	}
	return out
}

// historyFrom is where a picture begins: a year ago, or with the first price where that is later.
func historyFrom(lines []matrix.PlanLine, now time.Time) time.Time {
	first := now.AddDate(0, 0, -7)
	for _, l := range lines {
		if from := l.Steps[0].From; from.Before(first) {
			first = from
		}
	}
	if year := now.AddDate(-1, 0, 0); first.Before(year) {
		return year
	}
	return first
}
