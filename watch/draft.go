package watch

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/draft"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// Drafting is a language model that drafts summaries and mappings, and how much it is asked. Its zero value asks none.
type Drafting struct {
	Model  *draft.Model
	PerDay int // questions within 24 hours at most
}

// Bounds of drafting.
const (
	draftEvery  = 10 * time.Minute
	draftTime   = 4 * time.Minute // of one run; the rest is for the next one
	draftBatch  = 20
	draftAge    = 14 * 24 * time.Hour // older changes are not summed up
	draftAround = 1500                // characters of the page on either side of the quote
)

// Drafts tells whether a language model is switched on.
func (l *Line) Drafts() bool { return l != nil && l.Drafting.Model != nil }

// DraftsArgs asks the language model about what nobody has asked it about.
type DraftsArgs struct{}

// Kind names the job.
func (DraftsArgs) Kind() string { return "drafts" }

// InsertOpts keeps one such job at a time, in the queue that nothing else waits in: a model is slow.
func (DraftsArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: river.QueueDefault, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type draftsWorker struct {
	river.WorkerDefaults[DraftsArgs]
	line *Line
}

// Work keeps each draft by itself: what was answered when it is interrupted is not asked again.
func (w *draftsWorker) Work(ctx context.Context, job *river.Job[DraftsArgs]) error {
	short, cancel := context.WithTimeout(ctx, draftTime)
	defer cancel()
	if err := w.line.Draft(short); err != nil && short.Err() == nil {
		return err
	}
	return finish(ctx, w.line.Store, job, func(*store.Store) error { return nil })
}

// Draft asks the model about the newest changes and phrases that it was not asked about, as far as the day's bound allows.
// Where no model is switched on it does nothing.
func (l *Line) Draft(ctx context.Context) error {
	if !l.Drafts() {
		return nil
	}
	n, err := l.Store.CountDrafts(ctx, l.Now().Add(-24*time.Hour))
	if err != nil {
		return err
	}
	left := min(l.Drafting.PerDay-int(n.Asked), draftBatch)
	if left <= 0 {
		return nil
	}
	changes, err := l.Store.ChangesToDraft(ctx, l.Now().Add(-draftAge), left)
	if err != nil {
		return err
	}
	phrases, err := l.Store.PhrasesToDraft(ctx, left-len(changes))
	if err != nil {
		return err
	}
	return errors.Join(each(ctx, l, changes, l.draftSummary), each(ctx, l, phrases, l.draftMapping))
}

// each drafts for some rows until the process is to stop. One that fails alone does not hold up the others; after a second one
// the model is taken to be out of reach.
func each[T any](ctx context.Context, l *Line, rows []T, ask func(context.Context, T) error) error {
	var failed error
	for _, row := range rows {
		if l.stopping.Load() {
			return failed
		}
		if err := ask(ctx, row); err != nil {
			if failed != nil {
				return failed
			}
			failed = err
		}
	}
	return failed
}

// ask asks the model and fills in what it drafted, or why that is none.
func (l *Line) ask(
	ctx context.Context, q draft.Question, accept func(string, draft.Find) (draft.Draft, error), page extract.Page, row *store.Draft,
) (draft.Draft, error) {
	answer, err := l.Drafting.Model.Ask(ctx, q)
	if err != nil {
		return draft.Draft{}, err
	}
	said, err := accept(answer, func(quote string) (string, bool) {
		c, found := extract.Around(page, quote, 0)
		return c.Quote, found
	})
	var refusal draft.Refusal
	if errors.As(err, &refusal) {
		row.Refused, err = refusal.Error(), nil
	}
	row.Model, row.Text, row.Quote, row.MadeAt = l.Drafting.Model.Name, said.Text, said.Quote, l.Now()
	return said, err
}

func (l *Line) draftSummary(ctx context.Context, c store.ChangeView) error {
	page, around, err := l.aroundQuote(ctx, c.SnapshotID, c.SourceKind, c.Quote)
	if err != nil {
		return err
	}
	about := draft.Change{
		Competitor: c.CompetitorName, Sentence: c.Sentence(), Before: c.Before, After: c.After, Quote: c.Quote, Around: around,
	}
	row := store.Draft{ChangeID: &c.ID}
	if _, err = l.ask(ctx, about.Question(), about.Accept, page, &row); err != nil {
		return err
	}
	return l.Store.SaveDraft(ctx, &row)
}

func (l *Line) draftMapping(ctx context.Context, p store.Phrase) error {
	src, err := l.Store.Source(ctx, p.SourceID)
	if err != nil {
		return err
	}
	competitor, err := l.Store.Competitor(ctx, p.CompetitorID)
	if err != nil {
		return err
	}
	features, err := l.Store.Features(ctx, p.AreaID)
	if err != nil {
		return err
	}
	page, around, err := l.aroundQuote(ctx, p.SnapshotID, src.Kind, p.Text)
	if err != nil {
		return err
	}
	about := draft.Phrase{
		Competitor: competitor.Name, Section: p.Section, Text: p.Text, Around: around, Features: likelyFirst(features, p.Candidates),
	}
	row := store.Draft{PhraseID: &p.ID}
	said, err := l.ask(ctx, about.Question(), about.Accept, page, &row)
	if err != nil {
		return err
	}
	for _, f := range features {
		if f.Key == said.Feature {
			row.FeatureID = &f.ID
		}
	}
	return l.Store.SaveDraft(ctx, &row)
}

// aroundQuote is a stored page, and what stands around a quote on it.
func (l *Line) aroundQuote(ctx context.Context, snapshotID int64, kind extract.Kind, quote string) (extract.Page, string, error) {
	page, err := l.Store.Page(ctx, snapshotID, kind)
	if err != nil {
		return page, "", err
	}
	c, _ := extract.Around(page, quote, draftAround)
	return page, c.Before + c.Quote + c.After, nil
}

// likelyFirst lists the features of an area, those that a phrase most likely means first.
func likelyFirst(features []store.Feature, candidates []store.Candidate) []draft.Feature {
	var first, rest []draft.Feature
	for _, f := range features {
		offered := draft.Feature{Key: f.Key, Name: f.Name, Definition: f.Definition}
		if slices.ContainsFunc(candidates, func(c store.Candidate) bool { return c.Feature == f.Key }) {
			first = append(first, offered)
		} else {
			rest = append(rest, offered)
		}
	}
	return append(first, rest...)
}
