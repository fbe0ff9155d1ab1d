package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/store"
)

// Bounds of notices.
const (
	noticeEvery = time.Minute // what happens within it is one message
	noticeLines = 30          // sources listed in one message
	noticeMost  = 5000        // episodes of one message
	quietSeen   = 4 * 24 * time.Hour
)

// noteCaptures begins and ends the troubles of sources by what a visit found. Sources that fare as before cost nothing.
func (l *Line) noteCaptures(ctx context.Context, tx *store.Store, records []store.CaptureRecord) error {
	for _, r := range records {
		var err error
		switch {
		case r.Capture.Outcome == store.OutcomeSame:
			err = l.noteWell(ctx, tx, r.Source, r.Capture.At)
		case !r.Capture.Outcome.Good():
			err = l.noteTrouble(ctx, tx, r.Source, r.Capture.Reason, r.Capture.At)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// noteTrouble begins an episode where a source has failed often enough, or will not mend, and is in none.
func (l *Line) noteTrouble(ctx context.Context, tx *store.Store, src store.Source, reason string, at time.Time) error {
	if src.EpisodeID != nil || !troubled(src, l.Schedule.TellAfter) {
		return nil
	}
	return l.note(ctx, tx, store.Episode{
		SourceID: src.ID, Kind: store.InTrouble, Class: src.Trouble, Reason: reason, Failures: src.Failures,
		Since: at, BeganAt: at,
	})
}

// noteWell ends the trouble of a source, if it was in any.
func (l *Line) noteWell(ctx context.Context, tx *store.Store, src store.Source, at time.Time) error {
	if src.EpisodeID == nil {
		return nil
	}
	ended, err := tx.EndEpisode(ctx, src.ID, store.InTrouble, at)
	if err != nil || !ended {
		return err
	}
	return tx.Insert(ctx, NoticeArgs{}, nil)
}

// noteQuiet begins an episode for every source that is seen well and silent against its own rhythm.
func (l *Line) noteQuiet(ctx context.Context, tx *store.Store, now time.Time) error {
	sources, err := tx.QuietSources(ctx, now, now.Add(-quietSeen))
	if err != nil {
		return err
	}
	for _, src := range sources {
		if src.QuietSince == nil {
			continue
		}
		err := l.note(ctx, tx, store.Episode{
			SourceID: src.ID, Kind: store.GoneQuiet, Reason: l.Schedule.Health(src, now).What,
			Since: *src.QuietSince, BeganAt: now,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *Line) note(ctx context.Context, tx *store.Store, e store.Episode) error {
	began, err := tx.BeginEpisode(ctx, &e)
	if err != nil || !began {
		return err
	}
	return tx.Insert(ctx, NoticeArgs{}, nil)
}

// NoticeArgs asks to tell operators of what has begun or ended.
type NoticeArgs struct{}

// Kind names the job.
func (NoticeArgs) Kind() string { return "notice" }

// InsertOpts keeps one such job at a time.
func (NoticeArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: DeliverQueue, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type noticeWorker struct {
	river.WorkerDefaults[NoticeArgs]
	line *Line
}

// Work owes one message about all that is not told yet to each subscription of operators. That it was told is written in
// the same transaction, so no crash can tell it twice, or never.
func (w *noticeWorker) Work(ctx context.Context, job *river.Job[NoticeArgs]) error {
	l, now := w.line, w.line.Now()
	last, err := l.Store.LastTold(ctx)
	if err != nil {
		return err
	}
	if last != nil && now.Sub(*last) < noticeEvery && !now.Before(*last) {
		return river.JobSnooze(noticeEvery - now.Sub(*last))
	}
	return finish(ctx, l.Store, job, func(tx *store.Store) error { return l.tellOperators(ctx, tx, now) })
}

func (l *Line) tellOperators(ctx context.Context, tx *store.Store, now time.Time) error {
	episodes, err := tx.UntoldEpisodes(ctx, noticeMost)
	if err != nil || len(episodes) == 0 {
		return err
	}
	subs, err := tx.Subscriptions(ctx)
	if err != nil {
		return err
	}
	began, ended := events(episodes)
	for _, sub := range subs {
		if !sub.Audience.Operates() || len(began)+len(ended) == 0 {
			continue
		}
		if _, err := l.Deliver(ctx, tx, sub, noticeName(episodes), notice(episodes, l.Links.Sources(), now), nil); err != nil {
			return err
		}
	}
	return tx.MarkTold(ctx, episodes, now)
}

// events are what one message tells: that episodes began, that they ended.
func events(episodes []store.EpisodeView) (began, ended []store.EpisodeView) {
	for _, e := range episodes {
		if e.BeganToldAt == nil {
			began = append(began, e)
		}
		if e.EndedAt != nil && e.EndedToldAt == nil && e.Kind == store.InTrouble {
			ended = append(ended, e)
		}
	}
	return began, ended
}

// noticeName is the name under which a notice is owed once: it stands for exactly what it tells.
func noticeName(episodes []store.EpisodeView) string {
	began, ended := events(episodes)
	h := sha256.New()
	for _, e := range began {
		fmt.Fprintf(h, "+%d", e.ID)
	}
	for _, e := range ended {
		fmt.Fprintf(h, "-%d", e.ID)
	}
	return "episodes:" + hex.EncodeToString(h.Sum(nil)[:12])
}

// notice writes the message about some episodes: of one in full, of several a line each.
func notice(episodes []store.EpisodeView, link string, now time.Time) alert.Message {
	began, ended := events(episodes)
	if len(began)+len(ended) == 1 {
		if len(began) == 1 {
			return alert.Notice(beganTitle(began[0]), beganLines(began[0]), link, now)
		}
		return alert.Notice(endedTitle(ended[0]), endedLines(ended[0]), link, now)
	}
	var lines []string
	for _, e := range began {
		lines = append(lines, beganTitle(e)+": "+crawler.Mask(e.SourceURL))
	}
	for _, e := range ended {
		lines = append(lines, endedTitle(e)+": "+crawler.Mask(e.SourceURL))
	}
	if more := len(lines) - noticeLines; more > 0 {
		lines = append(lines[:noticeLines], fmt.Sprintf("And %d more. gapwatch source list shows all.", more))
	}
	return alert.Notice(manyTitle(began, ended), lines, link, now)
}

func manyTitle(began, ended []store.EpisodeView) string {
	switch {
	case len(ended) == 0:
		return fmt.Sprintf("%d sources need a look", len(began))
	case len(began) == 0:
		return fmt.Sprintf("%d sources are seen again", len(ended))
	}
	return fmt.Sprintf("%s a look, %s seen again", numbered(len(began), "needs", "need"), numbered(len(ended), "is", "are"))
}

func numbered(n int, one, many string) string {
	if n == 1 {
		return "1 source " + one
	}
	return fmt.Sprintf("%d sources %s", n, many)
}

func beganTitle(e store.EpisodeView) string {
	if e.Kind == store.GoneQuiet {
		return fmt.Sprintf("%s, %s: quiet for longer than usual", e.CompetitorName, e.SourceKind)
	}
	what, _ := Trouble(e.Class).Words()
	return fmt.Sprintf("%s, %s: %s", e.CompetitorName, e.SourceKind, lower(what))
}

func beganLines(e store.EpisodeView) []string {
	lines := []string{"Source: " + crawler.Mask(e.SourceURL)}
	if e.Kind == store.GoneQuiet {
		return append(lines, e.Reason, "Look whether the site publishes somewhere else now.")
	}
	what, advice := Trouble(e.Class).Words()
	lines = append(lines, what+tries(e.Failures)+".")
	if e.Reason != "" {
		lines = append(lines, "Said when it was looked at on "+moment(e.BeganAt)+": "+e.Reason)
	}
	return append(lines, "What to do: "+advice, "You are told again when it is seen.")
}

func endedTitle(e store.EpisodeView) string {
	return fmt.Sprintf("%s, %s: seen again", e.CompetitorName, e.SourceKind)
}

func endedLines(e store.EpisodeView) []string {
	what, _ := Trouble(e.Class).Words()
	return []string{
		"Source: " + crawler.Mask(e.SourceURL),
		fmt.Sprintf("It was in trouble from %s to %s: %s.", moment(e.BeganAt), moment(*e.EndedAt), lower(what)),
	}
}

// lower writes the first letter of a sentence small, so that it can stand behind a colon.
func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
