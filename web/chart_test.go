package web

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/money"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

func TestAPriceHistoryIsDrawnInSteps(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	at := func(n int) *time.Time { d := day(n); return &d }
	price := func(minor int64) []extract.Price {
		return []extract.Price{{Money: money.Money{Minor: minor, Exponent: 2, Currency: "USD"}, Period: extract.Month}}
	}
	lines := matrix.PlanLines([]store.Plan{
		{Name: "Team", Prices: price(4000), ValidFrom: day(0), ValidTo: at(50)},
		{Name: "Team", Prices: price(5000), ValidFrom: day(50), ValidTo: at(75)},
		{Name: "Team", ValidFrom: day(75)}, // the page named no price any more
	})
	require.Len(t, lines, 1)
	c := drawPrices(lines, 0, day(0), day(100))
	require.Equal(t, "M40 35.6H158V14H217", c.Lines[0].Path, "a hole where no price is known")
	require.Equal(t, []chartDot{{158, 14, "50"}}, c.Dots)
	require.Contains(t, c.Says, "It moved 1 time.")
}
