package diff

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
)

var morning = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// sight is a page as it is looked at: its outline, what it says, and the essence of that.
type sight struct {
	outline extract.Outline
	doc     extract.Document
	essence []byte
}

func look(t *testing.T, kind extract.Kind, body string) (sight, bool) {
	t.Helper()
	page := extract.Page{Kind: kind, URL: "https://a.example/", ContentType: "text/html; charset=utf-8", Body: []byte(body)}.Opened()
	outline, drawn := page.Outline()
	doc, err := extract.Read(page)
	return sight{outline, doc, Essence(doc)}, drawn && err == nil
}

// priceList is a page with a clock, a counter and praise that turns.
func priceList(price, checked, teams, praise string) string {
	return fmt.Sprintf(`<!doctype html><html><head><title>Pricing</title><meta name="csrf" content="%d"></head><body>
<p>%s teams joined us today</p><main><h1>Plans</h1><p>Prices last verified %s</p>
<section class="plan"><h2>Starter</h2><p>$9 per seat / month</p><ul><li>Boards</li><li>Reports</li></ul></section>
<section class="plan"><h2>Team</h2><p>%s per seat / month</p><ul><li>Boards</li><li>Audit log</li></ul></section>
</main><blockquote>%s</blockquote></body></html>`, len(praise), teams, checked, price, praise)
}

func TestNoiseOfABaseIsLearned(t *testing.T) {
	see := func(body string) sight {
		s, ok := look(t, extract.Pricing, body)
		require.True(t, ok)
		return s
	}
	base := see(priceList("$29", "2026-03-02T08:00:00Z", "1041", "Our boards never looked better"))
	next := see(priceList("$29", "2026-03-02T09:00:00Z", "1042", "We could not work without it"))
	later := see(priceList("$29", "2026-03-02T10:00:00Z", "1057", "Best choice of our company"))
	require.True(t, SameEssence(base.essence, next.essence))

	require.False(t, Known{}.Says(next.outline, morning))
	known := ParseKnown(Known{}.Learn(base.outline, next.outline, next.doc, morning).Bytes())
	require.True(t, known.Says(next.outline, morning))
	require.True(t, known.Says(later.outline, morning.Add(time.Hour)), "clock, counter and praise turn where they did before")
	require.False(t, known.Says(later.outline, morning.Add(KnownFor)), "now and then a page is read whole")
	require.False(t, known.Says(later.outline, morning.Add(-time.Minute)), "a clock that was set back")

	for name, body := range map[string]string{
		"a price":               priceList("$39", "2026-03-02T10:00:00Z", "1057", "Best choice of our company"),
		"a price in the praise": priceList("$29", "2026-03-02T10:00:00Z", "1057", "Now from $19 a month"),
		"a number that came":    priceList("$29", "2026-03-02T10:00:00Z", "1057", "Saves us 20 hours"),
		"words in a plan": strings.Replace(priceList("$29", "2026-03-02T10:00:00Z", "1057", "Best choice of our company"),
			"Audit log", "Audit trail", 1),
		"another element": priceList("$29", "2026-03-02T10:00:00Z", "1057", "Best <b>choice</b> of our company"),
	} {
		require.False(t, known.Says(see(body).outline, morning), name)
	}
	moved := known.On(see(priceList("$39", "2026-03-02T10:00:00Z", "1057", "Best choice of our company")).outline, morning)
	require.True(t, moved.Says(see(priceList("$39", "2026-03-02T11:00:00Z", "1058", "We love it all day")).outline, morning))
	require.False(t, moved.Says(later.outline, morning), "the old price is news again")

	first := Known{}.On(base.outline, morning)
	require.True(t, first.Says(base.outline, morning), "the very same texts in other bytes")
	require.False(t, first.Says(next.outline, morning))
	require.True(t, first.Learn(base.outline, next.outline, next.doc, morning).Says(later.outline, morning))
}

func TestWhatMayMeanSomethingIsNotLearned(t *testing.T) {
	page := func(lines ...string) sight {
		s, ok := look(t, extract.PageKind, "<!doctype html><html><body><main><h1>Terms</h1><p>"+strings.Join(lines, "</p><p>")+
			"</p></main></body></html>")
		require.True(t, ok)
		return s
	}
	base, turned := page("We keep data", "We sell nothing"), page("We sell nothing", "We keep data")
	require.True(t, SameEssence(base.essence, turned.essence), "blocks may stand in any order")
	known := Known{}.Learn(base.outline, turned.outline, turned.doc, morning)
	require.False(t, known.Says(turned.outline, morning))
	require.True(t, known.Fresh(morning.Add(time.Hour)), "it is not tried again at once")
	require.False(t, known.Of(base.outline))
}

