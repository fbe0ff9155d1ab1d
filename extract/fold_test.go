package extract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// slowFold says step by step what fold does in one.
func slowFold(s string) string {
	s = strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

func TestFoldLeavesOneFormOfEveryText(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "",
		" \n":                         "",
		"Per  seat\n/ month ":         "Per seat / month",
		"caf\u0065\u0301":             "caf\u00e9",
		"soft\u00adhyphen":            "softhyphen",
		"12\u00a0000\u202f€":          "12 000 €",
		"a\x1eb \x1e c\x00":           "ab c",
		"\u200b\ufeffzero\u2060width": "zerowidth",
		"it’s \u2009fine":             "it’s fine",
		"del\x7f":                     "del\x7f",
	} {
		require.Equal(t, want, fold(in))
		require.Equal(t, slowFold(in), fold(in))
	}
}

func FuzzFold(f *testing.F) {
	f.Add("a\u0301 \u00a0b")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\ufffd") // as decode leaves it
		require.Equal(t, slowFold(s), fold(s))
	})
}

func TestLongerCountsReadableText(t *testing.T) {
	text := "<p>e\u0301te\u0301 <b>and</b>  more<script>much more</script> <span style='display:none'>hidden</span></p>"
	root, err := html.Parse(strings.NewReader(text))
	require.NoError(t, err)
	size := len("été and more")
	for limit := range 2 * size {
		require.Equal(t, size > limit, (&tree{text: map[*html.Node]string{}}).longer(root.LastChild.LastChild, limit))
	}
}
