package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

// corpusPair is a real page as it stood on two dates, and what is known to have happened in between.
type corpusPair struct {
	ID           string
	Old, New     string
	Expect       string                   // of a page: alert, silent or either
	Meaningful   bool                     // of a price list
	EntriesAdded []struct{ Title string } `json:"entries_added"`
	Added        []struct{ Title string } // of a feed

	kind extract.Kind
	n    int // in the list: identifiers repeat
}

// path is where the replay shows the pair.
func (p corpusPair) path() string {
	return fmt.Sprintf("/%s-%d.html", p.kind, p.n)
}

// TestRealPagesThroughTheWholeLine replays pairs of real saved pages (GAPWATCH_SHARED/corpus) as sites that move on
// once, and crawls them twice with the program: what is known to have happened is told, and nothing where nothing did.
func TestRealPagesThroughTheWholeLine(t *testing.T) {
	shared := os.Getenv("GAPWATCH_SHARED")
	if shared == "" {
		t.Skip("GAPWATCH_SHARED is unset")
	}
	corpus := filepath.Join(shared, "corpus")
	pairs := readCorpus(t, corpus)
	dir := t.TempDir()
	replayed := layCorpusOut(t, corpus, dir, pairs)
	sites, err := openSites(os.DirFS(replayed), false)
	require.NoError(t, err)
	up, err := sites.serve("127.0.0.1:0")
	require.NoError(t, err)
	defer up.Close()
	writeCorpusFiles(t, dir, up.address("corpus.example"), pairs)

	require.Empty(t, crawlCorpus(t, dir), "the baseline is silent")
	require.True(t, sites.next())
	told := map[string][]changeLine{}
	for _, c := range crawlCorpus(t, dir) {
		told[pathOf(c.SourceURL)] = append(told[pathOf(c.SourceURL)], c)
	}
	judgeCorpus(t, pairs, told)
}

func readCorpus(t *testing.T, corpus string) []corpusPair {
	t.Helper()
	var all []corpusPair
	for file, kind := range map[string]extract.Kind{
		"pricing_history": extract.Pricing, "changelog_history": extract.Changelog,
		"page_history": extract.PageKind, "feed_pairs": extract.Feed,
	} {
		text, err := os.ReadFile(filepath.Join(corpus, "labels", file+".json"))
		require.NoError(t, err)
		var labels struct{ Pairs []corpusPair }
		require.NoError(t, json.Unmarshal(text, &labels))
		for _, p := range labels.Pairs {
			p.kind, p.n = kind, len(all)
			all = append(all, p)
		}
	}
	require.NotEmpty(t, all)
	return all
}

// layCorpusOut makes the folder that a replay serves: each pair is one page with two dates.
func layCorpusOut(t *testing.T, corpus, dir string, pairs []corpusPair) string {
	t.Helper()
	root := filepath.Join(dir, "sites")
	for _, p := range pairs {
		for date, file := range map[string]string{"2026-01-01": p.Old, "2026-01-02": p.New} {
			to := filepath.Join(root, "corpus.example", date, p.path())
			if strings.HasSuffix(file, ".gz") {
				to += ".gz"
			}
			require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o755))
			require.NoError(t, os.Symlink(filepath.Join(corpus, "files", file), to))
		}
	}
	return root
}

func writeCorpusFiles(t *testing.T, dir, address string, pairs []corpusPair) {
	t.Helper()
	conf := fmt.Sprintf("crawler: {allow: [%q], host_gap: 0s, host_parallel: 8}\n", strings.TrimPrefix(address, "http://"))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "c.yaml"), []byte(conf), 0o600))
	var land strings.Builder
	land.WriteString("areas: [{key: a, name: A, features: [{key: f, name: F}]}]\n")
	land.WriteString("competitors:\n- key: real\n  name: Real\n  sources:\n")
	for _, p := range pairs {
		fmt.Fprintf(&land, "  - {kind: %s, url: %q}\n", p.kind, address+p.path())
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "l.yaml"), []byte(land.String()), 0o600))
}

func crawlCorpus(t *testing.T, dir string) []changeLine {
	t.Helper()
	var out, errOut bytes.Buffer
	args := []string{"crawl", "--config", filepath.Join(dir, "c.yaml"), "--landscape", filepath.Join(dir, "l.yaml"),
		"--data", filepath.Join(dir, "data"), "--all", "--json"}
	require.Equal(t, exitDone, run(t.Context(), args, os.Environ(), nil, &out, &errOut), errOut.String())
	var lines []changeLine
	dec := json.NewDecoder(&out)
	for {
		var c changeLine
		err := dec.Decode(&c)
		if err == io.EOF {
			return lines
		}
		require.NoError(t, err)
		lines = append(lines, c)
	}
}

// corpusTally counts what came out right.
type corpusTally struct{ right, all int }

func (c *corpusTally) count(ok bool) bool {
	c.all++
	if ok {
		c.right++
	}
	return ok
}

func (c corpusTally) share() float64 { return float64(c.right) / float64(max(c.all, 1)) }

// judgeCorpus compares what was told with what is known.
func judgeCorpus(t *testing.T, pairs []corpusPair, told map[string][]changeLine) {
	t.Helper()
	var silent, alerts, entries, items corpusTally
	for _, p := range pairs {
		changes := told[p.path()]
		switch {
		case p.kind == extract.PageKind && p.Expect == "silent":
			if !silent.count(len(changes) == 0) {
				t.Logf("told of a page where nothing happened: %s: %+v", p.ID, changes[0])
			}
		case p.kind == extract.PageKind && p.Expect == "alert":
			if !alerts.count(len(changes) > 0) {
				t.Logf("missed a page that changed: %s", p.ID)
			}
		case p.kind == extract.Changelog:
			countTitles(t, &entries, p.EntriesAdded, changes)
		case p.kind == extract.Feed:
			countTitles(t, &items, p.Added, changes)
		}
	}
	t.Logf("silent pages %d of %d, changed pages %d of %d, changelog entries %d of %d, feed items %d of %d",
		silent.right, silent.all, alerts.right, alerts.all, entries.right, entries.all, items.right, items.all)
	// What is reached today, a little rounded down: raise it with the readers, never lower it.
	require.GreaterOrEqual(t, silent.share(), 0.96)
	require.GreaterOrEqual(t, alerts.share(), 1.0)
	require.GreaterOrEqual(t, entries.share(), 0.96)
	require.GreaterOrEqual(t, items.share(), 0.74)
}

// countTitles counts the titles that were told as new entries.
func countTitles(t *testing.T, tally *corpusTally, titles []struct{ Title string }, changes []changeLine) {
	t.Helper()
	for _, want := range titles {
		found := false
		for _, c := range changes {
			found = found || c.Kind == diff.EntryAdded && strings.Contains(folded(c.Subject), folded(want.Title))
		}
		if !tally.count(found) {
			t.Logf("missed the entry %q", want.Title)
		}
	}
}

func folded(s string) string { return strings.Join(strings.Fields(s), " ") }
