package stories

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// attack is one of the cases that the hostile kit serves.
type attack struct{ ID, Group, Kind, URL string }

// kit starts the server of the hostile kit that lies in the shared folder, and returns its address.
func kit(t *testing.T) string {
	t.Helper()
	shared := os.Getenv("GAPWATCH_SHARED")
	if shared == "" {
		t.Skip("GAPWATCH_SHARED is unset: the hostile kit is not at hand")
	}
	program := filepath.Join(t.TempDir(), "kit")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = filepath.Join(shared, "hostile")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	cmd := exec.Command(program, "-addr", "127.0.0.1:0")
	said, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = cmd.Stdout
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] == "manifest" {
			go func() { _, _ = io.Copy(io.Discard, said) }()
			return strings.TrimSuffix(words[1], "/_cases")
		}
	}
	t.Fatal("the kit does not say where it is")
	return ""
}

// attacksByContent are the cases of the kit whose content tries to get out of its place, and that are pages or feeds.
func attacksByContent(t *testing.T, kit string) []attack {
	t.Helper()
	var all, out []attack
	require.NoError(t, json.Unmarshal([]byte(fetch(t, http.MethodGet, kit+"/_cases")), &all))
	for _, a := range all {
		if a.Kind == "json" {
			a.Kind = "feed"
		}
		if strings.Contains(a.Group, "Injection") && (a.Kind == "feed" || a.Kind == "page") {
			out = append(out, a)
		}
	}
	return out
}

func fetch(t *testing.T, method, address string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return string(text)
}

// What the hostile kit serves is text on every page that shows it: it runs nowhere, and the kit's canary is asked by nobody.
func TestNothingOfTheHostileKitRuns(t *testing.T) {
	w := here(t)
	at := kit(t)
	attacks := attacksByContent(t, at)
	require.GreaterOrEqual(t, len(attacks), 20)
	var landscape strings.Builder
	landscape.WriteString("areas:\n- {key: a, name: A, features: [{key: f, name: F}]}\ncompetitors:\n")
	for i, a := range attacks {
		fmt.Fprintf(&landscape, "- {key: k%d, name: %q, sources: [{kind: %s, url: %q}]}\n", i, a.ID, a.Kind, a.URL)
	}
	base := watched(t, w, at, landscape.String(), func(look int) { // the first look sees a healthy version of each
		fetch(t, http.MethodPost, fmt.Sprintf("%s/_set?calm=%d", at, max(1-look, 0)))
		fetch(t, http.MethodPost, fmt.Sprintf("%s/_set?round=%d", at, min(look, 1)))
	})
	b := openTab(t, w, base, light)
	for i := range attacks {
		b.harmless(fmt.Sprintf("/competitors/k%d", i))
		b.harmless(fmt.Sprintf("/sources/%d", i+1))
	}
	for _, path := range []string{"/", "/?minor", "/changes", "/matrix/a", "/queue", "/sources", "/competitors", "/pricing"} {
		b.harmless(path)
	}
	b.visit("/changes")
	changes := ask[[]string](b, `[...document.querySelectorAll(".changes article p a")].map((a) => a.getAttribute("href"))`)
	require.NotEmpty(t, changes, "what the kit serves was read")
	for _, path := range changes {
		b.harmless(path)
	}
	require.Contains(t, []string{"[]", "null"}, strings.TrimSpace(fetch(t, http.MethodGet, at+"/_canary")), "nobody asked the canary")
}
