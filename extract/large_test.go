package extract_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/extracttest"
)

// A large page is read in a second, whatever it is made of: what is asked of each element may not depend on how
// many stand beside it or around it. The search for such pages tries small ones only.
func TestLargePagesAreReadInTime(t *testing.T) {
	plans := `<h1>Pricing</h1><div class="plans">` +
		`<div><h3>Team</h3><p>$10 per month</p></div><div><h3>Pro</h3><p>$20 per month</p></div></div>`
	for name, more := range map[string]string{
		"one text in many pieces":   "<p>" + strings.Repeat("1<!-- -->", 30_000) + "</p>",
		"prices beside scripts":     strings.Repeat("<script></script>", 9_000) + strings.Repeat("<div>$5</div>", 12_000),
		"prices deep within boxes":  strings.Repeat("<div><script></script>", 300) + strings.Repeat("<div>$5 a month</div>", 7_000),
		"drawings beside prices":    strings.Repeat("<svg></svg><div>$5</div>", 9_000),
		"blanks in spans":           "<p>" + strings.Repeat("<span>\t</span>", 60_000) + "</p>",
		"elements that take turns":  `<div class="plans">` + strings.Repeat("<b>$5</b><i>free</i>", 7_000) + "</div>",
		"boxes within boxes":        strings.Repeat(strings.Repeat("<div>", 100)+"$5"+strings.Repeat("</div>", 100), 120),
		"days":                      strings.Repeat("<div><h2>3 March 2025</h2><p>New: exports</p></div>", 2_000),
		"versions":                  "<h2>Version 1.0</h2><p>3 March 2025</p>" + strings.Repeat("<h2>Version 1.1</h2><p>New and/or better</p>", 5_000),
		"one name for many prices":  strings.Repeat("<div><h3>Team</h3><p>$10 per month</p></div>", 3_000),
		"rows of one table":         "<table>" + strings.Repeat("<tr><td>Exports<td>Yes<td>No", 6_000) + "</table>",
		"cells of one row":          "<table><tr>" + strings.Repeat("<td>$5", 15_000) + "</table>",
		"cells of one grid":         "<div><b>Team</b><b>Pro</b>" + strings.Repeat("<i>Exports</i><b>Yes</b><b>No</b>", 5_000) + "</div>",
		"a list that goes on":       "<ul>" + strings.Repeat("<li>Exports</li>", 15_000) + "</ul>",
		"empty elements":            "<div>" + strings.Repeat("<b></b>", 15_000) + "<b>New</b></div>",
		"badges beside prices":      "<div>" + strings.Repeat("<span>New</span> <span>$5</span>", 3_000) + "</div>",
		"headings that lead away":   "<p>3 March 2025</p>" + strings.Repeat("<h2>Related</h2><p>Exports</p>", 4_000),
		"links beside one another":  strings.Repeat(`<a href="/a">$5 a month</a>`, 9_000),
		"tables below one another":  strings.Repeat("<table><tr><th></th><th>A<th>B</tr><tr><td>SSO<td>$5<td>$9</table>", 9_000),
		"plans within plans":        strings.Repeat(strings.Repeat("<div><h3>Pro</h3><p>$5 a month</p>", 400)+strings.Repeat("</div>", 400), 30),
		"words without scripts":     strings.Repeat("<noscript>Turn on scripts</noscript>", 40_000),
		"addresses of the page":     strings.Repeat("<base href='a/'>", 20_000) + "<a href=b>Exports</a>",
		"a long address of it":      "<base href='" + strings.Repeat("a/", 300_000) + "'>" + strings.Repeat("<a href=b>Exports</a> ", 9_000),
		"words that are struck out": "<p>" + strings.Repeat("<s>$9</s> $5 ", 15_000) + "</p>",
	} {
		for _, kind := range []extract.Kind{extract.Pricing, extract.Changelog, extract.PageKind} {
			page := extract.Page{Kind: kind, URL: "https://www.acme.test/x", ContentType: "text/html", Body: []byte(plans + more)}
			spent := extracttest.Spent(func() { extract.Health(page); _, _ = extract.Read(page) })
			require.Less(t, spent, mostTime, "%s, read as %s", name, kind)
		}
	}
}
