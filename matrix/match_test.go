package matrix_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/money"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// catalogue is an invented area.
func catalogue(learned ...store.Phrase) *matrix.Catalogue {
	return matrix.NewCatalogue([]store.Feature{
		{ID: 1, Key: "search", Name: "Session search", Definition: "Find sessions by what happened in them.", GroupName: "Understanding", Aliases: []string{"find sessions"}},
		{ID: 2, Key: "mobile", Name: "Mobile session replay", Definition: "Record sessions of apps on iOS and Android.", GroupName: "Recording", Aliases: []string{"app replay"}},
		{ID: 3, Key: "heatmaps", Name: "Heatmaps", Definition: "Show clicks of many visits in one picture.", GroupName: "Understanding", Aliases: []string{"click maps"}},
		{ID: 4, Key: "sso", Name: "Single sign-on (SAML)", Definition: "Sign in with the identity provider of the company.", GroupName: "Security", Aliases: []string{"SSO", "SAML"}},
		{ID: 5, Key: "audit", Name: "Audit log", Definition: "Who did what, when.", GroupName: "Security", Aliases: []string{"activity log", "audit trail"}},
	}, learned)
}

func TestMatch(t *testing.T) {
	for _, tt := range []struct{ name, section, text, feature string }{
		{"the name itself", "", "Session search", "search"},
		{"an alias", "", "Click maps", "heatmaps"},
		{"another form of the words", "", "Searching sessions", "search"},
		{"an abbreviation", "Security", "SSO", "sso"},
		{"a name with its description", "", "Audit logs: see who did what", "audit"},
		{"the name among other words", "", "Mobile session replay for iOS", "mobile"},
		{"a price is nothing", "", "$49 per user", ""},
		{"legal prose is nothing", "", "No credit card needed", ""},
		{"what nobody has in the catalogue is nothing", "", "Dedicated success manager", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := catalogue().Match(tt.section, tt.text)
			require.Equal(t, tt.feature, m.Feature)
			if tt.feature != "" {
				require.GreaterOrEqual(t, m.Score, matrix.Suggested)
			}
		})
	}
}

// What shares a word with a feature, and is another thing, is never matched without asking.
func TestWordsThatOnlySoundAlike(t *testing.T) {
	c := matrix.NewCatalogue([]store.Feature{
		{ID: 1, Key: "purchase-orders", Name: "Purchase orders", Definition: "Order from suppliers."},
		{ID: 2, Key: "invoices", Name: "Invoicing", Definition: "Write and send invoices."},
		{ID: 3, Key: "e-invoices", Name: "E-invoicing", Definition: "Invoices that programs read.", Aliases: []string{"electronic invoices"}},
		{ID: 4, Key: "trail", Name: "Audit trail and certificate", Definition: "A record of each step, with the document."},
		{ID: 5, Key: "connectors", Name: "CRM and storage integrations", Definition: "Files and contacts of other services.", GroupName: "Platform"},
	}, nil)
	for _, tt := range []struct{ name, section, text, feature string }{
		{"one word of a text stands for one word of a name", "", "Sales orders", ""},
		{"the name itself", "", "Purchase orders", "purchase-orders"},
		{"what is electronic has a name of its own", "", "E-invoices", "e-invoices"},
		{"so has what is not", "", "Custom invoice templates", "invoices"},
		{"a certificate of a document is no certification of a company", "", "HIPAA compliance", ""},
		{"what a name speaks of besides proves little", "Platform", "Unlimited storage", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := c.Match(tt.section, tt.text)
			if tt.feature == "" {
				require.Less(t, m.Score, matrix.Automatic)
				return
			}
			require.Equal(t, tt.feature, m.Feature)
			require.GreaterOrEqual(t, m.Score, matrix.Automatic)
		})
	}
}

