package extract_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
)

// messageLayouts are what a message stands in: a page of its own, and the site's frame with menu and footer.
var messageLayouts = map[string]string{
	"alone": `<html><head><title>%[1]s</title></head><body><main><h1>%[1]s</h1><p>%[2]s</p></main></body></html>`,
	"framed": `<html><head><title>Acme</title></head><body><header><nav><a href="/">Acme</a><a href="/product">Product</a>
		<a href="/pricing">Pricing</a><a href="/login">Log in</a></nav></header><main><h1>%[1]s</h1><p>%[2]s</p><a href="/">Acme</a></main>
		<footer><a href="/about">About</a><a href="/terms">Terms</a><p>© 2026 Acme Inc.</p></footer></body></html>`,
}

// TestMessagesInManyLanguages: what says that there is nothing to read is not read, whatever its language. As a question
// below a price list it is what any page may speak of.
func TestMessagesInManyLanguages(t *testing.T) {
	for _, fields := range table(t, "messages.tsv", 3) {
		for name, layout := range messageLayouts {
			v := extract.Health(pricePage(fmt.Sprintf(layout, fields[1], fields[2])))
			require.Equal(t, extract.HealthState(fields[0]), v.State, "%s: %s %s", name, fields[1], fields[2])
		}
		v := extract.Health(pricePage(fmt.Sprintf(`<html><head><title>Acme pricing</title></head><body><main><h1>Pricing</h1>
			<div><h2>Solo</h2><p>$9 per month</p><ul><li>Three boards</li></ul></div>
			<div><h2>Crew</h2><p>$29 per month</p><ul><li>All the boards you like</li></ul></div>
			<h2>Questions</h2><h3>%s</h3><p>%s</p></main></body></html>`, fields[1], fields[2])))
		require.Equal(t, extract.OK, v.State, "a price list: %s %s", fields[1], fields[2])
	}
}

// TestConsentInManyLanguages: a wall is one, whether its title asks or names the site.
func TestConsentInManyLanguages(t *testing.T) {
	for _, fields := range table(t, "consent.tsv", 4) {
		for _, title := range []string{fields[0], "Acme"} {
			v := extract.Health(pricePage(fmt.Sprintf(`<html><head><title>%s</title></head><body><div><h2>%s</h2><p>%s</p>
				<button>%s</button><button>%s</button></div></body></html>`, title, fields[0], fields[1], fields[2], fields[3])))
			require.Equal(t, extract.Consent, v.State, "%s: %v", title, fields)
		}
	}
}

// TestScriptsAreAskedForInManyLanguages: a page that only asks for scripts has to be rendered.
func TestScriptsAreAskedForInManyLanguages(t *testing.T) {
	for _, fields := range table(t, "scripts.tsv", 1) {
		for _, form := range []string{"<noscript>%s</noscript>", "<p>%s</p>"} {
			v := extract.Health(pricePage(`<html><head><title>Acme</title><script src="/app.js"></script></head><body><div id="root">` +
				fmt.Sprintf(form, fields[0]) + `</div></body></html>`))
			require.Equal(t, extract.JSShell, v.State, fields[0])
		}
	}
}

// table reads a file of fields parted by tabs.
func table(t *testing.T, name string, width int) (rows [][]string) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		rows = append(rows, strings.Split(line, "\t"))
		require.Len(t, rows[len(rows)-1], width, line)
	}
	require.NotEmpty(t, rows)
	return rows
}

func pricePage(body string) extract.Page {
	return extract.Page{Kind: extract.Pricing, URL: "https://www.acme.test/pricing", ContentType: "text/html; charset=utf-8", Body: []byte(body)}
}
