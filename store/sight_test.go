package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestHowSourcesWereSeenBeforeATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		sources := manySources(t, st, 3)
		look := func(i int, at time.Time, outcome store.Outcome, class string) {
			record := store.CaptureRecord{Source: sources[i], Capture: store.Capture{At: at, Outcome: outcome, Class: class, Status: 200}}
			require.NoError(t, st.RecordCaptures(ctx, []store.CaptureRecord{record}))
			src, err := st.Source(ctx, sources[i].ID)
			require.NoError(t, err)
			sources[i] = src
		}
		day := func(n int) time.Time { return monday.AddDate(0, 0, n) }
		look(0, day(0), store.OutcomeSame, "ok")
		look(0, day(2), store.OutcomeFailed, "timeout")
		look(1, day(1), store.OutcomeFailed, "blocked")
		look(1, day(9), store.OutcomeSame, "ok")

		ids := []int64{sources[0].ID, sources[1].ID, sources[2].ID}
		now, err := st.Sights(ctx, ids, day(14))
		require.NoError(t, err)
		require.Len(t, now, 3)
		require.Equal(t, "timeout", now[0].Class)
		require.True(t, day(0).Equal(*now[0].GoodUntil), "last seen well before it failed")
		require.Equal(t, store.OutcomeSame, now[1].Outcome)
		require.Nil(t, now[2].SeenUntil, "never looked at")

		then, err := st.Sights(ctx, ids, day(1).Add(time.Hour))
		require.NoError(t, err)
		require.Equal(t, store.OutcomeSame, then[0].Outcome, "as it was then, not as it is now")
		require.True(t, day(0).Equal(*then[0].SeenUntil))
		require.Equal(t, "blocked", then[1].Class)
		require.Nil(t, then[1].GoodUntil)

		well := func(from, until time.Time) (out []bool) {
			list, err := st.Seen(ctx, from, until)
			require.NoError(t, err)
			for i, seen := range list {
				require.Equal(t, store.Seen{SourceID: ids[i], CompetitorID: sources[i].CompetitorID, News: seen.News, Well: seen.Well}, seen)
				require.Equal(t, sources[i].Kind == extract.Changelog || sources[i].Kind == extract.Feed, seen.News)
				out = append(out, seen.Well)
			}
			return out
		}
		require.Equal(t, []bool{false, true, false}, well(day(7), day(14)))
		require.Equal(t, []bool{true, false, false}, well(day(-7), day(1).Add(time.Hour)), "as it was then")
		require.Equal(t, []bool{false, false, false}, well(day(2).Add(time.Hour), day(9)), "the last look is older than that")

		watched, err := st.WatchedBefore(ctx, day(0))
		require.NoError(t, err)
		require.Empty(t, watched)
		watched, err = st.WatchedBefore(ctx, day(1))
		require.NoError(t, err)
		require.Equal(t, []int64{sources[0].CompetitorID}, watched)
	})
}

func TestWhatMovedCellsSaidBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		areas := []store.Area{{Key: "a", Name: "A"}}
		require.NoError(t, st.SaveAreas(ctx, areas))
		features := []store.Feature{{AreaID: areas[0].ID, Key: "f", Name: "F"}, {AreaID: areas[0].ID, Key: "g", Name: "G"}}
		require.NoError(t, st.SaveFeatures(ctx, features))
		sources := manySources(t, st, 1)
		set := func(f store.Feature, state store.State, day int) {
			value := store.CellValue{State: state, Standing: store.Observed}
			_, err := st.SetCell(ctx, f.ID, sources[0].CompetitorID, value, store.Machine, monday.AddDate(0, 0, day))
			require.NoError(t, err)
		}
		set(features[0], store.No, -9)
		set(features[0], store.Planned, -2)
		set(features[0], store.Beta, 1)
		set(features[0], store.Yes, 2)
		set(features[1], store.No, -3) // did not move in the week
		before, err := st.CellsBefore(ctx, monday, monday.AddDate(0, 0, 7))
		require.NoError(t, err)
		require.Len(t, before, 1)
		require.Equal(t, store.Planned, before[0].State)

		_, err = st.SetCell(ctx, features[1].ID, sources[0].CompetitorID, store.CellValue{State: store.Yes, Standing: store.Observed}, store.ReadAgain, monday)
		require.NoError(t, err)
		moves, err := st.MovesByDay(ctx, areas[0].ID, monday.AddDate(0, 0, -2))
		require.NoError(t, err)
		days := func(n int) string { return monday.AddDate(0, 0, n).Format(time.DateOnly) }
		require.Equal(t, []store.DayMoves{{Day: days(-2), Moves: 1}, {Day: days(1), Moves: 1}, {Day: days(2), Moves: 1}}, moves,
			"a technical step is no move")
	})
}

func TestTheAnnotationsOfSomeAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		accounts := []store.Account{{Key: "a", Name: "A"}, {Key: "b", Name: "B"}}
		require.NoError(t, st.SaveAccounts(ctx, accounts))
		due := monday.AddDate(0, 0, 3)
		for range 3 {
			a := store.Annotation{AccountID: &accounts[0].ID, Kind: store.AtRisk, What: "x", NextKeyDate: &due, CreatedAt: monday, UpdatedAt: monday}
			require.NoError(t, st.SaveAnnotation(ctx, &a))
		}
		found, err := st.AnnotationsOf(ctx, accounts)
		require.NoError(t, err)
		require.Len(t, found[accounts[0].ID], 3)
		require.True(t, due.Equal(*found[accounts[0].ID][0].NextKeyDate))
		require.Empty(t, found[accounts[1].ID])
		marks, err := st.Marks(ctx)
		require.NoError(t, err)
		require.Empty(t, marks, "none of them has a gap")
	})
}

func TestTheStreamOfChangesComesNewestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		sources := manySources(t, st, 1)
		snap := store.Snapshot{SourceID: sources[0].ID, At: monday, FinalURL: sources[0].URL}
		require.NoError(t, st.SaveSnapshot(ctx, &snap, []byte("x")))
		var rows []store.Change
		for _, print := range []string{"1", "2", "3"} {
			rows = append(rows, store.Change{
				SourceID: sources[0].ID, CompetitorID: sources[0].CompetitorID, Kind: "text_changed", Subject: print, Level: extract.Minor,
				BaseSnapshotID: snap.ID, SnapshotID: snap.ID, Fingerprint: print, DetectedAt: monday,
			})
		}
		_, err := st.PublishChanges(ctx, rows, monday)
		require.NoError(t, err)
		got, err := st.Changes(ctx, store.ChangeFilter{Status: store.Published, Stream: true, Limit: 2})
		require.NoError(t, err)
		require.Len(t, got, 2)
		require.Equal(t, "3", got[0].Subject)
		got, err = st.Changes(ctx, store.ChangeFilter{Status: store.Published, Before: got[1].ID, Limit: 2})
		require.NoError(t, err)
		require.Len(t, got, 1)
	})
}
