package api

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// AskPrices chooses price lists.
type AskPrices struct {
	Area       string `query:"area" doc:"Key: competitors that matter in it."`
	Competitor string `query:"competitor" doc:"Key."`
}

// Plan is one plan of a price list as it stands.
type Plan struct {
	Competitor string        `json:"competitor"`
	Name       string        `json:"name"`
	Group      string        `json:"group,omitempty"`
	Custom     bool          `json:"contact_sales,omitempty"`
	AddOn      bool          `json:"add_on,omitempty"`
	Monthly    *PriceAmount  `json:"monthly,omitempty" doc:"What it costs a month, a year's price by twelve; left out where its page names none."`
	Prices     []PriceAmount `json:"prices"`
	Rows       []PlanRow     `json:"rows"`
	Since      time.Time     `json:"since"`
	Source     int64         `json:"source"`
	Snapshot   int64         `json:"snapshot"`
}

// PriceAmount is a price as its page names it.
type PriceAmount struct {
	Minor    int64  `json:"minor" doc:"Amount times ten to the power of exponent."`
	Exponent int    `json:"exponent"`
	Currency string `json:"currency"`
	Period   string `json:"period,omitempty"`
	Billing  string `json:"billing,omitempty"`
	Unit     string `json:"unit,omitempty"`
	From     bool   `json:"from,omitempty" doc:"The page says 'from'."`
	Quote    string `json:"quote,omitempty"`
}

// PlanRow is a line of a price list in one plan.
type PlanRow struct {
	Section string `json:"section,omitempty"`
	Name    string `json:"name"`
	State   string `json:"state"`
	Text    string `json:"text,omitempty"`
}

func newPrice(p extract.Price) PriceAmount {
	return PriceAmount{
		Minor: p.Minor, Exponent: int(p.Exponent), Currency: p.Currency, Period: string(p.Period), Billing: string(p.Billing),
		Unit: p.Per, From: p.From, Quote: p.Quote,
	}
}

func (a *API) prices(ctx context.Context, in *AskPrices) (*List[Plan], error) {
	rows, err := a.st(ctx).Plans(ctx, store.PlanFilter{Area: in.Area, Competitor: in.Competitor})
	if err != nil {
		return nil, err
	}
	names, err := a.competitorKeys(ctx)
	return whole(rows, func(p store.Plan) Plan { return newPlan(names[p.CompetitorID], p) }), err
}

func newPlan(competitor string, p store.Plan) Plan {
	out := Plan{
		Competitor: competitor, Name: p.Name, Group: p.GroupName, Custom: p.Custom, AddOn: p.AddOn, Since: p.ValidFrom,
		Source: p.SourceID, Snapshot: p.SnapshotID, Prices: []PriceAmount{}, Rows: []PlanRow{},
	}
	if monthly, ok := matrix.Monthly(p.Prices); ok {
		price := newPrice(monthly)
		out.Monthly = &price
	}
	for _, price := range p.Prices {
		out.Prices = append(out.Prices, newPrice(price))
	}
	for _, f := range p.Features {
		out.Rows = append(out.Rows, PlanRow{f.Section, f.Name, string(f.State), f.Text})
	}
	return out
}

// competitorKeys are the keys of all competitors by their ids.
func (a *API) competitorKeys(ctx context.Context) (map[int64]string, error) {
	rows, err := a.st(ctx).Competitors(ctx)
	keys := make(map[int64]string, len(rows))
	for _, c := range rows {
		keys[c.ID] = c.Key
	}
	return keys, err
}

// AskPriceHistory chooses a history of prices.
type AskPriceHistory struct {
	AskPrices
	Since time.Time `query:"since" doc:"Left out: a year ago."`
}

// PlanHistory is one plan through time.
type PlanHistory struct {
	Competitor string     `json:"competitor"`
	Name       string     `json:"name"`
	Group      string     `json:"group,omitempty"`
	Steps      []PlanStep `json:"steps" doc:"Oldest first."`
}

// PlanStep is what a plan cost a month from a time on.
type PlanStep struct {
	From  time.Time    `json:"from"`
	Until *time.Time   `json:"until,omitempty" doc:"Left out: it stands."`
	Price *PriceAmount `json:"monthly,omitempty" doc:"Left out: its page named none."`
}

func (a *API) priceHistory(ctx context.Context, in *AskPriceHistory) (*List[PlanHistory], error) {
	since := in.Since
	if since.IsZero() {
		since = a.now().AddDate(-1, 0, 0)
	}
	rows, err := a.st(ctx).PlansSince(ctx, in.Area, since)
	if err != nil {
		return nil, err
	}
	names, err := a.competitorKeys(ctx)
	if err != nil {
		return nil, err
	}
	var out []PlanHistory
	for from := 0; from < len(rows); { // the rows of one competitor stand together
		to := from
		for to < len(rows) && rows[to].CompetitorID == rows[from].CompetitorID {
			to++
		}
		if key := names[rows[from].CompetitorID]; in.Competitor == "" || in.Competitor == key {
			out = append(out, historiesOf(key, rows[from:to])...)
		}
		from = to
	}
	return whole(out, func(h PlanHistory) PlanHistory { return h }), nil
}

func historiesOf(competitor string, rows []store.Plan) []PlanHistory {
	var out []PlanHistory
	for _, line := range matrix.PlanLines(rows) {
		h := PlanHistory{Competitor: competitor, Name: line.Name, Group: line.Group}
		for _, s := range line.Steps {
			step := PlanStep{From: s.From, Until: s.Until}
			if s.Known {
				price := newPrice(s.Price)
				step.Price = &price
			}
			h.Steps = append(h.Steps, step)
		}
		out = append(out, h)
	}
	return out
}
