// Package watch is the straight line: what is due is visited, what is new is read, what was learned is told.
//
//	due      hosts that have sources due  ->  visit{host}
//	visit    one host's due sources, politely  ->  captures, snapshots, read{snapshot}
//	read     document, diff, confirm, evidence, cells, subscriptions  ->  changes, deliveries, deliver{delivery}
//	deliver  a message to a channel
//
// Each step is one job. A job reads, does the slow thing, then writes rows, the jobs that follow and its own end in one
// transaction, so that it may die at any point and run again. The decisions are pure functions beside the jobs:
// settle (a fetch becomes a capture), confirm (which changes may be told), schedule (when to look next).
//
// Start at Line and, for one pass on the command line, Crawl.
package watch

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// Line holds what the jobs of the straight line need.
type Line struct {
	Store     *store.Store
	Crawler   *crawler.Crawler
	Outlet    alert.Outlet // guarded; channels send through it
	Links     alert.Links  // in messages
	Pace      alert.Pace   // how much one subscription is told at once
	Schedule  Schedule
	Parallel  int // fetches at once to one host
	Limits    Limits
	Retention Retention
	Drafting  Drafting
	Metrics   *Metrics // nil: nothing is counted
	Now       func() time.Time
	Log       *slog.Logger
	Point     func(Point) // told of every point that is reached; nil: nobody is
	knowledge knowledge
	desks     desks
	receivers receivers
	stopping  atomic.Bool // visits are to end with what they are at
	sights    sightCache
	reports   reportCache
}

// Limits bound what the line reads, compares and tells.
type Limits struct {
	Read     extract.Limits
	Diff     diff.Limits
	Quote    int // characters of a quote in a message
	Attempts int // to send a message, before it counts as failed
}

// LimitsOf are the limits of a line; none where there is no line.
func LimitsOf(l *Line) Limits {
	if l == nil {
		return Limits{}
	}
	return l.Limits
}

// Workers registers every kind of job. Every binary registers all of them: a kind that a worker does not know would
// be discarded when it is rescued.
func (l *Line) Workers() *river.Workers {
	workers := river.NewWorkers()
	river.AddWorker(workers, &dueWorker{line: l})
	river.AddWorker(workers, &visitWorker{line: l})
	river.AddWorker(workers, &readWorker{line: l})
	river.AddWorker(workers, &rereadWorker{line: l})
	river.AddWorker(workers, &deliverWorker{line: l})
	river.AddWorker(workers, &digestsWorker{line: l})
	river.AddWorker(workers, &digestWorker{line: l})
	river.AddWorker(workers, &reportWorker{line: l})
	river.AddWorker(workers, &ageWorker{line: l})
	river.AddWorker(workers, &noticeWorker{line: l})
	river.AddWorker(workers, &pruneWorker{line: l})
	river.AddWorker(workers, &draftsWorker{line: l})
	return workers
}

// finish runs write and completes the job in one transaction.
func finish[A river.JobArgs](
	ctx context.Context, st *store.Store, job *river.Job[A], write func(tx *store.Store) error,
) error {
	return st.InTx(ctx, func(tx *store.Store) error {
		if err := write(tx); err != nil {
			return err
		}
		return store.CompleteTx(ctx, tx, job)
	})
}
