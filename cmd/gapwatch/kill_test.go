package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store/storetest"
)

// runAsProgram makes the test binary behave as gapwatch, so that tests can kill a real process.
const runAsProgram = "GAPWATCH_TEST_RUN_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(runAsProgram) != "" {
		if at := os.Getenv(dieAt); at != "" {
			os.Exit(runDying(at))
		}
		main()
		return
	}
	testscript.Main(tests{m}, map[string]func(){"gapwatch": main})
}

// tests stop the PostgreSQL server when they are done, if one was started.
type tests struct{ m *testing.M }

func (t tests) Run() int { return storetest.Main(t.m) }

// prices is a site of pricing pages whose prices only ever go up, one step at a time.
type prices struct {
	mu    sync.Mutex
	cents []int
}

// newPrices is a site of so many pages.
func newPrices(pages int) *prices {
	site := &prices{cents: make([]int, pages)}
	for i := range site.cents {
		site.cents[i] = firstPrice
	}
	return site
}

const firstPrice = 2000

// raiseTold moves a price up, if the receiver has heard of its last move. A page that shows another price at each of three
// looks is taken to turn them, and nobody is told; which is right, and not what is tested here.
func (p *prices) raiseTold(i int, hooks *receiver) {
	if p.of(i) != firstPrice && !hooks.heard(fmt.Sprintf("/pricing/%d", i), fmt.Sprintf("%d USD ", p.of(i)/100)) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cents[i] += 100
}

func (p *prices) of(i int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cents[i]
}

