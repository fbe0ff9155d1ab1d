package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// output is what a program wrote, for several goroutines.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// planted is a part of every secret of this test.
const planted = "planted"

// plantSecrets writes settings and a landscape that hold secrets wherever there may be some.
func plantSecrets(t *testing.T, receiver string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	settings := fmt.Sprintf(`crawler: {allow: [%[1]q, "127.0.0.1:9"], host_gap: 0s, timeout: 2s}
web:
  listen: 127.0.0.1:0
  oidc: {name: Company, issuer: "http://127.0.0.1:9", client_id: gapwatch, client_secret: planted-oidc-secret}
mail: {host: 127.0.0.1, port: 9, user: gapwatch, password: planted-mail-password, from: gapwatch@acme.example, tls: none}
metrics: {listen: "127.0.0.1:0"}
alerts: {shoutrrr: true}
limits: {delivery_attempts: 1}
schedule: {every: 1s, jitter: 0%%, adaptive: false}
`, receiver)
	landscape := fmt.Sprintf(`competitors:
- key: acme
  sources:
  - {kind: pricing, url: "http://%[1]s/pricing"}
  - {kind: feed, url: "http://127.0.0.1:9/feed"}
subscriptions:
- {key: hook, channel: webhook, cadence: instant, url: "http://%[1]s/hook/planted-hook-path?key=planted-hook-query"}
- {key: slack, channel: slack, cadence: instant, url: "http://%[1]s/services/planted-slack-path"}
- {key: teams, channel: teams, cadence: instant, url: "http://%[1]s/teams/planted-teams-path"}
- {key: down, channel: ntfy, cadence: instant, url: "http://127.0.0.1:9/planted-ntfy-topic"}
- {key: mail, channel: email, cadence: instant, to: "dana@acme.example"}
- {key: extra, channel: shoutrrr, cadence: instant, url: "gotify://127.0.0.1:9/planted-gotify-token"}
`, receiver)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "gapwatch.yaml"), []byte(settings), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "landscape.yaml"), []byte(landscape), 0o600))
	return dir
}

// betrayer is a site whose prices move, and a receiver that refuses messages and repeats what it was sent.
func betrayer(t *testing.T) (address string, price *atomic.Int32) {
	t.Helper()
	price = new(atomic.Int32)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		if r.URL.Path != "/pricing" {
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprintf(w, "no: %s %s", r.URL, r.Header)
			return
		}
		fmt.Fprintf(w, `<!doctype html><title>Pricing</title><main><h1>Plans</h1><section><h2>Starter</h2><p>$9 per month</p>
			<ul><li>Heatmaps</li></ul></section><section><h2>Team</h2><p>$%d per month</p><ul><li>Replay</li></ul></section></main>`, price.Load())
	}))
	t.Cleanup(srv.Close)
	return srv.Listener.Addr().String(), price
}

func TestSecretsAreNowhereInTheLog(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		t.Run(format, func(t *testing.T) {
			receiver, price := betrayer(t)
			dir := plantSecrets(t, receiver)
			env := []string{"GAPWATCH_LOG=debug", "GAPWATCH_LOG_FORMAT=" + format}
			args := []string{"--config", filepath.Join(dir, "gapwatch.yaml"), "--data", dir}
			var said output
			do := func(command ...string) int {
				return run(t.Context(), append(command, args...), env, strings.NewReader(""), &said, &said)
			}
			require.Equal(t, exitDone, do("apply", filepath.Join(dir, "landscape.yaml")), said.String())
			for range 3 {
				price.Add(10)
				require.Equal(t, exitDone, do("crawl", "--all"), said.String())
			}
			price.Add(10)
			serveAndAsk(t, args, env, &said)
			require.Contains(t, said.String(), "a message could not be delivered", "something was logged")
			for _, key := range []string{"hook", "slack", "teams", "down", "mail", "extra"} {
				do("subscription", "test", key)
			}
			do("source", "list")
			do("source", "list", "--json")
			do("jobs", "list", "--json")
			do("delivery", "list", "--json")
			do("delivery", "list", "--failed")
			env = append(env, "GAPWATCH_DATABASE_ADDRESS=postgres://gapwatch:planted-database-password@127.0.0.1:9/gapwatch?sslmode=disable")
			require.Equal(t, exitFailed, do("db", "verify"))
			for line := range strings.Lines(said.String()) {
				require.NotContains(t, line, planted)
			}
		})
	}
}

// serveAndAsk lets a server work until messages have failed, and asks it with secrets of its own.
func serveAndAsk(t *testing.T, args, env []string, said *output) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, append([]string{"serve"}, args...), env, strings.NewReader(""), io.Discard, said)
	}()
	address := func(pattern string) string {
		var found []string
		require.Eventually(t, func() bool {
			found = regexp.MustCompile(pattern).FindStringSubmatch(said.String())
			return found != nil
		}, 20*time.Second, 10*time.Millisecond, said.String())
		return found[1]
	}
	metrics, pages := address(`Metrics are at (\S+)/metrics`), address(`pages are at (\S+)/\s`)
	require.Contains(t, probe(t, metrics+"/metrics"), "gapwatch_schedule_lag_seconds")
	require.Equal(t, "ready\n", probe(t, metrics+"/readyz"))
	for _, path := range []string{"/oidc/callback?code=planted-code&state=x", "/setup?token=planted-token", "/matrix", "/metrics"} {
		probe(t, pages+path)
	}
	require.Eventually(t, func() bool {
		return strings.Contains(said.String(), "a message could not be delivered")
	}, 12*time.Second, 20*time.Millisecond, said)
	stop()
	require.Equal(t, exitDone, <-done)
}

// probe asks with a token that nobody knows.
func probe(t *testing.T, address string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer planted-api-token")
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return string(body)
}
