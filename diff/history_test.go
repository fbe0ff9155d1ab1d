package diff_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

// What a source shows over time, and what a person would tell of each capture. A file of testdata/history begins with what
// it is about and the kind of the page; "== " begins a capture; lines behind "! " say what it changes, as kind and words
// that the change holds. A change that is not expected is a failure. Each capture is taken as the base of the next.
func TestHistories(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "history", "*.txt"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			head, captures, _ := strings.Cut(string(text), "\n== ")
			kind := extract.Kind(strings.TrimSpace(head[strings.LastIndex(head, "kind:")+len("kind:"):]))
			var base extract.Document
			var mem diff.Memory
			for i, capture := range strings.Split(captures, "\n== ") {
				name, body, _ := strings.Cut(capture, "\n")
				body, wanted := parted(body)
				doc, err := extract.Read(extract.Page{Kind: kind, URL: "https://www.fernhill.test/", Body: []byte(body)})
				require.NoError(t, err)
				if i > 0 {
					requireTold(t, name, wanted, diff.Documents(base, doc, mem))
				}
				base, mem = doc, mem.Remember(doc)
			}
		})
	}
}

// parted takes the expectations out of a capture.
func parted(capture string) (body string, wanted []string) {
	var rest []string
	for line := range strings.Lines(capture) {
		if want, ok := strings.CutPrefix(line, "! "); ok {
			wanted = append(wanted, strings.TrimSpace(want))
		} else {
			rest = append(rest, line)
		}
	}
	return strings.Join(rest, ""), wanted
}

func requireTold(t *testing.T, capture string, wanted []string, got []diff.Change) {
	t.Helper()
	for _, want := range wanted {
		kind, words, _ := strings.Cut(want, " ")
		i := slices.IndexFunc(got, func(c diff.Change) bool {
			return string(c.Kind) == kind && strings.Contains(c.Subject+"\n"+c.Before+"\n"+c.After, words)
		})
		require.GreaterOrEqual(t, i, 0, "%s: %q is not among %+v", capture, want, got)
		got = slices.Delete(got, i, i+1)
	}
	require.Empty(t, got, capture)
}
