package stories

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// axe finds what keeps people out: https://github.com/dequelabs/axe-core, version 4.14.1, MPL-2.0.
//
//go:embed testdata/axe.min.js
var axe string

// everyPage is every page of the demo that a person can open, once.
func (b *tab) everyPage() []string {
	b.t.Helper()
	return []string{
		"/", "/?week=2026-W46&minor", "/reports", "/matrix/session-replay", "/matrix/session-replay?gaps=on&density=comfortable",
		"/matrix/feature-flags?compare=2026-11-09", "/matrix/session-replay/mobile-replay/harrowglass",
		"/matrix/session-replay/live-view/oxbowry", "/gaps", "/gaps?view=board", "/gaps?leads=1", "/gaps/session-replay/mobile-replay",
		"/changes", b.aChange(), "/pricing", "/competitors", "/competitors/harrowglass", "/sources", "/sources/1", "/sources/new",
		"/sources/1/rules?verb=remove&css=.x", "/snapshots/1?quote=Starter", "/queue", "/queue?what=contested", "/queue?what=stale", "/queue?what=proposed", "/queue?what=inbox", "/annotate",
		"/annotate?text=mobile+replay&kind=at+risk", "/annotations/1", "/accounts", "/accounts/A-1002", "/accounts/import", "/subscriptions",
		"/subscriptions/new", "/search?q=replay", "/search?q=zzzz", "/start", "/account", "/settings", "/jobs", "/keys", "/api", "/nowhere",
	}
}

// fault is what axe says of a page.
type fault struct {
	ID, Impact, Help string
	Nodes            []string
}

// check runs axe with all rules, or with some of them.
func (b *tab) check(rules ...string) []fault {
	b.t.Helper()
	if !ask[bool](b, `typeof axe === "object"`) {
		b.do(chromedp.Evaluate[chromedp.Void](axe))
	}
	only := ""
	if len(rules) > 0 {
		only = fmt.Sprintf(`, runOnly: ["%s"]`, strings.Join(rules, `","`))
	}
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]fault](`axe.run({resultTypes: ["violations"]`+only+`}).then((r) => r.violations
		.map((v) => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200))})))`,
		chromedp.EvalAwaitPromise))
	b.must(err)
	return found
}

// Everybody can use every page: by day, by night and on a phone nothing keeps people out, not even a little, nothing sticks out
// of a phone, and the browser has nothing to complain of.
func TestEveryPageIsForEverybody(t *testing.T) {
	t.Parallel()
	w := here(t)
	b := openTab(t, w, w.base, light)
	for _, path := range b.everyPage() {
		t.Run(path, func(t *testing.T) {
			b.t = t
			b.see(light)
			b.visit(path)
			require.Empty(t, b.check(), "by day")
			b.see(dark)
			require.Empty(t, b.check("color-contrast"), "by night")
			b.see(phone)
			require.LessOrEqual(t, ask[int](b, `document.documentElement.scrollWidth`), 390, "on a phone nothing sticks out")
			require.Empty(t, b.check(), "on a phone")
			if path == "/nowhere" {
				b.forgive("404")
			}
			require.Empty(t, b.complaints())
		})
	}
	b.t = t
}

// In the narrow columns of a phone a cell is its shape alone, however roomy the matrix was when its address was shared, and what
// it said before does not lie over it.
func TestACellOnAPhoneIsItsShape(t *testing.T) {
	t.Parallel()
	w := here(t)
	b := openTab(t, w, w.base, phone)
	b.visit("/matrix/session-replay?density=comfortable")
	require.Equal(t, "0px", ask[string](b, `getComputedStyle(document.querySelector("[data-matrix] .cell")).fontSize`))
	b.visit("/matrix/feature-flags?compare=2026-11-09")
	require.Equal(t, "none", ask[string](b, `getComputedStyle(document.querySelector(".is-moved small")).display`))
}

