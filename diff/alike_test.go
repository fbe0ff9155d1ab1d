package diff_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/extracttest"
)

// Where thousands of entries are all new, each is looked for among those that it may have been before, not among all.
func TestLongListsAreComparedInTime(t *testing.T) {
	day := time.Date(2025, 3, 3, 0, 0, 0, 0, time.UTC)
	for name, title := range map[string]string{
		"versions": "Version %[1]d.0.%[2]d",
		"words":    "Exports for team %[1]d of house %[2]d",
		"one word": "Exports%[1]d%[2]d",
	} {
		for _, kind := range []extract.Kind{extract.Changelog, extract.Feed} {
			for _, date := range []time.Time{{}, day} {
				list := func(edition int) (d extract.Document) {
					d.Kind = kind
					for i := range 5_000 {
						name := fmt.Sprintf(title, i, edition)
						d.Entries = append(d.Entries, extract.Entry{Key: name, Title: name, Date: date, Quote: name})
					}
					return d
				}
				old, changed := list(1), list(2)
				spent := extracttest.Spent(func() { diff.Documents(old, changed, diff.Memory{}) })
				require.Less(t, spent, 3*extracttest.Slack*time.Second, "%s, %s, %s", name, kind, date)
			}
		}
	}
}

// Ranges in a long text are dashes that stand alone: whether ticks stand beside them is asked once of the whole text.
func TestLongTextsOfRangesAreComparedInTime(t *testing.T) {
	page := func(amount string) extract.Document {
		text := strings.Repeat("1 – 20 users cost "+amount+" ", 2_000)
		return extract.Document{Kind: extract.PageKind, Blocks: slices.Repeat([]extract.Block{{Text: text}}, 50)}
	}
	spent := extracttest.Spent(func() { diff.Essence(page("$5")) })
	require.Less(t, spent, extracttest.Slack*time.Second)
}
