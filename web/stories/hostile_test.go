package stories

import (
	_ "embed"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

//go:embed testdata/vectors.txt
var vectorLines string

// vectors are texts that would run if a page, a sheet or a messenger took them for more than text. Each calls canary() or asks
// canary.example. Signs that nobody sees in a file stand there as \u and their number.
func vectors() []string {
	seen := strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029", `\u202e`, "\u202e", `\u202c`, "\u202c", `\u2066`, "\u2066", `\u2069`, "\u2069")
	return strings.Split(strings.TrimSpace(seen.Replace(vectorLines)), "\n")
}

// evil is a competitor whose site says all of them: as text that its readers see, and as the markup of its own pages. Its
// second version says them in other places, so that changes are told.
type evil struct{ version atomic.Int32 }

func (e *evil) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	later := e.version.Load() > 0
	h := w.Header()
	h.Set("Server", vectors()[0])
	h.Set("ETag", fmt.Sprintf(`"%d%s"`, e.version.Load(), vectors()[11]))
	h.Set("Last-Modified", vectors()[13])
	h.Set("X-Powered-By", vectors()[14])
	if f, ok := evilFeeds()[r.URL.Path]; ok {
		h.Set("Content-Type", f.contentType)
		_, _ = io.WriteString(w, f.write(later))
		return
	}
	var b strings.Builder
	for i, v := range vectors() {
		text := html.EscapeString(v)
		switch r.URL.Path {
		case "/pricing":
			price := i + 5
			if later && i%3 == 0 {
				price += 2
			}
			fmt.Fprintf(&b, "<section><h2>%s</h2><p>$%d per month</p><ul><li>%s</li><li>Feature %d %s</li></ul></section>\n", text, price, text, i, text)
		case "/changelog":
			if later || i%2 == 0 {
				fmt.Fprintf(&b, "<article><h2>%s</h2><time datetime=\"2026-11-%02d\">%d November 2026</time><p>New: %s</p></article>\n", text, i%28+1, i%28+1, text)
			}
		case "/terms":
			if later || i%2 == 0 {
				fmt.Fprintf(&b, "<p>Clause %d: %s</p>\n%s\n", i, text, v)
			}
		default:
			http.NotFound(w, r)
			return
		}
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<!doctype html><html lang=en><title>%s</title><body><main><h1>Evil</h1>\n%s</main></body></html>", html.EscapeString(vectors()[0]), b.String())
}

// poisoned serves pages over data in which every text that can come from elsewhere is a vector.
func poisoned(t *testing.T, w *world) (base string) {
	t.Helper()
	e := &evil{}
	site := httptest.NewServer(e)
	t.Cleanup(site.Close)
	base = watched(t, w, site.URL, poisonedLandscape(site.URL), func(look int) { e.version.Store(int32(min(look, 1))) })
	for i, v := range vectors() {
		annotate(t, base, i, v)
	}
	return base
}

// watched serves pages over what three looks at a site of this machine have shown: the first, what is new, and the second look
// at what a hiccup could fake. Before each look the site is told.
func watched(t *testing.T, w *world, site, landscape string, before func(look int)) (base string) {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	settings := write("gapwatch.yaml", fmt.Sprintf("crawler: {allow: [%q], host_gap: 0s}\nweb: {open: true}\n", strings.TrimPrefix(site, "http://")))
	accounts := write("accounts.csv", poisonedAccounts())
	run := func(args ...string) {
		t.Helper()
		out, err := exec.Command(w.program, append([]string{"--config", settings, "--data", dir}, args...)...).CombinedOutput()
		require.NoError(t, err, "%v: %s", args, out)
	}
	run("apply", write("landscape.yaml", landscape))
	run("account", "import", accounts)
	for look := range 3 {
		before(look)
		run("crawl", "--all")
	}
	up, err := w.serve((*place).open, "--config", settings, "--data", dir, "serve", "--no-work", "--listen", "127.0.0.1:0")
	require.NoError(t, err)
	return up.base
}

func poisonedLandscape(site string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "areas:\n- key: evil\n  name: %q\n  features:\n", vectors()[0])
	for i, v := range vectors() {
		fmt.Fprintf(&b, "  - {key: f%d, name: %q, definition: %q, group: %q, own: no}\n", i, "Feature "+strconv.Itoa(i)+" "+v, v, vectors()[i%5])
	}
	fmt.Fprintf(&b, "competitors:\n- key: evil\n  name: %q\n  sources:\n", vectors()[11])
	for _, kind := range []string{"pricing", "changelog"} {
		fmt.Fprintf(&b, "  - {kind: %s, url: %q}\n", kind, site+"/"+kind)
	}
	fmt.Fprintf(&b, "  - {kind: page, url: %q}\n", site+"/terms")
	for _, path := range slices.Sorted(maps.Keys(evilFeeds())) {
		fmt.Fprintf(&b, "  - {kind: feed, url: %q}\n", site+path)
	}
	return b.String()
}

