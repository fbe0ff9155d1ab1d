package diff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
)

func TestCanonical(t *testing.T) {
	for _, same := range [][]string{
		{
			"https://acme.test/blog/live-view", "http://www.acme.test/blog/live-view/", "HTTPS://ACME.test:443/blog/live-view/index.html",
			"https://acme.test/blog/live-view?utm_source=rss&utm_medium=feed", "https://acme.test/blog/live-view?source=rss----1",
			"https://acme.test/blog/live-view#comments", "https://acme.test/blog/live-view?fbclid=1#utm_campaign=x",
			"https://acme.test/blog/live-view#:~:text=hello",
		},
		{"https://acme.test", "https://acme.test/", "http://www.acme.test/index.php"},
		{"https://acme.test/?p=12&lang=en", "https://acme.test/?lang=en&p=12&utm_term=a"},
	} {
		for _, address := range same {
			require.Equal(t, diff.Canonical(same[0]), diff.Canonical(address), address)
		}
	}
	different := []string{
		"https://acme.test/changelog", "https://acme.test/changelog#v2.1", "https://acme.test/changelog#v2.2",
		"https://acme.test/?p=12", "https://acme.test/?p=13", "https://blog.acme.test/changelog", "https://acme.test:8080/changelog",
		"https://acme.test/Changelog", "https://acme.test/tree?ref=v2", "tag:acme.test,2026:1", "g1", "",
	}
	seen := map[string]string{}
	for _, address := range different {
		canonical := diff.Canonical(address)
		require.NotContains(t, seen, canonical, address)
		seen[canonical] = address
	}
}
