// Package crawler asks sites for pages and brings back bytes, or says in one plain sentence why not. It guards which
// addresses may be reached, bounds sizes and times, obeys robots.txt (RFC 9309), keeps its distance, and can let a
// browser render a page. It knows no database and no meaning of what it brings. X-Robots-Tag and its like are about
// search engines and are not looked at, for nothing that is fetched is published.
//
// Start at New and Crawler.Fetch. guard.go holds the only dialer; everything that leaves the program uses it.
package crawler

import (
	"strings"
	"time"
)

// Settings bound a crawler. The zero value is of no use: begin with Defaults.
type Settings struct {
	UserAgent string // names the product and a contact; empty: the default one with Contact
	Contact   string // mail or web address of whoever runs this program
	Token     string // product token that robots.txt speaks to

	Allow    []string // exact host:port pairs that may be reached although they are not public
	Proxy    string   // http://, https:// or socks5:// address to go out through; the environment's is never used
	Resolver string   // host:port of a DNS server to ask instead of the system's; for tests
	ExtraCA  string   // PEM file of further certificate authorities; for tests

	Timeout        time.Duration // one fetch as a whole, from DNS to the last byte
	MaxBody        int64         // bytes of a page or feed after content coding is undone
	MaxWire        int64         // bytes of a body on the wire
	MaxHeader      int64         // bytes of response headers
	MaxURL         int           // bytes of an address
	MaxRedirects   int
	MaxRobots      int64         // bytes of robots.txt that are read; what follows is ignored
	RobotsAge      time.Duration // how long a robots.txt is believed
	MaxCrawlDelay  time.Duration // a longer Crawl-delay counts as this
	RetryAfterLow  time.Duration // Retry-After is obeyed between these bounds
	RetryAfterHigh time.Duration

	HostParallel int           // fetches at once to one host
	HostGap      time.Duration // between the starts of two fetches to one host; up to a quarter more by chance

	Browser BrowserSettings
}

// BrowserSettings bound the optional rendering of pages.
type BrowserSettings struct {
	Path        string        // of Chromium; empty: look for it
	DevTools    string        // ws:// or http:// address of a browser that runs elsewhere, instead of Path
	Listen      string        // host:port of the filtering proxy; a browser elsewhere must be able to reach it
	Timeout     time.Duration // one page, from DNS to a page at rest
	Rest        time.Duration // a page whose text has not moved for so long has come to rest
	MaxPages    int           // after which the browser is started anew
	MaxRequests int           // of one page
	MaxTraffic  int64         // bytes that one page may receive
	MaxScript   int           // MiB of memory for the scripts of one page
}

// product is how the program names itself to sites.
const product = "Gapwatch/0.1 (+https://github.com/gapwatch/gapwatch)"

// Defaults are the settings of a careful crawler.
func Defaults() Settings {
	return Settings{
		UserAgent:      product,
		Token:          "gapwatch",
		Timeout:        30 * time.Second,
		MaxBody:        8 << 20,
		MaxWire:        16 << 20,
		MaxHeader:      256 << 10,
		MaxURL:         4 << 10,
		MaxRedirects:   5,
		MaxRobots:      512 << 10,
		RobotsAge:      24 * time.Hour,
		MaxCrawlDelay:  30 * time.Second,
		RetryAfterLow:  time.Second,
		RetryAfterHigh: 7 * 24 * time.Hour,
		HostParallel:   1,
		HostGap:        2 * time.Second,
		Browser: BrowserSettings{
			Listen:      "127.0.0.1:0",
			Timeout:     30 * time.Second,
			Rest:        500 * time.Millisecond,
			MaxPages:    50,
			MaxRequests: 200,
			MaxTraffic:  32 << 20,
			MaxScript:   256,
		},
	}
}

// userAgent is what sites are told. It always leads to somebody who can be asked to stop.
func (s Settings) userAgent() string {
	switch {
	case s.Contact == "" && s.UserAgent == "":
		return product
	case s.Contact == "" || s.UserAgent != "" && s.UserAgent != product:
		return s.UserAgent
	}
	return strings.TrimSuffix(product, ")") + "; " + oneLine(s.Contact) + ")"
}
