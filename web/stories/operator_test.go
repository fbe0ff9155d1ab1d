package stories

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

func storiesOfAnOperator(t *testing.T) {
	tellAll(t, []story{
		{"17: from a home page to what can be watched", func(t *testing.T, b *tab) {
			b.visit("/start")
			b.write("#homes", strings.Join(here(t).sites[:2], "\n"))
			b.follow(`form[action="/start"] button.btn`)
			require.Equal(t, 2, b.count("fieldset.site"))
			require.NotZero(t, b.count(`fieldset.site input[type=checkbox]:checked`))
			require.Contains(t, b.text("main"), "13 of 13 addresses looked at", "the first captures are counted")
		}},
		{"23: a program finds what can be watched too", func(t *testing.T, b *tab) {
			b.visit("/api")
			send := func(path, body string) map[string]any {
				answer, err := chromedp.Run(b.ctx, chromedp.Evaluate[map[string]any](fmt.Sprintf(`fetch("/api/v1%s", {method: "POST",
					headers: {"Content-Type": "application/json"}, body: %q}).then((r) => r.json())`, path, body), chromedp.EvalAwaitPromise))
				b.must(err)
				return answer
			}
			found := send("/discover", fmt.Sprintf(`{"url":%q}`, here(t).sites[0]))
			require.NotEmpty(t, found["sources"], "%v", found)
			require.Contains(t, fmt.Sprint(found["sources"]), "pricing")
			seen := send("/sources/preview", fmt.Sprintf(`{"kind":"pricing","url":%q}`, here(t).sites[0]+"pricing"))
			require.NotEmpty(t, seen["plans"], "%v", seen)
		}},
		{"17: an address is looked at before it is watched", func(t *testing.T, b *tab) {
			b.visit("/sources/new")
			b.write("#url", here(t).sites[0]+"pricing")
			b.choose("#competitor", "quillmere")
			b.click(`#kind .pick:nth-child(2)`)
			b.follow("button[name=look]")
			require.NotZero(t, b.count("[aria-labelledby=peek] tbody tr"), "its plans")
			require.Equal(t, "/sources/new", b.where(), "nothing is kept by looking")
		}},
		{"18: a source says how it fares and what to do", func(t *testing.T, b *tab) {
			b.visit("/sources")
			require.Contains(t, b.text(".unseen"), "What to do:")
			require.NotZero(t, b.count("svg.health[role=img][aria-label]"))
			b.follow(".unseen th a")
			require.Contains(t, b.text(".faring"), "What to do:")
		}},
		{"19: a rule is tried on stored history and keeps nothing", func(t *testing.T, b *tab) {
			b.visit("/sources/1/rules")
			b.write("#match", "(?i)hiring")
			b.follow(`form[method=get].panel button.btn`)
			require.Contains(t, b.text("[aria-labelledby=trial]"), "the newest page")
			require.Contains(t, b.text("[aria-labelledby=standing]"), "None")
		}},
		{"20: a stored page is text, and so is its markup", func(t *testing.T, b *tab) {
			b.visit("/pricing?area=session-replay")
			stored, _, _ := strings.Cut(ask[string](b, `document.querySelector('a[href^="/snapshots/"][href*="quote=Starter"]').getAttribute("href")`), "?")
			b.visit(stored + "?quote=Starter#quote")
			require.Equal(t, "Starter", b.text("mark#quote"))
			require.Zero(t, b.count("figure.whole :not(blockquote, mark)"), "nothing of it is markup")
			b.visit(stored + "/source")
			require.Equal(t, "text/plain", ask[string](b, `document.contentType`))
		}},
		{"21: a token is shown once, and the trail says who did what", func(t *testing.T, b *tab) {
			b.visit("/settings")
			require.Contains(t, b.text("main"), "What was done")
			require.Contains(t, b.text("main"), "Channels")
			b.write("#email", "dana@example.com")
			b.follow(`form[action="/settings/people"] button`)
			require.Contains(t, b.text("main"), "dana@example.com")
			require.Contains(t, b.text("main"), "add person")
		}},
		{"18: a look that was asked for waits among the jobs", func(t *testing.T, b *tab) {
			b.visit("/sources/new?competitor=quillmere&kind=page&url=" + here(t).sites[0] + "docs")
			b.follow(`main form[method=post] button:not([name])`)
			require.Contains(t, b.text("[role=status]"), "Watched from now on")
			b.follow(`form[action$="/check"] button`)
			require.Contains(t, b.text("[role=status]"), "looked at in a moment")
			b.visit("/jobs")
			require.Contains(t, b.text("main"), "Queues")
			b.leaving(func() { b.choose("#state", "waiting") })
			require.Contains(t, b.where(), "state=waiting")
			require.Contains(t, b.text("form.filters + section"), "visit")
			b.leaving(func() { b.choose("#state", "failed") })
			require.Contains(t, b.text("form.filters + section"), "No job is in this state")
		}},
		{"17: accounts are imported after a look at what it would do", func(t *testing.T, b *tab) {
			b.visit("/accounts/import")
			b.write("#text", "name,arr,currency\nPinewood Health,120000,USD\n")
			b.follow("form button.primary")
			require.Contains(t, b.text("main"), "1 new")
			b.follow("button[name=take]")
			b.visit("/accounts?q=Pinewood")
			require.Contains(t, b.text("main table"), "$120,000")
		}},
		{"21: keys are listed, and can be switched off", func(t *testing.T, b *tab) {
			b.visit("/")
			b.press("?")
			require.Equal(t, "/keys", b.where())
			b.visit("/account")
			require.Equal(t, 1, b.count("input[name=keys]"))
		}},
	}, "21: a token", "18: a look", "17: accounts")
}
