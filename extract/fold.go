package extract

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// folded tells text that fold would leave as it is: plain ASCII with single blanks. Most text is.
func folded(s string) bool {
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

// fold makes text comparable: one Unicode form, one kind of blank, no invisible characters.
func fold(s string) string {
	if folded(s) {
		return s
	}
	s = norm.NFC.String(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00ad' || r == '\ufeff' || r >= '\u200b' && r <= '\u200f' || r >= '\u2060' && r <= '\u2064' ||
			r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == 0 || r == 0x1e:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