// What customers write has words, and addresses, that are wider than a phone: they break, and the page stays as wide as it is.
func TestALongWordBreaksOnAPhone(t *testing.T) {
	t.Parallel()
	w := here(t)
	b := openTab(t, w, w.base, phone)
	b.visit("/annotate")
	word := "Aufzeichnungs" + strings.Repeat("wiedergabe", 8)
	status, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](fmt.Sprintf(`fetch("/api/v1/annotations", {method: "POST",
		headers: {"Content-Type": "application/json"}, body: JSON.stringify({kind: "competitive intel", feature: "session-replay/heatmaps",
		what: "%s https://tickets.example/%s"})}).then((r) => r.status)`, word, word), chromedp.EvalAwaitPromise))
	b.must(err)
	require.Equal(t, 201, status)
	for _, path := range []string{"/matrix/session-replay/heatmaps/quillmere", "/gaps/session-replay/heatmaps", "/search?q=" + word, "/"} {
		b.visit(path)
		require.Contains(t, b.text("main"), word, path)
		require.LessOrEqual(t, ask[int](b, `document.documentElement.scrollWidth`), 390, path)
	}
}

// What could not be seen is the first thing on the week: its addresses stand in one line, as there is room, and its days too.
func TestAnAddressThatCouldNotBeSeenIsNotTorn(t *testing.T) {
	t.Parallel()
	w := here(t)
	b := openTab(t, w, w.base, light)
	b.visit("/")
	require.NotZero(t, b.count("#unseen .addr"))
	require.Empty(t, ask[[]string](b, `[...document.querySelectorAll("#unseen :is(.addr, time)")].filter((e) => {
		const text = document.createRange();
		text.selectNodeContents(e);
		return text.getClientRects().length > 1;
	}).map((e) => e.textContent)`))
}

// The newest week has none after it: the button to the one before is alone, and round on all sides.
func TestAButtonAloneIsRound(t *testing.T) {
	t.Parallel()
	w := here(t)
	b := openTab(t, w, w.base, light)
	b.visit("/")
	require.NotContains(t, ask[string](b, `getComputedStyle(document.querySelector(".group > :only-child")).borderRadius`), "0px")
}

// On paper a link tells where it leads, unless its words are the address already.
func TestOnPaperAnAddressStandsOnce(t *testing.T) {
	t.Parallel()
	w := here(t)
	b := openTab(t, w, w.base, light)
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	b.must(err)
	b.visit("/")
	require.NotZero(t, b.count(".src a.addr[href^=http]"))
	require.Equal(t, "none", ask[string](b, `getComputedStyle(document.querySelector(".src a.addr[href^=http]"), "::after").content`))
}

// The contrast is checked by night for real: the colours of the page differ from those by day.
func TestNightIsNight(t *testing.T) {
	t.Parallel()
	w := here(t)
	b := openTab(t, w, w.base, light)
	b.visit("/")
	day := ask[string](b, `getComputedStyle(document.querySelector("h1")).color`)
	b.see(dark)
	require.NotEqual(t, day, ask[string](b, `getComputedStyle(document.querySelector("h1")).color`))
}

// Every page works by reload and without script: the same content, and forms that do what they say.
func TestPagesWorkWithoutScript(t *testing.T) {
	t.Parallel()
	w := here(t)
	b := openTab(t, w, w.base, light)
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.must(err)
	for _, path := range b.everyPage() {
		b.visit(path)
		require.NotEmpty(t, b.text("h1"), path)
	}
	b.forgive("404")
	b.visit("/matrix/session-replay")
	require.NotZero(t, b.count("[data-matrix] a.cell"))
	b.visit("/changes")
	require.NotZero(t, b.count("form.filters noscript button, form.filters button"), "filters have a button")
	b.visit("/annotate?text=They+ask+for+automatic+rollback")
	require.NotZero(t, b.count("#found input[name=feature]"), "gaps are found without typing")
	b.do(chromedp.SendKeys(chromedp.CSS("#account"), "Sable Hotels"))
	b.do(chromedp.Click(chromedp.CSS("#kind .pick:nth-child(4)")), chromedp.Click(chromedp.CSS("#found .pick")))
	b.do(chromedp.Click(chromedp.CSS(".savebar button")))
	b.until(`document.querySelector("[role=status]")?.textContent.includes("Annotated")`)
	require.Contains(t, b.where(), "/gaps/")
}

// Beside what was said there is little room: the sum of what adds up breaks between its currencies and stays in its column.
func TestASumStaysInItsColumn(t *testing.T) {
	w := here(t)
	b := openTab(t, w, w.base, light)
	b.visit("/gaps/session-replay/mobile-replay")
	require.LessOrEqual(t, ask[int](b, `Math.max(...[...document.querySelectorAll("table.ledger")].map((t) => t.scrollWidth - t.parentElement.clientWidth))`), 0)
}
