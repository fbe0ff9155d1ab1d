package watch

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// A year of a thousand sources, in a bubble of time: the decisions of a visit and of what follows from it are pure, so they
// can be asked without a site and a database. What a transaction would write is kept in the source itself.

// simulated is a source of the year, its site, and what is checked of it.
type simulated struct {
	*year
	src  store.Source
	site siteOfAYear

	looks int
	last  time.Time // of the last look that succeeded
	due   dueBounds // of the next look
}

// siteOfAYear is how a site behaves.
type siteOfAYear struct {
	newsEvery time.Duration // 0: it never moves
	nextNews  time.Time
	wish      time.Duration // max-age
	failsFrom time.Time     // for a while it does not answer
	failsTill time.Time
	restAfter time.Time // once it asks to be left alone
	rest      time.Duration
}

// dueBounds are the times between which the next look has to come.
type dueBounds struct{ earliest, latest time.Time }

// year is the schedule, the sources, and what befalls whoever looks at them.
type year struct {
	schedule Schedule
	sources  []*simulated
	down     []downtime
	skew     time.Duration // of the clock
}

// downtime is when nobody works.
type downtime struct{ from, till time.Time }

// now is what the clock shows.
func (y *year) now() time.Time { return time.Now().Add(y.skew).UTC() }

// wakes is when a visit takes the source up, as the store's condition of what is due says.
func (s *simulated) wakes() time.Time {
	at := s.src.NextCheckAt
	if s.src.NotBefore != nil {
		at = later(at, *s.src.NotBefore)
	}
	for _, d := range s.down {
		if !at.Before(d.from) && at.Before(d.till) {
			at = d.till
		}
	}
	return later(at, s.now())
}

// run lets the time go by until an end: every source sleeps until it is due.
func (y *year) run(t *testing.T, until time.Time) {
	t.Helper()
	broken := make(chan error, len(y.sources))
	var all sync.WaitGroup
	for _, s := range y.sources {
		all.Go(func() {
			if err := s.live(until); err != nil {
				broken <- fmt.Errorf("%s: %w", s.src.URL, err)
			}
		})
	}
	all.Wait()
	close(broken)
	for err := range broken {
		require.NoError(t, err)
	}
	time.Sleep(until.Sub(y.now()))
}

func (s *simulated) live(until time.Time) error {
	for at := s.wakes(); !at.After(until); at = s.wakes() {
		time.Sleep(at.Sub(s.now()))
		if err := s.visit(s.now()); err != nil {
			return err
		}
	}
	return nil
}

// visit does what a visit and the reading after it do.
func (s *simulated) visit(now time.Time) error {
	if until, closed := s.schedule.closed(s.src, now); closed {
		s.src.NextCheckAt = until
		return nil
	}
	if err := s.check(now); err != nil {
		return err
	}
	s.looks++
	l := s.look(now)
	was := s.src
	settled := settle(l, s.schedule)
	now, s.src = l.ended, settled.source
	s.src.LastCheckedAt, s.last = &now, now
	if !settled.capture.Outcome.Good() {
		return s.boundFailure(was, now)
	}
	s.src.QuietLooks++
	news := s.site.newsEvery > 0 && !now.Before(s.site.nextNews)
	if news {
		s.src.LastNewAt, s.src.QuietSince, s.src.QuietLooks = &now, &now, 0
		s.src.NextCheckAt = earlier(s.src.NextCheckAt, s.schedule.next(s.src, now))
		s.site.nextNews = now.Add(scaled(s.site.newsEvery, 0.5+rand.Float64()))
	}
	return s.bound(was, news, now)
}

