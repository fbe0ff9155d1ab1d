package extract_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
)

// TestPricesInManyLanguages: what costs nothing, what an amount is for, and what is to be asked for.
func TestPricesInManyLanguages(t *testing.T) {
	for _, fields := range table(t, "prices.tsv", 5) {
		doc, err := extract.Read(pricePage(fmt.Sprintf(`<html lang="%s"><head><title>Acme</title></head><body><main><h1>Acme</h1>
			<div><h3>Solo</h3><p>%s</p><ul><li>Three boards</li></ul><a href="/start">OK</a></div>
			<div><h3>Crew</h3><p>%s</p><ul><li>Twenty boards</li></ul><a href="/start">OK</a></div>
			<div><h3>Fleet</h3><p>%s</p><ul><li>All boards</li></ul><a href="/start">OK</a></div></main></body></html>`,
			fields[0], fields[1], fields[2], fields[4])))
		require.NoError(t, err)
		require.Len(t, doc.Plans, 3, "%v", fields)
		free, paid, asked := doc.Plans[0], doc.Plans[1], doc.Plans[2]
		require.Len(t, free.Prices, 1, "%v", fields)
		require.Zero(t, free.Prices[0].Minor, "%v", fields)
		require.Len(t, paid.Prices, 1, "%v", fields)
		require.Equal(t, fields[3], string(paid.Prices[0].Period), "%v", fields)
		require.True(t, asked.Custom, "%v", fields)
	}
}
