package diff_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

func text(lines ...string) extract.Document {
	d := extract.Document{Kind: extract.PageKind}
	for _, l := range lines {
		d.Blocks = append(d.Blocks, extract.Block{Text: l})
	}
	return d
}

const terms = "We announce price changes 60 days in advance, by e-mail to the owner of the account."

func TestPageNoiseIsSilent(t *testing.T) {
	base := "Everything below is as it was on the page before this look."
	for _, tt := range []struct{ name, old, new string }{
		{"a relative date", "Last updated 3 days ago by the documentation team", "Last updated 4 days ago by the documentation team"},
		{"a time of day", "All systems normal since 09:41 UTC this morning", "All systems normal since 10:12 UTC this morning"},
		{"an identifier", "Your request 7f3a9c1e88b2d4 was answered by our servers", "Your request 19bc0d7e44aa91 was answered by our servers"},
		{"the year of a copyright", "© 2025 Acme Incorporated. All rights reserved.", "© 2026 Acme Incorporated. All rights reserved."},
		{"a hidden mail address", "Write to [email protected] with questions about this", "Write to help@acme.test with questions about this"},
		{"case and blanks", "Read the  GUIDE before you start", "Read the guide before you start"},
		{"a counter of visitors", "1,204 visitors", "1,377 visitors"},
		{"a button with its number behind it", "Star us31.2k", "Star us31.4k"},
		{"stars with the place where they are given", "8,214 stars on GitHub", "8,220 stars on GitHub"},
		{"a number alone that nobody chose", "31,204", "31,211"},
		{"a number alone, rounded", "31.2k", "31.3k"},
		{"customers, counted exactly", "Join 61,204 teams that plan with us", "Join 61,377 teams that plan with us"},
		{"a tile of customers", "61,204happy customers", "61,377happy customers"},
		{"an offer that ends", "The winter sale ends in 3 days", "The winter sale ends in 2 days"},
		{"a share that was measured", "Queries that were answered in the past 30 days: 99.942%", "Queries that were answered in the past 30 days: 99.951%"},
		{"a share that was measured, in German", "Verfügbar waren wir in den letzten 90 Tagen zu 99,97 %", "Verfügbar waren wir in den letzten 90 Tagen zu 99,94 %"},
		{"remarks among other parts of a line", "Ilse Brandt · 4 May 2026 · 7 comments", "Ilse Brandt · 4 May 2026 · 9 comments"},
		{"remarks in German, behind a sign", "Ilse Brandt|Allgemein|0 Kommentare", "Ilse Brandt|Allgemein|3 Kommentare"},
		{"remarks between signs, their name first", "4 May 2026 | Ilse | Kommentare 34 |", "4 May 2026 | Ilse | Kommentare 36 |"},
		{"who reads just now, in English", "25 readers are on this page now", "67 readers are on this page now"},
		{"remarks in brackets", "Kommentare (2)", "Kommentare (5)"},
		{"who reads just now, in German", "17 Personen lesen diesen Beitrag gerade", "31 Personen lesen diesen Beitrag gerade"},
		{"a greeting that knows where one is", "Hello visitor from Cologne", "Hello visitor from Lyon"},
		{"what a share is traded at", "GROVE 41.20 ▲ 0.8%", "GROVE 40.90 ▼ 0.7%"},
		{"votes and likes", "1,204 votes, 98 likes", "1,209 votes, 101 likes"},
		{"who came of late, counted exactly", "1,204 teams signed up in the last 7 days", "1,377 teams signed up in the last 7 days"},
		{"what is left", "Only 3 days left!", "Only 2 days left!"},
		{"seats that are left", "Hurry, only 7 seats left!", "Hurry, only 2 seats left!"},
		{"what is left at a price", "Early bird: only 12 licences left at this price", "Early bird: only 9 licences left at this price"},
		{"seats that are left, in Spanish", "Solo quedan 7 plazas", "Solo quedan 2 plazas"},
		{"what a share is traded at, with signs", "GROVE 41.20 +0.31 (0.8%)", "GROVE 40.90 -0.30 (-0.7%)"},
		{"the weather", "Cologne 14° Partly cloudy", "Cologne 9 °C · Light rain"},
		{"a greeting and who is greeted", "Good morning, early bird ☀️", "Good evening, night owl 🌙"},
		{"a greeting that goes on", "Good morning! Welcome to Acme.", "Good evening! Welcome back to Acme."},
		{"what somebody did moments ago", "Marta from Lisbon just signed up for Crew 4 minutes ago", "Jens from Aarhus just signed up for Solo 2 hours ago"},
		{"what was measured of what is running", "API Operational 90 days ago Today 99.98 % uptime", "API Operational 90 days ago Today 99.97 % uptime"},
		{"who came this month, in Spanish", "Se han unido 1.284 talleres este mes", "Se han unido 1.301 talleres este mes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Empty(t, diff.Documents(text(base, tt.old), text(base, tt.new), diff.Memory{}))
		})
	}
}

