package alert

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

func rhythm(t testing.TB, zone, at, cadence, day string) Rhythm {
	t.Helper()
	r, err := RhythmOf(store.Subscription{Zone: zone, SendAt: at, Cadence: cadence, Weekday: day})
	require.NoError(t, err)
	return r
}

func moment(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at
}

func TestTheNextTime(t *testing.T) {
	for _, tt := range []struct{ name, zone, at, cadence, day, after, want string }{
		{"later today", "UTC", "08:30", "daily", "", "2026-11-25T07:00:00Z", "2026-11-25T08:30:00Z"},
		{"tomorrow, for it is that moment", "UTC", "08:30", "daily", "", "2026-11-25T08:30:00Z", "2026-11-26T08:30:00Z"},
		{"where it is still yesterday", "America/Los_Angeles", "23:15", "daily", "", "2026-11-25T07:00:00Z", "2026-11-25T07:15:00Z"},
		{"where it is tomorrow already", "Pacific/Auckland", "08:30", "daily", "", "2026-11-25T12:00:00Z", "2026-11-25T19:30:00Z"},
		{"a zone of three quarters of an hour", "Asia/Kathmandu", "08:30", "daily", "", "2026-11-25T00:00:00Z", "2026-11-25T02:45:00Z"},
		{"on Monday", "Europe/Berlin", "08:30", "weekly", "monday", "2026-11-25T00:00:00Z", "2026-11-30T07:30:00Z"},
		{"on Monday in Auckland it is Sunday in UTC", "Pacific/Auckland", "08:30", "weekly", "monday", "2026-11-25T00:00:00Z", "2026-11-29T19:30:00Z"},
		{"no time and no day mean Monday at half past eight", "UTC", "", "weekly", "", "2026-11-25T00:00:00Z", "2026-11-30T08:30:00Z"},

		{"Berlin, the night without half past two", "Europe/Berlin", "02:30", "daily", "", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"},
		{"Berlin, the day after it", "Europe/Berlin", "02:30", "daily", "", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"},
		{"Berlin, the night with half past two twice: the first", "Europe/Berlin", "02:30", "daily", "", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"},
		{"Berlin, after the first of two comes the next day", "Europe/Berlin", "02:30", "daily", "", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"},
		{"New York forward", "America/New_York", "02:15", "daily", "", "2026-03-07T12:00:00Z", "2026-03-08T07:00:00Z"},
		{"New York back", "America/New_York", "01:30", "daily", "", "2026-10-31T12:00:00Z", "2026-11-01T05:30:00Z"},
		{"Sydney forward, in October", "Australia/Sydney", "02:30", "daily", "", "2026-10-03T00:00:00Z", "2026-10-03T16:00:00Z"},
		{"Sydney back, in April", "Australia/Sydney", "02:30", "daily", "", "2026-04-04T00:00:00Z", "2026-04-04T15:30:00Z"},
		{"Lord Howe moves by half an hour", "Australia/Lord_Howe", "02:15", "daily", "", "2026-10-03T00:00:00Z", "2026-10-03T15:30:00Z"},
		{"a day without midnight", "Africa/Cairo", "00:00", "daily", "", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"},
		{"a day that a zone left out", "Pacific/Apia", "08:30", "daily", "", "2011-12-29T20:00:00Z", "2011-12-30T18:30:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := rhythm(t, tt.zone, tt.at, tt.cadence, tt.day)
			next := r.Next(moment(t, tt.after))
			require.Equal(t, tt.want, next.UTC().Format(time.RFC3339))
			require.Equal(t, next, r.Last(next), "it is the latest one at its own moment")
			require.True(t, r.Last(next.Add(-time.Second)).Before(next))
		})
	}
}

// TestOneMessageForEachDay walks through years in steps of minutes to hours, in zones of every kind: there is exactly one
// set time for each day that the zone has, and the periods have names of their own.
func TestOneMessageForEachDay(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, zone := range []string{
		"Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu",
		"America/Santiago", "Pacific/Auckland",
	} {
		for range 6 {
			minute := rng.IntN(24 * 60)
			at := fmt.Sprintf("%02d:%02d", minute/60, minute%60)
			t.Run(zone+" "+at, func(t *testing.T) {
				r := rhythm(t, zone, at, "daily", "")
				first := time.Date(2025, 1, 1, 12, 0, 0, 0, time.UTC)
				seen := map[string]bool{}
				now := r.Next(first)
				days := 0
				for ; days < 800; days++ {
					name := r.Period(now)
					require.False(t, seen[name], "%s has two", name)
					seen[name] = true
					next := r.Next(now)
					require.Equal(t, next, r.Next(now.Add(time.Duration(rng.Int64N(int64(next.Sub(now)))))), "asked in between")
					require.Equal(t, now, r.Last(next.Add(-1)))
					require.InDelta(t, 24, next.Sub(now).Hours(), 1.01)
					now = next
				}
				y, m, d := r.Next(first).In(r.Zone).AddDate(0, 0, days).Date()
				require.Equal(t, fmt.Sprintf("%04d-%02d-%02d", y, m, d), r.Period(now), "no day was left out")
			})
		}
	}
}

func TestQuietHours(t *testing.T) {
	for _, tt := range []struct{ name, zone, quiet, now, end string }{
		{"in the evening", "Europe/Berlin", "22:00-07:00", "2026-11-25T21:30:00Z", "2026-11-26T06:00:00Z"},
		{"in the morning", "Europe/Berlin", "22:00-07:00", "2026-11-25T05:59:00Z", "2026-11-25T06:00:00Z"},
		{"they are over", "Europe/Berlin", "22:00-07:00", "2026-11-25T06:00:00Z", ""},
		{"they have not begun", "Europe/Berlin", "22:00-07:00", "2026-11-25T20:59:00Z", ""},
		{"over noon", "America/New_York", "12:00-13:30", "2026-11-25T17:10:00Z", "2026-11-25T18:30:00Z"},
		{"they end in the hour that is left out", "Europe/Berlin", "22:00-02:30", "2026-03-29T00:10:00Z", "2026-03-29T01:00:00Z"},
		{"they end in the hour that comes twice: the first", "Europe/Berlin", "22:00-02:30", "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sub := store.Subscription{Channel: "webhook", Zone: tt.zone, Quiet: tt.quiet}
			until, why := Pace{}.Hold(sub, moment(t, tt.now), nil)
			if tt.end == "" {
				require.Zero(t, until)
				return
			}
			require.Equal(t, tt.end, until.UTC().Format(time.RFC3339))
			require.Equal(t, HeldQuiet, why)
		})
	}
}

func TestWrongTimesSayWhatToWrite(t *testing.T) {
	for _, tt := range []struct {
		sub  store.Subscription
		want string
	}{
		{store.Subscription{Zone: "Berlin"}, "write an IANA name such as Europe/Berlin"},
		{store.Subscription{SendAt: "8.30"}, "write it like 08:30"},
		{store.Subscription{SendAt: "24:00"}, "write it like 08:30"},
		{store.Subscription{Weekday: "mon"}, "write it like monday"},
		{store.Subscription{Quiet: "22-7"}, "such as 22:00-07:00"},
		{store.Subscription{Quiet: "08:00-08:00"}, "such as 22:00-07:00"},
	} {
		require.ErrorContains(t, CheckTimes(tt.sub), tt.want)
	}
	require.NoError(t, CheckTimes(store.Subscription{Zone: "Europe/Berlin", SendAt: "8:30", Weekday: "Friday", Quiet: "22:00 - 7:00"}))
}
