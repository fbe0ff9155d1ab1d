package watch

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// digestReader is somebody who is sent a digest through the year.
type digestReader struct {
	sub    store.Subscription
	zone   *time.Location
	hour   int
	minute int
}

// readersOfTheYear want theirs in zones that change their clocks both ways, in the very hours in which they do.
func readersOfTheYear(t *testing.T, st *store.Store) []digestReader {
	t.Helper()
	var readers []digestReader
	for i, at := range []struct {
		zone         string
		hour, minute int
	}{
		{"Europe/Berlin", 2, 30}, {"America/New_York", 1, 30}, {"America/St_Johns", 0, 1},
		{"Australia/Lord_Howe", 2, 15}, {"Pacific/Auckland", 2, 45}, {"Africa/Casablanca", 2, 30},
	} {
		zone, err := time.LoadLocation(at.zone)
		require.NoError(t, err)
		for _, cadence := range []string{"daily", "weekly"} {
			readers = append(readers, digestReader{zone: zone, hour: at.hour, minute: at.minute, sub: store.Subscription{
				Key: fmt.Sprint(cadence, i), Channel: "webhook", Target: fmt.Sprintf("https://hooks.test/%s/%d", cadence, i),
				Cadence: cadence, Zone: at.zone, SendAt: fmt.Sprintf("%02d:%02d", at.hour, at.minute),
			}})
		}
	}
	rows := make([]store.Subscription, len(readers))
	for i, r := range readers {
		rows[i] = r.sub
	}
	require.NoError(t, SaveSubscriptions(t.Context(), st, rows, nil, time.Now().UTC()))
	for i := range readers {
		readers[i].sub = rows[i]
	}
	return readers
}

// period is a day whose digest a reader is to get, and when.
type period struct {
	day string
	at  time.Time
}

// periods are the days on which a digest is due; of those in a time in which nobody worked only the last, when that is over.
func (r digestReader) periods(from, until time.Time, down []downtime) []period {
	var list []period
	var missed *period
	year, month, first := from.In(r.zone).Date()
	for day := first; ; day++ {
		at := time.Date(year, month, day, r.hour, r.minute, 0, 0, r.zone)
		switch {
		case at.After(until):
			return list
		case !at.After(from), r.sub.Cadence == "weekly" && at.Weekday() != time.Monday:
			continue
		}
		p := period{at.Format(time.DateOnly), at}
		if i := slices.IndexFunc(down, func(d downtime) bool { return !at.Before(d.from) && at.Before(d.till) }); i >= 0 {
			missed = &period{p.day, down[i].till}
			continue
		}
		if missed != nil {
			list, missed = append(list, *missed), nil
		}
		list = append(list, p)
	}
}

// clock is that of a machine, which may be wrong.
type clock struct{ skew time.Duration }

func (c *clock) now() time.Time { return time.Now().Add(c.skew).UTC() }

// TestAYearOfDigests: each reader gets one for each day, or Monday, that there is where they are, in time; what was missed
// because nobody worked comes as one; and a clock that goes wrong and is put right neither doubles nor loses one.
func TestAYearOfDigests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := sleepUntilTheYear()
		end := start.AddDate(1, 0, 0)
		st := storetest.SQLite(t)
		readers := readersOfTheYear(t, st)
		c := &clock{}
		line := &Line{Store: st, Limits: Limits{Quote: 500}, Now: c.now, Log: slog.New(slog.DiscardHandler)}
		down := downtimesOfTheYear()
		wrong := start.AddDate(0, 9, 20)
		line.digestsUntil(t, wrong, down)
		c.skew = 26 * time.Hour
		line.digestsUntil(t, line.Now().Add(3*time.Hour), nil)
		c.skew = 0
		line.digestsUntil(t, end, nil)

		for _, r := range readers {
			line.requireDigests(t, r, r.periods(start, end, down), wrong)
		}
	})
}

// requireDigests holds what a reader got against what is due. In the days in which the clock was wrong, one may have come
// early and stand for another.
func (l *Line) requireDigests(t *testing.T, r digestReader, want []period, wrong time.Time) {
	t.Helper()
	owed, err := l.Store.Deliveries(t.Context(), r.sub.ID, store.Owed, 0)
	require.NoError(t, err)
	got := make([]period, len(owed))
	for i, d := range owed {
		got[i] = period{strings.TrimPrefix(d.Tells, "digest:"), d.CreatedAt}
	}
	require.InDelta(t, len(want), len(got), 1, r.sub.Key)
	around := func(p period) bool { return p.at.Sub(wrong).Abs() < 3*24*time.Hour }
	want, got = slices.DeleteFunc(want, around), slices.DeleteFunc(got, around)
	require.Len(t, got, len(want), r.sub.Key)
	for i := range want {
		require.Equal(t, want[i].day, got[i].day, r.sub.Key)
		require.WithinDuration(t, want[i].at, got[i].at, time.Hour, "%s: %s; an hour that is left out moves it", r.sub.Key, want[i].day)
	}
}

// digestsUntil writes what is due, at the time at which it is, until an end.
func (l *Line) digestsUntil(t *testing.T, end time.Time, down []downtime) {
	t.Helper()
	for {
		due, err := l.Store.Digests(t.Context(), l.Now())
		require.NoError(t, err)
		for _, sub := range due {
			require.NoError(t, l.Store.InTx(t.Context(), func(tx *store.Store) error {
				return l.digest(t.Context(), tx, sub, sightings{})
			}))
		}
		next := end
		subs, err := l.Store.Subscriptions(t.Context())
		require.NoError(t, err)
		for _, sub := range subs {
			next = earlier(next, *sub.NextSendAt)
		}
		next = later(next, l.Now().Add(time.Second))
		for _, d := range down {
			if !next.Before(d.from) && next.Before(d.till) {
				next = d.till
			}
		}
		if time.Sleep(next.Sub(l.Now())); !l.Now().Before(end) {
			return
		}
	}
}
