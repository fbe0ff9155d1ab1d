package extracttest_test

import (
	"testing"

	"github.com/gapwatch/gapwatch/extract/extracttest"
	"github.com/stretchr/testify/require"
)

func TestWhatStandsOnAPage(t *testing.T) {
	page := []byte(`<h2>Team <i>plan</i></h2><script>hidden()</script><p>\xff $29 a seat</p>`)
	text, loose := extracttest.Visible(page), extracttest.Anywhere(page)
	for _, quote := range []string{"Team plan", "$29 a seat"} {
		require.True(t, text.Has(quote), quote)
		require.True(t, loose.Spells(quote), quote)
	}
	require.False(t, text.Has("Team $29"), "the words of a quote stand together")
	require.True(t, loose.Spells("Team $29"), "letters have an order and may be apart")
	for _, quote := range []string{"Team plus", "$39"} {
		require.False(t, text.Has(quote), quote)
		require.False(t, loose.Spells(quote), quote)
	}
}
