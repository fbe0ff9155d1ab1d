package crawler

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gocolly/colly/v2"
)

// Crawler fetches pages. It may be used by many goroutines at once.
type Crawler struct {
	settings  Settings
	guard     *guard
	base      *http.Transport
	collector *colly.Collector
	robots    *robotsCache
	pace      *pace
	browser   *browser
	closeOnce sync.Once
}

// New makes a crawler. It fails where a file that the settings name cannot be read.
func New(s Settings) (*Crawler, error) {
	g := newGuard(s)
	base, err := g.transport(s)
	if err != nil {
		return nil, err
	}
	c := &Crawler{settings: s, guard: g, base: base, pace: newPace(s)}
	c.robots = newRobotsCache(s, c.fetchRobots)
	c.browser = newBrowser(s.Browser, g)
	c.collector = c.newCollector()
	return c, nil
}

// newCollector makes colly a thin driver: it asks and follows redirects, on our transport and by our rules.
func (c *Crawler) newCollector() *colly.Collector {
	collector := colly.NewCollector(
		colly.AllowURLRevisit(),
		colly.IgnoreRobotsTxt(), // ours is matched before every hop
		colly.MaxBodySize(0),    // ours are errors, colly's cut silently
		colly.ParseHTTPErrorResponse(),
		colly.UserAgent(c.settings.UserAgent),
	)
	collector.SetClient(&http.Client{
		Transport:     &bounded{next: c.base, maxURL: c.settings.MaxURL},
		CheckRedirect: c.checkRedirect, // no cookie jar: sources share nothing
	})
	return collector
}

// Close ends the browser and lets go of connections.
func (c *Crawler) Close() error {
	c.closeOnce.Do(func() {
		c.browser.close()
		c.base.CloseIdleConnections()
	})
	return nil
}

