package extract

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// headline is one line of testdata/titles.
type headline struct {
	types  []EntryType
	levels []Level
	title  string
	body   string
}

func headlines(t *testing.T) []headline {
	t.Helper()
	files, err := filepath.Glob("testdata/titles/*.tsv")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var out []headline
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for line := range strings.Lines(string(text)) {
			line = strings.TrimRight(line, "\n")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			fields := strings.Split(line, "\t")
			require.Len(t, fields, 4, "%s: %q", file, line)
			h := headline{title: fields[2], body: strings.ReplaceAll(fields[3], `\n`, "\n")}
			for name := range strings.SplitSeq(fields[0], "|") {
				h.types = append(h.types, EntryType(name))
			}
			for name := range strings.SplitSeq(fields[1], "|") {
				h.levels = append(h.levels, Level(name))
			}
			out = append(out, h)
		}
	}
	return out
}

// A headline is called what a careful person calls it.
func TestHeadlines(t *testing.T) {
	for _, h := range headlines(t) {
		t.Run(h.title, func(t *testing.T) {
			typ, level, why := Explain(h.title, h.body)
			require.True(t, slices.Contains(h.types, typ) && slices.Contains(h.levels, level),
				"%s %s, not %v %v, because %s", typ, level, h.types, h.levels, why)
		})
	}
}

// The page for people and the rule say the same: every reason stands on it with its type and level, every row of it is a
// reason of the rule, and its examples are called what it says.
func TestTypesAndLevelsPage(t *testing.T) {
	page, err := os.ReadFile("../docs/types-and-levels.md")
	require.NoError(t, err)
	tables := tablesOf(string(page))
	require.Len(t, tables, 2)
	var rule [][]string
	for _, r := range titleRules {
		rule = append(rule, []string{string(r.typ), r.says, string(r.level)})
	}
	require.ElementsMatch(t, rule, tables[0])
	for _, row := range tables[1] {
		typ, level, why := Explain(row[0], "")
		require.Equal(t, []string{row[1], row[2]}, []string{string(typ), string(level)}, "%s: %s", row[0], why)
	}
}

// tablesOf reads the tables of a Markdown page, without their heads.
func tablesOf(page string) (tables [][][]string) {
	inside := false
	for line := range strings.Lines(page) {
		switch {
		case strings.HasPrefix(line, "|---"):
			inside = true
			tables = append(tables, nil)
		case inside && strings.HasPrefix(line, "|"):
			var cells []string
			for cell := range strings.SplitSeq(strings.Trim(strings.TrimSpace(line), "|"), "|") {
				cells = append(cells, strings.TrimSpace(cell))
			}
			tables[len(tables)-1] = append(tables[len(tables)-1], cells)
		default:
			inside = false
		}
	}
	return tables
}

// What a page or a feed calls an entry counts where its title says nothing, and a kind of text counts before the title.
func TestLabelsDecide(t *testing.T) {
	for _, tt := range []struct {
		name   string
		entry  Entry
		typ    EntryType
		reason string
	}{
		{"a tag", Entry{Title: "Shift swaps", Labels: []string{"Fixed"}}, Fix, "its label is “fixed”"},
		{"a kind of text", Entry{Title: "Dover Mill now ships in a day", Labels: []string{"Customer story"}}, Other, "its label is “customer story”"},
		{"a folder of the address", Entry{Title: "Dover Mill now ships in a day", URL: "https://a.test/case-studies/dover"}, Other, "case studies"},
		{"labels of what was shipped", Entry{Title: "Shift swaps for all of last night", Labels: []string{"Fixed", "Improved"}}, Improvement, "its label is “improved”"},
		{"labels that disagree", Entry{Title: "Shift swaps", Labels: []string{"Company", "Fixed"}}, Launch, "a short name"},
		{"a title with a sign", Entry{Title: "Introducing Maps", Labels: []string{"Updates"}}, Launch, "“introducing”"},
		{"headings of a release", Entry{Title: "4.2.0", Labels: []string{"Fixed", "Added"}, Items: []string{"x"}}, Launch, "under “added”"},
	} {
		typ, _, why := ListingOf(nil).Explain(&tt.entry)
		require.Equal(t, tt.typ, typ, "%s: %s", tt.name, why)
		require.Contains(t, why, tt.reason, tt.name)
	}
	doc, err := Read(Page{Kind: Feed, Body: []byte(`<rss version="2.0"><channel><title>Blog</title>
		<item><title>Dover Mill ships in a day</title><link>https://a.test/1</link><category>Customer stories</category></item></channel></rss>`)})
	require.NoError(t, err)
	require.Equal(t, []string{"Customer stories"}, doc.Entries[0].Labels)
}

