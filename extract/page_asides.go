package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// asides marks what belongs to the site and not to the page although no element says so, by where it stands: links above the first
// heading, what stands at the foot around the copyright, the words of buttons, what leads away at the end, and what
// customers say. What speaks of money or of an end is none of these, wherever it stands.
func asides(lines []Block, how []manner) {
	a := asideMarker{lines, how}
	a.people()
	a.top()
	end := a.foot()
	a.call(end)
	for i := range lines {
		lines[i].Frame = lines[i].Frame || a.label(i) || a.asked(i) || a.measured(i)
		if how[i].rank > 1 {
			a.teaser(i)
			a.news(i)
		}
	}
}

type asideMarker struct {
	lines []Block
	how   []manner
}

// Bounds of asides.
const (
	labelWords = 3  // a label has no more words
	labelBytes = 40 // and not more of these
	labelSigns = 4  // nor of a script without blanks
	callWords  = 25 // a sentence of a call has at most
	linkWords  = 6  // a link that calls has at most
	dayWords   = 8  // a line with a day has at most
	ownerBytes = 240
	footBytes  = 400
)

// size is how many bytes of text lines have that are no frame.
func size(lines []Block) (n int) {
	for _, l := range lines {
		if !l.Frame {
			n += len(l.Text)
		}
	}
	return n
}

// top marks lines with a link that stand above the first heading of the first rank, or of any where there is none of that:
// menus and announcements.
func (a asideMarker) top() {
	head, first := 0, len(a.lines)
	for head < len(a.lines) && (a.lines[head].Frame || a.how[head].rank != 1) {
		if a.how[head].rank > 0 && !a.lines[head].Frame {
			first = min(first, head)
		}
		head++
	}
	if head == len(a.lines) {
		head = first
	}
	if head == len(a.lines) {
		return
	}
	a.above(head)
	if 4*size(a.lines[:head]) > size(a.lines) {
		return
	}
	for i := range head {
		if s := a.lines[i].Text; a.how[i].linked && len(strings.Fields(s)) <= callWords && (!weighs(s) || menu(s)) {
			a.lines[i].Frame = true
		}
	}
}

// menu tells names of pages with signs between them.
func menu(s string) bool {
	signs := 0
	for _, sign := range []string{" | ", " · ", " • "} {
		signs = max(signs, strings.Count(s, sign))
	}
	return signs >= 2 && !strings.ContainsAny(s, ".!?") && !strings.ContainsFunc(s, ofMoney)
}

// foot marks the lines around the last one that says whose the page is: what follows, and the labels ahead of it. It returns where
// the foot begins.
func (a asideMarker) foot() int {
	at := len(a.lines) - 1
	for at >= 0 && !(len(a.lines[at].Text) <= ownerBytes && owned.MatchString(a.lines[at].Text)) {
		at--
	}
	if at < 0 || size(a.lines[at:]) > footBytes && 10*size(a.lines[at:]) > size(a.lines) {
		return len(a.lines)
	}
	for i := at; i < len(a.lines); i++ {
		a.lines[i].Frame = a.lines[i].Frame || !weighs(a.lines[i].Text) && (i == at || !figured(a.lines[i].Text))
	}
	if from, to := a.around(at, footBytes); 3*size(a.lines[from:to]) <= size(a.lines) {
		for at > from {
			at--
			a.ends(at)
		}
	}
	for at > 0 && a.listed(at-1) {
		at--
		a.ends(at)
	}
	return at
}

// ends marks a line of the foot.
func (a asideMarker) ends(i int) {
	s := a.lines[i].Text
	a.lines[i].Frame = a.lines[i].Frame || !weighs(s) && (a.onlyLink(i) || !figured(s))
}

// listed tells a line ahead of the foot that belongs to it: a frame, a link among others, and the label above one. A link behind a
// sentence is the page's.
func (a asideMarker) listed(i int) bool {
	switch {
	case a.lines[i].Frame:
		return true
	case a.onlyLink(i):
		return i > 0 && (a.lines[i-1].Frame || a.onlyLink(i-1) || title(a.lines[i-1].Text))
	}
	return a.onlyLink(i+1) && title(a.lines[i].Text)
}

var owned = regexp.MustCompile(`(?i)(?:©|\(c\)|\bcopyright)[^\pL\d]*(?:19|20)\d\d|(?:19|20)\d\d\W*©|^©|\b(?:all |alle )?(?:rights reserved|rechte vorbehalten)|tous droits réservés|` +
	`todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|alle rechten voorbehouden`)

// call marks what a page ends with to make its reader do something: a heading, hardly a sentence, and a link. The last of
// several that are made alike is none.
func (a asideMarker) call(end int) {
	last := end - 1
	for last >= 0 && a.lines[last].Frame {
		last--
	}
	at, ok := a.callAt(last)
	if !ok {
		return
	}
	if before, alike := a.callAt(at - 1); alike && a.how[before].rank == a.how[at].rank {
		return
	}
	if 3*size(a.lines[at:end]) > size(a.lines) {
		return
	}
	for i := at; i <= last; i++ {
		a.lines[i].Frame = !figured(a.lines[i].Text)
	}
}