// TestWhatTurnedMayMeanSomethingLater: words that meant nothing twice are no licence for the third.
func TestWhatTurnedMayMeanSomethingLater(t *testing.T) {
	cards := func(paid string) string {
		return fmt.Sprintf(`<div><section><h2>Starter</h2><p>$9%[1]s</p><p>$7%[1]s</p><ul><li>Boards</li></ul><a>Start</a></section>
<section><h2>Team</h2><p>$29%[1]s</p><p>$25%[1]s</p><ul><li>Audit log</li></ul><a>Start</a></section></div>`, paid)
	}
	const monthly = " per month"
	ticks := func(name, version string) string {
		icon := func(name string) string {
			return `<img src="https://cdn.a.example/icons/` + name + ".svg?v=" + version + `">`
		}
		row := func(label, a, b string) string {
			return `<tr><td>` + label + `</td><td>` + icon(a) + `</td><td>` + icon(b) + `</td></tr>`
		}
		return `<table><tr><th>Feature</th><th>Starter</th><th>Team</th></tr><tr><td>Price</td><td>$9 per month</td><td>$29 per month</td></tr>` +
			row("Boards", "check", "check") + row("Audit log", "cross", "check") + row("Reports", name, "check") + `</table>`
	}
	apart := func(title, button string) string {
		return cards(monthly) + `<section><h2>` + title + `</h2><p>For large firms</p><ul><li>SCIM</li></ul><a>` + button + `</a></section>`
	}
	paidIn := func(price string) string {
		return `<section><h2>Starter</h2><p>` + price + `</p></section><section><h2>Team</h2><p>29 EUR a month</p></section>`
	}
	for name, bodies := range map[string][3]string{
		"a currency": {`<p>Boards for all of us</p>` + cards(monthly), `<p>Meet us all in Bern</p>` + cards(monthly),
			`<p>All prices in AUD</p>` + cards(monthly)},
		"a switch": {`<p>Boards for all of us</p>` + cards(monthly), `<p>Meet us all in Bern</p>` + cards(monthly),
			`<p>Pay monthly or pay yearly</p>` + cards(monthly)},
		"a period": {`<p>Boards for all of us</p>` + cards(""), `<p>Meet us all in Bern</p>` + cards(""),
			`<p>All prices are per year</p>` + cards("")},
		"a plan":      {apart("Do you need more?", "Contact sales"), apart("Is your team bigger?", "Contact sales"), apart("Enterprise", "Contact sales")},
		"a free plan": {apart("This is our promise", "Go"), apart("That is our promise", "Go"), apart("Free", "Go")},
		"whom to ask": {apart("Enterprise", "Read more about it"), apart("Enterprise", "Learn more about it"), apart("Enterprise", "Please contact sales about it")},
		"extras": {`<h1>All of our plans</h1>` + cards(monthly), `<h1>What we have for you</h1>` + cards(monthly),
			`<h1>Add-ons</h1>` + cards(monthly)},
		"a price in letters": {paidIn("9 EUR a month, 1041 teams joined"), paidIn("9 EUR a month, 1043 teams joined"), paidIn("19 EUR a month, 1045 teams joined")},
		"a tick":             {ticks("cross", "1"), ticks("cross", "2"), ticks("check", "3")},
	} {
		var seen [3]sight
		for i, body := range bodies {
			var ok bool
			seen[i], ok = look(t, extract.Pricing, `<!doctype html><html lang="en"><head><title>Pricing</title></head><body><main>`+body+`</main></body></html>`)
			require.True(t, ok, name)
		}
		require.True(t, SameEssence(seen[0].essence, seen[1].essence), name)
		require.False(t, SameEssence(seen[0].essence, seen[2].essence), name)
		known := Known{}.Learn(seen[0].outline, seen[1].outline, seen[1].doc, morning)
		require.False(t, known.Says(seen[2].outline, morning), name)
	}
}

// TestPraiseBesideEntriesMaySpeakOfMoney, which is news on price lists alone.
func TestPraiseBesideEntriesMaySpeakOfMoney(t *testing.T) {
	page := func(kind extract.Kind, praise string) sight {
		s, ok := look(t, kind, `<!doctype html><html lang="en"><head><title>News</title></head><body><main><ul>
<li><h3>Boards are faster</h3><p>3 April 2026</p></li><li><h3>Reports by mail</h3><p>2 April 2026</p></li></ul></main><p>`+praise+`</p></body></html>`)
		require.True(t, ok)
		return s
	}
	knows := func(kind extract.Kind, last string) bool {
		base, next, later := page(kind, "The trial won us all"), page(kind, "It costs us less each month"), page(kind, last)
		return Known{}.Learn(base.outline, next.outline, next.doc, morning).Says(later.outline, morning)
	}
	require.True(t, knows(extract.Changelog, "No plan was ever so good"))
	require.False(t, knows(extract.Changelog, "Yesterday it got even better"))
	require.False(t, knows(extract.Pricing, "No plan was ever so good"))
}

