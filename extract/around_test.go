package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAQuoteIsFoundWithWhatStandsAroundIt(t *testing.T) {
	page := Page{Kind: Pricing, Body: []byte(`<main><h1>Prices</h1><p>Take what you need.</p>
		<div>Scale <b>$299</b>
		per month</div><p>Talk to us about more.</p></main>`)}
	for _, tt := range []struct {
		name, quote string
		want        Context
		found       bool
	}{
		{"across elements and line ends", "$299 per month",
			Context{"Prices\nTake what you need.\nScale ", "$299 per month", "\nTalk to us about more."}, true},
		{"at the very start", "Prices", Context{"", "Prices", "\nTake what you need.\nScale $299 …"}, true},
		{"not on the page", "$300", Context{}, false},
		{"nothing asked for", " ", Context{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, found := Around(page, tt.quote, 34)
			require.Equal(t, tt.found, found)
			require.Equal(t, tt.want, got)
		})
	}
}
