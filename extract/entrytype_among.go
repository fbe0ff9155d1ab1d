package extract

import "slices"

// A short title without any sign is the name of a feature in a changelog and the subject of an article in a magazine: "Role
// hierarchies". A long one is a change told in many words, or a headline. Which of the two a list is shows in the entries
// whose titles say what they are.

// Bounds of what is looked at to tell what a list is: its entries, and those that must be told for sure.
const (
	maxJudged = 40
	fewTold   = 4
)

// Listing is the list that entries are of, which is asked where nothing else tells what one of them shipped.
type Listing struct {
	entries   []Entry
	asked     bool
	magazine  bool // hardly any of its titles, where they say what they are, say that something was shipped
	changelog bool // hardly any say anything else
}

// ListingOf looks at entries only when it is asked.
func ListingOf(entries []Entry) *Listing { return &Listing{entries: entries} }

// ClassifyAs fills in what entries of a page shipped, as it was known of the same entries of an earlier page, or anew.
func ClassifyAs(earlier, entries []Entry) {
	known := make(map[string]Entry, len(earlier))
	for _, e := range earlier {
		known[e.Key] = e
	}
	listing := ListingOf(entries)
	for i := range entries {
		e := &entries[i]
		if was, ok := known[e.Key]; ok && was.Title == e.Title && was.URL == e.URL &&
			slices.Equal(was.Items, e.Items) && slices.Equal(was.Labels, e.Labels) {
			e.Type, e.Level = was.Type, was.Level
		}
		listing.Classify(e)
	}
}

// Classify fills in what an entry shipped, unless that is known already. Readers leave it out, because most entries of a
// page were classified when they were new.
func (l *Listing) Classify(e *Entry) {
	if e.Type == "" {
		e.Type, e.Level, _ = l.Explain(e)
	}
}

// Explain says what an entry shipped, how much it matters and why. Beside title and text it knows the words that label the
// entry on its page and in its address, and what its list is.
func (l *Listing) Explain(e *Entry) (EntryType, Level, string) {
	v := e.verdict()
	switch {
	case v.unsigned && l.look().magazine:
		return Other, Minor, "a short title without any sign, in a list most of which ships nothing"
	case v.headline && l.look().changelog:
		return Improvement, Notable, "a long title without any sign, in a list most of which was shipped"
	}
	return v.typ, v.level, v.why
}

// look tells what the list is, once it is asked.
func (l *Listing) look() *Listing {
	if l.asked {
		return l
	}
	l.asked = true
	shipped, articles := 0, 0
	judged := l.entries[:min(len(l.entries), maxJudged)]
	for i := range judged {
		left, told := len(judged)-i, shipped+articles
		if !mostly(articles+left, told+left) && !mostly(shipped+left, told+left) {
			break // whatever the others are
		}
		switch v := judged[i].verdict(); {
		case v.unsigned:
		case v.typ == Other:
			articles++
		default:
			shipped++
		}
	}
	l.magazine, l.changelog = mostly(articles, shipped+articles), mostly(shipped, shipped+articles)
	return l
}

// mostly tells whether so many of one kind make a list of so many titles that say what they are.
func mostly(n, told int) bool { return n >= fewTold && 3*n >= 2*told }
