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
	text, err := os.ReadFile("testdata/messages.tsv")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		require.Len(t, fields, 3, line)
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

func pricePage(body string) extract.Page {
	return extract.Page{Kind: extract.Pricing, URL: "https://www.acme.test/pricing", ContentType: "text/html; charset=utf-8", Body: []byte(body)}
}
