package watch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

func days(n float64) time.Duration { return time.Duration(n * float64(24*time.Hour)) }

func ago(d time.Duration) *time.Time { t := noon.Add(-d); return &t }

func TestThePaceOfASource(t *testing.T) {
	s := Schedule{
		Pace:  Pace{Every: days(1), Hours: "06:00-20:00", Zone: "Europe/Berlin", Jitter: 0.1},
		Kinds: map[extract.Kind]Pace{extract.Feed: {Every: time.Hour, Jitter: 0.2}},
	}
	for _, tt := range []struct {
		name string
		src  store.Source
		want Pace
	}{
		{"of no special kind", store.Source{Kind: extract.PageKind}, s.Pace},
		{"of a kind: what it leaves out is as for all", store.Source{Kind: extract.Feed}, Pace{time.Hour, "06:00-20:00", "Europe/Berlin", 0.2}},
		{
			"its own comes first",
			store.Source{Kind: extract.Feed, EverySeconds: 60, Window: "22:00-04:00", Zone: "Asia/Tokyo", Jitter: 50},
			Pace{time.Minute, "22:00-04:00", "Asia/Tokyo", 0.5},
		},
	} {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, s.pace(tt.src)) })
	}
}

func TestHowOftenASourceIsLookedAt(t *testing.T) {
	daily := NewSchedule(config.Defaults())
	off := daily
	off.Adaptive = false
	often := daily
	often.Every = time.Second
	hourly := daily
	hourly.Kinds = map[extract.Kind]Pace{extract.Feed: {Every: 2 * time.Hour}}
	for _, tt := range []struct {
		name     string
		schedule Schedule
		src      store.Source
		want     string
	}{
		{"as the settings say", daily, store.Source{}, "every day"},
		{"as its kind says", hourly, store.Source{Kind: extract.Feed}, "every 2 hours"},
		{"as itself says", daily, store.Source{EverySeconds: 5400}, "every 90 minutes: set for this source"},
		{
			"less often when nothing has moved for long", daily, store.Source{QuietSince: ago(days(40)), QuietLooks: 40},
			"every 2 days: nothing moved in 40 looks since 23 Sep 2026",
		},
		{
			"no less often than slowest", daily, store.Source{QuietSince: ago(days(900)), QuietLooks: 200},
			"every 7 days: nothing moved in 200 looks since 16 May 2024",
		},
		{"a source that was not looked at much is not known to be quiet", daily, store.Source{QuietSince: ago(days(900)), QuietLooks: 13}, "every day"},
		{"two still weeks are nothing yet", daily, store.Source{QuietSince: ago(days(14)), QuietLooks: 5000}, "every day"},
		{"seconds are not adapted within days", often, store.Source{QuietSince: ago(days(13)), QuietLooks: 1e6}, "every second"},
		{
			"a source's own interval is not adapted", daily,
			store.Source{EverySeconds: 3600, QuietSince: ago(days(900)), QuietLooks: 200, WishSeconds: 86400}, "every hour: set for this source",
		},
		{"adapting can be switched off", off, store.Source{QuietSince: ago(days(900)), QuietLooks: 200, LastNewAt: ago(0)}, "every day"},
		{"more often after news", daily, store.Source{LastNewAt: ago(days(1))}, "every 12 hours: it moved on 1 Nov 2026"},
		{"but not for long", daily, store.Source{LastNewAt: ago(days(2))}, "every day"},
		{"and no more often than fastest", hourly, store.Source{Kind: extract.Feed, LastNewAt: ago(0)}, "every hour: it moved on 2 Nov 2026"},
		{"nor than asked where that is more often", often, store.Source{LastNewAt: ago(0)}, "every second"},
		{"the site may ask for less", hourly, store.Source{Kind: extract.Feed, WishSeconds: 6 * 3600}, "every 6 hours: the site asks for no more"},
		{"but not for years", hourly, store.Source{Kind: extract.Feed, WishSeconds: 315360000}, "every day: the site asks for less still, wish_max bounds it"},
		{"a site cannot ask for more", daily, store.Source{WishSeconds: 60}, "every day"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, tt.schedule.interval(tt.src, noon).Sentence())
		})
	}
}

