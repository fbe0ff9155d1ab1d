package extract

import (
	"strings"
	"unicode"

	"golang.org/x/text/currency"
)

// dashes are what stands in the place of cents.
var dashes = []string{",-", ".-", ":-", ",–", ".–", ",—", ".—", "/-"}

// attachCurrency looks for a currency right before or right after the number and widens the amount to hold it. What
// stands before from belongs to another amount: "59,90€" and then "44".
func (a *amountIn) attachCurrency(s string, from int) {
	if code, width := signBefore(s[from:a.start]); code != "" {
		if code == "ZAR" && !a.likeRand(s[a.start-width:a.start]) {
			return
		}
		a.Currency, a.start = code, a.start-width
		if outer, w := signAfter(s[a.end:]); shared(code) && isoCode(strings.TrimSpace(s[a.end:a.end+w])) != "" {
			a.Currency, a.end = outer, a.end+w // "$1,190 AUD": the code knows better than the sign
		}
		return
	}
	rest := s[a.end:]
	for _, dash := range dashes {
		rest = strings.TrimPrefix(rest, dash)
	}
	if code, width := signAfter(rest); code != "" {
		a.Currency, a.end = code, a.end+(len(s[a.end:])-len(rest))+width
		if outer, w := signAfter(s[a.end:]); shared(code) && isoCode(strings.TrimSpace(s[a.end:a.end+w])) != "" {
			a.Currency, a.end = outer, a.end+w // "99 $ CAD"
		}
	}
}

// inCents reads an amount of hundredths: "50¢".
func (a *amountIn) inCents(s string) {
	const cent = "¢"
	if a.Currency == "" && strings.HasPrefix(s[a.end:], cent) {
		a.Currency, a.Exponent, a.end = "USD", a.Exponent+2, a.end+len(cent)
	}
}

// multiples are the letters behind an amount that stand for more zeros than thousands have, by how many.
var multiples = []struct {
	text  string
	zeros int
}{{"bn", 9}, {"M", 6}, {"B", 9}}

// multiplied reads the letter for millions or more behind an amount whose currency stands before it: "$1.5M".
func (a *amountIn) multiplied(s string) {
	for _, m := range multiples {
		rest, ok := strings.CutPrefix(s[a.end:], m.text)
		if r, _ := firstRune(rest); !ok || a.Currency == "" || unicode.IsLetter(r) || unicode.IsDigit(r) || a.Minor > 1e6 {
			continue
		}
		for range m.zeros - a.Exponent {
			a.Minor *= 10
		}
		a.Exponent, a.end, a.large = max(0, a.Exponent-m.zeros), a.end+len(m.text), true
		return
	}
}

// shared tells the currencies whose signs others use too.
func shared(code string) bool {
	return code == "USD" || code == "SEK" || code == "JPY" || code == "INR"
}

// likeRand tells a price in rand from a release or a model that has an R before its number: "R 49", "R499", "R49.90".
func (a *amountIn) likeRand(sign string) bool {
	return sign != "R" || a.Exponent > 0 || a.Minor >= 100
}

// signBefore reads a currency at the end of a text: sign or ISO code, with or without a blank.
func signBefore(s string) (code string, width int) {
	trimmed := strings.TrimRight(s, " \u00a0\u202f\t\n")
	if len(s)-len(trimmed) > 4 {
		return "", 0
	}
	if c, ok := signs().endsWith(trimmed); ok {
		code, width = c.code, len(c.text)
	}
	bare, point := strings.CutSuffix(trimmed, ".") // "KES.7,000"
	if n := len(bare); n >= 3 && width < 3 {
		if iso := isoCode(bare[n-3:]); iso != "" && boundary("XXX", bare[:n-3], true) {
			code, width = iso, 3
			if point {
				width++
			}
		}
	}
	if width == 1 && code == "USD" { // "NZD $5", "USD $5": the code beside the sign knows better
		if outer, w := isoBefore(trimmed[:len(trimmed)-1]); outer != "" {
			return outer, w + 1 + len(s) - len(trimmed)
		}
	}
	if code == "" {
		return "", 0
	}
	return code, width + len(s) - len(trimmed)
}

func isoBefore(s string) (code string, width int) {
	trimmed := strings.TrimRight(s, " \u00a0")
	if n := len(trimmed); n >= 3 {
		if iso := isoCode(trimmed[n-3:]); iso != "" && boundary("XXX", trimmed[:n-3], true) {
			return iso, 3 + len(s) - len(trimmed)
		}
	}
	return "", 0
}

// signAfter reads a currency at the beginning of a text.
func signAfter(s string) (code string, width int) {
	trimmed := strings.TrimLeft(s, " \u00a0\u202f")
	blanks := len(s) - len(trimmed)
	if blanks > 4 {
		return "", 0
	}
	if c, ok := signs().startsWith(trimmed); ok {
		code, width = c.code, len(c.text)
	}
	if len(trimmed) >= 3 && width < 3 {
		if iso := isoCode(trimmed[:3]); iso != "" && boundary("XXX", trimmed[3:], false) {
			code, width = iso, 3
		}
	}
	if code == "" || code == "USD" && trimmed[0] == '$' && blanks > 0 && startsNumber(trimmed[1:]) {
		return "", 0 // "49 $59": the sign belongs to the next amount
	}
	return code, width + blanks
}

// bareSign tells a text that is a currency and nothing else: "$", "Rp", "CHF".
func bareSign(s string) bool {
	if s == "" || len(s) > 6 {
		return false
	}
	c, ok := signs().endsWith(s)
	return ok && len(c.text) == len(s) || len(s) == 3 && isoCode(s) != ""
}

func startsNumber(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// boundary tells whether letters of a currency are not part of a longer word.
func boundary(sign, beside string, before bool) bool {
	r, size := firstRune(beside)
	edge, _ := lastRune(sign)
	if before {
		r, size = lastRune(beside)
		edge, _ = firstRune(sign)
	}
	if !before && fromAfter.MatchString(beside) { // "4990 Ft-tól"
		return true
	}
	if !before && r == '-' && unicode.IsLetter(edge) { // "RM-tools"
		r, size = firstRune(beside[size:])
	}
	return size == 0 || !unicode.IsLetter(edge) || !unicode.IsLetter(r) || ideograph(r) || ideograph(edge)
}

// ideograph tells letters that are written without blanks between words.
func ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// IsCurrency tells the sign of a currency.
func IsCurrency(r rune) bool { return r == '$' || r >= 0x80 && unicode.Is(unicode.Sc, r) }

// isoCode returns a currency's ISO 4217 code, if three capital letters are one.
func isoCode(s string) string {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return ""
		}
	}
	unit, err := currency.ParseISO(s)
	if err != nil {
		return ""
	}
	return unit.String()
}
