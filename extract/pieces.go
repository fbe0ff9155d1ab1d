package extract

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/dates"
	"github.com/gapwatch/gapwatch/extract/fold"
)

// piece is a part of a changelog in reading order: a heading, a date, a bullet or another line.

type piece struct {
	node     *html.Node   // the element that holds it
	run      []*html.Node // the parts of node that it is, where it is not the whole of it
	text     string
	quote    string // of the text, what stands in one piece
	heading  int    // 1 to 6, 0 for none
	item     bool   // of a list
	button   bool
	date     time.Time
	prec     dates.Precision
	yearless bool   // of its date only month and day are said
	rest     string // of the text, without the date
	timed    bool   // the date is marked up as one
	apart    bool   // the date is an element of its own
	updated  bool   // the date is that of a later change
	ago      bool   // instead of a date it says how long ago it was
	badge    string // what was stuck to it for a while
	usual    bool   // the same stands in other entries, too
	at       int    // its place on the page, counted from one
}

// dated tells a piece with a date, and one that is nothing but a date.
func (p piece) dated() bool    { return p.prec != "" || p.ago }
func (p piece) onlyDate() bool { return p.dated() && words(p.rest) == 0 }

// parts are the nodes that a piece consists of.
func (p piece) parts() []*html.Node {
	if p.run != nil {
		return p.run
	}
	return children(p.node)
}

// first is where a piece begins: a run of text between elements begins with a node of its own.
func (p piece) first() *html.Node {
	if len(p.run) > 0 {
		return p.run[0]
	}
	return p.node
}

// title is what a piece says beside its date.
func (p piece) title() string {
	if p.rest != "" {
		return p.rest
	}
	return p.text
}

// pieceWalker gathers the pieces of a page.
type pieceWalker struct {
	tree  *tree
	dates dateLine
	mail  map[*html.Node]bool // what holds a field for an address to write to
	lang  string              // of the page
	out   []piece
}

// Bounds of what is looked at: lines of a page, and neighbours of a hidden element.
const (
	maxPieces = 30_000
	maxSlides = 40
	maxOffer  = 400 // bytes of a box that offers a newsletter
	fewDates  = 2   // that make a list of what stands in a dialog
)

// pieces lists the parts of the page that are not frame.
func (t *tree) pieces() []piece {
	w := pieceWalker{tree: t, dates: t.dateLine(), mail: holdMail(t.body), lang: t.tongue()}
	w.walk(t.body)
	w.out = t.withoutFiles(withoutRelated(w.out))
	styledHeadings(w.out)
	completeDates(w.out)
	yearsFromBelow(w.out)
	yearsAsDates(w.out)
	w.out = withoutRepeatedMonths(w.out)
	daysOfMonths(w.out)
	agoAsDates(w.out)
	usualProse(w.out)
	w.out = spanningDates(w.out)
	for i := range w.out {
		w.out[i].at = i + 1
	}
	return w.out
}

// walk makes a piece of every heading and of every run of text between elements that begin a new line.
func (w *pieceWalker) walk(n *html.Node) {
	if n.DataAtom == atom.Body && len(elements(n)) == 0 && w.textLog(n) {
		return
	}
	var run []*html.Node
	flush := func() {
		w.line(n, run)
		run = nil
	}
	for c := n.FirstChild; c != nil && len(w.out) < maxPieces; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			run = append(run, c)
		case c.Type != html.ElementNode || silent(c) || hidden(c) && !slide(c):
		case w.frame(c), translated(c, w.lang):
			flush()
		case level(c) > 0:
			flush()
			w.add(piece{node: c, heading: level(c)})
		case c.DataAtom == atom.Br:
			flush()
		case c.DataAtom == atom.Pre && w.textLog(c):
		case leaf(c) && !hidden(c):
			if block(c) {
				flush()
				w.line(c, children(c))
			} else {
				if linksTouch(run, c) {
					flush()
				}
				run = append(run, c)
			}
		case w.dateBox(c):
			flush()
			w.add(piece{node: c})
		default:
			flush()
			w.walk(c)
		}
	}
	flush()
}

// linksTouch tells a link right behind another one, without a blank between them: style puts them on lines of their own.
func linksTouch(run []*html.Node, n *html.Node) bool {
	return n.DataAtom == atom.A && len(run) > 0 && run[len(run)-1].DataAtom == atom.A
}

// dateBox tells an element whose parts, each on a line of its own, make up a date and nothing else.
func (w *pieceWalker) dateBox(n *html.Node) bool {
	if n.FirstChild == n.LastChild || w.tree.longer(n, 30) || holdsHeading(n) {
		return false // one child is asked itself
	}
	text := w.tree.textOf(n)
	if d, ok := w.dates.find(text); ok {
		return d.alone(text)
	}
	_, ok := w.wholeDate(text)
	return ok
}

// slide tells a hidden element that a click brings forth: one like it beside it is shown.
func slide(n *html.Node) bool {
	if n.Parent == nil {
		return false
	}
	for c, looked := n.Parent.FirstChild, 0; c != nil && looked < maxSlides; c, looked = c.NextSibling, looked+1 {
		if c.DataAtom == n.DataAtom && c.Type == html.ElementNode && !hidden(c) && shareClass(c, n) {
			return true
		}
	}
	return false
}

