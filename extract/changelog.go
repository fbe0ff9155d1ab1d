package extract

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/dates"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Bounds of a changelog.

const (
	maxEntries  = 5000
	maxEntryLis = 200
	maxLabels   = 20
	maxDateLine = 70 // bytes of a line that can be an entry's date
)

var (
	versionName = regexp.MustCompile(`(?i)\bv?\d+\.\d+(\.\d+)*[\w.+-]*`)
	dateJoints  = regexp.MustCompile(`^[\s\-–—:|·•,/@：，、｜・]+|[\s\-–—:|·•,/@：，、｜・]+$|(?i)[(\[（【]\s*((release|released|published|posted|updated|date|on|at|since)\b[\s:]*)*[)\]）】]`)
	datePrefix  = regexp.MustCompile(`(?i)(^|\s)(released?|published|posted|updated|on|date|last modified|week (of|ending|starting)|the week of|as of|woche vom|semaine du|semana del)\s*(on|at|:)?\s*\.?$`)
)

// entries reads a changelog: dated headings, dated cards, dates beside headings, dates in the page's data, or, without any
// date, versions, links to releases, or boxes with a heading each.
func (t *tree) entries() []Entry {
	pieces := t.pieces()
	entries := t.datedEntries(pieces)
	plainTitles(pieces)
	tellingTitles(pieces)
	if len(entries) == 0 {
		entries = t.structuredEntries(pieces)
	}
	if len(entries) == 0 {
		entries = t.addressEntries(pieces)
	}
	if len(entries) == 0 {
		entries = t.versionEntries(pieces)
	}
	if len(entries) == 0 {
		entries = t.linkEntries(pieces)
	}
	if len(entries) == 0 {
		entries = t.boxEntries(pieces)
	}
	entries = distinct(entries)
	if len(entries) > 1 {
		withoutCommonNotice(entries)
	}
	for i := range entries {
		e := &entries[i]
		if e.URL == "" {
			e.URL = t.resolve("") // it is told here
		}
		e.home = t.foldersShared(e.URL)
	}
	return entries
}

// plainTitles takes the dates out of titles on a page whose dates stand by themselves: there a date in a heading, or among
// the words of a line, is a part of the title ("March 2026 in review").
func plainTitles(pieces []piece) {
	inside, beside, alone, days := 0, 0, 0, 0
	for _, p := range pieces {
		switch {
		case !p.dated():
		case p.heading == 0:
			beside++
			if words(p.rest) < 2 {
				alone++
			}
			if p.prec == dates.Day && p.onlyDate() || p.ago {
				days++
			}
		case words(p.rest) > 0:
			inside++
		}
	}
	for i := range pieces {
		p := &pieces[i]
		if !p.dated() || p.apart || words(p.rest) == 0 {
			continue
		}
		if p.heading > 0 && (anotherDay(pieces, i) || 2*inside < beside || p.prec == dates.Month && days >= max(inside, 2)) || p.heading == 0 && words(p.rest) > 1 && !onlyNamesVersion(p.rest) && 2*alone > beside {
			p.prec, p.rest = "", p.text
		}
	}
}

// anotherDay tells a heading beside which another day stands alone than that which it speaks of: "Prices go up on 1 June 2026".
func anotherDay(pieces []piece, i int) bool {
	if pieces[i].prec != dates.Day || words(pieces[i].rest) < 2 {
		return false
	}
	for _, step := range []int{-1, 1} {
		for j := i + step; j >= 0 && j < len(pieces) && j != i+3*step && pieces[j].heading == 0; j += step {
			if q := pieces[j]; q.prec == dates.Day && q.onlyDate() && !q.date.Equal(pieces[i].date) {
				return true
			}
		}
	}
	return false
}

// tellingTitles leaves the dates in titles that differ by them alone, "Product updates, May 2026", or that begin with them.
func tellingTitles(pieces []piece) {
	times := map[string]int{}
	named := func(p piece) bool {
		return p.dated() && !p.apart && words(p.rest) > 1 && (p.heading > 0 || namesPage(p.rest) && wholeLink(p))
	}
	for _, p := range pieces {
		if named(p) {
			times[p.rest]++
		}
	}
	for i := range pieces {
		if p := &pieces[i]; named(*p) && (times[p.rest] > 1 && !titleApart(*p) || goesOnFromMonth(*p)) {
			p.rest = p.text
		}
	}
}

// titleApart tells a heading whose title is an element of its own, with its day behind it.
func titleApart(p piece) bool {
	return p.prec == dates.Day && slices.ContainsFunc(elements(p.node), func(e *html.Node) bool {
		return readText(e) == p.rest
	})
}

