package config

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the expected errors under testdata")

// TestWrongFiles reads every file of testdata/landscape and testdata/settings, which all have mistakes, and compares
// what is said of them with the .txt file beside it.
func TestWrongFiles(t *testing.T) {
	parsers := map[string]func(string, []byte) error{
		"landscape": func(name string, data []byte) error {
			_, err := ParseFile(name, data)
			return err
		},
		"settings": func(name string, data []byte) error {
			s := Defaults()
			_, err := parseSettings(name, data, &s)
			return err
		},
	}
	for folder, parse := range parsers {
		files, err := filepath.Glob("testdata/" + folder + "/*")
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, ".txt") {
				continue
			}
			t.Run(folder+"/"+filepath.Base(file), func(t *testing.T) {
				data, err := os.ReadFile(file)
				require.NoError(t, err)
				err = parse(filepath.Base(file), data)
				require.Error(t, err)
				expected := file + ".txt"
				if *update {
					require.NoError(t, os.WriteFile(expected, []byte(err.Error()+"\n"), 0o644))
				}
				want, readErr := os.ReadFile(expected)
				require.NoError(t, readErr)
				require.Equal(t, string(want), err.Error()+"\n")
			})
		}
	}
}

func TestLandscapeIsReadAsWritten(t *testing.T) {
	l, err := ParseLandscape("landscape.yaml", []byte(`
areas:
- key: replay
  team: Insight
  competitors: [acme]
  features:
  - {key: web, name: "Web: replay", aliases: [browser replay, 42], own: yes}
  - {key: mobile, definition: |
      Two
      lines., group: Recording, own: {state: not applicable, note: no apps}}
  - key: canvas
competitors:
- key: acme
  areas: [replay]
  best_in_class: [replay]
  sources:
  - {kind: pricing, url: https://acme.example/a?b=c#d, every: 1d12h, render: browser}
subscriptions:
- {key: s, channel: webhook, url: "https://hooks.example/", kinds: [pricing, plan_added], zone: Europe/Berlin}
`))
	require.Error(t, err, "a block text does not belong into flow style")
	require.Empty(t, l.Areas)

	l, err = ParseLandscape("landscape.yaml", []byte(`
areas:
- key: replay
  team: Insight
  competitors: [acme]
  features:
  - {key: web, name: "Web: replay", aliases: [browser replay, 42], own: yes}
  - key: mobile
    definition: |
      Two
      lines.
    group: Recording
    own: {state: not applicable, note: no apps}
  - key: canvas
competitors:
- key: acme
  areas: [replay]
  best_in_class: [replay]
  sources:
  - {kind: pricing, url: https://acme.example/a?b=c#d, every: 1d12h, render: browser}
subscriptions:
- {key: s, channel: webhook, url: "https://hooks.example/", kinds: [pricing, plan_added], zone: Europe/Berlin}
`))
	require.NoError(t, err)
	require.Equal(t, Area{
		Key: "replay", Name: "replay", Team: "Insight", Competitors: []string{"acme"},
		Features: []Feature{
			{Key: "web", Name: "Web: replay", Aliases: []string{"browser replay", "42"}, Own: Own{State: "yes"}},
			{
				Key: "mobile", Name: "mobile", Definition: "Two\nlines.\n", Group: "Recording",
				Own: Own{State: "not applicable", Note: "no apps"},
			},
			{Key: "canvas", Name: "canvas", Own: Own{State: "unknown"}},
		},
	}, l.Areas[0], "what is left out has a name and the state unknown")
	require.Equal(t, "https://acme.example/a?b=c#d", l.Competitors[0].Sources[0].URL)
	require.Equal(t, "36h", l.Competitors[0].Sources[0].Every.String())
	require.Equal(t, Cadence("instant"), l.Subscriptions[0].Cadence)
	require.False(t, l.SourcesOnly)
}

