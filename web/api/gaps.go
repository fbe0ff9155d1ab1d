package api

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// AskGaps chooses gaps.
type AskGaps struct {
	Paging
	Area   string `query:"area" doc:"Key of an area; empty: all."`
	Status string `query:"status" doc:"Only gaps with this status."`
	AtRisk bool   `query:"at_risk" doc:"Only gaps over which an account is at risk."`
	Bare   bool   `query:"bare" doc:"Also gaps that nobody has annotated yet."`
}

// Gap is a feature in which a competitor is ahead of us, or that customers asked for.
type Gap struct {
	Area        string      `json:"area"`
	Feature     string      `json:"feature"`
	Name        string      `json:"name"`
	Own         store.State `json:"own"`
	Status      string      `json:"status,omitempty" doc:"Empty: nobody has touched it yet."`
	Owner       string      `json:"owner,omitempty"`
	Ahead       []AheadOf   `json:"ahead" doc:"Competitors whose state is ahead of ours."`
	Accounts    int         `json:"accounts" doc:"Distinct accounts that are annotated on it."`
	Annotations int         `json:"annotations"`
	NextKeyDate *time.Time  `json:"next_key_date,omitempty"`
	ARR         *matrix.ARR `json:"arr,omitempty" doc:"Combined ARR of distinct accounts with its arithmetic; only with the right to see it."`
	AtRisk      *matrix.ARR `json:"arr_at_risk,omitempty" doc:"Of the accounts whose flag stands; only with the right to see it."`
	Path        string      `json:"path"`
}

// AheadOf is a competitor that is ahead of us.
type AheadOf struct {
	Competitor string      `json:"competitor"`
	Name       string      `json:"name"`
	State      store.State `json:"state"`
	PlanFrom   string      `json:"plan_from,omitempty"`
	Since      time.Time   `json:"since" doc:"When it came into that state."`
}

func (a *API) gaps(ctx context.Context, in *AskGaps) (*List[Gap], error) {
	found, err := a.gapsOf(ctx, in.Area)
	if err != nil {
		return nil, err
	}
	var rows []Gap
	for _, g := range found {
		switch {
		case g.Annotations == 0 && !in.Bare, in.Status != "" && g.Status != in.Status, in.AtRisk && !g.risk:
		default:
			rows = append(rows, g.Gap)
		}
	}
	return sliced(rows, in.Paging, func(g Gap) Gap { return g })
}

// foundGap is a gap, and whether an account is at risk over it.
type foundGap struct {
	Gap
	risk bool
}

// gapsOf reads the gaps of an area, or of all, the most combined ARR first; the most accounts, for who may not see it.
func (a *API) gapsOf(ctx context.Context, areaKey string) ([]foundGap, error) {
	st := a.st(ctx)
	areas, err := st.Areas(ctx)
	if err != nil {
		return nil, err
	}
	area, err := report.AreaOf(ctx, st, areaKey)
	if err != nil {
		return nil, err
	}
	customers, err := report.CustomersOf(ctx, st)
	if err != nil {
		return nil, err
	}
	keys := map[int64]string{}
	for _, area := range areas {
		keys[area.ID] = area.Key
	}
	gaps, err := report.Gaps(ctx, st, area, nil)
	if err != nil {
		return nil, err
	}
	if !caller(ctx).Money {
		gaps = matrix.ByAccounts(gaps)
	}
	var out []foundGap
	for _, g := range gaps {
		risk := matrix.AtRisk(g.Annotations, customers.ByID, a.now())
		out = append(out, foundGap{newGap(keys[g.Feature.AreaID], g, risk, caller(ctx).Money), risk.Accounts() > 0})
	}
	return out, nil
}

func newGap(area string, g matrix.GapView, risk matrix.ARR, money bool) Gap {
	out := Gap{
		Area: area, Feature: g.Feature.Key, Name: g.Feature.Name, Own: newFeature(area, g.Feature).Own, Ahead: []AheadOf{},
		Accounts: g.ARR.Accounts(), Annotations: len(g.Annotations), NextKeyDate: g.NextKeyDate,
		Path: "/gaps/" + area + "/" + g.Feature.Key,
	}
	if g.Gap != nil {
		out.Status, out.Owner = string(g.Gap.Status), g.Gap.Owner
	}
	for _, c := range g.Ahead {
		out.Ahead = append(out.Ahead, AheadOf{c.Competitor.Key, c.Competitor.Name, c.Value.State, c.Value.PlanFrom, c.Since})
	}
	if money {
		out.ARR, out.AtRisk = &g.ARR, &risk
	}
	return out
}

// AtFeature names a feature by its path.
type AtFeature struct {
	InArea
	Feature string `path:"feature" doc:"Key of the feature."`
}

func (a *API) gap(ctx context.Context, in *AtFeature) (*One[Gap], error) {
	st := a.st(ctx)
	area, err := st.AreaByKey(ctx, in.Area)
	if err != nil {
		return nil, err
	}
	f, err := st.FeatureByKey(ctx, in.Area, in.Feature)
	if err != nil {
		return nil, err
	}
	view, accounts, err := report.GapOf(ctx, st, f)
	if err != nil {
		return nil, err
	}
	var changed time.Time
	if view.Gap != nil {
		changed = view.Gap.UpdatedAt
	}
	risk := matrix.AtRisk(view.Annotations, matrix.AccountsByID(accounts), a.now())
	return &One[Gap]{ETag: version(changed), Body: newGap(area.Key, view, risk, caller(ctx).Money)}, nil
}

// GapWord is what a person says of a gap.
type GapWord struct {
	AtFeature
	Edit
	Body struct {
		Status store.GapStatus `json:"status" enum:"requested,watching,planned,in progress,shipped,won't do"`
		Owner  string          `json:"owner,omitempty" doc:"Left out: as it was."`
	}
}

func (a *API) changeGap(ctx context.Context, in *GapWord) (*One[Gap], error) {
	f, err := a.st(ctx).FeatureByKey(ctx, in.Area, in.Feature)
	if err != nil {
		return nil, err
	}
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	word := watch.GapWord{Status: in.Body.Status, Owner: in.Body.Owner}
	if _, err := watch.ChangeGap(ctx, a.st(ctx), f.ID, word, seen, a.now().UTC()); err != nil {
		return nil, err
	}
	return a.gap(ctx, &in.AtFeature)
}

// AskLeads chooses leads.
type AskLeads struct {
	Area string `query:"area" doc:"Key of an area; empty: all."`
}

func (a *API) leads(ctx context.Context, in *AskLeads) (*List[Feature], error) {
	areas, err := a.st(ctx).Areas(ctx)
	if err != nil {
		return nil, err
	}
	area, err := report.AreaOf(ctx, a.st(ctx), in.Area)
	if err != nil {
		return nil, err
	}
	keys := map[int64]string{}
	for _, area := range areas {
		keys[area.ID] = area.Key
	}
	leads, err := report.Leads(ctx, a.st(ctx), area)
	if err != nil {
		return nil, err
	}
	return whole(leads, func(f store.Feature) Feature { return newFeature(keys[f.AreaID], f) }), nil
}
