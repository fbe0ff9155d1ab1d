package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// How much one page lists: changes, and other places of each kind where their words stand.
const (
	changesShown   = 50
	elsewhereShown = 4
)

// changesView is the stream of changes, the newest first.
type changesView struct {
	Days        []changeDay
	Competitors []store.Competitor
	Kinds       []diff.ChangeKind
	Ask         changesAsk
	Older       string      // address of what comes before; empty at the end
	Elsewhere   []searchHit // where else the words stand that are asked for
}

// changesAsk is what the address asks for.
type changesAsk struct{ Text, Competitor, Area, Kind, Level, Status string }

// changeDay is the changes of one day.
type changeDay struct {
	Day     string // 2026-11-18
	Changes []changeRow
}

// changeRow is one change, said in a sentence.
type changeRow struct {
	store.ChangeView
	Sentence string
}

// toldAt is when a change was told, or seen where it was not.
func (c changeRow) toldAt() time.Time {
	if c.PublishedAt != nil {
		return *c.PublishedAt
	}
	return c.DetectedAt
}

func (s *Server) changes(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	v := changesView{Kinds: diff.Kinds(), Ask: changesAsk{
		wanted(r), q.Get("competitor"), q.Get("area"), q.Get("kind"), q.Get("level"), q.Get("status"),
	}}
	if v.Ask.Text != "" && !s.attempts.allow("find:"+who(r).Email, searchRate) {
		return errTooMany
	}
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64)
	rows, err := s.store.Changes(ctx, store.ChangeFilter{
		Text: v.Ask.Text, Competitor: v.Ask.Competitor, Area: v.Ask.Area, Kind: diff.ChangeKind(v.Ask.Kind),
		Level: extract.Level(v.Ask.Level), Status: v.Ask.status(), Before: before, Stream: true, Limit: changesShown + 1,
	})
	if err != nil {
		return err
	}
	if len(rows) > changesShown {
		rows = rows[:changesShown]
		v.Older = v.Ask.with("before", strconv.FormatInt(rows[changesShown-1].ID, 10))
	}
	v.Days = byDay(rows, who(r))
	if before == 0 {
		if v.Elsewhere, err = s.elsewhere(ctx, who(r), v.Ask.Text); err != nil {
			return err
		}
	}
	if v.Competitors, err = s.store.Competitors(ctx); err != nil {
		return err
	}
	return s.show(w, r, "changes.html", page{Title: "Changes", Current: "/changes", Body: v})
}

// elsewhere finds words that changes are searched for in what competitors published, in quotes and in what customers said.
func (s *Server) elsewhere(ctx context.Context, by viewer, text string) ([]searchHit, error) {
	if text == "" {
		return nil, nil
	}
	var hits []store.Hit
	for _, kind := range []store.HitKind{store.HitEntry, store.HitEvidence, store.HitAnnotation} {
		some, err := s.store.Search(ctx, text, []store.HitKind{kind}, elsewhereShown)
		if err != nil {
			return nil, err
		}
		hits = append(hits, some...)
	}
	return s.found(ctx, by, hits)
}

// status is what is listed: what was told, unless the address asks for what was dismissed or kept quiet.
func (a changesAsk) status() store.ChangeStatus {
	switch status := store.ChangeStatus(a.Status); status {
	case store.Dismissed, store.Quiet:
		return status
	}
	return store.Published
}

func (a changesAsk) with(name, value string) string {
	set := map[string]string{
		"q": a.Text, "competitor": a.Competitor, "area": a.Area, "kind": a.Kind, "level": a.Level, "status": a.Status,
	}
	set[name] = value
	return address("/changes", set)
}

// Narrowed tells whether the address leaves anything out.
func (a changesAsk) Narrowed() bool { return a != changesAsk{} }

// byDay parts changes by the day on which they were told, in the viewer's zone.
func byDay(rows []store.ChangeView, v viewer) []changeDay {
	var out []changeDay
	for _, c := range rows {
		row := changeRow{c, sentence(c.Change)}
		day := isoDate(row.toldAt().In(v.Location()))
		if len(out) == 0 || out[len(out)-1].Day != day {
			out = append(out, changeDay{Day: day})
		}
		last := &out[len(out)-1]
		last.Changes = append(last.Changes, row)
	}
	return out
}

// sentence says a stored change in one line.
func sentence(c store.Change) string {
	return upperFirst(c.Sentence())
}
