package crawler

import (
	"context"
	"net/http"
	"net/url"
	"slices"
)

// follow asks for an address and for where it redirects to, hop by hop: not too many, no loop, an address that may be
// asked, and what robots.txt says there. moved is where the permanent redirects at the beginning lead.
func (c *Crawler) follow(ctx context.Context, u *url.URL, r Request, rules *Robots) (x *exchange, moved string, err error) {
	seen := []string{u.String()}
	header := headers(c.settings, r)
	permanently := true
	for {
		x = &exchange{request: r, asked: u, rules: rules, maxBody: c.settings.MaxBody, maxWire: c.settings.MaxWire}
		if err := c.ask(ctx, x, header); err != nil {
			return nil, "", err
		}
		if !redirects(x.status) {
			return x, moved, nil
		}
		next, err := c.next(x, seen)
		if err != nil {
			return nil, "", err
		}
		if permanently = permanently && permanent(x.status); permanently {
			moved = next.String()
		}
		if origin(next) != origin(u) {
			header = publicHeaders(header)
			if rules, err = c.robots.of(ctx, next); err != nil {
				return nil, "", err
			}
			c.pace.touch(hostPort(next), rules.CrawlDelay)
		}
		u, seen = next, append(seen, next.String())
	}
}

// next is where a redirect leads, if that may be followed.
func (c *Crawler) next(x *exchange, seen []string) (*url.URL, error) {
	location := x.header.Get("Location")
	switch {
	case location == "":
		return nil, c.broken(x, "it redirects and does not say where to")
	case len(location) > c.settings.MaxURL:
		return nil, c.broken(x, "it redirects to an address that is too long")
	case len(seen) > c.settings.MaxRedirects:
		return nil, c.broken(x, "it redirects too often; look in a browser where it ends, and watch that address")
	}
	target, err := c.reference(x.url, location)
	if err != nil {
		return nil, err
	}
	if x.url.Scheme == "https" && target.Scheme == "http" {
		return nil, c.broken(x, "it redirects from https to http, where anybody on the way could change the page")
	}
	if slices.Contains(seen, target.String()) {
		return nil, c.broken(x, "redirect loop; some sites do this to visitors that keep no cookies")
	}
	return target, nil
}

// reference reads a Location against the address that sent it, as strictly as an address that a person enters.
func (c *Crawler) reference(base *url.URL, location string) (*url.URL, error) {
	if err := checkText(location); err != nil {
		return nil, err
	}
	ref, err := url.Parse(location)
	if err != nil {
		return nil, fail(ClassBlocked, "%s: it redirects to an address that cannot be read", refused)
	}
	return c.check(base.ResolveReference(ref).String())
}

func (c *Crawler) broken(x *exchange, why string) *Failure {
	return &Failure{Class: ClassRedirect, Reason: why, Status: x.status}
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func permanent(status int) bool {
	return status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
}

// publicHeaders are those that any site may see. What was sent for one origin alone stays there.
func publicHeaders(h http.Header) http.Header {
	public := http.Header{}
	for _, name := range []string{"User-Agent", "Accept", "Accept-Language", "Accept-Encoding"} {
		if values := h[name]; values != nil {
			public[name] = values
		}
	}
	return public
}
