package watch

import (
	"context"
	"errors"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// How often one process of all asks what is due, and what time alone has changed.
const (
	dueEvery   = time.Second
	ageEvery   = time.Hour
	pruneEvery = 24 * time.Hour
)

// Working is a process that works on jobs until it is stopped.
type Working struct {
	line *Line
	jobs *store.Jobs
}

// Serve begins to work on jobs, and lets one process of all ask every second what is due. Any number of processes may
// work on one database. Stop must be called in the end; ctx ends nothing by itself, so that a signal lets running jobs
// finish.
func (l *Line) Serve(ctx context.Context) (*Working, error) {
	ctx = context.WithoutCancel(ctx)
	jobs, err := l.Store.Jobs(l.Workers(), store.JobOptions{Queues: queues(), Periodic: l.periodic()})
	if err != nil {
		return nil, err
	}
	if err := jobs.Start(ctx); err != nil {
		return nil, err
	}
	w := &Working{l, jobs}
	// The process that inserts periodic jobs is elected first, which takes a second; what is due need not wait for it.
	if err := l.Store.Insert(ctx, DueArgs{}, nil); err != nil {
		return nil, errors.Join(err, w.Stop(ctx))
	}
	return w, nil
}

// Stop lets running jobs finish: visits end with the fetches they are at. It takes less than 20 seconds.
func (w *Working) Stop(ctx context.Context) error {
	w.line.stopping.Store(true)
	return w.jobs.Stop(context.WithoutCancel(ctx))
}

// periodic is what is asked again and again.
func (l *Line) periodic() []store.Periodic {
	jobs := []store.Periodic{
		{Every: dueEvery, Args: DueArgs{}}, {Every: ageEvery, Args: AgeArgs{}}, {Every: digestsEvery, Args: DigestsArgs{}},
		{Every: pruneEvery, Args: PruneArgs{}},
	}
	if l.Drafts() {
		jobs = append(jobs, store.Periodic{Every: draftEvery, Args: DraftsArgs{}})
	}
	return jobs
}

func queues() map[string]int {
	return map[string]int{VisitQueue: visitWorkers, ReadQueue: readWorkers, DeliverQueue: deliverWorkers}
}
