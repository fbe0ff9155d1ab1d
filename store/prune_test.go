package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

const day = 24 * time.Hour

// archive is a source with a version of its page for each day, the last of them on monday.
type archive struct {
	world
	snaps  []store.Snapshot // oldest first
	bodies map[int64][]byte
}

func newArchive(t *testing.T, st *store.Store, versions int) archive {
	t.Helper()
	ctx := t.Context()
	a := archive{world: newWorld(t, st), bodies: map[int64][]byte{}}
	page := newPages(7, 20_000)
	require.NoError(t, st.InTx(ctx, func(tx *store.Store) error {
		for i := range versions {
			at := monday.Add(time.Duration(i-versions+1) * day)
			snap := store.Snapshot{SourceID: a.source.ID, At: at}
			body := page.version(i%10 == 9)
			require.NoError(t, tx.SaveSnapshot(ctx, &snap, body))
			require.NoError(t, tx.RecordCaptures(ctx, []store.CaptureRecord{{Source: a.source, Capture: store.Capture{
				At: at, Outcome: store.OutcomeChanged, Class: "ok", SnapshotID: &snap.ID,
			}}}))
			a.snaps, a.bodies[snap.ID] = append(a.snaps, snap), body
		}
		return nil
	}))
	last := a.snaps[versions-1].ID
	require.NoError(t, st.SetBase(ctx, a.source.ID, store.Base{SnapshotID: &last}))
	require.NoError(t, st.Gorm().Exec("DELETE FROM snapshots WHERE id < ?", a.snaps[0].ID).Error)
	require.NoError(t, st.Gorm().Exec("DELETE FROM blobs WHERE hash NOT IN (SELECT blob_hash FROM snapshots)").Error)
	return a
}

// month keeps pages for thirty days, and the newest three of a source.
func month() store.Retention {
	return store.Retention{PagesBefore: monday.Add(-30 * day), PagesLeast: 3, PagesGrace: monday.Add(-day)}
}

// left are the numbers of the versions that are there, from 0 for the oldest. Each must come back as it was.
func (a archive) left(t *testing.T) []int {
	t.Helper()
	var left []int
	for i, snap := range a.snaps {
		if _, err := a.Snapshot(t.Context(), snap.ID); err != nil {
			require.ErrorIs(t, err, store.ErrNotFound)
			continue
		}
		body, err := a.Body(t.Context(), snap.ID)
		require.NoError(t, err)
		require.Equal(t, a.bodies[snap.ID], body)
		left = append(left, i)
	}
	return left
}

func upTo(from, to int) []int {
	var list []int
	for i := from; i < to; i++ {
		list = append(list, i)
	}
	return list
}

func TestOldPagesAreTakenAndWhatIsCitedStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		a := newArchive(t, st, 300)
		require.NoError(t, st.SaveDocument(ctx, a.snaps[5].ID, store.ReadBy{ReadVersion: 1}, zipped(t, st, extract.Document{Title: "Old"})))
		cite(t, a, "evidence", a.snaps[40].ID)
		cite(t, a, "change", a.snaps[41].ID)
		plan, err := st.PlanPrune(ctx, month())
		require.NoError(t, err)
		require.Len(t, plan.Pages, 1)
		require.Equal(t, 267, plan.Pages[0].ByAge)
		require.Equal(t, map[string]int{"evidence": 1, "change": 1}, plan.Pages[0].Kept)
		require.Equal(t, 300, plan.Pages[0].Versions)
		require.Equal(t, upTo(0, 300), a.left(t), "a plan takes nothing")

		took, err := st.Prune(ctx, month())
		require.NoError(t, err)
		require.Equal(t, plan.Pruned, took)
		require.Equal(t, append([]int{40, 41}, upTo(269, 300)...), a.left(t))
		require.NoError(t, st.Verify(ctx))
		count, err := st.VerifySnapshots(ctx, nil)
		require.NoError(t, err)
		require.Equal(t, 33, count)
		captures, err := st.Captures(ctx, a.source.ID, 0)
		require.NoError(t, err)
		require.Len(t, captures, 300, "that it was looked at stays known")
		require.Nil(t, captures[299].SnapshotID)
		again, err := st.Prune(ctx, month())
		require.NoError(t, err)
		require.Zero(t, again)
	})
}

