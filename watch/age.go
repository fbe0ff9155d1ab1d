package watch

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// AgeArgs asks what time alone has changed.
type AgeArgs struct{}

// Kind names the job.
func (AgeArgs) Kind() string { return "age" }

// InsertOpts keeps one such job at a time.
func (AgeArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: ReadQueue, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type ageWorker struct {
	river.WorkerDefaults[AgeArgs]
	line *Line
}

// readAgainFor is how long a page that could not be read, and was given up, is tried again every hour.
const readAgainFor = 24 * time.Hour

// Work lets cells grow stale that nothing has confirmed for long, has read again what an older program has read, or nobody
// could, notes sources that have fallen silent, and brings looks forward that are further away than any schedule puts them.
func (w *ageWorker) Work(ctx context.Context, job *river.Job[AgeArgs]) error {
	return finish(ctx, w.line.Store, job, func(tx *store.Store) error {
		if err := insertRereads(ctx, tx); err != nil {
			return err
		}
		if err := tx.TryAgain(ctx, ReadArgs{}.Kind(), w.line.Now().Add(-readAgainFor)); err != nil {
			return err
		}
		if err := w.line.noteQuiet(ctx, tx, w.line.Now()); err != nil {
			return err
		}
		if err := w.line.Schedule.mend(ctx, tx, w.line.Now()); err != nil {
			return err
		}
		return age(ctx, tx, w.line.Now())
	})
}

// mend brings forward the looks that a wrong clock, or a schedule that has been changed since, has put too far away.
func (s Schedule) mend(ctx context.Context, tx *store.Store, now time.Time) error {
	sources, err := tx.DueAfter(ctx, now.Add(s.soonest()))
	if err != nil {
		return err
	}
	sooner := map[int64]time.Time{}
	for _, src := range sources {
		if at, wrong := s.mended(src, now); wrong {
			sooner[src.ID] = at
		}
	}
	if err := tx.Reschedule(ctx, sooner); err != nil || s.RestMax <= 0 {
		return err
	}
	return tx.EndRest(ctx, now.Add(s.RestMax+time.Minute))
}

// age confirms the evidence of pages that were seen since and did not change, and decides the cells anew whose
// evidence or verification has grown old.
func age(ctx context.Context, tx *store.Store, now time.Time) error {
	if err := tx.Confirm(ctx, now.Add(-matrix.StaleAfter/2)); err != nil {
		return err
	}
	cells, err := tx.AgingCells(ctx, now.Add(-matrix.StaleAfter), now)
	if err != nil {
		return err
	}
	for _, c := range cells {
		if err := DecideCell(ctx, tx, c.FeatureID, c.CompetitorID, store.Machine, now); err != nil {
			return err
		}
	}
	return nil
}