func poisonedAccounts() string {
	var b strings.Builder
	b.WriteString("key,name,arr,currency,owner\n")
	for i, v := range vectors() {
		quoted := `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
		fmt.Fprintf(&b, "A%d,%s,1000,USD,%s\n", i, quoted, quoted)
	}
	return b.String()
}

// annotate sends the form as a browser would, with a vector in every field that takes text.
func annotate(t *testing.T, base string, i int, v string) {
	t.Helper()
	form := url.Values{
		"account": {"A" + strconv.Itoa(i)}, "kind": {"feature request"}, "what": {v}, "feature": {"evil/f0"}, "trigger": {v}, "owner": {v},
		"why": {v}, "help": {v}, "plan": {v}, "competitor": {"evil"},
	}
	if i%4 == 0 {
		form.Del("feature") // into the inbox
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.PostForm(base+"/annotate", form)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusSeeOther, res.StatusCode, v)
	form.Set("link", "javascript:canary()")
	res, err = client.PostForm(base+"/annotate", form)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusUnprocessableEntity, res.StatusCode, "a link that runs is refused")
}

// harmless opens a page and makes sure that nothing on it runs, leads to anything but pages, or asks anybody.
func (b *tab) harmless(path string) {
	b.t.Helper()
	b.visit(path)
	require.Equal(b.t, "undefined", ask[string](b, `typeof canary`), path)
	require.True(b.t, ask[bool](b, `[...document.querySelectorAll("a[href], area[href], form[action]")].every((a) =>
		["http:", "https:", "mailto:"].includes(new URL(a.href ?? a.action, location).protocol))`), "links lead to pages: %s", path)
	require.Zero(b.t, b.count("iframe, object, embed, base, body [hx-on], meta[http-equiv=refresh], body script, body style"), path)
	require.Empty(b.t, b.complaints(), path)
}

// Whatever competitors, customers and colleagues write is text: it is shown, it runs nowhere, and asks nobody.
func TestNothingThatOthersWroteRuns(t *testing.T) {
	t.Parallel()
	w := here(t)
	base := poisoned(t, w)
	b := openTab(t, w, base, light)
	harmless := b.harmless
	for _, path := range []string{
		"/", "/?minor", "/matrix/evil", "/matrix/evil?density=comfortable", "/matrix/evil/f0/evil", "/matrix/evil/f11/evil", "/gaps", "/gaps?all=1",
		"/gaps?view=board", "/gaps/evil/f0", "/changes", "/pricing", "/competitors", "/competitors/evil", "/sources", "/sources/1", "/sources/2",
		"/sources/3", "/sources/4", "/sources/5", "/sources/6", "/competitors/evil?all", "/queue", "/queue?what=inbox", "/queue?what=contested", "/accounts", "/accounts/A0", "/accounts/A11", "/annotations/2",
		"/subscriptions", "/subscriptions/new", "/settings", "/jobs", "/start", "/snapshots/3", "/snapshots/3/source", "/sources/3/rules?verb=remove&match=Clause",
	} {
		harmless(path)
	}
	b.visit("/changes")
	for _, path := range ask[[]string](b, `[...document.querySelectorAll(".changes article p a")].map((a) => a.getAttribute("href")).slice(0, 12)`) {
		harmless(path)
	}
	for _, v := range vectors() { // in addresses as well
		q := url.QueryEscape(v)
		harmless("/search?q=" + q)
		require.Equal(t, "“"+v+"”", strings.TrimSpace(ask[string](b, `document.querySelector("h1").textContent`)))
	}
	q := url.QueryEscape(vectors()[14])
	for _, path := range []string{"/annotate?text=" + q + "&account=" + q + "&url=" + q, "/signin?next=" + q, "/matrix/evil?text=" + q, "/sources/new?url=" + q, "/accounts?q=" + q} {
		harmless(path)
	}
	shown(t, b)
}

// shown makes sure that the texts were there to run: each stands on the page of its gap, to the letter.
func shown(t *testing.T, b *tab) {
	t.Helper()
	b.visit("/gaps/evil/f0")
	said := ask[[]string](b, `[...document.querySelectorAll("article.ev blockquote")].map((e) => e.textContent)`)
	for i, v := range vectors() {
		if i%4 != 0 {
			require.Contains(t, said, v)
		}
	}
	var theirs strings.Builder // what their site brought: entries, changes, phrases
	for _, path := range []string{"/competitors/evil", "/changes", "/queue", "/sources/3"} {
		b.visit(path)
		theirs.WriteString(b.text("main"))
	}
	n := 0
	for _, v := range vectors() {
		if strings.Contains(theirs.String(), v) {
			n++
		}
	}
	require.GreaterOrEqual(t, n, 45, "their pages were read")
	for _, feed := range []string{"Item ", "Entry ", "Note "} {
		require.GreaterOrEqual(t, strings.Count(theirs.String(), feed), 20, "and their feeds")
	}
}
