package api

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// AskSources chooses sources.
type AskSources struct {
	Paging
	Competitor string `query:"competitor" doc:"Key."`
	Kind       string `query:"kind" enum:"changelog,pricing,feed,page,sitemap"`
}

// Source is a watched address, and how it fares.
type Source struct {
	ID            int64         `json:"id"`
	Competitor    string        `json:"competitor"`
	Kind          extract.Kind  `json:"kind"`
	URL           string        `json:"url"`
	Render        string        `json:"render,omitempty"`
	EverySeconds  int64         `json:"every_seconds,omitempty" doc:"Left out: the schedule of the settings."`
	Paused        bool          `json:"paused,omitempty"`
	NextCheckAt   time.Time     `json:"next_check_at"`
	NotBefore     *time.Time    `json:"not_before,omitempty" doc:"The site asked to be left alone until then."`
	LastCheckedAt *time.Time    `json:"last_checked_at,omitempty"`
	LastOutcome   store.Outcome `json:"last_outcome,omitempty"`
	LastClass     string        `json:"last_class,omitempty"`
	LastReason    string        `json:"last_reason,omitempty"`
	LastGoodAt    *time.Time    `json:"last_good_at,omitempty"`
	LastNewAt     *time.Time    `json:"last_new_at,omitempty"`
	Failures      int           `json:"failures,omitempty" doc:"In a row."`
	MovedTo       string        `json:"moved_to,omitempty" doc:"Where a permanent redirect points."`
	Snapshot      *int64        `json:"snapshot,omitempty" doc:"The page that the next one is compared with."`
}

func newSource(competitor string, s store.Source) Source {
	return Source{
		s.ID, competitor, s.Kind, s.URL, s.Render, s.EverySeconds, s.Paused, s.NextCheckAt, s.NotBefore, s.LastCheckedAt,
		s.LastOutcome, s.LastClass, s.LastReason, s.LastGoodAt, s.LastNewAt, s.Failures, s.MovedTo, s.BaseSnapshotID,
	}
}

func (a *API) sources(ctx context.Context, in *AskSources) (*List[Source], error) {
	after, err := in.number()
	if err != nil {
		return nil, err
	}
	rows, err := a.st(ctx).Sources(ctx, store.SourceFilter{
		Competitor: in.Competitor, Kind: extract.Kind(in.Kind), After: after, Limit: in.Limit + 1,
	})
	return paged(rows, in.Limit, func(s store.SourceView) Source { return newSource(s.CompetitorKey, s.Source) },
		func(s store.SourceView) string { return byID(s.ID) }), err
}

func (a *API) source(ctx context.Context, in *ByID) (*One[Source], error) {
	src, err := a.st(ctx).Source(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if src.RemovedAt != nil {
		return nil, store.ErrNotFound
	}
	c, err := a.st(ctx).Competitor(ctx, src.CompetitorID)
	return &One[Source]{ETag: pausedTag(src), Body: newSource(c.Key, src)}, err
}

// pausedTag names the version of what people change of a source. What the machine keeps of it changes with every look.
func pausedTag(src store.Source) string {
	if src.Paused {
		return `"paused"`
	}
	return `"watched"`
}

// NewSource is an address to be watched.
type NewSource struct {
	Body struct {
		Competitor   string `json:"competitor" doc:"Key."`
		Kind         string `json:"kind" enum:"changelog,pricing,feed,page,sitemap"`
		URL          string `json:"url" maxLength:"4096"`
		Render       string `json:"render,omitempty" enum:"browser" doc:"Where the page is empty without scripts."`
		EverySeconds int64  `json:"every_seconds,omitempty" minimum:"1" maximum:"31536000"`
	}
}

func (a *API) addSource(ctx context.Context, in *NewSource) (*Made[Source], error) {
	src, err := watch.AddSource(ctx, a.st(ctx), watch.SourceWish{
		Competitor: in.Body.Competitor, Kind: in.Body.Kind, URL: in.Body.URL, Render: in.Body.Render,
		Every: time.Duration(in.Body.EverySeconds) * time.Second,
	}, a.now().UTC())
	if err != nil {
		return nil, err
	}
	return made("/sources/", src.ID, &One[Source]{ETag: pausedTag(src), Body: newSource(in.Body.Competitor, src)}), nil
}

// PauseSource stops looking at a source, or starts again.
type PauseSource struct {
	ByID
	Edit
	Body struct {
		Paused bool `json:"paused"`
	}
}

func (a *API) pauseSource(ctx context.Context, in *PauseSource) (*One[Source], error) {
	err := a.alone(ctx, watch.TheSource(in.ID), func(ctx context.Context) error {
		src, err := a.watched(ctx, in.ID)
		if err != nil {
			return err
		}
		if err := in.is(pausedTag(src)); err != nil {
			return err
		}
		return a.st(ctx).PauseSource(ctx, in.ID, in.Body.Paused)
	})
	if err != nil {
		return nil, err
	}
	return a.source(ctx, &in.ByID)
}

// Asked is the answer to somebody who wants a source to be looked at now.
type Asked struct {
	OK    bool       `json:"ok" doc:"It will be looked at as soon as somebody is free."`
	Why   string     `json:"why"`
	Again *time.Time `json:"again,omitempty" doc:"When it can be asked for, where it cannot now."`
}

func (a *API) checkSource(ctx context.Context, in *ByID) (*One[Asked], error) {
	if _, err := a.source(ctx, in); err != nil {
		return nil, err
	}
	asked, err := watch.Ask(ctx, a.st(ctx), in.ID, a.now())
	out := &One[Asked]{Body: Asked{OK: asked.OK, Why: asked.Why}}
	if !asked.Again.IsZero() {
		out.Body.Again = &asked.Again
	}
	return out, err
}

// AskCaptures chooses captures.
type AskCaptures struct {
	ByID
	Paging
}

// Capture is one attempt to fetch a source, or several that ended the same way.
type Capture struct {
	ID        int64         `json:"id"`
	At        time.Time     `json:"at"`
	SeenUntil time.Time     `json:"seen_until"`
	Times     int           `json:"times"`
	Outcome   store.Outcome `json:"outcome"`
	Class     string        `json:"class"`
	Reason    string        `json:"reason,omitempty"`
	Status    int           `json:"status,omitempty"`
	Bytes     int64         `json:"bytes,omitempty"`
	Millis    int64         `json:"millis,omitempty"`
	FinalURL  string        `json:"final_url,omitempty"`
	Snapshot  *int64        `json:"snapshot,omitempty"`
}

func newCapture(c store.Capture) Capture {
	return Capture{
		c.ID, c.At, c.SeenUntil, c.Times, c.Outcome, c.Class, c.Reason, c.Status, c.Bytes, c.Millis, c.FinalURL, c.SnapshotID,
	}
}

func (a *API) captures(ctx context.Context, in *AskCaptures) (*List[Capture], error) {
	before, err := in.number()
	if err != nil {
		return nil, err
	}
	if _, err := a.st(ctx).Source(ctx, in.ID); err != nil {
		return nil, err
	}
	rows, err := a.st(ctx).CapturesBefore(ctx, in.ID, before, in.Limit+1)
	return paged(rows, in.Limit, newCapture, func(c store.Capture) string { return byID(c.ID) }), err
}
