package watch

import (
	"context"
	"fmt"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Bounds of one pass.
const (
	visitWorkers   = 32 // hosts visited at once
	readWorkers    = 2
	deliverWorkers = 16 // messages on their way at once
	stopTime       = 20 * time.Second

	// stuckRounds is how often visits are asked for that leave as much due as before: one that is just ending may not have
	// seen the second look that a reading asked for meanwhile, and keeps another visit from being asked for.
	stuckRounds = 3
)

// CrawlOptions says what one pass looks at.
type CrawlOptions struct {
	All      bool                // every source, not only those that are due
	Progress func(done, all int) // called now and then; may be nil

	// Hand is given the changes before they count as returned: if it fails, or the process dies meanwhile, the next pass returns
	// them too. May be nil.
	Hand func(changes []store.ChangeView) error
}

// Crawl makes one pass over what is due, through the same jobs as the server, drained in this process, and returns the
// changes it published. Changes that an earlier pass published and could not return, because it was killed, are
// returned too: which ones were is kept in the database.
func (l *Line) Crawl(ctx context.Context, opts CrawlOptions) ([]store.ChangeView, error) {
	start := l.Now()
	if opts.All {
		if err := l.Store.MakeAllDue(ctx, start); err != nil {
			return nil, err
		}
	}
	jobs, err := l.Jobs()
	if err != nil {
		return nil, err
	}
	if err := jobs.Start(ctx); err != nil {
		return nil, fmt.Errorf("start the jobs: %w", err)
	}
	err = l.Store.InTx(ctx, func(tx *store.Store) error {
		if err := insertRereads(ctx, tx); err != nil {
			return err
		}
		return l.noteQuiet(ctx, tx, start)
	})
	if err == nil {
		err = l.drain(ctx, jobs, start, opts)
	}
	if err == nil {
		err = l.tellDue(ctx, jobs)
	}
	stopCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if stopErr := jobs.Stop(stopCtx); err == nil && stopErr != nil {
		err = fmt.Errorf("stop the jobs: %w", stopErr)
	}
	if err != nil {
		return nil, err
	}
	if err := l.Store.InTx(ctx, func(tx *store.Store) error { return age(ctx, tx, l.Now()) }); err != nil {
		return nil, err
	}
	var taken []store.ChangeView
	err = l.Store.TakePublished(ctx, func(changes []store.ChangeView) error {
		taken = changes
		if opts.Hand == nil {
			return nil
		}
		return opts.Hand(changes)
	})
	return taken, err
}

// tellDue sends what is due at set times: digests, reports, and what had to wait.
func (l *Line) tellDue(ctx context.Context, jobs *store.Jobs) error {
	if err := l.Store.InTx(ctx, func(tx *store.Store) error { return l.insertDigests(ctx, tx) }); err != nil {
		return err
	}
	return jobs.Drained(ctx)
}

// Jobs prepares the queue's client with this line's workers.
func (l *Line) Jobs() (*store.Jobs, error) {
	return l.Store.Jobs(l.Workers(), store.JobOptions{Queues: queues()})
}

// drain visits until nothing that was due at the start is left, second looks included.
func (l *Line) drain(ctx context.Context, jobs *store.Jobs, start time.Time, opts CrawlOptions) error {
	before, rounds := int64(-1), 0
	for {
		due, err := l.Store.CountDue(ctx, start)
		if err != nil {
			return err
		}
		if due != before {
			rounds = 0
		}
		if rounds++; due == 0 || rounds > stuckRounds {
			return jobs.Drained(ctx) // done, or no visit makes progress any more
		}
		before = due
		if err := l.Store.InTx(ctx, func(tx *store.Store) error {
			hosts, err := tx.DueHosts(ctx, start, start)
			if err != nil {
				return err
			}
			return insertVisits(ctx, tx, hostNames(hosts), start)
		}); err != nil {
			return err
		}
		if err := jobs.Drained(ctx); err != nil {
			return err
		}
		l.report(ctx, start, opts)
	}
}

func hostNames(hosts []store.DueHost) []string {
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = h.Host
	}
	return names
}

// report tells the caller how far the pass is.
func (l *Line) report(ctx context.Context, start time.Time, opts CrawlOptions) {
	if opts.Progress == nil {
		return
	}
	if done, all, err := l.Store.CheckedSince(ctx, start); err == nil {
		opts.Progress(int(done), int(all))
	}
}
