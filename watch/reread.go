package watch

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// RereadArgs asks to learn again from a source whose pages another reader, or other rules, have read.
type RereadArgs struct {
	SourceID int64 `json:"source_id" river:"unique"`
}

// Kind names the job.
func (RereadArgs) Kind() string { return "reread" }

// InsertOpts keeps one such job per source, behind the reading of what is new.
func (RereadArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{
		Queue: ReadQueue, Priority: 3, MaxAttempts: 5, UniqueOpts: river.UniqueOpts{ByArgs: true},
	}
}

type rereadWorker struct {
	river.WorkerDefaults[RereadArgs]
	line *Line
}

// Work reads the base again and corrects what was learned from it. Nothing of it is a change.
func (w *rereadWorker) Work(ctx context.Context, job *river.Job[RereadArgs]) error {
	l := w.line
	src, err := l.Store.Source(ctx, job.Args.SourceID)
	if err != nil {
		return err
	}
	nothing := func(*store.Store) error { return nil }
	if src.BaseSnapshotID == nil || src.ReadBy == reader(src) {
		return finish(ctx, l.Store, job, nothing)
	}
	rules, err := l.rules(ctx, src)
	if err != nil {
		return err
	}
	p, err := l.past(ctx, src, rules)
	if err != nil {
		return fmt.Errorf("read source %d again: %w", src.ID, err)
	}
	return finish(ctx, l.Store, job, func(tx *store.Store) error {
		now, err := tx.LockSource(ctx, src.ID)
		if err != nil || !sameID(now.BaseSnapshotID, src.BaseSnapshotID) || now.RulesVersion != src.RulesVersion {
			return err // the look that moved the base has read it; other rules have a job of their own
		}
		return l.refresh(ctx, tx, now, p)
	})
}

// insertRereads asks to read again whatever another reader, or other rules, have read.
func insertRereads(ctx context.Context, tx *store.Store) error {
	ids, err := tx.ReadByOthers(ctx, extract.ReaderVersion)
	if err != nil {
		return err
	}
	jobs := make([]river.InsertManyParams, 0, len(ids))
	for _, id := range ids {
		jobs = append(jobs, river.InsertManyParams{Args: RereadArgs{SourceID: id}})
	}
	return tx.InsertMany(ctx, jobs)
}

// refresh corrects what was learned from a source to what its base says to the reader of today. The page did not
// change, so nobody is told, and the history of cells says that it is a technical step.
func (l *Line) refresh(ctx context.Context, tx *store.Store, src store.Source, p past) error {
	seen := p.snapshot.At
	if src.LastGoodAt != nil {
		seen = *src.LastGoodAt
	}
	r := reading{
		args: ReadArgs{SnapshotID: p.snapshot.ID, At: seen}, snapshot: p.snapshot, source: src, doc: p.doc, first: true,
	}
	extract.ClassifyAs(nil, r.doc.Entries)
	document, err := tx.Zip(p.doc)
	if err != nil {
		return err
	}
	if err := tx.SaveDocument(ctx, p.snapshot.ID, reader(src), document); err != nil {
		return err
	}
	if err := l.keepEntries(ctx, tx, r); err != nil {
		return err
	}
	if src.Kind == extract.Pricing {
		if err := tx.RestatePlans(ctx, src, p.snapshot.ID, r.doc.Plans, p.snapshot.At); err != nil {
			return err
		}
	}
	if err := l.prove(ctx, tx, r, store.ReadAgain, l.Now()); err != nil {
		return err
	}
	memory, err := tx.Zip(p.memory)
	if err != nil {
		return err
	}
	if err := tx.SaveMemory(ctx, src.ID, memory); err != nil {
		return err
	}
	by := reader(src)
	return tx.SetBase(ctx, src.ID, store.Base{Looks: src.Looks, ReadBy: &by, Essence: diff.Essence(p.doc)})
}

// untold leaves out changes that were told already, as another reader or other rules worded them: the base had to wait
// for a second look of something else, and a better reading of the same pages is no news.
func (l *Line) untold(ctx context.Context, tx *store.Store, r reading) ([]diff.Change, error) {
	told, err := tx.ToldByOthers(ctx, *r.source.BaseSnapshotID, reader(r.source))
	if err != nil || len(told) == 0 {
		return r.changes, err
	}
	type news struct{ kind, subject string }
	known := make(map[news]bool, len(told))
	for _, c := range told {
		known[news{string(c.Kind), c.Subject}] = true
	}
	var out []diff.Change
	for _, c := range r.changes {
		if !known[news{string(c.Kind), c.Subject}] {
			out = append(out, c)
		}
	}
	return out, nil
}
