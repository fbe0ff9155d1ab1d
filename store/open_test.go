package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// landscape saves one area with a feature, and one competitor with a pricing page.
func landscape(t *testing.T, st *store.Store) (store.Feature, store.Competitor, store.Source) {
	t.Helper()
	ctx := t.Context()
	areas := []store.Area{{Key: "replay", Name: "Session replay", Team: "Recorder"}}
	require.NoError(t, st.SaveAreas(ctx, areas))
	features := []store.Feature{{AreaID: areas[0].ID, Key: "heatmaps", Name: "Heatmaps", Aliases: []string{"click maps"}}}
	require.NoError(t, st.SaveFeatures(ctx, features))
	competitors := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, competitors))
	require.NoError(t, st.SetAreaCompetitors(ctx, areas[0].ID,
		[]store.AreaCompetitor{{CompetitorID: competitors[0].ID, BestInClass: true}}))
	sources := []store.Source{{
		CompetitorID: competitors[0].ID, Kind: extract.Pricing, URL: "https://acme.example/pricing",
		Host: "acme.example:443", NextCheckAt: monday,
	}}
	require.NoError(t, st.SaveSources(ctx, sources))
	return features[0], competitors[0], sources[0]
}

func TestASourceIsCapturedAndItsBytesComeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		_, _, source := landscape(t, st)
		hosts, err := st.DueHosts(ctx, monday, monday)
		require.NoError(t, err)
		require.Equal(t, []store.DueHost{{Host: "acme.example:443"}}, hosts)
		due, err := st.DueSources(ctx, hosts[0].Host, monday, 0)
		require.NoError(t, err)
		require.Len(t, due, 1)

		body := []byte("<h1>Team: $49</h1>")
		snap := store.Snapshot{SourceID: source.ID, At: monday, ContentType: "text/html", FinalURL: source.URL}
		record := store.CaptureRecord{
			Source:  due[0],
			Capture: store.Capture{At: monday, Outcome: store.OutcomeNew, Class: "ok", Bytes: int64(len(body))},
		}
		record.Source.NextCheckAt = monday.Add(time.Hour)
		require.NoError(t, st.InTx(ctx, func(tx *store.Store) error {
			if err := tx.SaveSnapshot(ctx, &snap, body); err != nil {
				return err
			}
			record.Capture.SnapshotID, record.Source.LastSnapshotID, record.Kept = &snap.ID, &snap.ID, true
			if err := tx.RecordCaptures(ctx, []store.CaptureRecord{record}); err != nil {
				return err
			}
			return tx.SetBase(ctx, source.ID, store.Base{SnapshotID: &snap.ID, GoodAt: &monday})
		}))

		got, err := st.Body(ctx, snap.ID)
		require.NoError(t, err)
		require.Equal(t, body, got)
		after, err := st.Source(ctx, source.ID)
		require.NoError(t, err)
		require.Equal(t, monday, *after.LastGoodAt)
		require.Equal(t, snap.ID, *after.LastSnapshotID)
		require.Equal(t, snap.ID, *after.BaseSnapshotID)
		hosts, err = st.DueHosts(ctx, monday, monday)
		require.NoError(t, err)
		require.Empty(t, hosts)
	})
}

func TestATransactionHappensWholeOrNotAtAll(t *testing.T) {
	boom := errors.New("boom")
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		err := st.InTx(ctx, func(tx *store.Store) error {
			require.NoError(t, tx.SaveAreas(ctx, []store.Area{{Key: "kept"}}))
			inner := tx.Apart(ctx, func(tx *store.Store) error {
				require.NoError(t, tx.SaveAreas(ctx, []store.Area{{Key: "undone"}}))
				return boom
			})
			require.ErrorIs(t, inner, boom)
			return tx.Apart(ctx, func(tx *store.Store) error { return tx.SaveAreas(ctx, []store.Area{{Key: "kept too"}}) })
		})
		require.NoError(t, err)
		err = st.InTx(ctx, func(tx *store.Store) error {
			require.NoError(t, tx.SaveAreas(ctx, []store.Area{{Key: "lost"}}))
			return tx.InTx(ctx, func(*store.Store) error { return boom }) // a part of the same transaction
		})
		require.ErrorIs(t, err, boom)
		areas, err := st.Areas(ctx)
		require.NoError(t, err)
		require.Len(t, areas, 2)
		require.Equal(t, "kept", areas[0].Key)
		require.Equal(t, "kept too", areas[1].Key)
	})
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		require.NoError(t, st.Migrate(context.Background()))
		require.NoError(t, st.CheckSchema(context.Background()))
	})
}
