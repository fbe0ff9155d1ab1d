package extract_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/extracttest"
)

// Every entry has a type and a level, and the reason is for the same ones.
func FuzzEntryType(f *testing.F) {
	f.Add("Introducing Maps", "Plan a route.")
	f.Add("Bug fixes", strings.Repeat("Fixed a crash. ", 50))
	f.Add("", "")
	f.Fuzz(func(t *testing.T, title, body string) {
		var kind extract.EntryType
		var level extract.Level
		var why string
		require.Less(t, extracttest.Spent(func() { kind, level, why = extract.Explain(title, body) }), mostTime)
		require.NotEmpty(t, kind)
		require.NotEmpty(t, level)
		require.NotEmpty(t, why)
	})
}
