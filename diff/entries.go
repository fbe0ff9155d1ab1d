package diff

import (
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// entries compares the entries that two captures of a changelog list. An entry is known by its key, its address, its title with its date, or
// its version; what was there before, what returns from memory, and what is older than everything that was listed (a
// longer page, not a new entry) is not news.
func entries(old, new []extract.Entry, mem Memory) []Change {
	known := knownEntries(old)
	known.gainDates(old, new)
	known.loseDates(old, new)
	oldest, listed := oldestOf(old), knownEntries(new)
	var out []Change
	listing := extract.ListingOf(new)
	for i := range new {
		e := &new[i]
		if e.Title == "" || known.has(*e) || mem.knowsEntry(*e) || len(old) > 0 && !e.Date.IsZero() && e.Date.Before(oldest) {
			continue
		}
		if was, ok := known.edited(*e); ok && !listed.has(was) { // what still stands was not edited into another
			out = append(out, reworded(was, e)...)
			continue
		}
		known.add(*e)
		listing.Classify(e)
		out = append(out, added(e))
	}
	return fold(append(out, vanished(old, new)...), "new entries")
}

func added(e *extract.Entry) Change {
	return Change{
		Kind: EntryAdded, Subject: e.Title, After: entryWords(*e), Quote: quote(e.Quote), Level: e.Level, Entry: e,
	}
}

// reworded tells an edit of a title, where the words differ.
func reworded(was extract.Entry, e *extract.Entry) []Change {
	if was.Title == e.Title || untitled(was) || untitled(*e) || begins(was.Items, e.Title) || !substantial(was.Title, e.Title) {
		return nil
	}
	return []Change{{
		Kind: EntryChanged, Subject: e.Title, Before: was.Title, After: e.Title,
		Quote: quote(e.Quote), Level: extract.Minor, Entry: e, SecondLook: true,
	}}
}

// maxOfDay bounds how many entries of one day an untitled one is looked for among.
const maxOfDay = 50

// index finds entries by what they may be known by.
type index struct {
	keys   map[string]extract.Entry
	byURL  map[string]extract.Entry
	titles map[string]extract.Entry
	days   map[string][]extract.Entry // those of a day
	months map[string]extract.Entry   // a title of a month
	alike  alike
}

func knownEntries(list []extract.Entry) *index {
	x := &index{
		keys: map[string]extract.Entry{}, byURL: map[string]extract.Entry{}, titles: map[string]extract.Entry{},
		days: map[string][]extract.Entry{}, months: map[string]extract.Entry{},
	}
	shared := map[string]int{}
	for _, e := range list {
		shared[e.URL]++
	}
	for _, e := range list {
		x.add(e)
		if e.URL != "" && shared[e.URL] == 1 {
			x.byURL[e.URL] = e
		}
	}
	return x
}

func (x *index) add(e extract.Entry) {
	x.keys[e.Key] = e
	x.alike.add(e)
	x.titles[titleKey(e)], x.titles[bareKey(e)] = e, e
	x.months[monthKey(e)] = e
	if day := e.Date.Format(time.DateOnly); !e.Date.IsZero() && len(x.days[day]) < maxOfDay {
		x.days[day] = append(x.days[day], e)
	}
}

func (x *index) has(e extract.Entry) bool {
	_, ok := x.find(e)
	return ok
}

// gainDates makes entries known that had no date and have one now: pages say "3 days ago" of the newest and a date later.
// Each that is not listed without a date any more stands for one entry of its title, the lowest on the page, so that another
// one of the same title stays news.
func (x *index) gainDates(old, new []extract.Entry) {
	left := map[string]int{}
	for _, e := range old {
		if e.Date.IsZero() {
			left[titleOnly(e.Title)]++
		}
	}
	for _, e := range new {
		if e.Date.IsZero() {
			left[titleOnly(e.Title)]--
		}
	}
	for _, e := range slices.Backward(new) {
		if name := titleOnly(e.Title); left[name] > 0 && !e.Date.IsZero() && !x.has(e) {
			x.add(e)
			left[name]--
		}
	}
}

// find is the entry that is the same as another.
func (x *index) find(e extract.Entry) (extract.Entry, bool) {
	if was, ok := x.keys[e.Key]; ok {
		return was, true
	}
	if was, ok := x.titles[titleKey(e)]; ok {
		return was, true
	}
	if was, ok := x.titles[bareKey(e)]; ok {
		return was, true
	}
	was, ok := x.months[monthKey(e)]
	return was, ok && was.Precision != e.Precision && !e.Date.IsZero()
}

// loseDates makes entries known that had a date, on a page that says none any more.
func (x *index) loseDates(old, new []extract.Entry) {
	if slices.ContainsFunc(new, func(e extract.Entry) bool { return !e.Date.IsZero() }) {
		return // pages say no date of the newest alone
	}
	left := map[string]int{}
	for _, e := range old {
		if !e.Date.IsZero() {
			left[titleOnly(e.Title)]++
		}
	}
	for _, e := range slices.Backward(new) {
		if name := titleOnly(e.Title); left[name] > 0 && !x.has(e) {
			x.add(e)
			left[name]--
		}
	}
}

// gaveDates makes old entries known that had no date, where one of their title is listed still: it may have one now.
func (x *index) gaveDates(old, new []extract.Entry) {
	listed := map[string]bool{}
	for _, e := range new {
		listed[titleOnly(e.Title)] = true
	}
	for _, e := range old {
		if e.Date.IsZero() && listed[titleOnly(e.Title)] {
			x.add(e)
		}
	}
}

// edited finds the entry that this one was before its title or date was changed.
func (x *index) edited(e extract.Entry) (extract.Entry, bool) {
	if was, ok := x.byURL[e.URL]; ok && e.URL != "" {
		return was, true
	}
	w := newWording(e)
	if was, ok := x.alike.worded(w); ok {
		return was, true
	}
	day := x.days[e.Date.Format(time.DateOnly)]
	for _, was := range day {
		if goesOn(was, e) || goesOn(e, was) {
			return was, true
		}
		saysTitle := begins(was.Items, e.Title) || begins(e.Items, was.Title)
		if saysTitle && (untitled(was) || untitled(e)) {
			return was, true
		}
		if len(day) == 1 && (saysTitle || untitled(was) || untitled(e) || goesOnAlike(was, e)) { // one of them has only its day
			return was, true
		}
	}
	return x.alike.versioned(w)
}

var versions = regexp.MustCompile(`\d+\.\d+(\.\d+)*[\w.+-]*`)

func version(s string) string { return versions.FindString(s) }

func titleKey(e extract.Entry) string {
	return titleOnly(e.Title) + "\x00" + e.Date.Format(time.DateOnly)
}

// bareKey is a title by its letters and figures alone, without the date in it, and its date; an entry that has no title but its date is that date.
func bareKey(e extract.Entry) string {
	date := "\x00\x00" + e.Date.Format(time.DateOnly)
	if untitled(e) {
		return date
	}
	var b strings.Builder
	for _, r := range titleOnly(e.WithoutDay()) {
		if !pictured(r) || r == ' ' {
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String()) + date
}

// untitled tells an entry whose title is no more than its date.
func untitled(e extract.Entry) bool {
	return !e.Date.IsZero() && len(e.Title) <= 40 && extract.OnlyDate(e.Title)
}

// goesOnAlike tells two entries of one version that go on in the same words, and not in a few.
func goesOnAlike(a, b extract.Entry) bool {
	return len(strings.Join(a.Items, " ")) >= fewWords && slices.Equal(a.Items, b.Items) && version(a.Title) == version(b.Title)
}

// fewWords is how long a text is, in bytes, that several entries may have in common.
const fewWords = 60

// begins tells whether one of the texts begins with another.
func begins(items []string, text string) bool {
	return slices.ContainsFunc(items, func(item string) bool { return strings.HasPrefix(item, text) })
}

// goesOn tells a title of two words or more that another one of the same version begins with: "Faster uploads", "Faster
// uploads for everyone".
func goesOn(a, b extract.Entry) bool {
	short, long := titleOnly(a.Title), titleOnly(b.Title)
	return strings.Contains(short, " ") && strings.HasPrefix(long, short+" ") && version(short) == version(long)
}

// monthKey is a title and its month: some pages list by months what they have a day for elsewhere.
func monthKey(e extract.Entry) string { return titleOnly(e.Title) + "\x00" + e.Date.Format("2006-01") }

func titleOnly(title string) string { return strings.ToLower(strings.Join(strings.Fields(title), " ")) }

// substantial tells an edit of words from one of case, blanks and punctuation, and from a slip that was mended.
func substantial(a, b string) bool {
	a, b = label(extract.WithoutBadge(a)), label(extract.WithoutBadge(b))
	a, b = ofVersion.ReplaceAllString(a, "$1"), ofVersion.ReplaceAllString(b, "$1")
	return overlap(wordSet(a), wordSet(b)) < 1 && !misspelt(a, b)
}

// ofVersion is the letter before a version.
var ofVersion = regexp.MustCompile(`\bv\.?(\d+\.\d)`)

func oldestOf(list []extract.Entry) time.Time {
	var oldest time.Time
	for _, e := range list {
		if !e.Date.IsZero() && (oldest.IsZero() || e.Date.Before(oldest)) {
			oldest = e.Date
		}
	}
	return oldest
}

// vanished lists entries that are gone from the middle: newer and older ones are still there.
func vanished(old, new []extract.Entry) []Change {
	now := knownEntries(new)
	now.gaveDates(old, new)
	last := -1
	for i, e := range old {
		if now.has(e) {
			last = i
		}
	}
	var out []Change
	for i, e := range old {
		if i >= last || e.Title == "" || now.has(e) {
			continue
		}
		if _, ok := now.edited(e); ok {
			continue
		}
		out = append(out, Change{
			Kind: EntryRemoved, Subject: e.Title, Before: entryWords(e), Quote: quote(e.Quote),
			Level: extract.Minor, SecondLook: true,
		})
	}
	if len(out) > len(old)/2 { // a page that is cut or sorted anew is no set of removals
		return nil
	}
	return out
}

func entryWords(e extract.Entry) string {
	if e.Date.IsZero() {
		return e.Title
	}
	return e.Title + " (" + e.Date.Format(time.DateOnly) + ")"
}
