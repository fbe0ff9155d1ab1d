package crawler

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Bounds of the cache of robots.txt.
const (
	maxOrigins     = 10_000
	maxRobotsBytes = 16 << 20
	robotsRetry    = time.Minute // a robots.txt that could not be had is asked for again after this
)

// robotsCache remembers what each origin's robots.txt says, for as long as RFC 9309 (2.4) and the origin allow.
type robotsCache struct {
	settings Settings
	fetch    func(ctx context.Context, origin *url.URL) (*exchange, error)
	mu       sync.Mutex
	origins  map[string]*robotsEntry
	bytes    int
}

// robotsEntry is one origin's. Whoever holds turn may read and ask; others wait, for one request is enough.
type robotsEntry struct {
	turn    chan struct{}
	expires time.Time
	rules   *Robots
	err     error
}

func newRobotsCache(
	s Settings, fetch func(ctx context.Context, origin *url.URL) (*exchange, error),
) *robotsCache {
	return &robotsCache{settings: s, fetch: fetch, origins: map[string]*robotsEntry{}}
}

// of returns the rules of an address's origin. Where robots.txt cannot be had, nothing may be fetched (RFC 9309,
// 2.3.1.4), and the error says why; where there is none, everything may.
func (c *robotsCache) of(ctx context.Context, u *url.URL) (*Robots, error) {
	e := c.entry(origin(u))
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return nil, explain(ctx.Err(), 0, "waiting for robots.txt")
	}
	if time.Now().Before(e.expires) {
		return e.rules, e.err
	}
	x, err := c.fetch(ctx, u)
	if err != nil && ctx.Err() != nil {
		return nil, err // it says more about the caller than about the site
	}
	e.rules, e.expires, e.err = c.judge(x, err)
	if e.rules != nil {
		c.weigh(e.rules.bytes)
	}
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
		e = &robotsEntry{turn: make(chan struct{}, 1)}
		c.origins[origin] = e
	}
	return e
}

// weigh forgets everything when it has become too much.
func (c *robotsCache) weigh(bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bytes += bytes; c.bytes > maxRobotsBytes {
		clear(c.origins)
		c.bytes = 0
	}
}

// judge turns an answer to the request for robots.txt into rules or a failure, and says until when that holds.
func (c *robotsCache) judge(x *exchange, err error) (*Robots, time.Time, error) {
	retry := time.Now().Add(robotsRetry)
	var f *Failure
	switch {
	case errors.As(err, &f) && f.Class == ClassRedirect:
		return &Robots{}, retry, nil // too many redirects: as if there were none
	case errors.As(err, &f):
		return nil, retry, withoutRobots(f)
	case err != nil:
		return nil, retry, err
	case x.status == http.StatusOK:
		r := ParseRobots(x.body, c.settings.Token)
		r.CrawlDelay = min(r.CrawlDelay, c.settings.MaxCrawlDelay)
		return r, time.Now().Add(c.age(x.header)), nil
	case x.status == http.StatusTooManyRequests: // a 4xx to the RFC, but a site that says this means all of it
		f := fail(ClassBackoff, "robots.txt answered 429: the site asks to be left alone")
		f.Status, f.RetryAfter = x.status, retryAfter(x.header, c.settings)
		return nil, retry, f
	case x.status >= 500:
		f := fail(ClassRobots, "robots.txt answered %d, so nothing of the site may be fetched for now", x.status)
		f.Status = x.status
		return nil, retry, f
	}
	return &Robots{}, time.Now().Add(c.age(x.header)), nil
}

// withoutRobots is the failure of every page of an origin whose robots.txt cannot be had. Its class stays that of the
// cause, except where the file came and only its coding is at fault.
func withoutRobots(f *Failure) *Failure {
	class := f.Class
	if class == ClassDecode {
		class = ClassRobots
	}
	return &Failure{
		Class:  class,
		Reason: oneLine(f.Reason + "; this was robots.txt, without which nothing of the site may be fetched"),
		Status: f.Status,
		Bytes:  f.Bytes,
		Err:    f,
	}
}

// age is how long an answer is believed: what the origin says, and never longer than the limit.
func (c *robotsCache) age(h http.Header) time.Duration {
	if age, said := maxAge(h.Get("Cache-Control")); said {
		return min(age, c.settings.RobotsAge)
	}
	return c.settings.RobotsAge
}

// fetchRobots asks for an origin's robots.txt; what is longer than the limit is cut off.
func (c *Crawler) fetchRobots(ctx context.Context, u *url.URL) (*exchange, error) {
	ctx, cancel := context.WithTimeout(ctx, c.settings.Timeout)
	defer cancel()
	target := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: robotsPath}
	header := headers(c.settings, Request{})
	seen := []string{target.String()}
	for {
		x := &exchange{asked: target, maxBody: c.settings.MaxRobots, maxWire: c.settings.MaxRobots, truncate: true}
		if err := c.ask(ctx, x, header); err != nil {
			return nil, err
		}
		if !redirects(x.status) {
			if err := x.open(ctx); err != nil {
				return nil, x.explain(ctx, c.settings, err)
			}
			return x, nil
		}
		next, err := c.next(x, seen)
		if err != nil {
			return nil, err
		}
		target, seen = next, append(seen, next.String())
	}
}
