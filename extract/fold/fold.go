// Package fold makes the text of pages comparable: one Unicode form, one kind of blank, one kind of digits, nothing
// that cannot be seen. What it returns is for comparing and reading; quotes are cut from the page itself.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Plain tells text that Text would leave as it is: plain ASCII with single blanks. Most text is.
func Plain(s string) bool {
	blank := true
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0x7f || c < ' ' || c == ' ' && blank:
			return false
		default:
			blank = c == ' '
		}
	}
	return !blank || s == ""
}

// Text makes text comparable: one Unicode form, one kind of blank, no invisible characters.
func Text(s string) string {
	if s = strings.TrimSpace(s); Plain(s) {
		return s
	}
	if !ASCII(s) && !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	return squeeze(s)
}

// ASCII tells a text whose characters are one byte each.
func ASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// squeeze leaves one blank between words and drops what cannot be seen.
func squeeze(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		switch {
		case invisible(r):
		case unicode.IsSpace(r):
			blank = b.Len() > 0
		default:
			if blank {
				b.WriteByte(' ')
				blank = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// invisible tells what no reader sees, and control characters, which a terminal would obey. 0x1f is no command to any, and
// readers set cents apart with it.
func invisible(r rune) bool {
	if r < 0xa0 {
		return unicode.IsControl(r) && !unicode.IsSpace(r) && r != 0x1f
	}
	return r == '\u00ad' || r == '\ufeff' || r >= '\u200b' && r <= '\u200f' || r >= '\u2060' && r <= '\u2064' ||
		r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// Ideograph tells letters that are written without blanks between words.
func Ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}
