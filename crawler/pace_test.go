package crawler

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestFetchesOfOneHostKeepTheirDistance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(Settings{HostParallel: 1, HostGap: 2 * time.Second})
		began := time.Now()
		for range 4 {
			require.NoError(t, p.wait(t.Context(), "a:443", 0))
		}
		took := time.Since(began)
		require.GreaterOrEqual(t, took, 6*time.Second)
		require.LessOrEqual(t, took, 7500*time.Millisecond, "a quarter more by chance at most")
		require.NoError(t, p.wait(t.Context(), "b:443", 0))
		require.Equal(t, took, time.Since(began), "other hosts do not wait")
	})
}

func TestACrawlDelayRaisesTheDistance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(Settings{HostGap: time.Second})
		began := time.Now()
		require.NoError(t, p.wait(t.Context(), "a:443", 30*time.Second))
		require.NoError(t, p.wait(t.Context(), "a:443", 30*time.Second))
		require.GreaterOrEqual(t, time.Since(began), 30*time.Second)
	})
}

func TestARedirectCountsForTheHostItLeadsTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(Settings{HostGap: time.Second})
		began := time.Now()
		p.touch("a:443", 0)
		require.Zero(t, time.Since(began))
		require.NoError(t, p.wait(t.Context(), "a:443", 0))
		require.GreaterOrEqual(t, time.Since(began), time.Second)
	})
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(Settings{HostParallel: 1, HostGap: time.Hour})
		release, err := p.enter(t.Context(), "a:443")
		require.NoError(t, err)
		defer release()
		require.NoError(t, p.wait(t.Context(), "a:443", 0))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = p.enter(ctx, "a:443")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, p.wait(ctx, "a:443", 0), context.DeadlineExceeded)
	})
}

func TestHostsAtRestAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(Settings{HostGap: time.Second})
		for i := range maxHosts {
			p.touch(fmt.Sprint(i), 0)
		}
		time.Sleep(time.Minute)
		p.touch("one more", 0)
		require.Len(t, p.hosts, 1)
	})
}

func TestNoMoreFetchesAtOnceThanAHostMayHave(t *testing.T) {
	var now, most atomic.Int32
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		n := now.Add(1)
		defer now.Add(-1)
		for {
			m := most.Load()
			if n <= m || most.CompareAndSwap(m, n) {
				break
			}
		}
		html("hello")(w, r)
	})
	c := testCrawler(t, func(s *Settings) { s.HostParallel = 2 }, site)
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			_, err := c.Fetch(t.Context(), Request{URL: fmt.Sprintf("%s/%d", site.URL, i)})
			require.NoError(t, err)
		})
	}
	all.Wait()
	require.LessOrEqual(t, most.Load(), int32(2))
}

func TestConnectionsStayWarm(t *testing.T) {
	var conns atomic.Int32
	site := httptest.NewUnstartedServer(html("hello"))
	site.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			conns.Add(1)
		}
	}
	site.Start()
	t.Cleanup(site.Close)
	c := testCrawler(t, nil, site)
	for range 20 {
		_, err := c.Fetch(t.Context(), Request{URL: site.URL + "/page"})
		require.NoError(t, err)
	}
	require.EqualValues(t, 1, conns.Load())
}
