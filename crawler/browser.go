package crawler

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"
)

// idleBrowser is how long a browser that renders nothing is kept: it holds hundreds of megabytes.
const idleBrowser = time.Minute

// chromium renders pages, one at a time, in one browser that is started when first needed and anew after a number of
// pages, after a failure and after a rest.
type chromium struct {
	settings Settings
	guard    *guard
	turn     chan struct{} // whoever holds it owns what follows
	filter   *filter
	ctx      context.Context // of the running browser; nil: none
	end      []context.CancelFunc
	pages    int
	idle     *time.Timer
}

func newBrowser(s Settings, g *guard) *chromium {
	return &chromium{settings: s, guard: g, turn: make(chan struct{}, 1)}
}

// names under which Chromium is found.
func names() []string {
	return []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome-headless-shell"}
}

// installed says whether there is a browser at all, before anything is asked of a site.
func (b *chromium) installed() (path string, err error) {
	s := b.settings.Browser
	switch {
	case s.DevTools != "":
		return "", nil
	case b.guard.proxy != nil:
		return "", fail(ClassBlocked, "a page cannot be rendered through a proxy: switch off the proxy or the rendering of this source")
	case s.Path != "":
		if path, err = exec.LookPath(s.Path); err != nil {
			return "", fail(ClassBlocked, "there is no browser at %s to render the page with: correct the path in the settings", s.Path)
		}
		return path, nil
	}
	for _, name := range names() {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fail(ClassBlocked, "no browser is installed here to render the page with: install Chromium (on Debian: "+
		"apt-get install chromium), name one in the settings, or switch off the rendering of this source")
}

// start makes sure that a browser runs.
func (b *chromium) start() error {
	if b.ctx != nil && b.ctx.Err() == nil && b.pages < b.settings.Browser.MaxPages {
		return nil
	}
	if err := b.stop(); err != nil {
		return err
	}
	path, err := b.installed()
	if err != nil {
		return err
	}
	if b.filter, err = startFilter(b.settings, b.guard); err != nil {
		return err
	}
	allocator, endAllocator := b.allocator(path)
	ctx, endBrowser := chromedp.NewContext(allocator, chromedp.WithLogf(silent), chromedp.WithErrorf(silent))
	b.ctx, b.end = ctx, []context.CancelFunc{endBrowser, endAllocator}
	late := time.AfterFunc(b.settings.Browser.Timeout, endAllocator)
	err = chromedp.Do(ctx)
	if !late.Stop() {
		err = errors.New("it did not come up in time")
	}
	if err != nil {
		return errors.Join(fail(ClassBlocked, "the browser did not start (%s): check that it runs on this machine", err), b.stop())
	}
	return nil
}

func silent(string, ...any) {}

// allocator is where the browser comes from. Its flags leave it one way out, and keep it from phoning home.
func (b *chromium) allocator(path string) (context.Context, context.CancelFunc) {
	s := b.settings.Browser
	if s.DevTools != "" {
		return remote.NewAllocator(context.Background(), s.DevTools)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserAgent(b.settings.UserAgent),
		chromedp.ProxyServer("http://"+b.filter.addr),
		chromedp.Flag("proxy-bypass-list", "<-loopback>"),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("force-webrtc-ip-handling-policy", "disable_non_proxied_udp"),
		chromedp.Flag("webrtc-ip-handling-policy", "disable_non_proxied_udp"),
		chromedp.Flag("dns-prefetch-disable", true),
		chromedp.Flag("no-pings", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,OptimizationHints,MediaRouter,DialMediaRouteProvider,WebRTC"),
		chromedp.Flag("disable-popup-blocking", false),
		chromedp.Flag("block-new-web-contents", true),
		chromedp.Flag("blink-settings", "imagesEnabled=false"),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("renderer-process-limit", "2"),
		chromedp.Flag("js-flags", "--max-old-space-size="+strconv.Itoa(s.MaxScript)),
		chromedp.NoInheritEnv, // no secrets of ours
		chromedp.Env("HOME="+os.TempDir(), "PATH="+os.Getenv("PATH"), "LANG=C.UTF-8"),
	)
	return chromedp.NewExecAllocator(context.Background(), options...)
}

// tab opens an empty one, without cookies or memory of earlier pages, and behind the filter even in a browser that
// somebody else started.
func (b *chromium) tab() (context.Context, context.CancelFunc, error) {
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(func(p *target.CreateBrowserContextParams) {
		p.ProxyServer = "http://" + b.filter.addr
		p.ProxyBypassList = "<-loopback>"
	}))
	err := chromedp.Do(ctx)
	if err == nil {
		_, err = chromedp.Call(ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
			UserAgent: b.settings.UserAgent, AcceptLanguage: "en",
		})
	}
	if err == nil {
		_, err = chromedp.Call(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
			Behavior:         browser.SetDownloadBehaviorBehaviorDeny,
			BrowserContextID: chromedp.FromContext(ctx).BrowserContextID,
		})
	}
	if err != nil {
		cancel()
		return nil, nil, fmt.Errorf("open a tab: %w", err)
	}
	return ctx, cancel, nil
}

// use runs fn in a fresh tab with nobody else in the browser.
func (b *chromium) use(ctx context.Context, fn func(tab context.Context, f *filter) error) error {
	if _, err := b.installed(); err != nil {
		return err
	}
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
		return calledOff(ctx)
	}
	if b.idle != nil {
		b.idle.Stop()
	}
	if err := b.start(); err != nil {
		return err
	}
	b.pages++
	err := b.inTab(ctx, fn)
	var f *Failure
	if err != nil && (!errors.As(err, &f) || f.Class == ClassTimeout) { // it may be in any state
		return errors.Join(err, b.stop())
	}
	b.idle = time.AfterFunc(idleBrowser, func() { _ = b.close() })
	return err
}

func (b *chromium) inTab(ctx context.Context, fn func(tab context.Context, f *filter) error) error {
	late := time.AfterFunc(b.settings.Browser.Timeout, b.end[0]) // a browser that hangs takes its tab with it
	defer late.Stop()
	tab, closeTab, err := b.tab()
	if err != nil {
		return err
	}
	defer closeTab()
	late.Stop()
	defer context.AfterFunc(ctx, closeTab)()
	return fn(tab, b.filter)
}

// stop ends the browser that runs, if one does.
func (b *chromium) stop() error {
	if b.idle != nil {
		b.idle.Stop()
	}
	for _, end := range b.end {
		end()
	}
	b.ctx, b.end, b.pages = nil, nil, 0
	if b.filter == nil {
		return nil
	}
	err := b.filter.close()
	b.filter = nil
	return err
}

// close ends the browser when the page under way is done.
func (b *chromium) close() error {
	b.turn <- struct{}{}
	defer func() { <-b.turn }()
	return b.stop()
}
