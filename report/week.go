package report

import (
	"fmt"
	"time"
)

// Week is an ISO 8601 week in UTC.
type Week struct {
	Year, Number int
}

// WeekOf is the week in which a moment falls.
func WeekOf(t time.Time) Week {
	y, w := t.UTC().ISOWeek()
	return Week{y, w}
}

// ParseWeek reads "2026-W47"; empty means the week of now.
func ParseWeek(s string, now time.Time) (Week, error) {
	if s == "" {
		return WeekOf(now), nil
	}
	var w Week
	if n, err := fmt.Sscanf(s, "%4d-W%2d", &w.Year, &w.Number); err != nil || n != 2 || w.String() != s || WeekOf(w.Start()) != w {
		return Week{}, fmt.Errorf("%q is not a week; write it like %s", s, WeekOf(now))
	}
	return w, nil
}

// String writes the week as ISO 8601 does.
func (w Week) String() string { return fmt.Sprintf("%04d-W%02d", w.Year, w.Number) }

// Start is the Monday on which the week begins.
func (w Week) Start() time.Time {
	// The fourth of January is always in week 1.
	jan4 := time.Date(w.Year, 1, 4, 0, 0, 0, 0, time.UTC)
	monday := jan4.AddDate(0, 0, -(int(jan4.Weekday())+6)%7)
	return monday.AddDate(0, 0, 7*(w.Number-1))
}

// In is when the week begins and ends where clocks show the time of a zone. The same week of a reader in another zone is
// hours earlier or later than that of UTC.
func (w Week) In(zone *time.Location) (start, end time.Time) {
	s, e := w.Start(), w.End()
	return time.Date(s.Year(), s.Month(), s.Day(), 0, 0, 0, 0, zone), time.Date(e.Year(), e.Month(), e.Day(), 0, 0, 0, 0, zone)
}

// End is the Monday after the week.
func (w Week) End() time.Time { return w.Start().AddDate(0, 0, 7) }