// What looks like a counter and is none: somebody has chosen the number, or somebody is bound by it.
func TestChosenNumbersAreNoCounters(t *testing.T) {
	base := "Everything below is as it was on the page before this look."
	for _, tt := range []struct{ old, new string }{
		{"Trusted by 60,000+ companies in 40 countries", "Trusted by 70,000+ companies in 40 countries"},
		{"10,000 users", "20,000 users"},
		{"Basic · 3 projects · 500 tasks", "Basic · 3 projects · 300 tasks"},
		{"Basic · up to 50 comments · 1 seat", "Basic · up to 20 comments · 1 seat"},
		{"Up to 12,288 users", "Up to 12,388 users"},
		{"50,000", "60,000"},
		{"Your trial ends in 14 days", "Your trial ends in 30 days"},
		{"Offers expire in 14 days", "Offers expire in 30 days"},
		{"Credit is due below 99.95% in the past 30 days", "Credit is due below 99.5% in the past 30 days"},
		{"We answer 99.9% of all queries", "We answer 99.5% of all queries"},
		{"Up to 300 likes and 20 boards", "Up to 300 likes and 30 boards"},
		{"Fee 2.50 + 0.8%", "Fee 2.50 + 0.9%"},
		{"Fee 2.50 -0.80 (per seat)", "Fee 2.50 -0.90 (per seat)"},
		{"Only 7 seats", "Only 5 seats"},
		{"Solo 7 plazas", "Solo 5 plazas"},
		{"Only 7 seats in each workspace", "Only 5 seats in each workspace"},
		{"7 seats left over count for next month", "5 seats left over count for next month"},
		{"Works from 5 °C up to 40 °C", "Works from 5 °C up to 30 °C"},
		{"Good morning, your plan has 3 seats", "Good morning, your plan has 5 seats"},
		{"Good evening. You can cancel whenever you like.", "Good evening. You cannot cancel whenever you like."},
		{"Operational teams pay 2.50% of sales", "Operational teams pay 3.50% of sales"},
		{"Se incluyen 1.000 correos este mes", "Se incluyen 2.000 correos este mes"},
		{"61,204 customers pay $9", "61,204 customers pay $8"},
	} {
		require.NotEmpty(t, diff.Documents(text(base, tt.old), text(base, tt.new), diff.Memory{}), tt.new)
	}
}

// A clock is drawn as days, hours and minutes side by side; allowances in one unit are not.
func TestPartsOfAClockAreNoNews(t *testing.T) {
	base := "Everything below is as it was on the page before this look."
	require.Empty(t, diff.Documents(text(base, "02days", "11hours", "45minutes"), text(base, "01days", "09hours", "12minutes"), diff.Memory{}))
	require.NotEmpty(t, diff.Documents(text(base, "7 days", "30 days", "90 days"), text(base, "7 days", "14 days", "90 days"), diff.Memory{}))
}

func TestBlocksThatMovedAreNoChange(t *testing.T) {
	a, b, c := "The first paragraph of the page.", "The second paragraph of the page.", "The third paragraph of the page."
	require.Empty(t, diff.Documents(text(a, b, c), text(c, a, b), diff.Memory{}))
}

func TestAnEditIsOneChangeWithBeforeAndAfter(t *testing.T) {
	edited := strings.Replace(terms, "60", "30", 1)
	changes := diff.Documents(text("Terms of service of Acme", terms), text("Terms of service of Acme", edited), diff.Memory{})
	require.Len(t, changes, 1)
	require.Equal(t, terms, changes[0].Before)
	require.Equal(t, edited, changes[0].After)
	require.Equal(t, edited, changes[0].Quote)
	require.True(t, changes[0].SecondLook)
}

func TestWhatReturnsIsNotNews(t *testing.T) {
	one := text("A quote of a customer who likes it very much.", terms)
	two := text("Another quote of somebody else who likes it too.", terms)
	mem := diff.Memory{}.Remember(one).Remember(two)
	require.Empty(t, diff.Documents(two, one, mem))
}

func TestAPriceThatIsTakenBackIsNews(t *testing.T) {
	one, two := text("The Team plan costs $49 per month."), text("The Team plan costs $59 per month.")
	mem := diff.Memory{}.Remember(one).Remember(two)
	require.Len(t, diff.Documents(two, one, mem), 1)
}

