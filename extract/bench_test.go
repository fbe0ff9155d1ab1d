package extract_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html/charset"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/extracttest"
)

const bench = "testdata/bench"

// wanted is what a careful person reads on a page, written by hand beside it. What is left out is not judged.
type wanted struct {
	About    string                `json:"about"`
	Kind     extract.Kind          `json:"kind"` // of a health fixture; elsewhere the folder says it
	URL      string                `json:"url"`
	Type     string                `json:"content_type"` // that the page came with
	Charset  string                `json:"charset"`      // that the page is really in, where it is not UTF-8
	Health   []extract.HealthState `json:"health"`       // the best answer first, then others that are right
	Plans    []wantedPlan          `json:"plans"`
	NotPlans []string              `json:"not_plans"` // for the reader of the fixture: what looks like a plan
	Rows     []wantedRow           `json:"rows"`      // all rows of comparison tables
	Bullets  map[string][]string   `json:"bullets"`   // by plan: some of the lines of its card
	Entries  []wantedEntry         `json:"entries"`
}

// Every page of the bench is read as the person who wrote its expectation read it.
func TestBench(t *testing.T) {
	known := extracttest.KnownMisses(t, bench)
	for _, name := range extracttest.Fixtures(t, bench) {
		t.Run(name, func(t *testing.T) {
			var want wanted
			extracttest.Want(t, bench, name, &want)
			page := extract.Page{
				Kind: kindOf(name, want), URL: want.URL, ContentType: want.Type, Body: extracttest.Page(t, bench, name),
			}
			extracttest.Settle(t, known, name, judge(page, want))
		})
	}
}

func kindOf(name string, want wanted) extract.Kind {
	if want.Kind != "" {
		return want.Kind
	}
	return extract.Kind(path.Dir(name))
}

// judge lists what was read wrongly, one line each. A panic is one of them, so that it does not hide the others.
func judge(page extract.Page, want wanted) (misses []string) {
	defer func() {
		if r := recover(); r != nil {
			misses = append(misses, fmt.Sprintf("panic: %v", r))
		}
	}()
	if v := extract.Health(page); len(want.Health) > 0 && !slices.Contains(want.Health, v.State) {
		misses = append(misses, fmt.Sprintf("health is %s, read as %s (%s)", want.Health[0], v.State, v.Reason))
	}
	doc, err := extract.Read(page)
	if len(want.Health) > 0 && want.Health[0] != extract.OK {
		return misses
	}
	if err != nil {
		return append(misses, "not read: "+err.Error())
	}
	if want.Plans != nil {
		misses = append(misses, judgePlans(doc.Plans, want)...)
	}
	if want.Entries != nil {
		misses = append(misses, judgeEntries(doc.Entries, want.Entries)...)
	}
	return append(misses, invented(doc, standing(page, want).Has)...)
}

// standing is the text that the page shows, in its real character set.
func standing(page extract.Page, want wanted) extracttest.Text {
	body := page.Body
	if enc, _ := charset.Lookup(want.Charset); enc != nil {
		body, _ = enc.NewDecoder().Bytes(body)
	}
	if page.Kind == extract.Feed {
		return extracttest.Feed(body)
	}
	return extracttest.Visible(body)
}

// invented lists quotes that stand nowhere on the page.
func invented(doc extract.Document, stands func(quote string) bool) (misses []string) {
	check := func(what, quote string) {
		if quote != "" && !stands(quote) {
			misses = append(misses, fmt.Sprintf("%s: the quote %q is not on the page", what, quote))
		}
	}
	for _, p := range doc.Plans {
		check("plan "+p.Name, p.Quote)
		for _, price := range p.Prices {
			check("price of "+p.Name, price.Quote)
		}
	}
	for _, e := range doc.Entries {
		check("entry "+e.Title, e.Quote)
	}
	for _, b := range doc.Blocks {
		check("block", b.Quote)
	}
	return misses
}

// words are the lower-case words of a text.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(s, "’", "'")), func(r rune) bool {
		return !strings.ContainsRune("0123456789_", r) && strings.ToLower(string(r)) == strings.ToUpper(string(r)) && r < 0x2e80
	})
}

func TestJudgeSaysWhatIsWrong(t *testing.T) {
	page := extract.Page{Kind: extract.Pricing, URL: "https://a.test/", Body: []byte(`<main><h1>Pricing</h1>
		<div><h3>Solo</h3><p>$9 per month</p></div><div><h3>Team</h3><p>$29 per month</p></div></main>`)}
	misses := judge(page, wanted{Health: []extract.HealthState{extract.Blocked}})
	require.Len(t, misses, 1)
	misses = judge(page, wanted{Plans: []wantedPlan{
		{Name: "Solo", Prices: []wantedPrice{{Amount: "19", Currency: "USD", Period: "month"}}},
		{Name: "Crew"},
	}})
	require.Equal(t, []string{
		`plan "Solo": price 19 USD month missed`,
		`plan "Solo": false price 9 USD month`,
		`plan "Crew" missed`,
		`false plan "Team" [29 USD]`,
	}, misses)
}
