package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
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
)

// kills is how often TestKilledCrawl kills: go test ./cmd/gapwatch -run TestKilledCrawl -kills 200
var kills = flag.Int("kills", 8, "how often the crawl is killed with SIGKILL")

// runAsProgram makes the test binary behave as gapwatch, so that tests can kill a real process.
const runAsProgram = "GAPWATCH_TEST_RUN_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(runAsProgram) != "" {
		main()
		return
	}
	testscript.Main(m, map[string]func(){"gapwatch": main})
}

// prices is a site of pricing pages whose prices only ever go up, one step at a time.
type prices struct {
	mu    sync.Mutex
	cents []int
	told  []told
}

// told is one webhook that arrived.
type told struct {
	key string
	changeLine
}

// hear takes a webhook, of one change or of several.
func (p *prices) hear(r *http.Request) {
	var m struct {
		changeLine
		Changes []changeLine `json:"changes"`
	}
	if json.NewDecoder(r.Body).Decode(&m) != nil {
		return
	}
	if m.SourceURL != "" {
		m.Changes = append(m.Changes, m.changeLine)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range m.Changes {
		p.told = append(p.told, told{r.Header.Get("Webhook-Id"), c})
	}
}

func (p *prices) raise(i int) {
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
	if r.URL.Path == "/hook" {
		p.hear(r)
		return
	}
	if _, err := fmt.Sscanf(r.URL.Path, "/pricing/%d", &i); err != nil || i >= len(p.cents) {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>Pricing</title></head><body>
<main><h1>Plans for every team</h1><p>Start small and grow when you are ready, request %d.</p>
<section><h2>Starter</h2><p>$9 per month</p><ul><li>1 project</li><li>Community support</li></ul><a href="/go">Choose Starter</a></section>
<section><h2>Team</h2><p>$%d per month</p><ul><li>10 projects</li><li>E-mail support</li></ul><a href="/go">Choose Team</a></section>
<section><h2>Enterprise</h2><p>Contact sales</p><ul><li>Unlimited projects</li><li>Named contact</li></ul><a href="/talk">Talk to us</a></section>
</main></body></html>`, rand.Uint64(), p.of(i)/100)
}

// TestKilledCrawl kills crawls at any moment. Whatever was published must form, for each source, one chain of prices
// without a hole or a repetition that ends at today's price; nothing is printed twice; every change is told, a repeat has
// the key of the first message; the database verifies.
func TestKilledCrawl(t *testing.T) {
	const sources = 6
	site := &prices{cents: make([]int, sources)}
	for i := range site.cents {
		site.cents[i] = 2000
	}
	srv := httptest.NewServer(site)
	defer srv.Close()
	dir := t.TempDir()
	writeKillFiles(t, dir, srv.URL, sources)

	var printed []changeLine
	crawl := func(killAfter time.Duration) {
		printed = append(printed, killableCrawl(t, dir, killAfter)...)
	}
	crawl(0) // the baseline
	require.Empty(t, printed)
	for range *kills {
		site.raise(rand.IntN(sources))
		crawl(time.Duration(5+rand.IntN(350)) * time.Millisecond)
	}
	crawl(0)
	crawl(0)
	requireChains(t, site, printed)
	requireTold(t, site, printed)

	code := run(t.Context(), []string{"db", "verify", "--config", filepath.Join(dir, "c.yaml"), "--data", dir + "/data"},
		os.Environ(), nil, &bytes.Buffer{}, os.Stderr)
	require.Equal(t, exitDone, code)
	t.Logf("%d kills, %d changes printed, database verified", *kills, len(printed))
}

func writeKillFiles(t *testing.T, dir, base string, sources int) {
	t.Helper()
	conf := fmt.Sprintf("crawler: {allow: [%q], host_gap: 0s, host_parallel: 4}\n", strings.TrimPrefix(base, "http://"))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "c.yaml"), []byte(conf), 0o600))
	land := "areas: [{key: a, name: A, features: [{key: f, name: Session replay}]}]\ncompetitors:\n"
	for i := range sources {
		land += fmt.Sprintf("- {key: k%d, name: K%d, sources: [{kind: pricing, url: \"%s/pricing/%d\"}]}\n", i, i, base, i)
	}
	land += fmt.Sprintf("subscriptions: [{key: ops, channel: webhook, url: \"%s/hook\"}]\n", base)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "l.yaml"), []byte(land), 0o600))
}

// killableCrawl runs one crawl in a process of its own, kills it after a while (0: lets it end) and returns the
// changes it printed in full.
func killableCrawl(t *testing.T, dir string, killAfter time.Duration) []changeLine {
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
	return wholeLines(t, out.Bytes())
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
func requireTold(t *testing.T, site *prices, printed []changeLine) {
	t.Helper()
	site.mu.Lock()
	defer site.mu.Unlock()
	type move struct{ url, before, after string }
	keys := map[move]map[string]bool{}
	for _, c := range site.told {
		m := move{c.SourceURL, c.Before, c.After}
		if keys[m] == nil {
			keys[m] = map[string]bool{}
		}
		keys[m][c.key] = true
	}
	for _, c := range printed {
		require.Len(t, keys[move{c.SourceURL, c.Before, c.After}], 1, "%+v", c)
	}
	require.Len(t, keys, len(printed))
	t.Logf("%d webhooks about %d changes", len(site.told), len(printed))
}
