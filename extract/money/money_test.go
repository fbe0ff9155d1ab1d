package money

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseMoney(t *testing.T) {
	for text, want := range map[string]string{
		"$49": "49 USD", "49 €": "49 EUR", "1.234,56 €": "1234.56 EUR", "1,234.56 USD": "1234.56 USD", "£1,200": "1200 GBP",
		"US$ 15.50": "15.50 USD", "NZD $100.70": "100.70 NZD", "$1,190.00 AUD": "1190 AUD", "12 000 Kč": "12000 CZK",
		"from 2 490 Kč": "2490 CZK", "$0.00031": "0.00031 USD", "4.99": "4.99", "₹24,401": "24401 INR", "CHF 12": "12 CHF",
		"R$215,10": "215.10 BRL", "1 720,00 zł": "1720 PLN", "299": "299", "$1.5": "1.50 USD",
	} {
		m, ok := Parse(text)
		require.True(t, ok, text)
		require.Equal(t, want, m.String(), text)
	}
	for _, text := range []string{"", "free", "version v2", "no price here"} {
		_, ok := Parse(text)
		require.False(t, ok, text)
	}
}
