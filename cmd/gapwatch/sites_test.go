package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func openTestSites(t *testing.T, noise bool) *savedSites {
	t.Helper()
	sites, err := openSites(os.DirFS("testdata/sites"), noise)
	require.NoError(t, err)
	return sites
}

// get asks one site of the folder, without a network.
func get(s *savedSites, host, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler(host).ServeHTTP(w, r)
	return w
}

func TestSavedSitesMoveFromDateToDate(t *testing.T) {
	s := openTestSites(t, false)
	require.Equal(t, []string{"blog.example", "shop.example"}, s.hosts)
	require.Equal(t, []string{"2026-01-05", "2026-01-12"}, s.dates)

	require.Equal(t, http.StatusNotFound, get(s, "blog.example", "/feed.xml").Code, "it is saved from the second date on")
	require.Contains(t, get(s, "shop.example", "/").Body.String(), "Welcome")

	require.True(t, s.next())
	require.Equal(t, "application/rss+xml", get(s, "blog.example", "/feed.xml").Header().Get("Content-Type"))
	closed := get(s, "shop.example", "/")
	require.Equal(t, http.StatusServiceUnavailable, closed.Code)
	require.Equal(t, "120", closed.Header().Get("Retry-After"))
	require.Contains(t, get(s, "shop.example", "/pricing").Body.String(), "Line 60", "an older page stays")
	require.PanicsWithValue(t, http.ErrAbortHandler, func() { get(s, "shop.example", "/feed.xml") })

	require.False(t, s.next(), "there is no third date")
	require.ErrorContains(t, s.move("2026-02-01"), "2026-01-05, 2026-01-12")
	require.NoError(t, s.move("2026-01-05"))
	require.Contains(t, get(s, "shop.example", "/").Body.String(), "Welcome")
}

func TestSavedSitesAnswerAsServersDo(t *testing.T) {
	s := openTestSites(t, false)

	plain := get(s, "shop.example", "/pricing")
	require.Equal(t, "text/html; charset=utf-8", plain.Header().Get("Content-Type"))
	require.Equal(t, "Mon, 05 Jan 2026 00:00:00 GMT", plain.Header().Get("Last-Modified"))

	packed := get(s, "shop.example", "/pricing", "Accept-Encoding", "gzip, deflate")
	require.Equal(t, "gzip", packed.Header().Get("Content-Encoding"))
	require.NotEqual(t, plain.Header().Get("Etag"), packed.Header().Get("Etag"))
	z, err := gzip.NewReader(packed.Body)
	require.NoError(t, err)
	body, err := io.ReadAll(z)
	require.NoError(t, err)
	require.Equal(t, plain.Body.String(), string(body))

	etag := packed.Header().Get("Etag")
	again := get(s, "shop.example", "/pricing", "Accept-Encoding", "gzip", "If-None-Match", etag)
	require.Equal(t, http.StatusNotModified, again.Code)
	since := get(s, "shop.example", "/pricing", "If-Modified-Since", "Mon, 05 Jan 2026 00:00:00 GMT")
	require.Equal(t, http.StatusNotModified, since.Code)

	require.Equal(t, "text/html", get(s, "shop.example", "/old.html").Header().Get("Content-Type"),
		"a page that is not UTF-8 names its character set itself")
	for _, path := range []string{"/..%2f..%2fsites_test.go", "/index.html.headers", "/missing"} {
		require.Equal(t, http.StatusNotFound, get(s, "shop.example", path).Code, path)
	}
}

func TestNoiseDiffersOnEveryRequestAndInNothingElse(t *testing.T) {
	s := openTestSites(t, true)
	first, second := get(s, "shop.example", "/noise"), get(s, "shop.example", "/noise")
	require.NotEqual(t, first.Body.String(), second.Body.String())
	require.Empty(t, first.Header().Get("Etag"), "what differs on each request has no validator")
	require.Contains(t, first.Body.String(), " 100 one 4 days ago {{unknown}}")
	require.Contains(t, second.Body.String(), " 117 two 4 days ago {{unknown}}")
	require.NotEmpty(t, get(s, "shop.example", "/pricing").Header().Get("Etag"))

	quiet := openTestSites(t, false)
	require.Contains(t, get(quiet, "shop.example", "/noise").Body.String(), "{{nonce}}", "saved pages are sent as saved")
}

// TestReplayServesAFolder runs the command, moves the sites on over HTTP and interrupts it.
func TestReplayServesAFolder(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	out, in := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"replay", "testdata/sites", "--json"}, nil, nil, in, io.Discard)
		_ = in.Close()
	}()
	addresses := map[string]string{}
	lines := bufio.NewScanner(out)
	for len(addresses) < 2 && lines.Scan() {
		var line replayLine
		require.NoError(t, json.Unmarshal(lines.Bytes(), &line))
		addresses[line.Host] = line.Address
	}
	require.Len(t, addresses, 2)

	require.Contains(t, fetch(t, http.MethodGet, addresses["shop.example"]+"/"), "Welcome")
	require.Contains(t, fetch(t, http.MethodPost, addresses["blog.example"]+"/_replay/next"), `"date":"2026-01-12"`)
	require.Contains(t, fetch(t, http.MethodGet, addresses["shop.example"]+"/"), "Back soon")
	require.Contains(t, fetch(t, http.MethodPost, addresses["blog.example"]+"/_replay/next"), "no later date")
	require.Contains(t, fetch(t, http.MethodPost, addresses["blog.example"]+"/_replay/next?date=2026-01-05"), "01-05")

	interrupt()
	require.Equal(t, exitDone, <-code)
}

func fetch(t *testing.T, method, url string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return string(body)
}

func TestReplayTellsMisuse(t *testing.T) {
	var errOut strings.Builder
	require.Equal(t, exitMisuse, run(t.Context(), []string{"replay", t.TempDir()}, nil, nil, io.Discard, &errOut))
	require.Contains(t, errOut.String(), "HOST/DATE/page")
	require.Equal(t, exitMisuse,
		run(t.Context(), []string{"replay", "testdata/sites", "--date", "2025-01-01"}, nil, nil, io.Discard, &errOut))
}
