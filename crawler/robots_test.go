package crawler

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRobots(t *testing.T) {
	for _, tt := range []struct {
		name, robots, path string
		allowed            bool
	}{
		{"no file forbids nothing", "", "/x", true},
		{"an empty Disallow forbids nothing", "User-agent: *\nDisallow:\n", "/x", true},
		{"everybody is meant", "User-agent: *\nDisallow: /x\n", "/x/y", false},
		{"our own group replaces the one for everybody", "User-agent: *\nDisallow: /\n\nUser-agent: Gapwatch\nDisallow: /private\n", "/x", true},
		{"two groups of ours are merged", "User-agent: gapwatch\nDisallow: /a\n\nUser-agent: GapWatch\nDisallow: /b\n", "/b", false},
		{"the version behind the token is not looked at", "User-agent: gapwatch/2.0\nDisallow: /x\n", "/x", false},
		{"another token that begins like ours is not us", "User-agent: gapwatcher\nDisallow: /\n", "/x", true},
		{"the longest pattern decides", "User-agent: *\nDisallow: /\nAllow: /open\n", "/open/a", true},
		{"between equals Allow decides", "User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", true},
		{"stars match anything", "User-agent: *\nDisallow: /*/private/*.pdf\n", "/a/private/b/c.pdf?d", false},
		{"a dollar anchors the end", "User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf?x", true},
		{"bytes and their encodings are the same", "User-agent: *\nDisallow: /ü\n", "/%c3%bc", false},
		{"a comment ends a line", "User-agent: * # all\nDisallow: /x # not this\n", "/x", false},
		{"rules of lines ended by CR alone", "User-agent: *\rDisallow: /x\r", "/x", false},
		{"robots.txt itself may always be fetched", "User-agent: *\nDisallow: /\n", "/robots.txt", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.allowed, ParseRobots([]byte(tt.robots), "gapwatch").Allowed(tt.path))
		})
	}
}

func TestRobotsStarsCostNoMoreThanTheirLength(t *testing.T) {
	r := ParseRobots([]byte("User-agent: *\nDisallow: /"+strings.Repeat("*a", 200)+"*b\n"), "gapwatch")
	path := "/" + strings.Repeat("a", 100_000)
	began := time.Now()
	require.True(t, r.Allowed(path))
	require.Less(t, time.Since(began), time.Second)
}

func TestCrawlDelay(t *testing.T) {
	require.Equal(t, 2500*time.Millisecond, ParseRobots([]byte("User-agent: *\nCrawl-delay: 2.5\n"), "gapwatch").CrawlDelay)
	require.Zero(t, ParseRobots([]byte("User-agent: *\nCrawl-delay: -1\n"), "gapwatch").CrawlDelay)
	require.Equal(t, time.Hour, ParseRobots([]byte("User-agent: *\nCrawl-delay: 1e9\n"), "gapwatch").CrawlDelay)
}

// TestRobotsVectors runs published decision vectors, where they are at hand; those beyond RFC 9309 are left out.
func TestRobotsVectors(t *testing.T) {
	dir := os.Getenv("GAPWATCH_SHARED")
	if dir == "" {
		t.Skip("GAPWATCH_SHARED is unset")
	}
	data, err := os.ReadFile(filepath.Join(dir, "hostile", "robots_vectors.json"))
	require.NoError(t, err)
	var file struct {
		Vectors []struct {
			ID, Extension, Robots, URL string
			UserAgent                  string `json:"user_agent"`
			Allowed                    bool
		}
	}
	require.NoError(t, json.Unmarshal(data, &file))
	strict, passed := 0, 0
	for _, v := range file.Vectors {
		if v.Extension != "" {
			continue
		}
		strict++
		if ParseRobots([]byte(v.Robots), v.UserAgent).Allowed(rawPath(v.URL)) == v.Allowed {
			passed++
		} else {
			t.Errorf("%s: %q for %s at %s should be allowed: %v", v.ID, v.Robots, v.UserAgent, v.URL, v.Allowed)
		}
	}
	t.Logf("%d of %d strict vectors", passed, strict)
}

// rawPath is path and query of an address as they are written there.
func rawPath(address string) string {
	_, rest, _ := strings.Cut(address, "//")
	i := strings.IndexAny(rest, "/?;")
	if i < 0 {
		return "/"
	}
	path, _, _ := strings.Cut(rest[i:], "#")
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return path
}

// robotsSite serves what it is told as robots.txt and one page.
func robotsSite(t *testing.T, robots http.HandlerFunc) (site *httptest.Server, asked *atomic.Int32) {
	t.Helper()
	asked = new(atomic.Int32)
	site = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/page" {
			html("page")(w, r)
			return
		}
		asked.Add(1)
		robots(w, r)
	}))
	t.Cleanup(site.Close)
	return site, asked
}

