package extract

import (
	"strings"
	"unicode"
)

// Context is a quote with what stands around it on its page, as text.
type Context struct {
	Before, Quote, After string
}

// Around finds a quote on a page and returns it with up to so many characters of the page's text on either side, cut at
// blanks. Blanks and line ends do not count in the comparison. It is false where the page cannot be read or does not
// hold the quote.
func Around(p Page, quote string, characters int) (Context, bool) {
	text := []rune(readable(p))
	from, to := find(text, []rune(quote))
	if to == 0 {
		return Context{}, false
	}
	return Context{
		Before: lastWords(string(text[:from]), characters),
		Quote:  string(text[from:to]),
		After:  firstWords(string(text[to:]), characters),
	}, true
}

// Whole is all a page says, a piece a line, around the first place where a quote stands; with false and all of it behind
// the quote where it does not.
func Whole(p Page, quote string) (Context, bool) {
	text := readable(p)
	runes := []rune(text)
	from, to := find(runes, []rune(quote))
	if to == 0 {
		return Context{After: text}, false
	}
	return Context{string(runes[:from]), string(runes[from:to]), string(runes[to:])}, true
}

// readable is what a page says, block by block.
func readable(p Page) string {
	if p.Kind != Feed {
		p.Kind = PageKind
	}
	doc, err := Read(p)
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, block := range doc.Blocks {
		b.WriteString(block.Text + "\n")
	}
	for _, e := range doc.Entries {
		b.WriteString(e.Title + "\n" + strings.Join(e.Items, "\n") + "\n")
	}
	return b.String()
}

// find looks for a quote in a text, blanks left out on both sides, and returns where it stands; 0, 0 where it does not.
func find(text, quote []rune) (from, to int) {
	bare, at := withoutBlanks(text)
	wanted, _ := withoutBlanks(quote)
	if wanted == "" {
		return 0, 0
	}
	i := strings.Index(bare, wanted)
	if i < 0 {
		return 0, 0
	}
	first := len([]rune(bare[:i]))
	last := first + len([]rune(wanted)) - 1
	return at[first], at[last] + 1
}

// withoutBlanks drops the blanks of a text and says where each rune that is left stood.
func withoutBlanks(text []rune) (string, []int) {
	var b strings.Builder
	at := make([]int, 0, len(text))
	for i, r := range text {
		if !unicode.IsSpace(r) {
			b.WriteRune(r)
			at = append(at, i)
		}
	}
	return b.String(), at
}

func lastWords(s string, characters int) string {
	r := []rune(s)
	if len(r) <= characters {
		return s
	}
	s = string(r[len(r)-characters:])
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		s = s[i:]
	}
	return "…" + s
}

func firstWords(s string, characters int) string {
	r := []rune(s)
	if len(r) <= characters {
		return strings.TrimRightFunc(s, unicode.IsSpace)
	}
	s = string(r[:characters])
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i >= 0 {
		s = s[:i]
	}
	return s + " …"
}

// Lines is what a page says, one readable piece a line, menus and footers left out; nil where it cannot be read.
func Lines(p Page) []string {
	if p.Kind != Feed {
		p.Kind = PageKind
	}
	doc, err := Read(p)
	if err != nil {
		return nil
	}
	var out []string
	for _, b := range doc.Blocks {
		if !b.Frame {
			out = append(out, b.Text)
		}
	}
	for _, e := range doc.Entries {
		out = append(append(out, e.Title), e.Items...)
	}
	return out
}
