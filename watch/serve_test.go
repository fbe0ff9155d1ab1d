package watch_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// host is a site of many pages that remembers when each was asked for.
type host struct {
	mu    sync.Mutex
	asked []time.Time
	hold  chan struct{} // answers wait for it, if there is one
	rest  string        // Retry-After of a 429, if it wants to be left alone
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	h.mu.Lock()
	h.asked = append(h.asked, time.Now())
	hold, rest := h.hold, h.rest
	h.mu.Unlock()
	if hold != nil {
		<-hold
	}
	if rest != "" {
		w.Header().Set("Retry-After", rest)
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><title>Page</title><main><h1>%s</h1><p>Words about a product, its plans and its ways.</p></main>`, r.URL.Path)
}

func (h *host) times() []time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.asked)
}

// pages puts sources of one host into a store.
func pages(t *testing.T, st *store.Store, base string, n int) []store.Source {
	t.Helper()
	competitors := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(t.Context(), competitors))
	var sources []store.Source
	for i := range n {
		sources = append(sources, store.Source{
			CompetitorID: competitors[0].ID, Kind: extract.PageKind, URL: fmt.Sprintf("%s/page/%d", base, i),
			Host: crawler.HostKey(base), NextCheckAt: time.Now().UTC(), EverySeconds: 1,
		})
	}
	require.NoError(t, st.SaveSources(t.Context(), sources))
	return sources
}

// worker is a process that works, as far as one within a test can be: it shares nothing but the database.
func worker(t *testing.T, address string, gap time.Duration, bases ...string) *watch.Line {
	t.Helper()
	settings := crawler.Defaults()
	settings.HostGap = gap
	for _, base := range bases {
		settings.Allow = append(settings.Allow, strings.TrimPrefix(base, "http://"))
	}
	cr, err := crawler.New(settings)
	require.NoError(t, err)
	t.Cleanup(func() { _ = cr.Close() })
	return &watch.Line{
		Store: storetest.Open(t, address), Crawler: cr, Outlet: alert.Outlet{Client: cr.Client(), Dial: cr.Dial}, Parallel: 1,
		Schedule: watch.Schedule{Pace: watch.Pace{Every: time.Second}, Longest: 24 * time.Hour},
		Limits:   watch.Limits{Diff: diff.Limits{Blocks: 1000, Time: time.Second}, Quote: 500, Attempts: 3},
		Now:      func() time.Time { return time.Now().UTC() },
		Log:      slog.New(slog.DiscardHandler),
	}
}

// serve lets a line work until the test ends, or until the function it returns is called.
func serve(t *testing.T, l *watch.Line) (stop func()) {
	t.Helper()
	working, err := l.Serve(t.Context())
	require.NoError(t, err)
	var once sync.Once
	stop = func() {
		once.Do(func() {
			began := time.Now()
			require.NoError(t, working.Stop(t.Context()))
			require.Less(t, time.Since(began), 20*time.Second)
		})
	}
	return stop
}

// TestThreeWorkersAreAsPoliteAsOne: whoever visits a host keeps the distance to what the others did there.
func TestThreeWorkersAreAsPoliteAsOne(t *testing.T) {
	const gap = 300 * time.Millisecond
	storetest.EachAddress(t, func(t *testing.T, address string) {
		h := &host{}
		srv := httptest.NewServer(h)
		defer srv.Close()
		pages(t, storetest.Open(t, address), srv.URL, 3)
		for range 3 {
			defer serve(t, worker(t, address, gap, srv.URL))()
		}
		require.Eventually(t, func() bool { return len(h.times()) >= 12 }, time.Minute, 20*time.Millisecond)
		asked := h.times()
		for i, at := range asked[1:] {
			// A request leaves on time and may arrive a little late, so the next seems closer; a second visitor would not
			// keep any distance at all.
			require.Greater(t, at.Sub(asked[i]), gap*2/3, "request %d of %v", i+1, asked)
		}
	})
}

// TestEveryWorkerObeysASitesWish: a site that asks to be left alone is left alone by all, for all of its pages.
func TestEveryWorkerObeysASitesWish(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		h := &host{rest: "3600"}
		srv := httptest.NewServer(h)
		defer srv.Close()
		st := storetest.Open(t, address)
		sources := pages(t, st, srv.URL, 20)
		stop := serve(t, worker(t, address, 0, srv.URL))
		rested := func() bool {
			src, err := st.Source(t.Context(), sources[19].ID)
			return err == nil && src.NotBefore != nil
		}
		require.Eventually(t, rested, time.Minute, 10*time.Millisecond)
		stop()
		for range 2 {
			line := worker(t, address, 0, srv.URL)
			_, err := line.Crawl(t.Context(), watch.CrawlOptions{All: true})
			require.NoError(t, err)
		}
		require.Len(t, h.times(), 1)
		asked, err := watch.Ask(t.Context(), st, sources[3].ID, time.Now().UTC())
		require.NoError(t, err)
		require.False(t, asked.OK)
		require.WithinDuration(t, time.Now().Add(time.Hour), asked.Again, time.Minute)
	})
}

// TestWhoIsToldToStopFinishesWhatItIsAt: the fetch under way is recorded, those behind it wait for another process.
func TestWhoIsToldToStopFinishesWhatItIsAt(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		h := &host{hold: make(chan struct{})}
		srv := httptest.NewServer(h)
		defer srv.Close()
		st := storetest.Open(t, address)
		sources := pages(t, st, srv.URL, 5)
		stop := serve(t, worker(t, address, 0, srv.URL))
		require.Eventually(t, func() bool { return len(h.times()) == 1 }, time.Minute, 10*time.Millisecond)
		stopped := make(chan struct{})
		go func() { defer close(stopped); stop() }()
		select {
		case <-stopped:
			t.Fatal("it did not wait for the fetch")
		case <-time.After(100 * time.Millisecond): // long enough to see that it waits
		}
		close(h.hold)
		<-stopped
		require.LessOrEqual(t, len(h.times()), 2, "the next may have been begun already")
		src, err := st.Source(t.Context(), sources[0].ID)
		require.NoError(t, err)
		require.Equal(t, store.OutcomeNew, src.LastOutcome)
		jobs, err := st.JobList(t.Context(), store.JobFilter{States: []store.JobState{store.JobRunning}})
		require.NoError(t, err)
		require.Empty(t, jobs)
	})
}