func TestPagesAreTakenByTheirNumber(t *testing.T) {
	for _, row := range []struct {
		name  string
		rules store.Retention
		left  []int
	}{
		{"for ever", store.Retention{PagesLeast: 3, PagesGrace: monday}, upTo(0, 40)},
		{"the newest ten", store.Retention{PagesMost: 10, PagesLeast: 3, PagesGrace: monday}, upTo(30, 40)},
		{"never fewer than the least", store.Retention{PagesMost: 1, PagesLeast: 3, PagesGrace: monday}, upTo(37, 40)},
		{"nor what has just come", store.Retention{PagesMost: 1, PagesLeast: 3, PagesGrace: monday.Add(-9 * day)}, upTo(30, 40)},
	} {
		t.Run(row.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, st *store.Store) {
				a := newArchive(t, st, 40)
				plan, err := st.PlanPrune(t.Context(), row.rules)
				require.NoError(t, err)
				took, err := st.Prune(t.Context(), row.rules)
				require.NoError(t, err)
				require.Equal(t, plan.Pruned, took)
				require.Equal(t, row.left, a.left(t))
			})
		})
	}
}

// cite lets something refer to a stored version, in one of the ways there are.
func cite(t *testing.T, a archive, how string, id int64) {
	t.Helper()
	ctx := t.Context()
	run := func(statement string, values ...any) { require.NoError(t, a.Gorm().Exec(statement, values...).Error) }
	change := a.change("cited")
	change.BaseSnapshotID, change.SnapshotID = a.snaps[len(a.snaps)-1].ID, a.snaps[len(a.snaps)-1].ID
	switch how {
	case "evidence":
		require.NoError(t, a.SaveEvidence(ctx, []store.Evidence{{
			FeatureID: a.feature.ID, CompetitorID: a.competitor.ID, SourceID: a.source.ID, SnapshotID: id, State: store.Yes,
			Phrase: "Heatmaps", ObservedAt: monday, ConfirmedAt: monday,
		}}))
	case "change":
		change.SnapshotID = id
		require.NoError(t, a.HoldChanges(ctx, []store.Change{change}))
	case "change, before":
		change.BaseSnapshotID = id
		require.NoError(t, a.HoldChanges(ctx, []store.Change{change}))
	case "price list":
		run("INSERT INTO plans (source_id, competitor_id, snapshot_id, valid_from) VALUES (?, ?, ?, ?)",
			a.source.ID, a.competitor.ID, id, monday)
	case "entry":
		run("INSERT INTO entries (source_id, competitor_id, key, snapshot_id, first_seen_at) VALUES (?, ?, 'k', ?, ?)",
			a.source.ID, a.competitor.ID, id, monday)
	case "phrase":
		run("INSERT INTO phrases (area_id, competitor_id, source_id, snapshot_id, text, folded_text, first_seen_at, last_seen_at)"+
			" VALUES (?, ?, ?, ?, 'x', 'x', ?, ?)", a.feature.AreaID, a.competitor.ID, a.source.ID, id, monday, monday)
	case "base":
		run("UPDATE sources SET base_snapshot_id = ? WHERE id = ?", id, a.source.ID)
	case "newest":
		run("UPDATE sources SET last_snapshot_id = ? WHERE id = ?", id, a.source.ID)
	case "annotation":
		run("INSERT INTO annotations (kind, link, created_at, updated_at) VALUES ('at risk', ?, ?, ?)",
			fmt.Sprintf("https://gapwatch.example/snapshots/%d", id), monday, monday)
	case "note":
		run("INSERT INTO cell_versions (feature_id, competitor_id, state, note, at) VALUES (?, ?, 'yes', ?, ?)",
			a.feature.ID, a.competitor.ID, fmt.Sprintf("see /snapshots/%d/raw", id), monday)
	default:
		require.Fail(t, "no way to cite", how)
	}
}

func TestWhateverRefersToAPageKeepsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		a := newArchive(t, st, 60)
		ways := []string{
			"evidence", "change", "change, before", "price list", "entry", "phrase", "base", "newest", "annotation", "note",
		}
		var cited []int
		for i, how := range ways {
			cited = append(cited, 1+2*i)
			cite(t, a, how, a.snaps[1+2*i].ID)
		}
		_, err := st.Prune(t.Context(), month())
		require.NoError(t, err)
		require.Equal(t, append(cited, upTo(29, 60)...), a.left(t), ways)
	})
}

// Whoever adds a table that refers to stored pages decides here, and in citations, whether it keeps them.
func TestEveryReferenceToAPageIsConsidered(t *testing.T) {
	var found []string
	require.NoError(t, storetest.SQLite(t).Gorm().Raw(`SELECT m.name || '.' || f."from" FROM sqlite_master m
		JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = 'snapshots' ORDER BY 1`).Scan(&found).Error)
	require.Equal(t, []string{
		"captures.snapshot_id", "changes.base_snapshot_id", "changes.snapshot_id", "documents.snapshot_id", "entries.snapshot_id",
		"evidence.snapshot_id", "phrases.snapshot_id", "plans.snapshot_id", "sources.base_snapshot_id", "sources.last_snapshot_id",
	}, found)
}

func TestABodyThatOthersAreMadeFromStaysUntilTheLastOfThemIsGone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		a := newArchive(t, st, 60)
		full := func() (n int) {
			require.NoError(t, st.Gorm().Raw("SELECT count(*) FROM blobs WHERE encoding = 'zstd'").Scan(&n).Error)
			return n
		}
		require.Equal(t, 1, full(), "all are differences from the first")
		plan, err := st.PlanPrune(ctx, month())
		require.NoError(t, err)
		require.Equal(t, 1, plan.Packed)
		took, err := st.Prune(ctx, month())
		require.NoError(t, err)
		require.Equal(t, plan.Pruned, took)
		require.Equal(t, 1, full(), "its version is gone, its bytes are not")
		require.Equal(t, upTo(29, 60), a.left(t))

		// The page becomes another, and what is left of the old one grows old.
		other, at := newPages(99, 20_000), monday
		for range 4 {
			at = at.Add(day)
			snap := store.Snapshot{SourceID: a.source.ID, At: at}
			require.NoError(t, st.SaveSnapshot(ctx, &snap, other.version(true)))
			require.NoError(t, st.SetBase(ctx, a.source.ID, store.Base{SnapshotID: &snap.ID}))
		}
		later := store.Retention{PagesBefore: at, PagesLeast: 3, PagesGrace: at}
		plan, err = st.PlanPrune(ctx, later)
		require.NoError(t, err)
		require.Equal(t, 32, plan.Pruned.Pages)
		_, err = st.Prune(ctx, later)
		require.NoError(t, err)
		require.Empty(t, a.left(t))
		require.Equal(t, 1, full(), "only that of the new page")
		require.NoError(t, st.Verify(ctx))
	})
}

func TestAPageThatCameBackKeepsItsBytes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		a := newArchive(t, st, 40)
		snap := store.Snapshot{SourceID: a.source.ID, At: monday.Add(time.Hour)}
		require.NoError(t, st.SaveSnapshot(ctx, &snap, a.bodies[a.snaps[4].ID]))
		_, err := st.Prune(ctx, month())
		require.NoError(t, err)
		require.Equal(t, upTo(9, 40), a.left(t))
		body, err := st.Body(ctx, snap.ID)
		require.NoError(t, err)
		require.Equal(t, a.bodies[a.snaps[4].ID], body)
	})
}

