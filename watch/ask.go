package watch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// askEvery is how long a person must wait before a source that was just looked at can be asked for again.
const askEvery = time.Minute

// awaitTick is how often a process that waits for a look looks whether it is done.
const awaitTick = 50 * time.Millisecond

// Asked is the answer to a person who wants a source to be looked at now.
type Asked struct {
	OK    bool      // it will be looked at as soon as a worker is free
	Under bool      // somebody asked for it already
	Again time.Time // when it can be asked for, where it cannot now; zero: not before something else is done
	Why   string    // in a sentence
}

// Ask asks for a look at a source now, whatever its schedule says. It is one transaction, so that ten people who press
// the button at once ask once. What the site itself wants (Retry-After) is not overridden.
func Ask(ctx context.Context, st *store.Store, sourceID int64, now time.Time) (Asked, error) {
	var a Asked
	err := st.InTx(ctx, func(tx *store.Store) error {
		src, err := tx.LockSource(ctx, sourceID)
		if err != nil {
			return err
		}
		if a = mayAsk(src, now); !a.OK || a.Under {
			return nil
		}
		if err := tx.Ask(ctx, src.ID, now); err != nil {
			return err
		}
		return tx.Insert(ctx, VisitArgs{Host: src.Host, Through: now}, nil)
	})
	if err != nil {
		return Asked{}, fmt.Errorf("ask for a look: %w", err)
	}
	return a, nil
}

// mayAsk decides whether a source may be asked for. It is pure.
func mayAsk(src store.Source, now time.Time) Asked {
	switch {
	case src.RemovedAt != nil:
		return Asked{Why: "This source was removed; apply it again first."}
	case src.Paused:
		return Asked{Why: "This source is paused; resume it first."}
	case src.NotBefore != nil && src.NotBefore.After(now):
		return Asked{Again: *src.NotBefore, Why: "The site asked to be left alone until " + moment(*src.NotBefore) + "."}
	case src.Asked(), src.LookAgain:
		return Asked{OK: true, Under: true, Why: "It is being looked at already, or will be in a moment."}
	case !src.NextCheckAt.After(now):
		return Asked{OK: true, Why: "It is due and will be looked at in a moment."}
	case src.LastCheckedAt != nil && now.Sub(*src.LastCheckedAt) < askEvery && !now.Before(*src.LastCheckedAt):
		again := src.LastCheckedAt.Add(askEvery)
		return Asked{Again: again, Why: "It was looked at " + span(now.Sub(*src.LastCheckedAt)) +
			" ago; it can be asked for again at " + again.UTC().Format("15:04:05 UTC") + "."}
	}
	return Asked{OK: true, Why: "It will be looked at in a moment."}
}

// Check asks for a look at a source, works in this process until it has been looked at and read, and says whether it
// could be asked for. Other processes may be at work on the same database; whichever is first does it.
func (l *Line) Check(ctx context.Context, sourceID int64) (Asked, error) {
	asked, err := Ask(ctx, l.Store, sourceID, l.Now())
	if err != nil || !asked.OK {
		return asked, err
	}
	jobs, err := l.Jobs()
	if err != nil {
		return asked, err
	}
	if err := jobs.Start(ctx); err != nil {
		return asked, fmt.Errorf("start the jobs: %w", err)
	}
	err = l.awaitLook(ctx, jobs, sourceID)
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	return asked, errors.Join(err, jobs.Stop(stop))
}

// awaitLook waits until a source has been looked at as often as it takes, and what came has been read. A visit that was
// under way when the look was asked for may not have known of it, so it is asked for until it was.
func (l *Line) awaitLook(ctx context.Context, jobs *store.Jobs, sourceID int64) error {
	tick := time.NewTicker(awaitTick)
	defer tick.Stop()
	for {
		src, err := l.Store.Source(ctx, sourceID)
		if err == nil && !awaited(src, l.Now()) {
			if err = jobs.Drained(ctx, ReadArgs{}.Kind()); err == nil {
				src, err = l.Store.Source(ctx, sourceID)
			}
		}
		if err != nil || !awaited(src, l.Now()) {
			return err
		}
		if err := l.Store.Insert(ctx, VisitArgs{Host: src.Host, Through: l.Now()}, nil); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the look: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// awaited tells whether a look at a source is still to come and can come now.
func awaited(src store.Source, now time.Time) bool {
	resting := src.Paused || src.NotBefore != nil && src.NotBefore.After(now)
	return (src.Asked() || src.LookAgain) && !resting
}

// moment writes a time for people.
func moment(t time.Time) string { return t.UTC().Format("2 Jan 2006 15:04 UTC") }
