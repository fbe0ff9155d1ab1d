package matrix_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

var now = time.Date(2026, 11, 16, 6, 0, 0, 0, time.UTC)

func ago(days int) time.Time   { return now.AddDate(0, 0, -days) }
func gone(days int) *time.Time { t := ago(days); return &t }

func says(state store.State, source int64, confirmed int) store.Evidence {
	return store.Evidence{
		ID: source, SourceID: source, State: state, PlanFrom: "Team", Phrase: "Session search",
		ObservedAt: ago(confirmed), ConfirmedAt: ago(confirmed),
	}
}

func vanished(e store.Evidence, days int) store.Evidence {
	e.VanishedAt = gone(days)
	return e
}

// TestDecide has one row for each rule of the table in decide.go.
func TestDecide(t *testing.T) {
	word := matrix.Verify(store.CellValue{State: store.Partial}, "Ines", ago(30))
	old := matrix.Verify(store.CellValue{State: store.Yes}, "Ines", ago(200))
	for _, tt := range []struct {
		name     string
		prior    *store.CellValue
		evidence []store.Evidence
		state    store.State
		standing store.Standing
		why      string
	}{
		{"no evidence was ever found", nil, nil, store.Unknown, store.Observed, "no page that is watched speaks of it"},
		{"evidence says it", nil, []store.Evidence{says(store.Yes, 1, 2)}, store.Yes, store.Observed, `"Session search" says so`},
		{
			"the better of two pieces of evidence counts", nil,
			[]store.Evidence{says(store.Beta, 1, 2), says(store.Yes, 2, 2)}, store.Yes, store.Observed, `"Session search" says so`,
		},
		{
			"two pages disagree", nil, []store.Evidence{says(store.Yes, 1, 2), says(store.No, 2, 2)},
			store.Yes, store.Contested, "one page says yes, another says no",
		},
		{
			"nobody has confirmed it for long", nil, []store.Evidence{says(store.Yes, 1, 91)},
			store.Yes, store.Stale, "last confirmed on 17 Aug 2026, more than 90 days ago",
		},
		{
			"all evidence has gone", nil, []store.Evidence{vanished(says(store.Yes, 1, 20), 3)},
			store.Yes, store.Contested, "the evidence for it has gone from the page on 13 Nov 2026",
		},
		{
			"a person's word wins over older evidence", &word, []store.Evidence{says(store.No, 1, 40)},
			store.Partial, store.Verified, "verified by Ines on 17 Oct 2026",
		},
		{
			"newer evidence that disagrees contests a person's word and does not overwrite it", &word,
			[]store.Evidence{says(store.No, 1, 5)},
			store.Partial, store.Contested, "verified by Ines on 17 Oct 2026, but newer evidence says no",
		},
		{
			"newer evidence that agrees leaves it", &word, []store.Evidence{says(store.Yes, 1, 5)},
			store.Partial, store.Verified, "verified by Ines on 17 Oct 2026",
		},
		{
			"the evidence of a person's word has gone", &word, []store.Evidence{vanished(says(store.Yes, 1, 40), 3)},
			store.Partial, store.Contested, "verified by Ines on 17 Oct 2026, but the evidence has gone from the page since",
		},
		{
			"a person's word runs out", &old, nil,
			store.Yes, store.Stale, "verified by Ines on 30 Apr 2026, and due to be confirmed again since 27 Oct 2026",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := matrix.Decide(now, tt.prior, tt.evidence)
			require.Equal(t, tt.state, v.State)
			require.Equal(t, tt.standing, v.Standing)
			require.Equal(t, tt.why, v.Why)
		})
	}
}
