package crawler

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
