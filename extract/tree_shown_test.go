package extract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/fold"
)

func TestWhatIsOutOfSight(t *testing.T) {
	for body, want := range map[string]string{
		`<a href="#main">Skip to the main content</a><p>Terms</p>`:              "Terms",
		`<a href="#inhalt">Zum Inhalt springen</a><p>Terms</p>`:                 "Terms",
		`<a href="#main"><script>one()</script>Skip to content</a><p>Terms</p>`: "Terms",
		`<h2>Terms <a href="#terms"><!-- here -->¶</a></h2>`:                    "Terms",
		`<a href="/skip">Skip to the main content</a>`:                          "Skip to the main content",
		`<a href="#plans">Skipping a month is free</a>`:                         "Skipping a month is free",
		`<h2>Terms <a href="#terms">¶</a></h2>`:                                 "Terms",
		`<p style="visibility: hidden">more</p><p>Terms</p>`:                    "Terms",
	} {
		root, err := html.Parse(strings.NewReader("<!doctype html><body>" + body + "</body>"))
		require.NoError(t, err)
		require.Equal(t, want, fold.Text(readText(root.LastChild.LastChild)), body)
	}
}