func TestWhatPeopleDecidedIsRemembered(t *testing.T) {
	three := int64(3)
	c := catalogue(
		store.Phrase{FoldedText: "rage detector", Decision: store.PhraseMapped, FeatureID: &three},
		store.Phrase{FoldedText: "session search", Decision: store.PhraseIgnored},
	)
	for _, text := range []string{"Rage  Detector", "The rage detectors", "Advanced rage detector", "Rage detector (beta)"} {
		m := c.Match("", text)
		require.Equal(t, "heatmaps", m.Feature, text)
		require.GreaterOrEqual(t, m.Score, matrix.Automatic, text)
	}
	for _, text := range []string{"Session search", "Session searches", "The session search"} {
		require.Empty(t, c.Match("", text).Feature, text)
		require.Empty(t, c.All("", text), text)
	}
}

func priced(name string, amount int64, rows ...extract.FeatureRow) extract.Plan {
	return extract.Plan{
		Name: name, Features: rows,
		Prices: []extract.Price{{Money: money.Money{Minor: amount, Currency: "USD"}, Period: extract.Month}},
	}
}

func row(name string, state extract.RowState, text string) extract.FeatureRow {
	return extract.FeatureRow{Name: name, State: state, Text: text}
}

func TestCells(t *testing.T) {
	doc := extract.Document{Kind: extract.Pricing, Plans: []extract.Plan{
		priced("Scale", 99, row("Session search", extract.RowYes, ""), row("Heatmaps", extract.RowValue, "Beta"),
			row("Audit log", extract.RowNo, ""), row("Single sign-on (SAML)", extract.RowValue, "Add-on")),
		priced("Team", 49, row("Session search", extract.RowValue, "30 days"), row("Heatmaps", extract.RowNo, ""),
			row("Audit log", extract.RowNo, ""), row("Single sign-on (SAML)", extract.RowNo, "")),
	}}
	got := map[string]matrix.Finding{}
	for _, f := range catalogue().Cells(doc) {
		got[f.Feature] = f
	}
	require.Equal(t, "Team", got["search"].PlanFrom, "the cheapest plan that has it, whatever the order of the page")
	require.Equal(t, "30 days", got["search"].LimitText)
	require.Equal(t, store.Beta, got["heatmaps"].State)
	require.Equal(t, store.No, got["audit"].State, "the table has the row and no plan has it")
	require.True(t, got["sso"].AddOn)
	require.NotContains(t, got, "mobile", "silence says nothing")
}

// Thousands of phrases are matched against hundreds of features within a moment: the catalogue is arranged once.
func BenchmarkMatch(b *testing.B) {
	features, phrases := manyFeatures(500), manyPhrases(5000)
	c := matrix.NewCatalogue(features, nil)
	for b.Loop() {
		for _, text := range phrases {
			c.Match("Security", text)
		}
	}
}

// manyFeatures invents features from some hundred words, as many as areas have.
func manyFeatures(n int) []store.Feature {
	out := make([]store.Feature, n)
	for i := range out {
		a, b, d := invented(i), invented(i*7+3), invented(i*11+5)
		out[i] = store.Feature{
			ID: int64(i + 1), Key: fmt.Sprint(a, i), Name: a + " " + b, GroupName: invented(i % 9),
			Definition: "Keep the " + d + " of every " + a + " in one " + b + ".", Aliases: []string{a + " " + d, d + " management"},
		}
	}
	return out
}

func manyPhrases(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("Advanced %s and %s %ss", invented(i), invented(i*5+1), invented(i/3))
	}
	return out
}

// invented is the i-th of 360 words.
func invented(i int) string {
	first := []string{"audit", "session", "export", "replay", "funnel", "cohort", "alert", "backup", "webhook", "region", "policy", "token"}
	middle := []string{"al", "or", "im", "un", "ed", "ov"}
	last := []string{"ka", "bo", "mir", "dun", "fell"}
	return first[i%len(first)] + middle[i/len(first)%len(middle)] + last[i/(len(first)*len(middle))%len(last)]
}