// look is what the site answers: a fetch takes its time.
func (s *simulated) look(now time.Time) look {
	l := look{
		source: s.src, started: now, ended: now.Add(3 * time.Second),
		response: crawler.Response{Status: http.StatusOK, MaxAge: s.site.wish, Equal: true},
	}
	switch {
	case !l.ended.Before(s.site.failsFrom) && l.ended.Before(s.site.failsTill):
		l.err = &crawler.Failure{Class: crawler.ClassHTTPError, Status: http.StatusBadGateway}
	case s.site.rest > 0 && !l.ended.Before(s.site.restAfter):
		l.err = &crawler.Failure{Class: crawler.ClassBackoff, RetryAfter: s.site.rest}
		s.site.restAfter = now.Add(60 * 24 * time.Hour)
	}
	return l
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// bound works out from the settings when the next look may come after one that succeeded.
func (s *simulated) bound(was store.Source, news bool, now time.Time) error {
	p := s.schedule.pace(s.src)
	was.WishSeconds = s.src.WishSeconds
	d := s.schedule.interval(was, now).Every
	low := d
	if news {
		low = min(d, s.schedule.interval(s.src, now).Every)
	}
	if d > max(p.Every, s.schedule.Slowest, s.schedule.WishMax) || low < min(p.Every, s.schedule.Fastest) {
		return fmt.Errorf("asked every %v to %v, which the operator did not allow", low, d)
	}
	s.within(p, now, now.Add(scaled(low, 1-max(p.Jitter, 0.05))), now.Add(scaled(d, 1+p.Jitter/2)), d)
	return nil
}

// boundFailure: a failing source is asked less and less often, but at least once a day.
func (s *simulated) boundFailure(was store.Source, now time.Time) error {
	if s.src.Failures != was.Failures+1 {
		return fmt.Errorf("%d failures after %d", s.src.Failures, was.Failures)
	}
	p := s.schedule.pace(s.src)
	longest := max(s.schedule.Longest, p.Every)
	least := min(min(p.Every, time.Hour)<<min(was.Failures, 12), longest)
	latest := now.Add(longest)
	if s.src.NotBefore != nil {
		latest = later(latest, *s.src.NotBefore)
	}
	s.within(p, now, now.Add(scaled(least, 0.5)), latest, longest)
	return nil
}

// within notes the bounds of the next look, as its hours move them.
func (s *simulated) within(p Pace, now, earliest, latest time.Time, d time.Duration) {
	w := s.schedule.window(p)
	s.due = dueBounds{earliest, w.next(latest)}
	if w.zone != nil {
		spread := max(scaled(d, p.Jitter), d/20)
		s.due.latest = s.due.latest.Add(min(spread, w.length()/2) + time.Minute)
	}
	for _, down := range s.down {
		if !now.After(down.till) && !s.due.latest.Before(down.from) {
			s.due.latest = later(s.due.latest, down.till).Add(24 * time.Hour) // overdue: once, in its hours
		}
	}
}

// check holds a look against the bounds that the one before has set.
func (s *simulated) check(now time.Time) error {
	switch {
	case !s.schedule.window(s.schedule.pace(s.src)).Open(now):
		return fmt.Errorf("outside of its hours at %s", now)
	case s.src.NotBefore != nil && now.Before(*s.src.NotBefore):
		return fmt.Errorf("the site wants to be left alone at %s", now)
	case s.last.IsZero():
		return nil
	case now.Before(s.due.earliest):
		return fmt.Errorf("asked at %s, %s after the last, too soon", now, now.Sub(s.last))
	case now.After(s.due.latest):
		return fmt.Errorf("asked at %s, %s after the last, too late (%s)", now, now.Sub(s.last), s.due.latest)
	}
	return nil
}

func scaled(d time.Duration, by float64) time.Duration { return time.Duration(float64(d) * by) }

// zonesOfTheYear put their clocks forward and back at other times, by other spans, or never.
func zonesOfTheYear() []string {
	return []string{
		"Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Auckland", "Africa/Casablanca",
		"Asia/Kolkata", "UTC",
	}
}

// sleepUntilTheYear begins: a bubble starts in another century.
func sleepUntilTheYear() time.Time {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	time.Sleep(time.Until(start))
	return start
}

// newYear makes a thousand sources of all kinds, with and without hours, that move, fail, wish and rest; a hundred where
// tests are to be short.
func newYear() *year {
	settings := config.Defaults()
	settings.Schedule.Pricing = config.Pace{Every: config.Duration(12 * time.Hour), Window: "06:00-20:00", Zone: "Europe/Berlin"}
	settings.Schedule.Feed = config.Pace{Every: config.Duration(4 * time.Hour), Jitter: 30}
	settings.Schedule.WishMax = config.Duration(36 * time.Hour)
	y := &year{schedule: NewSchedule(settings)}
	start := sleepUntilTheYear()
	sources := 1000
	if testing.Short() {
		sources = 100
	}
	for i := range sources {
		y.sources = append(y.sources, y.newSource(i, start))
	}
	return y
}

func (y *year) newSource(i int, start time.Time) *simulated {
	kinds, zones := extract.Kinds(), zonesOfTheYear()
	hours := []string{"", "06:00-20:00", "22:00-04:00", "02:00-03:00", "00:00-00:30", ""}
	snapshot := int64(1)
	s := &simulated{year: y, src: store.Source{
		ID: int64(i + 1), Kind: kinds[i%len(kinds)], URL: fmt.Sprintf("https://s%d.test/", i), NextCheckAt: start,
		LastSnapshotID: &snapshot, BaseSnapshotID: &snapshot, QuietSince: &start,
	}}
	if h := hours[i%len(hours)]; h != "" {
		s.src.Window, s.src.Zone = h, zones[i%len(zones)]
	}
	if i%7 == 0 {
		s.src.EverySeconds, s.src.Jitter = int64(3600*(1+i%50)), i%40
	}
	day := 24 * time.Hour
	s.site.newsEvery = []time.Duration{0, 3 * day, 7 * day, 60 * day}[i%4]
	s.site.nextNews = start.Add(s.site.newsEvery)
	s.site.wish = []time.Duration{0, time.Hour, 30 * time.Hour, 3650 * day}[i/4%4]
	s.site.failsFrom = start.AddDate(0, i%12, 0)
	s.site.failsTill = s.site.failsFrom.Add(time.Duration(i%40) * 12 * time.Hour)
	if i%9 == 0 {
		s.site.rest, s.site.restAfter = time.Duration(1+i%100)*time.Hour, start.AddDate(0, 1+i%5, 3)
	}
	return s
}

// downtimesOfTheYear are a night in which clocks were put forward, and half of August.
func downtimesOfTheYear() []downtime {
	return []downtime{
		{time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC), time.Date(2026, 3, 29, 6, 0, 0, 0, time.UTC)},
		{time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 8, 15, 3, 0, 0, 0, time.UTC)},
	}
}

