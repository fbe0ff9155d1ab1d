package store_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// TestRowsOfPlansAreKeptSmallAndOldOnesAreStillRead: an older program kept them as JSON.
func TestRowsOfPlansAreKeptSmallAndOldOnesAreStillRead(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		ctx := t.Context()
		st, insert := asOf(t, address, 21)
		insert("competitors", map[string]any{"id": 1, "key": "acme"})
		insert("sources", map[string]any{"id": 1, "competitor_id": 1, "kind": "pricing", "url": "https://acme.test/", "next_check_at": monday})
		insert("blobs", map[string]any{"id": 1, "hash": []byte("h"), "size": 1, "encoding": "raw", "data": []byte("p")})
		insert("snapshots", map[string]any{"id": 1, "source_id": 1, "at": monday, "blob_hash": []byte("h"), "size": 1})
		insert("plans", map[string]any{
			"source_id": 1, "competitor_id": 1, "snapshot_id": 1, "name": "Team", "valid_from": monday,
			"features": `[{"name":"Größe","state":"value","text":"10 GB"}]`,
		})
		insert("plans", map[string]any{
			"source_id": 1, "competitor_id": 1, "snapshot_id": 1, "name": "Free", "valid_from": monday, "features": "null",
		})
		require.NoError(t, st.Migrate(ctx))
		require.NoError(t, st.Verify(ctx))

		features := func(name string) []extract.FeatureRow {
			plans, err := st.Plans(ctx, store.PlanFilter{SourceID: 1})
			require.NoError(t, err)
			for _, p := range plans {
				if p.Name == name {
					return p.Features
				}
			}
			t.Fatalf("no plan %s", name)
			return nil
		}
		require.Equal(t, []extract.FeatureRow{{Name: "Größe", State: "value", Text: "10 GB"}}, features("Team"))
		require.Empty(t, features("Free"))

		rows := make([]extract.FeatureRow, 100)
		for i := range rows {
			rows[i] = extract.FeatureRow{Section: "Everything", Name: "Row " + strings.Repeat("x", i), State: "yes"}
		}
		require.NoError(t, st.ReplacePlans(ctx, store.Source{ID: 1, CompetitorID: 1}, 1, []extract.Plan{{Name: "Team", Features: rows}}, monday.Add(1)))
		require.Equal(t, rows, features("Team"))
		var size int
		require.NoError(t, st.Gorm().Raw("SELECT length(features) FROM plans WHERE id = (SELECT max(id) FROM plans)").Scan(&size).Error)
		require.Less(t, size, 1000)
	})
}