// goesOnFromMonth tells a title that begins with its month and goes on in the same sentence: "May 2026 in review".
func goesOnFromMonth(p piece) bool {
	month, ok := strings.CutSuffix(p.text, " "+p.rest)
	r, _ := utf8.DecodeRuneInString(p.rest)
	return ok && p.prec == dates.Month && unicode.IsLower(r) && month != "" && month[len(month)-1] >= '0' && month[len(month)-1] <= '9'
}

// finer tells whether the entries of cards are more than those of headings, or as many and dated more exactly.
func finer(cards, headings []Entry) bool {
	if len(cards) != len(headings) {
		return len(cards) > len(headings)
	}
	days := func(list []Entry) (n int) {
		for _, e := range list {
			if e.Precision == dates.Day {
				n++
			}
		}
		return n
	}
	return days(cards) > days(headings)
}

// headingEntries reads pages whose headings carry their dates.
func (t *tree) headingEntries(pieces []piece) []Entry {
	var out []Entry
	over, parts, last := titlesOver(pieces), partsOfDays(pieces), endOfDates(pieces)
	under := !over && titlesUnder(pieces)
	lines := !over && !under && linesUnder(pieces)
	boxes := boxedDays(pieces, last)
	undated := undatedVersions(pieces, datedTitles(pieces, over))
	linked := !over && !under && t.linksUnderDays(pieces[:last])
	bold := !over && !under && boldUnder(pieces, last)
	for i, p := range pieces {
		if len(out) < maxEntries && slices.Contains(undated, i) {
			out = append(out, t.undatedEntry(pieces, i))
		}
		if p.heading == 0 || !p.dated() || len(out) >= maxEntries {
			continue
		}
		end := sectionEnd(pieces, i, func(q piece) bool { return q.heading > 0 && q.heading <= p.heading })
		end = min(end, last)
		if end < len(pieces) && versionBadge(pieces, end) {
			end--
		}
		switch {
		case words(p.rest) > 0:
			out = append(out, t.entry(p.rest, p, p, pieces[i+1:end]))
		case over:
			out = append(out, t.entry(pieces[i-1].text, pieces[i-1], p, pieces[i+1:end]))
		case under:
			end = sectionEnd(pieces[:last], i, func(q piece) bool { return q.heading > 0 && q.dated() })
			out = append(out, t.underDay(p, pieces[i+1:end])...)
		case linked:
			out = append(out, t.linked(p, pieces[i+1:end])...)
		case bold:
			out = append(out, t.boldEntries(p, pieces[i+1:end])...)
		case lines:
			out = append(out, t.entry(pieces[i+1].text, pieces[i+1], p, pieces[i+2:end]))
		case versionBadge(pieces, i):
			out = append(out, t.entry(pieces[i-1].text, pieces[i-1], p, pieces[i+1:end]))
		case boxes[i] != nil:
			out = append(out, t.boxed(pieces, p, boxes[i], end)...)
		default:
			out = append(out, t.under(p, pieces[i+1:end], parts)...)
		}
	}
	if hardlyAny(out, pieces) {
		return nil
	}
	return out
}

// under reads what stands below a heading that is only a date: an entry for each heading there, or one for all. Where
// headings below it have dates of their own it is no more than their month, and where all of them are parts that come
// again below other dates, the text of these is one.
func (t *tree) under(day piece, below []piece, parts map[string]bool) []Entry {
	top, own := 7, false
	for _, p := range below {
		if p.heading > 0 && p.dated() {
			return nil
		}
		if p.heading > 0 && !category.MatchString(p.text) {
			top = min(top, p.heading)
			own = own || !parts[p.text]
		}
	}
	if !own {
		return []Entry{t.untitled(day, below)}
	}
	var titles []int
	for i, p := range below {
		if p.heading == top && !category.MatchString(p.text) {
			titles = append(titles, i)
		}
	}
	var out []Entry
	for _, c := range titledCards(below, titles, day, len(below)) {
		c.hi = min(c.hi, sectionEnd(below, c.title, func(q piece) bool { return q.heading > 0 && q.heading <= top }))
		e := t.entry(below[c.title].text, below[c.title], day, below[c.title+1:c.hi])
		t.complete(&e, below, c)
		out = append(out, e)
	}
	if len(out) == 0 {
		out = append(out, t.untitled(day, below))
	}
	return out
}

