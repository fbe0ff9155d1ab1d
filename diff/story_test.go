package diff_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/dates"
)

const (
	longText = "Watch what your visitors do at the very moment they do it. Open a session from the list, follow the pointer, and leave a note for your colleagues."
	beginOf  = "Watch what your visitors do at the very moment they do it. Open a session from the list, follow the pointer"
	otherOne = "Dashboards load in half of the time because queries run side by side. Nothing needs to be changed, and old charts profit as well."
)

// told is an entry as a source tells it: title, day or month (or nothing), address, text.
func told(title, when, url, text string) extract.Entry {
	e := extract.Entry{Title: title, URL: url}
	if text != "" {
		e.Items = []string{text}
	}
	for layout, p := range map[string]dates.Precision{"2006-01-02": dates.Day, "2006-01": dates.Month, "2006": dates.Year} {
		if date, err := time.Parse(layout, when); err == nil {
			e.Date, e.Precision = date, p
		}
	}
	return e
}

type pair struct {
	name string
	a, b extract.Entry
}

// What competitors tell twice, in a feed, a changelog and a blog.
func TestTheSameNews(t *testing.T) {
	for _, p := range []pair{
		{"one title, one day", told("Live view", "2026-11-02", "", ""), told("Live view", "2026-11-02", "", "")},
		{"announced and listed", told("Introducing live view", "2026-11-02", "", ""), told("Live View is now available", "2026-11-03", "", "")},
		{"with the company's name", told("Acme Replay now has live view", "2026-11-02", "", ""), told("Live view", "2026-11-02", "", "")},
		{"gone live", told("Live view is live", "2026-11-02", "", ""), told("Live view", "2026-11-02", "", "")},
		{"with a subtitle", told("Live view: watch sessions as they happen", "2026-11-02", "", ""), told("Introducing live view", "2026-11-04", "", "")},
		{"with its version", told("Acme 4.2 – Live view", "2026-11-02", "", ""), told("Live view", "2026-11-02", "", "")},
		{"singular and plural", told("Dashboard filters", "2026-11-02", "", ""), told("Dashboards filter", "2026-11-02", "", "")},
		{"one word more in a long title", told("Export charts to spreadsheets by mail", "2026-11-02", "", ""), told("Export charts to shared spreadsheets by mail", "2026-11-02", "", "")},
		{"one address, other words", told("Watch sessions as they happen", "2026-11-02", "https://acme.test/blog/live", ""), told("Live view", "2026-11-10", "http://www.acme.test/blog/live/?utm_source=rss", "")},
		{"one address, no dates", told("Live view", "", "https://acme.test/blog/live", ""), told("Live view", "", "https://acme.test/blog/live/", "")},
		{"one text, other titles", told("Live view", "2026-11-02", "", longText), told("See visitors in real time", "2026-11-05", "", beginOf)},
		{"one version, one text", told("v2.4.0", "2026-11-02", "", "Fixed a crash on start."), told("Release 2.4", "2026-11-02", "", "Fixed a crash on start.")},
		{"release notes of one day with one text", told("Release notes", "2026-11-02", "", "Charts load faster on large screens."), told("Release notes", "2026-11-02", "", "Charts load faster on large screens.")},
		{"a month and a day within it", told("Live view with notes", "2026-11", "", ""), told("Live view with notes", "2026-11-17", "", "")},
		{"no date, but first seen in the same days", told("Live view with notes", "", "", ""), told("Live view with notes", "2026-11-14", "", "")},
		{"in another script", told("セッション再生に対応", "2026-11-02", "", ""), told("セッション再生に対応", "2026-11-02", "", "")},
		{"one word swapped, one address and one text", told("SSO sign-in", "2026-11-02", "https://acme.test/sso", longText), told("SSO login", "2026-11-02", "https://acme.test/sso", longText)},
	} {
		t.Run(p.name, func(t *testing.T) { requireSame(t, true, p) })
	}
}

