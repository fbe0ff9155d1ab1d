package crawler

import (
	"context"
	"io"
	"net/http"
	"time"
)

// CheckBrowser returns where the browser is that would render pages, or why there is none. It is started to see that it
// runs here, which takes a second, and ended again.
func (c *Crawler) CheckBrowser(ctx context.Context) (path string, err error) {
	if path, err = c.browser.installed(); err != nil {
		return "", err
	}
	if path == "" {
		path = Mask(c.settings.Browser.DevTools)
	}
	select {
	case c.browser.turn <- struct{}{}:
	case <-ctx.Done():
		return path, ctx.Err()
	}
	defer func() { <-c.browser.turn }()
	if err := c.browser.start(); err != nil {
		return path, err
	}
	return path, c.browser.stop()
}

// reachTime bounds the question whether a site can be reached.
const reachTime = 10 * time.Second

// Reach asks a site for its robots.txt through the guard, as a fetch would, and returns what its clock says, the zero time
// where it does not tell. Any answer of it will do.
func (c *Crawler) Reach(ctx context.Context, address string) (time.Time, error) {
	u, err := parseURL(address, c.settings.MaxURL)
	if err != nil {
		return time.Time{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, origin(u)+"/robots.txt", nil)
	if err != nil {
		return time.Time{}, err
	}
	req.Header.Set("User-Agent", c.settings.UserAgent)
	res, err := c.Client().Do(req)
	if err != nil {
		return time.Time{}, explain(err, reachTime, "asking for robots.txt")
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, c.settings.MaxRobots)) // so that the connection ends well
	at, _ := http.ParseTime(res.Header.Get("Date"))                            // one that cannot be read tells nothing
	return at, nil
}