// TestADateBesideEntriesIsNoNoise: it may show in which order days and months are written.
func TestADateBesideEntriesIsNoNoise(t *testing.T) {
	page := func(touched string) sight {
		s, ok := look(t, extract.Changelog, `<!doctype html><html lang="en"><head><title>News</title></head><body><p>This page was touched on `+touched+
			`</p><main><ul><li><h3>Boards are faster</h3><p>03/04/2026</p></li><li><h3>Reports by mail</h3><p>02/04/2026</p></li></ul></main></body></html>`)
		require.True(t, ok)
		return s
	}
	base, next, later := page("03/05/2026"), page("04/05/2026"), page("25/05/2026")
	require.Len(t, base.doc.Entries, 2)
	require.False(t, SameEssence(base.essence, later.essence))
	require.False(t, Known{}.Learn(base.outline, next.outline, next.doc, morning).Says(later.outline, morning))
}

var (
	textPart = regexp.MustCompile(`>[^<>]*[\pL\d][^<>]*<`)
	attrPart = regexp.MustCompile(`[a-z-]+="[^"]*"`)
	aWord    = regexp.MustCompile(`\pL{3,}`)
	aNumber  = regexp.MustCompile(`\d+`)
)

// disturb makes an edit of a page as sites and their frameworks do.
func disturb(r *rand.Rand, body string) string {
	pick := func(re *regexp.Regexp, change func(string) string) string {
		all := re.FindAllStringIndex(body, -1)
		if len(all) == 0 {
			return body
		}
		at := all[r.IntN(len(all))]
		return body[:at[0]] + change(body[at[0]:at[1]]) + body[at[1]:]
	}
	words := []string{"Contact sales", "Free", "Enterprise", "unlimited", "per year", "billed annually", "We love it", "included", "✓", "New",
		"We could not work without all of this", "Meet us and our boards in Bern", "All prices in CAD", "Now you may pay monthly or yearly"}
	unread := []string{"<script>one()</script>", `<meta name="a" content="b">`, `<input type="hidden" value="c">`, "<!-- d -->"}
	switch r.IntN(8) {
	case 0:
		return pick(textPart, func(s string) string { return aNumber.ReplaceAllString(s, fmt.Sprint(r.IntN(99))) })
	case 1:
		return pick(textPart, func(s string) string { return aWord.ReplaceAllString(s, words[r.IntN(len(words))]) })
	case 2:
		return pick(textPart, func(string) string { return ">" + words[r.IntN(len(words))] + "<" })
	case 3:
		return pick(attrPart, func(s string) string { return aWord.ReplaceAllString(s, "other") })
	case 4:
		return pick(textPart, func(string) string { return fmt.Sprintf(">Updated 2026-03-02T10:%02d:00Z<", r.IntN(60)) })
	case 5:
		return pick(textPart, func(s string) string { return ">" + unread[r.IntN(len(unread))] + s[1:] })
	case 6:
		return strings.Replace(body, "</body>", fmt.Sprintf("<!-- %d --></body>", r.IntN(99)), 1)
	}
	all := textPart.FindAllString(body, -1)
	if len(all) < 2 {
		return body
	}
	a, b := all[r.IntN(len(all))], all[r.IntN(len(all))]
	return strings.NewReplacer(a, b, b, a).Replace(body)
}

// TestAPageThatIsKnownReadsTheSame teaches the noise of each fixture by edits that mean nothing, and holds what is then
// taken for the same against what reading says. GAPWATCH_MUTATIONS makes ten times as many edits.
func TestAPageThatIsKnownReadsTheSame(t *testing.T) {
	edits := 8
	switch {
	case os.Getenv("GAPWATCH_MUTATIONS") != "":
		edits = 80
	case testing.Short():
		edits = 4
	}
	r := rand.New(rand.NewPCG(3, uint64(edits)))
	said, asked := 0, 0
	for _, body := range pages(t) {
		for _, kind := range []extract.Kind{extract.Pricing, extract.Changelog, extract.PageKind, extract.Feed} {
			base, ok := look(t, kind, body)
			if !ok {
				continue
			}
			known, last := Known{}, body
			for range edits {
				other := disturb(r, body)
				if r.IntN(2) == 0 {
					other = disturb(r, last)
				}
				now, ok := look(t, kind, other)
				if !ok {
					continue
				}
				asked++
				same := SameEssence(base.essence, now.essence)
				if known.Says(now.outline, morning) {
					said++
					require.True(t, same, "%s\n%s", kind, difference(body, other))
				} else if same {
					known = known.Learn(base.outline, now.outline, now.doc, morning)
					last = other
				}
			}
		}
	}
	t.Log(said, "of", asked, "pages were known")
	require.Positive(t, said)
}

// difference shows where two pages differ first.
func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-200):min(len(s), i+200)] }
	return cut(a) + "\n-----\n" + cut(b)
}

func FuzzParseKnown(f *testing.F) {
	f.Add(Known{at: morning, evenly: []int{3, 900}, beside: []int{1}}.Bytes())
	f.Add([]byte("what earlier versions never wrote"))
	f.Fuzz(func(t *testing.T, b []byte) {
		k := ParseKnown(b)
		require.Equal(t, k, ParseKnown(k.Bytes()))
	})
}
