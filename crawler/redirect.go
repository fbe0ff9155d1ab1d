package crawler

import (
	"net/http"
	"slices"
)

// redirectTrail is the way an exchange has come.
type redirectTrail struct {
	seen      []string
	permanent bool // every hop so far was permanent
}

type trailKey struct{}

// checkRedirect decides on each hop: not too many, no loop, an address that may be asked, and robots.txt of where it
// leads. What was sent for one origin alone stays there.
func (c *Crawler) checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > c.settings.MaxRedirects {
		return fail(Redirect, "more than %d redirects", c.settings.MaxRedirects)
	}
	target := req.URL.String()
	for _, earlier := range via {
		if earlier.URL.String() == target {
			return fail(Redirect, "redirect loop")
		}
	}
	u, err := c.check(target)
	if err != nil {
		return err
	}
	req.Header.Del("Referer")
	last := via[len(via)-1].URL
	if last.Scheme != u.Scheme || hostPort(last) != hostPort(u) {
		keepPublic(req.Header)
	}
	trail, _ := req.Context().Value(trailKey{}).(*redirectTrail)
	if trail == nil {
		return nil
	}
	trail.seen = append(trail.seen, target)
	if res := req.Response; res == nil || !permanent(res.StatusCode) {
		trail.permanent = false
	}
	if x, _ := req.Context().Value(exchangeKey{}).(*exchange); x == nil || x.truncate {
		return nil // this is about robots.txt itself
	}
	_, err = c.permitted(req.Context(), u)
	return err
}

func permanent(status int) bool {
	return status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
}

// keepPublic drops every header but those that any site may see.
func keepPublic(h http.Header) {
	public := []string{"User-Agent", "Accept", "Accept-Language", "Accept-Encoding"}
	for name := range h {
		if !slices.Contains(public, name) {
			delete(h, name)
		}
	}
}
