package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// TestAnEpisodeBeginsAndEndsOnce, whoever says so how often.
func TestAnEpisodeBeginsAndEndsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		_, _, source := landscape(t, st)
		begin := func(kind store.EpisodeKind, since time.Time) bool {
			began, err := st.BeginEpisode(ctx, &store.Episode{SourceID: source.ID, Kind: kind, Since: since, BeganAt: since})
			require.NoError(t, err)
			return began
		}
		end := func(kind store.EpisodeKind) bool {
			ended, err := st.EndEpisode(ctx, source.ID, kind, monday.Add(time.Hour))
			require.NoError(t, err)
			return ended
		}
		require.True(t, begin(store.InTrouble, monday))
		require.False(t, begin(store.InTrouble, monday.Add(time.Minute)), "one at a time")
		require.True(t, begin(store.GoneQuiet, monday), "of each kind")
		src, err := st.Source(ctx, source.ID)
		require.NoError(t, err)
		require.NotNil(t, src.EpisodeID)
		untold, err := st.UntoldEpisodes(ctx, 10)
		require.NoError(t, err)
		require.Len(t, untold, 2)
		require.Equal(t, source.URL, untold[0].SourceURL)
		require.Equal(t, "Acme", untold[0].CompetitorName)
		require.NoError(t, st.MarkTold(ctx, untold, monday))
		require.True(t, end(store.InTrouble))
		require.False(t, end(store.InTrouble))
		require.True(t, end(store.GoneQuiet))
		require.False(t, begin(store.GoneQuiet, monday), "the same silence is noted once")
		src, err = st.Source(ctx, source.ID)
		require.NoError(t, err)
		require.Nil(t, src.EpisodeID)
		untold, err = st.UntoldEpisodes(ctx, 10)
		require.NoError(t, err)
		require.Len(t, untold, 2, "that they ended is not told yet")
		require.NoError(t, st.MarkTold(ctx, untold, monday.Add(2*time.Hour)))
		untold, err = st.UntoldEpisodes(ctx, 10)
		require.NoError(t, err)
		require.Empty(t, untold)
		last, err := st.LastTold(ctx)
		require.NoError(t, err)
		require.Equal(t, monday.Add(2*time.Hour), last.UTC())
		all, err := st.Episodes(ctx, source.ID, monday.Add(-time.Hour))
		require.NoError(t, err)
		require.Len(t, all, 2)
		require.Equal(t, monday, all[0].BeganToldAt.UTC())
	})
}

func TestHowCapturesEndedByTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		sources := manySources(t, st, 3)
		record := func(i int, at time.Time, outcome store.Outcome) {
			src, err := st.Source(ctx, sources[i].ID)
			require.NoError(t, err)
			require.NoError(t, st.RecordCaptures(ctx, []store.CaptureRecord{{
				Source: src, Capture: store.Capture{At: at, Outcome: outcome, Class: "c"},
			}}))
		}
		day := 24 * time.Hour
		record(0, monday, store.OutcomeNew)
		record(0, monday.Add(day), store.OutcomeSame)
		record(0, monday.Add(5*day), store.OutcomeSame)
		record(0, monday.Add(6*day), store.OutcomeFailed)
		record(1, monday, store.OutcomeNew)
		record(1, monday.Add(day), store.OutcomeFailed)
		ids := []int64{sources[0].ID, sources[1].ID, sources[2].ID}
		spans, err := st.Spans(ctx, ids, monday.Add(3*day))
		require.NoError(t, err)
		require.Equal(t, []store.Span{
			{SourceID: ids[0], Outcome: store.OutcomeSame, From: monday.Add(day), Until: monday.Add(5 * day)},
			{SourceID: ids[0], Outcome: store.OutcomeFailed, From: monday.Add(6 * day), Until: monday.Add(6 * day)},
		}, spans, "what reaches into the time counts, what ended before it does not")
		spans, err = st.Spans(ctx, ids, monday)
		require.NoError(t, err)
		require.Len(t, spans, 5)
	})
}