// callAt finds the heading of a call whose last line is at an index.
func (a asideMarker) callAt(i int) (int, bool) {
	links := 0
	for ; i >= 0 && a.onlyLink(i) && a.how[i].rank == 0 && len(strings.Fields(a.lines[i].Text)) <= linkWords && !weighs(a.lines[i].Text); i-- {
		links++
	}
	for n := 0; links > 0 && i >= 0 && n < 2 && a.how[i].rank == 0 && a.calls(i); n++ {
		i--
	}
	if links == 0 || i < 0 || a.how[i].rank < 2 || len(strings.Fields(a.lines[i].Text)) > callWords || weighs(a.lines[i].Text) {
		return i, false
	}
	return i, true
}

func (a asideMarker) calls(i int) bool {
	s := a.lines[i].Text
	return len(strings.Fields(s)) <= callWords && !figured(s) && !weighs(s)
}

// asked marks a question to the reader with the buttons that answer it.
func (a asideMarker) asked(i int) bool {
	s := a.lines[i].Text
	return strings.Contains(s, "?") && len(strings.Fields(s)) <= callWords && i+2 < len(a.lines) && !a.how[i].linked &&
		a.answer(i+1) && a.answer(i+2)
}

func (a asideMarker) answer(i int) bool {
	return a.onlyLink(i) && len(strings.Fields(a.lines[i].Text)) <= 2 && !figured(a.lines[i].Text)
}

// label tells the word or two of a link or a button that is no address, and a link to a place on the page itself.
func (a asideMarker) label(i int) bool {
	s := a.lines[i].Text
	if !a.onlyLink(i) || a.how[i].rank > 0 {
		return false
	}
	return a.how[i].onPage || (short(s) || a.lone(i)) && !figured(s) && !strings.ContainsAny(s, ".@/:") && !weighs(s)
}

// lone tells a link that calls: it stands beside no more than one other, and in no list, and names nothing.
func (a asideMarker) lone(i int) bool {
	words := strings.Fields(a.lines[i].Text)
	if len(words) > linkWords || naming(words) {
		return false
	}
	first, last := i, i
	for first > 0 && i-first < 2 && a.onlyLink(first-1) {
		first--
	}
	for last+1 < len(a.lines) && last-i < 2 && a.onlyLink(last+1) {
		last++
	}
	if last-first > 1 {
		return false
	}
	for n, up := a.how[i].in, 0; n != nil && up < 3; n, up = n.Parent, up+1 {
		switch n.DataAtom {
		case atom.Li, atom.Td, atom.Th, atom.Dd, atom.Dt:
			return false
		}
	}
	return true
}

// naming tells words among which some behind the first begin with a capital and others do not, or that hold an acronym.
func naming(words []string) bool {
	capitals, small := 0, 0
	for i, w := range words {
		upper := 0
		for _, r := range w {
			if unicode.IsUpper(r) {
				upper++
			}
		}
		switch first, _ := utf8.DecodeRuneInString(w); {
		case upper > 1:
			return true
		case i == 0 || len(w) <= 3:
		case unicode.IsUpper(first):
			capitals++
		case unicode.IsLetter(first):
			small++
		}
	}
	return capitals > 0 && small > 0
}

func (a asideMarker) onlyLink(i int) bool { return a.how[i].linked && !a.how[i].plain }

func short(s string) bool {
	return len(s) <= labelBytes && len(strings.Fields(s)) <= labelWords &&
		(len(s) <= 3*labelSigns || len(s) < 2*utf8.RuneCountInString(s))
}

// title tells a word or two that are no sentence.
func title(s string) bool {
	end, _ := utf8.DecodeLastRuneInString(s)
	return short(s) && !strings.ContainsRune(".!?。", end)
}

// figured tells a text with a figure that is not part of a telephone number.
func figured(s string) bool {
	return strings.ContainsFunc(s, unicode.IsDigit) && strings.ContainsFunc(WithoutPhones(s), unicode.IsDigit)
}

// weighs tells a text that speaks of money, of prices or of an end.
func weighs(s string) bool {
	return strings.ContainsFunc(s, ofMoney) || saysCost.MatchString(s) || SaysEnd(s) || namesCurrency(strings.Fields(s))
}

// saysCost is a word about prices that is hardly anything else: to plan, an extra, an enterprise are.
var saysCost = regexp.MustCompile(`(?i)` + wordStart + `(?:pric(?:es?|ed|ing)|fees?|costs?|subscriptions?|discount\pL*|cents?|dollars?|euros?|pounds?|preis\pL*|tarif\pL*|kosten|gebühr\pL*|rabatt\pL*|` +
	`prix|precios?|preços?|prezz[io]|prijs|prijzen|pris|priser|ceny|cena)` + wordEnd)

// SaysEnd tells a text that speaks of what is no longer to be had, or not yet.
func SaysEnd(s string) bool { return saysEnd.MatchString(s) }

// saysEnd is a word about what is no longer to be had, or not yet.
var saysEnd = regexp.MustCompile(`(?i)` + wordStart + `(?:discontinu\pL*|deprecat\pL*|sunset\pL*|retir(?:e|es|ed|ing)|shut(?:s|ting)? ?down|end of (?:life|sale|support)|` +
	`no longer|sold out|wait ?list|terminat\pL*|eingestellt|abgekündigt|warteliste|abandonn\pL*|descontinu\pL*)` + wordEnd)
