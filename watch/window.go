package watch

import (
	"sync"
	"time"
)

// Window is the part of each day, by the clocks of a zone, in which a source may be looked at. Its zero value is open
// always. Where clocks are put forward, hours that the day does not have are nobody's; where they are put back, an hour
// that comes twice is open twice.
type Window struct {
	from, until int // minutes of the day; until <= from goes past midnight
	zone        *time.Location
}

// window is the pace's, of settings and landscapes that were checked when they were read.
func (s Schedule) window(p Pace) Window {
	if p.Hours == "" {
		return Window{}
	}
	from, until, err := p.Hours.Minutes()
	if err != nil {
		return Window{}
	}
	return Window{from, until, s.zones.named(p.Zone)}
}

// zones remembers time zones: they are asked for with every look at a source that has hours, and read from files.
type zones struct{ known sync.Map }

// named finds a zone; one that there is not, which nobody can have written, is UTC.
func (z *zones) named(name string) *time.Location {
	if z != nil {
		if zone, ok := z.known.Load(name); ok {
			return zone.(*time.Location) //nolint:forcetypeassert // nothing else is stored
		}
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		zone = time.UTC
	}
	if z != nil {
		z.known.Store(name, zone)
	}
	return zone
}

// Open tells whether the window is open at a time.
func (w Window) Open(t time.Time) bool {
	if w.zone == nil {
		return true
	}
	t = t.In(w.zone)
	minute := t.Hour()*60 + t.Minute()
	if w.from < w.until {
		return w.from <= minute && minute < w.until
	}
	return minute >= w.from || minute < w.until
}

// length is how long the window is open on a day on which clocks are left alone.
func (w Window) length() time.Duration {
	minutes := w.until - w.from
	if minutes <= 0 {
		minutes += 24 * 60
	}
	return time.Duration(minutes) * time.Minute
}

// mostStep bounds the search for the next opening: a window that falls into the hour that a day does not have opens a
// day later.
const mostStep = 3 * 24 * 60

// next is when the window is open at or after a time. It walks by minutes, because only the zone's clock knows which
// hours a day has, and skips most of the time in between, for no clock is put forward by more than a few hours.
func (w Window) next(t time.Time) time.Time {
	if w.Open(t) {
		return t
	}
	local := t.In(w.zone)
	wait := w.from - local.Hour()*60 - local.Minute()
	if wait < 0 {
		wait += 24 * 60
	}
	const leap = 3 * 60
	t = t.Truncate(time.Minute)
	if wait > leap {
		t = t.Add(time.Duration(wait-leap) * time.Minute)
	}
	for range mostStep {
		if t = t.Add(time.Minute); w.Open(t) {
			break
		}
	}
	return t
}

// lastOpen is the last minute before a time at which the window is open, if there is one that is not before earliest.
func (w Window) lastOpen(t, earliest time.Time) (time.Time, bool) {
	for at := t.Truncate(time.Minute); !at.Before(earliest) && t.Sub(at) < 24*time.Hour; at = at.Add(-time.Minute) {
		if w.Open(at) {
			return at, true
		}
	}
	return t, false
}

// hours writes the pace's hours for people.
func (p Pace) hours() string {
	if p.Hours == "" {
		return ""
	}
	zone := p.Zone
	if zone == "" {
		zone = "UTC"
	}
	return string(p.Hours) + " " + zone
}
