package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func BenchmarkOpeningADatabaseThatIsUpToDate(b *testing.B) {
	address := storetest.SQLiteAddress(b)
	storetest.Open(b, address)
	for b.Loop() {
		st, err := store.Open(b.Context(), store.Options{Address: address})
		require.NoError(b, err)
		require.NoError(b, st.Migrate(b.Context()))
		require.NoError(b, st.Close())
	}
}

func BenchmarkMigratingAnEmptyDatabase(b *testing.B) {
	for b.Loop() {
		storetest.SQLite(b)
	}
}
