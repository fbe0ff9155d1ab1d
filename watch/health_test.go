package watch

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

func TestEveryTroubleHasARemedy(t *testing.T) {
	seen := map[Trouble]bool{}
	for _, row := range troubleWords() {
		require.False(t, seen[row.trouble], row.trouble)
		seen[row.trouble] = true
		require.Regexp(t, `^[A-Z].*[^.]$`, row.what, "a sentence without its full stop")
		require.Regexp(t, `^[A-Z].*\.$`, row.advice)
	}
	for _, class := range []string{
		crawler.ClassBlocked, crawler.ClassTooLarge, crawler.ClassTimeout, crawler.ClassRedirect, crawler.ClassProtocol,
		crawler.ClassTLS, crawler.ClassDecode, crawler.ClassHTTPError, crawler.ClassBackoff, crawler.ClassGone, crawler.ClassRobots,
	} {
		require.True(t, seen[troubleOf(&crawler.Failure{Class: class})], class)
	}
	for _, state := range []extract.HealthState{
		extract.Blocked, extract.Consent, extract.Empty, extract.NotFound, extract.Broken, extract.JSShell,
	} {
		require.True(t, seen[pageTrouble(state, extract.PageKind)], state)
	}
	what, advice := Trouble("of a later version").Words()
	require.NotEmpty(t, what+advice)
}

func TestTroublesAreToldApart(t *testing.T) {
	for _, tt := range []struct {
		name string
		is   Trouble
		want Trouble
	}{
		{"404", troubleOf(&crawler.Failure{Class: crawler.ClassHTTPError, Status: 404}), NotFound},
		{"403", troubleOf(&crawler.Failure{Class: crawler.ClassHTTPError, Status: 403}), Refused},
		{"502", troubleOf(&crawler.Failure{Class: crawler.ClassHTTPError, Status: 502}), ServerError},
		{"418", troubleOf(&crawler.Failure{Class: crawler.ClassHTTPError, Status: 418}), OddAnswer},
		{"no such name", troubleOf(&crawler.Failure{Class: crawler.ClassProtocol, Reason: "its name is not known to DNS; check the address"}), NoName},
		{"refused", troubleOf(&crawler.Failure{Class: crawler.ClassProtocol, Reason: "connection refused"}), NoConnection},
		{"a page instead of a feed", pageTrouble(extract.Broken, extract.Feed), NotAFeed},
		{"maintenance", pageTrouble(extract.Broken, extract.Pricing), ErrorPage},
		{"a feed that is none", readTrouble("parse", extract.Feed), NotAFeed},
		{"a page that lost its plans", readTrouble("suspect", extract.Pricing), Collapsed},
	} {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, tt.is) })
	}
}

