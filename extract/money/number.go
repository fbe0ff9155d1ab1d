package money

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/gapwatch/gapwatch/extract/fold"
)

// leadingPoints counts the points that begin a number without a whole part: "$.75".
func leadingPoints(before string) int {
	n := len(before) - len(strings.TrimRight(before, "."))
	if n == 0 || n > 2 {
		return 0
	}
	if r, size := utf8.DecodeLastRuneInString(before[:len(before)-n]); size > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return 0
	}
	return n
}

// partOfWord tells a number inside a name such as "v2" or "S3", which is no amount; a currency's letters are.
func partOfWord(s string, start int) bool {
	before := s[:start]
	r, size := utf8.DecodeLastRuneInString(before)
	if size == 0 || !unicode.IsLetter(r) || fold.Ideograph(r) {
		return false
	}
	sign, _ := signBefore(before)
	return sign == ""
}

// trimGroups ends a number where its blanks stop being thousands separators: "12 000 500" is one number, "49 2024" two.
func trimGroups(s string, start, end int) int {
	text := s[start:end]
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			rest := text[i+size:]
			if i > 3 && !strings.ContainsAny(text[:i], " \u00a0\u202f\u2009.,'’") || !threeDigits(rest) {
				return start + i
			}
		}
		i += size
	}
	return end
}

func threeDigits(s string) bool {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n == 3
}

// parseNumber reads digits with separators of any locale. The last separator is the decimal point where it stands
// alone before one, two or more than three digits, or follows another kind of separator.
func parseNumber(s string) (Money, bool) {
	s = strings.TrimRight(s, ".,'’ \u00a0\u202f\u2009"+Fraction)
	if bare := strings.TrimLeft(s, "."); len(bare) < len(s) {
		if s = bare; !strings.ContainsAny(bare, ".,") {
			s = "0." + bare
		}
	}
	if len(s) > 1 && s[0] == '0' && s[1] == '0' && len(s) > 4 {
		return Money{}, false // a counter or a number of another kind
	}
	point := decimalPoint(s)
	var whole, part strings.Builder
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9' && point >= 0 && i > point:
			part.WriteRune(r)
		case r >= '0' && r <= '9':
			whole.WriteRune(r)
		}
	}
	text := whole.String()
	if len(text)+part.Len() > 15 {
		return Money{}, false
	}
	if part.Len() > 0 {
		text += "." + part.String()
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return Money{}, false
	}
	return Of(d), true
}

// decimalPoint is the index of the decimal separator, or -1.
func decimalPoint(s string) int {
	if i := strings.Index(s, Fraction); i >= 0 {
		return i
	}
	dot, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	last := max(dot, comma)
	if last < 0 {
		return -1
	}
	sep, digits := s[last], len(s)-last-1
	if dot >= 0 && comma >= 0 {
		if strings.Count(s, string(sep)) > 1 { // 1.234.567 with a comma somewhere: all thousands
			return -1
		}
		return last
	}
	switch {
	case strings.Count(s, string(sep)) > 1:
		return -1
	case digits == 3 && !strings.HasPrefix(s, "0"):
		return -1
	}
	return last
}
