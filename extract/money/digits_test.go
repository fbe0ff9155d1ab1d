package money

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAmountsInDigitsOfOtherScripts(t *testing.T) {
	for text, want := range map[string]string{
		"٩٩ ر.س": "99 SAR", "١٬٢٥٠٫٥٠ درهم": "1250.50 AED", "₹ ४९९": "499 INR", "฿๒๙๙": "299 THB", "¥１２００": "1200 JPY", "€𝟡𝟡": "99 EUR",
		"۴۹ USD": "49 USD", "\xff ٣ €": "3 EUR",
	} {
		m, ok := Parse(text)
		require.True(t, ok, text)
		require.Equal(t, want, m.String(), text)
	}
	found := Priced("من ٢٩٩ ر.س / شهر")
	require.Len(t, found, 1)
	require.Equal(t, "٢٩٩ ر.س", found[0].Raw)
}
