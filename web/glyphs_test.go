package web

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryShapeIsWrittenInItsColoursByDayAndByNight(t *testing.T) {
	css, err := glyphs(
		[]byte(`<symbol id="s-yes" viewBox="0 0 16 16"><path fill="currentColor" d="M1 1h9z"/></symbol><symbol id="i-up" viewBox="0 0 1 1"><path/></symbol>`),
		[]byte(`--yes: light-dark(#1565c8, #55a5ff);`))
	require.NoError(t, err)
	const shape = `--glyph-s-yes: url("data:image/svg+xml,%3Csvg%20xmlns=%27http:%2F%2Fwww.w3.org%2F2000%2Fsvg%27%20viewBox=%270%200%2016%2016%27%3E` +
		`%3Cpath%20fill=%27%23`
	require.Contains(t, string(css), `@layer tokens{:root{`+shape+`1565c8%27`)
	require.Contains(t, string(css), `[data-theme=dark]{`+shape+`55a5ff%27`)
	require.NotContains(t, string(css), "i-up", "what is no state has no colour of its own")

	_, err = glyphs([]byte(`<symbol id="s-odd" viewBox="0 0 16 16"><path/></symbol>`), nil)
	require.ErrorContains(t, err, "no colour for the shape s-odd")
	_, err = glyphs(nil, nil)
	require.Error(t, err)
}
