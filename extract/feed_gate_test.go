package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The fast look says yes only where the parser's walk says the same.
func FuzzGate(f *testing.F) {
	files, err := filepath.Glob("testdata/bench/feed/*.xml")
	require.NoError(f, err)
	for _, file := range files {
		body, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(body)
	}
	for _, text := range []string{
		`<a b="</a>">` + strings.Repeat("<x>", 9), `<a><![CDATA[</a></a>]]><b></b></a>`, `<a><!-- </a> --><?x </a> ?></a>`,
		`<a b='>'/><c/>`, `<a b=c><entry/></a>`, `<x:item><item/></x:item>`,
	} {
		f.Add([]byte(text))
	}
	limits := Limits{XMLDepth: 6, XMLItems: 4}
	f.Fuzz(func(t *testing.T, body []byte) {
		body, err := feedText(Page{Body: body})
		if err != nil {
			return
		}
		fast, ok := scanXML(body, limits)
		if !ok {
			return
		}
		exact, err := walkXML(body, limits)
		require.NoError(t, err)
		require.LessOrEqual(t, exact.items, fast.items)
	})
}
