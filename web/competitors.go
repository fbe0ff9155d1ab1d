package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// competitorsView is the companies that are watched.
type competitorsView struct{ Rows []competitorRow }

// competitorRow is a company with how it is watched.
type competitorRow struct {
	store.Competitor
	Sources, Trouble int
	LastNew          *time.Time
}

func (s *Server) competitors(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := s.store.Competitors(ctx)
	if err != nil {
		return err
	}
	sources, err := s.sourceSums(ctx, "")
	if err != nil {
		return err
	}
	v := competitorsView{Rows: make([]competitorRow, len(all))}
	for i, c := range all {
		sum := sources[c.ID]
		v.Rows[i] = competitorRow{c, sum.Sources, sum.Failing, sum.LastNewAt}
	}
	return s.show(w, r, "competitors.html", page{Title: "Competitors", Current: "/competitors", Body: v})
}

// sourceSums sums up the sources of a kind (empty: of all kinds), by the id of their competitor.
func (s *Server) sourceSums(ctx context.Context, kind extract.Kind) (map[int64]store.SourceSum, error) {
	sums, err := s.store.SumSources(ctx, kind)
	out := make(map[int64]store.SourceSum, len(sums))
	for _, sum := range sums {
		out[sum.CompetitorID] = sum
	}
	return out, err
}

// competitorView is one company: what it did, what it charges, where it is watched.
type competitorView struct {
	store.Competitor
	Time    []moment
	Plans   []pricePlan
	Sources []store.SourceView
	Older   string
}

// moment is one thing that happened: an entry or a change.
type moment struct {
	At     time.Time
	Entry  *store.EntryView
	Change *changeRow
}

// Dated is the day that an entry gives itself, where that is not the day it is shown at.
func (m moment) Dated() *time.Time {
	if d := m.Entry.Date; d != nil && d.Format(time.DateOnly) != m.At.Format(time.DateOnly) {
		return d
	}
	return nil
}

// momentsShown is how much of a time line one page holds.
const momentsShown = 60

func (s *Server) competitor(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := s.store.CompetitorByKey(ctx, r.PathValue("key"))
	if err != nil {
		return err
	}
	v := competitorView{Competitor: c}
	var before time.Time
	if t, err := time.Parse(time.RFC3339Nano, r.URL.Query().Get("before")); err == nil {
		before = t
	}
	if err := s.timeLine(r, &v, before); err != nil {
		return err
	}
	plans, err := s.store.Plans(ctx, store.PlanFilter{Competitor: c.Key})
	if err != nil {
		return err
	}
	v.Plans = planColumn(plans, matrix.PlanLines(plans))
	if v.Sources, err = s.store.Sources(ctx, store.SourceFilter{Competitor: c.Key}); err != nil {
		return err
	}
	return s.show(w, r, "competitor.html", page{Title: c.Name, Current: "/competitors", Body: v})
}

// timeLine puts entries and changes together, the newest first. An entry that was told is not told again as a change.
func (s *Server) timeLine(r *http.Request, v *competitorView, before time.Time) error {
	ctx := r.Context()
	entries, err := s.store.Entries(ctx, store.EntryFilter{Competitor: v.Key, Until: before, Limit: momentsShown})
	if err != nil {
		return err
	}
	changes, err := s.store.Changes(ctx, store.ChangeFilter{
		Competitor: v.Key, Status: store.Published, Until: before, Limit: momentsShown,
	})
	if err != nil {
		return err
	}
	for i := range entries {
		at := entries[i].FirstSeenAt
		if entries[i].Date != nil && entries[i].Baseline {
			at = *entries[i].Date
		}
		v.Time = append(v.Time, moment{At: at, Entry: &entries[i]})
	}
	for _, c := range changes {
		if c.EntryID == nil {
			v.Time = append(v.Time, moment{At: c.DetectedAt, Change: &changeRow{c, sentence(c.Change)}})
		}
	}
	slices.SortStableFunc(v.Time, func(a, b moment) int { return b.At.Compare(a.At) })
	if len(v.Time) > momentsShown {
		v.Time = v.Time[:momentsShown]
		v.Older = address("/competitors/"+v.Key, map[string]string{"before": v.Time[momentsShown-1].At.Format(time.RFC3339Nano)})
	}
	return nil
}