func (p *prices) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var i int
	if _, err := fmt.Sscanf(r.URL.Path, "/pricing/%d", &i); err != nil || i >= len(p.cents) {
		http.NotFound(w, r)
		return
	}
	noise := uint64(0)
	if i%2 == 0 { // the other pages stay the same byte for byte, until their price moves
		noise = rand.Uint64()
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>Pricing</title></head><body>
<main><h1>Plans for every team</h1><p>Start small and grow when you are ready, request %d.</p>
<section><h2>Starter</h2><p>$9 per month</p><ul><li>1 project</li><li>Community support</li></ul><a href="/go">Choose Starter</a></section>
<section><h2>Team</h2><p>$%d per month</p><ul><li>10 projects</li><li>E-mail support</li></ul><a href="/go">Choose Team</a></section>
<section><h2>Enterprise</h2><p>Contact sales</p><ul><li>Unlimited projects</li><li>Named contact</li></ul><a href="/talk">Talk to us</a></section>
</main></body></html>`, noise, p.of(i)/100)
}

// TestKilledCrawl kills crawls at any moment. Whatever was published must form, for each source, one chain of prices
// without a hole that ends at today's price; nothing is printed twice, unless whoever printed it was killed before that was
// written down; every change is told, a repeat has the key of the first message; the database verifies.
func TestKilledCrawl(t *testing.T) {
	const sources = 6
	kills := times("GAPWATCH_KILLS", 8)
	site, hooks := newPrices(sources), &receiver{}
	srv := killSite(t, site, hooks)
	dir := t.TempDir()
	writeKillFiles(t, dir, srv.URL, sources)

	var printed []changeLine
	killed := 0 // how many changes, at the end of what was printed, were printed by who died and may not have written that down
	crawl := func(killAfter time.Duration) {
		lines, died := killableCrawl(t, dir, killAfter)
		again := printedAgain(printed[len(printed)-killed:], lines)
		printed = append(printed, lines[again:]...)
		switch {
		case !died:
			killed = 0
		case again < len(lines):
			killed = len(lines)
		}
	}
	crawl(0) // the baseline
	require.Empty(t, printed)
	for range kills {
		site.raiseTold(rand.IntN(sources), hooks)
		crawl(time.Duration(5+rand.IntN(350)) * time.Millisecond)
	}
	crawl(0)
	crawl(0)
	requireChains(t, site, printed)
	requireTold(t, hooks.all(), printed)

	code := run(t.Context(), []string{"db", "verify", "--config", filepath.Join(dir, "c.yaml"), "--data", dir + "/data"},
		os.Environ(), nil, &bytes.Buffer{}, os.Stderr)
	require.Equal(t, exitDone, code)
	t.Logf("%d kills, %d changes printed, database verified", kills, len(printed))
}

// killSite serves the pages, and takes the messages.
func killSite(t *testing.T, site *prices, hooks *receiver) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/pricing/", site)
	mux.Handle("/hook", hooks)
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv
}

// writeKillFiles writes the landscape of such a site, and settings, with more of them where a test wants that.
func writeKillFiles(t *testing.T, dir, base string, sources int, more ...string) {
	t.Helper()
	conf := fmt.Sprintf("crawler: {allow: [%q], host_gap: 0s, host_parallel: 4}\n", strings.TrimPrefix(base, "http://"))
	conf += strings.Join(more, "")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "c.yaml"), []byte(conf), 0o600))
	land := "areas: [{key: a, name: A, features: [{key: f, name: Session replay}]}]\ncompetitors:\n"
	for i := range sources {
		land += fmt.Sprintf("- {key: k%d, name: K%d, sources: [{kind: pricing, url: \"%s/pricing/%d\"}]}\n", i, i, base, i)
	}
	land += fmt.Sprintf("subscriptions: [{key: ops, channel: webhook, url: \"%s/hook\"}]\n", base)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "l.yaml"), []byte(land), 0o600))
}

// printedAgain tells how many of the lines, from the first on, are those of a crawl that was killed before it could write down
// that it had printed them.
func printedAgain(killed, lines []changeLine) int {
	n := 0
	for n < len(killed) && n < len(lines) && moveOf(killed[n]) == moveOf(lines[n]) && killed[n].SeenAt.Equal(lines[n].SeenAt) {
		n++
	}
	return n
}

// killableCrawl runs one crawl in a process of its own, kills it after a while (0: lets it end) and returns the
// changes it printed in full, and whether it was killed.
func killableCrawl(t *testing.T, dir string, killAfter time.Duration) (lines []changeLine, killed bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "crawl", "--config", filepath.Join(dir, "c.yaml"),
		"--landscape", filepath.Join(dir, "l.yaml"), "--data", filepath.Join(dir, "data"), "--all", "--json")
	cmd.Env = append(os.Environ(), runAsProgram+"=1")
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	require.NoError(t, cmd.Start())
	if killAfter > 0 {
		timer := time.AfterFunc(killAfter, func() { _ = cmd.Process.Kill() })
		defer timer.Stop()
	}
	err := cmd.Wait()
	if killAfter == 0 {
		require.NoError(t, err, errOut.String())
	}
	return wholeLines(t, out.Bytes()), err != nil
}

// wholeLines reads the changes of an output that may end in the middle of a line.
func wholeLines(t *testing.T, out []byte) []changeLine {
	t.Helper()
	end := bytes.LastIndexByte(out, '\n') + 1
	var lines []changeLine
	scan := bufio.NewScanner(bytes.NewReader(out[:end]))
	for scan.Scan() {
		var c changeLine
		require.NoError(t, json.Unmarshal(scan.Bytes(), &c), scan.Text())
		lines = append(lines, c)
	}
	return lines
}

// requireChains checks that each source's printed price moves join up from the first price to today's.
func requireChains(t *testing.T, site *prices, printed []changeLine) {
	t.Helper()
	last := map[string]string{}
	for _, c := range printed {
		require.EqualValues(t, "price_changed", c.Kind, "only prices move here: %+v", c)
		if before, ok := last[c.SourceURL]; ok {
			require.Equal(t, before, c.Before, "a hole or a repetition in %s", c.SourceURL)
		} else {
			require.Contains(t, c.Before, "20 USD", "the first move of %s", c.SourceURL)
		}
		last[c.SourceURL] = c.After
	}
	for i := range site.cents {
		want := fmt.Sprintf("%d USD", site.of(i)/100)
		for url, after := range last {
			if strings.HasSuffix(url, fmt.Sprintf("/pricing/%d", i)) {
				require.Contains(t, after, want, "the last move of %s", url)
			}
		}
	}
}

// requireTold checks that the subscriber heard of each change, and of none under two keys: a receiver that drops what it
// has seen hears everything once.
func requireTold(t *testing.T, receipts []receipt, printed []changeLine) {
	t.Helper()
	keys := keysOfChanges(t, receipts)
	for _, c := range printed {
		require.Contains(t, keys, moveOf(c), "a change that was printed was not told")
	}
	require.Len(t, keys, len(printed))
	t.Logf("%d webhooks about %d changes", len(receipts), len(printed))
}
