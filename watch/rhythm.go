package watch

import (
	"context"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// What a rhythm is known from, and when a source is quiet against it: after three times the usual gap, and more than the
// longest one so far and a quarter of it, and not within days.
const (
	rhythmDates = 60
	rhythmGaps  = 20
	fewestGaps  = 4
	quietTimes  = 3
	leastQuiet  = 3 * 24 * time.Hour
)

// rhythm is the usual gap between news and the longest one, from when there were news; false where there are too few to
// tell. What came on one day came at once.
func rhythm(dates []time.Time) (usual, longest time.Duration, ok bool) {
	var dayStarts []time.Time
	for _, d := range dates {
		dayStarts = append(dayStarts, d.UTC().Truncate(24*time.Hour))
	}
	slices.SortFunc(dayStarts, func(a, b time.Time) int { return b.Compare(a) })
	dayStarts = slices.Compact(dayStarts)
	var gaps []time.Duration
	for i := 1; i < len(dayStarts) && len(gaps) < rhythmGaps; i++ {
		gaps = append(gaps, dayStarts[i-1].Sub(dayStarts[i]))
	}
	if len(gaps) < fewestGaps {
		return 0, 0, false
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2], gaps[len(gaps)-1], true
}

// quietAfter is how long silence lasts before it is unusual.
func quietAfter(usual, longest time.Duration) time.Duration {
	return max(quietTimes*usual, longest+longest/4, leastQuiet)
}

// rhythmOf works out how often a source brings news, at a time at which it just did: from the dates that its entries
// bear, or where it has none, from when its changes were seen.
func rhythmOf(ctx context.Context, tx *store.Store, sourceID int64, now time.Time) (*store.Rhythm, error) {
	entries, changes, err := tx.NewsDates(ctx, sourceID, rhythmDates)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(t time.Time) bool { return t.After(now) })
	usual, longest, ok := rhythm(entries)
	if !ok {
		usual, longest, ok = rhythm(changes)
	}
	if !ok {
		return &store.Rhythm{}, nil
	}
	at := now.Add(quietAfter(usual, longest))
	return &store.Rhythm{Every: usual, QuietAfter: &at}, nil
}
