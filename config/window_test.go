package config

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWindows(t *testing.T) {
	for _, tt := range []struct {
		name, text  string
		from, until int
	}{
		{"hours of the day", "06:00-20:00", 360, 1200},
		{"blanks and a short hour", "6:00 - 20:30", 360, 1230},
		{"past midnight", "22:00-04:00", 1320, 240},
		{"to the end of the day", "12:00-24:00", 720, 1440},
		{"left out: the whole day", "", 0, 1440},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var w Window
			require.NoError(t, w.UnmarshalText([]byte(tt.text)))
			from, until, err := w.Minutes()
			require.NoError(t, err)
			require.Equal(t, []int{tt.from, tt.until}, []int{from, until})
		})
	}
	for _, text := range []string{"6", "06:00", "06:00-06:00", "24:00-06:00", "06:60-07:00", "25:00-26:00", "06:00-7", "-1:00-2:00", "a-b"} {
		var w Window
		require.Error(t, w.UnmarshalText([]byte(text)), text)
	}
}

func TestAKindsPaceIsATimeSpanOrMore(t *testing.T) {
	s := Defaults()
	_, err := parseSettings("gapwatch.yaml", []byte(`
schedule:
  every: 12h
  pricing: 6h
  feed: {every: 1h, window: "6:00-20:00", zone: Europe/Berlin, jitter: 20%}
`), &s)
	require.NoError(t, err)
	require.Equal(t, Pace{Every: Duration(6 * time.Hour)}, s.Schedule.Pricing)
	require.Equal(t, Pace{Duration(time.Hour), "06:00-20:00", "Europe/Berlin", 20}, s.Schedule.Feed)
	require.Zero(t, s.Schedule.Changelog)
}
