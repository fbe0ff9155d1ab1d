package watch

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/store"
)

// Retention is how long things are kept that nothing refers to; 0 means for ever, or any number.
type Retention struct {
	Pages     time.Duration // stored versions of pages
	PagesMost int           // of one source
	Messages  time.Duration // the text of messages that went out
}

// pruneGrace is how old a stored page is before it may be taken: what has just come may still be read and compared.
const pruneGrace = 24 * time.Hour

// At is what may be taken at a time.
func (r Retention) At(now time.Time) store.Retention {
	before := func(age time.Duration) time.Time {
		if age <= 0 {
			return time.Time{}
		}
		return now.Add(-age)
	}
	return store.Retention{
		PagesBefore:    before(r.Pages),
		PagesMost:      r.PagesMost,
		PagesLeast:     memoryDepth, // a memory is built from them anew
		PagesGrace:     now.Add(-pruneGrace),
		MessagesBefore: before(r.Messages),
	}
}

// PruneArgs asks to take what is kept for longer than it is to be.
type PruneArgs struct{}

// Kind names the job.
func (PruneArgs) Kind() string { return "prune" }

// InsertOpts keeps one such job at a time, behind everything else.
func (PruneArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: ReadQueue, Priority: 4, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type pruneWorker struct {
	river.WorkerDefaults[PruneArgs]
	line *Line
}

// pruneTime bounds one run. What it could not take is taken by the next one, soon after.
const pruneTime = 2 * time.Minute

// Work takes old pages and messages in many small steps, each by itself: whatever was taken when it is interrupted needs
// not be taken again.
func (w *pruneWorker) Work(ctx context.Context, job *river.Job[PruneArgs]) error {
	l := w.line
	now := l.Now()
	short, cancel := context.WithTimeout(ctx, pruneTime)
	defer cancel()
	took, err := l.Store.Prune(short, l.Retention.At(now))
	if took != (store.Pruned{}) {
		l.Log.Info("took what was kept long enough", "pages", took.Pages, "bytes", took.Bytes, "messages", took.Messages)
	}
	if short.Err() != nil && ctx.Err() == nil {
		return river.JobSnooze(time.Minute)
	}
	if err != nil {
		return err
	}
	return finish(ctx, l.Store, job, func(tx *store.Store) error { return tx.ForgetSessions(ctx, now) })
}
