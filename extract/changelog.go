package extract

import (
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

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
	category    = regexp.MustCompile(`(?i)^[^\p{L}]*(added|changed|fixed|removed|deprecated|security|new|new features?|features?|improve(d|ments?)|enhancements?|bug ?fix(es)?|fixes|breaking( changes)?|other( changes)?|what['’]s (new|changed)|highlights|notes?|performance|general|misc(ellaneous)?|contributors|assets|known issues|documentation|internal|changes|updates?|(\d+ )?comments?|table of contents|on this page|share|related.*|tags?|categories)[^\p{L}]*$`)
	dateJoints  = regexp.MustCompile(`^[\s\-–—:|·•,/@]+|[\s\-–—:|·•,/@]+$|[(\[]\s*[)\]]`)
	datePrefix  = regexp.MustCompile(`(?i)(^|\s)(released?|published|posted|updated|on|date|last modified)\s*(on|at|:)?\s*$`)
)

// piece is a part of a changelog in reading order: a heading, a date, a bullet or other text.
type piece struct {
	node    *html.Node
	text    string
	heading int
	item    bool
	date    time.Time
	prec    Precision
	rest    string // of the text, without the date
}

// entries reads a changelog: dated headings, dated cards, dates beside headings, or versions without any date.
func (t *tree) entries() []Entry {
	pieces := t.pieces()
	entries := t.headingEntries(pieces)
	if cards := t.datedEntries(pieces); len(cards) > len(entries) {
		entries = cards
	}
	if len(entries) == 0 {
		entries = t.versionEntries(pieces)
	}
	return distinct(entries)
}

// headingEntries reads pages whose headings carry their dates.
func (t *tree) headingEntries(pieces []piece) []Entry {
	var out []Entry
	for i, p := range pieces {
		if p.heading == 0 || p.prec == "" || len(out) >= maxEntries {
			continue
		}
		end := sectionEnd(pieces, i, func(q piece) bool { return q.heading > 0 && q.heading <= p.heading })
		if words(p.rest) > 0 {
			out = append(out, t.entry(p.rest, p, p, pieces[i+1:end]))
			continue
		}
		out = append(out, t.under(p, pieces[i+1:end])...)
	}
	if len(out) < 2 && len(out) < countDates(pieces)/2 {
		return nil
	}
	return out
}

func countDates(pieces []piece) int {
	n := 0
	for _, p := range pieces {
		if p.prec != "" {
			n++
		}
	}
	return n
}

// under reads what stands below a heading that is only a date: an entry for each heading there, or one for all.
func (t *tree) under(day piece, below []piece) []Entry {
	top := 7
	for _, p := range below {
		if p.heading > 0 && !category.MatchString(p.text) {
			top = min(top, p.heading)
		}
	}
	var out []Entry
	for i, p := range below {
		if p.heading != top || category.MatchString(p.text) {
			continue
		}
		end := sectionEnd(below, i, func(q piece) bool { return q.heading > 0 && q.heading <= top })
		out = append(out, t.entry(p.text, p, day, below[i+1:end]))
	}
	if len(out) == 0 {
		out = append(out, t.entry(day.text, day, day, below))
	}
	return out
}

func sectionEnd(pieces []piece, i int, ends func(piece) bool) int {
	for j := i + 1; j < len(pieces); j++ {
		if ends(pieces[j]) {
			return j
		}
	}
	return len(pieces)
}

// datedEntries reads pages whose dates stand beside the titles: in a card of their own, or in a flat row of headings
// and dates.
func (t *tree) datedEntries(pieces []piece) []Entry {
	var marks []int
	for i, p := range pieces {
		if p.prec != "" && p.heading == 0 {
			marks = append(marks, i)
		}
	}
	var out []Entry
	for k, i := range marks {
		lo, hi := -1, len(pieces)
		if k > 0 {
			lo = marks[k-1]
		}
		if k+1 < len(marks) {
			hi = marks[k+1]
		}
		if j := t.titleOf(pieces, i, lo, hi); j >= 0 && len(out) < maxEntries {
			end := sectionEnd(pieces, max(i, j), func(q piece) bool {
				return q.prec != "" || q.heading > 0 && q.heading <= max(1, pieces[j].heading)
			})
			out = append(out, t.entry(titleText(pieces[j]), pieces[j], pieces[i], pieces[max(i, j)+1:end]))
		}
	}
	return out
}

func titleText(p piece) string {
	if p.rest != "" {
		return p.rest
	}
	return p.text
}

