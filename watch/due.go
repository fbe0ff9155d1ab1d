package watch

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/store"
)

// Queues. Visits wait for the network, reading needs the processor, delivering waits for receivers: each has its own
// number of workers, so that none holds the others up.
const (
	VisitQueue   = "visit"
	ReadQueue    = "read"
	DeliverQueue = "deliver"
)

// DueArgs asks for visits to all hosts that have sources due.
type DueArgs struct{}

// Kind names the job.
func (DueArgs) Kind() string { return "due" }

// InsertOpts keeps one such job at a time.
func (DueArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: VisitQueue, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type dueWorker struct {
	river.WorkerDefaults[DueArgs]
	line *Line
}

// Work inserts a visit for each host with something due; a host that is being visited is left alone.
func (w *dueWorker) Work(ctx context.Context, job *river.Job[DueArgs]) error {
	return finish(ctx, w.line.Store, job, func(tx *store.Store) error {
		return insertVisits(ctx, tx, w.line.Now())
	})
}

// insertVisits asks for a visit to every host that has sources due at a time.
func insertVisits(ctx context.Context, tx *store.Store, through time.Time) error {
	hosts, err := tx.DueHosts(ctx, through)
	if err != nil {
		return err
	}
	visits := make([]river.InsertManyParams, 0, len(hosts))
	for _, host := range hosts {
		visits = append(visits, river.InsertManyParams{Args: VisitArgs{Host: host, Through: through}})
	}
	return tx.InsertMany(ctx, visits)
}
