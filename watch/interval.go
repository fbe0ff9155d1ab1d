package watch

import (
	"fmt"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// What it takes for a source to be looked at less often: it was looked at for so long, so often, and nothing moved.
// From then on it is asked after each twentieth part of its silence: after 40 still days every two days.
const (
	quietTime  = 14 * 24 * time.Hour
	quietLooks = 14
	quietPart  = 20
)

// newsLooks is for how many intervals a source that moved is looked at twice as often: who has just published
// corrects it, and publishes more.
const newsLooks = 2

// Interval is how long a healthy source rests between two looks, and why.
type Interval struct {
	Every time.Duration

	why   reason
	looks int       // good looks in which nothing moved
	since time.Time // when something moved last
}

// reason is what made an interval what it is.
type reason int

const (
	byKind reason = iota
	bySource
	byQuiet
	byNews
	byWish
	byClampedWish
)

// interval is how long a source rests between two looks that succeed.
func (s Schedule) interval(src store.Source, now time.Time) Interval {
	every := s.pace(src).Every
	if src.EverySeconds > 0 {
		return Interval{Every: every, why: bySource}
	}
	i := Interval{Every: every}
	if s.Adaptive {
		i = s.adapted(src, now, every)
	}
	wish := time.Duration(src.WishSeconds) * time.Second
	if w := min(wish, s.WishMax); w > i.Every {
		i.Every, i.why = w, byWish
		if w < wish {
			i.why = byClampedWish
		}
	}
	return i
}

// adapted fits the interval to how the source moves, within the bounds that the operator sets.
func (s Schedule) adapted(src store.Source, now time.Time, every time.Duration) Interval {
	if src.QuietSince != nil && src.QuietLooks >= quietLooks {
		quiet := now.Sub(*src.QuietSince)
		slow := min(quiet/quietPart, s.Slowest)
		if quiet >= quietTime && slow > every {
			return Interval{Every: slow, why: byQuiet, looks: src.QuietLooks, since: *src.QuietSince}
		}
	}
	if src.LastNewAt != nil && now.Sub(*src.LastNewAt) < newsLooks*every {
		if fast := max(every/2, s.Fastest); fast < every {
			return Interval{Every: fast, why: byNews, since: *src.LastNewAt}
		}
	}
	return Interval{Every: every}
}

// Sentence says the interval and its reason: "every 2 days: nothing moved in 40 looks since 3 Sep 2026".
func (i Interval) Sentence() string {
	every := "every " + strings.TrimPrefix(span(i.Every), "1 ")
	switch i.why {
	case bySource:
		return every + ": set for this source"
	case byQuiet:
		return fmt.Sprintf("%s: nothing moved in %d looks since %s", every, i.looks, i.since.UTC().Format("2 Jan 2006"))
	case byNews:
		return every + ": it moved on " + i.since.UTC().Format("2 Jan 2006")
	case byWish:
		return every + ": the site asks for no more"
	case byClampedWish:
		return every + ": the site asks for less still, wish_max bounds it"
	}
	return every
}

// span writes a time span in words, rounded to two parts at most: "36 hours", "2 days", "90 seconds".
func span(d time.Duration) string {
	const day = 24 * time.Hour
	for _, unit := range []struct {
		is   time.Duration
		name string
	}{{day, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if d >= 2*unit.is || d == unit.is {
			return counted(d, unit.is, unit.name)
		}
	}
	return counted(max(d, time.Second), time.Second, "second")
}

// counted writes a span in a unit, with one half at most: "1.5 days".
func counted(d, unit time.Duration, name string) string {
	halves := int64((d*2 + unit/2) / unit)
	if halves == 2 {
		return "1 " + name
	}
	if halves%2 == 1 && halves < 20 {
		return fmt.Sprintf("%d.5 %ss", halves/2, name)
	}
	return fmt.Sprintf("%d %ss", (d+unit/2)/unit, name)
}