// partsOfDays are the headings that come again and again below dates, and side by side: "Web", "Phones". They part what is
// new on a day, and are no titles.
func partsOfDays(pieces []piece) map[string]bool {
	days, below := map[string]int{}, map[string]bool{}
	var groups []map[string]bool
	for _, p := range pieces {
		switch {
		case p.heading == 0:
		case p.dated() && words(p.rest) == 0:
			below = map[string]bool{}
			groups = append(groups, below)
		case !below[p.text] && len(groups) > 0:
			below[p.text] = true
			days[p.text]++
		}
	}
	parts := map[string]bool{}
	for _, group := range groups {
		again := slices.DeleteFunc(slices.Collect(maps.Keys(group)), func(s string) bool { return days[s] < 2 })
		for _, s := range again {
			parts[s] = parts[s] || len(again) > 1
		}
	}
	return parts
}

func sectionEnd(pieces []piece, i int, ends func(piece) bool) int {
	for j := i + 1; j < len(pieces); j++ {
		if ends(pieces[j]) {
			return j
		}
	}
	return len(pieces)
}

// entry puts an entry together.
func (t *tree) entry(title string, head, dated piece, below []piece) Entry {
	e := Entry{
		Title: cut(title, maxField), Date: dated.date, Precision: dated.prec, URL: t.address(head, below), Quote: head.text,
		head: head.at, mark: dated.at,
	}
	if head.quote != "" {
		e.Quote = head.quote
	} else if strings.Contains(head.text, title) {
		e.Quote = title
	}
	e.label(head.badge)
	named := !untold(title, plainWords(title))
	var usual []string
	for _, p := range withoutKnownIssues(below) {
		if p.onlyDate() || words(p.text) == 0 && wideRunes(p.text) == 0 {
			continue
		}
		if isLabel(p.badge) {
			e.label(p.badge)
		}
		switch {
		case isLabel(p.text) && len(e.Labels) < maxLabels:
			among := p.item && len(e.Items) > 0 && len(e.Labels) == 0      // a line of a list, the lines above which are of other kinds
			if !among && (p.heading == 0 || !named || len(e.Items) == 0) { // else it says of what kind the rest of the text is
				e.label(p.text)
			}
		case p.heading > 0 || noise(p) || written(p) || p.text == title:
		case p.usual:
			usual = append(usual, cut(p.text, maxField))
		case len(e.Items) < maxEntryLis:
			e.Items = append(e.Items, cut(p.text, maxField))
		}
	}
	if len(e.Items) == 0 {
		e.Items = usual[:min(len(usual), maxEntryLis)]
	}
	e.Key = textKey(e.Title, e.Date)
	return e
}

// label notes a word that says of what kind an entry is.
func (e *Entry) label(word string) {
	if word != "" && len(e.Labels) < maxLabels && !slices.Contains(e.Labels, word) {
		e.Labels = append(e.Labels, word)
	}
}

// untitled is an entry that has no title but its date. A single short text says more than that.
func (t *tree) untitled(day piece, below []piece) Entry {
	e := t.entry(day.text, day, day, below)
	if len(e.Items) == 1 {
		if said := firstSentence(e.Items[0]); words(said) > 1 || wideRunes(said) > 2 {
			e.Title, e.Quote = cut(said, 200), cut(said, 200)
			e.Key = textKey(e.Title, e.Date)
		}
	}
	return e
}

// address is an entry's own address: a link in or around its title, or around the same words below it, where those who
// only listen hear the title first; else its anchor on the page.
func (t *tree) address(p piece, below []piece) string {
	href := linkOf(p)
	for i := len(below) - 1; href == "" && i >= 0; i-- {
		if below[i].text == p.text && wholeLink(below[i]) {
			href = linkOf(below[i])
		}
	}
	if to := t.resolve(href); href != "" && to != "" {
		return cut(to, maxAddress)
	}
	for _, n := range append([]*html.Node{p.node}, elements(p.node)...) {
		if id := attr(n, "id"); id != "" {
			return cut(t.resolve("#"+id), maxAddress)
		}
	}
	return ""
}

// linkOf is where a piece leads: the first link in it, or the one it stands in.
func linkOf(p piece) string {
	if p.node == nil {
		return ""
	}
	found := ""
	look := func(e *html.Node) bool {
		if e.DataAtom == atom.A && found == "" {
			found = attr(e, "href")
		}
		return found == ""
	}
	for _, n := range p.parts() {
		if n.Type == html.ElementNode && look(n) {
			each(n, look)
		}
	}
	for n := p.node; n != nil && found == ""; n = n.Parent {
		look(n)
	}
	return found
}

// words counts what a text says: what is nothing but signs and pictures is no word.
func words(s string) int {
	n := 0
	for f := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(f, telling) {
			n++
		}
	}
	return n
}

func telling(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}
