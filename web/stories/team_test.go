package stories

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// come signs somebody in.
func (b *tab) come(email, password string) {
	b.t.Helper()
	b.visit("/signin")
	b.write("#email", email)
	b.write("#password", password)
	b.follow("main form button")
	require.NotContains(b.t, b.where(), "/signin")
}

// as asks the API with a token and returns the status.
func (b *tab) as(token, path string) int {
	b.t.Helper()
	status, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](
		fmt.Sprintf(`fetch(%q, {headers: {Authorization: "Bearer " + %q}}).then((r) => r.status)`, path, token), chromedp.EvalAwaitPromise))
	b.must(err)
	return status
}

// person is the form in the settings that says what somebody may do.
func (b *tab) person(email string) string {
	b.t.Helper()
	return ask[string](b, fmt.Sprintf(`"form[action='" + [...document.querySelectorAll("form[action^='/settings/people/']")]
		.find((f) => f.textContent.includes(%q)).getAttribute("action") + "']"`, email))
}

// 10, 11, 21: people come in with the rights they are given, subscribe for themselves, and an admin sees and ends all of it.
func TestATeamAndItsRights(t *testing.T) {
	w := here(t)
	up := w.empty(t, (*place).locked, "")
	admin := openTab(t, w, up.base, light)
	becomesAdmin(t, admin, up.setup)
	admin.fill()
	letsIn(t, admin, "vera@example.com", "long enough for Vera")
	vera := openTab(t, w, up.base, phone)
	vera.come("vera@example.com", "long enough for Vera")
	seesNoMoney(t, vera)
	findsEveryPage(t, vera)
	subscribes(t, vera)
	hearsOfOwnAccounts(t, w, admin, vera)
	token := makesToken(t, vera)
	isChanged(t, admin, vera)
	proposes(t, admin, vera)
	isEnded(t, admin, vera, token)
	theTrailSaysSo(t, admin)
}

func becomesAdmin(t *testing.T, b *tab, setup string) {
	t.Helper()
	b.visit("/")
	require.True(t, strings.HasPrefix(b.where(), "/signin"), "nobody comes in without a name")
	b.visit(setup)
	b.write("#name", "Ada")
	b.write("#email", "ada@example.com")
	b.write("#password", "long enough for Ada")
	b.follow("main form button")
	require.Contains(t, b.text("[role=status]"), "first admin")
}

func letsIn(t *testing.T, b *tab, email, password string) {
	t.Helper()
	b.visit("/settings")
	require.Empty(t, b.check())
	b.write("#email", email)
	b.choose("#role", "viewer")
	b.write("#password", password)
	b.follow(`form[action="/settings/people"] button`)
	require.Contains(t, b.text("[role=status]"), "can come in")
	channels := b.text("section:nth-of-type(2) table")
	require.Contains(t, channels, "email")
	require.Contains(t, channels, "not used", "nobody is told anything yet")
}

// seesNoMoney looks as a viewer without the right to see accounts and ARR.
func seesNoMoney(t *testing.T, b *tab) {
	t.Helper()
	for _, path := range []string{"/", "/gaps", "/gaps/session-replay/mobile-replay", "/search?q=conductors"} {
		b.visit(path)
		require.NotContains(t, b.text("main"), "Ninefold Rail", path)
		require.NotContains(t, b.text("main"), "$296,000", path)
		require.Empty(t, b.check("label", "button-name", "link-name", "target-size"), path)
	}
	require.Zero(t, b.count(`a[href^="/annotate"]`), "nothing is offered that is refused")
	b.visit("/queue")
	require.Contains(t, b.text(".head"), "What waits for the decision of an editor.")
	require.Zero(t, b.count(".qitem form"), "nor promised")
	for _, path := range []string{"/settings", "/jobs", "/accounts", "/annotate"} {
		b.visit(path)
		require.Contains(t, b.text("main"), "Your role does not allow this", path)
		b.forgive("403")
	}
}