// TestAYearInAMinute: every source is asked neither more nor less than its bounds say, through clock changes in eight
// zones, failing sites, sites that want rest, and two times in which nobody worked.
func TestAYearInAMinute(t *testing.T) {
	began := time.Now()
	synctest.Test(t, func(t *testing.T) {
		y := newYear()
		y.down = downtimesOfTheYear()
		y.run(t, y.now().AddDate(1, 0, 0))
		fewest, most, total := math.MaxInt, 0, 0
		for _, s := range y.sources {
			fewest, most, total = min(fewest, s.looks), max(most, s.looks), total+s.looks
		}
		require.Greater(t, fewest, 365/7-14-20-4, "slowest is a week, a fortnight nobody worked, three weeks it failed at most")
		t.Logf("%d looks at %d sources, from %d to %d each", total, len(y.sources), fewest, most)
	})
	t.Logf("in %v", time.Since(began))
}

// TestAClockThatJumps forward by years for an hour, and back again: what was looked at meanwhile is brought back within its
// bounds.
func TestAClockThatJumps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		y := newYear()
		y.run(t, y.now().AddDate(0, 0, 20))
		y.skew = y.now().AddDate(4, 0, 0).Sub(y.now())
		for _, s := range y.sources {
			s.last = time.Time{} // its bounds mean nothing while the clock is wrong
		}
		y.run(t, y.now().Add(time.Hour))
		y.skew = 0
		far := 0
		for _, s := range y.sources {
			s.last = time.Time{}
			if s.mend() {
				far++
			}
			require.Less(t, s.wakes().Sub(y.now()), 10*24*time.Hour, s.src.URL)
			s.site.nextNews = earlier(s.site.nextNews, y.now().Add(s.site.newsEvery))
			s.looks = 0
		}
		require.Greater(t, far, len(y.sources)/2)
		y.run(t, y.now().AddDate(0, 2, 0))
		for _, s := range y.sources {
			require.Positive(t, s.looks, s.src.URL)
		}
	})
}

// mend is what is done every hour about looks that are too far away.
func (s *simulated) mend() (far bool) {
	at, far := s.schedule.mended(s.src, s.now())
	if far {
		s.src.NextCheckAt = at
	}
	if s.src.NotBefore != nil && s.src.NotBefore.After(s.now().Add(s.schedule.RestMax)) {
		s.src.NotBefore = nil
	}
	return far
}

// TestAfterDowntimeTheRushIsSpread: a thousand hosts that are late are all visited within minutes, each once, and not many
// in any second.
func TestAfterDowntimeTheRushIsSpread(t *testing.T) {
	waiting := map[string]bool{}
	for i := range 1000 {
		waiting[fmt.Sprintf("h%d", i)] = true
	}
	seconds, most := 0, 0
	for ; len(waiting) > 0; seconds++ {
		var hosts []store.DueHost
		for h := range waiting {
			hosts = append(hosts, store.DueHost{Host: h, Late: true})
		}
		chosen := admit(hosts, rand.Shuffle)
		most = max(most, len(chosen))
		for _, h := range chosen {
			require.True(t, waiting[h])
			delete(waiting, h)
		}
	}
	require.LessOrEqual(t, most, lateHosts)
	require.LessOrEqual(t, seconds, 60)
}
