package stories

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// look is how a page is looked at.
type look string

const (
	light look = "light"
	dark  look = "dark"
	phone look = "phone"
)

// tab is one tab of the browser, on one server. It counts what a person does, and whatever the browser complains of fails
// the story: errors in the console, what the Content-Security-Policy forbade, dialogs, requests to elsewhere.
type tab struct {
	t     *testing.T
	ctx   context.Context
	base  string
	steps int // clicks, keys and texts of a person

	mu     sync.Mutex
	faults []string
}

// patience is how long anything on a page may take.
const patience = 20 * time.Second

// openTab opens a tab with nobody's cookies and nothing in its storage.
func openTab(t *testing.T, w *world, base string, how look) *tab {
	t.Helper()
	ctx, end := chromedp.NewContext(w.browser, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	b := &tab{t: t, ctx: ctx, base: base}
	b.must(chromedp.Do(ctx))
	b.must(chromedp.Listen(ctx, b.event))
	_, err := chromedp.Call(ctx, log.Enable, struct{}{})
	b.must(err)
	b.see(how)
	t.Cleanup(func() { require.Empty(t, b.complaints(), "what the browser complains of") })
	return b
}

func (b *tab) must(err error) {
	b.t.Helper()
	require.NoError(b.t, err)
}

// event collects complaints. It runs where the browser's messages are read, and so waits for nothing.
func (b *tab) event(ev any) {
	switch ev := ev.(type) {
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.EntryLevelError || ev.Entry.Source == log.EntrySourceSecurity {
			b.complain("log: " + ev.Entry.Text + " " + ev.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if ev.Type == "error" {
			b.complain(fmt.Sprintf("console: %v", ev.Args))
		}
	case *runtime.EventExceptionThrown:
		b.complain("exception: " + ev.ExceptionDetails.Text)
	case *page.EventJavascriptDialogOpening:
		b.complain("dialog: " + ev.Message)
		go func() {
			_, _ = chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		}()
	case *network.EventRequestWillBeSent:
		if u := ev.Request.URL; !strings.HasPrefix(u, b.base) && strings.HasPrefix(u, "http") {
			b.complain("asked elsewhere: " + u)
		}
	}
}

func (b *tab) complain(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, what)
}

func (b *tab) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.faults...)
}

// forgive forgets complaints that the story itself asked for, such as a form refused with status 422.
func (b *tab) forgive(part string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var left []string
	for _, f := range b.faults {
		if !strings.Contains(f, part) {
			left = append(left, f)
		}
	}
	b.faults = left
}

// see looks at pages by day, by night or on a phone.
func (b *tab) see(how look) {
	b.t.Helper()
	scheme := "light"
	if how == dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	b.must(err)
	if how == phone {
		b.must(chromedp.Do(b.ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch)))
	} else {
		b.must(chromedp.Do(b.ctx, chromedp.EmulateViewport(1280, 900)))
	}
}

// do runs actions within the patience of the room.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	require.NoError(b.t, chromedp.Do(ctx, steps...), "at %s", b.where())
}

// visit opens an address of the server.
func (b *tab) visit(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

// ask evaluates an expression on the page.
func ask[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	require.NoError(b.t, err, expression)
	return v
}

// aChange is the address of the newest change. Which number a change has is chance: noise that a second look dropped has one too.
func (b *tab) aChange() string {
	b.t.Helper()
	b.visit("/changes")
	return ask[string](b, `document.querySelector(".changes a[href^='/changes/']").getAttribute("href")`)
}

func (b *tab) where() string {
	at, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return strings.TrimPrefix(at, b.base)
}

// text is what the first element that matches says; "" where there is none.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return ask[string](b, fmt.Sprintf(`document.querySelector(%q)?.textContent.replace(/\s+/g, " ").trim() ?? ""`, selector))
}

// count is how many elements match.
func (b *tab) count(selector string) int {
	b.t.Helper()
	return ask[int](b, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector))
}

// click is a person's click or tap on what a selector finds.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.steps++
	b.do(chromedp.WaitVisible(chromedp.CSS(selector)))
	// Into the middle, as a person scrolls: bars lie over the edges.
	ask[bool](b, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({block: "center", behavior: "instant"}), true)`, selector))
	b.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// follow is a click that leads to another page, and waits for it.
func (b *tab) follow(selector string) {
	b.t.Helper()
	b.leaving(func() { b.click(selector) })
}

// press is a key that leads to another page.
func (b *tab) press(keys string) {
	b.t.Helper()
	b.leaving(func() { b.key(keys) })
}

// key presses keys where the focus is; one interaction.
func (b *tab) key(keys string) {
	b.t.Helper()
	b.steps++
	b.do(chromedp.KeyEvent(keys))
}

// write types a text into a field; one interaction.
func (b *tab) write(selector, text string) {
	b.t.Helper()
	b.steps++
	b.do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// choose sets the value of a list as a person who picks from it; one interaction.
func (b *tab) choose(selector, value string) {
	b.t.Helper()
	b.steps++
	ok := ask[bool](b, fmt.Sprintf(`(() => { const f = document.querySelector(%q); if (!f) return false; f.value = %q;
		f.dispatchEvent(new Event("input", {bubbles: true})); f.dispatchEvent(new Event("change", {bubbles: true})); return f.value === %q })()`,
		selector, value, value))
	require.True(b.t, ok, "%s offers no %q", selector, value)
}

// leaving does something that leads to another page, and waits until that has loaded.
func (b *tab) leaving(do func()) {
	b.t.Helper()
	ask[bool](b, `window.stays = true`)
	do()
	b.until(`!window.stays && document.readyState === "complete"`)
}

// until waits for a condition on the page.
func (b *tab) until(condition string) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		ctx, cancel := context.WithTimeout(b.ctx, patience)
		defer cancel()
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`Boolean(`+condition+`)`))
		return err == nil && ok
	}, patience, 15*time.Millisecond, "%s at %s", condition, b.where())
}
