package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

// asOf opens an empty database as an older version of the program had it, and a way to write rows as that wrote them.
func asOf(t *testing.T, address string, version int64) (*store.Store, func(table string, row map[string]any)) {
	t.Helper()
	st, err := store.Open(t.Context(), store.Options{Address: address})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	require.NoError(t, st.MigrateTo(t.Context(), version))
	return st, func(table string, row map[string]any) {
		t.Helper()
		require.NoError(t, st.Gorm().Table(table).Create(row).Error, table)
	}
}
