package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Versions name releases: as headings, as badges beside a date, or, on pages that say no dates at all, as lines that
// stand above what each release brought.

// Bounds of a title that names a version: its words, and those before the version.
const (
	maxVersionTitle = 24
	maxBeforeNumber = 6
)

// versionEntries reads release lists that name versions and no dates.
func (t *tree) versionEntries(pieces []piece) []Entry {
	heads := versionHeadings(pieces)
	if len(heads) == 0 {
		heads = versionLines(pieces)
	}
	if len(heads) == 0 {
		heads = versionsOpened(pieces)
	}
	named := namesBelow(pieces, heads)
	var out []Entry
	for k, i := range heads {
		if named[i+1] {
			i++
		}
		end := len(pieces)
		if k+1 < len(heads) {
			end = heads[k+1]
		}
		if rank := pieces[i].heading; rank > 0 {
			end = sectionEnd(pieces[:end], i, func(q piece) bool { return q.heading > 0 && q.heading <= rank })
		}
		out = append(out, t.ofVersion(pieces[i], pieces[i+1:end]))
		if len(out) == maxEntries {
			break
		}
	}
	return out
}

// namesBelow are the headings right below the lines of versions: the names of what came with each. They are the titles
// where nearly all versions have one and hardly any two are the same.
func namesBelow(pieces []piece, heads []int) map[int]bool {
	below, names := map[int]bool{}, map[string]bool{}
	for _, i := range heads {
		if i+1 == len(pieces) || pieces[i].heading > 0 {
			continue
		}
		s := pieces[i+1].title()
		if pieces[i+1].heading > 0 && words(s) > 1 && words(s) <= maxPlainTitle && !isLabel(s) && !category.MatchString(s) {
			below[i+1], names[s] = true, true
		}
	}
	if len(names) < 2 || 5*len(names) < 4*len(heads) {
		return nil
	}
	return below
}

// saysReleased tells a sentence about the day of a release.
var saysReleased = regexp.MustCompile(`(?i)\b(?:released|published|shipped|launched|veröffentlicht|erschien|publiée?|sortie?|publicad[oa]|lanzad[oa]|lançad[oa])\b|` +
	`公開|リリース|発売|発布|发布|發布|上线|출시|배포`)

// ofVersion is the entry of a line that names a version, and of what stands below it.
func (t *tree) ofVersion(head piece, below []piece) Entry {
	day, below := t.released(below)
	return t.entry(head.text, head, day, below)
}

// released is a day without a text, if the first line below a version begins with it, or is a sentence that says when the
// version came, and what else stands below. The line may be the first item of a list, if that says nothing else.
func (t *tree) released(below []piece) (piece, []piece) {
	if len(below) == 0 || below[0].heading > 0 {
		return piece{}, below
	}
	p := below[0]
	if p.prec != "" && !p.item {
		return piece{date: p.date, prec: p.prec}, below
	}
	said := start(p.text, 4*maxDateLine)
	d, ok := t.dateLine().find(said)
	if !ok || !saysReleased.MatchString(said) && !p.item || p.item && !d.alone(said) {
		return piece{}, below
	}
	if d.alone(said) {
		below = below[1:]
	}
	return piece{date: d.day, prec: d.prec}, below
}

// onlyVersion is the entry of a page about one version: its heading names that, and its only date stands right below.
func (t *tree) onlyVersion(pieces []piece, marks []int) (Entry, bool) {
	if len(marks) != 1 {
		return Entry{}, false
	}
	for i := marks[0] - 1; i >= 0 && i >= marks[0]-3; i-- {
		if p := pieces[i]; p.heading == 1 && tops(pieces) == 1 && namesVersion(p.text) {
			return t.entry(p.text, p, pieces[marks[0]], pieces[marks[0]+1:]), true
		}
	}
	return Entry{}, false
}

// datedVersion tells whether the only date of a page stands right below a heading that is nothing but a version, and other
// headings are such, too: the page says the day of one of its releases.
func datedVersion(pieces []piece, mark int) bool {
	if mark == 0 || pieces[mark-1].heading == 0 || !onlyNamesVersion(pieces[mark-1].text) {
		return false
	}
	same := 0
	for _, p := range pieces {
		if p.heading == pieces[mark-1].heading && onlyNamesVersion(p.text) {
			same++
		}
	}
	return same > 1
}

// versionHeadings lists the headings that name versions. A single one counts where it says nothing else and something
// stands below it.
func versionHeadings(pieces []piece) []int {
	var heads []int
	for i, p := range pieces {
		if p.heading > 0 && namesVersion(p.text) {
			heads = append(heads, i)
		}
	}
	if len(heads) == 1 && (!onlyNamesVersion(pieces[heads[0]].text) || heads[0]+1 == len(pieces)) {
		return nil
	}
	return heads
}

