package watch

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/store"
)

// How often one process of all asks what is due, and what time alone has changed.
const (
	dueEvery = time.Second
	ageEvery = time.Hour
)

func every(interval time.Duration, args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(
		river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) { return args, nil },
		&river.PeriodicJobOpts{RunOnStart: true},
	)
}

// Serve works on jobs until the Jobs it returns are stopped, and lets one process of all ask every second what is due.
func (l *Line) Serve(ctx context.Context) (*store.Jobs, error) {
	jobs, err := l.Store.Jobs(l.Workers(), store.JobOptions{
		Queues:   map[string]int{VisitQueue: visitWorkers, ReadQueue: readWorkers, DeliverQueue: deliverWorkers},
		Periodic: []*river.PeriodicJob{every(dueEvery, DueArgs{}), every(ageEvery, AgeArgs{})},
	})
	if err != nil {
		return nil, err
	}
	return jobs, jobs.Start(ctx)
}
