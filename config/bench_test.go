package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// largeLandscape is a file in flow style with many sources, five to a competitor.
func largeLandscape(sources int) []byte {
	var b strings.Builder
	b.WriteString("areas:\n  - {key: one, name: One, features: [{key: f1, name: First}]}\ncompetitors:\n")
	for i := range sources / 5 {
		fmt.Fprintf(&b, "  - {key: c%04d, name: C%04d, sources: [", i, i)
		for j, kind := range []string{"changelog", "pricing", "feed", "page", "sitemap"} {
			if j > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "{kind: %s, url: \"http://127.0.0.1:18080/site-%04d/%s.html\"}", kind, i, kind)
		}
		b.WriteString("]}\n")
	}
	return []byte(b.String())
}

func BenchmarkParseLandscapeOfTenThousandSources(b *testing.B) {
	data := largeLandscape(10_000)
	b.ReportAllocs()
	for b.Loop() {
		_, err := ParseLandscape("landscape.yaml", data)
		require.NoError(b, err)
	}
}