func TestBackingOff(t *testing.T) {
	for _, tt := range []struct {
		name     string
		every    time.Duration
		failures int
		want     time.Duration
	}{
		{"the first failure of a daily source is tried again in an hour", days(1), 1, time.Hour},
		{"then in two", days(1), 2, 2 * time.Hour},
		{"in the end once a day", days(1), 6, days(1)},
		{"and never less often", days(1), 100_000, days(1)},
		{"a source that is looked at often is tried as often first", time.Minute, 1, time.Minute},
		{"then less and less", time.Minute, 4, 8 * time.Minute},
		{"a weekly source still is weekly", days(7), 100, days(7)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Schedule{Pace: Pace{Every: tt.every}, Longest: days(1)}
			require.Equal(t, noon.Add(tt.want), s.afterFailure(store.Source{Failures: tt.failures}, noon))
		})
	}
}

func at(t *testing.T, zone, clock string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	require.NoError(t, err)
	read, err := time.ParseInLocation("2006-01-02 15:04", clock, loc)
	require.NoError(t, err)
	return read
}

func TestWhenAWindowOpens(t *testing.T) {
	for _, tt := range []struct{ name, hours, zone, now, want string }{
		{"it is open", "06:00-20:00", "Europe/Berlin", "2026-11-02 12:00", "2026-11-02 12:00"},
		{"it begins today", "06:00-20:00", "Europe/Berlin", "2026-11-02 03:10", "2026-11-02 06:00"},
		{"its end is outside", "06:00-20:00", "Europe/Berlin", "2026-11-02 20:00", "2026-11-03 06:00"},
		{"past midnight, before it", "22:00-04:00", "Europe/Berlin", "2026-11-02 23:59", "2026-11-02 23:59"},
		{"past midnight, behind it", "22:00-04:00", "Europe/Berlin", "2026-11-02 03:59", "2026-11-02 03:59"},
		{"past midnight, closed", "22:00-04:00", "Europe/Berlin", "2026-11-02 04:00", "2026-11-02 22:00"},
		{"the night clocks are put forward", "02:30-05:00", "Europe/Berlin", "2026-03-29 00:30", "2026-03-29 03:00"},
		{"an hour that the day does not have", "02:10-02:50", "Europe/Berlin", "2026-03-29 00:30", "2026-03-30 02:10"},
		{"the night clocks are put back", "03:30-05:00", "Europe/Berlin", "2026-10-25 00:30", "2026-10-25 03:30"},
		{"half an hour only", "02:10-05:00", "Australia/Lord_Howe", "2026-10-04 01:00", "2026-10-04 02:30"},
		{"a day that was left out", "06:00-20:00", "Pacific/Apia", "2011-12-29 23:00", "2011-12-31 06:00"},
		{"a zone of half hours", "06:00-20:00", "Asia/Kolkata", "2026-11-02 05:59", "2026-11-02 06:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := Schedule{}.window(Pace{Hours: config.Window(tt.hours), Zone: tt.zone})
			require.Equal(t, at(t, tt.zone, tt.want).UTC(), w.next(at(t, tt.zone, tt.now)).UTC())
		})
	}
}

func TestAnHourThatComesTwiceIsOpenTwice(t *testing.T) {
	w := Schedule{}.window(Pace{Hours: "02:00-02:30", Zone: "Europe/Berlin"})
	first := time.Date(2026, 10, 25, 0, 15, 0, 0, time.UTC)
	require.True(t, w.Open(first))
	require.False(t, w.Open(first.Add(30*time.Minute)))
	require.True(t, w.Open(first.Add(time.Hour)))
}

