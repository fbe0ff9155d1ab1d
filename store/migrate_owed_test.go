package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store/storetest"
)

// TestWhatWasOwedBeforeTellingsIsStillOwed: an older program owed each change by a message of its own. After the migration
// instant ones keep theirs; what was to go into a digest waits for it; what was sent counts as told.
func TestWhatWasOwedBeforeTellingsIsStillOwed(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		ctx := t.Context()
		st, insert := asOf(t, address, 6)
		fillWithDeliveries(insert)
		require.NoError(t, st.Migrate(ctx))
		require.NoError(t, st.Verify(ctx))

		type telling struct {
			SubscriptionID, ChangeID, TellerID int64
			DeliveryID                         *int64
		}
		var tellings []telling
		require.NoError(t, st.Gorm().Table("tellings").Order("subscription_id, change_id").Find(&tellings).Error)
		id := func(n int64) *int64 { return &n }
		require.Equal(t, []telling{
			{1, 1, 1, id(10)}, {1, 2, 1, id(11)}, // instant: one was sent, one is owed
			{2, 1, 2, id(20)}, {2, 2, 2, nil}, {2, 3, 2, nil}, // daily: one was sent
			{3, 3, 3, nil},
		}, tellings)
		var left []int64
		require.NoError(t, st.Gorm().Table("deliveries").Order("id").Pluck("id", &left).Error)
		require.Equal(t, []int64{10, 11, 12, 13, 20, 23}, left, "messages of digests to come are not messages yet")
		open, err := st.OpenTellings(ctx, 2)
		require.NoError(t, err)
		require.Len(t, open, 2)
		require.Equal(t, monday, open[0].CreatedAt.UTC(), "it waits since it was owed")
	})
}

// fillWithDeliveries writes three changes, three subscriptions and what is owed and was sent to them, as version 6 had it.
func fillWithDeliveries(insert func(table string, row map[string]any)) {
	insert("competitors", map[string]any{"id": 1, "key": "acme"})
	insert("sources", map[string]any{"id": 1, "competitor_id": 1, "kind": "pricing", "url": "https://acme.test/", "next_check_at": monday})
	insert("blobs", map[string]any{"id": 1, "hash": []byte("h"), "size": 1, "encoding": "raw", "data": []byte("p")})
	insert("snapshots", map[string]any{"id": 1, "source_id": 1, "at": monday, "blob_hash": []byte("h"), "size": 1})
	for id, fingerprint := range []string{"a", "b", "c"} {
		insert("changes", map[string]any{
			"id": id + 1, "source_id": 1, "competitor_id": 1, "kind": "price_changed", "status": "published",
			"base_snapshot_id": 1, "snapshot_id": 1, "fingerprint": fingerprint, "detected_at": monday, "published_at": monday,
		})
	}
	for id, cadence := range []string{"instant", "daily", "weekly"} {
		insert("subscriptions", map[string]any{"id": id + 1, "key": cadence, "channel": "webhook", "cadence": cadence})
	}
	for _, d := range []struct {
		id, subscription int
		tells, status    string
	}{
		{10, 1, "change:1", "sent"}, {11, 1, "change:2", "owed"},
		{12, 1, "change:99", "owed"}, {13, 1, "digest:2026-11-23", "sent"}, // a change that there is not, and no change
		{20, 2, "change:1", "sent"}, {21, 2, "change:2", "owed"}, {22, 2, "change:3", "owed"}, {23, 2, "digest:2026-11-24", "owed"},
		{30, 3, "change:3", "owed"},
	} {
		row := map[string]any{
			"id": d.id, "subscription_id": d.subscription, "tells": d.tells, "key": d.tells, "status": d.status, "created_at": monday,
		}
		if d.status == "sent" {
			row["sent_at"] = monday
		}
		insert("deliveries", row)
	}
}
