package extract

import (
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/gapwatch/gapwatch/extract/fold"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

var number = regexp.MustCompile(`\d[\d.,'’\x{00a0}\x{202f}\x{2009}\x{1f} ]*\d|\d`)

// How people write one price in pieces.
var (
	apart       = regexp.MustCompile(`(\d[.,]) (\d\d)(?:\b|$)`)
	signAsPoint = regexp.MustCompile(`^(\d+)\s?([€£$])\s?(\d{2,3})$`)
	rangeWord   = regexp.MustCompile(`(?i)^\s*(to|-|–|—|bis|a|à|до)\s*$`)
)

// fraction stands in gathered text between an amount and cents that are set apart from it, smaller and without a
// point. It is read as one and is never part of a quote.
const fraction = "\x1f"

// amountIn is an amount found in a text.
type amountIn struct {
	Money
	start, end int    // of the amount with its currency, in bytes
	raw        string // verbatim
	large      bool   // written in millions or more, as no price of a plan is
}

// ParseMoney reads the first amount of a text, with its currency where the text has one: "1.234,56 €", "US$49",
// "from 12 000 Kč". It reports false where there is none. A number without a currency is an amount too.
func ParseMoney(s string) (Money, bool) {
	s = closeFraction(s)
	found := amounts(s)
	for i, a := range found {
		if a.Currency == "" {
			continue
		}
		if i > 0 && rangeWord.MatchString(s[found[i-1].end:a.start]) { // "26 to 50 €"
			m := found[i-1].Money
			m.Currency = a.Currency
			return m, true
		}
		return a.Money, true
	}
	if len(found) > 0 {
		return found[0].Money, true
	}
	return Money{}, false
}

// closeFraction mends a single price whose cents stand apart: "$119. 95", "35€ 99". In running text the same signs
// mean two numbers, so only whole strings are mended.
func closeFraction(s string) string {
	s = apart.ReplaceAllString(s, "$1$2")
	return signAsPoint.ReplaceAllString(s, "$1.$3$2")
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
	if !fold.OtherDigits(s) {
		return latinAmounts(s)
	}
	latin, at := fold.LatinDigits(s)
	found := latinAmounts(latin)
	for i := range found {
		a := &found[i]
		a.start, a.end = at[a.start], at[a.end]
		a.raw = strings.ReplaceAll(s[a.start:a.end], fraction, "")
	}
	return found
}

// latinAmounts lists them where all digits are those of this program.
func latinAmounts(s string) []amountIn {
	var out []amountIn
	from := 0
	for _, at := range number.FindAllStringIndex(s, 64) {
		start, end := at[0], at[1]
		start = max(start-leadingPoints(s[:start]), from)
		if partOfWord(s, start) || s[at[0]:end] == odometer {
			continue
		}
		end = trimGroups(s, start, end)
		m, ok := parseNumber(s[start:end])
		if !ok {
			continue
		}
		a := amountIn{Money: m, start: start, end: end}
		a.attachCurrency(s, from)
		if a.start < start && thousands.MatchString(s[end:]) {
			a.Money, a.end = moneyOf(a.Decimal().Shift(3)).in(a.Currency), end+1
		}
		a.inCents(s)
		a.multiplied(s)
		from = a.end
		a.raw = strings.ReplaceAll(s[a.start:a.end], fraction, "")
		out = append(out, a)
	}
	return out
}

// thousands follows a number that counts thousands, where nothing but a time comes behind: "$1.5k / month". Revenue and
// traffic are written with a k too, and go on with what they count.
var thousands = regexp.MustCompile(`^[kK](?:$|\n|\s*/|\s+per )`)

// in gives an amount a currency.
func (m Money) in(currency string) Money {
	m.Currency = currency
	return m
}

// odometer is what an animated counter holds instead of a number.
const odometer = "0123456789"

// leadingPoints counts the points that begin a number without a whole part: "$.75".
func leadingPoints(before string) int {
	n := len(before) - len(strings.TrimRight(before, "."))
	if n == 0 || n > 2 {
		return 0
	}
	if r, size := lastRune(before[:len(before)-n]); size > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return 0
	}
	return n
}

// partOfWord tells a number inside a name such as "v2" or "S3", which is no amount; a currency's letters are.
func partOfWord(s string, start int) bool {
	before := s[:start]
	r, size := lastRune(before)
	if size == 0 || !unicode.IsLetter(r) || ideograph(r) {
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
	s = strings.TrimRight(s, ".,'’ \u00a0\u202f\u2009"+fraction)
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
	return moneyOf(d), true
}

// decimalPoint is the index of the decimal separator, or -1.
func decimalPoint(s string) int {
	if i := strings.Index(s, fraction); i >= 0 {
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

func moneyOf(d decimal.Decimal) Money {
	places := max(0, -int(d.Exponent()))
	return Money{Minor: d.Shift(int32(places)).IntPart(), Exponent: places}
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