// What labels an entry stands before its text. A heading further down labels a part of it, a folder of the page's own
// address labels nothing, and a label that only says that there is news says nothing of the product.
func TestLabelsOfPages(t *testing.T) {
	page := `<main><h1>News</h1>
<article><time datetime="2026-05-06">May 6, 2026</time><h2>Night shelves</h2><p>Open a shelf after hours.</p><h3>Improvements</h3><ul><li>Faster doors</li></ul></article>
<article><time datetime="2026-05-04">May 4, 2026</time><span>Fixed</span><h2 id="keys">Keys of children</h2><p>Children get keys of their own again.</p></article>
<article><time datetime="2026-05-02">May 2, 2026</time><span>Announcement</span><h2 id="ballots">Ballot day</h2><p>The desk is closed.</p></article></main>`
	doc, err := Read(Page{Kind: Changelog, Body: []byte(page), URL: "https://shelves.test/guides/news"})
	require.NoError(t, err)
	entries := doc.Entries
	require.Len(t, entries, 3)
	var types []EntryType
	for i := range entries {
		ListingOf(nil).Classify(&entries[i])
		types = append(types, entries[i].Type)
	}
	require.Equal(t, []EntryType{Launch, Fix, Other}, types)
}

// A short title without any sign is a feature in a changelog and an article in a magazine.
func TestUnsignedTitlesFollowTheirList(t *testing.T) {
	list := func(titles ...string) (out []Entry) {
		for _, title := range titles {
			out = append(out, Entry{Key: title, Title: title})
		}
		return out
	}
	magazine := list("How to splice a rope", "Why we sail at night", "Webinar: reading clouds", "Five books about harbours", "Role hierarchies")
	ClassifyAs(nil, magazine)
	require.Equal(t, Other, magazine[4].Type)
	require.Equal(t, Minor, magazine[4].Level)
	changelog := list("Added night charts", "Fixed: tides of Brest", "Webinar: reading clouds", "Faster maps", "Role hierarchies")
	ClassifyAs(nil, changelog)
	require.Equal(t, Launch, changelog[4].Type)
	known := list("Role hierarchies")
	ClassifyAs(changelog, known)
	require.Equal(t, Launch, known[0].Type, "what was known of an entry stays")
}

// A long title without any sign is a headline in a magazine and a change in a changelog.
func TestLongTitlesFollowTheirList(t *testing.T) {
	long := "Weekly report by mail with a list of boats below the water line"
	changelog := []Entry{{Title: "Added night charts"}, {Title: "Fixed: tides of Brest"}, {Title: "Faster maps"}, {Title: "Buoys can now be renamed"}, {Title: long}}
	ClassifyAs(nil, changelog)
	require.Equal(t, Improvement, changelog[4].Type)
	require.Equal(t, Notable, changelog[4].Level)
	blog := []Entry{{Title: "Added night charts"}, {Title: "Why we sail at night"}, {Title: "Faster maps"}, {Title: "Webinar: reading clouds"}, {Title: long}}
	ClassifyAs(nil, blog)
	require.Equal(t, Other, blog[4].Type)
}
