package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// What is counted is what is listed: nobody decides about what was removed from the landscape.
func TestNothingWaitsOfWhatWasRemoved(t *testing.T) {
	for name, remove := range map[string]func(w world, at time.Time) error{
		"a feature": func(w world, at time.Time) error { return w.RemoveFeatures(t.Context(), []int64{w.feature.ID}, at) },
		"a competitor": func(w world, at time.Time) error {
			return w.RemoveCompetitors(t.Context(), []int64{w.competitor.ID}, at)
		},
		"an area": func(w world, at time.Time) error { return w.RemoveAreas(t.Context(), []int64{w.feature.AreaID}, at) },
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, st *store.Store) {
				ctx, w := t.Context(), newWorld(t, st)
				_, err := st.SetCell(ctx, w.feature.ID, w.competitor.ID,
					store.CellValue{State: store.Yes, Standing: store.Contested}, store.Machine, monday)
				require.NoError(t, err)
				require.NoError(t, st.SavePhrases(ctx, []store.Phrase{{
					AreaID: w.feature.AreaID, CompetitorID: w.competitor.ID, SourceID: w.source.ID, SnapshotID: w.old.ID,
					Text: "Click maps", FoldedText: "click maps", FirstSeenAt: monday, LastSeenAt: monday,
				}}))
				waits := func(cells, phrases int) {
					t.Helper()
					rows, total, err := st.CellsStanding(ctx, store.Contested, 10)
					require.NoError(t, err)
					require.Len(t, rows, cells)
					require.EqualValues(t, cells, total)
					listed, err := st.PhrasesFrom(ctx, 0, 10)
					require.NoError(t, err)
					require.Len(t, listed, phrases)
					counted, err := st.CountPhrases(ctx)
					require.NoError(t, err)
					require.EqualValues(t, phrases, counted)
					open, err := st.OpenPhrases(ctx, 0)
					require.NoError(t, err)
					require.Len(t, open, phrases)
					all, err := st.CountWaiting(ctx)
					require.NoError(t, err)
					require.EqualValues(t, cells+phrases, all)
				}
				waits(1, 1)
				require.NoError(t, remove(w, monday))
				phrases := 0
				if name == "a feature" {
					phrases = 1
				}
				waits(0, phrases)
			})
		})
	}
}