func TestWhatTheAnswerForRobotsTxtMeans(t *testing.T) {
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(code)
			_, _ = io.WriteString(w, "User-agent: *\nDisallow: /\n")
		}
	}
	bomb := zipped(t, 64<<20)
	const forbid, allow = "User-agent: *\nDisallow: /\n", "User-agent: *\nAllow: /\n"
	for _, tt := range []struct {
		name   string
		robots http.HandlerFunc
		class  string
	}{
		{"it forbids", html(forbid), ClassRobots},
		{"it allows", html(allow), ""},
		{"it is a web page", html("<html><body>Disallow: /</body></html>"), ""},
		{"there is none", status(404), ""},
		{"it is not for us", status(403), ""},
		{"it is gone", status(410), ""},
		{"the site asks to be left alone", status(429), ClassBackoff},
		{"the site is broken", status(500), ClassRobots},
		{"the site is overloaded", status(503), ClassRobots},
		{"it never ends", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, forbid)
			for line := []byte("# comment\n" + strings.Repeat("x", 32<<10)); ; {
				if _, err := w.Write(line); err != nil {
					return
				}
			}
		}, ClassRobots},
		{"it is a bomb", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		}, ""},
		{"it cannot be unpacked", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			_, _ = io.WriteString(w, allow)
		}, ClassRobots},
		{"it redirects for ever", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}, ""},
		{"it redirects to what forbids", func(w http.ResponseWriter, r *http.Request) {
			if n := len(r.URL.Path) - len(robotsPath); n < 5 {
				http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
				return
			}
			html(forbid)(w, r)
		}, ClassRobots},
		{"it redirects inside", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusFound)
		}, ClassBlocked},
		{"it never answers", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, ClassTimeout},
		{"the connection is dropped", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, ClassProtocol},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site, _ := robotsSite(t, tt.robots)
			c := testCrawler(t, func(s *Settings) { s.Timeout = time.Second }, site)
			_, err := c.Fetch(t.Context(), Request{URL: site.URL + "/page"})
			if tt.class == "" {
				require.NoError(t, err)
				return
			}
			f := failure(t, err)
			require.Equal(t, tt.class, f.Class, f.Reason)
		})
	}
}

func TestRobotsTxtIsBelievedAsLongAsItSays(t *testing.T) {
	var age atomic.Value
	age.Store("")
	var forbid atomic.Bool
	site, asked := robotsSite(t, func(w http.ResponseWriter, _ *http.Request) {
		if v := age.Load().(string); v != "" {
			w.Header().Set("Cache-Control", v)
		}
		if forbid.Load() {
			_, _ = io.WriteString(w, "User-agent: *\nDisallow: /\n")
		}
	})
	c := testCrawler(t, nil, site)
	fetch := func() error {
		_, err := c.Fetch(t.Context(), Request{URL: site.URL + "/page"})
		return err
	}
	require.NoError(t, fetch())
	require.NoError(t, fetch())
	require.EqualValues(t, 1, asked.Load(), "a day, when nothing is said")

	c = testCrawler(t, nil, site)
	age.Store("max-age=0")
	require.NoError(t, fetch())
	forbid.Store(true)
	require.Equal(t, ClassRobots, failure(t, fetch()).Class)
	require.EqualValues(t, 3, asked.Load(), "every time, when it wishes so")

	synctest.Test(t, func(t *testing.T) {
		cache := newRobotsCache(Defaults(), func(context.Context, *url.URL) (*exchange, error) {
			asked.Add(1)
			return &exchange{status: 200, header: http.Header{"Cache-Control": {"max-age=9999999"}}}, nil
		})
		asked.Store(0)
		for range 26 {
			_, err := cache.of(t.Context(), &url.URL{Scheme: "https", Host: "acme.example"})
			require.NoError(t, err)
			time.Sleep(time.Hour)
		}
		require.EqualValues(t, 2, asked.Load(), "a day at most, whatever it says")
	})
}

func TestAHundredThousandRulesAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for i := range 100_000 {
		b.WriteString("Disallow: /*a*b$" + strconv.Itoa(i) + "\n")
	}
	r := ParseRobots([]byte(b.String()), "gapwatch")
	began := time.Now()
	require.True(t, r.Allowed("/"+strings.Repeat("ab", 2000)))
	require.Less(t, time.Since(began), 2*time.Second)

	cache := newRobotsCache(Defaults(), nil)
	for range 10 {
		cache.entry("https://acme.example")
		cache.weigh(r.bytes)
	}
	require.LessOrEqual(t, cache.bytes, maxRobotsBytes)
}
