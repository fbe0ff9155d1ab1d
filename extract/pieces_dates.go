package extract

import (
	"cmp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/dates"
	"github.com/gapwatch/gapwatch/extract/fold"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// date finds the date of a piece: marked up as one, in a short line, or at the beginning of a long one.
func (w *pieceWalker) date(p *piece) {
	if w.markedUp(p) {
		if d, ok := w.spelled(p.parts()); ok && p.prec != dates.Day {
			p.date, p.prec, p.yearless, p.rest = d.day, d.prec, d.yearless, ""
		}
		return
	}
	short := p.heading > 0 || len(p.text) <= maxDateLine && !p.item
	text := p.text
	if !short {
		text = start(text, maxDateLine) // there only a date at the beginning counts
	}
	d, ok := w.dates.find(text)
	ok = ok && (short && !inSentence(text, d.at) && (p.heading > 0 || !mentioned(text, d.at)) || w.leads(*p, d))
	if !ok && p.heading > 0 {
		d, ok = partOfYear(p.text)
	}
	if !ok {
		if d, ok = w.spelled(p.parts()); ok {
			p.date, p.prec, p.yearless, p.rest = d.day, d.prec, d.yearless, ""
			return
		}
		if d, ok = w.dates.yearless(p.text); ok {
			ok = w.leads(*p, d)
		}
		if !ok && p.heading > 0 {
			d, ok = w.yearlessInBrackets(p.text)
		}
		if !ok && p.heading > 0 {
			d, ok = w.yearlessAtEnd(p.text)
		}
		if !ok {
			return
		}
	}
	p.date, p.prec, p.yearless = d.day, d.prec, d.yearless
	lo, hi := inBrackets(p.text, d.at)
	p.rest = aroundDate(afterTime(p.text[:lo]), afterTime(p.text[hi:]))
	if p.heading > 0 && d.yearless && d.at[1] == len(p.text) && numberedRelease.MatchString(p.text) {
		p.rest = p.text // several releases of one number are told from each other by their days
	}
	w.besideSmall(p, p.text[d.at[0]:d.at[1]])
	if p.heading > 0 && p.prec == dates.Month && opensGroup.MatchString(p.rest) {
		p.rest = ""
	}
}

// opensGroup tells what stands before the month of a group of entries: "New in October 2026".
var opensGroup = regexp.MustCompile(`(?i)^(?:\S+ ){1,3}(?:in|for|during|of|im|en|em)$`)

// yearlessInBrackets reads month and day in the brackets at the end of a title.
func (w *pieceWalker) yearlessInBrackets(s string) (lineDate, bool) {
	open := strings.LastIndexByte(s, '(')
	if open < 1 || !strings.HasSuffix(s, ")") {
		return lineDate{}, false
	}
	said := s[open+1 : len(s)-1]
	d, ok := w.dates.yearless(said)
	if !ok || !d.alone(said) {
		return lineDate{}, false
	}
	d.at = []int{open + 1, len(s) - 1}
	return d, true
}

// yearlessAtEnd reads month and day behind the colon or the dash of a title that names a release by its number: "Version
// 2609: October 13".
func (w *pieceWalker) yearlessAtEnd(s string) (lineDate, bool) {
	m := numberedRelease.FindStringIndex(s)
	if m == nil {
		return lineDate{}, false
	}
	d, ok := w.dates.yearless(s[m[1]:])
	if !ok || !d.alone(s[m[1]:]) {
		return lineDate{}, false
	}
	d.at = []int{m[1], len(s)}
	return d, true
}

var numberedRelease = regexp.MustCompile(`(?i)^(?:[\p{L} ]{0,20} )?(?:version|release|build|update|v)? ?\d[\w.]*\s?(?::|–|—|-) `)

// inBrackets is where a date stands with the brackets around it, if these hold no more than a few words before it:
// "(ausgeliefert am 14.10.2026)".
func inBrackets(s string, at []int) (lo, hi int) {
	open := strings.LastIndexAny(s[:at[0]], "()")
	if open < 0 || s[open] != '(' || !strings.HasPrefix(s[at[1]:], ")") || words(s[open:at[0]]) > 2 {
		return at[0], at[1]
	}
	return open, at[1] + 1
}

// besideSmall takes out of a heading all that an element of its own says beside the date: "Gift cards", and below it
// "9 October 2026 by Pia".
func (w *pieceWalker) besideSmall(p *piece, date string) {
	if p.heading == 0 || p.node == nil {
		return
	}
	for _, e := range elements(p.node) {
		small := w.tree.textOf(e)
		if e.DataAtom == atom.A || small == "" || !strings.Contains(small, date) {
			continue
		}
		other := trimJoints(strings.Replace(p.text, small, " ", 1))
		if n := words(other); n > 0 && n >= words(trimJoints(strings.Replace(small, date, " ", 1))) {
			p.rest = other
		}
		return
	}
}

// maxSpelled is how long each of the elements is that a date is made of, in bytes.
const maxSpelled = 14

// spelled reads a date that several elements in one line make up: only their styles keep "15", "Oct" and "2025" apart.
func (w *pieceWalker) spelled(parts []*html.Node) (lineDate, bool) {
	if len(parts) < 2 || len(parts) > 8 {
		return lineDate{}, false
	}
	var words []string
	figures := false
	for _, n := range parts {
		if n.Type == html.ElementNode && w.tree.longer(n, maxSpelled) || len(n.Data) > 2*maxSpelled {
			return lineDate{}, false
		}
		text := w.tree.textOf(n)
		figures = figures || strings.ContainsAny(text, "0123456789")
		words = append(words, text)
	}
	if !figures {
		return lineDate{}, false
	}
	text := strings.ReplaceAll(fold.Text(strings.Join(words, " ")), " ,", ",")
	return w.wholeDate(text)
}

// wholeDate reads a text that is a day and nothing else, with or without its year.
func (w *pieceWalker) wholeDate(text string) (lineDate, bool) {
	d, ok := w.dates.find(text)
	if !ok {
		d, ok = w.dates.yearless(text)
	}
	return d, ok && d.prec == dates.Day && d.at[0] == 0 && d.at[1] == len(text)
}

// markedUp reads a date that is an element of its own, by its markup or because it says nothing else.
func (w *pieceWalker) markedUp(p *piece) bool {
	figures := strings.ContainsAny(p.text, "0123456789")
	found := func(e *html.Node) bool {
		if !figures && attr(e, "datetime") == "" && attr(e, "title") == "" && attr(e, "aria-label") == "" || w.tree.longer(e, 4*maxDateLine) {
			return false
		}
		text := w.tree.textOf(e)
		when, prec, ok := timeOf(e, text)
		p.timed = ok
		if !ok && e != p.node && len(text) <= maxDateLine {
			var d lineDate
			d, ok = w.dates.find(text)
			when, prec, ok = d.day, d.prec, ok && d.alone(text)
		}
		if !ok {
			return false
		}
		p.date, p.prec, p.apart = when, prec, true
		p.rest = trimJoints(strings.Replace(p.text, text, " ", 1))
		return true
	}
	if p.run == nil && found(p.node) {
		return true
	}
	ok := false
	for _, n := range p.parts() {
		if n.Type == html.ElementNode && !ok {
			if ok = found(n); ok {
				break
			}
		}
		each(n, func(e *html.Node) bool {
			ok = ok || found(e)
			return !ok
		})
	}
	return ok
}

// timeOf reads an element that is a date by its markup: a time element, any with such an attribute, or a short one that
// says the whole date when it is pointed at or read aloud.
func timeOf(n *html.Node, text string) (time.Time, dates.Precision, bool) {
	stamp := attr(n, "datetime")
	if n.DataAtom == atom.Ins || n.DataAtom == atom.Del || n.DataAtom != atom.Time && stamp == "" {
		stamp = fold.Text(cmp.Or(attr(n, "title"), attr(n, "aria-label")))
		if stamp == "" || text == "" || len(text) > 40 || len(stamp) > 60 {
			return time.Time{}, "", false
		}
		d, ok := (dateLine{}).find(stamp)
		return d.day, d.prec, ok && words(stamp[:d.at[0]])+words(stamp[d.at[1]:]) <= 4
	}
	for _, s := range []string{stamp, fold.Text(attr(n, "title")), text} {
		if when, prec, ok := dates.Strict(fold.Text(s)); ok {
			return when, prec, true
		}
		if d, ok := (dateLine{}).find(fold.Text(s)); ok && len(s) < 60 {
			return d.day, d.prec, true
		}
	}
	return time.Time{}, "", false
}

// leads tells a date that opens a line: alone, in an element of its own, or with a colon or dash behind it.
func (w *pieceWalker) leads(p piece, d lineDate) bool {
	if d.at[0] != 0 {
		return false
	}
	rest := strings.TrimSpace(p.text[d.at[1]:])
	if rest == "" || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—") || strings.ContainsRune(":|-", rune(rest[0])) {
		return true
	}
	for _, n := range p.parts() {
		if n.Type == html.ElementNode {
			return strings.Trim(w.tree.textOf(n), " :,–—-") == strings.Trim(p.text[:d.at[1]], " :,–—-")
		}
		if strings.TrimSpace(n.Data) != "" {
			return false
		}
	}
	return false
}

