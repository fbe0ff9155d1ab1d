package main

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store/storetest"
)

// TestTheDemoMovesToPostgresAndBack: what people see is the same at each of the three places.
func TestTheDemoMovesToPostgresAndBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	ask := func(address string, command ...string) string {
		t.Helper()
		var out, said bytes.Buffer
		env := []string{"GAPWATCH_DATABASE_ADDRESS=" + address}
		code := run(t.Context(), command, env, strings.NewReader(""), &out, &said)
		require.Equal(t, exitDone, code, said.String())
		return out.String()
	}
	require.Equal(t, exitDone, run(t.Context(), []string{"demo", "--keep", dir}, nil, strings.NewReader(""), io.Discard, io.Discard))
	first, second, third := filepath.Join(dir, databaseFile), storetest.PostgresAddress(t), filepath.Join(dir, "back.db")
	there := ask(first, "db", "move", "--to", second, "--json")
	back := ask(second, "db", "move", "--to", third, "--json")
	require.Equal(t, there, back, "the same rows, by their checksums")
	require.Contains(t, there, `"table":"snapshots"`)
	for _, command := range [][]string{
		{"matrix", "--json"}, {"gaps", "--json"}, {"account", "list", "--json"}, {"source", "list", "--json"},
		{"annotations", "--json"}, {"subscription", "list", "--json"}, {"report", "--format", "json"},
	} {
		want := ask(first, command...)
		require.Equal(t, want, ask(second, command...), command)
		require.Equal(t, want, ask(third, command...), command)
	}
	for _, address := range []string{second, third} {
		ask(address, "db", "verify")
		ask(address, "snapshots", "verify")
	}
}
