package store_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestABackupIsRestoredAsItWas(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		if _, err := exec.LookPath("pg_dump"); err != nil && store.IsPostgres(address) {
			t.Skip("pg_dump is not installed")
		}
		ctx := t.Context()
		st, err := store.Open(ctx, store.Options{Address: address})
		require.NoError(t, err)
		require.NoError(t, st.Migrate(ctx))
		_, _, source := landscape(t, st)
		body := []byte("<h1>Team: $49</h1>")
		snap := store.Snapshot{SourceID: source.ID, At: monday}
		require.NoError(t, st.SaveSnapshot(ctx, &snap, body))
		backup := filepath.Join(t.TempDir(), "gapwatch.backup")
		require.NoError(t, st.Backup(ctx, backup))
		require.ErrorIs(t, st.Backup(ctx, backup), store.ErrExists)

		require.NoError(t, st.RemoveSources(ctx, []int64{source.ID}, monday)) // after the backup
		require.NoError(t, st.Close())
		require.ErrorIs(t, store.Restore(ctx, backup, address, false), store.ErrExists)
		require.NoError(t, store.Restore(ctx, backup, address, true))

		st = storetest.Open(t, address)
		restored, err := st.Source(ctx, source.ID)
		require.NoError(t, err)
		require.Nil(t, restored.RemovedAt)
		got, err := st.Body(ctx, snap.ID)
		require.NoError(t, err)
		require.Equal(t, body, got)
		require.NoError(t, st.Verify(ctx))
		if !store.IsPostgres(address) {
			elsewhere := filepath.Join(t.TempDir(), "no", "such", "folder", "gapwatch.db")
			require.NoError(t, store.Restore(ctx, backup, elsewhere, false), "a new machine has no folder yet")
		}
	})
}

// Whoever has just updated the program still has backups of the version before.
func TestABackupOfAnOlderVersionIsRestoredAndBroughtUpToDate(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		if _, err := exec.LookPath("pg_dump"); err != nil && store.IsPostgres(address) {
			t.Skip("pg_dump is not installed")
		}
		ctx := t.Context()
		st, err := store.Open(ctx, store.Options{Address: address})
		require.NoError(t, err)
		require.NoError(t, st.MigrateTo(ctx, 16))
		require.NoError(t, st.Gorm().Exec("INSERT INTO areas (key) VALUES ('a')").Error)
		backup := filepath.Join(t.TempDir(), "older.backup")
		if store.IsPostgres(address) {
			require.NoError(t, st.Backup(ctx, backup))
		} else {
			require.NoError(t, st.Gorm().Exec("VACUUM INTO ?", backup).Error)
		}
		require.NoError(t, st.Migrate(ctx))
		require.NoError(t, st.Close())
		if err = store.Restore(ctx, backup, address, true); store.IsPostgres(address) {
			require.ErrorContains(t, err, "into an empty database")
			address = storetest.PostgresAddress(t)
			err = store.Restore(ctx, backup, address, false)
		}
		require.NoError(t, err)
		st = storetest.Open(t, address)
		require.NoError(t, st.Verify(ctx))
		areas, err := st.Areas(ctx)
		require.NoError(t, err)
		require.Len(t, areas, 1)
	})
}

func TestARestoreRefusesWhatIsNoBackupAndADatabaseAtWork(t *testing.T) {
	ctx := t.Context()
	address := storetest.SQLiteAddress(t)
	st := storetest.Open(t, address)
	backup := filepath.Join(t.TempDir(), "good.db")
	require.NoError(t, st.Backup(ctx, backup))
	require.ErrorContains(t, store.Restore(ctx, backup, address, true), "another process works on")
	require.NoError(t, st.Verify(ctx))

	junk := filepath.Join(t.TempDir(), "junk.db")
	require.NoError(t, os.WriteFile(junk, []byte("not a database, however long it goes on and on"), 0o600))
	require.Error(t, store.Restore(ctx, junk, storetest.SQLiteAddress(t), false))
	empty := filepath.Join(t.TempDir(), "empty.db")
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	require.ErrorIs(t, store.Restore(ctx, empty, storetest.SQLiteAddress(t), false), store.ErrNotMigrated)
	require.Error(t, store.Restore(ctx, filepath.Join(t.TempDir(), "missing.db"), storetest.SQLiteAddress(t), false))
}

func TestVerifyNamesWhatIsBroken(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		feature, competitor, _ := landscape(t, st)
		require.NoError(t, st.Verify(ctx))
		require.NoError(t, st.Gorm().Exec("INSERT INTO cells (feature_id, competitor_id, state, updated_at)"+
			" VALUES (?, ?, 'yes', ?)", feature.ID, competitor.ID, monday).Error)
		err := st.Verify(ctx)
		require.ErrorIs(t, err, store.ErrUnsound)
		require.ErrorContains(t, err, "1 cells without a history")
	})
}