func shareClass(a, b *html.Node) bool {
	classes := strings.Fields(attr(a, "class"))
	return len(classes) == 0 && attr(b, "class") == "" || slices.ContainsFunc(strings.Fields(attr(b, "class")), func(c string) bool {
		return slices.Contains(classes, c)
	})
}

// frame is as everywhere, but a small header or footer with a heading or a date belongs to an entry, and so does what
// stands aside and is hardly more than a date.
func (w *pieceWalker) frame(n *html.Node) bool {
	if !frame(n) {
		return w.asksForMail(n)
	}
	if n.DataAtom == atom.Aside && !w.tree.longer(n, 2*maxDateLine) && !holdsHeading(n) {
		return !w.holdsDate(n)
	}
	if n.DataAtom == atom.Dialog || attr(n, "role") == "dialog" {
		return !w.holdsDates(n)
	}
	if n.DataAtom != atom.Header && n.DataAtom != atom.Footer {
		return true
	}
	links, own := 0, false
	each(n, func(e *html.Node) bool {
		switch {
		case e.DataAtom == atom.Nav || e.DataAtom == atom.Form:
			links += 100
		case e.DataAtom == atom.A:
			links++
		}
		_, _, timed := timeOf(e, "")
		own = own || timed || level(e) > 1
		return true
	})
	return !own || links > 6
}

// asksForMail tells a small box with a form for an address to write to, and no date: it offers a newsletter.
func (w *pieceWalker) asksForMail(n *html.Node) bool {
	if !w.mail[n] || !block(n) || pageWide(n) || w.tree.longer(n, maxOffer) {
		return false
	}
	form := n.DataAtom == atom.Form
	each(n, func(e *html.Node) bool {
		form = form || e.DataAtom == atom.Form
		return !form
	})
	return form && !w.holdsDate(n)
}

// holdMail are the elements around fields for an address to write to.
func holdMail(body *html.Node) map[*html.Node]bool {
	var held map[*html.Node]bool
	each(body, func(e *html.Node) bool {
		if e.DataAtom == atom.Input && attr(e, "type") == "email" {
			if held == nil {
				held = map[*html.Node]bool{}
			}
			for n := e; n != nil && !held[n]; n = n.Parent {
				held[n] = true
			}
		}
		return true
	})
	return held
}

// holdsDate tells a small element with a date in it, said or marked up.
func (w *pieceWalker) holdsDate(n *html.Node) bool {
	_, found := w.dates.find(w.tree.textOf(n))
	each(n, func(e *html.Node) bool {
		if !found {
			_, _, found = timeOf(e, w.tree.textOf(e))
		}
		return !found
	})
	return found
}

// holdsDates tells an element with dates enough for a list of them, each marked up or in an element of its own: a dialog of
// all versions.
func (w *pieceWalker) holdsDates(n *html.Node) bool {
	times := 0
	each(n, func(e *html.Node) bool {
		if times >= fewDates || w.tree.longer(e, maxDateLine) {
			return times < fewDates
		}
		text := w.tree.textOf(e)
		_, _, ok := timeOf(e, text)
		if d, found := w.dates.find(text); ok || found && d.alone(text) {
			times++
			return false
		}
		return true
	})
	return times >= fewDates
}

func children(n *html.Node) (out []*html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out = append(out, c)
	}
	return out
}

// add completes a piece with its text and its date, and keeps it if it says anything.
func (w *pieceWalker) add(p piece) {
	raw := p.text
	if raw == "" {
		raw = w.raw(p)
	}
	p.text = fold.Text(raw)
	if p.run == nil {
		w.tree.text[p.node] = p.text
	}
	p.text = cut(p.text, maxField)
	if strings.Contains(raw, gap) {
		p.quote = longestPiece(raw, p.text)
	}
	if p.heading > 0 {
		p.text = withoutAnchor(p.text)
	}
	if !p.item && !p.button {
		p.badge = w.withoutBadge(&p)
	}
	if p.heading == 0 && p.badge == "" {
		p.badge = w.kindInFront(&p)
	}
	if p.badge == "" {
		p.badge = iconInFront(&p)
	}
	p.rest = p.text
	w.date(&p)
	if p.button && (p.prec != "" || onlyNamesVersion(p.text)) {
		p.button = false // it opens what came on that day
	}
	p.updated = p.heading == 0 && saysUpdated.MatchString(start(p.text, maxDateLine))
	if !p.dated() && p.heading == 0 && saysAgo(p.text) {
		p.ago, p.rest = true, ""
	}
	if p.text != "" || p.dated() {
		w.out = append(w.out, p)
	}
}

func (w *pieceWalker) raw(p piece) string {
	if p.run == nil {
		var b strings.Builder
		writeText(&b, p.node)
		return b.String()
	}
	var b strings.Builder
	for _, n := range p.run {
		writeText(&b, n)
	}
	return b.String()
}

// withoutAnchor drops the permalink sign that many generators add to a heading.
func withoutAnchor(s string) string {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "# "), "🔗 ")
	return strings.TrimSpace(strings.TrimRight(s, "¶#§🔗 "))
}
