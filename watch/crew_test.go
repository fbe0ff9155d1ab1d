package watch

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

// worked lets a crew work on some sources and tells how many hands it took, how many sources were done, and how long it was.
func worked(ctx context.Context, most, sources int, do func(*crew)) (int, int, time.Duration) {
	c, done, began := crew{most: most}, atomic.Int32{}, time.Now()
	c.each(ctx, make([]store.Source, sources), func(store.Source) {
		do(&c)
		done.Add(1)
	})
	return c.hands, int(done.Load()), time.Since(began)
}

func TestACrewIsAsLargeAsItHelps(t *testing.T) {
	site := func(d time.Duration) func(*crew) { return func(c *crew) { c.wait(func() { time.Sleep(d) }) } }
	read := func(d time.Duration) func(*crew) { return func(*crew) { time.Sleep(d) } }
	for name, o := range map[string]struct {
		do      func(*crew)
		hands   int
		longest time.Duration
	}{
		"a site that answers at once":  {site(time.Millisecond), 1, time.Second},
		"a slow site":                  {site(time.Second), 8, 15 * time.Second},
		"pages that take long to read": {read(time.Second), 1, 101 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				hands, done, took := worked(t.Context(), 8, 100, o.do)
				require.Equal(t, 100, done)
				require.Equal(t, o.hands, hands)
				require.LessOrEqual(t, took, o.longest)
			})
		})
	}
}

func TestACrewEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		_, done, took := worked(ctx, 2, 1000, func(c *crew) { c.wait(func() { time.Sleep(time.Minute) }) })
		require.Less(t, done, 6)
		require.Less(t, took, 4*time.Minute)
	})
}
