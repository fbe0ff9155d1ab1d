package watch_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// slow is many hosts that take a second to answer.
type slow struct{ answered atomic.Int64 }

func (s *slow) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	time.Sleep(time.Second)
	s.answered.Add(1)
	fmt.Fprint(w, `<!doctype html><title>Terms</title><main><h1>Terms</h1><p>We keep what you send us for a year.</p></main>`)
}

// rate is how many answers come in a second, once they do.
func (s *slow) rate(t *testing.T) float64 {
	t.Helper()
	from := s.answered.Load() + 100
	require.Eventually(t, func() bool { return s.answered.Load() > from }, time.Minute, 10*time.Millisecond)
	began, before := time.Now(), s.answered.Load()
	time.Sleep(4 * time.Second)
	return float64(s.answered.Load()-before) / time.Since(began).Seconds()
}

// TestThreeWorkersDoMoreThanTwiceTheWork where not the machine but the sites are what takes the time.
func TestThreeWorkersDoMoreThanTwiceTheWork(t *testing.T) {
	t.Parallel() // it waits for the most part
	address, s := storetest.PostgresAddress(t), &slow{}
	st := storetest.Open(t, address)
	competitors := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(t.Context(), competitors))
	var bases []string
	var sources []store.Source
	for range 240 {
		srv := httptest.NewServer(s)
		t.Cleanup(srv.Close)
		bases = append(bases, srv.URL)
		for page := range 3 {
			sources = append(sources, store.Source{
				CompetitorID: competitors[0].ID, Kind: extract.PageKind, URL: fmt.Sprintf("%s/%d", srv.URL, page),
				Host: crawler.HostKey(srv.URL), NextCheckAt: time.Now().UTC(), EverySeconds: 1,
			})
		}
	}
	require.NoError(t, st.SaveSources(t.Context(), sources))
	defer serve(t, worker(t, address, 0, bases...))()
	one := s.rate(t)
	for range 2 {
		defer serve(t, worker(t, address, 0, bases...))()
	}
	time.Sleep(2 * time.Second) // what the first is at, it keeps
	three := s.rate(t)
	for range 4 { // the machine may be held up by something else for a while
		if three > 2.2*one {
			break
		}
		three = s.rate(t)
	}
	t.Logf("one worker sees %.1f pages a second, three see %.1f: %.2f times as many", one, three, three/one)
	require.Greater(t, three, 2.2*one)
}
