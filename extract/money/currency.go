package money

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"github.com/gapwatch/gapwatch/extract/fold"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// dashes are what stands in the place of cents.
var dashes = []string{",-", ".-", ":-", ",–", ".–", ",—", ".—", "/-"}

// attachCurrency looks for a currency right before or right after the number and widens the amount to hold it. What
// stands before from belongs to another amount: "59,90€" and then "44".
func (a *Found) attachCurrency(s string, from int) {
	if code, width := signBefore(s[from:a.Start]); code != "" {
		if code == "ZAR" && !a.likeRand(s[a.Start-width:a.Start]) {
			return
		}
		a.Currency, a.Start = code, a.Start-width
		if outer, w := SignAfter(s[a.End:]); Shared(code) && ISO(strings.TrimSpace(s[a.End:a.End+w])) != "" {
			a.Currency, a.End = outer, a.End+w // "$1,190 AUD": the code knows better than the sign
		}
		return
	}
	rest := s[a.End:]
	for _, dash := range dashes {
		rest = strings.TrimPrefix(rest, dash)
	}
	if code, width := SignAfter(rest); code != "" {
		a.Currency, a.End = code, a.End+(len(s[a.End:])-len(rest))+width
		if outer, w := SignAfter(s[a.End:]); Shared(code) && ISO(strings.TrimSpace(s[a.End:a.End+w])) != "" {
			a.Currency, a.End = outer, a.End+w // "99 $ CAD"
		}
	}
}

// inCents reads an amount of hundredths: "50¢".
func (a *Found) inCents(s string) {
	const cent = "¢"
	if a.Currency == "" && strings.HasPrefix(s[a.End:], cent) {
		a.Currency, a.Exponent, a.End = "USD", a.Exponent+2, a.End+len(cent)
	}
}

// multiples are the letters behind an amount that stand for more zeros than thousands have, by how many.
var multiples = []struct {
	text  string
	zeros int
}{{"bn", 9}, {"M", 6}, {"B", 9}}

// multiplied reads the letter for millions or more behind an amount whose currency stands before it: "$1.5M".
func (a *Found) multiplied(s string) {
	for _, m := range multiples {
		rest, ok := strings.CutPrefix(s[a.End:], m.text)
		if r, _ := utf8.DecodeRuneInString(rest); !ok || a.Currency == "" || unicode.IsLetter(r) || unicode.IsDigit(r) || a.Minor > 1e6 {
			continue
		}
		for range m.zeros - a.Exponent {
			a.Minor *= 10
		}
		a.Exponent, a.End, a.Large = max(0, a.Exponent-m.zeros), a.End+len(m.text), true
		return
	}
}

// Shared tells the currencies whose signs others use too.
func Shared(code string) bool {
	return code == "USD" || code == "SEK" || code == "JPY" || code == "INR"
}

// likeRand tells a price in rand from a release or a model that has an R before its number: "R 49", "R499", "R49.90".
func (a *Found) likeRand(sign string) bool {
	return sign != "R" || a.Exponent > 0 || a.Minor >= 100
}

// signBefore reads a currency at the end of a text: sign or ISO code, with or without a blank.
func signBefore(s string) (code string, width int) {
	trimmed := strings.TrimRight(s, " \u00a0\u202f\t\n")
	if len(s)-len(trimmed) > 4 {
		return "", 0
	}
	if c, ok := signs().endsWith(trimmed); ok && !c.onlyBehind {
		code, width = c.code, len(c.text)
	}
	bare, point := strings.CutSuffix(trimmed, ".") // "KES.7,000"
	if n := len(bare); n >= 3 && width < 3 {
		if iso := ISO(bare[n-3:]); iso != "" && Boundary("XXX", bare[:n-3], true) {
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
		if iso := ISO(trimmed[n-3:]); iso != "" && Boundary("XXX", trimmed[:n-3], true) {
			return iso, 3 + len(s) - len(trimmed)
		}
	}
	return "", 0
}

// SignAfter reads a currency at the beginning of a text.
func SignAfter(s string) (code string, width int) {
	trimmed := strings.TrimLeft(s, " \u00a0\u202f")
	blanks := len(s) - len(trimmed)
	if blanks > 4 {
		return "", 0
	}
	if c, ok := signs().startsWith(trimmed); ok {
		code, width = c.code, len(c.text)
	}
	if len(trimmed) >= 3 && width < 3 {
		if iso := ISO(trimmed[:3]); iso != "" && Boundary("XXX", trimmed[3:], false) {
			code, width = iso, 3
		}
	}
	if code == "" || code == "USD" && trimmed[0] == '$' && blanks > 0 && fold.StartsWithDigit(trimmed[1:]) {
		return "", 0 // "49 $59": the sign belongs to the next amount
	}
	return code, width + blanks
}

// BareSign tells a text that is a currency and nothing else: "$", "Rp", "CHF".
func BareSign(s string) bool {
	if s == "" || len(s) > 6 {
		return false
	}
	c, ok := signs().endsWith(s)
	return ok && len(c.text) == len(s) || len(s) == 3 && ISO(s) != ""
}

// least begins to say behind an amount that it is the least: "1,250円〜", "¥125起", "4 990 Ft-tól".
var least = regexp.MustCompile(`(?i)^\s*(?:から|より|[〜～~]|起|부터|-t[óő]l(?:[^\p{L}]|$)|alkaen(?:[^\p{L}]|$)|['’](?:den|dan|ten|tan) (?:itibaren|başlayan)|से शुरू)`)

// Least is what says behind an amount that it is the least, or "".
func Least(after string) string { return least.FindString(after) }

// Boundary tells whether letters of a currency are not part of a longer word.
func Boundary(sign, beside string, before bool) bool {
	r, size := utf8.DecodeRuneInString(beside)
	edge, _ := utf8.DecodeLastRuneInString(sign)
	if before {
		r, size = utf8.DecodeLastRuneInString(beside)
		edge, _ = utf8.DecodeRuneInString(sign)
	}
	if !before && Least(beside) != "" { // "4990 Ft-tól"
		return true
	}
	if !before && r == '-' && unicode.IsLetter(edge) { // "RM-tools"
		r, size = utf8.DecodeRuneInString(beside[size:])
	}
	return size == 0 || !unicode.IsLetter(edge) || !unicode.IsLetter(r) || fold.Ideograph(r) || fold.Ideograph(edge)
}

// IsSign tells the sign of a currency.
func IsSign(r rune) bool { return r == '$' || r >= 0x80 && unicode.Is(unicode.Sc, r) }

// ISO returns a currency's ISO 4217 code, if three capital letters are one.
func ISO(s string) string {
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