// What only looks alike and has to stay apart.
func TestDifferentNews(t *testing.T) {
	for _, p := range []pair{
		{"two versions", told("v2.1", "2026-11-02", "", longText), told("v2.2", "2026-11-02", "", longText)},
		{"two versions at one address", told("v2.1", "2026-11-02", "https://acme.test/latest", ""), told("v2.2", "2026-11-03", "https://acme.test/latest", "")},
		{"two plans", told("SSO for Teams", "2026-11-02", "", longText), told("SSO for Enterprise", "2026-11-02", "", longText)},
		{"two plans with one help page", told("SSO for Teams", "2026-11-02", "https://acme.test/docs/sso", ""), told("SSO for Enterprise", "2026-11-02", "https://acme.test/docs/sso", "")},
		{"release notes months apart", told("Release notes", "2026-08-02", "", longText), told("Release notes", "2026-11-02", "", longText)},
		{"release notes of one day with other texts", told("Release notes", "2026-11-02", "", longText), told("Release notes", "2026-11-02", "", otherOne)},
		{"release notes without dates", told("Release notes", "", "", ""), told("Release notes", "", "", "")},
		{"bug fixes", told("Bug fixes and improvements", "2026-11-02", "", ""), told("Bug fixes and improvements", "2026-11-02", "", "")},
		{"one version of two products", told("v2.4.0", "2026-11-02", "https://acme.test/js", "Promises are supported."), told("v2.4.0", "2026-11-02", "https://acme.test/py", "Type hints for all clients.")},
		{"one version without texts", told("v2.4.0", "2026-11-02", "https://acme.test/js", ""), told("v2.4.0", "2026-11-02", "https://acme.test/py", "")},
		{"two products with their versions", told("iOS SDK 2.4", "2026-11-02", "", ""), told("Android SDK 2.4", "2026-11-02", "", "")},
		{"two months", told("What’s new in October", "2026-11-02", "", longText), told("What’s new in September", "2026-11-02", "", longText)},
		{"a feature and a part of it", told("Session replay", "2026-11-02", "", ""), told("Session replay for iOS", "2026-11-02", "", "")},
		{"a feature and a qualifier behind a colon", told("Session replay", "2026-11-02", "", ""), told("Session replay: masking", "2026-11-02", "", "")},
		{"two parts of a feature", told("Session replay: masking", "2026-11-02", "", ""), told("Session replay: network tab", "2026-11-02", "", "")},
		{"a feature and its removal", told("Introducing flows", "2026-11-02", "", ""), told("Deprecating flows", "2026-11-02", "", "")},
		{"a feature and its fix", told("Search", "2026-11-02", "", ""), told("Search fix", "2026-11-02", "", "")},
		{"a beta", told("Live view", "2026-11-02", "", ""), told("Live view beta", "2026-11-02", "", "")},
		{"two regions told in the same words", told("Now available in Oslo", "2026-11-02", "", longText), told("Now available in Porto", "2026-11-02", "", longText)},
		{"two exports", told("Export to spreadsheets", "2026-11-02", "", ""), told("Export to warehouses", "2026-11-02", "", "")},
		{"the same title a year later", told("Live view", "2025-11-02", "", ""), told("Live view", "2026-11-02", "", "")},
		{"a beta in spring, the launch in autumn, at one address", told("Live view", "2026-03-02", "https://acme.test/live", ""), told("Live view", "2026-11-02", "https://acme.test/live", "")},
		{"two places of one page", told("Live view", "2026-11-02", "https://acme.test/log#live", ""), told("Dark mode", "2026-11-02", "https://acme.test/log#dark", "")},
		{"nothing in common", told("Live view", "2026-11-02", "", longText), told("Faster dashboards", "2026-11-02", "", otherOne)},
		{"no titles at all", told("", "2026-11-02", "", ""), told("", "2026-11-02", "", "")},
		{"two counts", told("100 new templates", "2026-11-02", "", ""), told("50 new templates", "2026-11-02", "", "")},
		{"other scripts", told("セッション再生に対応", "2026-11-02", "", ""), told("ヒートマップに対応", "2026-11-02", "", "")},
	} {
		t.Run(p.name, func(t *testing.T) { requireSame(t, false, p) })
	}
}

// requireSame judges a pair both ways round.
func requireSame(t *testing.T, want bool, p pair) {
	seen := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	stamp := func(e extract.Entry) time.Time {
		if e.URL == "" && e.Title != "Release notes" {
			return seen
		}
		return time.Time{}
	}
	a, b := diff.NewStory(p.a, "Acme Replay", stamp(p.a)), diff.NewStory(p.b, "Acme Replay", stamp(p.b))
	require.Equal(t, want, a.Same(b))
	require.Equal(t, want, b.Same(a))
	require.True(t, !want || a.Same(a))
}
