package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// parts tells whether the text of an element begins a line of its own although its element is an inline one. Where a
// page sets a name, a badge, a price and a unit beside or below each other by its style sheet, the markup has no blank
// between them: "Team" and "Best value", "$29" and "per month".
func (w *lineWriter) parts(text string, at *html.Node) bool {
	if w.last == nil || w.last == at || text == "" {
		return false
	}
	before := w.buf.String()
	prev, size := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(text)
	if size == 0 || unicode.IsSpace(prev) || unicode.IsSpace(next) {
		return false
	}
	if unicode.IsLower(prev) && unicode.IsUpper(next) || unicode.IsLetter(next) && endsPrice(before) {
		return true
	}
	if above(w.last, at) || above(at, w.last) {
		return w.many && blanks(text) && unicode.IsLetter(prev) && unicode.IsLetter(next) // two phrases
	}
	if unicode.IsDigit(prev) && unicode.IsDigit(next) && twoCycles(w.last, at) {
		return true
	}
	words := w.many || blanks(text) // not the letters of one word
	return words && unicode.IsLetter(prev) && unicode.IsLetter(next) || seam(prev, next, text)
}

// twoCycles tells elements that their author named for different cycles: a switch shows one of the two.
func twoCycles(a, b *html.Node) bool {
	one, other := namedCycle(a, ""), namedCycle(b, "")
	return one != "" && other != "" && one != other
}

// blanks tells a text with a blank, be it one at which a line does not break.
func blanks(s string) bool { return strings.ContainsAny(s, " \u00a0\u202f") }

// wholePrice ends a text with an amount behind which no letter can follow: "$18k", "49 / yr".
var wholePrice = regexp.MustCompile(`(?i)[` + signRunes + `]\d[\d.,]*k$|\d[\d.,]*k? ?/ ?(?:mo|mth|month|yr|year)$`)

// endsPrice tells a text that ends with such an amount. Most end with another letter.
func endsPrice(s string) bool {
	switch s[len(s)-1] {
	case 'k', 'K', 'o', 'h', 'r', 'O', 'H', 'R':
		return wholePrice.MatchString(tail(s, 16))
	}
	return false
}

// above tells whether one element holds another.
func above(n, below *html.Node) bool {
	for p := below; p != nil; p = p.Parent {
		if p == n {
			return true
		}
	}
	return false
}

// seam tells texts of two neighbouring elements that are no word and no amount together.
func seam(prev, next rune, text string) bool {
	uncased := func(r rune) bool { return unicode.IsLetter(r) && unicode.Is(unicode.Lo, r) }
	switch {
	case uncased(prev) && uncased(next):
		return true
	case unicode.IsDigit(prev) && unicode.IsLetter(next) && !uncased(next):
		code, _ := money.SignAfter(text)
		return code == "" && len(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })[0]) > 2
	case unicode.IsDigit(prev) && money.IsSign(next):
		_, width := utf8.DecodeRuneInString(text)
		return fold.StartsWithDigit(strings.TrimLeft(text[width:], " \u00a0"))
	case money.IsSign(prev):
		return unicode.IsLetter(next)
	case unicode.IsLower(prev):
		return unicode.IsDigit(next) || money.IsSign(next)
	case strings.ContainsRune(").!?%–…", prev):
		return unicode.IsLetter(next)
	}
	return false
}

// oldPrice tells an element whose author named it as the price of before: class "price-old", "original-price".
func oldPrice(n *html.Node) bool {
	class := attr(n, "class")
	if class == "" || len(class) > 300 {
		return false
	}
	class = strings.ToLower(class)
	if !strings.Contains(class, "old") && !strings.Contains(class, "orig") && !strings.Contains(class, "was") &&
		!strings.Contains(class, "before") && !strings.Contains(class, "regular") && !strings.Contains(class, "compare") {
		return false
	}
	for name := range strings.FieldsSeq(class) {
		before, money := false, false
		for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' }) {
			switch part {
			case "old", "original", "orig", "was", "before", "regular", "compare":
				before = true
			case "price", "prices", "amount", "cost", "pricing", "preis", "prix", "precio":
				money = true
			}
		}
		if before && money {
			return true
		}
	}
	return false
}

// awayClasses are what authors call an element that a switch has put out of sight.
var awayClasses = wordSet(`d-none hidden hide is-hidden u-hidden invisible display-none`)

// awayCycle tells one of two short texts that a switch shows in turn, "/month" and "/year", while it is the one that is
// not shown.
func awayCycle(n *html.Node) bool {
	if n.DataAtom != atom.Span && n.DataAtom != atom.Small && n.DataAtom != atom.P && n.DataAtom != atom.Div || !putAway(n) {
		return false
	}
	month, year := saidCycle(n)
	if month == year {
		return false
	}
	for c, left := n.Parent.FirstChild, maxSentence; c != nil && left > 0; c, left = c.NextSibling, left-1 {
		if c == n || c.DataAtom != n.DataAtom || putAway(c) {
			continue
		}
		if m, y := saidCycle(c); m == year && y == month {
			return true
		}
	}
	return false
}

// putAway tells an element that its author hides, be it by a class of its own.
func putAway(n *html.Node) bool {
	if hasAttr(n, "hidden") {
		return true
	}
	class := attr(n, "class")
	if !strings.Contains(class, "hid") && !strings.Contains(class, "none") && !strings.Contains(class, "invisible") {
		return false
	}
	for name := range strings.FieldsSeq(class) {
		if awayClasses[name] || strings.HasSuffix(name, "-invisible") {
			return true
		}
	}
	return false
}

func saidCycle(n *html.Node) (month, year bool) {
	return cycleLabel(readText(n))
}
