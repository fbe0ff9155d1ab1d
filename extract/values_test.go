package extract

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPricesIn(t *testing.T) {
	for _, tt := range []struct {
		name, head string
		period     Period
		billing    Billing
		per        string
		amounts    []string
	}{
		{"a month", "$49 / month", Month, "", "", []string{"49"}},
		{"a seat and month, billed annually", "$49 per seat per month, billed annually", Month, Annual, "seat", []string{"49"}},
		{"billed once a year", "$588 billed annually", Year, Annual, "", []string{"588"}},
		{"from", "from €99 per month", Month, "", "", []string{"99"}},
		{"what is saved is no price", "$49 per month, save $120 a year", Month, "", "", []string{"49"}},
		{"a credit is no price", "$20 per month includes $10 of usage credits", Month, "", "", []string{"20"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			prices := pricesIn(tt.head)
			var amounts []string
			for _, p := range prices {
				amounts = append(amounts, p.Amount())
			}
			require.Equal(t, tt.amounts, amounts)
			require.Equal(t, tt.period, prices[0].Period)
			require.Equal(t, tt.billing, prices[0].Billing)
			require.Equal(t, tt.per, prices[0].Per)
			require.Equal(t, tt.name == "from", prices[0].From)
		})
	}
}

func TestHealth(t *testing.T) {
	long := "<p>Session replay for web and mobile, with everything a team needs to see what users did. "
	for len(long) < 3000 {
		long += "Another sentence that makes this a page which people would read from top to bottom. "
	}
	for _, tt := range []struct {
		name, body string
		kind       Kind
		state      HealthState
	}{
		{"a page", "<title>Pricing</title>" + long, Pricing, OK},
		{"a small page", "<h1>Team</h1><p>$49 per month</p>", Pricing, OK},
		{"nothing", "  \n", Pricing, Empty},
		{"a bot check", "<title>Just a moment...</title><p>Checking your browser before accessing</p>", Pricing, Blocked},
		{"a page about captchas is a page", "<title>How captchas work</title>" + long + "captcha captcha", Changelog, OK},
		{"a soft 404", "<title>Page not found</title><h1>404</h1>", Pricing, NotFound},
		{"maintenance", "<h1>We will be right back</h1>", Pricing, Broken},
		{"an error in the form of data", `{"error": "upstream timed out"}`, Pricing, Broken},
		{"a script shell", `<div id="root"></div><script src="/app.js"></script><noscript>You need to enable JavaScript to run this app.</noscript>`, Pricing, JSShell},
		{"a script shell with a name in its empty frame", `<title>Acme</title><div id="root"></div><p>Acme Incorporated, makers of fine session replay since 2012, Example Street 4, Cologne</p><script src="/app.js"></script>`, Pricing, JSShell},
		{"a script shell that turns a wheel", `<title>Acme</title><div role="progressbar"></div><p>Acme Incorporated, makers of fine session replay since 2012, Example Street 4, Cologne</p><script src="/app.js"></script>`, Pricing, JSShell},
		{"a script shell that says so beside its script", `<p>Acme Incorporated, makers of session replay</p><noscript>Please turn on JavaScript to use this site.</noscript><script src="/app.js"></script>`, Pricing, JSShell},
		{"a script shell that is nearly all script", `<p>Acme Incorporated, makers of fine session replay since 2012, Example Street 4, Cologne</p><script>` + long + long + long + `</script>`, Pricing, JSShell},
		{"a field for a password and little else", `<title>Acme</title><form><label>Name <input name="n"></label><input type="password" name="p"><button>Go</button></form>`, Pricing, Blocked},
		{"data that is no page", `{"plans": [{"name": "Team"}]}`, Pricing, OK},
		{"data with the number of an error", `{"status": 503, "title": "x"}`, Pricing, Broken},
		{"nothing but an address", "https://acme.test/elsewhere", Pricing, Broken},
		{"a few words", "Team 49 USD", Pricing, OK},
		{"a web page in the place of a feed", "<!doctype html><title>Blog</title>" + long, Feed, Broken},
		{"a feed", `<?xml version="1.0"?><rss version="2.0"><channel/></rss>`, Feed, OK},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x02\x03\x04\x05\x06\x07\x08", Pricing, Broken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := Health(Page{Kind: tt.kind, Body: []byte(tt.body)})
			require.Equal(t, tt.state, v.State, v.Reason)
			require.Equal(t, tt.state != OK, v.Reason != "", "everything but a good page has a reason")
		})
	}
}

