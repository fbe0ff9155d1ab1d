package money_test

import (
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract/extracttest"
	"github.com/gapwatch/gapwatch/extract/money"
)

// An amount that was read is made of digits that stand there one behind the other.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"$49", "1.234,56 €", "R$ 1.234,56", "₹1,20,000", "CHF 1’190.–", "12 000 Kč", "0.00031 USD", "from $9", "49,90", "¥980", "-5", "1e9 $", "۱۲٬۵۰۰ تومان", "A000!۷"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var m money.Money
		var ok bool
		require.Less(t, extracttest.Spent(func() { m, ok = money.Parse(text) }), extracttest.Slack*time.Second)
		if !ok {
			return
		}
		require.GreaterOrEqual(t, m.Exponent, 0)
		require.Contains(t, digits(text), strings.Trim(digits(strconv.FormatInt(m.Minor, 10)), "0"), "%q was read as %s", text, m)
	})
}

// digits are the digits of a text, those of other scripts as they are written here.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		for _, tens := range unicode.Nd.R16 {
			if lo := rune(tens.Lo); lo <= r && r <= rune(tens.Hi) {
				return '0' + (r-lo)%10
			}
		}
		for _, tens := range unicode.Nd.R32 {
			if lo := rune(tens.Lo); lo <= r && r <= rune(tens.Hi) {
				return '0' + (r-lo)%10
			}
		}
		return -1
	}, s)
}
