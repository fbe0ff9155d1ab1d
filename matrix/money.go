package matrix

import (
	"fmt"
	"strings"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// FormatMoney writes an amount of a currency's smallest unit for people: "$588,660", "€1,234.50", "12,000 CHF".
func FormatMoney(minor int64, code string) string {
	per, p := smallest(code), message.NewPrinter(language.English)
	text := p.Sprintf("%d", minor/per)
	if rest := minor % per; rest != 0 {
		text += p.Sprintf(".%0*d", places(code), rest)
	}
	return signed(text, code)
}

// ShortMoney writes an amount in thousands or millions: "$589k", "$1.2M", "31M JPY". Only where its full sum is a step away.
func ShortMoney(minor int64, code string) string {
	unit := float64(minor) / float64(smallest(code))
	switch {
	case unit >= 999_500:
		return signed(strings.TrimSuffix(fmt.Sprintf("%.1f", unit/1e6), ".0")+"M", code)
	case unit >= 1000:
		return signed(fmt.Sprintf("%.0fk", unit/1e3), code)
	}
	return FormatMoney(minor, code)
}

// signed puts the sign of a currency where it stands.
func signed(amount, code string) string {
	switch code {
	case "USD":
		return "$" + amount
	case "EUR":
		return "€" + amount
	case "GBP":
		return "£" + amount
	}
	return strings.TrimSpace(amount + " " + code)
}

// smallest is how many of its smallest unit a currency's unit has.
func smallest(code string) int64 {
	n := int64(1)
	for range places(code) {
		n *= 10
	}
	return n
}

// places is how many digits a currency has behind the point; one that is not known has two.
func places(code string) int {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 2
	}
	n, _ := currency.Standard.Rounding(unit)
	return n
}