// Client is an HTTP client on the guarded dialer for everything else that leaves the program: webhooks, sign-in. It
// follows no redirects, for what is signed or secret must not be sent on.
func (c *Crawler) Client() *http.Client {
	return &http.Client{
		Transport:     c.base,
		Timeout:       c.settings.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Request asks for one page.
type Request struct {
	URL          string
	ETag         string      // sent back byte for byte, unless Full
	LastModified string      // the same
	WireHash     []byte      // sha256 of the wire bytes known already: an equal body is not decoded
	Full         bool        // ask without validators
	Render       string      // "browser": let a browser run the page's scripts
	Feed         bool        // prefer feeds in what is accepted
	Header       http.Header // further headers; dropped when a redirect leaves the origin
}

// Response is what a site sent.
type Response struct {
	Status       int
	FinalURL     string // after redirects
	Moved        string // where permanent redirects lead, if the first answer was one
	ContentType  string
	ETag         string
	LastModified string
	MaxAge       time.Duration // Cache-Control, 0 where it says nothing
	WireHash     []byte
	WireBytes    int64
	Body         []byte
	NotModified  bool // 304
	Equal        bool // the wire bytes equal Request.WireHash; Body is nil
}

// Fetch brings one page, politely: robots.txt first, at the host's pace, within the limits. The error is a *Failure,
// or the context's where that has ended.
func (c *Crawler) Fetch(ctx context.Context, r Request) (Response, error) {
	u, err := c.check(r.URL)
	if err != nil {
		return Response{}, err
	}
	release, err := c.pace.enter(ctx, hostPort(u))
	if err != nil {
		return Response{}, err
	}
	defer release()
	rules, err := c.permitted(ctx, u)
	if err != nil {
		return Response{}, c.endedOr(ctx, err)
	}
	if err := c.pace.wait(ctx, hostPort(u), rules.delay); err != nil {
		return Response{}, err
	}
	if r.Render == "browser" {
		return c.render(ctx, r)
	}
	x := &exchange{request: r, maxBody: c.settings.MaxBody, maxWire: c.settings.MaxWire}
	moved, err := c.ask(ctx, x)
	if err != nil {
		return Response{}, c.endedOr(ctx, err)
	}
	return c.respond(x, moved)
}

// check is CheckURL, except that the operator's exceptions may be local names.
func (c *Crawler) check(raw string) (*url.URL, error) {
	u, err := parseURL(raw)
	if err != nil && u != nil && u.User == nil && c.guard.allow[hostPort(u)] {
		return u, nil
	}
	return u, err
}

// endedOr prefers the end of the caller's context to a failure that it caused.
func (c *Crawler) endedOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// permitted asks robots.txt whether an address may be fetched.
func (c *Crawler) permitted(ctx context.Context, u *url.URL) (*rules, error) {
	rules, err := c.robots.of(ctx, u)
	if err != nil {
		return nil, err
	}
	if line, ok := rules.allowed(u); !ok {
		return nil, fail(Robots, "disallowed by robots.txt (%s)", line)
	}
	return rules, nil
}

// ask runs one exchange through colly and says where permanent redirects lead.
func (c *Crawler) ask(ctx context.Context, x *exchange) (moved string, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.settings.Timeout)
	defer cancel()
	trail := &redirectTrail{permanent: true}
	collector := c.collector.Clone()
	collector.Context = context.WithValue(withExchange(ctx, x), trailKey{}, trail)
	err = collector.Request(http.MethodGet, x.request.URL, nil, nil, headers(c.settings, x.request))
	if err != nil {
		f := explain(err, c.settings.Timeout, x.doing())
		if f.Bytes == 0 {
			f.Bytes = x.wireSize
		}
		return "", f
	}
	if trail.permanent && len(trail.seen) > 0 {
		moved = x.url.String()
	}
	return moved, nil
}

func headers(s Settings, r Request) http.Header {
	h := http.Header{
		"User-Agent":      {s.UserAgent},
		"Accept":          {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
		"Accept-Language": {"en"},
		"Accept-Encoding": {"gzip"},
	}
	if r.Feed {
		h.Set("Accept", "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.8")
	}
	for name, values := range r.Header {
		h[name] = values
	}
	if !r.Full && r.ETag != "" {
		h.Set("If-None-Match", r.ETag)
	}
	if !r.Full && r.LastModified != "" {
		h.Set("If-Modified-Since", r.LastModified)
	}
	return h
}

// respond judges the status and hands out what came.
func (c *Crawler) respond(x *exchange, moved string) (Response, error) {
	res := Response{
		Status:       x.status,
		FinalURL:     x.url.String(),
		Moved:        moved,
		ContentType:  x.header.Get("Content-Type"),
		ETag:         x.header.Get("ETag"),
		LastModified: x.header.Get("Last-Modified"),
		MaxAge:       maxAge(x.header.Get("Cache-Control")),
		WireHash:     x.wireHash,
		WireBytes:    x.wireSize,
		Body:         x.body,
		Equal:        x.equal,
	}
	asked := !x.request.Full && (x.request.ETag != "" || x.request.LastModified != "")
	switch {
	case x.status == http.StatusOK:
		return res, nil
	case x.status == http.StatusNotModified && asked:
		res.NotModified = true
		return res, nil
	}
	return Response{}, c.statusFailure(x)
}

func (c *Crawler) statusFailure(x *exchange) *Failure {
	f := &Failure{Class: HTTPError, Status: x.status}
	switch code := x.status; {
	case code == http.StatusNotModified:
		f.Class, f.Reason = Protocol, "it answered 304 (not modified) to a request that did not ask that"
	case code == http.StatusPartialContent:
		f.Class, f.Reason = Protocol, "it answered 206 with a part of the page, which was not asked for"
	case code == http.StatusGone:
		f.Class, f.Reason = Gone, "it answered 410: the page is gone for good; look for its new address or remove the source"
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable:
		f.Class = Backoff
		f.RetryAfter = c.retryAfter(x.header, time.Now())
		f.Reason = "it answered " + strconv.Itoa(code) + " and asks to wait"
		if f.RetryAfter > 0 {
			f.Reason += " " + f.RetryAfter.Round(time.Second).String()
		}
	case code == http.StatusNotFound:
		f.Reason = "it answered 404: there is no such page; check the address"
	case code == http.StatusForbidden, code == http.StatusUnauthorized:
		f.Reason = "it answered " + strconv.Itoa(code) + ": it does not let this program in; ask the site, or watch another page"
	default:
		f.Reason = "it answered " + strconv.Itoa(code) + " " + http.StatusText(code) + " instead of the page"
	}
	f.Reason = oneLine(f.Reason)
	return f
}

// retryAfter reads Retry-After (RFC 9110, 10.2.3): seconds or a date, clamped. What cannot be read, and what lies in
// the past, counts as missing; the caller then backs off by itself.
func (c *Crawler) retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	var wait time.Duration
	if n, err := strconv.ParseInt(v, 10, 64); err == nil {
		if n <= 0 {
			return 0
		}
		wait = c.settings.RetryAfterHigh
		if n < int64(c.settings.RetryAfterHigh/time.Second) {
			wait = time.Duration(n) * time.Second
		}
	} else if errors.Is(err, strconv.ErrRange) && !strings.HasPrefix(v, "-") {
		wait = c.settings.RetryAfterHigh
	} else if at, err := http.ParseTime(v); err == nil {
		if sent, err := http.ParseTime(h.Get("Date")); err == nil {
			now = sent // the site's clock measures its own wish
		}
		if wait = at.Sub(now); wait <= 0 {
			return 0
		}
	} else {
		return 0
	}
	return min(max(wait, c.settings.RetryAfterLow), c.settings.RetryAfterHigh)
}

func maxAge(cacheControl string) time.Duration {
	for part := range strings.SplitSeq(cacheControl, ",") {
		if v, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(part)), "max-age="); ok {
			if n, err := strconv.ParseInt(strings.Trim(v, `"`), 10, 32); err == nil && n > 0 {
				return time.Duration(n) * time.Second
			}
		}
	}
	return 0
}