// findsEveryPage goes about by the menu of a phone, and out and in again.
func findsEveryPage(t *testing.T, b *tab) {
	t.Helper()
	for _, path := range []string{"/changes", "/pricing", "/sources", "/competitors", "/subscriptions", "/account"} {
		b.visit("/gaps")
		b.click(".top .more summary")
		require.Empty(t, b.check())
		require.GreaterOrEqual(t, ask[int](b, `Math.min(...[...document.querySelectorAll(".top .more :is(summary, a, button)")]
			.map((e) => Math.round(e.getBoundingClientRect().height)))`), 44, "a finger hits it")
		require.LessOrEqual(t, ask[int](b, `document.documentElement.scrollWidth`), 390)
		b.follow(`.top .more a[href="` + path + `"]`)
		require.Equal(t, path, b.where())
	}
	b.click(".top .more summary")
	b.follow(`.top .more form[action="/signout"] button`)
	require.Equal(t, "/signin", b.where())
	b.come("vera@example.com", "long enough for Vera")
}

// subscribes for oneself, after a look at the last month; a stranger's mailbox is not one's own.
func subscribes(t *testing.T, b *tab) {
	t.Helper()
	b.visit("/subscriptions/new")
	require.Zero(t, b.count("input[name=whose]"), "the team's are an editor's")
	b.write("#key", "for-vera")
	b.click("#cadence .pick:first-child")
	ask[bool](b, `(document.querySelector("#to").value = "stranger@example.com", true)`)
	b.follow("button[name=preview]")
	require.Contains(t, b.text("[role=alert]"), "own mail address")
	b.forgive("422")
	ask[bool](b, `(document.querySelector("#to").value = "vera@example.com", true)`)
	b.follow("button[name=preview]")
	require.Contains(t, b.text("[aria-labelledby=would]"), "would have sent")
	require.NotZero(t, b.count("[aria-labelledby=would] article"))
	b.choose("#min_level", "major")
	b.follow(`form[action="/subscriptions/new"] button:not([name])`)
	require.Contains(t, b.text("main table"), "major and up")
	require.Contains(t, b.text("main table .tag"), "mine")
}

// hearsOfOwnAccounts asks for what touches a gap of one's own accounts: of the same changes Jonas, who has some, hears of those
// that do, and says which account it is, and Vera, who has none, of nothing.
func hearsOfOwnAccounts(t *testing.T, w *world, admin, vera *tab) {
	t.Helper()
	admin.visit("/settings")
	admin.write("#email", "jonas@example.com")
	admin.write("#name", "Jonas")
	admin.click("aside input[name=money]")
	admin.write("#password", "long enough for Jonas")
	admin.follow(`form[action="/settings/people"] button`)
	jonas := openTab(t, w, admin.base, dark)
	jonas.come("jonas@example.com", "long enough for Jonas")
	for _, b := range []*tab{jonas, vera} {
		b.visit("/subscriptions/new")
		b.write("#key", "touches-mine")
		b.choose("#channel-in", "feed")
		ask[bool](b, `(document.querySelector("#to").value = "", true)`)
		b.click("#cadence .pick:first-child")
		b.click("input[name=my_accounts]")
		b.follow("button[name=preview]")
	}
	would := jonas.text("[aria-labelledby=would]")
	require.Contains(t, would, "mobile session replay")
	require.NotContains(t, would, "SDK keys", "no gap of his accounts is about those")
	require.Contains(t, vera.text("[aria-labelledby=would]"), "would have sent 0 messages")
	jonas.follow(`form[action="/subscriptions/new"] button:not([name])`)
	require.Contains(t, jonas.text("main table"), "touches-mine")
}

