package dates_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract/dates"
	"github.com/gapwatch/gapwatch/extract/extracttest"
)

// A date that was read is a day of the years that software is published in, whatever the letters.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"November 2, 2026", "2026-11-02T10:00:00Z", "2. März 2026", "3 days ago", "2026年10月1日", "02/11/26", "Q3 2026", "31 Feb 2026", "1789 юли"} {
		f.Add(text)
	}
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		var day time.Time
		var precision dates.Precision
		var ok bool
		require.Less(t, extracttest.Spent(func() { day, precision, ok = dates.Parse(text, now) }), extracttest.Slack*time.Second)
		if !ok {
			return
		}
		require.False(t, day.IsZero())
		require.Contains(t, []dates.Precision{dates.Day, dates.Month, dates.Year}, precision)
		again, _, _ := dates.Parse(text, now)
		require.True(t, day.Equal(again))
	})
}