// TestADailyLookLeavesOutNoDay: looks that take their time drift towards the end of the hours, and must not fall out.
func TestADailyLookLeavesOutNoDay(t *testing.T) {
	for _, jitter := range []float64{0, 0.1, 0.5} {
		s := Schedule{Pace: Pace{Every: days(1), Hours: "06:00-20:00", Zone: "America/New_York", Jitter: jitter}, Longest: days(1)}
		src := store.Source{URL: "https://acme.test/pricing"}
		now := time.Date(2026, 1, 1, 15, 0, 0, 0, time.UTC)
		for range 800 {
			next := s.next(src, now)
			require.True(t, s.window(s.Pace).Open(next), next)
			require.LessOrEqual(t, next.Sub(now), days(1+jitter/2+0.06), "%v: from %v to %v", jitter, now, next)
			require.GreaterOrEqual(t, next.Sub(now), days(1-max(jitter, 0.05)), "%v: from %v to %v", jitter, now, next)
			now = next.Add(40 * time.Second)
		}
	}
}

func TestClosedHoursWait(t *testing.T) {
	s := Schedule{Pace: Pace{Every: time.Hour, Hours: "13:00-20:00"}}
	until, closed := s.closed(store.Source{}, noon)
	require.True(t, closed)
	require.WithinRange(t, until, noon.Add(time.Hour), noon.Add(time.Hour+3*time.Minute))
	_, closed = s.closed(store.Source{LookAgain: true}, noon)
	require.False(t, closed, "a second look does not wait")
	_, closed = s.closed(store.Source{AskedAt: ago(0)}, noon)
	require.False(t, closed, "nor does a person")
	_, closed = s.closed(store.Source{AskedAt: ago(time.Hour), LastCheckedAt: ago(time.Minute)}, noon)
	require.True(t, closed, "who was answered already")
	_, closed = s.closed(store.Source{Window: "11:00-13:00"}, noon)
	require.False(t, closed)
}

func TestAfterAPauseTheLateOnesGoAPartAtATime(t *testing.T) {
	hosts := []store.DueHost{{Host: "on time"}}
	for range 6000 {
		hosts = append(hosts, store.DueHost{Host: "late", Late: true})
	}
	keep := func(int, func(i, j int)) {}
	require.Len(t, admit(hosts[:15], keep), 15)
	require.Len(t, admit(hosts[:500], keep), 1+lateHosts)
	require.Len(t, admit(hosts, keep), 1+6000/latePart)
	require.Equal(t, "on time", admit(hosts, keep)[0])
}

func TestWhoMayAskForALook(t *testing.T) {
	later := noon.Add(time.Hour)
	for _, tt := range []struct {
		name string
		src  store.Source
		want Asked
	}{
		{"long after the last look", store.Source{NextCheckAt: later, LastCheckedAt: ago(time.Hour)}, Asked{OK: true, Why: "It will be looked at in a moment."}},
		{"what is due anyway", store.Source{NextCheckAt: noon}, Asked{OK: true, Why: "It is due and will be looked at in a moment."}},
		{"the second who asks", store.Source{NextCheckAt: noon, AskedAt: ago(time.Second)}, Asked{OK: true, Under: true, Why: "It is being looked at already, or will be in a moment."}},
		{
			"just after a look", store.Source{NextCheckAt: later, LastCheckedAt: ago(20 * time.Second)},
			Asked{Again: noon.Add(40 * time.Second), Why: "It was looked at 20 seconds ago; it can be asked for again at 12:00:40 UTC."},
		},
		{"a clock that was wrong does not stand in the way", store.Source{NextCheckAt: later, LastCheckedAt: &later}, Asked{OK: true, Why: "It will be looked at in a moment."}},
		{"the site wants to be left alone", store.Source{NextCheckAt: noon, NotBefore: &later}, Asked{Again: later, Why: "The site asked to be left alone until 2 Nov 2026 13:00 UTC."}},
		{"a paused source", store.Source{Paused: true}, Asked{Why: "This source is paused; resume it first."}},
		{"a removed source", store.Source{RemovedAt: ago(0)}, Asked{Why: "This source was removed; apply it again first."}},
	} {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, mayAsk(tt.src, noon)) })
	}
}
