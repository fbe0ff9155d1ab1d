package stories

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// empty serves an installation that holds nothing yet and may reach the demo's sites.
func (w *world) empty(t *testing.T, enough func(*place) bool, settings string) place {
	t.Helper()
	var allow []string
	for _, site := range w.sites {
		allow = append(allow, fmt.Sprintf("%q", strings.Trim(strings.TrimPrefix(site, "http://"), "/")))
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "gapwatch.yaml")
	settings = "crawler: {allow: [" + strings.Join(allow, ", ") + "], host_gap: 0s}\n" + settings
	require.NoError(t, os.WriteFile(file, []byte(settings), 0o600))
	up, err := w.serve(enough, "--config", file, "--data", filepath.Join(dir, "data"), "serve", "--listen", "127.0.0.1:0")
	require.NoError(t, err)
	up.data = filepath.Join(dir, "data")
	return up
}

// emptyAndOpen is one in which nobody signs in.
func (w *world) emptyAndOpen(t *testing.T) string {
	t.Helper()
	return w.empty(t, (*place).open, "web: {open: true}\n").base
}

// fill brings in the demo's data.
func (b *tab) fill() {
	b.t.Helper()
	b.visit("/start")
	b.follow(`form[action="/start/demo"] button`)
	require.NotEmpty(b.t, b.text(".panel [role=status]"), "how far it is")
	b.until(`document.body.textContent.includes("The demo’s data is here")`)
}

// 16: whoever opens an empty installation is led from home pages to first captures, and sees them come.
func TestTheFirstRunIsThreeSteps(t *testing.T) {
	w := here(t)
	b := openTab(t, w, w.emptyAndOpen(t), light)
	b.visit("/")
	require.Equal(t, "/start", b.where())
	require.Empty(t, b.check())
	b.write("#area", "Session replay")
	b.write("#homes", strings.Join(w.sites[:2], "\n"))
	b.follow(`form[action="/start"] button.primary`)
	require.Equal(t, 2, b.count("fieldset.site"))
	require.Empty(t, b.check())
	ask[bool](b, `[...document.querySelectorAll("fieldset.site input[id^=name]")].every((e, i) => (e.value = "Rival " + (i + 1), true))`)
	chosen := b.count(`fieldset.site input[type=checkbox]:checked`)
	require.GreaterOrEqual(t, chosen, 4)
	b.follow("button[name=watch]")
	require.Contains(t, b.text("[role=status]"), "watched from now on")
	ask[bool](b, `window.stays = true`)
	b.until(fmt.Sprintf(`document.querySelector("#first-looks").textContent.includes("%d of %d addresses looked at")`, chosen, chosen))
	require.True(t, ask[bool](b, `window.stays`), "they come without a reload")
	b.see(phone)
	require.LessOrEqual(t, ask[int](b, `document.documentElement.scrollWidth`), 390)
	b.follow("#first-looks a.primary")
	require.Equal(t, "/", b.where())
	require.Contains(t, b.text("h1"), "Week")
	b.visit("/competitors/rival-1")
	require.Contains(t, b.text("main"), "pricing")
}

// 16: one click fills it with the demo's data, which has happened just now and is there for good.
func TestTheFirstRunIsOneClick(t *testing.T) {
	w := here(t)
	b := openTab(t, w, w.emptyAndOpen(t), dark)
	b.fill()
	require.Zero(t, b.count(`form[action="/start/demo"]`), "only once")
	require.Empty(t, b.check())
	b.visit("/")
	require.NotZero(t, b.count("#prices q"), "it is this week's")
	b.follow("#prices td a")
	require.NotZero(t, b.count(".side del, .side ins"), "before and after side by side")
	b.visit("/matrix/session-replay/mobile-replay/harrowglass")
	require.NotEmpty(t, b.text(".ctx mark"), "the quote is marked on its page")
	b.visit("/sources")
	require.Contains(t, b.text("main"), "paused", "nobody looks at what is gone")
}

// The click needs no script.
func TestTheOneClickNeedsNoScript(t *testing.T) {
	w := here(t)
	b := openTab(t, w, w.emptyAndOpen(t), phone)
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.must(err)
	b.visit("/start")
	b.do(chromedp.Click(chromedp.CSS(`form[action="/start/demo"] button`)))
	b.until(`document.querySelector(".panel [role=status]")`)
	for end := time.Now().Add(3 * patience); !strings.Contains(b.text("body"), "The demo’s data is here"); b.visit("/start") {
		require.True(t, time.Now().Before(end), "it ends: %s", b.text("main"))
	}
	b.visit("/")
	require.NotZero(t, b.count("#prices q"))
}
