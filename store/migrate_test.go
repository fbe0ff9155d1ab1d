package store_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestEveryRowTypeHasExactlyTheColumnsOfItsTable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		for _, row := range store.Rows() {
			stmt := &gorm.Statement{DB: st.Gorm()}
			require.NoError(t, stmt.Parse(row))
			rows, err := st.Gorm().Raw("SELECT * FROM " + stmt.Schema.Table + " WHERE 1 = 0").Rows()
			require.NoError(t, err, stmt.Schema.Table)
			columns, err := rows.Columns()
			require.NoError(t, err)
			require.NoError(t, rows.Close())
			require.ElementsMatch(t, columns, stmt.Schema.DBNames, stmt.Schema.Table)
		}
	})
}

func TestTheJobQueueHasTheVersionWeBelieveItHas(t *testing.T) {
	migrator, err := rivermigrate.New(riversqlite.New(nil), nil)
	require.NoError(t, err)
	versions := migrator.AllVersions()
	require.EqualValues(t, store.JobsVersion, versions[len(versions)-1].Version)
}

func TestThreeProcessesMigrateAnEmptyDatabaseAtOnce(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	storetest.EachAddress(t, func(t *testing.T, address string) {
		var starters sync.WaitGroup
		for range 3 {
			starters.Go(func() {
				cmd := exec.CommandContext(t.Context(), self)
				cmd.Env = append(os.Environ(), childMigrates+"="+address)
				out, err := cmd.CombinedOutput()
				assert.NoError(t, err, string(out))
			})
		}
		starters.Wait()
		st := storetest.Open(t, address)
		require.NoError(t, st.Verify(t.Context()))
		if st.Path() != "" {
			files, err := filepath.Glob(st.Path() + ".*")
			require.NoError(t, err)
			require.Empty(t, files, "the lock is not left behind")
		}
	})
}

func TestADatabaseOfANewerProgramIsRefusedAndLeftAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		for _, newer := range []string{
			"INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)",
			"INSERT INTO river_migration (line, version) VALUES ('main', 9999)",
		} {
			tx := st.Gorm().Begin()
			require.NoError(t, tx.Exec(newer).Error)
			require.NoError(t, tx.Commit().Error)
			before, err := st.SchemaVersion(ctx)
			require.NoError(t, err)
			require.ErrorIs(t, st.Migrate(ctx), store.ErrNewerDatabase)
			require.ErrorIs(t, st.CheckSchema(ctx), store.ErrNewerDatabase)
			require.ErrorIs(t, st.Verify(ctx), store.ErrNewerDatabase)
			after, err := st.SchemaVersion(ctx)
			require.NoError(t, err)
			require.Equal(t, before, after)
			require.NoError(t, st.Gorm().Exec("DELETE FROM goose_db_version WHERE version_id = 9999").Error)
			require.NoError(t, st.Gorm().Exec("DELETE FROM river_migration WHERE version = 9999").Error)
		}
	})
}

func TestNothingCascades(t *testing.T) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		data, err := os.ReadFile("migrations/0001_init." + dialect + ".sql")
		require.NoError(t, err)
		require.NotContains(t, strings.ToLower(string(data)), "on delete cascade")
	}
}
