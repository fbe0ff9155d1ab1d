package stories

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// wire is a line to a server, which can be cut and mended.
type wire struct {
	t        *testing.T
	at, to   string // host:port
	mu       sync.Mutex
	listener net.Listener
	ends     []net.Conn
}

// lay lays a wire to the server of an address, and returns it with the address at its other end.
func lay(t *testing.T, base string) (*wire, string) {
	t.Helper()
	w := &wire{t: t, at: "127.0.0.1:0", to: strings.TrimPrefix(base, "http://")}
	w.mend()
	t.Cleanup(w.cut)
	return w, "http://" + w.at
}

func (w *wire) mend() {
	w.t.Helper()
	listener, err := net.Listen("tcp", w.at)
	require.NoError(w.t, err)
	w.listener, w.at = listener, listener.Addr().String()
	go func() {
		for near, err := listener.Accept(); err == nil; near, err = listener.Accept() {
			w.join(near)
		}
	}()
}

func (w *wire) join(near net.Conn) {
	far, err := net.Dial("tcp", w.to)
	if err != nil {
		_ = near.Close()
		return
	}
	w.mu.Lock()
	w.ends = append(w.ends, near, far)
	w.mu.Unlock()
	pass := func(to, from net.Conn) {
		_, _ = io.Copy(to, from)
		_, _ = to.Close(), from.Close()
	}
	go pass(near, far)
	go pass(far, near)
}

func (w *wire) cut() {
	_ = w.listener.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, end := range w.ends {
		_ = end.Close()
	}
	w.ends = nil
}

const lostWords = "They leave unless mobile session replay"

// typed makes sure that the form holds again what was typed into it before it was lost.
func typed(t *testing.T, b *tab) {
	t.Helper()
	require.Equal(t, lostWords, ask[string](b, `document.querySelector("#what").value`))
	require.Equal(t, "Sable Hotels", ask[string](b, `document.querySelector("#account").value`))
	b.until(`document.querySelector("#found .pick:has(:checked) .more")`) // the gaps are found anew
	b.until(`document.querySelector("[name=feature]:checked")?.value === "session-replay/mobile-replay"`)
	require.Equal(t, 1, b.count(`[name=feature][value="session-replay/mobile-replay"]`), "it stands there once")
	require.Contains(t, b.text("[data-draft-said]"), "back")
}

// types fills the form in as a person would, and chooses a gap that was found.
func types(b *tab) {
	b.write("#account", "Sable Hotels")
	b.click(`#kind .pick:nth-child(4)`)
	b.write("#what", lostWords)
	b.until(`document.querySelector("#found [name=feature]")`)
	b.click(`#found .pick:has([value="session-replay/mobile-replay"])`)
}

// 9: whoever saves while the server cannot be reached finds everything again, and saves it once.
func TestADraftSurvivesALostConnection(t *testing.T) {
	t.Parallel()
	w := here(t)
	line, base := lay(t, w.empty(t, (*place).open, "web: {open: true}\n").base)
	b := openTab(t, w, base, phone)
	b.fill()
	b.visit("/annotate")
	types(b)
	line.cut()
	b.click(".savebar button")
	b.until(`location.protocol === "chrome-error:"`)
	line.mend()
	b.visit("/gaps")
	b.visit("/annotate")
	b.forgive("net::ERR_")
	typed(t, b)
	b.follow(".savebar button")
	require.Equal(t, "/gaps/session-replay/mobile-replay", b.where())
	require.Contains(t, b.text("main"), lostWords)
	b.visit("/annotate")
	require.Empty(t, ask[string](b, `document.querySelector("#what").value`), "what is saved is no draft")
}

// 9: whoever saves after the session has ended signs in, is back at the form, and finds everything again.
func TestADraftSurvivesTheEndOfASession(t *testing.T) {
	t.Parallel()
	w := here(t)
	up := w.empty(t, (*place).locked, "")
	b := openTab(t, w, up.base, light)
	becomesAdmin(t, b, up.setup)
	b.fill()
	b.visit("/annotate?competitor=harrowglass")
	types(b)
	_, err := chromedp.Call(b.ctx, network.ClearBrowserCookies, struct{}{})
	b.must(err)
	b.follow(".savebar button")
	require.True(t, strings.HasPrefix(b.where(), "/signin?next=%2Fannotate"), b.where())
	b.write("#email", "ada@example.com")
	b.write("#password", "long enough for Ada")
	b.follow("main form button")
	require.Equal(t, "/annotate?competitor=harrowglass", b.where())
	typed(t, b)
	b.follow(".savebar button")
	require.Contains(t, b.text("[role=status]"), "Annotated")
	require.Contains(t, b.text("main"), lostWords)
	require.Zero(t, ask[int](b, `Object.keys(localStorage).length`))
}