func TestAPageThatLostNearlyAllIsToldApart(t *testing.T) {
	plans := Document{Kind: Pricing, Plans: []Plan{{Name: "Team"}, {Name: "Scale"}}}
	entries := Document{Kind: Changelog, Entries: []Entry{{Title: "a"}, {Title: "b"}, {Title: "c"}}}
	for reason, old := range map[string]Document{"2 plans before": plans, "listed 3 entries": entries} {
		got, yes := Collapsed(old, Document{Kind: old.Kind})
		require.True(t, yes)
		require.Contains(t, got, reason)
		_, yes = Collapsed(old, old)
		require.False(t, yes)
	}
}

func TestShortDatesOfALine(t *testing.T) {
	for text, want := range map[string]string{"11/02/26": "2026-11-02", "25/02/26": "2026-02-25", "02.11.26": "2026-11-02", "1.3.24": "", "13/14/26": ""} {
		at, ok := dateLine{}.short(text)
		require.Equal(t, want != "", ok, text)
		if ok {
			require.Equal(t, want, at.day.Format(time.DateOnly), text)
		}
	}
	at, ok := dateLine{dayFirst: true}.short("03/11/26")
	require.True(t, ok)
	require.Equal(t, "2026-11-03", at.day.Format(time.DateOnly))
}

func TestUnitsAreWrittenOneWay(t *testing.T) {
	for text, want := range map[string]string{"People": "person", "identities": "identity", "seats": "seat", "process": "process", "1000 events": "1000 events"} {
		require.Equal(t, want, unit(text))
	}
}

func TestOffersOfLinkedDataHaveTheirPeriod(t *testing.T) {
	for text, want := range map[string]Period{"P1M": Month, "ANN": Year, "": ""} {
		plan, ok := offerPlan("Team", map[string]any{"price": "49.00", "priceCurrency": "EUR", "billingDuration": text})
		require.True(t, ok)
		require.Equal(t, want, plan.Prices[0].Period, text)
	}
	_, ok := offerPlan("Team", map[string]any{"price": "on request"})
	require.False(t, ok)
}

func TestClassify(t *testing.T) {
	for title, want := range map[string]struct {
		typ   EntryType
		level Level
	}{
		"Introducing live session view":                {Launch, Major},
		"Search is faster":                             {Improvement, Notable},
		"Fixed: lines drifted from the picture":        {Fix, Minor},
		"Legacy keys are deprecated":                   {Deprecation, Notable},
		"New prices from January":                      {PricingMove, Notable},
		"Security update for the relay":                {Security, Notable},
		"Webinar: what we learned in a year of replay": {Other, Minor},
	} {
		typ, level, _ := Explain(title, "")
		require.Equal(t, want.typ, typ, title)
		require.Equal(t, want.level, level, title)
	}
}

// A label that says only that there is news says nothing where all entries have it.
func TestALabelThatAllEntriesHaveIsNone(t *testing.T) {
	all := []Entry{{Title: "A second timeline", Labels: []string{"Announcement"}}, {Title: "Larger exports", Labels: []string{"announcement", "Web"}}}
	withoutCommonNotice(all)
	require.Empty(t, all[0].Labels)
	require.Equal(t, []string{"Web"}, all[1].Labels)
	some := []Entry{{Title: "A second timeline", Labels: []string{"Announcement"}}, {Title: "Larger exports", Labels: []string{"Web"}}}
	withoutCommonNotice(some)
	require.Equal(t, []string{"Announcement"}, some[0].Labels)
}

func TestALaunchAmongOthersIsAPart(t *testing.T) {
	for title, want := range map[string]Level{"Introducing live view": Major, "Introducing live view and more": Notable} {
		_, level, why := Explain(title, "")
		require.Equal(t, want, level, why)
	}
}

