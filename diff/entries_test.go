package diff_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/dates"
)

func entry(title, day, url string) extract.Entry {
	date, _ := time.Parse(time.DateOnly, day)
	return extract.Entry{Key: title + day, Title: title, Date: date, Precision: dates.Day, URL: url, Quote: title}
}

// ofMonth is the same entry on a page that says months alone.
func ofMonth(e extract.Entry) extract.Entry {
	month := e.Date.AddDate(0, 0, 1-e.Date.Day())
	return extract.Entry{Key: e.Title + "month", Title: e.Title, Date: month, Precision: dates.Month, Quote: e.Title}
}

func changelog(entries ...extract.Entry) extract.Document {
	return extract.Document{Kind: extract.Changelog, Entries: entries}
}

func TestEntries(t *testing.T) {
	a := entry("Heatmaps for mobile", "2026-11-02", "https://acme.test/a")
	b := entry("Faster search", "2026-10-20", "https://acme.test/b")
	c := entry("Dark mode", "2026-10-01", "https://acme.test/c")
	for _, tt := range []struct {
		name     string
		old, new extract.Document
		kinds    []diff.ChangeKind
	}{
		{"nothing new", changelog(a, b, c), changelog(a, b, c), nil},
		{"a new entry on top", changelog(b, c), changelog(a, b, c), []diff.ChangeKind{diff.EntryAdded}},
		{"the oldest scrolled off", changelog(a, b, c), changelog(a, b), nil},
		{"a longer page shows older entries", changelog(a, b), changelog(a, b, c), nil},
		{
			"a title was edited",
			changelog(a, b, c), changelog(entry("Heatmaps for phones and tablets", "2026-11-02", "https://acme.test/a"), b, c),
			[]diff.ChangeKind{diff.EntryChanged},
		},
		{
			"a title like that of the same day, which still stands, is another entry",
			changelog(entry("Heatmaps for large screens", "2026-11-02", ""), b, c),
			changelog(entry("Heatmaps for large screens everywhere", "2026-11-02", ""), entry("Heatmaps for large screens", "2026-11-02", ""), b, c),
			[]diff.ChangeKind{diff.EntryAdded},
		},
		{
			"a title like that of the same day, which is gone, was made longer",
			changelog(entry("Faster maps", "2026-11-02", ""), b, c), changelog(entry("Faster maps on old phones", "2026-11-02", ""), b, c),
			[]diff.ChangeKind{diff.EntryChanged},
		},
		{
			"the dates of all entries are gone, and one entry is new",
			changelog(a, b, c), changelog(entry("Maps", "", ""), entry(a.Title, "", ""), entry(b.Title, "", ""), entry(c.Title, "", "")),
			[]diff.ChangeKind{diff.EntryAdded},
		},
		{"days gave way to months", changelog(a, b, c), changelog(ofMonth(a), ofMonth(b), ofMonth(c)), nil},
		{"months gave way to days", changelog(ofMonth(a), ofMonth(b), ofMonth(c)), changelog(a, b, c), nil},
		{
			"an entry of three days ago has a date a week later, and no address",
			changelog(entry("Maps", "", ""), b, c), changelog(entry("Maps", "2026-11-02", ""), b, c), nil,
		},
		{
			"of two with the same title the older one gained its date, the newer one is news",
			changelog(entry("Fixes", "", ""), b, c), changelog(entry("Fixes", "2026-11-09", ""), entry("Fixes", "2026-11-02", ""), b, c),
			[]diff.ChangeKind{diff.EntryAdded},
		},
		{
			"one of an hour ago is not the one of the same title from last week",
			changelog(entry("Fixes", "2026-11-02", ""), b, c), changelog(entry("Fixes", "", ""), entry("Fixes", "2026-11-02", ""), b, c),
			[]diff.ChangeKind{diff.EntryAdded},
		},
		{
			"a version is not the latest any more",
			changelog(entry("Ketch 2.4 · Latest", "", ""), entry("Ketch 2.3", "", "")),
			changelog(entry("Ketch 2.5 · Latest", "", ""), entry("Ketch 2.4", "", ""), entry("Ketch 2.3", "", "")),
			[]diff.ChangeKind{diff.EntryAdded},
		},
		{
			"a slip was mended in a title that has neither day nor address",
			changelog(entry("Cards", "", ""), entry("Chat integrration", "", "")), changelog(entry("Cards", "", ""), entry("Chat integration", "", "")), nil,
		},
		{"one was taken out of the middle", changelog(a, b, c), changelog(a, c), []diff.ChangeKind{diff.EntryRemoved}},
		{"a page without any entry is no set of removals", changelog(a, b, c), changelog(), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var kinds []diff.ChangeKind
			for _, ch := range diff.Documents(tt.old, tt.new, diff.Memory{}) {
				kinds = append(kinds, ch.Kind)
			}
			require.Equal(t, tt.kinds, kinds)
		})
	}
}

func TestTwoVersionsOfOneDayAreTwoEntries(t *testing.T) {
	old := changelog(entry("v2.6.5 (Pre-release)", "2026-11-02", ""))
	changes := diff.Documents(old, changelog(entry("v2.6.6 (Pre-release)", "2026-11-02", ""), old.Entries[0]), diff.Memory{})
	require.Len(t, changes, 1)
	require.Equal(t, diff.EntryAdded, changes[0].Kind)
}

func TestAnEntryThatReturnsIsNotNews(t *testing.T) {
	a, b := entry("Heatmaps for mobile", "2026-11-02", ""), entry("Faster search", "2026-10-20", "")
	mem := diff.Memory{}.Remember(changelog(a, b))
	require.Empty(t, diff.Documents(changelog(b), changelog(a, b), mem))
}

func TestANewEntryIsTypedAndNeedsNoSecondLook(t *testing.T) {
	old := changelog(entry("Faster search", "2026-10-20", ""))
	changes := diff.Documents(old, changelog(entry("Introducing live view", "2026-11-02", ""), old.Entries[0]), diff.Memory{})
	require.Len(t, changes, 1)
	require.False(t, changes[0].SecondLook)
	require.Equal(t, extract.Major, changes[0].Level)
	require.Equal(t, extract.Launch, changes[0].Entry.Type)
	require.Equal(t, "Introducing live view", changes[0].Subject)
}
