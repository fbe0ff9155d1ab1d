package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestVersionOverTheTitleOfACard: a card may begin with a version that is not its title.
func TestVersionOverTheTitleOfACard(t *testing.T) {
	d, err := Read(Page{Kind: Changelog, URL: "https://a.example/", Body: []byte(`<!doctype html><html><body><main><h1>What changed</h1>
<h2>3.6.0 — 2026-09-30</h2><p>Maps are drawn over photographs.</p>
<h2>2026-08-28</h2><p>Layers keep their names.</p>
<table><tr><th>Release</th><th>Day</th><th>In short</th></tr>
<tr><td>3.4.0</td><td>3.5.0 — 2026-09-11</td><td>More paper sizes.</td></tr>
<tr><td>3.3.0</td><td>2026-08-14</td><td>Rooms are counted.</td></tr>
<tr><td>3.2.0</td><td>2026-07-31</td><td>Doors open to either side.</td></tr></table></main></body></html>`)})
	require.NoError(t, err)
	require.NotEmpty(t, d.Entries)
}