func TestForbiddenAddressesAreNoMistakesOfTheFile(t *testing.T) {
	addresses := []string{
		`file:///etc/passwd`, `http://user:secret@10.0.0.1/`, `\\evil\share`, `http://\ud835\udfcf27.0.0.1/`, `\u0007\u2028`,
		`javascript:alert(1)`, `http:\/\/acme.example\/`, ` `,
	}
	quoted := strings.Join(addresses, `"}, {kind: page, url: "`)
	quoted = strings.ReplaceAll(quoted, `\\evil\share`, `\\\\evil\\share`)
	l, err := ParseLandscape("l.yaml", []byte(`competitors: [{key: a, sources: [{kind: page, url: "`+quoted+`"}]}]`))
	require.NoError(t, err)
	require.Len(t, l.Competitors[0].Sources, len(addresses))
	require.Equal(t, "http://𝟏27.0.0.1/", l.Competitors[0].Sources[3].URL)
	require.Equal(t, "http://acme.example/", l.Competitors[0].Sources[6].URL)
}

func TestSectionsThatAreEmptyAndThatAreLeftOut(t *testing.T) {
	rows := []struct {
		name, text string
		empty      bool
	}{
		{"a file with nothing in it says nothing", "", false},
		{"a comment says nothing", "# later\n", false},
		{"a section without a value says nothing", "subscriptions:\n", false},
		{"an empty list says that there are none", "subscriptions: []\n", true},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			l, err := ParseLandscape("l.yaml", []byte(row.text))
			require.NoError(t, err)
			require.Equal(t, row.empty, l.Subscriptions != nil)
		})
	}
}

func TestFilesThatWouldTakeTheMachineAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nested more than 1000 deep": strings.Repeat("[", 1_000_000),
		"nested more than 1000":      "areas:\n  " + strings.Repeat("- ", 1_000_000),
		"larger than 16MiB":          strings.Repeat("#", yamlSize+1),
	} {
		_, err := ParseLandscape("l.yaml", []byte(text))
		require.ErrorContains(t, err, name)
	}
	long := "competitors: [{key: a, homepage: '" + strings.Repeat("a-&-", 2000) + "'}] # " + strings.Repeat("-", 2000)
	_, err := ParseLandscape("l.yaml", []byte(long))
	require.NoError(t, err)
}

// What is too much to be read is not read in part: what was left out would count as taken away.
func TestAFileThatIsReadInPartIsRefused(t *testing.T) {
	root, err := parseYAML("l.yaml", []byte("competitors: [{key: a, name: A}]"))
	require.NoError(t, err)
	d, l := newDecoder("l.yaml", nil), Landscape{}
	d.visited = mostNodes - 1
	d.decode(root, reflect.ValueOf(&l).Elem(), field{})
	require.Len(t, d.problems, 1)
	require.ErrorContains(t, d.problems.err(), "split it into several files")
}

// A small file may be wrong a million times where it says one thing again and again by an alias.
func TestWhatIsWrongAgainAndAgainIsNotToldEachTime(t *testing.T) {
	again := func(alias string) string { return "[" + strings.Repeat(alias+", ", 1000) + alias + "]" }
	for name, text := range map[string]string{
		"aliases":         "competitors:\n- {key: a, name: A, sources: &s " + again("{bad: 1}") + "}\n" + strings.Repeat("- {key: b, name: B, sources: *s}\n", 1000),
		"keys":            "competitors: [{" + strings.Repeat("bad: 1, ", 50_000) + "}]",
		"what it means":   "competitors:\n" + strings.Repeat("- {key: a, name: A}\n", 50_000),
		"things left out": "competitors:\n" + strings.Repeat("- {}\n", 50_000),
	} {
		_, err := ParseLandscape("l.yaml", []byte(text))
		var problems Problems
		require.ErrorAs(t, err, &problems, name)
		require.LessOrEqual(t, len(problems), mostProblems+2, name)
	}
}

// TestBothParsersAgree holds the quick parser against the thorough one on every file we have that both can read.
func TestBothParsersAgree(t *testing.T) {
	files, err := filepath.Glob("templates/*.yaml")
	require.NoError(t, err)
	files = append(files, "../cmd/gapwatch/demo/landscape.yaml")
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		agree(t, file, data)
	}
	agree(t, "settings", SettingsTemplate("schema.json"))
	agree(t, "large", largeLandscape(50))
	agree(t, "anchors", []byte("areas:\n- &a {key: x, features: [{key: 'it''s', name: \"a\\tb\"}]}\n- *a\n"))
}

func agree(t *testing.T, name string, data []byte) {
	t.Helper()
	quick, ok := parseQuickly(data)
	if !ok {
		return
	}
	thorough, err := parseThoroughly(name, data)
	require.NoError(t, err, name)
	require.Equal(t, outline(quick, nil), outline(thorough, nil), name)
}
