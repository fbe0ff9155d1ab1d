package main

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// The demo's data comes into an empty installation as if all of it had happened just now.
func TestAnInstallationIsFilledWithTheDemo(t *testing.T) {
	ctx, st := t.Context(), storetest.SQLite(t)
	now := time.Date(2027, 3, 2, 9, 30, 0, 0, time.UTC)
	// The settings of this installation are not the demo's.
	env := append(os.Environ(), "GAPWATCH_DATABASE_ADDRESS="+t.TempDir()+"/nobody.db")
	a := &app{env: env, out: os.Stdout, err: os.Stderr, now: func() time.Time { return now }}
	told := map[int]int{}
	require.NoError(t, a.fillWithDemo(ctx, st, func(look, looks, done, all int) {
		require.LessOrEqual(t, done, all)
		require.Equal(t, 3, looks)
		told[look]++
	}))
	require.Len(t, told, 3, "how far it is was told at every look")

	sources, err := st.Sources(ctx, store.SourceFilter{})
	require.NoError(t, err)
	require.Len(t, sources, 13)
	for _, src := range sources {
		require.True(t, src.Paused, "nobody looks at what is gone")
		require.Contains(t, src.URL, ".example/")
		require.WithinDuration(t, now, *src.LastCheckedAt, 24*time.Hour)
	}
	r, err := report.Gather(ctx, st, report.Options{Now: now})
	require.NoError(t, err)
	require.NotEmpty(t, r.Prices, "the week has its moves")
	require.NotEmpty(t, r.Gaps)
	require.ErrorIs(t, a.fillWithDemo(ctx, st, func(int, int, int, int) {}), store.ErrNotEmpty, "a second time nothing happens")
}

func TestDatesAreMovedAsTheyAreWritten(t *testing.T) {
	for written, moved := range map[string]string{
		`<time datetime="2026-11-09">9 November 2026</time>`: `<time datetime="2026-11-19">19 November 2026</time>`,
		"<updated>2026-11-09T11:20:00Z</updated>":            "<updated>2026-11-19T11:20:00Z</updated>",
		"Mon, 09 Nov 2026 09:00:00 +0100":                    "Thu, 19 Nov 2026 09:00:00 +0100",
		"Oct 26, 2026":                                       "Nov 5, 2026",
		"30 October 2026 and 2026 teams, $2026":              "9 November 2026 and 2026 teams, $2026",
	} {
		require.Equal(t, moved, string(moveDates([]byte(written), 10)), written)
	}
	require.Equal(t, 0, daysSince("2026-11-13", time.Date(2026, 11, 13, 6, 0, 0, 0, time.UTC)))
	require.Equal(t, -1, daysSince("2026-11-13", time.Date(2026, 11, 13, 5, 0, 0, 0, time.UTC)))
	require.Equal(t, 13, daysSince("2026-11-13", time.Date(2026, 11, 26, 7, 0, 0, 0, time.UTC)))
}
