package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// An error that sites forward to promises what it says by its own address, but not by the one that was asked for.
func TestAPageIsHeldAgainstTheAddressThatWasAskedFor(t *testing.T) {
	page := Page{
		Kind: Changelog,
		URL:  "https://www.tallowby.test/nothing",
		Body: []byte(`<title>Tallowby</title><main><h1>Nothing but fog</h1><p>Try it from the pier.</p><a href="/">To the pier</a></main>`),
	}
	require.Equal(t, OK, Health(page).State, "it is what its address promises")
	page.Asked = "https://www.tallowby.test/releases"
	require.Equal(t, NotFound, Health(page).State)
}

func TestAShortTextThatReplacedAPageIsSuspect(t *testing.T) {
	page := func(texts ...string) (d Document) {
		for _, text := range texts {
			d.Blocks = append(d.Blocks, Block{Text: text})
		}
		return d
	}
	old := page("Payroll by the sea", "Wages are worked out from the tides and the hours of each crew.", "Kept for ten years.")
	for _, tt := range []struct {
		name     string
		new      Document
		replaced bool
	}{
		{"another text", page("Fog", "We lost sight of it."), true},
		{"another heading", page("Payroll afloat", "Kept for ten years."), false},
		{"as much of another text", page("Wages ashore", "They are worked out from the hours of each crew, by hand and twice."), false},
		{"one plan", Document{Plans: []Plan{{Name: "Crew"}}}, false},
	} {
		_, collapsed := Collapsed(old, tt.new)
		require.Equal(t, tt.replaced, collapsed, tt.name)
	}
	_, collapsed := Collapsed(page("Soon", "Come back in spring, we are mending the nets."), page("Open"))
	require.False(t, collapsed, "two lines are soon written anew")
}
