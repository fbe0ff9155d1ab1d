package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever a file holds, it is read or refused; nothing panics, and a refusal says where.
func FuzzParseFile(f *testing.F) {
	for _, pattern := range []string{"testdata/*/*", "templates/*"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	f.Add([]byte("a;feed;http://x/\n"))
	f.Add([]byte(`<opml><outline xmlUrl="x" text="y"/></opml>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := Defaults()
		_, _ = parseSettings("s.yaml", data, &s)
		for _, name := range []string{"l.yaml", "l.csv", "l.opml"} {
			if _, err := ParseFile(name, data); err != nil {
				require.NotEmpty(t, err.Error())
			}
		}
		_, _ = parseThoroughly("l.yaml", data)
	})
}
