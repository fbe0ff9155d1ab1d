package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
)

// line is a piece of a record that stands by itself: a heading, a price, a bullet.
type line struct {
	text    string
	node    *html.Node // the element that holds it
	heading int        // 1 to 6, 0 for none
	item    bool       // of a list
	button  bool       // a link or button by itself
	old     bool       // by its author's names: a price of before
	term    string     // of a definition list: what this line is said of
}

// lines lists what an element says, piece by piece, without what is struck out or repeated for other readers.
func (t *tree) lines(n *html.Node) []line {
	w := lineWriter{root: n}
	w.walk(n, line{node: n})
	w.flush()
	return w.out
}

type lineWriter struct {
	root *html.Node
	out  []line
	buf  strings.Builder
	kind line
	last *html.Node // the element whose text was written last
	many bool       // that text was more than one word
}

func (w *lineWriter) walk(n *html.Node, kind line) {
	if n.Type == html.TextNode {
		w.say(n.Data, kind)
		return
	}
	if n.Type != html.ElementNode || silent(n) || hidden(n) || struck(n) || iconFont(n) || spokenTwin(n) || awayCycle(n) {
		return
	}
	if (tooltip(n) || hintSign(n)) && strings.TrimSpace(w.buf.String()) != "" {
		return
	}
	kind.node = n
	if n.DataAtom == atom.Dd {
		kind.term = termOf(n)
	}
	if l := level(n); l > 0 {
		kind.heading = l
	}
	listed := listItem(n) && !alone(n, w.root) // a card may itself be an item of a list
	kind.item = kind.item || listed
	kind.old = kind.old || oldPrice(n)
	button := pressed(n) && kind.heading == 0 && !(kind.item && n.DataAtom == atom.A) && !amidText(n) && !holdsBlocks(n)
	kind.button = kind.button || button
	breaks := block(n) || level(n) > 0 || button || n.DataAtom == atom.Br
	if !breaks && !kind.item && !kind.button && ((kind.heading > 0 || besideName(n)) && badged(n) || leadingBadge(n)) {
		kind.heading, breaks = 0, true
	}
	if breaks {
		w.flush()
	}
	cells := lineOfCells(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, kind)
		if cells {
			w.flush()
		}
	}
	if breaks {
		w.flush()
	}
}

// say adds a text to the line, or begins one with it.
func (w *lineWriter) say(text string, kind line) {
	if w.parts(text, kind.node) {
		w.flush()
	}
	switch begun := strings.TrimSpace(w.buf.String()); {
	case begun == "":
		w.kind = kind
	case money.BareSign(begun):
		w.kind.node = kind.node // what is said of an amount is said of its number, not of the sign before it
	}
	w.write(text, kind.node)
	w.last, w.many = kind.node, blanks(text)
}

// tooltip tells an element that explains the words before it when somebody points at them. What is out of sight till then
// is one where it is a sentence without a price; a word or two may say what a sign does.
func tooltip(n *html.Node) bool {
	class := attr(n, "class")
	if strings.Contains(class, "ooltip") || strings.Contains(class, "opover") || attr(n, "role") == "tooltip" || hasAttr(n, "popover") {
		return true
	}
	if !hasAttr(n, "hidden") {
		return false
	}
	s := readText(n)
	return len(strings.Fields(s)) >= leastTalk && len(money.Priced(s)) == 0
}

// hintSign tells a letter or sign in an element of its own that says there is more to know about the words before it.
func hintSign(n *html.Node) bool {
	said := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && len(said)+len(c.Data) <= maxHint:
			said += c.Data
		case c.Type != html.ElementNode || !silent(c):
			return false
		}
	}
	switch strings.TrimSpace(said) {
	case "i", "?", "ⓘ", "ℹ", "ℹ️", "🛈", "(i)", "(?)":
		return true
	}
	return false
}

// maxHint bounds such an element's text, with its blanks.
const maxHint = 24

// spokenTwin tells the words that say to who cannot see the page what an element beside them shows: "7 dollars and 25
// cents per user" behind "$7.25".
func spokenTwin(n *html.Node) bool {
	class := attr(n, "class")
	if !strings.Contains(class, "sr-only") && !strings.Contains(class, "isually") && !strings.Contains(class, "screen-reader") {
		return false
	}
	for c := n.Parent.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && attr(c, "aria-hidden") == "true" && holdsDigit(c) && holdsDigit(n) {
			return true
		}
	}
	return false
}

func holdsDigit(n *html.Node) bool {
	var b strings.Builder
	writeText(&b, n)
	return strings.ContainsAny(b.String(), "0123456789")
}

// pressed tells a link or a button.
func pressed(n *html.Node) bool { return n.DataAtom == atom.A || n.DataAtom == atom.Button }

// holdsBlocks tells a link or button around several pieces of text that stand by themselves: a card that can be pressed
// anywhere.
func holdsBlocks(n *html.Node) bool {
	pieces, blocks := 0, 0
	each(n, func(e *html.Node) bool {
		if silent(e) || !hasText(e) {
			return !silent(e)
		}
		if pieces++; block(e) {
			blocks++
		}
		return blocks < 3 && pieces < 4
	})
	return blocks > 2 || pieces > 3
}

// badged tells a badge that stands before or behind the words of a heading: "Business" and "Best value".
func badged(n *html.Node) bool {
	if blankBeside(n, false) == blankBeside(n, true) {
		return false
	}
	for _, word := range []string{"badge", "pill", "chip", "ribbon"} {
		if strings.Contains(strings.ToLower(attr(n, "class")), word) {
			return true
		}
	}
	return saysBadge(n)
}

