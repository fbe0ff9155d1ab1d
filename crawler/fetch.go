package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gocolly/colly/v2"
	"golang.org/x/net/http/httpguts"
)

// Crawler fetches pages. It may be used by many goroutines at once.
type Crawler struct {
	settings  Settings
	guard     *guard
	base      *http.Transport
	collector *colly.Collector
	robots    *robotsCache
	pace      *pace
	browser   *chromium
}

// New makes a crawler. It fails where a file that the settings name cannot be read.
func New(s Settings) (*Crawler, error) {
	s.UserAgent = s.userAgent()
	if !httpguts.ValidHeaderFieldValue(s.UserAgent) {
		return nil, errors.New("read user agent: it holds characters that no header may hold")
	}
	g, err := newGuard(s)
	if err != nil {
		return nil, err
	}
	base, err := newTransport(s, g)
	if err != nil {
		return nil, err
	}
	c := &Crawler{settings: s, guard: g, base: base, pace: newPace(s)}
	c.robots = newRobotsCache(s, c.fetchRobots)
	c.browser = newBrowser(s, g)
	c.collector = c.newCollector()
	return c, nil
}

// newCollector makes colly a thin driver: it asks for one address, on our transport. Redirects are ours, for each hop is
// looked at, and there is no cookie jar: sources share nothing.
func (c *Crawler) newCollector() *colly.Collector {
	collector := colly.NewCollector(
		colly.AllowURLRevisit(),
		colly.IgnoreRobotsTxt(), // ours is matched before every hop
		colly.MaxBodySize(0),    // ours are errors, colly's cut silently
		colly.ParseHTTPErrorResponse(),
		colly.UserAgent(c.settings.UserAgent),
	)
	collector.SetClient(&http.Client{Transport: &bounded{next: c.base}})
	return collector
}

// Close ends the browser and lets go of connections. Fetches under way should be called off first.
func (c *Crawler) Close() error {
	c.base.CloseIdleConnections()
	if err := c.browser.close(); err != nil {
		return fmt.Errorf("close browser: %w", err)
	}
	return nil
}

// Saw tells the crawler that another process has fetched from a host (as HostKey names it), so that the distance is kept
// across processes too.
func (c *Crawler) Saw(host string, at time.Time) { c.pace.saw(host, at) }

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

	// Room, if set, is called before a body is unpacked, and waits until there is room for what becomes of it. Until
	// then the body is held as it came, which is small.
	Room func(context.Context) error
}

// Response is what a site sent.
type Response struct {
	Status       int
	FinalURL     string // after redirects
	Moved        string // where permanent redirects lead, if the first answer was one
	ContentType  string
	ETag         string
	LastModified string
	MaxAge       time.Duration // how long it may be believed: Cache-Control, else Expires; 0 where both are silent
	WireHash     []byte
	WireBytes    int64
	Body         []byte
	NotModified  bool // 304
	Equal        bool // the wire bytes equal Request.WireHash; Body is nil
}

// Fetch brings one page, politely: robots.txt first, at the host's pace, within the limits. The error is a *Failure.
func (c *Crawler) Fetch(ctx context.Context, r Request) (Response, error) {
	u, err := c.check(r.URL)
	if err != nil {
		return Response{}, err
	}
	release, err := c.pace.enter(ctx, hostPort(u))
	if err != nil {
		return Response{}, calledOff(ctx)
	}
	defer release()
	res, err := c.fetch(ctx, u, r)
	if err != nil && ctx.Err() != nil {
		return Response{}, calledOff(ctx)
	}
	return res, err
}

// fetch has one deadline for robots.txt and all hops together. Outside of it are the wait between them, which the site
// asks for, and the wait for room, which is ours.
func (c *Crawler) fetch(ctx context.Context, u *url.URL, r Request) (Response, error) {
	began := time.Now()
	rules, err := c.robots.of(ctx, u)
	if err != nil {
		return Response{}, err
	}
	spent := time.Since(began)
	if err := c.pace.wait(ctx, hostPort(u), rules.CrawlDelay); err != nil {
		return Response{}, err
	}
	if r.Render == "browser" {
		return c.render(ctx, u, r, rules)
	}
	inTime, cancel := context.WithTimeout(ctx, c.settings.Timeout-spent)
	defer cancel()
	x, moved, err := c.follow(inTime, u, r, rules)
	if err != nil {
		return Response{}, err
	}
	if err := x.open(ctx); err != nil {
		return Response{}, x.explain(ctx, c.settings, err)
	}
	return c.respond(x, moved)
}

// check is parseURL, except that the operator's exceptions may be local names and odd ports.
func (c *Crawler) check(raw string) (*url.URL, error) {
	u, err := parseURL(raw, c.settings.MaxURL)
	if err == nil || u == nil || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return u, err
	}
	if c.guard.allows(hostPort(u)) {
		return u, nil
	}
	return u, err
}

// ask runs one exchange through colly.
func (c *Crawler) ask(ctx context.Context, x *exchange, header http.Header) error {
	inner := x.in(ctx)
	defer x.giveUp()
	collector := c.collector.Clone()
	collector.Context = inner
	if err := collector.Request(http.MethodGet, x.asked.String(), nil, nil, header); err != nil {
		return x.explain(ctx, c.settings, err)
	}
	return nil
}

// headers are what a request says beyond its address.
func headers(s Settings, r Request) http.Header {
	h := http.Header{}
	for name, values := range r.Header {
		h[http.CanonicalHeaderKey(name)] = values
	}
	h["User-Agent"] = []string{s.UserAgent}
	h["Accept"] = []string{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
	h["Accept-Language"] = []string{"en"}
	h["Accept-Encoding"] = []string{"gzip"}
	if r.Feed {
		h["Accept"] = []string{"application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.8"}
	}
	delete(h, "Host")
	if !r.Full && r.ETag != "" {
		h["If-None-Match"] = []string{r.ETag}
	}
	if !r.Full && r.LastModified != "" {
		h["If-Modified-Since"] = []string{r.LastModified}
	}
	return h
}