func TestHowASourceFares(t *testing.T) {
	s := NewSchedule(config.Defaults())
	later := noon.Add(90 * time.Minute)
	seen := store.Source{LastCheckedAt: ago(time.Hour), NextCheckAt: later}
	with := func(change func(src *store.Source)) store.Source {
		src := seen
		change(&src)
		return src
	}
	for _, tt := range []struct {
		name string
		src  store.Source
		want Standing
		what string
		next string
	}{
		{"a new one", store.Source{NextCheckAt: noon}, Unseen, "", "in a moment: it is due"},
		{"a good one", seen, Well, "", "2 Nov 2026 13:30 UTC"},
		{
			"one that failed once", with(func(src *store.Source) { src.Failures, src.Trouble = 1, "timeout" }),
			Failing, "The site takes too long.", "2 Nov 2026 13:30 UTC: it failed and is asked less and less often",
		},
		{
			"one that failed often", with(func(src *store.Source) { src.Failures, src.Trouble = 3, "timeout" }),
			Troubled, "The site takes too long, 3 times in a row.", "2 Nov 2026 13:30 UTC: it failed 3 times in a row and is asked less and less often",
		},
		{
			"one that may not be asked", with(func(src *store.Source) { src.Failures, src.Trouble = 1, "robots" }),
			Troubled, "The site's robots.txt forbids this page.", "2 Nov 2026 13:30 UTC: it failed and is asked less and less often",
		},
		{
			"a page that is gone", with(func(src *store.Source) { src.Failures, src.Trouble, src.Paused = 1, "gone", true }),
			Resting, "The page is gone for good (410), so the source is paused.", "not before it is resumed",
		},
		{"a paused one", with(func(src *store.Source) { src.Paused = true }), Resting, "Nobody looks at it.", "not before it is resumed"},
		{
			"one that moved", with(func(src *store.Source) { src.MovedTo = "https://acme.test/new" }),
			Moving, "The page has moved for good to https://acme.test/new.", "2 Nov 2026 13:30 UTC",
		},
		{
			"one that fell silent", with(func(src *store.Source) {
				src.NewsEverySeconds, src.QuietSince, src.QuietAfter = 7*86400, ago(days(23)), ago(days(2))
			}),
			Silent, "Nothing new for 23 days; it usually brings news every 7 days.", "2 Nov 2026 13:30 UTC",
		},
		{
			"one whose silence is not unusual yet", with(func(src *store.Source) {
				src.NewsEverySeconds, src.QuietSince, src.QuietAfter = 7*86400, ago(days(10)), &later
			}),
			Well, "", "2 Nov 2026 13:30 UTC",
		},
		{
			"one whose site rests", with(func(src *store.Source) {
				until := noon.Add(days(1))
				src.NotBefore, src.Failures, src.Trouble = &until, 1, "back_off"
			}),
			Failing, "The site asks to be left alone for a while.", "3 Nov 2026 12:00 UTC: the site asked to be left alone until then",
		},
		{"one that is asked for", with(func(src *store.Source) { src.AskedAt = ago(time.Second) }), Well, "", "in a moment: somebody asked for it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := s.Health(tt.src, noon)
			require.Equal(t, tt.want, h.Standing)
			require.Equal(t, tt.what, h.What)
			require.Equal(t, tt.next, h.Next)
			require.Equal(t, tt.what != "", h.Advice != "", "what is wrong has a remedy")
		})
	}
}

func TestTheRhythmOfNews(t *testing.T) {
	every := func(gaps ...float64) []time.Time {
		dates, at := []time.Time{noon}, noon
		for _, gap := range gaps {
			at = at.Add(-days(gap))
			dates = append(dates, at)
		}
		rand.Shuffle(len(dates), func(i, j int) { dates[i], dates[j] = dates[j], dates[i] })
		return dates
	}
	for _, tt := range []struct {
		name  string
		dates []time.Time
		usual time.Duration
		quiet time.Duration
	}{
		{"weekly", every(7, 7, 7, 7, 7), days(7), days(21)},
		{"weekly, with a holiday", every(7, 7, 21, 7, 7, 7), days(7), days(26.25)},
		{"now and then", every(2, 40, 5, 90, 12), days(12), days(112.5)},
		{"daily: a long weekend is nothing", every(1, 1, 1, 1, 1), days(1), days(3)},
		{"what came on one day came at once", every(7, 0.01, 7, 0.01, 0.01, 7, 7), days(7), days(21)},
		{"too few to tell", every(7, 7, 7), 0, 0},
		{"none", nil, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			usual, longest, ok := rhythm(tt.dates)
			require.Equal(t, tt.usual > 0, ok)
			require.Equal(t, tt.usual, usual)
			if ok {
				require.Equal(t, tt.quiet, quietAfter(usual, longest))
			}
		})
	}
}

