package alert

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Times of subscriptions that say none.
const (
	DefaultSendAt  = "08:30"
	DefaultWeekday = "monday"
)

// Rhythm is when messages go that are sent at set times.
type Rhythm struct {
	Zone    *time.Location
	Minute  int          // of the local day
	Weekly  bool         // else daily
	Weekday time.Weekday // weekly
}

// Rhythm of the digests of a subscription. Its error says what is wrong with what a person wrote.
func RhythmOf(sub store.Subscription) (Rhythm, error) {
	r := Rhythm{Weekly: sub.Cadence == "weekly"}
	var err error
	if r.Zone, err = time.LoadLocation(sub.Zone); err != nil {
		return r, fmt.Errorf("%q is no time zone; write an IANA name such as Europe/Berlin", sub.Zone)
	}
	at := sub.SendAt
	if at == "" {
		at = DefaultSendAt
	}
	if r.Minute, err = minuteOfDay(at); err != nil {
		return r, err
	}
	day := sub.Weekday
	if day == "" {
		day = DefaultWeekday
	}
	r.Weekday, err = weekday(day)
	return r, err
}

// ReportRhythm is when a subscription gets the weekly report: on Monday, at its time.
func ReportRhythm(sub store.Subscription) (Rhythm, error) {
	r, err := RhythmOf(sub)
	r.Weekly, r.Weekday = true, time.Monday
	return r, err
}

// Next is the first set time after a moment.
func (r Rhythm) Next(after time.Time) time.Time {
	day := after.In(r.Zone)
	for i := -1; ; i++ {
		at, ok := r.on(day.Year(), day.Month(), day.Day()+i)
		if ok && at.After(after) {
			return at
		}
	}
}

// Last is the latest set time up to a moment.
func (r Rhythm) Last(until time.Time) time.Time {
	day := until.In(r.Zone)
	for i := 1; ; i-- {
		at, ok := r.on(day.Year(), day.Month(), day.Day()+i)
		if ok && !at.After(until) {
			return at
		}
	}
}

// Period names the day of a set time, where the reader is: "2026-11-25". Each has one message, whatever clocks do.
func (r Rhythm) Period(at time.Time) string { return at.In(r.Zone).Format(time.DateOnly) }

// Turn says what to do about a subscription that is told at set times.
type Turn struct {
	Now    bool      // the message of Period is to be written
	Period string    // its name
	Day    time.Time // the set time of the period
	Due    time.Time // when it was to be written: earlier than Day where periods were missed
	Next   time.Time // when to look again
}

// Turn decides whether a subscription's time has come. due is when it was to be told, as it was written down before; nil
// where it never was. A time that no schedule gives, because the clock was set back, is corrected. A subscription that
// rests is told at its first time after that.
func (r Rhythm) Turn(sub store.Subscription, due *time.Time, now time.Time) Turn {
	t := Turn{Next: r.Next(now)}
	switch {
	case Muted(sub, now):
		t.Next = r.Next(sub.MutedUntil.Add(-1))
	case due != nil && !due.After(now):
		t.Now, t.Due, t.Day = true, *due, r.Last(now)
		t.Period = r.Period(t.Day)
	case due != nil && due.Before(t.Next):
		t.Next = *due
	}
	return t
}

// on is the set time of a local day, if it has one.
func (r Rhythm) on(year int, month time.Month, day int) (time.Time, bool) {
	noon := time.Date(year, month, day, 12, 0, 0, 0, r.Zone)
	if r.Weekly && noon.Weekday() != r.Weekday {
		return time.Time{}, false
	}
	y, m, d := noon.Date()
	return wallTime(y, m, d, r.Minute, r.Zone)
}