var clock = regexp.MustCompile(`(?i)^\s*T?\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*(am|pm|utc|gmt|z)?|\bT\d{2}:\d{2}(:\d{2})?(\.\d+)?Z?`)

// afterTime drops the time of day that stood behind a date.
func afterTime(s string) string { return clock.ReplaceAllString(s, " ") }

// inSentence tells a date that is merely mentioned: many words around it.
func inSentence(s string, at []int) bool {
	return words(s[:at[0]])+words(s[at[1]:]) > 8
}

var mention = regexp.MustCompile(`(?i)\p{L}\P{L}+(before|after|until|till|since|by|from|through|between|created|vor|nach|seit|bis|avant|après|depuis|antes|desde|hasta) $`)

// mentioned tells a date that its line only speaks of: "totals of reports made before 1 June 2025".
func mentioned(s string, at []int) bool {
	return mention.MatchString(s[:at[0]]) || strings.HasSuffix(s, ".") && words(s[:at[0]]) > 2 && words(s[at[1]:]) > 1
}

// aroundDate is what a line says before and behind its date. The word that only leads to the date stands before it: in
// "3 May 2026: first release" the last word is one of the text.
func aroundDate(before, behind string) string {
	rest := trimJoints(before + " " + behind)
	if words(before) > 0 || words(rest) == 0 {
		return rest
	}
	return fold.Text(dateJoints.ReplaceAllString(dateJoints.ReplaceAllString(fold.Text(behind), ""), ""))
}

func trimJoints(s string) string {
	s = fold.Text(s)
	for {
		next := datePrefix.ReplaceAllString(dateJoints.ReplaceAllString(s, ""), "")
		if next == s {
			return s
		}
		s = next
	}
}