func TestFramesAreNotCompared(t *testing.T) {
	old, changed := text(terms), text(terms)
	changed.Blocks = append(changed.Blocks, extract.Block{Text: "A new item of the menu that leads somewhere.", Frame: true})
	require.Empty(t, diff.Documents(old, changed, diff.Memory{}))
}

// A page that is built otherwise says the same: what was its menu stands in the text now, and a numbered heading is a line.
func TestAPageThatIsBuiltOtherwiseSaysTheSame(t *testing.T) {
	old, rebuilt := text(terms), text(terms)
	old.Blocks = append(old.Blocks,
		extract.Block{Text: "Registration for our spring conference is open", Frame: true},
		extract.Block{Text: "4. What we keep of an account", Heading: true},
		extract.Block{Text: "5. Whom to ask", Heading: true})
	rebuilt.Blocks = append(rebuilt.Blocks,
		extract.Block{Text: "Registration for our spring conference is open"},
		extract.Block{Text: "4. What we keep of an account"},
		extract.Block{Text: "5. Whom to ask", Frame: true})
	require.Empty(t, diff.Documents(old, rebuilt, diff.Memory{}))
	require.Empty(t, diff.Documents(rebuilt, old, diff.Memory{}))

	rebuilt.Blocks[1].Text = "Registration for our autumn conference is open"
	require.Len(t, diff.Documents(old, rebuilt, diff.Memory{}), 1)
}

func TestLargePagesAreBounded(t *testing.T) {
	var old, changed extract.Document
	old.Kind, changed.Kind = extract.PageKind, extract.PageKind
	for i := range 20_000 {
		old.Blocks = append(old.Blocks, extract.Block{Text: fmt.Sprintf("Line %d of the old page, with some words of text behind it to make it long enough.", i)})
		changed.Blocks = append(changed.Blocks, extract.Block{Text: fmt.Sprintf("Row %d of another page, where everything reads in quite another way than before.", i*7)})
	}
	began := time.Now()
	changes := diff.Limits{Blocks: 20_000, Time: 200 * time.Millisecond}.Documents(old, changed, diff.Memory{})
	require.Less(t, time.Since(began), 3*time.Second, "the bound holds, whatever the machine")
	require.Len(t, changes, 1)
	require.Contains(t, changes[0].Subject, "large change")
}

func FuzzDocuments(f *testing.F) {
	f.Add(terms, strings.Replace(terms, "60", "30", 1))
	f.Add("3 days ago", "$5")
	f.Fuzz(func(t *testing.T, a, b string) {
		old, changed := text(strings.Split(a, "\n")...), text(strings.Split(b, "\n")...)
		for _, c := range diff.Documents(old, changed, diff.Memory{}.Remember(old)) {
			require.LessOrEqual(t, len([]rune(c.Quote)), 500)
		}
	})
}

// An offer in the strip ahead of a page's first heading is told, and is minor; what ends there keeps its weight, and so does the same
// sentence in the text.
func TestAPageThatSplitsItsLinesSaysTheSame(t *testing.T) {
	base := "Everything below is as it was on the page before this look."
	whole := text(base, "Exports are kept for thirty days and after that removed for good.")
	parts := text(base, "Exports are kept for thirty days", "and after that", "removed for good.")
	require.Empty(t, diff.Documents(whole, parts, diff.Memory{}))
	require.Empty(t, diff.Documents(parts, whole, diff.Memory{}))
	require.NotEmpty(t, diff.Documents(whole, text(base, "Exports are kept for thirty days", "and after that", "never removed."), diff.Memory{}))
	require.NotEmpty(t, diff.Documents(whole, text(base, "Exports are kept for thirty day", "s and after that", "removed for good."), diff.Memory{}))
}

func TestStripOfOffers(t *testing.T) {
	const offer, ends = "Nur diese Woche: 30 % auf alle Jahresabos für 120 €", "The $9 price is discontinued for new accounts in May"
	page := func(strip, clause string) extract.Document {
		d := text(strip, "Our terms", terms, "Accounts that nobody has used for a year are closed after a reminder.",
			"What an account holds can be taken along at any time, in the formats that our guide describes.", clause)
		for i := range d.Blocks[1:] {
			d.Blocks[i+1].Section = "Our terms"
		}
		d.Blocks[1].Heading = true
		return d
	}
	for _, tt := range []struct {
		name, strip, clause string
		want                extract.Level
	}{
		{"an offer in the strip", offer, "", extract.Minor},
		{"an end in the strip", ends, "", extract.Notable},
		{"an offer in the text", "", offer, extract.Notable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := diff.Documents(page("", ""), page(tt.strip, tt.clause), diff.Memory{})
			require.Len(t, got, 1)
			require.Equal(t, tt.want, got[0].Level)
		})
	}
}
