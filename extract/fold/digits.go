package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// OtherDigits tells a text with digits of Arabic, Persian, Indian or other scripts.
func OtherDigits(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.ContainsFunc(s[i:], otherDigit)
		}
	}
	return false
}

func otherDigit(r rune) bool { return r >= utf8.RuneSelf && unicode.Is(unicode.Nd, r) }

// LatinDigits writes the digits of other scripts, and the points and commas of Arabic numbers, as they are written here.
// at says where each byte of the result, and its end, stood.
func LatinDigits(s string) (latin string, at []int) {
	var b strings.Builder
	at = make([]int, 0, len(s)+1)
	for i, r := range s {
		before := b.Len()
		switch {
		case r == '\u066b':
			b.WriteByte('.')
		case r == '\u066c':
			b.WriteByte(',')
		case otherDigit(r):
			b.WriteByte(byte('0' + digitValue(r)))
		default:
			_, size := utf8.DecodeRuneInString(s[i:])
			b.WriteString(s[i : i+size]) // as it is, even where it is broken
		}
		for j := range b.Len() - before {
			at = append(at, i+j)
		}
	}
	return b.String(), append(at, len(s))
}

// maxDigits bounds how many digits stand in a row in Unicode: five kinds of mathematical ones.
const maxDigits = 50

// digitValue is what a digit of another script counts: the ten of each script stand in a row.
func digitValue(r rune) int {
	value := 0
	for value < maxDigits && unicode.Is(unicode.Nd, r-1) {
		r, value = r-1, value+1
	}
	return value % 10
}

// StartsWithDigit tells a text that begins with one of the digits that are written here.
func StartsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }
