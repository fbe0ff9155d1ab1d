package extract

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
	"golang.org/x/text/currency"
	"golang.org/x/text/unicode/norm"
)

// signs are what people write for a currency, longest first where one holds another. A bare "$" is taken as USD, as
// nearly every price list in English means it.
var signs = map[string]string{
	"US$": "USD", "USD$": "USD", "U$S": "USD", "CA$": "CAD", "C$": "CAD", "CDN$": "CAD", "A$": "AUD", "AU$": "AUD",
	"NZ$": "NZD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "SG$": "SGD", "R$": "BRL", "MX$": "MXN", "$": "USD",
	"€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY", "元": "CNY", "₹": "INR", "Rs.": "INR",
	"Rs": "INR", "₽": "RUB", "руб.": "RUB", "руб": "RUB", "р.": "RUB", "Р": "RUB", "₩": "KRW", "원": "KRW", "₪": "ILS",
	"₺": "TRY", "TL": "TRY", "₴": "UAH", "грн.": "UAH", "грн": "UAH", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "lei": "RON",
	"₫": "VND", "đ": "VND", "฿": "THB", "RM": "MYR", "₱": "PHP", "₦": "NGN", "CHF": "CHF", "Fr.": "CHF",
}

var number = regexp.MustCompile(`\d[\d.,'’\x{00a0}\x{202f}\x{2009} ]*\d|\d`)

// amountIn is an amount found in a text.
type amountIn struct {
	Money
	start, end int    // of the amount with its currency, in bytes
	raw        string // verbatim
}

// ParseMoney reads the first amount of a text, with its currency where the text has one: "1.234,56 €", "US$49",
// "from 12 000 Kč". It reports false where there is none. A number without a currency is an amount too.
func ParseMoney(s string) (Money, bool) {
	found := amounts(s)
	for _, a := range found {
		if a.Currency != "" {
			return a.Money, true
		}
	}
	if len(found) > 0 {
		return found[0].Money, true
	}
	return Money{}, false
}

// priced lists the amounts of a text that carry a currency.
func priced(s string) []amountIn {
	var out []amountIn
	for _, a := range amounts(s) {
		if a.Currency != "" {
			out = append(out, a)
		}
	}
	return out
}

// amounts lists every number of a text that may be an amount.
func amounts(s string) []amountIn {
	var out []amountIn
	for _, at := range number.FindAllStringIndex(s, 64) {
		start, end := at[0], at[1]
		if partOfWord(s, start) {
			continue
		}
		end = trimGroups(s, start, end)
		m, ok := parseNumber(s[start:end])
		if !ok {
			continue
		}
		a := amountIn{Money: m, start: start, end: end}
		a.attachCurrency(s)
		a.raw = s[a.start:a.end]
		out = append(out, a)
	}
	return out
}

// partOfWord tells a number inside a name such as "v2" or "S3", which is no amount; a currency's letters are.
func partOfWord(s string, start int) bool {
	before := s[:start]
	r, size := lastRune(before)
	if size == 0 || !unicode.IsLetter(r) {
		return false
	}
	sign, _ := signBefore(before)
	return sign == ""
}

// trimGroups ends a number where its blanks stop being thousands separators: "12 000 500" is one number, "49 2024" two.
func trimGroups(s string, start, end int) int {
	text := s[start:end]
	for i := 0; i < len(text); {
		r, size := firstRune(text[i:])
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
	s = strings.TrimRight(s, ".,'’ \u00a0\u202f\u2009")
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
	return moneyOf(d), true
}

// decimalPoint is the index of the decimal separator, or -1.
func decimalPoint(s string) int {
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

func moneyOf(d decimal.Decimal) Money {
	places := max(0, -int(d.Exponent()))
	return Money{Minor: d.Shift(int32(places)).IntPart(), Exponent: places}
}

// attachCurrency looks for a currency right before or right after the number and widens the amount to hold it.
func (a *amountIn) attachCurrency(s string) {
	if code, width := signBefore(s[:a.start]); code != "" {
		a.Currency, a.start = code, a.start-width
		if outer, w := signAfter(s[a.end:]); code == "USD" && width > 0 && len(outer) == 3 && isoCode(strings.TrimSpace(s[a.end:a.end+w])) != "" {
			a.Currency, a.end = outer, a.end+w // "$1,190 AUD": the code knows better than the sign
		}
		return
	}
	rest := s[a.end:]
	rest = strings.TrimPrefix(rest, ",-")
	rest = strings.TrimPrefix(rest, ".-")
	if code, width := signAfter(rest); code != "" {
		a.Currency, a.end = code, a.end+(len(s[a.end:])-len(rest))+width
	}
}

// signBefore reads a currency at the end of a text: sign or ISO code, with or without a blank.
func signBefore(s string) (code string, width int) {
	trimmed := strings.TrimRight(s, " \u00a0\u202f\t\n")
	if len(s)-len(trimmed) > 4 {
		return "", 0
	}
	for sign, iso := range signs {
		if strings.HasSuffix(trimmed, sign) && width < len(sign) && boundary(sign, trimmed[:len(trimmed)-len(sign)], true) {
			code, width = iso, len(sign)
		}
	}
	if n := len(trimmed); n >= 3 && width < 3 {
		if iso := isoCode(trimmed[n-3:]); iso != "" && boundary("XXX", trimmed[:n-3], true) {
			code, width = iso, 3
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
	for sign, iso := range signs {
		if len(trimmed) >= len(sign) && strings.EqualFold(trimmed[:len(sign)], sign) && width < len(sign) &&
			boundary(sign, trimmed[len(sign):], false) {
			code, width = iso, len(sign)
		}
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

func startsNumber(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// boundary tells whether letters of a currency are not part of a longer word.
func boundary(sign, beside string, before bool) bool {
	r, size := firstRune(beside)
	edge, _ := lastRune(sign)
	if before {
		r, size = lastRune(beside)
		edge, _ = firstRune(sign)
	}
	return size == 0 || !unicode.IsLetter(edge) || !unicode.IsLetter(r)
}

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

func firstRune(s string) (rune, int) {
	for _, r := range s {
		return r, len(string(r))
	}
	return 0, 0
}

func lastRune(s string) (rune, int) {
	if s == "" {
		return 0, 0
	}
	rs := []rune(s[max(0, len(s)-4):])
	r := rs[len(rs)-1]
	return r, len(string(r))
}

// Decimal is the amount as a decimal number.
func (m Money) Decimal() decimal.Decimal { return decimal.New(m.Minor, -int32(m.Exponent)) }

// Amount writes the amount as people do: "49", "49.50", "0.00031".
func (m Money) Amount() string {
	d := m.Decimal()
	if d.IsInteger() {
		return d.StringFixed(0)
	}
	if d.Equal(d.Truncate(2)) {
		return d.StringFixed(2)
	}
	return d.String()
}

// String writes the amount with its currency: "49 USD".
func (m Money) String() string {
	if m.Currency == "" {
		return m.Amount()
	}
	return m.Amount() + " " + m.Currency
}

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
