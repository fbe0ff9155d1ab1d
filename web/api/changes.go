package api

import (
	"context"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// AskChanges chooses changes.
type AskChanges struct {
	Paging
	Competitor string    `query:"competitor" doc:"Key."`
	Area       string    `query:"area" doc:"Key: competitors that matter in it."`
	Kind       string    `query:"kind" doc:"Such as price_changed."`
	Level      string    `query:"level" enum:"minor,notable,major" doc:"The least."`
	Text       string    `query:"q" maxLength:"200" doc:"All of these words; the last may be the beginning of one."`
	Source     int64     `query:"source"`
	Since      time.Time `query:"since" doc:"Told at or after."`
	Until      time.Time `query:"until" doc:"Told before."`
	Status     string    `query:"status" enum:"published,dismissed,quiet" default:"published"`
}

// Change is a difference in meaning between two captures of one source.
type Change struct {
	ID             int64           `json:"id"`
	Sentence       string          `json:"sentence"`
	Kind           diff.ChangeKind `json:"kind"`
	Level          extract.Level   `json:"level"`
	Competitor     string          `json:"competitor"`
	CompetitorName string          `json:"competitor_name"`
	Subject        string          `json:"subject"`
	Before         string          `json:"before,omitempty"`
	After          string          `json:"after,omitempty"`
	Quote          string          `json:"quote,omitempty" doc:"Verbatim."`
	Source         int64           `json:"source"`
	SourceURL      string          `json:"source_url"`
	SnapshotBefore int64           `json:"snapshot_before"`
	SnapshotAfter  int64           `json:"snapshot_after"`
	DetectedAt     time.Time       `json:"detected_at"`
	PublishedAt    *time.Time      `json:"published_at,omitempty"`
	Status         string          `json:"status"`
	DismissReason  string          `json:"dismiss_reason,omitempty"`
	Path           string          `json:"path"`
}

func newChange(c store.ChangeView) Change {
	return Change{
		ID: c.ID, Kind: c.Kind, Level: c.Level, Competitor: c.CompetitorKey, CompetitorName: c.CompetitorName,
		Sentence: c.Sentence(), Subject: c.Subject, Before: c.Before, After: c.After, Quote: c.Quote, Source: c.SourceID, SourceURL: c.SourceURL,
		SnapshotBefore: c.BaseSnapshotID, SnapshotAfter: c.SnapshotID, DetectedAt: c.DetectedAt, PublishedAt: c.PublishedAt,
		Status: string(c.Status), DismissReason: c.DismissReason, Path: fmt.Sprintf("/changes/%d", c.ID),
	}
}

func (a *API) changes(ctx context.Context, in *AskChanges) (*List[Change], error) {
	before, err := in.number()
	if err != nil {
		return nil, err
	}
	rows, err := a.st(ctx).Changes(ctx, store.ChangeFilter{
		Competitor: in.Competitor, Area: in.Area, Kind: diff.ChangeKind(in.Kind), Level: extract.Level(in.Level), Text: in.Text,
		SourceID: in.Source, Since: in.Since, Until: in.Until, Status: store.ChangeStatus(in.Status), Before: before, Stream: true,
		Limit: in.Limit + 1,
	})
	return paged(rows, in.Limit, newChange, func(c store.ChangeView) string { return byID(c.ID) }), err
}

func (a *API) change(ctx context.Context, in *ByID) (*One[Change], error) {
	c, err := a.st(ctx).VisibleChange(ctx, in.ID)
	return &One[Change]{Body: newChange(c)}, err
}

// Accept makes a change evidence for a cell.
type Accept struct {
	ByID
	Edit
	Body struct {
		Area    string      `json:"area"`
		Feature string      `json:"feature"`
		State   store.State `json:"state" enum:"yes,partial,beta,planned,no,unknown,not applicable"`
		Cell    string      `json:"cell,omitempty" doc:"ETag of the cell as it was seen: it is not written over if somebody has changed it since. Left out: whatever stands."`
	}
}

func (a *API) acceptChange(ctx context.Context, in *Accept) (*One[Cell], error) {
	f, err := a.st(ctx).FeatureByKey(ctx, in.Body.Area, in.Body.Feature)
	if err != nil {
		return nil, huma.Error422UnprocessableEntity("There is no such feature.")
	}
	var c store.ChangeView
	err = a.alone(ctx, watch.TheChange(in.ID), func(ctx context.Context) error {
		if c, err = a.seenChange(ctx, in.ID, in.Edit); err != nil {
			return err
		}
		return a.alone(ctx, watch.TheCell(f.ID, c.CompetitorID), func(ctx context.Context) error {
			if err := a.cellSeen(ctx, f.ID, c.CompetitorID, in.Body.Cell); err != nil {
				return err
			}
			return watch.AcceptChange(ctx, a.st(ctx), c, f, in.Body.State, caller(ctx).Person, a.now().UTC())
		})
	})
	if err != nil {
		return nil, err
	}
	return a.cell(ctx, &AtCell{InArea{in.Body.Area}, f.Key, ByCompetitor{c.CompetitorKey}})
}

// seenChange finds a change that the caller has seen as it is now.
func (a *API) seenChange(ctx context.Context, id int64, seen Edit) (store.ChangeView, error) {
	c, err := a.st(ctx).VisibleChange(ctx, id)
	if err == nil {
		err = seen.unchanged(newChange(c))
	}
	return c, err
}

// cellSeen fails where a cell is not of the version that a program has seen; without one it may be any.
func (a *API) cellSeen(ctx context.Context, featureID, competitorID int64, tag string) error {
	if tag == "" {
		return nil
	}
	_, changed, err := report.CellValue(ctx, a.st(ctx), featureID, competitorID)
	if err != nil {
		return err
	}
	return Edit{tag}.is(version(changed))
}

// Dismissal is why a change is nothing.
type Dismissal struct {
	Reason
	Edit
}

func (a *API) dismissChange(ctx context.Context, in *Dismissal) (*One[Change], error) {
	err := a.alone(ctx, watch.TheChange(in.ID), func(ctx context.Context) error {
		c, err := a.seenChange(ctx, in.ID, in.Edit)
		if err != nil {
			return err
		}
		return watch.DismissChange(ctx, a.st(ctx), c.ID, in.Body.Reason, caller(ctx).Person)
	})
	if err != nil {
		return nil, err
	}
	return a.change(ctx, &in.ByID)
}

// AskEntries chooses entries.
type AskEntries struct {
	Paging
	Competitor string    `query:"competitor" doc:"Key."`
	Area       string    `query:"area" doc:"Key: competitors that matter in it."`
	Source     int64     `query:"source"`
	Since      time.Time `query:"since" doc:"First seen at or after."`
	News       bool      `query:"news" doc:"Leave out what was there on the first look, and what tells the same again."`
}

// Entry is one item of a changelog or feed.
type Entry struct {
	ID          int64             `json:"id"`
	Competitor  string            `json:"competitor"`
	Title       string            `json:"title"`
	Date        *time.Time        `json:"date,omitempty"`
	Type        extract.EntryType `json:"type"`
	Level       extract.Level     `json:"level"`
	URL         string            `json:"url"`
	Also        []string          `json:"also_at,omitempty" doc:"Where else the same news stands."`
	Source      int64             `json:"source"`
	Snapshot    int64             `json:"snapshot"`
	FirstSeenAt time.Time         `json:"first_seen_at"`
}

func newEntry(e store.EntryView) Entry {
	out := Entry{
		ID: e.ID, Competitor: e.CompetitorKey, Title: e.Title, Date: e.Date, Type: e.Type, Level: e.Level, URL: e.URL,
		Source: e.SourceID, Snapshot: e.SnapshotID, FirstSeenAt: e.FirstSeenAt,
	}
	for _, also := range e.Also {
		out.Also = append(out.Also, also.URL)
	}
	return out
}

func (a *API) entries(ctx context.Context, in *AskEntries) (*List[Entry], error) {
	before, err := in.number()
	if err != nil {
		return nil, err
	}
	rows, err := a.st(ctx).Entries(ctx, store.EntryFilter{
		Competitor: in.Competitor, Area: in.Area, SourceID: in.Source, Since: in.Since, News: in.News, Before: before,
		Stream: true, Limit: in.Limit + 1,
	})
	return paged(rows, in.Limit, newEntry, func(e store.EntryView) string { return byID(e.ID) }), err
}
