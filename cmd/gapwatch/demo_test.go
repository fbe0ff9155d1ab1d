package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// demoScript is demo/moves.yaml: what happens on the demo's sites.
type demoScript struct {
	Moves    []demoMove
	Coverage []struct {
		Competitor, Source, Outcome string
		LastGood                    string `yaml:"last_good"`
	}
}

type demoMove struct {
	Date, Competitor, Source     string
	Kind                         diff.ChangeKind
	Subject, Plan, Before, After string
	Type                         extract.EntryType
	Level                        extract.Level
}

// is tells whether a reported change is this move.
func (m demoMove) is(c changeLine) bool {
	return c.Competitor == m.Competitor && c.Kind == m.Kind && pathOf(c.SourceURL) == m.Source &&
		strings.Contains(c.Subject, m.Subject) && strings.Contains(c.Subject, m.Plan) &&
		strings.Contains(c.Before, m.Before) && strings.Contains(c.After, m.After) &&
		(m.Level == "" || c.Level == m.Level)
}

func readDemoScript(t *testing.T) demoScript {
	t.Helper()
	text, err := os.ReadFile("demo/moves.yaml")
	require.NoError(t, err)
	var s demoScript
	require.NoError(t, yaml.Unmarshal(text, &s))
	require.NotEmpty(t, s.Moves)
	return s
}

// runDemo runs the program's demo and returns what it printed.
func runDemo(t *testing.T, args ...string) []byte {
	t.Helper()
	var out, errOut bytes.Buffer
	code := run(t.Context(), append([]string{"demo"}, args...), os.Environ(), nil, &out, &errOut)
	require.Equal(t, exitDone, code, errOut.String())
	require.Empty(t, errOut.String())
	return out.Bytes()
}

// TestDemoReportsEverySeededMoveOnceAndNothingElse holds the program's own output against the demo's script.
func TestDemoReportsEverySeededMoveOnceAndNothingElse(t *testing.T) {
	script := readDemoScript(t)
	var result demoResult
	require.NoError(t, json.Unmarshal(runDemo(t, "--json"), &result))
	require.Len(t, result.Steps, 3)
	require.Empty(t, result.Steps[0].Changes, "the baseline is silent")

	told := map[int]int{}
	for _, step := range result.Steps {
		for _, c := range step.Changes {
			n := matching(script.Moves, step.Date, c)
			require.NotEqual(t, -1, n, "reported on %s, and nothing of the kind happened: %+v", step.Date, c)
			told[n]++
			require.NotEmpty(t, c.Quote, "%+v", c)
		}
	}
	for i, m := range script.Moves {
		require.Equal(t, 1, told[i], "how often this was reported: %+v", m)
	}

	last := result.Steps[len(result.Steps)-1]
	require.Len(t, last.Unseen, len(script.Coverage))
	for _, want := range script.Coverage {
		requireUnseen(t, last.Unseen, want.Competitor, want.Source, want.Outcome, want.LastGood)
		require.True(t, slices.ContainsFunc(result.Report.Coverage.Unseen, func(u report.Unseen) bool {
			return strings.EqualFold(u.Competitor, want.Competitor) && pathOf(u.URL) == want.Source && u.Reason != ""
		}), "the report's coverage names %s%s", want.Competitor, want.Source)
	}
	requireTypes(t, script.Moves, result.Report)
	requireKnowledge(t, result)
}

// requireTypes checks that the report says of each entry what it is.
func requireTypes(t *testing.T, moves []demoMove, r report.Report) {
	t.Helper()
	types := map[string]string{}
	for _, s := range r.Shipped {
		for _, e := range s.Entries {
			types[e.Title] = e.Type
		}
	}
	for _, m := range moves {
		if m.Type != "" {
			require.Equal(t, string(m.Type), types[m.Subject], m.Subject)
		}
	}
}

// requireKnowledge checks what the moves and the annotations come to.
func requireKnowledge(t *testing.T, result demoResult) {
	t.Helper()
	cells := map[string]report.SheetCell{}
	for _, s := range result.Matrix {
		for _, row := range s.Rows {
			for competitor, cell := range row.Cells {
				cells[s.Area+"/"+row.Key+" "+competitor] = cell
			}
		}
	}
	require.Equal(t, store.Yes, cells["session-replay/mobile-replay harrowglass"].State, "an entry launched it")
	require.Equal(t, "Growth", cells["session-replay/heatmaps quillmere"].PlanFrom, "the tick moved to a cheaper plan")
	require.Equal(t, "Studio", cells["feature-flags/approvals tindlevane"].PlanFrom, "the row left the cheaper plan")
	contested := cells["feature-flags/scheduled oxbowry"]
	require.Equal(t, store.No, contested.State, "a page does not overrule a person")
	require.Equal(t, store.Contested, contested.Standing)
	require.Equal(t, store.Unknown, cells["session-replay/canvas quillmere"].State, "silence is not no")

	for _, g := range result.Report.Gaps {
		if g.Feature == "Mobile session replay" {
			require.Equal(t, 3, g.Accounts)
			require.Equal(t, "$296,000 and €97,500", g.ARR.String(), "each account once, currencies apart")
			return
		}
	}
	require.Fail(t, "the report has no gap in mobile session replay")
}

