package extract

import (
	"slices"
	"time"
)

// A page can be read in more ways than one: by the headings that hold dates or by the dates that stand alone, with the
// dates in its titles or without them, by all its dates or by those of one kind. Which way is right shows in what comes
// out: records that each have a title of their own, where the titles of the others stand, too.

// reading is what came out of one way to read a page.
type reading struct {
	pieces   []piece
	entries  []Entry
	even     int // entries as a list of news has them
	named    int // entries whose titles are headings, or versions where most are
	dateless int
	days     int // how many there are of which no two are the same
}

// datedEntries reads a page by its dates. Where what comes out is uneven, other ways are tried.
func (t *tree) datedEntries(pieces []piece) []Entry {
	best := t.usually(pieces)
	if best.even < len(best.entries) {
		for _, way := range [][]piece{datesInTitles(pieces), datesOfOneKind(best.pieces)} {
			if other := t.byDates(way); other.better(best) {
				best = other
			}
		}
	}
	if n := len(versionHeadings(pieces)); n >= fewCards && n >= 2*len(best.entries) {
		return t.versionEntries(pieces) // days are told in them, and few have one of their own
	}
	return t.withTheRest(pieces, best)
}

// usually reads a page whose titles hold dates where most pages have them.
func (t *tree) usually(pieces []piece) reading {
	pieces = slices.Clone(pieces)
	plainTitles(pieces)
	tellingTitles(pieces)
	return t.byDates(pieces)
}

// byDates reads headings that carry dates, or cards around them, whichever say more.
func (t *tree) byDates(pieces []piece) reading {
	r := reading{pieces: pieces}
	if pieces == nil {
		return r
	}
	r.entries = t.headingEntries(pieces)
	if cards := t.cardEntries(pieces); finer(cards, r.entries) {
		r.entries = cards
	}
	r.count()
	return r
}

// count counts the entries that have a title of their own and stand, title and date, where most stand.
func (r *reading) count() {
	places, titles, days := map[string]int{}, map[string]int{}, map[time.Time]bool{}
	headings, versions := 0, 0
	for _, e := range r.entries {
		switch {
		case e.head > 0 && r.at(e.head).heading > 0:
			headings++
		case namesVersion(e.Title):
			versions++
		}
		if days[e.Date] = true; e.Date.IsZero() {
			r.dateless++
		}
		if titles[e.Title]++; titles[e.Title] == 1 {
			place := r.placeOf(e)
			places[place]++
			r.even = max(r.even, places[place])
		}
	}
	r.days = len(days)
	if r.named = headings; versions > headings {
		r.named += versions
	}
}

// at is the piece in a place of the page.
func (r *reading) at(place int) piece { return r.pieces[place-r.pieces[0].at] }

func (r *reading) placeOf(e Entry) string {
	place := ""
	for _, at := range []int{e.head, e.mark} {
		if at > 0 {
			place += kindOf(r.at(at)) + "|"
		}
	}
	return place
}

// kindOf names what pieces of one style have in common.
func kindOf(p piece) string {
	place := placeOf(p, nil)
	if p.heading == 0 {
		place += attr(p.node, "class")
	}
	return place
}

// better tells whether another way to read the same entries, more or less, leaves hardly any that are uneven, or as many
// even ones with fewer beside them. No name of a release is lost, and no date.
func (r reading) better(than reading) bool {
	n, was := len(r.entries), len(than.entries)
	return (r.even > than.even || r.even == than.even && n < was && r.named >= than.named) &&
		r.dateless <= than.dateless && 5*r.days >= 4*min(n, than.days) && 5*r.even >= 4*n && (maxTold+1)*n >= was && n <= 2*was
}

// datesInTitles leaves the dates of headings to their titles, on pages that say other dates beside them. It is nil
// elsewhere.
func datesInTitles(pieces []piece) []piece {
	out := slices.Clone(pieces)
	inside, beside := 0, 0
	for i := range out {
		switch p := &out[i]; {
		case !p.dated():
		case p.heading == 0:
			beside++
		case words(p.rest) > 0:
			p.prec, p.rest = "", p.text
			inside++
		}
	}
	if inside == 0 || beside == 0 {
		return nil
	}
	return out
}

// datesOfOneKind leaves the dates of the commonest kind, where the others stand between them, hardly more than one in a
// row: an entry that is dated tells other days in its text. It is nil elsewhere.
func datesOfOneKind(pieces []piece) []piece {
	kinds, best := map[string]int{}, ""
	for _, p := range pieces {
		if p.dated() {
			kind := kindOfDate(p)
			if kinds[kind]++; best == "" || kinds[kind] > kinds[best] {
				best = kind
			}
		}
	}
	if kinds[best] < fewCards {
		return nil
	}
	out := slices.Clone(pieces)
	others, row, begun := 0, 0, false
	for i := range out {
		switch p := &out[i]; {
		case !p.dated():
		case kindOfDate(*p) == best:
			row, begun = 0, true
		case begun && p.heading == 0:
			p.prec, p.ago, p.rest = "", false, p.text
			others++
			row++
		}
		if row > maxTold {
			return nil
		}
	}
	if others == 0 || others > maxTold*kinds[best] {
		return nil
	}
	return out
}

// kindOfDate is one for all dates of headings.
func kindOfDate(p piece) string {
	if p.heading > 0 {
		return "heading"
	}
	return kindOf(p)
}

// maxTold is how many other days the text of an entry tells.
const maxTold = 2

// withTheRest adds what a page tells in another way before or behind its list: the newest releases under headings of
// their own above a table of the older ones.
func (t *tree) withTheRest(pieces []piece, r reading) []Entry {
	if len(r.entries) < 2 || !inOrder(r.entries) {
		return r.entries
	}
	first, last := len(pieces), 0
	for _, e := range r.entries {
		for _, at := range []int{e.head, e.mark} {
			if at > 0 {
				first, last = min(first, at-1), max(last, at)
			}
		}
	}
	if last == 0 {
		return r.entries
	}
	before, behind := t.usually(pieces[:first]), t.usually(pieces[last:])
	if goesOnWith(before.entries, r.entries) {
		r.entries = append(before.entries, r.entries...)
	}
	if goesOnWith(r.entries, behind.entries) {
		r.entries = append(r.entries, behind.entries...)
	}
	return r.entries
}

// goesOnWith tells whether two lists are parts of one: both name releases, and the days of the second follow on those of
// the first.
func goesOnWith(newer, older []Entry) bool {
	if len(newer) < 2 || len(older) < 2 || !inOrder(newer) || !inOrder(older) {
		return false
	}
	for _, e := range append(slices.Clone(newer), older...) {
		if e.Date.IsZero() || !namesVersion(e.Title) {
			return false
		}
	}
	return !older[0].Date.After(newer[len(newer)-1].Date)
}

// inOrder tells entries none of which is younger than the one before it.
func inOrder(entries []Entry) bool {
	return slices.IsSortedFunc(entries, func(a, b Entry) int { return b.Date.Compare(a.Date) })
}
