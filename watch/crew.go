package watch

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// crew does something with each of a host's sources, several at a time where that helps: it begins with one hand and takes
// one more whenever a source has waited for a moment while every hand waits for the site. A site that answers at once is asked
// over few connections, and pages that this machine cannot read any faster are not heaped up in memory.
type crew struct {
	most  int // hands
	hands int
	waits atomic.Int32 // hands that wait for the site
	queue chan store.Source
	all   sync.WaitGroup
}

// moreHands is how long a source waits until another hand may help.
const moreHands = 25 * time.Millisecond

// each returns when do has returned for every source, or for all that were begun when the context ended.
func (c *crew) each(ctx context.Context, sources []store.Source, do func(store.Source)) {
	c.queue = make(chan store.Source)
	defer c.all.Wait()
	defer close(c.queue)
	for _, src := range sources {
		if !c.give(ctx, src, do) {
			return
		}
	}
}

// give finds a hand for a source. It reports false when the context ended.
func (c *crew) give(ctx context.Context, src store.Source, do func(store.Source)) bool {
	if c.hands == 0 {
		c.hire(do)
	}
	wait := time.NewTicker(moreHands)
	defer wait.Stop()
	for {
		select {
		case c.queue <- src:
			return true
		case <-wait.C:
			if c.hands < c.most && int(c.waits.Load()) == c.hands {
				c.hire(do)
			}
		case <-ctx.Done():
			return false
		}
	}
}

func (c *crew) hire(do func(store.Source)) {
	c.hands++
	c.all.Go(func() {
		for src := range c.queue {
			do(src)
		}
	})
}

// wait is where a hand waits for the site.
func (c *crew) wait(ask func()) {
	c.waits.Add(1)
	defer c.waits.Add(-1)
	ask()
}
