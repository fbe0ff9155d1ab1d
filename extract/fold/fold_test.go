package fold

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

// slowFold says step by step what Text does in one.
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
		"del\x7f":                     "del",
		"\x1b[31mred\x07 \u009b0m":    "[31mred 0m",
	} {
		require.Equal(t, want, Text(in))
		require.Equal(t, slowFold(in), Text(in))
	}
}

func FuzzFold(f *testing.F) {
	f.Add("a\u0301 \u00a0b")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\ufffd") // as decode leaves it
		require.Equal(t, slowFold(s), Text(s))
	})
}
