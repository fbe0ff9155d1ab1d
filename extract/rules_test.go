package extract_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
)

const ruled = `<!doctype html><title>Terms</title><main><h1>Terms</h1>
<p>You may <b class="n">cancel</b> at any time.</p>
<p class="visitors">Seen by 341 people today, 12 of them now.</p>
<p>Reports are kept for 30 days.</p></main>`

func readRuled(t *testing.T, rules ...extract.Rule) (extract.Document, extract.Rules) {
	t.Helper()
	compiled, err := extract.CompileRules(rules)
	require.NoError(t, err)
	d, err := extract.Read(extract.Page{Kind: extract.PageKind, Body: []byte(ruled), Rules: compiled})
	require.NoError(t, err)
	return d, compiled
}

func texts(d extract.Document) []string {
	var out []string
	for _, b := range d.Blocks {
		out = append(out, b.Text)
	}
	return out
}

func TestWhatARuleRemovesWasNeverThere(t *testing.T) {
	d, _ := readRuled(t, extract.Rule{Verb: extract.RemoveText, CSS: ".visitors"})
	require.Equal(t, []string{"Terms", "You may cancel at any time.", "Reports are kept for 30 days."}, texts(d))

	d, _ = readRuled(t, extract.Rule{Verb: extract.RemoveText, Match: `\d+ people`})
	require.Contains(t, texts(d), "Seen by today, 12 of them now.")
	for _, b := range d.Blocks {
		require.NotContains(t, b.Quote, "Seen by today", "a quote never runs across what was taken out")
	}

	d, _ = readRuled(t, extract.Rule{Verb: extract.RemoveText, CSS: ".n"})
	require.Contains(t, texts(d), "You may at any time.")
	for _, b := range d.Blocks {
		require.NotContains(t, b.Quote, "may at", "nor across an element that was taken out")
	}

	d, _ = readRuled(t, extract.Rule{Verb: extract.RemoveText, Match: `may cancel at any`})
	require.Contains(t, texts(d), "You time.", "what matches may stand in several elements")

	d, _ = readRuled(t, extract.Rule{Verb: extract.RemoveText, Match: `^Seen.* today, |\. *$`})
	require.Contains(t, texts(d), "12 of them now", "an expression sees a line from its start to its end")

	d, _ = readRuled(t, extract.Rule{Verb: extract.RemoveText, CSS: "html, body, .visitors"})
	require.Len(t, d.Blocks, 3, "the whole page cannot be removed")
}

func TestARuleKeepsQuietAboutItsPartOfThePageAlone(t *testing.T) {
	d, rules := readRuled(t, extract.Rule{Verb: extract.DoNotAlert, CSS: ".visitors"})
	require.Len(t, d.Blocks, 4, "the part is read all the same")
	rule, quiet := rules.QuietAbout("341 people", nil, d)
	require.True(t, quiet)
	require.Equal(t, ".visitors", rule.CSS)
	_, quiet = rules.QuietAbout("30 days", nil, d)
	require.False(t, quiet)
	_, quiet = rules.QuietAbout("e", nil, d)
	require.False(t, quiet, "words that stand elsewhere too may be about the other place")

	_, rules = readRuled(t, extract.Rule{Verb: extract.DoNotAlert, Match: `(?i)webinar`})
	_, quiet = rules.QuietAbout("", []string{"Join our Webinar"})
	require.True(t, quiet)
	_, quiet = rules.QuietAbout("", []string{"Session replay"})
	require.False(t, quiet)
}

func TestEntriesOfAFeedAreRemovedByTheirTitles(t *testing.T) {
	rules, err := extract.CompileRules([]extract.Rule{{Verb: extract.RemoveText, Match: "^Webinar"}})
	require.NoError(t, err)
	d, err := extract.Read(extract.Page{Kind: extract.Feed, Rules: rules, Body: []byte(`<rss version="2.0"><channel>
		<item><title>Webinar: plans for spring</title><guid>1</guid></item>
		<item><title>Replay for phones</title><guid>2</guid></item></channel></rss>`)})
	require.NoError(t, err)
	require.Len(t, d.Entries, 1)
	require.Equal(t, "Replay for phones", d.Entries[0].Title)
}

func TestARuleThatCannotWorkSaysWhatToWrite(t *testing.T) {
	for name, c := range map[string]struct {
		rule extract.Rule
		says string
	}{
		"an unknown verb":            {extract.Rule{Verb: "hide", CSS: "p"}, "the verb is remove or do-not-alert"},
		"no part":                    {extract.Rule{Verb: extract.RemoveText}, "by one of them"},
		"two parts":                  {extract.Rule{Verb: extract.RemoveText, CSS: "p", Match: "a"}, "by one of them"},
		"a broken selector":          {extract.Rule{Verb: extract.RemoveText, CSS: "p["}, "is no CSS selector"},
		"a broken expression":        {extract.Rule{Verb: extract.RemoveText, Match: "(a"}, "is no RE2 expression"},
		"an expression of a no text": {extract.Rule{Verb: extract.RemoveText, Match: "a*"}, "matches everything"},
		"a look-behind":              {extract.Rule{Verb: extract.RemoveText, Match: "(?<!a)b"}, "is no RE2 expression"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := extract.CompileRules([]extract.Rule{c.rule})
			require.ErrorIs(t, err, extract.ErrRule)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestARuleSuitsItsKindOfSource(t *testing.T) {
	css, match := extract.Rule{Verb: extract.RemoveText, CSS: "p"}, extract.Rule{Verb: extract.RemoveText, Match: "a"}
	require.NoError(t, css.Suits(extract.Pricing))
	require.NoError(t, match.Suits(extract.Feed))
	require.ErrorIs(t, css.Suits(extract.Feed), extract.ErrRule)
	require.ErrorIs(t, match.Suits(extract.Sitemap), extract.ErrRule)
}
