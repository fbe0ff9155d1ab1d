package diff_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/extracttest"
)

const bench = "testdata/bench"

// wantedPair is what a careful person would tell of two captures of a page. No changes: it must be silent.
type wantedPair struct {
	About   string         `json:"about"`
	Kind    extract.Kind   `json:"kind"`
	URL     string         `json:"url"`
	Changes []wantedChange `json:"changes"`
}

type wantedChange struct {
	Kind     []diff.ChangeKind `json:"kind"`    // the best word first, then others that are right
	Subject  string            `json:"subject"` // words that the subject or the quote holds
	Before   string            `json:"before"`  // words that "before" holds, judged where they are given
	After    string            `json:"after"`
	Optional bool              `json:"optional"`
}

// Every pair of the bench tells what the person who wrote its expectation would tell, and nothing else.
func TestBench(t *testing.T) {
	known := extracttest.KnownMisses(t, bench)
	for _, name := range extracttest.Fixtures(t, bench) {
		t.Run(name, func(t *testing.T) {
			var want wantedPair
			extracttest.Want(t, bench, name, &want)
			extracttest.Settle(t, known, name, judge(t, name, want))
		})
	}
}

func judge(t *testing.T, name string, want wantedPair) (misses []string) {
	old, oldText := side(t, name+".old", want)
	changed, newText := side(t, name+".new", want)
	got := diff.Documents(old, changed, diff.Memory{}.Remember(old))
	got = diff.WithoutTurns(got, extracttest.Page(t, bench, name+".old"), extracttest.Page(t, bench, name+".new"))
	for _, c := range got {
		if !oldText.Has(c.Quote) && !newText.Has(c.Quote) {
			misses = append(misses, fmt.Sprintf("the quote %q is on neither page", c.Quote))
		}
	}
	for _, w := range want.Changes {
		i := slices.IndexFunc(got, w.is)
		if i >= 0 {
			got = slices.Delete(got, i, i+1)
		} else if !w.Optional {
			misses = append(misses, fmt.Sprintf("%s of %q missed: %q -> %q", w.Kind[0], w.Subject, w.Before, w.After))
		}
	}
	for _, c := range got {
		misses = append(misses, fmt.Sprintf("false %s of %q: %q -> %q (%s)", c.Kind, c.Subject, c.Before, c.After, c.Level))
	}
	return misses
}

// side reads one page of a pair. A feed is read as a feed, whatever its file is called.
func side(t *testing.T, name string, want wantedPair) (extract.Document, extracttest.Text) {
	body := extracttest.Page(t, bench, name)
	page := extract.Page{Kind: want.Kind, URL: want.URL, Body: body}
	require.Equal(t, extract.OK, extract.Health(page).State, "%s is a good page", filepath.Base(name))
	doc, err := extract.Read(page)
	require.NoError(t, err, name)
	return doc, extracttest.Visible(body)
}

func (w wantedChange) is(c diff.Change) bool {
	holds := func(text, part string) bool {
		return strings.Contains(strings.ToLower(extracttest.Squash(text)), strings.ToLower(extracttest.Squash(part)))
	}
	return slices.Contains(w.Kind, c.Kind) && (holds(c.Subject, w.Subject) || holds(c.Quote, w.Subject)) &&
		holds(c.Before, w.Before) && holds(c.After, w.After)
}