// namesVersion tells a title with a version near its beginning.
func namesVersion(text string) bool {
	at := versionName.FindStringIndex(text)
	return at != nil && words(text[:at[0]]) <= maxBeforeNumber && words(text) <= maxVersionTitle
}

// onlyNamesVersion tells a line that is a version, with or without the name of what it is a version of.
func onlyNamesVersion(text string) bool {
	return len(text) <= maxDateLine && versionName.MatchString(text) && nameless(plainWords(text))
}

// versionLines lists lines that are nothing but versions and stand in the same place, each above something else.
func versionLines(pieces []piece) []int {
	places := map[string][]int{}
	best := ""
	for i, p := range pieces {
		if p.item || !onlyNamesVersion(p.text) || i+1 < len(pieces) && onlyNamesVersion(pieces[i+1].text) {
			continue
		}
		at := placeOf(p, nil)
		places[at] = append(places[at], i)
		if best == "" || len(places[at]) > len(places[best]) {
			best = at
		}
	}
	if len(places[best]) == 1 && !titledAbove(pieces, places[best][0]) || best == "" {
		return nil
	}
	return places[best]
}

// versionsOpened lists the lines that begin with a version, and say more, in what a click opens: its line is the heading of
// all that comes out.
func versionsOpened(pieces []piece) []int {
	var heads []int
	for i, p := range pieces {
		at := versionName.FindStringIndex(p.text)
		opener := nearest(p.node, atom.Summary)
		if at != nil && at[0] == 0 && namesVersion(p.text) && opener != nil && (i == 0 || !inside(pieces[i-1].node, opener)) {
			heads = append(heads, i)
		}
	}
	if len(heads) < 2 {
		return nil
	}
	return heads
}

// titledAbove tells a line right below the one heading of the page, if that calls the page a list of news.
func titledAbove(pieces []piece, i int) bool {
	return i > 0 && i+1 < len(pieces) && pieces[i-1].heading == 1 && tops(pieces) == 1 && namesPage(pieces[i-1].text)
}

// versionBadge tells whether the piece before one is a version that belongs to it: nothing else stands with the two.
func versionBadge(pieces []piece, i int) bool {
	if i == 0 || pieces[i-1].heading > 0 || pieces[i-1].dated() || !onlyNamesVersion(pieces[i-1].text) {
		return false
	}
	box := common(pieces[i-1].node, pieces[i].node)
	return box != nil && !pageWide(box) && (i < 2 || !inside(pieces[i-2].node, box))
}

// common is the nearest element that holds two others.
func common(a, b *html.Node) *html.Node {
	held := map[*html.Node]bool{}
	for n := a; n != nil; n = n.Parent {
		held[n] = true
	}
	for n := b; n != nil; n = n.Parent {
		if held[n] {
			return n
		}
	}
	return nil
}

// versionsOver makes the version beside a date the title, on a page most of whose cards hold several headings of one rank,
// or with one beside each date where any one has them, or no more than half have a heading: there that is only one of the
// changes.
func versionsOver(pieces []piece, cards []dayCard) {
	versions, several, headed := 0, 0, 0
	for _, c := range cards {
		if c.title >= 0 && pieces[c.title].heading > 0 {
			headed++
		}
		if versionBeside(pieces, c) >= 0 {
			versions++
			several += min(sameRank(pieces, c)/2, 1)
		}
	}
	if 2*several <= len(cards) && (versions < len(cards) || several == 0 && 2*headed > len(cards)) {
		return
	}
	for k, c := range cards {
		if j := versionBeside(pieces, c); j >= 0 {
			cards[k].title = j
		}
	}
}

// versionBeside is the line beside the date of a card that is nothing but a version; -1 for none.
func versionBeside(pieces []piece, c dayCard) int {
	for _, j := range []int{c.mark - 1, c.mark + 1} {
		if j >= c.lo && j < c.hi && pieces[j].heading == 0 && onlyNamesVersion(pieces[j].text) {
			return j
		}
	}
	return -1
}

// sameRank counts the headings of a card that have the rank of its title and are no category.
func sameRank(pieces []piece, c dayCard) (n int) {
	if c.title < 0 || pieces[c.title].heading == 0 {
		return 0
	}
	for j := c.lo; j < c.hi; j++ {
		if pieces[j].heading == pieces[c.title].heading && !category.MatchString(pieces[j].text) {
			n++
		}
	}
	return n
}
