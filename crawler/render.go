package crawler

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// render lets a browser run a page's scripts and brings the page as it then stands. robots.txt is asked for the page
// and for where it redirects to, not for the scripts and data that it loads by itself.
func (c *Crawler) render(ctx context.Context, u *url.URL, r Request, rules *Robots) (Response, error) {
	if line, ok := rules.verdict(pathOf(u)); !ok {
		return Response{}, fail(ClassRobots, "disallowed by robots.txt (%s)", line)
	}
	var res Response
	var f *Failure
	err := c.browser.use(ctx, func(tab context.Context, f *filter) error {
		limit := c.settings.Browser.Timeout
		tab, cancel := context.WithTimeout(tab, limit)
		v := &visit{
			crawler: c,
			main:    u,
			budget:  newBudget(tab, c.settings.Browser),
			open:    map[network.RequestID]bool{},
			cancel:  cancel,
		}
		defer v.leave()
		f.page.Store(v.budget)
		defer f.page.Store(nil)
		var err error
		res, err = v.run(tab)
		return v.explain(tab, err, limit)
	})
	switch {
	case errors.As(err, &f):
		return Response{}, f
	case err != nil:
		return Response{}, fail(ClassProtocol, "the browser failed (%s); it is started anew for the next page", innermost(err))
	}
	if len(r.WireHash) > 0 && bytes.Equal(r.WireHash, res.WireHash) {
		res.Equal, res.Body = true, nil
	}
	return res, nil
}

// run loads the page, lets it come to rest and reads it.
func (v *visit) run(tab context.Context) (Response, error) {
	if err := chromedp.Listen(tab, func(ev any) { v.event(tab, ev) }); err != nil {
		return Response{}, fmt.Errorf("listen to the browser: %w", err)
	}
	if _, err := chromedp.Call(tab, fetch.Enable, fetch.EnableParams{}); err != nil {
		return Response{}, fmt.Errorf("look at the page's requests: %w", err)
	}
	if err := chromedp.Do(tab, chromedp.Navigate(v.main.String())); err != nil {
		return Response{}, fmt.Errorf("load the page: %w", err)
	}
	if err := v.rest(tab); err != nil {
		return Response{}, err
	}
	return v.read(tab)
}

// maxRests is after how many times the wished rest a page that never rests is taken as it is.
const maxRests = 10

// rest waits until the page loads nothing and its text has not moved for a while.
func (v *visit) rest(tab context.Context) error {
	step := v.crawler.settings.Browser.Rest / 5
	if step <= 0 {
		return nil
	}
	ticker := time.NewTicker(step)
	defer ticker.Stop()
	var last, quiet int
	for range maxRests * 5 {
		now, err := chromedp.Run(tab, chromedp.Evaluate[int](`document.body ? document.body.innerText.length : 0`))
		if err != nil {
			return fmt.Errorf("look at the page: %w", err)
		}
		v.mu.Lock()
		loading := len(v.open) > 0
		v.mu.Unlock()
		if quiet++; now != last || loading {
			quiet = 0
		}
		if last = now; quiet >= 5 {
			return nil
		}
		select {
		case <-ticker.C:
		case <-tab.Done():
			return context.Cause(tab)
		}
	}
	return nil
}

// reading is what the page says of itself. HTML is missing where it is too long.
type reading struct {
	URL  string  `json:"url"`
	Size int64   `json:"size"`
	HTML *string `json:"html"`
}

// read takes the page as it stands, unless it is too large: the browser itself is asked not to send that.
func (v *visit) read(tab context.Context) (Response, error) {
	limit := v.crawler.settings.MaxBody
	got, err := chromedp.Run(tab, chromedp.Evaluate[reading](fmt.Sprintf(`(() => {
		const html = '<!DOCTYPE html>' + document.documentElement.outerHTML;
		return {url: location.href, size: html.length, html: html.length > %d ? null : html};
	})()`, limit)))
	switch {
	case err != nil:
		return Response{}, fmt.Errorf("read the page: %w", err)
	case got.HTML == nil || int64(len(*got.HTML)) > limit:
		f := fail(ClassTooLarge, "too large (limit %d bytes, the rendered page has about %d)", limit, got.Size)
		f.Bytes = got.Size
		return Response{}, f
	}
	body := []byte(*got.HTML)
	sum := sha256.Sum256(body)
	final, _, _ := strings.Cut(got.URL, "#")
	return Response{
		Status: http.StatusOK, FinalURL: final, ContentType: "text/html; charset=utf-8",
		WireHash: sum[:], WireBytes: int64(len(body)), Body: body,
	}, nil
}

// explain is the failure of the visit: what was noted on the way knows more than the browser's error.
func (v *visit) explain(tab context.Context, err error, limit time.Duration) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	var load *chromedp.LoadError
	var f *Failure
	switch {
	case v.failure != nil:
		return v.failure
	case v.answer != nil && v.answer.Status != http.StatusOK:
		return v.crawler.statusFailure(int(v.answer.Status), headerOf(v.answer.Headers))
	case v.budget.bytes.Load() < 0:
		return fail(ClassTooLarge, "too large (the page and what it loads exceed %d bytes)", v.crawler.settings.Browser.MaxTraffic)
	case err == nil:
		return nil
	case errors.As(err, &f):
		return f
	case v.budget.refusal(hostPort(v.main)) != nil:
		return v.budget.refusal(hostPort(v.main))
	case tab.Err() != nil:
		return &Failure{Class: ClassTimeout, Reason: "timed out after " + inWords(limit) + " while the browser rendered the page", Err: err}
	case errors.As(err, &load):
		return loadFailure(load)
	}
	return fmt.Errorf("render: %w", err)
}

// loadFailure translates what the browser says.
func loadFailure(e *chromedp.LoadError) *Failure {
	f := &Failure{Class: ClassProtocol, Reason: oneLine("the browser could not load the page: " + e.ErrorText), Err: e}
	switch text := e.ErrorText; {
	case strings.Contains(text, "CERT"), strings.Contains(text, "SSL"):
		f.Class = ClassTLS
	case strings.Contains(text, "TOO_MANY_REDIRECTS"):
		f.Class = ClassRedirect
	case strings.Contains(text, "TIMED_OUT"):
		f.Class = ClassTimeout
	case strings.Contains(text, "CONTENT_DECODING"):
		f.Class = ClassDecode
	}
	return f
}

func headerOf(h network.Headers) http.Header {
	out := http.Header{}
	for name, value := range h {
		if s, ok := value.(string); ok {
			out.Set(name, s)
		}
	}
	return out
}