// leadingBadge tells a badge that is the first of two texts side by side, each in an element of its own: a style sheet
// lifts it onto the edge of the card.
func leadingBadge(n *html.Node) bool {
	if n.DataAtom != atom.Span {
		return false
	}
	if p := n.PrevSibling; p != nil && (p.PrevSibling != nil || p.Type != html.TextNode || strings.TrimSpace(p.Data) != "") {
		return false
	}
	next := n.NextSibling
	if next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	if next == nil || next.DataAtom != atom.Span {
		return false
	}
	return saysBadge(n)
}

// saysBadge tells an element that says what badges do.
func saysBadge(n *html.Node) bool {
	s := readText(n)
	return s != "" && len(s) <= maxName && strings.ContainsFunc(s, unicode.IsLetter) && badgeText(s)
}

// besideName tells an inline element that stands beside a few words and no figure.
func besideName(n *html.Node) bool {
	size, left := 0, maxSentence
	for c := n.Parent.FirstChild; c != nil; c, left = c.NextSibling, left-1 {
		if left == 0 {
			return false
		}
		if c.Type == html.TextNode {
			size += len(strings.TrimSpace(c.Data))
			if strings.ContainsAny(c.Data, "0123456789"+signRunes) {
				return false
			}
		}
	}
	return size > 1 && size <= maxName
}

// blankBeside tells whether no words stand before a node, or none behind it, in the element that holds it.
func blankBeside(n *html.Node, behind bool) bool {
	next := func(c *html.Node) *html.Node {
		if behind {
			return c.NextSibling
		}
		return c.PrevSibling
	}
	left := maxSentence
	for c := next(n); c != nil; c, left = next(c), left-1 {
		if left == 0 {
			return false
		}
		if readText(c) != "" {
			return false
		}
	}
	return true
}

// listItem tells an item of a list, by element or role.
func listItem(n *html.Node) bool {
	return n.DataAtom == atom.Li || n.DataAtom == atom.Dd || attr(n, "role") == "listitem"
}

// iconFont tells an element whose word a font draws as a picture: "check".
func iconFont(n *html.Node) bool {
	if n.DataAtom != atom.I && n.DataAtom != atom.Span && n.Data != "mat-icon" {
		return false
	}
	class := attr(n, "class")
	return strings.Contains(class, "material-icons") || strings.Contains(class, "material-symbols") || n.Data == "mat-icon"
}

// maxSentence is how many pieces a sentence has, at most.
const maxSentence = 200

// amidText tells a link in a sentence from one that stands by itself.
func amidText(n *html.Node) bool {
	left := maxSentence
	for c := n.Parent.FirstChild; c != nil && left > 0; c, left = c.NextSibling, left-1 {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return true
		}
	}
	return false
}

// write adds text to the line. Cents that are set apart from their amount, in an element of their own, are joined to it.
func (w *lineWriter) write(text string, at *html.Node) {
	cents := strings.TrimSpace(text)
	if begun := w.buf.String(); cents == "" && (begun == "" || strings.TrimRight(begun[len(begun)-1:], " \t\r\n") == "") {
		return // one blank says as much as many
	}
	before := strings.TrimRight(w.buf.String(), " \t\r\n")
	if centsOnly.MatchString(cents) && wholeOnly.MatchString(tail(before, 8)) && (len(money.Priced(tail(before, 12))) > 0 || at.DataAtom == atom.Sup && signBehind(at)) {
		pointed := strings.ContainsAny(cents[:1], ".,")
		if pointed || at.DataAtom == atom.Sup || usualCents.MatchString(cents) {
			w.buf.Reset()
			w.buf.WriteString(before)
			if !pointed {
				w.buf.WriteString(money.Fraction)
			}
			text = cents
		}
	}
	w.buf.WriteString(text)
}

// signBehind tells an element right behind which a sign of money stands: "14<sup>90</sup> €".
func signBehind(n *html.Node) bool {
	for n.NextSibling == nil && n.Parent != nil && inline(n.Parent) {
		n = n.Parent // the sign may stand beside the element that holds amount and cents
	}
	for left := 3; left > 0 && n.NextSibling != nil; left-- {
		n = n.NextSibling
		if s := strings.TrimSpace(readText(n)); s != "" {
			r, _ := utf8.DecodeRuneInString(s)
			return money.IsSign(r)
		}
	}
	return false
}

// termOf is the term that a definition belongs to, where it is the only one that does.
func termOf(dd *html.Node) string {
	dt := dd.PrevSibling
	for dt != nil && dt.Type != html.ElementNode {
		dt = dt.PrevSibling
	}
	if dt == nil || dt.DataAtom != atom.Dt {
		return ""
	}
	return readText(dt)
}

func (w *lineWriter) flush() {
	text := fold.Text(w.buf.String())
	w.buf.Reset()
	if text != "" {
		l := w.kind
		l.text = text
		w.out = append(w.out, l)
	}
}

// struck tells text that a page crosses out, such as an old price.
func struck(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Del, atom.S, atom.Strike:
		return true
	}
	if strings.Contains(strings.ToLower(attr(n, "style")), "line-through") {
		return true
	}
	for class := range strings.FieldsSeq(strings.ToLower(attr(n, "class"))) {
		switch class {
		case "line-through", "strikethrough", "strike", "struck", "crossed", "crossed-out":
			return true
		}
	}
	return false
}