// wallTime is the moment at which clocks of a zone show a minute of a day. Where clocks are put back and show it twice it
// is the first time; where they are put forward and never show it, it is the moment they are put forward. A day that a
// zone left out (it crossed the date line) has no moment.
func wallTime(year int, month time.Month, day, minute int, zone *time.Location) (time.Time, bool) {
	shown := time.Date(year, month, day, 0, minute, 0, 0, time.UTC)
	var best, gap time.Time
	for _, offset := range offsets(shown, zone) {
		at := shown.Add(-offset)
		if wallClock(at, zone).Equal(shown) && (best.IsZero() || at.Before(best)) {
			best = at
		}
	}
	if !best.IsZero() {
		return best, true
	}
	gap = jump(shown, zone)
	y, m, d := gap.In(zone).Date()
	return gap, y == year && m == month && d == day
}

// wallClock is what clocks of a zone show at a moment, as if it were UTC.
func wallClock(at time.Time, zone *time.Location) time.Time {
	_, offset := at.In(zone).Zone()
	return at.UTC().Add(time.Duration(offset) * time.Second)
}

// offsets are the offsets that a zone has around what clocks show.
func offsets(shown time.Time, zone *time.Location) []time.Duration {
	var list []time.Duration
	for _, around := range []time.Duration{-26 * time.Hour, 0, 26 * time.Hour} {
		_, seconds := shown.Add(around).In(zone).Zone()
		if o := time.Duration(seconds) * time.Second; !slices.Contains(list, o) {
			list = append(list, o)
		}
	}
	return list
}

// jump is the moment at which clocks of a zone skip what they never show.
func jump(shown time.Time, zone *time.Location) time.Time {
	low, high := shown.Add(-26*time.Hour), shown.Add(26*time.Hour)
	for high.Sub(low) > time.Second {
		middle := low.Add(high.Sub(low) / 2).Truncate(time.Second)
		if !middle.After(low) {
			break
		}
		if wallClock(middle, zone).Before(shown) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// quietHours are hours of a day in which nothing is sent at once: from (included) to (excluded), past midnight where the
// end comes first.
type quietHours struct{ from, until int }

var errQuiet = errors.New("write hours of the day such as 22:00-07:00")

func quietOf(text string) (quietHours, bool, error) {
	if text == "" {
		return quietHours{}, false, nil
	}
	first, last, ok := strings.Cut(strings.ReplaceAll(text, " ", ""), "-")
	from, err := minuteOfDay(first)
	until, err2 := minuteOfDay(last)
	if !ok || err != nil || err2 != nil || from == until {
		return quietHours{}, false, errQuiet
	}
	return quietHours{from, until}, true, nil
}

// end is when the quiet hours that a moment falls into are over; the zero time where it falls into none.
func (q quietHours) end(now time.Time, zone *time.Location) time.Time {
	shown := wallClock(now, zone)
	minute := shown.Hour()*60 + shown.Minute()
	inside := minute >= q.from && minute < q.until
	if q.until < q.from {
		inside = minute >= q.from || minute < q.until
	}
	if !inside {
		return time.Time{}
	}
	return Rhythm{Zone: zone, Minute: q.until}.Next(now)
}

// CheckTimes says what is wrong with the times of a subscription.
func CheckTimes(sub store.Subscription) error {
	if _, err := RhythmOf(sub); err != nil {
		return err
	}
	_, _, err := quietOf(sub.Quiet)
	return err
}

func minuteOfDay(text string) (int, error) {
	hour, minute, ok := strings.Cut(text, ":")
	h, err := strconv.ParseUint(hour, 10, 8)
	m, err2 := strconv.ParseUint(minute, 10, 8)
	if !ok || err != nil || err2 != nil || h > 23 || m > 59 || len(minute) != 2 {
		return 0, fmt.Errorf("%q is no time of day; write it like 08:30", text)
	}
	return int(h)*60 + int(m), nil
}

func weekday(text string) (time.Weekday, error) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(d.String(), strings.TrimSpace(text)) {
			return d, nil
		}
	}
	return 0, fmt.Errorf("%q is no day of the week; write it like monday", text)
}
