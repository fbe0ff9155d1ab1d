// Package extracttest is what the tests of readers share: the text that a person sees on a page, and the list of bench
// fixtures that are not read rightly yet. Start at Settle.
package extracttest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Settle fails the test of a fixture that is misread and not listed in KNOWN_MISSES, and of one that is listed and read
// rightly: so the list can only shrink.
func Settle(t *testing.T, known map[string]string, name string, misses []string) {
	t.Helper()
	reason, listed := known[name]
	switch {
	case len(misses) > 0 && listed:
		t.Skipf("known to be misread (%s):\n  %s", reason, strings.Join(misses, "\n  "))
	case len(misses) > 0:
		t.Errorf("not what a careful person reads:\n  %s", strings.Join(misses, "\n  "))
	case listed:
		t.Errorf("read rightly now: take %q off KNOWN_MISSES", name)
	}
}

// KnownMisses reads the list of fixtures that are misread: a name, a colon and the reason on each line. A name without a
// fixture is an error.
func KnownMisses(t *testing.T, dir string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "KNOWN_MISSES"))
	require.NoError(t, err)
	known := map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, ok := strings.Cut(line, ": ")
		require.True(t, ok, "KNOWN_MISSES: %q has no reason", line)
		require.FileExists(t, filepath.Join(dir, name+".want.json"), "KNOWN_MISSES")
		known[name] = reason
	}
	return known
}

// Fixtures lists the names of the expectations below a folder: their paths without the ending.
func Fixtures(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.want.json", "*/*.want.json"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		require.NoError(t, err)
		for _, file := range found {
			name, err := filepath.Rel(dir, file)
			require.NoError(t, err)
			names = append(names, strings.TrimSuffix(filepath.ToSlash(name), ".want.json"))
		}
	}
	require.NotEmpty(t, names, "no fixtures in %s", dir)
	return names
}

// Page finds the page of a fixture, whatever its ending.
func Page(t *testing.T, dir, name string) []byte {
	t.Helper()
	for _, ending := range []string{".html", ".xml", ".json"} {
		body, err := os.ReadFile(filepath.Join(dir, name+ending))
		if err == nil {
			return body
		}
	}
	require.FailNow(t, "no page", "%s has an expectation and no page", name)
	return nil
}

// Want reads what is expected of a fixture. A key that no test looks at is an error.
func Want(t *testing.T, dir, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name+".want.json"))
	require.NoError(t, err)
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(into), name)
}
