package stories

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// story is one thing that people do, named after what the product promises.
type story struct {
	name string
	tell func(t *testing.T, b *tab)
}

// tellAll tells stories one after the other on the demo's data, by turns by day, by night and on a phone, or with
// GAPWATCH_LOOKS=all each in all three. Those named last change what they tell of, and are told once.
func tellAll(t *testing.T, stories []story, once ...string) {
	w := here(t)
	looks := []look{light, dark, phone}
	for i, s := range stories {
		told := looks
		if os.Getenv("GAPWATCH_LOOKS") != "all" || slices.ContainsFunc(once, func(name string) bool { return strings.HasPrefix(s.name, name) }) {
			told = looks[i%len(looks):][:1]
		}
		for _, how := range told {
			t.Run(s.name+" ("+string(how)+")", func(t *testing.T) { s.tell(t, openTab(t, w, w.base, how)) })
		}
	}
}

// The stories change the demo's data, so that one is told after the other.
func TestStories(t *testing.T) {
	t.Parallel()
	t.Run("of a product manager", storiesOfAProductManager)
	t.Run("of sales and support", storiesOfSalesAndSupport)
	t.Run("of an operator", storiesOfAnOperator)
}

func storiesOfAProductManager(t *testing.T) {
	tellAll(t, []story{
		{"1: one page says what shipped and which prices moved, with quote, date and link", func(t *testing.T, b *tab) {
			b.visit("/")
			require.Contains(t, b.text("#prices"), "Quillmere")
			require.NotZero(t, b.count("#prices q"), "in their words")
			require.NotZero(t, b.count("#prices time"))
			require.NotZero(t, b.count(`#shipped a.theirs[href^="/snapshots/"]`), "the page as it was")
			require.NotZero(t, b.count("#shipped a.addr[href^=http]"), "and as it is")
			b.follow("#prices td a")
			require.True(t, strings.HasPrefix(b.where(), "/changes/"), b.where())
			require.NotZero(t, b.count(".side del, .side ins"), "before and after side by side")
		}},
		{"2: what could not be seen comes first, and since when", func(t *testing.T, b *tab) {
			b.visit("/")
			require.True(t, ask[bool](b, `document.querySelector(".report > *").id === "unseen"`))
			require.Contains(t, b.text("#unseen"), "Oxbowry")
			require.NotZero(t, b.count("#unseen time"))
		}},
		{"3: a cell opens by keyboard and proves itself", func(t *testing.T, b *tab) {
			b.visit("/matrix/session-replay")
			ask[bool](b, `document.querySelector("[data-matrix] tbody tr .cell[tabindex='0']").focus(), true`)
			at := `(({parentElement: td}) => td.cellIndex + "," + td.parentElement.rowIndex)(document.activeElement)`
			began := ask[string](b, at)
			b.key(kb.ArrowRight)
			right := ask[string](b, at)
			b.key(kb.ArrowDown)
			require.NotEqual(t, began, right, "right")
			require.NotEqual(t, right, ask[string](b, at), "and down")
			require.True(t, ask[bool](b, `document.activeElement.matches("[data-matrix] .cell")`))
			b.visit("/matrix/session-replay/mobile-replay/harrowglass")
			require.NotEmpty(t, b.text(".ctx mark"), "the quote is marked on its page")
			require.Contains(t, b.text(".time"), "Nov")
			require.NotZero(t, b.count(`a[href^="/snapshots/"]`))
		}},
		{"3: the matrix as of any past date, and compared with another", func(t *testing.T, b *tab) {
			b.visit("/matrix/session-replay?as_of=2026-11-05")
			require.Contains(t, b.text(".note"), "as it stood at the end of")
			require.Zero(t, b.count("[data-matrix] td.s-yes:not(.us)"), "nothing was known then")
			b.visit("/matrix/session-replay?compare=2026-11-09")
			require.Contains(t, b.text("main"), "said something else at the end of")
			require.NotZero(t, b.count(".is-moved"))
		}},
		{"3: the days go back and forth, by the slider and by keys", func(t *testing.T, b *tab) {
			b.visit("/matrix/session-replay")
			slide := func(daysAgo int) {
				b.leaving(func() {
					ask[bool](b, fmt.Sprintf(`((s) => (s.value = %d, s.dispatchEvent(new Event("change")), true))(document.getElementById("as-of"))`, -daysAgo))
				})
			}
			day := func() string { return ask[string](b, `document.querySelector(".asof input[type=date]").value`) }
			slide(3)
			first := day()
			require.Contains(t, b.where(), "as_of="+first)
			slide(5)
			require.Less(t, day(), first, "and again")
			b.leaving(func() { b.key("]") })
			b.leaving(func() { b.key("]") })
			require.Equal(t, first, day(), "by keys")
			b.leaving(func() { b.key("[") })
			require.Less(t, day(), first)
			slide(0)
			require.Empty(t, day(), "and back to today")
		}},
		{"4: gaps are ranked by combined ARR of distinct accounts, with the arithmetic", func(t *testing.T, b *tab) {
			b.visit("/gaps")
			require.Contains(t, b.text("table.gaps tbody tr"), "Mobile session replay")
			b.click("table.gaps details.why summary")
			require.Contains(t, b.text(".ledger"), "Ninefold Rail")
			require.Contains(t, b.text(".ledger"), "a second annotation of the same account")
			require.Contains(t, b.text(".ledger tfoot"), "$296,000 and €97,500")
		}},
		{"4: the board sorts gaps by status", func(t *testing.T, b *tab) {
			b.visit("/gaps")
			b.follow(`nav[aria-label=View] a:last-child`)
			require.Contains(t, b.where(), "view=board")
			require.NotZero(t, b.count(".board article"))
		}},
		{"5: a change becomes a cell in two clicks", func(t *testing.T, b *tab) {
			b.visit("/changes?kind=entry_added")
			b.follow(".changes article p a")
			b.steps = 0
			if b.count(`form[action$=accept] input[name=to]:checked`) == 0 { // it surely speaks of none
				b.choose("#other", "session-replay/live-view")
			}
			b.click(`form[action$=accept] .pick.s-beta`)
			b.follow(`form[action$=accept] button`)
			require.LessOrEqual(t, b.steps, 3)
			require.True(t, strings.HasPrefix(b.where(), "/matrix/"), b.where())
			require.Contains(t, b.text(".standing"), "Verified")
		}},
		{"5: a change is dismissed with a reason, which stays", func(t *testing.T, b *tab) {
			b.visit("/changes?kind=text_changed")
			if b.count(".changes article p a") == 0 {
				b.visit("/changes")
			}
			b.follow(".changes article p a")
			b.choose("#reason", "Only the wording changed")
			b.follow(`form[action$=dismiss] button`)
			b.visit("/changes?status=dismissed")
			require.Contains(t, b.text("main"), "Only the wording changed")
		}},
		{"6: a phrase is decided by one key, and taken back by another", func(t *testing.T, b *tab) {
			b.visit("/queue")
			phrase := b.text("#qi .theirs")
			b.press("i")
			require.Contains(t, b.text("[role=status]"), "ignored for ever")
			require.NotEqual(t, phrase, b.text("#qi .theirs"))
			b.press("u")
			require.Contains(t, b.text("[role=status]"), "back in the queue")
			require.Equal(t, phrase, b.text("#qi .theirs"))
		}},
		{"6: contested and stale cells are queues", func(t *testing.T, b *tab) {
			for _, what := range []string{"contested", "stale"} {
				b.visit("/queue?what=" + what)
				require.NotEmpty(t, b.text("main #qi, main .empty"))
			}
		}},
		{"7: plans of all competitors side by side, and their history as a picture with its numbers", func(t *testing.T, b *tab) {
			b.visit("/pricing?area=session-replay")
			require.GreaterOrEqual(t, b.count("table.plans thead th"), 4)
			require.NotZero(t, b.count(".charts svg[role=img][aria-label]"))
			b.click(".chart details summary")
			require.NotEmpty(t, b.text(".chart details tbody"))
		}},
		{"8: report and matrix are exported in every form", func(t *testing.T, b *tab) {
			b.visit("/")
			for _, path := range []string{
				"/week/2026-W46/export/md", "/week/2026-W46/export/html", "/week/2026-W46/export/csv", "/week/2026-W46/export/xlsx",
				"/week/2026-W46/export/json", "/matrix/session-replay/export.csv", "/matrix/session-replay/export.xlsx",
				"/matrix/session-replay/export.md", "/matrix/session-replay/export.json", "/matrix/session-replay/export.png",
			} {
				require.Equal(t, "200 attachment", ask[string](b, get(path, `r.status + " " + (r.headers.get("content-disposition") ?? "").split(";")[0]`)), path)
			}
		}},
		{"8: a week is published under an address that stays", func(t *testing.T, b *tab) {
			b.visit("/?week=2026-W46")
			b.follow(`form[action="/week/publish"] button`)
			require.Equal(t, "/reports/2026-W46", b.where())
			require.Contains(t, b.text("main"), "It stays as it is")
			b.visit("/?week=2026-W46")
			require.Zero(t, b.count(`form[action="/week/publish"]`), "what is published is never changed")
		}},
		{"1: a view of the matrix is its address", func(t *testing.T, b *tab) {
			b.visit("/matrix/session-replay")
			b.leaving(func() { b.key("x") })
			require.Contains(t, b.where(), "gaps")
			rows := b.count("[data-matrix] th[scope=row]")
			b.visit(b.where())
			require.Equal(t, rows, b.count("[data-matrix] th[scope=row]"))
		}},
	}, "5: ", "6: a phrase", "8: a week")
}

// get is an expression that fetches an address and says something of the answer r.
func get(path, say string) string {
	return `(() => { const r = new XMLHttpRequest(); r.open("GET", "` + path + `", false); r.send();
		r.headers = {get: (n) => r.getResponseHeader(n)}; return ` + say + ` })()`
}
