package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Bounds of the cache of robots.txt.
const (
	maxOrigins     = 10_000
	robotsRetry    = time.Minute // a robots.txt that could not be had is asked for again after this
	robotsShortest = time.Minute // and a good one is believed at least this long within a process
)

// robotsCache remembers what each origin's robots.txt says, for as long as RFC 9309 (2.4) allows.
type robotsCache struct {
	settings Settings
	fetch    func(ctx context.Context, origin *url.URL) (*exchange, error)
	mu       sync.Mutex
	origins  map[string]*robotsEntry
}

type robotsEntry struct {
	mu      sync.Mutex
	expires time.Time
	rules   *rules
	err     error
}

func newRobotsCache(
	s Settings, fetch func(ctx context.Context, origin *url.URL) (*exchange, error),
) *robotsCache {
	return &robotsCache{settings: s, fetch: fetch, origins: map[string]*robotsEntry{}}
}

// of returns the rules of an address's origin. Where robots.txt cannot be had, nothing may be fetched (RFC 9309,
// 2.3.1.4), and the error says why; where there is none, everything may.
func (c *robotsCache) of(ctx context.Context, u *url.URL) (*rules, error) {
	e := c.entry(u.Scheme + "://" + hostPort(u))
	e.mu.Lock()
	defer e.mu.Unlock()
	if time.Now().Before(e.expires) {
		return e.rules, e.err
	}
	x, err := c.fetch(ctx, u)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	e.rules, e.err, e.expires = c.judge(x, err)
	return e.rules, e.err
}

func (c *robotsCache) entry(origin string) *robotsEntry {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.origins[origin]
	if !ok {
		if len(c.origins) >= maxOrigins {
			clear(c.origins) // asking again is polite enough, forgetting who is oldest is not worth its code
		}
		e = &robotsEntry{}
		c.origins[origin] = e
	}
	return e
}

// judge turns an answer to the request for robots.txt into rules.
func (c *robotsCache) judge(x *exchange, err error) (*rules, error, time.Time) {
	retry := time.Now().Add(robotsRetry)
	var f *Failure
	switch {
	case errors.As(err, &f) && f.Class == Redirect:
		return &rules{}, nil, retry // too many redirects: as if there were none
	case errors.As(err, &f) && f.Class == Decode:
		return nil, fail(Robots, "robots.txt cannot be read: %s", f.Reason), retry
	case err != nil && f != nil:
		return nil, &Failure{Class: f.Class, Reason: oneLine("robots.txt: " + f.Reason), Err: err}, retry
	case err != nil:
		return nil, err, retry
	case x.status == http.StatusOK:
		r := parseRobots(x.body, c.settings.Token)
		r.delay = min(r.delay, c.settings.MaxCrawlDelay)
		age := min(max(maxAge(x.header.Get("Cache-Control")), robotsShortest), c.settings.RobotsAge)
		if x.header.Get("Cache-Control") == "" {
			age = c.settings.RobotsAge
		}
		return r, nil, time.Now().Add(age)
	case x.status >= 500:
		return nil, fail(Robots, "robots.txt answered %d, so nothing of the site may be fetched for now", x.status), retry
	}
	return &rules{}, nil, time.Now().Add(c.settings.RobotsAge)
}

// fetchRobots asks for an origin's robots.txt; what is longer than the limit is cut off.
func (c *Crawler) fetchRobots(ctx context.Context, u *url.URL) (*exchange, error) {
	target := url.URL{Scheme: u.Scheme, Host: u.Host, Path: robotsPath}
	x := &exchange{
		request:  Request{URL: target.String(), Full: true},
		maxBody:  c.settings.MaxRobots,
		maxWire:  c.settings.MaxRobots,
		truncate: true,
	}
	if _, err := c.ask(ctx, x); err != nil {
		return nil, fmt.Errorf("fetch robots.txt: %w", err)
	}
	return x, nil
}
