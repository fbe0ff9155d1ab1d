// Package money reads amounts as the price lists of each country write them.
package money

import (
	"strings"

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

// Fraction stands in gathered text between an amount and cents that are set apart from it, smaller and without a
// point. It is read as one and is never part of a quote.
const Fraction = "\x1f"

// Money is an amount of the currency's smallest unit, never a float.
type Money struct {
	Minor    int64  `json:"minor"`    // 4900 is 49.00 where Exponent is 2
	Exponent int    `json:"exponent"` // decimal places of Minor; may exceed the currency's own for unit prices such as 0.00031
	Currency string `json:"currency"` // ISO 4217, or empty when the page does not say
}

// Found is an amount found in a text.
type Found struct {
	Money
	Start, End int    // of the amount with its currency, in bytes
	Raw        string // verbatim
	Large      bool   // written in millions or more, as no price of a plan is
}

// Parse reads the first amount of a text, with its currency where the text has one: "1.234,56 €", "US$49",
// "from 12 000 Kč". It reports false where there is none. A number without a currency is an amount too.
func Parse(s string) (Money, bool) {
	s = closeFraction(s)
	found := amounts(s)
	for i, a := range found {
		if a.Currency == "" {
			continue
		}
		if i > 0 && Ranges(s[found[i-1].End:a.Start]) { // "26 to 50 €"
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

// Priced lists the amounts of a text that carry a currency.
func Priced(s string) []Found {
	var out []Found
	for _, a := range amounts(s) {
		if a.Currency != "" {
			out = append(out, a)
		}
	}
	return out
}

// amounts lists every number of a text that may be an amount.
func amounts(s string) []Found {
	if !fold.OtherDigits(s) {
		return latinAmounts(s)
	}
	latin, at := fold.LatinDigits(s)
	found := latinAmounts(latin)
	for i := range found {
		a := &found[i]
		a.Start, a.End = at[a.Start], at[a.End]
		a.Raw = strings.ReplaceAll(s[a.Start:a.End], Fraction, "")
	}
	return found
}

// latinAmounts lists them where all digits are those of this program.
func latinAmounts(s string) []Found {
	var out []Found
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
		a := Found{Money: m, Start: start, End: end}
		a.attachCurrency(s, from)
		if a.Start < start && thousands.MatchString(s[end:]) {
			a.Money, a.End = Of(a.Decimal().Shift(3)).in(a.Currency), end+1
		}
		a.inCents(s)
		a.multiplied(s)
		from = a.End
		a.Raw = strings.ReplaceAll(s[a.Start:a.End], Fraction, "")
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

// Of is an amount in no currency.
func Of(d decimal.Decimal) Money {
	places := max(0, -int(d.Exponent()))
	return Money{Minor: d.Shift(int32(places)).IntPart(), Exponent: places}
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

// Ranges tells what stands between the two amounts of a range: "26 to 50 €".
func Ranges(between string) bool { return rangeWord.MatchString(between) }