// matching finds the move that a change is, or -1.
func matching(moves []demoMove, date string, c changeLine) int {
	for i, m := range moves {
		if m.Date == date && m.is(c) {
			return i
		}
	}
	return -1
}

func requireUnseen(t *testing.T, unseen []demoUnseen, competitor, source, outcome, lastGood string) {
	t.Helper()
	for _, u := range unseen {
		if u.Competitor != competitor || u.Path != source {
			continue
		}
		require.Equal(t, outcome, u.Outcome, "%+v", u)
		require.NotEmpty(t, u.Reason, "%+v", u)
		got := ""
		if u.LastGood != nil {
			got = u.LastGood.Format(time.DateOnly)
		}
		require.Equal(t, lastGood, got, "the last good look at %s%s", competitor, source)
		return
	}
	require.Fail(t, "not under coverage", "%s%s", competitor, source)
}

// TestDemoSitesAreSilentWhileNothingMoves looks again and again at sites that differ on every request.
func TestDemoSitesAreSilentWhileNothingMoves(t *testing.T) {
	var out, errOut bytes.Buffer
	a := &app{env: os.Environ(), out: &out, err: &errOut, now: time.Now}
	d := &demo{dir: t.TempDir()}
	require.NoError(t, d.open(t.Context(), a))
	defer d.close()
	d.setClock(d.sites.date(), 0)
	_, err := d.app.applyFile(t.Context(), d.store, d.file("landscape.yaml"), applyOptions{})
	require.NoError(t, err)
	for range len(d.sites.dates) {
		for look := range 4 {
			d.setClock(d.sites.date(), demoHour+time.Duration(look)*time.Hour)
			changes, err := d.line.Crawl(t.Context(), watch.CrawlOptions{All: true})
			require.NoError(t, err)
			if look > 0 {
				require.Empty(t, changes, "look %d on %s", look, d.sites.date())
			}
		}
		d.sites.next()
	}
	require.Empty(t, errOut.String())
}

// TestDemoTellsItInWords reads what a person sees.
func TestDemoTellsItInWords(t *testing.T) {
	script := readDemoScript(t)
	text := string(runDemo(t))
	require.Equal(t, text, string(runDemo(t)), "the demo is the same on every run")
	require.NotContains(t, text, "\x1b[", "no colours where nobody looks at a terminal")
	require.NotContains(t, text, "{{", "every mark in the pages is filled in")
	changes, _, _ := strings.Cut(text, "feature by feature") // the matrix and the report may say it again
	changes = strings.Join(strings.Fields(changes), " ")     // long lines are wrapped
	for _, m := range script.Moves {
		if m.Kind == diff.EntryAdded {
			require.Equal(t, 1, strings.Count(changes, m.Subject), m.Subject)
		}
	}
	require.Contains(t, changes, "Team plan 49 → 59 USD per seat and month, billed annually")
	for _, want := range script.Coverage {
		require.Contains(t, text, want.Source)
	}
	for _, words := range []string{
		"Could not look", "● yes, Growth", "✕ no !", "? unknown", "“Introducing scheduled flag changes”",
		"$296,000 and €97,500 from 3 accounts", "Ninefold Rail: not counted, a second annotation",
		"Gap report, week 46 of 2026", "What to try next",
	} {
		require.Contains(t, text, words)
	}
	require.NotContains(t, text, "should build")
}

// TestDemoKeepsItsDataWhereAsked uses the kept folder as a user would.
func TestDemoKeepsItsDataWhereAsked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	runDemo(t, "--keep", dir, "--json")
	var out, errOut bytes.Buffer
	args := []string{"source", "list", "--config", filepath.Join(dir, "gapwatch.yaml"), "--data", dir, "--json"}
	require.Equal(t, exitDone, run(t.Context(), args, os.Environ(), nil, &out, &errOut), errOut.String())
	require.Equal(t, 13, strings.Count(out.String(), "\n"))

	require.Equal(t, exitMisuse, run(t.Context(), []string{"demo", "--keep", dir}, os.Environ(), nil, &out, &errOut))
	require.Contains(t, errOut.String(), "is not empty")
}

// TestDemoSitesAreWhole checks the demo's files against each other.
func TestDemoSitesAreWhole(t *testing.T) {
	sites, err := openSites(os.DirFS("demo/sites"), true)
	require.NoError(t, err)
	landscape, err := os.ReadFile("demo/landscape.yaml")
	require.NoError(t, err)
	script := readDemoScript(t)
	for _, m := range script.Moves {
		require.Contains(t, sites.dates, m.Date)
		require.Contains(t, string(landscape), "http://"+m.Competitor+".example"+m.Source+`"`)
	}
	for _, host := range sites.hosts {
		require.Equal(t, 200, get(sites, host, "/").Code, "%s has a home page", host)
	}
}
