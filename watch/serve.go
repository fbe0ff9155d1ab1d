package watch

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/store"
)

// dueEvery is how often the sources are asked which of them are due.
const dueEvery = time.Second

// Serve works on jobs until the Jobs it returns are stopped, and lets one process of all ask every second what is due.
func (l *Line) Serve(ctx context.Context) (*store.Jobs, error) {
	jobs, err := l.Store.Jobs(l.Workers(), store.JobOptions{
		Queues: map[string]int{VisitQueue: visitWorkers, ReadQueue: readWorkers, DeliverQueue: deliverWorkers},
		Periodic: []*river.PeriodicJob{river.NewPeriodicJob(
			river.PeriodicInterval(dueEvery),
			func() (river.JobArgs, *river.InsertOpts) { return DueArgs{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true},
		)},
	})
	if err != nil {
		return nil, err
	}
	return jobs, jobs.Start(ctx)
}
