// Package storetest gives tests a fresh, migrated database of each kind: a SQLite file, and a database on a
// PostgreSQL server that it starts from the machine's own binaries. It is a package because the tests of every room
// that keeps rows run on both databases, and a helper in a _test file could not be shared with them.
//
// A package that uses it ends its tests through Main, which stops the server:
//
//	func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }
//
// GAPWATCH_TEST_POSTGRES names a running server to use instead. Where there is neither, the PostgreSQL half of a test
// is skipped with a clear line, or fails if GAPWATCH_REQUIRE_POSTGRES=1.
package storetest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

// Main runs the tests and then stops the PostgreSQL server, if one was started.
func Main(m *testing.M) int {
	code := m.Run()
	if err := server.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "stop test PostgreSQL:", err)
	}
	return code
}

// Each runs a test once on a fresh SQLite database and once on a fresh PostgreSQL database.
func Each(t *testing.T, test func(t *testing.T, st *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Open(t, server.database(t, server.migrated(t)))) })
}

// EachAddress runs a test once for the address of an empty database of each kind.
func EachAddress(t *testing.T, test func(t *testing.T, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLiteAddress(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, PostgresAddress(t)) })
}

// Open opens and migrates the database at an address, and closes it when the test ends.
func Open(t testing.TB, address string) *store.Store {
	t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, store.Options{Address: address})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	require.NoError(t, st.Migrate(ctx))
	return st
}

// SQLite is a fresh, migrated SQLite database.
func SQLite(t testing.TB) *store.Store {
	t.Helper()
	return Open(t, SQLiteAddress(t))
}

// SQLiteAddress names a SQLite file that does not exist yet.
func SQLiteAddress(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "gapwatch.db")
}