func makesToken(t *testing.T, b *tab) string {
	t.Helper()
	b.visit("/account")
	b.write("#token-name", "sheet")
	b.follow(`form[action="/account/tokens"] button`)
	token := b.text("main .note code")
	require.NotEmpty(t, token)
	require.Equal(t, 200, b.as(token, "/api/v1/me"))
	require.Equal(t, 403, b.as(token, "/api/v1/accounts"), "it sees what she sees")
	b.forgive("403")
	b.visit("/account")
	require.NotContains(t, b.text("main"), token, "it is shown once")
	return token
}

// isChanged gives somebody another role and the right to see money.
func isChanged(t *testing.T, admin, vera *tab) {
	t.Helper()
	admin.visit("/settings")
	form := admin.person("vera@example.com")
	admin.choose(form+" select", "contributor")
	admin.click(form + " input[name=money]")
	admin.follow(form + " button")
	vera.visit("/gaps/session-replay/mobile-replay")
	require.Contains(t, vera.text("main"), "Ninefold Rail")
	vera.visit("/annotate")
	require.NotZero(t, vera.count("#account"))

	admin.visit("/settings")
	own := admin.person("ada@example.com")
	admin.choose(own+" select", "viewer")
	admin.follow(own + " button")
	require.Contains(t, admin.text("main"), "the last admin")
	admin.forgive("400")
}

// proposes says what a cell should say, on a phone; somebody who may decide takes it and takes that back, by a key each.
func proposes(t *testing.T, admin, vera *tab) {
	t.Helper()
	const cell = "/matrix/session-replay/live-view/oxbowry"
	vera.visit(cell)
	require.Contains(t, vera.text("#verify h2"), "Propose")
	vera.click("#verify .pick.s-beta")
	vera.write("#note", "Their support showed it.")
	vera.follow("#verify button.primary")
	require.Contains(t, vera.text("[role=status]"), "An editor takes it or not")
	require.Contains(t, vera.text(".answer"), "Unknown", "the cell stays")
	require.Empty(t, vera.check())

	admin.visit("/queue?what=proposed")
	require.Contains(t, admin.text("#qi"), "Live session view")
	require.Empty(t, admin.check())
	admin.press("t")
	require.Contains(t, admin.text("[role=status]"), "verified as Beta")
	admin.press("u")
	require.Contains(t, admin.text("[role=status]"), "waits again")
	admin.press("t")
	vera.visit(cell)
	require.Contains(t, vera.text(".answer"), "Beta")
	require.Contains(t, vera.text(".time"), "proposed by v…@example.com")
}

// isEnded ends a token, and then shuts its owner out.
func isEnded(t *testing.T, admin, vera *tab, token string) {
	t.Helper()
	admin.visit("/settings")
	require.Contains(t, admin.text("main"), "sheet")
	admin.follow(`form[action^="/settings/tokens/"] button`)
	require.Equal(t, 401, vera.as(token, "/api/v1/me"))
	vera.forgive("401")
	form := admin.person("vera@example.com")
	admin.click(form + " input[name=off]")
	admin.follow(form + " button")
	vera.visit("/")
	require.True(t, strings.HasPrefix(vera.where(), "/signin"), vera.where())
}

// theTrailSaysSo reads in the trail what was done, and by whom; what was refused was not done.
func theTrailSaysSo(t *testing.T, b *tab) {
	t.Helper()
	b.see(dark)
	b.visit("/settings")
	require.Empty(t, b.check("color-contrast"))
	trail := ask[[]string](b, `[...document.querySelectorAll("main section:last-of-type tbody tr")].map((r) =>
		r.cells[1].textContent + ": " + r.cells[2].firstChild.textContent.trim())`)
	for _, line := range []string{
		"ada@example.com: first admin", "ada@example.com: fill with the demo", "ada@example.com: add person", "vera@example.com: sign in",
		"vera@example.com: subscribe", "vera@example.com: make token", "ada@example.com: change person", "ada@example.com: revoke token",
	} {
		require.Contains(t, trail, line)
	}
	require.NotContains(t, strings.Join(trail, " "), "long enough", "no secrets")
}
