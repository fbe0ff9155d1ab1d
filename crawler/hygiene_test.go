package crawler

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestNothingIsLeftBehind counts goroutines and open files before and after fetches that end in every way.
func TestNothingIsLeftBehind(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ok":
			html("hello")(w, r)
		case "/endless":
			for line := make([]byte, 32<<10); ; {
				if _, err := w.Write(line); err != nil {
					return
				}
			}
		case "/stall":
			<-r.Context().Done()
		case "/half":
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte("half"))
		default:
			http.Redirect(w, r, "/ok", http.StatusFound)
		}
	})
	secure := httptest.NewUnstartedServer(html("hello"))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	goroutines, files := runtime.NumGoroutine(), openFiles(t)

	s := Defaults()
	s.HostGap, s.HostParallel, s.Timeout = 0, 4, 200*time.Millisecond
	s.Allow = []string{HostKey(site.URL), HostKey(secure.URL)}
	c, err := New(s)
	require.NoError(t, err)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for range 3 {
		for _, raw := range []string{"/ok", "/endless", "/stall", "/half", "/redirect"} {
			_, _ = c.Fetch(t.Context(), Request{URL: site.URL + raw})
			_, _ = c.Fetch(ended, Request{URL: site.URL + raw})
		}
		_, _ = c.Fetch(t.Context(), Request{URL: secure.URL})
	}
	require.NoError(t, c.Close())
	site.CloseClientConnections()
	secure.CloseClientConnections()
	require.Eventually(t, func() bool {
		return runtime.NumGoroutine() <= goroutines+1 && openFiles(t) <= files // one is Eventually's own
	}, 10*time.Second, 20*time.Millisecond)
}

func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("open files are counted on Linux alone")
	}
	return len(entries)
}