func TestWhatAnEntryShippedIsKnownFromTheEarlierPage(t *testing.T) {
	earlier := []Entry{
		{Key: "a", Title: "Search is faster", Type: Launch, Level: Major}, // as if a person had said so
		{Key: "b", Title: "Introducing live session view", Items: []string{"For all plans"}, Type: Launch, Level: Major},
	}
	entries := []Entry{
		{Key: "a", Title: "Search is faster"},
		{Key: "b", Title: "Fixed: lines drifted from the picture", Items: []string{"For all plans"}},
		{Key: "c", Title: "Legacy keys are deprecated"},
	}
	ClassifyAs(earlier, entries)
	require.Equal(t, []EntryType{Launch, Fix, Deprecation}, []EntryType{entries[0].Type, entries[1].Type, entries[2].Type})
	require.Equal(t, []Level{Major, Minor, Notable}, []Level{entries[0].Level, entries[1].Level, entries[2].Level})
}

func TestWhoWroteAnEntryIsNothingThatItSays(t *testing.T) {
	for _, author := range []string{`<address>Ines Holt</address>`, `<p itemprop="author">Ines Holt</p>`, `<p><a rel="author" href="/team/ines">Ines Holt</a></p>`} {
		doc, err := Read(Page{Kind: Changelog, URL: "https://acme.test/log", Body: []byte(`<h1>Changelog</h1>
			<h2>2 November 2026</h2><h3>Live view</h3>` + author + `<p>Watch what happens.</p>
			<h2>1 October 2026</h2><h3>Exports</h3>` + author + `<p>Tables leave with their units.</p>`)})
		require.NoError(t, err)
		require.Len(t, doc.Entries, 2)
		require.Equal(t, []string{"Watch what happens."}, doc.Entries[0].Items, author)
	}
}

func TestAShortNameIsWhatTheOthersDoNotShare(t *testing.T) {
	of := func(names ...string) []string {
		s := &cardSet{}
		for _, name := range names {
			s.cards = append(s.cards, card{name: name})
		}
		return s.shortNames()
	}
	require.Equal(t, []string{"Basic", "Plus"}, of("Studio Basic", "Studio Plus"))
	require.Empty(t, of("Studio", "Studio Plus"), "no plan has an empty name")
	require.Empty(t, of("", "Studio Plus"))
	require.Empty(t, of("Studio Basic", "Garden Plus"))
}

func TestAPictureThatIsNotShownSaysNothing(t *testing.T) {
	for style, labels := range map[string][]string{"": {"New"}, "display:none": nil} {
		doc, err := Read(Page{Kind: Changelog, URL: "https://acme.test/log", Body: []byte(`<h1>Changelog</h1>
			<h2>2 November 2026</h2><ul><li><span style="` + style + `"><img alt="New"></span> Ring numbers are read from pictures</li></ul>
			<h2>1 October 2026</h2><ul><li>Maps of one island</li></ul>`)})
		require.NoError(t, err)
		require.Len(t, doc.Entries, 2)
		require.Equal(t, labels, doc.Entries[0].Labels, style)
	}
}

func TestVersionHeadings(t *testing.T) {
	doc, err := Read(Page{Kind: Changelog, URL: "https://acme.test/log", Body: []byte(`<h1>Changelog</h1>
		<h2><a href="/v2">v2.6.6</a> (Pre-release) - 2026-11-02T09:51:58Z</h2><ul><li>Faster</li></ul>
		<h2>v2.6.5 (2026-11-01)</h2><ul><li>Fixed</li></ul>`)})
	require.NoError(t, err)
	require.Len(t, doc.Entries, 2)
	require.Equal(t, "v2.6.6 (Pre-release)", doc.Entries[0].Title)
	require.Equal(t, "2026-11-02", doc.Entries[0].Date.Format(time.DateOnly))
	require.Equal(t, "https://acme.test/v2", doc.Entries[0].URL)
	require.Equal(t, "v2.6.5", doc.Entries[1].Title)
}
