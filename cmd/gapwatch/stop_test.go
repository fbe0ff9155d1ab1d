package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// hanging is a site that does not answer until it is let go.
type hanging struct {
	site  http.Handler
	hold  chan struct{}
	asked atomic.Int32
}

func (h *hanging) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/robots.txt" {
		h.asked.Add(1)
		select {
		case <-h.hold:
		case <-r.Context().Done(): // whoever asked is gone
			return
		}
	}
	h.site.ServeHTTP(w, r)
}

// TestStoppedWhileASiteHangs: whoever is told to stop ends within 20 seconds, even if a site, or a browser, keeps it waiting.
// That is no failure of the site, and the next process does what was left.
func TestStoppedWhileASiteHangs(t *testing.T) {
	for _, command := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"worker"}} {
		t.Run(command[0], func(t *testing.T) {
			t.Parallel() // it is a test of waiting
			storetest.EachAddress(t, func(t *testing.T, address string) {
				t.Parallel()
				stopWhileASiteHangs(t, address, command)
			})
		})
	}
}

func stopWhileASiteHangs(t *testing.T, address string, command []string) {
	t.Helper()
	site := &hanging{site: newPrices(1), hold: make(chan struct{})}
	srv := httptest.NewServer(site)
	t.Cleanup(srv.Close)
	dir := t.TempDir()
	writeKillFiles(t, dir, srv.URL, 1, databaseAt(address))
	conf := []string{"--config", filepath.Join(dir, "c.yaml"), "--data", filepath.Join(dir, "data")}
	out := &bytes.Buffer{}
	code := run(t.Context(), append([]string{"apply", filepath.Join(dir, "l.yaml")}, conf...), os.Environ(), nil, out, out)
	require.Equal(t, exitDone, code, out)

	begin := func() *process {
		return startProcess(t, append(command[:len(command):len(command)], conf...), "", func(int) {})
	}
	p := begin()
	p.waitReady(t)
	require.Eventually(t, func() bool { return site.asked.Load() > 0 }, time.Minute, 5*time.Millisecond, p.err)
	if command[0] == "serve" {
		beginRequest(t, p)
	}
	p.stop(t)
	require.NotContains(t, p.err.String(), "level=ERROR")

	st := storetest.Open(t, address)
	jobs, err := st.JobList(t.Context(), store.JobFilter{States: []store.JobState{store.JobRunning}})
	require.NoError(t, err)
	require.Empty(t, jobs)
	require.Zero(t, theSource(t, st).Failures)
	close(site.hold)
	p = begin()
	seen := func() bool { return theSource(t, st).LastOutcome == store.OutcomeNew }
	require.Eventually(t, seen, time.Minute, 20*time.Millisecond, p.err)
	p.waitReady(t)
	p.stop(t)
}

// beginRequest asks the pages for something and never says all of it.
func beginRequest(t *testing.T, p *process) {
	t.Helper()
	_, at, found := strings.Cut(p.err.String(), "http://")
	require.True(t, found)
	at, _, _ = strings.Cut(at, "/")
	conn, err := net.Dial("tcp", at)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "POST /sign-in HTTP/1.1\r\nHost: %s\r\nContent-Length: 100\r\n\r\n", at)
	require.NoError(t, err)
}

func theSource(t *testing.T, st *store.Store) store.Source {
	t.Helper()
	sources, err := st.Sources(t.Context(), store.SourceFilter{})
	require.NoError(t, err)
	require.Len(t, sources, 1, fmt.Sprint(sources))
	return sources[0].Source
}
