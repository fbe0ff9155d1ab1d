package report

import (
	"context"
	"fmt"
	"sort"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// gaps lists the gaps that customers are annotated on, with the sum over distinct accounts.
func (g *gathering) gaps(ctx context.Context, r *Report) error {
	views, err := Gaps(ctx, g.st, g.area, g.asOf(r))
	if err != nil {
		return err
	}
	r.Gaps = []Gap{}
	for _, view := range views {
		if len(view.Annotations) == 0 {
			continue
		}
		gap := Gap{
			Area: g.areas[view.Feature.AreaID].Name, Feature: view.Feature.Name, ARR: view.ARR,
			Accounts: view.ARR.Accounts(), AtRisk: atRisk(view.Annotations), NextKeyDate: view.NextKeyDate, Ahead: []string{},
		}
		gap.Path = "/gaps/" + g.areas[view.Feature.AreaID].Key + "/" + view.Feature.Key
		if view.Gap != nil {
			gap.Status = string(view.Gap.Status)
		}
		for _, a := range view.Ahead {
			gap.Ahead = append(gap.Ahead, a.Competitor.Name)
			gap.AheadPaths = append(gap.AheadPaths, CellPath(g.areas[view.Feature.AreaID].Key, view.Feature.Key, a.Competitor.Key))
		}
		r.Gaps = append(r.Gaps, gap)
	}
	sort.SliceStable(r.Gaps, func(i, j int) bool { return r.Gaps[i].AtRisk > 0 && r.Gaps[j].AtRisk == 0 })
	return nil
}

func atRisk(annotations []store.Annotation) int {
	accounts := map[int64]bool{}
	for _, a := range annotations {
		if a.Kind == store.AtRisk && a.AccountID != nil {
			accounts[*a.AccountID] = true
		}
	}
	return len(accounts)
}

func (g *gathering) annotations(ctx context.Context, r *Report) error {
	filter := store.AnnotationFilter{Since: r.From, Until: r.Until, Area: r.AreaKey}
	views, err := g.st.Annotations(ctx, filter)
	if err != nil {
		return err
	}
	r.Annotations = []Annotation{}
	for _, v := range views {
		n := Annotation{
			Kind: string(v.Kind), Account: v.AccountName, Feature: v.FeatureName, What: v.What, Author: v.Author, At: v.CreatedAt,
			Path: fmt.Sprintf("/annotations/%d", v.ID), AccountKey: v.AccountKey,
		}
		if v.FeatureKey != "" {
			n.FeaturePath = "/gaps/" + v.AreaKey + "/" + v.FeatureKey
		}
		r.Annotations = append(r.Annotations, n)
	}
	return nil
}

// queues counts the decisions that wait as of now: a queue has no past.
func (g *gathering) queues(ctx context.Context, r *Report) error {
	var areaID int64
	if g.area != nil {
		areaID = g.area.ID
	}
	ground, err := groundOf(ctx, g.st, g.area, g.asOf(r))
	if err != nil {
		return err
	}
	r.Queues.Contested, r.Queues.Stale = ground.standings[store.Contested], ground.standings[store.Stale]
	phrases, err := g.st.OpenPhrases(ctx, areaID)
	if err != nil {
		return err
	}
	for _, p := range phrases {
		if p.FirstSeenAt.Before(r.Until) {
			r.Queues.Unmatched++
		}
	}
	inbox, err := g.st.Annotations(ctx, store.AnnotationFilter{Inbox: true, Until: r.Until})
	r.Queues.Inbox = len(inbox)
	return err
}

// asOf is the end of the week, or nil while the week lasts: then the matrix as it stands is the matrix of the week.
func (g *gathering) asOf(r *Report) *time.Time {
	if g.current {
		return nil
	}
	return &r.Until
}
