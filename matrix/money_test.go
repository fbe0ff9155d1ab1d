package matrix_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/matrix"
)

func TestMoneyIsWrittenShort(t *testing.T) {
	for _, c := range []struct {
		minor       int64
		code        string
		whole, less string
	}{
		{58866000, "USD", "$588,660", "$589k"},
		{123450, "EUR", "€1,234.50", "€1k"},
		{99999, "GBP", "£999.99", "£999.99"},
		{120000000, "USD", "$1,200,000", "$1.2M"},
		{200000000, "CHF", "2,000,000 CHF", "2M CHF"},
		{31000000, "JPY", "31,000,000 JPY", "31M JPY"},
		{950, "JPY", "950 JPY", "950 JPY"},
	} {
		require.Equal(t, c.whole, matrix.FormatMoney(c.minor, c.code))
		require.Equal(t, c.less, matrix.ShortMoney(c.minor, c.code))
	}
}

// Yen have no cents and are many to the dollar: neither makes a sum come first.
func TestSumsOfSeveralCurrenciesAreOrderedByWhatTheyAreAbout(t *testing.T) {
	sum := func(totals ...matrix.Total) matrix.ARR { return matrix.ARR{Totals: totals} }
	dollars := sum(matrix.Total{Minor: 29600000, Currency: "USD"})
	both := sum(matrix.Total{Minor: 29600000, Currency: "USD"}, matrix.Total{Minor: 9750000, Currency: "EUR"})
	yen := sum(matrix.Total{Minor: 31000000, Currency: "JPY"})
	require.Less(t, yen.Weight(), dollars.Weight())
	require.Less(t, dollars.Weight(), both.Weight())
	require.Zero(t, sum().Weight())
	require.Positive(t, sum(matrix.Total{Minor: 100, Currency: "XTS"}).Weight(), "a currency that is not known")
}
