package extract

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestWithoutTails(t *testing.T) {
	long := strings.Repeat("ä", longText)
	cut := long[:longText]
	require.True(t, utf8.ValidString(cut))
	for in, want := range map[string]string{
		"":                             "",
		"<a>short</a>":                 "<a>short</a>",
		"<a>" + cut + "</a>":           "<a>" + cut + "</a>",
		"<a>" + long + "</a><b>x</b>":  "<a>" + cut + "</a><b>x</b>",
		"<a>x" + long + "</a>":         "<a>x" + cut[:longText-2] + "</a>",
		"<a><![CDATA[" + long + "]]>x": "<a><![CDATA[" + cut + "]]>x",
		"<![CDATA[<p>" + long + "]]>":  "<![CDATA[<p>" + cut[:longText-4] + "]]>",
		"<!--" + long + "--><a/>":      "<!--" + cut + "--><a/>",
		"<a>" + long:                   "<a>" + cut,
		"<![CDATA[" + long:             "<![CDATA[" + long,
		`<a b="` + long + `">x</a>`:    `<a b="` + long + `">x</a>`,
	} {
		got := string(withoutTails([]byte(in)))
		require.Equal(t, len(want), len(got), in[:min(len(in), 20)])
		require.True(t, want == got, in[:min(len(in), 20)])
	}
}
