package store_test

import (
	"testing"

	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
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
