package extract

import (
	"testing"
)

// A price for so many months is none of one month.
func TestPeriodOfSomeMonths(t *testing.T) {
	for text, want := range map[string]Period{
		"for 12 months": Year, "/ 12 Monate": Year, "per 12 mesi": Year, "every 12 months": Year,
		"/ 3 months": "", "per 2 months": "", "per 24 months": "",
		"per month for 12 months": Month, "/mo": Month, "a month": Month, "per year": Year,
	} {
		if got := period(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// An attribute that names no language names none, whatever its letters are.
func TestOneTongueNeedsTwins(t *testing.T) {
	for _, markup := range []string{
		`<h3 id="a">Basic</h3><h3 lang="it">Base</h3>`,
		`<h3><span id="x" lang="en">Basic</span></h3>`,
	} {
		page := `<html lang="it"><body><h1>Prezzi</h1>` +
			`<div><div>` + markup + `<p>9 € / mese</p><ul><li>uno</li><li>due</li></ul><a href="/a">Compra</a></div>` +
			`<div><h3><span id="y" lang="en">Pro</span></h3><p>19 € / mese</p><ul><li>uno</li><li>due</li></ul><a href="/b">Compra</a></div></div></body></html>`
		d, err := Read(Page{Body: []byte(page), URL: "https://x.test/prezzi", Kind: Pricing})
		if err != nil || len(d.Plans) != 2 || d.Plans[1].Name != "Pro" {
			t.Errorf("%s: %v %+v", markup, err, d.Plans)
		}
	}
}
