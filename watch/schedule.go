package watch

import (
	"hash/fnv"
	"time"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// Schedule says when sources are looked at. All of it is pure: the same source at the same moment gives the same answer.
type Schedule struct {
	Pace                        // of sources of whose kind nothing else is said
	Kinds map[extract.Kind]Pace // what is left out is as above

	Adaptive bool          // by how often a source moves
	Slowest  time.Duration // bounds of that
	Fastest  time.Duration
	WishMax  time.Duration // a site's wish to be asked later counts up to this

	Longest   time.Duration // a failing source is still asked this often
	RestMax   time.Duration // no site can ask to be left alone for longer
	FullEvery time.Duration // now and then a full fetch, whatever validators say
	TellAfter int           // failures in a row, after which operators are told

	zones *zones
}

// Pace is how often and in which hours sources are looked at.
type Pace struct {
	Every  time.Duration
	Hours  config.Window // empty: all
	Zone   string        // IANA, of the hours; empty: UTC
	Jitter float64       // share of the interval by which a look may be sooner or later, half of it each way
}

// NewSchedule is the schedule that settings describe.
func NewSchedule(s config.Settings) Schedule {
	c := s.Schedule
	pace := func(every config.Duration, hours config.Window, zone config.Zone, jitter config.Percent) Pace {
		return Pace{Every: time.Duration(every), Hours: hours, Zone: string(zone), Jitter: float64(jitter) / 100}
	}
	of := func(p config.Pace) Pace { return pace(p.Every, p.Window, p.Zone, p.Jitter) }
	return Schedule{
		Pace: pace(c.Every, c.Window, c.Zone, c.Jitter),
		Kinds: map[extract.Kind]Pace{
			extract.Changelog: of(c.Changelog),
			extract.Pricing:   of(c.Pricing),
			extract.Feed:      of(c.Feed),
			extract.PageKind:  of(c.Page),
			extract.Sitemap:   of(c.Sitemap),
		},
		Adaptive:  c.Adaptive,
		Slowest:   time.Duration(c.Slowest),
		Fastest:   time.Duration(c.Fastest),
		WishMax:   time.Duration(c.WishMax),
		Longest:   time.Duration(c.BackOffMax),
		RestMax:   time.Duration(s.Crawler.RetryAfterMax),
		FullEvery: time.Duration(c.FullFetchEvery),
		TellAfter: c.TellAfter,
		zones:     &zones{},
	}
}

// pace is what counts for a source: what it says itself, else what its kind says, else what counts for all.
func (s Schedule) pace(src store.Source) Pace {
	return s.Pace.but(s.Kinds[src.Kind]).but(Pace{
		Every:  time.Duration(src.EverySeconds) * time.Second,
		Hours:  config.Window(src.Window),
		Zone:   src.Zone,
		Jitter: float64(src.Jitter) / 100,
	})
}

// but lays over a pace what another says.
func (p Pace) but(o Pace) Pace {
	if o.Every > 0 {
		p.Every = o.Every
	}
	if o.Hours != "" {
		p.Hours = o.Hours
	}
	if o.Zone != "" {
		p.Zone = o.Zone
	}
	if o.Jitter > 0 {
		p.Jitter = o.Jitter
	}
	return p
}

// next is when to look again after a look that succeeded: after the interval, a little sooner or later by chance, in
// the hours that are open.
func (s Schedule) next(src store.Source, now time.Time) time.Time {
	p, d := s.pace(src), s.interval(src, now).Every
	chance := float64(d) * p.Jitter
	at := now.Add(d + time.Duration(chance*(fraction(src.URL, now)-0.5)))
	return s.open(p, src.URL, now, at, d)
}

// afterFailure backs off: an hour, or the interval where that is shorter, and twice as long with each failure in a
// row, up to Longest. A source is never given up.
func (s Schedule) afterFailure(src store.Source, now time.Time) time.Time {
	p := s.pace(src)
	d := min(p.Every, time.Hour)
	longest := max(s.Longest, p.Every)
	for range min(src.Failures-1, 32) {
		if d *= 2; d >= longest {
			d = longest
			break
		}
	}
	return s.open(p, src.URL, now, now.Add(d), d)
}

// open moves a look to open hours: to their next beginning, spread so that not all sources wait for the same moment, or
// back to their end, where the look has only just missed it. Otherwise a daily look that comes a little later every
// day would leave out a day in the end.
func (s Schedule) open(p Pace, url string, now, at time.Time, d time.Duration) time.Time {
	w := s.window(p)
	if w.Open(at) {
		return at
	}
	leeway := max(time.Duration(float64(d)*p.Jitter), d/20)
	spread := time.Duration(float64(min(leeway, w.length()/2)) * fraction(url, now))
	if end, ok := w.lastOpen(at, now.Add(d-leeway)); ok && end.After(now) {
		return later(now.Add(d-leeway), end.Add(-spread))
	}
	return w.next(at).Add(spread)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// closed tells whether a source that is due has to wait for its hours, and until when. What a person asked for, and a
// second look, does not wait.
func (s Schedule) closed(src store.Source, now time.Time) (time.Time, bool) {
	p := s.pace(src)
	if p.Hours == "" || src.LookAgain || src.Asked() {
		return now, false
	}
	until := s.open(p, src.URL, now, now, p.Every)
	return until, until.After(now)
}

// full tells whether this look should ignore validators.
func (s Schedule) full(src store.Source, now time.Time) bool {
	return src.LookAgain || src.FullFetchAt == nil || s.FullEvery > 0 && now.Sub(*src.FullFetchAt) >= s.FullEvery
}

// latest is the longest that the next look at a source can be away, whatever came of this one. A look that is planned
// for later stems from a clock that was wrong, or from a schedule that was changed since.
func (s Schedule) latest(src store.Source) time.Duration {
	p := s.pace(src)
	d := max(p.Every, s.Longest, s.WishMax)
	if s.Adaptive {
		d = max(d, s.Slowest)
	}
	d += time.Duration(float64(d) * p.Jitter)
	if p.Hours != "" {
		d += 2 * 24 * time.Hour
	}
	return d
}

// mended is when to look at a source whose next look is further away than any schedule puts it; false where it is not.
func (s Schedule) mended(src store.Source, now time.Time) (time.Time, bool) {
	if !src.NextCheckAt.After(now.Add(s.latest(src))) {
		return src.NextCheckAt, false
	}
	return s.next(src, now), true
}

// soonest is the least of latest over all sources.
func (s Schedule) soonest() time.Duration { return max(s.Longest, s.WishMax) }

// Rhythm says in words how often a source is looked at, and why.
func (s Schedule) Rhythm(src store.Source, now time.Time) string {
	words := s.interval(src, now).Sentence()
	if hours := s.pace(src).hours(); hours != "" {
		words += ", between " + hours
	}
	return words
}

// fraction is a number from 0 to 1 that depends on the source and the moment only, so that a replay repeats it.
func fraction(url string, now time.Time) float64 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(url))
	_, _ = h.Write([]byte(now.Format(time.RFC3339)))
	return float64(h.Sum32()%1000) / 1000
}
