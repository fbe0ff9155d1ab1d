package report

import (
	"context"
	"fmt"
	"sort"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// Options choose a report.
type Options struct {
	Week    string // "2026-W47"; empty: the week of Now
	AreaKey string // empty: all areas
	Now     time.Time
	Zone    *time.Location // whose Mondays bound the week; nil: UTC
	Unseen  int            // the most sources that could not be seen that are told one by one; 0: all
}

// gathering is what the sections of one report share.
type gathering struct {
	st          *store.Store
	week        Week
	area        *store.Area // nil: all
	areas       map[int64]store.Area
	features    []store.Feature
	competitors []store.Competitor
	sources     []store.Seen
	current     bool // the week is not over
	unseen      int  // see Options
}

// Gather makes the report of a week. Only rows of that week and the matrix as of its end go in, so the report of a
// past week is the same whenever it is made.
func Gather(ctx context.Context, st *store.Store, o Options) (Report, error) {
	week, err := ParseWeek(o.Week, o.Now)
	if err != nil {
		return Report{}, err
	}
	g := &gathering{st: st, week: week, areas: map[int64]store.Area{}, unseen: o.Unseen}
	r := Report{Week: week.String(), From: week.Start(), Until: week.End(), AreaKey: o.AreaKey}
	if o.Zone != nil {
		from, until := week.In(o.Zone)
		r.From, r.Until = from.UTC(), until.UTC()
	}
	g.current = !o.Now.IsZero() && o.Now.Before(r.Until)
	if err := g.load(ctx, o.AreaKey, r.From, r.Until); err != nil {
		return r, err
	}
	if g.area != nil {
		r.AreaName = g.area.Name
	}
	for _, section := range []func(context.Context, *Report) error{
		g.coverage, g.shipped, g.changes, g.moves, g.gaps, g.annotations, g.queues,
	} {
		if err := section(ctx, &r); err != nil {
			return r, fmt.Errorf("report of %s: %w", r.Week, err)
		}
	}
	return r, nil
}

// load reads the landscape that the report is about.
func (g *gathering) load(ctx context.Context, areaKey string, from, until time.Time) error {
	areas, err := g.st.Areas(ctx)
	if err != nil {
		return err
	}
	for _, a := range areas {
		g.areas[a.ID] = a
	}
	var areaID int64
	if areaKey != "" {
		area, err := g.st.AreaByKey(ctx, areaKey)
		if err != nil {
			return err
		}
		g.area, areaID = &area, area.ID
	}
	if g.features, err = g.st.Features(ctx, areaID); err != nil {
		return err
	}
	if g.competitors, err = Competitors(ctx, g.st, areaID); err != nil {
		return err
	}
	all, err := g.st.Seen(ctx, from, until)
	if err != nil {
		return err
	}
	ours := map[int64]bool{}
	for _, c := range g.competitors {
		ours[c.ID] = true
	}
	for _, s := range all {
		if ours[s.CompetitorID] {
			g.sources = append(g.sources, s)
		}
	}
	return nil
}

// Competitors are those that matter in an area: the ones named for it, and the ones that name no area at all. Area 0
// means all.
func Competitors(ctx context.Context, st *store.Store, areaID int64) ([]store.Competitor, error) {
	all, err := st.Competitors(ctx)
	if err != nil || areaID == 0 {
		return all, err
	}
	pairs, err := st.AreaCompetitors(ctx)
	if err != nil {
		return nil, err
	}
	here, anywhere := map[int64]bool{}, map[int64]bool{}
	for _, p := range pairs {
		anywhere[p.CompetitorID] = true
		here[p.CompetitorID] = here[p.CompetitorID] || p.AreaID == areaID
	}
	var out []store.Competitor
	for _, c := range all {
		if here[c.ID] || !anywhere[c.ID] {
			out = append(out, c)
		}
	}
	return out, nil
}

// coverage tells which sources were seen in the week, and how those that were not stand.
func (g *gathering) coverage(ctx context.Context, r *Report) error {
	r.Coverage.Sources, r.Coverage.Unseen = len(g.sources), []Unseen{}
	var unseen []int64
	for _, s := range g.sources {
		if s.Well {
			r.Coverage.Seen++
		} else {
			unseen = append(unseen, s.SourceID)
		}
	}
	if g.unseen > 0 {
		unseen = unseen[:min(len(unseen), g.unseen)]
	}
	sights, err := g.st.Sights(ctx, unseen, r.Until)
	for _, s := range sights {
		u := Unseen{
			Competitor: s.CompetitorName, Kind: string(s.Kind), URL: s.URL, Since: s.GoodUntil,
			Class: "not looked", Reason: "it was not looked at in this week", Path: fmt.Sprintf("/sources/%d", s.SourceID),
		}
		if s.SeenUntil != nil && !s.SeenUntil.Before(r.From) {
			u.Class, u.Reason = s.Class, s.Reason
		}
		r.Coverage.Unseen = append(r.Coverage.Unseen, u)
	}
	return err
}

// shipped lists what each competitor published; a competitor that published nothing and one that could not be seen are
// two different things.
func (g *gathering) shipped(ctx context.Context, r *Report) error {
	watched, seen := map[int64]bool{}, map[int64]bool{} // at least one changelog or feed of a competitor
	for _, src := range g.sources {
		if src.News {
			watched[src.CompetitorID] = true
			seen[src.CompetitorID] = seen[src.CompetitorID] || src.Well
		}
	}
	r.Shipped = []Shipped{}
	all, err := g.st.Entries(ctx, store.EntryFilter{Since: r.From, Until: r.Until, News: true})
	if err != nil {
		return err
	}
	entries := map[int64][]store.EntryView{}
	for _, e := range all {
		entries[e.CompetitorID] = append(entries[e.CompetitorID], e)
	}
	for _, c := range g.competitors {
		s := Shipped{Competitor: c.Name, Watched: watched[c.ID], Seen: seen[c.ID], Entries: []EntryLine{}}
		for _, e := range entries[c.ID] {
			s.Entries = append(s.Entries, newEntryLine(e, r.Until))
		}
		sort.SliceStable(s.Entries, func(i, j int) bool {
			a, b := extract.Level(s.Entries[i].Level).Rank(), extract.Level(s.Entries[j].Level).Rank()
			return a > b || a == b && s.Entries[i].Title < s.Entries[j].Title
		})
		if s.Watched || len(s.Entries) > 0 {
			r.Shipped = append(r.Shipped, s)
		}
	}
	return nil
}

// newEntryLine is an entry with all addresses at which its news stood until a time, each once.
func newEntryLine(e store.EntryView, until time.Time) EntryLine {
	line := EntryLine{
		Title: e.Title, Date: e.Date, Type: string(e.Type), Level: string(e.Level), URL: e.URL, Path: ProofPath(e.SnapshotID, e.Title),
	}
	seen := map[string]bool{diff.Canonical(e.URL): true}
	for _, a := range e.Also {
		if page := diff.Canonical(a.URL); !seen[page] && a.SeenAt.Before(until) {
			seen[page] = true
			line.Also = append(line.Also, a.URL)
		}
	}
	return line
}

// changes parts what moved in prices from what else changed. Entries are told by shipped.
func (g *gathering) changes(ctx context.Context, r *Report) error {
	changes, err := g.st.Changes(ctx, store.ChangeFilter{
		Since: r.From, Until: r.Until, Area: r.AreaKey, Status: store.Published,
	})
	if err != nil {
		return err
	}
	r.Prices, r.Other = []ChangeLine{}, []ChangeLine{}
	for _, c := range changes {
		line := ChangeLine{
			Competitor: c.CompetitorName, Kind: c.Kind, Subject: c.Subject, Before: c.Before, After: c.After,
			Quote: c.Quote, Level: c.Level, URL: c.SourceURL, SeenAt: c.DetectedAt, Path: fmt.Sprintf("/changes/%d", c.ID),
			Sentence: c.Sentence(),
		}
		switch c.Kind {
		case diff.PriceChanged, diff.PlanAdded, diff.PlanRemoved, diff.PlanRenamed, diff.BillingChanged:
			r.Prices = append(r.Prices, line)
		case diff.EntryAdded:
		default:
			r.Other = append(r.Other, line)
		}
	}
	return nil
}

// moves lists the cells that say something else than before the week.
func (g *gathering) moves(ctx context.Context, r *Report) error {
	versions, err := g.st.CellMoves(ctx, r.From, r.Until)
	if err != nil {
		return err
	}
	features, competitors := map[int64]store.Feature{}, map[int64]store.Competitor{}
	for _, f := range g.features {
		features[f.ID] = f
	}
	for _, c := range g.competitors {
		competitors[c.ID] = c
	}
	last, corrected := map[[2]int64]store.CellVersion{}, map[[2]int64]*store.CellVersion{}
	seen := map[[2]int64]bool{}
	var order [][2]int64
	for _, v := range versions {
		key := [2]int64{v.FeatureID, v.CompetitorID}
		if v.Actor == store.ReadAgain { // a better reading of the same page is no move, and what it corrects was none
			corrected[key] = &v
			delete(last, key)
			continue
		}
		if !seen[key] {
			seen[key] = true
			order = append(order, key)
		}
		last[key] = v
	}
	r.Moves = []Move{}
	if len(order) == 0 { // whom we watched before takes long to find out, and is of no use
		return nil
	}
	watched, err := g.watchedBefore(ctx, r.From)
	if err != nil {
		return err
	}
	earlier, err := g.before(ctx, r.From, r.Until)
	if err != nil {
		return err
	}
	for _, key := range order {
		f, okF := features[key[0]]
		c, okC := competitors[key[1]]
		v, moved := last[key]
		if !okF || !okC || !moved {
			continue
		}
		before := earlier[key]
		if corrected[key] != nil {
			before = corrected[key]
		}
		if before == nil && watched[c.ID] {
			before = &store.CellVersion{CellValue: store.CellValue{State: store.Unknown}}
		}
		if before == nil || before.State == v.State && before.PlanFrom == v.PlanFrom && before.Standing == v.Standing {
			continue // what the first look at a competitor finds is no move
		}
		r.Moves = append(r.Moves, Move{
			Area: g.areas[f.AreaID].Name, Feature: f.Name, Competitor: c.Name,
			Before: before.State, PlanBefore: before.PlanFrom, After: v.State,
			PlanFrom: v.PlanFrom, Standing: v.Standing, Why: v.Why, Ahead: matrix.Ahead(v.State, f.OwnState), At: v.At,
			Path: CellPath(g.areas[f.AreaID].Key, f.Key, c.Key),
		})
	}
	return nil
}

// watchedBefore are the competitors that were captured before a time: what turns up about them later is news.
func (g *gathering) watchedBefore(ctx context.Context, at time.Time) (map[int64]bool, error) {
	ids, err := g.st.WatchedBefore(ctx, at)
	out := make(map[int64]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, err
}

// before is what the cells that moved in a week said when it began, by feature and competitor; those of which nothing was
// known are left out.
func (g *gathering) before(ctx context.Context, from, until time.Time) (map[[2]int64]*store.CellVersion, error) {
	rows, err := g.st.CellsBefore(ctx, from, until)
	out := make(map[[2]int64]*store.CellVersion, len(rows))
	for i, v := range rows {
		out[[2]int64{v.FeatureID, v.CompetitorID}] = &rows[i]
	}
	return out, err
}
