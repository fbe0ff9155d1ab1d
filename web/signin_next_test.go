package web

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Signing in leads back to where one came from, and never to another site.
func TestSigningInStaysHere(t *testing.T) {
	for _, next := range []string{"/", "/sources?kind=feed", "/gaps/replay/search#annotation-3", "/search?q=a%20b%2Fc", "/changes?text=https://acme.test/"} {
		require.Equal(t, next, localPath(next))
	}
	for name, next := range map[string]string{
		"nothing":                        "",
		"another site":                   "https://evil.test/",
		"another site, their scheme":     "//evil.test/",
		"a tab that browsers drop":       "/\t/evil.test/",
		"a line break that they drop":    "/\n/evil.test/",
		"a return":                       "/\r/evil.test",
		"a zero byte":                    "/\x00/evil.test",
		"a control character of Latin-1": "/\u0085/evil.test",
		"a backslash":                    "/\\evil.test",
		"two backslashes":                "\\\\evil.test",
		"a script":                       "javascript:alert(1)",
		"a word":                         "evil.test",
		"a broken escape":                "/%zz",
		"a blank before it":              " //evil.test",
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, "/", localPath(next)) })
	}
}
