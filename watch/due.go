package watch

import (
	"context"
	"math/rand/v2"
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
		now := w.line.Now()
		hosts, err := tx.DueHosts(ctx, now, now.Add(-lateAfter))
		if err != nil {
			return err
		}
		return insertVisits(ctx, tx, admit(hosts, rand.Shuffle), now)
	})
}

// What is overdue for longer than lateAfter was due while nobody worked. Of such hosts a part goes at a time, so that
// the first seconds after a pause are not one great rush: at least lateHosts a second, and all within minutes.
const (
	lateAfter = 2 * time.Minute
	lateHosts = 20
	latePart  = 120
)

// admit chooses the hosts to visit now: all that are on time, and some of those that are late. Which of them is left to
// chance, because those under way are still late.
func admit(hosts []store.DueHost, shuffle func(n int, swap func(i, j int))) []string {
	var chosen, late []string
	for _, h := range hosts {
		if h.Late {
			late = append(late, h.Host)
		} else {
			chosen = append(chosen, h.Host)
		}
	}
	room := max(lateHosts, len(late)/latePart)
	if len(late) > room {
		shuffle(len(late), func(i, j int) { late[i], late[j] = late[j], late[i] })
		late = late[:room]
	}
	return append(chosen, late...)
}

// insertVisits asks for a visit to each of some hosts, for the sources that are due at a time.
func insertVisits(ctx context.Context, tx *store.Store, hosts []string, through time.Time) error {
	visits := make([]river.InsertManyParams, 0, len(hosts))
	for _, host := range hosts {
		visits = append(visits, river.InsertManyParams{Args: VisitArgs{Host: host, Through: through}})
	}
	return tx.InsertMany(ctx, visits)
}