func TestTheStripOfDays(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	span := func(o store.Outcome, from, until time.Time) store.Span {
		return store.Span{Outcome: o, From: from, Until: until}
	}
	for _, tt := range []struct {
		name  string
		zone  string
		spans []store.Span
		want  string
	}{
		{"nobody looked", "UTC", nil, "·····"},
		{"one look", "UTC", []store.Span{span(store.OutcomeSame, at(4, 3), at(4, 3))}, "···▂·"},
		{"the best of a day counts", "UTC", []store.Span{
			span(store.OutcomeFailed, at(3, 1), at(3, 1)), span(store.OutcomeSame, at(3, 2), at(3, 9)),
			span(store.OutcomeChanged, at(3, 10), at(3, 10)), span(store.OutcomeGone, at(3, 11), at(3, 11)),
			span(store.OutcomeSuspect, at(5, 1), at(5, 1)), span(store.OutcomeFailed, at(5, 2), at(5, 2)),
		}, "··█·□"},
		{"a span stands for all its days", "UTC", []store.Span{span(store.OutcomeSame, at(-9, 0), at(4, 0)), span(store.OutcomeFailed, at(5, 2), at(5, 2))}, "▂▂▂▂×"},
		{"days are those of a zone", "Asia/Tokyo", []store.Span{span(store.OutcomeNew, at(3, 20), at(3, 20))}, "···█·"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			zone, err := time.LoadLocation(tt.zone)
			require.NoError(t, err)
			got := ""
			for _, day := range Strip(tt.spans, at(5, 12), 5, zone) {
				got += string(rune(day))
				require.NotEmpty(t, day.Word())
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestNoticesAreWrittenForPeople(t *testing.T) {
	view := func(id int64, e store.Episode) store.EpisodeView {
		e.ID, e.BeganAt = id, noon
		return store.EpisodeView{Episode: e, SourceURL: fmt.Sprintf("https://acme.test/%d", id), SourceKind: "pricing", CompetitorName: "Acme"}
	}
	later := noon.Add(days(2))
	failed := store.Episode{Kind: store.InTrouble, Class: "script", Reason: "a shell", Failures: 3}
	mended := failed
	mended.EndedAt, mended.BeganToldAt = &later, &noon
	flapped := failed
	flapped.EndedAt = &later
	quiet := store.Episode{Kind: store.GoneQuiet, Reason: "Nothing new for 23 days; it usually brings news every 7 days."}
	for _, tt := range []struct {
		name  string
		tells []store.EpisodeView
		title string
		lines []string
	}{
		{"a trouble begins", []store.EpisodeView{view(1, failed)}, "Acme, pricing: the page is empty without its scripts", []string{
			"Source: https://acme.test/1", "The page is empty without its scripts, 3 times in a row.",
			"Said when it was looked at on 2 Nov 2026 12:00 UTC: a shell", "What to do: Set render: browser for this source.",
			"You are told again when it is seen.",
		}},
		{"a trouble ends", []store.EpisodeView{view(1, mended)}, "Acme, pricing: seen again", []string{
			"Source: https://acme.test/1",
			"It was in trouble from 2 Nov 2026 12:00 UTC to 4 Nov 2026 12:00 UTC: the page is empty without its scripts.",
		}},
		{"silence", []store.EpisodeView{view(1, quiet)}, "Acme, pricing: quiet for longer than usual", []string{
			"Source: https://acme.test/1", quiet.Reason, "Look whether the site publishes somewhere else now.",
		}},
		{"several", []store.EpisodeView{view(1, failed), view(2, quiet), view(3, flapped)}, "3 sources need a look, 1 source is seen again", []string{
			"Acme, pricing: the page is empty without its scripts: https://acme.test/1",
			"Acme, pricing: quiet for longer than usual: https://acme.test/2",
			"Acme, pricing: the page is empty without its scripts: https://acme.test/3",
			"Acme, pricing: seen again: https://acme.test/3",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := notice(tt.tells, "", noon)
			require.Equal(t, tt.title, m.Title)
			require.Equal(t, tt.lines, m.Rest[0].Lines)
		})
	}
	require.NotEqual(t, noticeName([]store.EpisodeView{view(1, failed)}), noticeName([]store.EpisodeView{view(1, mended)}))
}
