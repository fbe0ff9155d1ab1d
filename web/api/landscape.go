package api

import (
	"context"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// None is the input of requests that ask for nothing in particular.
type None struct{}

// Area is one of our product areas.
type Area struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Team string `json:"team,omitempty"`
}

func (a *API) areas(ctx context.Context, _ *None) (*List[Area], error) {
	rows, err := a.st(ctx).Areas(ctx)
	return whole(rows, func(r store.Area) Area { return Area{r.Key, r.Name, r.Team} }), err
}

// InArea names an area by its path.
type InArea struct {
	Area string `path:"area" doc:"Key of the area."`
}

// Feature is a capability in an area's catalogue.
type Feature struct {
	Area       string      `json:"area"`
	Key        string      `json:"key"`
	Name       string      `json:"name"`
	Definition string      `json:"definition,omitempty"`
	Group      string      `json:"group,omitempty"`
	Aliases    []string    `json:"aliases,omitempty"`
	Own        store.State `json:"own" doc:"Our own state."`
	OwnNote    string      `json:"own_note,omitempty"`
}

func newFeature(area string, f store.Feature) Feature {
	own := f.OwnState
	if own == "" {
		own = store.Unknown
	}
	return Feature{area, f.Key, f.Name, f.Definition, f.GroupName, f.Aliases, own, f.OwnNote}
}

func (a *API) features(ctx context.Context, in *InArea) (*List[Feature], error) {
	area, err := a.st(ctx).AreaByKey(ctx, in.Area)
	if err != nil {
		return nil, err
	}
	rows, err := a.st(ctx).Features(ctx, area.ID)
	return whole(rows, func(f store.Feature) Feature { return newFeature(area.Key, f) }), err
}

// Competitor is a company that is watched.
type Competitor struct {
	Key      string `json:"key"`
	Name     string `json:"name"`
	Homepage string `json:"homepage,omitempty"`
}

func newCompetitor(c store.Competitor) Competitor { return Competitor{c.Key, c.Name, c.Homepage} }

// AskCompetitors chooses competitors.
type AskCompetitors struct {
	Area string `query:"area" doc:"Only those that matter in this area."`
}

func (a *API) competitors(ctx context.Context, in *AskCompetitors) (*List[Competitor], error) {
	var id int64
	if in.Area != "" {
		area, err := a.st(ctx).AreaByKey(ctx, in.Area)
		if err != nil {
			return nil, err
		}
		id = area.ID
	}
	rows, err := report.Competitors(ctx, a.st(ctx), id)
	return whole(rows, newCompetitor), err
}

// ByCompetitor names a competitor by its path.
type ByCompetitor struct {
	Competitor string `path:"competitor" doc:"Key of the competitor."`
}

func (a *API) competitor(ctx context.Context, in *ByCompetitor) (*One[Competitor], error) {
	c, err := a.st(ctx).CompetitorByKey(ctx, in.Competitor)
	return &One[Competitor]{Body: newCompetitor(c)}, err
}
