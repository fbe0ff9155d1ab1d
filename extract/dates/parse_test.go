package dates

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		text, day string
		precision Precision
	}{
		{"2026-11-09", "2026-11-09", Day}, {"2026-11-09T08:00:00Z", "2026-11-09", Day}, {"November 9, 2026", "2026-11-09", Day},
		{"9 Nov 2026", "2026-11-09", Day}, {"Tues 9th Aug, 2016", "2016-08-09", Day}, {"March 2026", "2026-03-01", Month},
		{"2025", "2025-01-01", Year}, {"09.11.2026", "2026-11-09", Day}, {"11/09/2026", "2026-11-09", Day},
		{"19. Februar 2012", "2012-02-19", Day}, {"21 de octubre de 2014", "2014-10-21", Day}, {"3 days ago", "2026-11-13", Day},
		{"yesterday", "2026-11-15", Day}, {"v2.4.0 - November 3, 2026", "2026-11-03", Day}, {"1.7.12 – 3 November 2026", "2026-11-03", Day},
	} {
		got, precision, ok := Parse(tt.text, now)
		require.True(t, ok, tt.text)
		require.Equal(t, tt.day, got.Format(time.DateOnly), tt.text)
		require.Equal(t, tt.precision, precision, tt.text)
	}
	for _, text := range []string{"", "soon", "version 2.4", "31 February 2026 maybe"} {
		_, _, ok := Parse(text, now)
		require.False(t, ok, text)
	}
}