func TestOldMessagesLoseTheirTextButNotThatTheyWereSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{{Key: "ops", Channel: "webhook", Cadence: "instant"}}))
		sub, err := st.SubscriptionByKey(ctx, "ops")
		require.NoError(t, err)
		owe := func(tells string, status store.DeliveryStatus, at time.Time) {
			fresh, err := st.OweDelivery(ctx, &store.Delivery{
				SubscriptionID: sub.ID, Tells: tells, Key: tells, Body: []byte("{}"), Status: status, CreatedAt: at,
			})
			require.NoError(t, err)
			require.True(t, fresh)
		}
		old := monday.Add(-100 * day)
		for i, status := range []store.DeliveryStatus{store.Sent, store.Owed, store.Failed, store.Withdrawn} {
			owe(fmt.Sprint("change:", i), status, old)
		}
		owe("change:9", store.Sent, monday)
		rules := store.Retention{MessagesBefore: monday.Add(-30 * day)}
		plan, err := st.PlanPrune(ctx, rules)
		require.NoError(t, err)
		require.Equal(t, 2, plan.Messages)
		took, err := st.Prune(ctx, rules)
		require.NoError(t, err)
		require.Equal(t, plan.Pruned, took)
		var left []string
		require.NoError(t, st.Gorm().Raw("SELECT tells FROM deliveries WHERE body IS NOT NULL ORDER BY id").Scan(&left).Error)
		require.Equal(t, []string{"change:1", "change:2", "change:9"}, left, "what is owed or has failed may still be sent")
		fresh, err := st.OweDelivery(ctx, &store.Delivery{SubscriptionID: sub.ID, Tells: "change:0", Key: "again", CreatedAt: monday})
		require.NoError(t, err)
		require.False(t, fresh, "what was told is not told twice")
	})
}

func TestRoomThatWasTakenIsUsedAgainAndCanBeGivenBack(t *testing.T) {
	st := storetest.SQLite(t)
	ctx := t.Context()
	source := newArchive(t, st, 1).source
	fill := func(seed uint64, at time.Time) {
		for i := range 100 {
			snap := store.Snapshot{SourceID: source.ID, At: at.Add(time.Duration(i) * time.Minute)}
			require.NoError(t, st.SaveSnapshot(ctx, &snap, newPages(seed+uint64(i), 30_000).version(false)))
		}
	}
	fill(1000, monday.Add(-90*day))
	full, err := st.Size(ctx)
	require.NoError(t, err)
	took, err := st.Prune(ctx, month())
	require.NoError(t, err)
	require.Equal(t, 97, took.Pages)
	pruned, err := st.Size(ctx)
	require.NoError(t, err)
	require.Equal(t, full.Total, pruned.Total, "the file stays as large")
	require.Greater(t, pruned.Free, took.Bytes*9/10)

	fill(2000, monday.Add(-60*day))
	again, err := st.Size(ctx)
	require.NoError(t, err)
	require.Less(t, again.Total, full.Total+full.Total/10, "as many pages again fit into the room")
	_, err = st.Prune(ctx, month())
	require.NoError(t, err)
	require.NoError(t, st.Compact(ctx))
	compact, err := st.Size(ctx)
	require.NoError(t, err)
	require.Less(t, compact.Total, full.Total/2)
	require.Equal(t, compact.Total, checkpointed(t, st))
	require.NoError(t, st.Verify(ctx))
}

func TestCompactingWorksOnBoth(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		a := newArchive(t, st, 40)
		_, err := st.Prune(t.Context(), month())
		require.NoError(t, err)
		require.NoError(t, st.Compact(t.Context()))
		require.True(t, slices.Equal(upTo(9, 40), a.left(t)))
		size, err := st.Size(t.Context())
		require.NoError(t, err)
		require.Positive(t, size.Total)
	})
}