// titleOf finds the title that belongs to a date: the nearest one inside the smallest element that holds both and no
// other date; without such an element, the nearest heading, looking the way this page looks.
func (t *tree) titleOf(pieces []piece, i, lo, hi int) int {
	best, bestDepth := -1, -1
	for j := max(lo+1, i-12); j < min(hi, i+12); j++ {
		if j == i && pieces[i].rest == "" || !titleLike(pieces[j], j == i) {
			continue
		}
		depth := commonDepth(pieces[i].node, pieces[j].node)
		if pieces[j].heading > 0 {
			depth = depth*2 + 1
		} else {
			depth *= 2
		}
		if depth > bestDepth || depth == bestDepth && distance(i, j) < distance(i, best) {
			best, bestDepth = j, depth
		}
	}
	return best
}

// titleLike tells a piece that can be a title: a heading that is no category, or a short line that is a link.
func titleLike(p piece, same bool) bool {
	if p.item && p.heading == 0 && !same || p.prec != "" && !same {
		return false
	}
	if p.heading > 0 {
		return !category.MatchString(p.text) && p.text != ""
	}
	if n := words(p.rest); n < 2 || n > 25 || len(p.rest) > 200 {
		return false
	}
	return linkText(p.node)
}

// linkText tells a line that is wholly a link, or inside one.
func linkText(n *html.Node) bool {
	for p := n; p != nil; p = p.Parent {
		if p.DataAtom == atom.A && hasAttr(p, "href") {
			return true
		}
	}
	kids := elements(n)
	return len(kids) == 1 && kids[0].DataAtom == atom.A
}

// commonDepth is how deep the nearest common ancestor of two elements lies.
func commonDepth(a, b *html.Node) int {
	seen := map[*html.Node]bool{}
	for p := a; p != nil; p = p.Parent {
		seen[p] = true
	}
	for p := b; p != nil; p = p.Parent {
		if seen[p] {
			depth := 0
			for ; p != nil; p = p.Parent {
				depth++
			}
			return depth
		}
	}
	return 0
}

func distance(a, b int) int {
	if a > b {
		return a - b
	}
	return b - a
}

// versionEntries reads release lists that name versions and no dates.
func (t *tree) versionEntries(pieces []piece) []Entry {
	var out []Entry
	for i, p := range pieces {
		if p.heading == 0 || !versionName.MatchString(p.text) || words(p.text) > 8 {
			continue
		}
		end := sectionEnd(pieces, i, func(q piece) bool { return q.heading > 0 && q.heading <= p.heading })
		out = append(out, t.entry(p.text, p, piece{}, pieces[i+1:end]))
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// entry puts an entry together.
func (t *tree) entry(title string, head, dated piece, below []piece) Entry {
	e := Entry{Title: cut(title, maxField), Date: dated.date, Precision: dated.prec, URL: t.address(head.node), Quote: head.text}
	if strings.Contains(head.text, title) {
		e.Quote = title
	}
	for _, p := range below {
		if p.text == "" || p.prec != "" && p.rest == "" {
			continue
		}
		if isLabel(p.text) && len(e.Labels) < maxLabels {
			e.Labels = append(e.Labels, p.text)
		}
		if p.heading == 0 && len(e.Items) < maxEntryLis {
			e.Items = append(e.Items, cut(p.text, maxField))
		}
	}
	e.Key = textKey(e.Title, e.Date)
	return e
}

// address is an entry's own address: a link in or around its title, else its anchor on the page.
func (t *tree) address(n *html.Node) string {
	found := ""
	each(n, func(e *html.Node) bool {
		if e.DataAtom == atom.A && found == "" && attr(e, "href") != "" {
			found = t.resolve(attr(e, "href"))
		}
		return found == ""
	})
	for p := n; p != nil && found == ""; p = p.Parent {
		if p.DataAtom == atom.A && attr(p, "href") != "" {
			found = t.resolve(attr(p, "href"))
		}
	}
	if id := attr(n, "id"); found == "" && id != "" {
		found = t.resolve("#" + id)
	}
	return cut(found, 2000)
}

func words(s string) int {
	n := 0
	for _, f := range strings.Fields(s) {
		if strings.ContainsFunc(f, func(r rune) bool { return r > '/' && (r < ':' || r > '@') }) {
			n++
		}
	}
	return n
}

// distinct drops repeated cards.
func distinct(entries []Entry) []Entry {
	seen := map[string]bool{}
	var out []Entry
	for _, e := range entries {
		if !seen[e.Key] {
			seen[e.Key] = true
			out = append(out, e)
		}
	}
	return out
}
