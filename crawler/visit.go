package crawler

import (
	"context"
	"net/url"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// visit is one page in a tab.
type visit struct {
	crawler  *Crawler
	budget   *budget
	mu       sync.Mutex
	main     *url.URL // the page's own address, which redirects move
	hops     int
	requests int
	unpacked int64                      // bytes received, after content coding
	open     map[network.RequestID]bool // requests under way
	answer   *network.Response          // of the site, to the request for the page itself
	failure  *Failure                   // the first thing that makes the page useless
	cancel   context.CancelFunc         // gives the page up
	left     bool                       // nothing is handled any more
	handlers sync.WaitGroup
}

// leave calls off what is still being handled, and waits for it.
func (v *visit) leave() {
	v.mu.Lock()
	v.left = true
	v.mu.Unlock()
	v.cancel()
	v.handlers.Wait()
}

// event is called for everything the browser says; it must not wait for the browser.
func (v *visit) event(tab context.Context, ev any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.left {
		return
	}
	switch ev := ev.(type) {
	case *fetch.EventRequestPaused:
		v.handlers.Go(func() { v.decide(tab, ev) })
	case *page.EventJavascriptDialogOpening:
		v.handlers.Go(func() {
			_, _ = chromedp.Call(tab, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		})
	case *network.EventResponseReceived:
		if ev.Type == network.ResourceTypeDocument && ev.Response != nil {
			v.answer = ev.Response
		}
	case *network.EventDataReceived:
		if v.unpacked += ev.DataLength; v.unpacked > v.crawler.settings.Browser.MaxTraffic {
			v.spoil(fail(ClassTooLarge, "too large (the page and what it loads unpack to more than %d bytes)",
				v.crawler.settings.Browser.MaxTraffic))
			v.cancel()
		}
	case *network.EventRequestWillBeSent:
		v.open[ev.RequestID] = true
	case *network.EventLoadingFinished:
		delete(v.open, ev.RequestID)
	case *network.EventLoadingFailed:
		delete(v.open, ev.RequestID)
	}
}

// decide lets a request of the page go or fail.
func (v *visit) decide(tab context.Context, ev *fetch.EventRequestPaused) {
	if v.wanted(tab, ev) {
		_, _ = chromedp.Call(tab, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: ev.RequestID})
		return
	}
	_, _ = chromedp.Call(tab, fetch.FailRequest, fetch.FailRequestParams{
		RequestID: ev.RequestID, ErrorReason: network.ErrorReasonBlockedByClient,
	})
}

// wanted tells whether a request serves the text of the page. Frames within it are not read, so they are not loaded.
func (v *visit) wanted(tab context.Context, ev *fetch.EventRequestPaused) bool {
	switch ev.ResourceType {
	case network.ResourceTypeImage, network.ResourceTypeMedia, network.ResourceTypeFont, network.ResourceTypePing,
		network.ResourceTypeCSPViolationReport, network.ResourceTypePrefetch, network.ResourceTypeWebSocket:
		return false
	case network.ResourceTypeDocument:
		return string(ev.FrameID) == string(chromedp.FromContext(tab).Target.TargetID) && v.navigates(tab, ev.Request.URL)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.requests++; v.requests > v.crawler.settings.Browser.MaxRequests {
		v.spoil(fail(ClassTooLarge, "the page asks for more than %d further files", v.crawler.settings.Browser.MaxRequests))
		return false
	}
	scheme, _, _ := strings.Cut(ev.Request.URL, ":")
	return scheme == "http" || scheme == "https" || scheme == "data" || scheme == "blob"
}

// navigates follows the page itself to another address, by the rules for redirects.
func (v *visit) navigates(tab context.Context, raw string) bool {
	f := v.hop(tab, raw)
	if f == nil {
		return true
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.spoil(f)
	return false
}

func (v *visit) hop(tab context.Context, raw string) *Failure {
	c := v.crawler
	u, err := c.check(raw)
	var rules *Robots
	if err == nil {
		rules, err = c.robots.of(tab, u)
	}
	if err != nil {
		return explain(err, 0, "asking for robots.txt")
	}
	if line, ok := rules.verdict(pathOf(u)); !ok {
		return fail(ClassRobots, "disallowed by robots.txt (%s)", line)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.main = u
	if v.hops++; v.hops > c.settings.MaxRedirects+1 {
		return &Failure{Class: ClassRedirect, Reason: "the page moves on to other addresses too often"}
	}
	return nil
}

// spoil notes why the page is useless. The first reason counts.
func (v *visit) spoil(f *Failure) {
	if v.failure == nil {
		v.failure = f
	}
}
