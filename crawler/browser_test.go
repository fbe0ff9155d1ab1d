package crawler

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// rendering is a crawler with a real browser, or the end of the test where there is none.
func rendering(t *testing.T, change func(*Settings), servers ...*httptest.Server) *Crawler {
	t.Helper()
	if testing.Short() {
		t.Skip("a real browser takes long")
	}
	c := testCrawler(t, func(s *Settings) {
		s.Browser.Timeout = 20 * time.Second
		s.Browser.Rest = 250 * time.Millisecond
		if change != nil {
			change(s)
		}
	}, servers...)
	if _, err := c.browser.installed(); err != nil {
		if os.Getenv("GAPWATCH_REQUIRE_CHROMIUM") == "1" {
			t.Fatal(err)
		}
		t.Skip("Chromium is not installed; GAPWATCH_REQUIRE_CHROMIUM=1 makes this a failure")
	}
	return c
}

func TestRenderedPagesAreReadAfterTheirScripts(t *testing.T) {
	var forbidden, images atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { forbidden.Add(1) }))
	t.Cleanup(inside.Close)
	mux := http.NewServeMux()
	mux.HandleFunc("/plan.json", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"price":49}`) })
	mux.HandleFunc("/dot.png", func(http.ResponseWriter, *http.Request) { images.Add(1) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/pricing", http.StatusFound) })
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inside.URL, http.StatusFound) })
	mux.HandleFunc("/script-away", html(`<script>location.href='`+inside.URL+`/'</script>`))
	mux.HandleFunc("/private", html("secret"))
	mux.HandleFunc("/to-private", html(`<script>location.href='/private'</script>`))
	mux.HandleFunc("/missing", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
	mux.HandleFunc("/agent", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "<p>%s", r.UserAgent()) })
	mux.HandleFunc("/large", html(`<p id=p></p><script>p.textContent='x'.repeat(3e6)</script>`))
	bomb := zipped(t, 1<<30)
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	})
	mux.HandleFunc("/busy", html(`<script>for(;;);</script>`))
	mux.HandleFunc("/files", html(`<script>for(let i=0;i<50;i++)fetch('/plan.json?'+i)</script>`))
	mux.HandleFunc("/cookie", html(`<p id=p></p><script>p.textContent='['+document.cookie+']';document.cookie='seen=1'</script>`))
	mux.HandleFunc("/pricing", html(`<h1>Pricing</h1><p id=p>loading</p><img src="/dot.png"><iframe src="/private"></iframe>
		<script>alert('hello'); window.open('/private');
		for (const to of ['http://169.254.169.254/latest/meta-data/', '`+inside.URL+`/', 'http://[::1]:22/'])
			fetch(to, {mode: 'no-cors'}).then(() => document.title = 'rea' + 'ched', () => {});
		new WebSocket('`+strings.Replace(inside.URL, "http", "ws", 1)+`');
		setTimeout(() => fetch('/plan.json').then(r => r.json()).then(d => p.textContent = 'Team ' + d.price + ' USD'), 100)</script>`))
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "User-agent: *\nDisallow: /private\n")
	})
	site := httptest.NewServer(mux)
	t.Cleanup(site.Close)
	c := rendering(t, func(s *Settings) {
		s.MaxBody = 1 << 20
		s.Browser.MaxRequests = 20
		s.Browser.Timeout = 5 * time.Second
	}, site)
	get := func(path string) (Response, error) {
		return c.Fetch(t.Context(), Request{URL: site.URL + path, Render: "browser"})
	}

	res, err := get("/pricing")
	require.NoError(t, err)
	require.Contains(t, string(res.Body), "Team 49 USD")
	require.NotContains(t, string(res.Body), "reached")
	require.Equal(t, site.URL+"/pricing", res.FinalURL)
	require.Zero(t, images.Load(), "pictures are not loaded")

	again, err := c.Fetch(t.Context(), Request{URL: site.URL + "/pricing", Render: "browser", WireHash: res.WireHash})
	require.NoError(t, err)
	require.True(t, again.Equal)
	require.Nil(t, again.Body)

	moved, err := get("/moved")
	require.NoError(t, err)
	require.Equal(t, site.URL+"/pricing", moved.FinalURL)

	agent, err := get("/agent")
	require.NoError(t, err)
	require.Contains(t, string(agent.Body), "Gapwatch/")

	for range 2 {
		cookie, err := get("/cookie")
		require.NoError(t, err)
		require.Contains(t, string(cookie.Body), "[]", "pages start without cookies")
	}
	for _, tt := range []struct{ path, class, reason string }{
		{"/away", ClassBlocked, "not allowed"},
		{"/script-away", ClassBlocked, "not allowed"},
		{"/private", ClassRobots, "Disallow: /private"},
		{"/to-private", ClassRobots, "Disallow: /private"},
		{"/missing", ClassHTTPError, "404"},
		{"/large", ClassTooLarge, "limit"},
		{"/bomb", ClassTooLarge, "unpack"},
		{"/files", ClassTooLarge, "20 further files"},
		{"/busy", ClassTimeout, "timed out after 5 s"},
	} {
		_, err := get(tt.path)
		f := failure(t, err)
		require.Equal(t, tt.class, f.Class, "%s: %s", tt.path, f.Reason)
		require.Contains(t, f.Reason, tt.reason, tt.path)
	}
	res, err = get("/pricing")
	require.NoError(t, err, "a page that hung its browser does not harm the next one")
	require.Contains(t, string(res.Body), "Team 49 USD")
	require.Zero(t, forbidden.Load(), "a page's script reached an address that is not public")
}

func TestWithoutABrowserTheSourceSaysHowToGetOne(t *testing.T) {
	site := httptest.NewServer(html("hello"))
	t.Cleanup(site.Close)
	c := testCrawler(t, func(s *Settings) { s.Browser.Path = "/nonexistent/chromium" }, site)
	_, err := c.Fetch(t.Context(), Request{URL: site.URL, Render: "browser"})
	f := failure(t, err)
	require.Equal(t, ClassBlocked, f.Class)
	require.Contains(t, f.Reason, "/nonexistent/chromium")
}

func TestABrowserThatRunsElsewhereIsBehindTheFilterToo(t *testing.T) {
	var forbidden atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { forbidden.Add(1) }))
	t.Cleanup(inside.Close)
	site := serve(t, html(`<p id=p></p><script>fetch('`+inside.URL+`', {mode: 'no-cors'}).finally(() => p.textContent = 'do' + 'ne')</script>`))
	path, err := rendering(t, nil, site).browser.installed()
	require.NoError(t, err)
	profile, err := os.MkdirTemp("", "gapwatch-browser-")
	require.NoError(t, err)
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--user-data-dir="+profile)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	said, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var address string
	for lines := bufio.NewScanner(said); address == "" && lines.Scan(); {
		_, address, _ = strings.Cut(lines.Text(), "DevTools listening on ")
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
		// Its children may still be writing for a moment.
		require.Eventually(t, func() bool { return os.RemoveAll(profile) == nil }, 10*time.Second, 10*time.Millisecond)
	})
	require.NotEmpty(t, address)

	c := rendering(t, func(s *Settings) { s.Browser.DevTools = address }, site)
	res, err := c.Fetch(t.Context(), Request{URL: site.URL, Render: "browser"})
	require.NoError(t, err)
	require.Contains(t, string(res.Body), "done")
	require.Zero(t, forbidden.Load())
	require.NoError(t, c.Close())
	require.NoError(t, cmd.Process.Signal(syscall.Signal(0)), "a browser of somebody else's is not ended")
}
