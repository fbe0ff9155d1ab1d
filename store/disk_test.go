package store_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestAVersionOfAPageCostsLessThanTwoKilobytesOfDisk(t *testing.T) {
	const sources, rounds = 20, 30
	address := storetest.SQLiteAddress(t)
	st := storetest.Open(t, address)
	rows := manySources(t, st, sources)
	sites := make([]*pages, sources)
	for i := range sites {
		sites[i] = newPages(uint64(i), 40_000+i*10_000)
	}
	var before int64
	for round := range rounds + 1 {
		crawlAll(t, st, rows, sites, round)
		if round == 0 {
			before = checkpointed(t, st)
		}
	}
	each := (checkpointed(t, st) - before) / (sources * rounds)
	t.Logf("%d bytes of disk a version, first %d", each, before/sources)
	require.Less(t, each, int64(2000))
	require.NoError(t, st.Verify(t.Context()))
}

// crawlAll does what a crawl does to the database: a version of every page, captured by a visit, understood by a read
// job, and the jobs of its own.
func crawlAll(t *testing.T, st *store.Store, sources []store.Source, sites []*pages, round int) {
	t.Helper()
	ctx := t.Context()
	at := monday.Add(time.Duration(round) * time.Hour)
	v := &visitor{store: st}
	v.work = func(ctx context.Context, tx *store.Store, job *river.Job[visitArgs]) error {
		return store.CompleteTx(ctx, tx, job)
	}
	jobs := startJobs(t, v)
	for i := range sources {
		body := sites[i].version((round+i)%10 == 0)
		require.NoError(t, st.InTx(ctx, func(tx *store.Store) error {
			snap := store.Snapshot{SourceID: sources[i].ID, At: at, ContentType: "text/html", FinalURL: sources[i].URL}
			require.NoError(t, tx.SaveSnapshot(ctx, &snap, body))
			sources[i].LastSnapshotID = &snap.ID
			records := []store.CaptureRecord{{Source: sources[i], Capture: store.Capture{
				At: at, Outcome: store.OutcomeChanged, Class: "ok", Status: 200, FinalURL: snap.FinalURL, SnapshotID: &snap.ID,
			}}}
			require.NoError(t, tx.RecordCaptures(ctx, records))
			require.NoError(t, tx.SetBase(ctx, sources[i].ID, store.Base{SnapshotID: &snap.ID, GoodAt: &at}))
			require.NoError(t, tx.SaveDocument(ctx, snap.ID, store.ReadBy{ReadVersion: 1}, zipped(t, tx, extract.Document{Title: "Pricing"})))
			return tx.Insert(ctx, visitArgs{Host: fmt.Sprint(i, round)}, nil)
		}))
	}
	require.NoError(t, jobs.Drained(ctx))
	require.NoError(t, jobs.Stop(ctx))
}

// checkpointed is how much disk the database takes once nobody works on it.
func checkpointed(t *testing.T, st *store.Store) int64 {
	t.Helper()
	require.NoError(t, st.Gorm().Exec("PRAGMA wal_checkpoint(TRUNCATE)").Error)
	info, err := os.Stat(st.Path())
	require.NoError(t, err)
	return info.Size()
}
