package config

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestListsOfSources(t *testing.T) {
	acme := Competitor{Key: "acme-corp", Name: "Acme Corp", Sources: []Source{
		{Kind: "pricing", URL: "https://acme.example/pricing"}, {Kind: "feed", URL: "https://acme.example/feed"},
	}}
	feeds := Competitor{Key: "acme-corp", Name: "Acme Corp", Sources: acme.Sources[1:]}
	rows := []struct {
		name, file, text string
		want             []Competitor
	}{
		{
			"with commas and no header",
			"l.csv",
			"Acme Corp,pricing,https://acme.example/pricing\nAcme Corp,feed,https://acme.example/feed\n",
			[]Competitor{acme},
		},
		{
			"with semicolons, a header in another order, and a mark",
			"l.csv",
			"\ufeffURL; Kind; Competitor; Note\n" +
				"https://acme.example/pricing; Pricing; Acme Corp; x\n" +
				"\n" +
				"https://acme.example/feed; feed; acme corp; y\n",
			[]Competitor{acme},
		},
		{
			"with tabs and a line twice",
			"l.tsv",
			"Acme Corp\tpricing\thttps://acme.example/pricing\n" +
				"Acme Corp\tfeed\thttps://acme.example/feed\n" +
				"Acme Corp\tfeed\thttps://acme.example/feed\n",
			[]Competitor{acme},
		},
		{
			"feeds in a folder",
			"l.opml",
			`<opml><head><title>x</title></head><body><outline text="Acme Corp"><outline text="Blog" xm` +
				`lUrl="https://acme.example/feed"/></outline></body></opml>`,
			[]Competitor{feeds},
		},
		{
			"feeds on their own",
			"l.OPML",
			`<?xml version="1.0" encoding="ISO-8859-1"?><opml><body><outline title="Acme Corp" text="x"` +
				` xmlUrl=" https://acme.example/feed "/></body></opml>`,
			[]Competitor{feeds},
		},
		{
			"JSON, which is YAML",
			"l.json",
			`{"competitors": [{"key": "acme-corp", "name": "Acme Corp", "sources": [{"kind": "feed", "u` +
				`rl": "https:\/\/acme.example\/feed"}]}]}`,
			[]Competitor{feeds},
		},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			l, err := ParseFile(row.file, []byte(row.text))
			require.NoError(t, err)
			require.Equal(t, row.want, l.Competitors)
		})
	}
}

func TestListsThatAreRefused(t *testing.T) {
	deep := "<opml><body>" + strings.Repeat("<outline>", 100)
	many := "<opml><body>" + strings.Repeat(`<outline/>`, opmlOutlines+1)
	rows := []struct{ name, file, text, want string }{
		{"another format", "l.txt", "", "write a .yaml, .csv or .opml file"},
		{
			"a missing competitor",
			"l.csv",
			",pricing,https://acme.example/",
			"l.csv:1:1: the competitor is missing",
		},
		{"a missing address", "l.csv", "Acme,pricing,", "l.csv:1:1: the url is missing"},
		{"open quotes", "l.csv", "Acme,pricing,\"x\n", "l.csv:1:"},
		{
			"a document type",
			"l.opml",
			"<!DOCTYPE opml [<!ENTITY a \"b\">]><opml/>",
			"a document type is not allowed",
		},
		{"an entity", "l.opml", "<opml>&a;</opml>", "not OPML"},
		{"a page", "l.opml", "<html></html>", "there is no <opml> element"},
		{"endless nesting", "l.opml", deep, "nested more than 64 deep"},
		{"endless outlines", "l.opml", many, "more than 20000 outlines"},
		{
			"a feed without a name",
			"l.opml",
			`<opml><outline xmlUrl="https://a.example/"/></opml>`,
			"has no title",
		},
		{"half a file", "l.opml", "<opml><body>", "not OPML"},
		{"too large a file", "l.opml", strings.Repeat(" ", opmlSize+1), "larger than 16MiB"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, err := ParseFile(row.file, []byte(row.text))
			require.ErrorContains(t, err, row.want)
		})
	}
}

func TestTemplatesAreRight(t *testing.T) {
	require.Equal(t, []string{"minimal", "product-analytics"}, Templates())
	for _, name := range Templates() {
		text, err := LandscapeTemplate(name, "x.json")
		require.NoError(t, err)
		l, err := ParseLandscape(name, text)
		require.NoError(t, err)
		require.NotEmpty(t, l.Competitors)
	}
	text, err := LandscapeTemplate("product-analytics", "x.json")
	require.NoError(t, err)
	l, err := ParseLandscape("product-analytics", text)
	require.NoError(t, err)
	require.Len(t, l.Areas, 5)
	for _, a := range l.Areas {
		require.GreaterOrEqual(t, len(a.Features), 8, a.Key)
		for _, f := range a.Features {
			require.NotEmpty(t, f.Definition, f.Key)
			require.NotEmpty(t, f.Aliases, f.Key)
			require.NotEmpty(t, f.Group, f.Key)
			require.Equal(t, unknownState, f.Own.State, "nobody but the reader knows their own product")
		}
	}
	for _, k := range l.Competitors {
		require.NotEmpty(t, k.Areas, k.Key)
		for _, s := range k.Sources {
			require.True(t, strings.HasPrefix(s.URL, "https://"), s.URL)
		}
	}
}

func TestSchemasNameEveryKey(t *testing.T) {
	s := Defaults()
	text, err := Schema("settings")
	require.NoError(t, err)
	for _, l := range leaves(&s) {
		require.Contains(t, string(text), `"`+l.field.name+`"`)
	}
	var schema struct {
		Properties struct {
			Crawler struct {
				Properties struct {
					HostGap struct{ Type, Default, Description string } `json:"host_gap"`
				}
				AdditionalProperties bool
			}
		}
	}
	require.NoError(t, json.Unmarshal(text, &schema))
	gap := schema.Properties.Crawler.Properties.HostGap
	require.Equal(t, "string", gap.Type)
	require.Equal(t, "2s", gap.Default)
	require.NotEmpty(t, gap.Description)
	require.False(t, schema.Properties.Crawler.AdditionalProperties)

	text, err = Schema("landscape")
	require.NoError(t, err)
	require.Contains(t, string(text), `"sitemap"`)
	require.Contains(t, string(text), `"required": [`)
	_, err = Schema("landscap")
	require.ErrorContains(t, err, `did you mean "landscape"`)
}
