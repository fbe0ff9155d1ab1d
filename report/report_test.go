package report_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// hostile is what a competitor might write to break a page.
const hostile = `<script>alert(1)</script> [x](javascript:alert(2)) "quoted" & more`

func invented() report.Report {
	week, _ := report.ParseWeek("2026-W46", time.Time{})
	monday := week.Start()
	seen := monday.AddDate(0, 0, -3)
	return report.Report{
		Week: "2026-W46", From: monday, Until: week.End(), AreaKey: "replay", AreaName: "Session replay",
		Coverage: report.Coverage{Sources: 2, Seen: 1, Unseen: []report.Unseen{{
			Competitor: "Bolt", Kind: "feed", URL: "https://bolt.test/feed", Class: "timeout", Reason: "timed out after 30s", Since: &seen,
		}}},
		Shipped: []report.Shipped{
			{Competitor: "Acme", Seen: true, Watched: true, Entries: []report.EntryLine{
				{Title: hostile, Date: &monday, Type: "launch", Level: "major", URL: "javascript:alert(3)"},
				{
					Title: "Faster search", Type: "improvement", Level: "notable", URL: "https://acme.test/blog/search",
					Also: []string{"https://acme.test/changelog/search", "javascript:alert(4)"},
				},
			}},
			{Competitor: "Calm", Seen: true, Watched: true},
			{Competitor: "Bolt", Watched: true},
		},
		Prices: []report.ChangeLine{{
			Competitor: "Acme", Kind: diff.PriceChanged, Subject: "Team", Sentence: "Team plan 49 → 59 USD per month (▲ 20.4 %)",
			Quote: "$59", Level: extract.Major, URL: "https://acme.test/pricing", SeenAt: monday.Add(6 * time.Hour),
		}},
		Moves: []report.Move{{
			Area: "Session replay", Feature: "Search", Competitor: "Acme", Before: store.Unknown, After: store.Yes,
			PlanFrom: "Team", Standing: store.Observed, Why: `"Session search" says so`, Ahead: true, At: monday,
		}},
		Gaps: []report.Gap{{
			Area: "Session replay", Feature: "Search", Ahead: []string{"Acme"}, Accounts: 1, AtRisk: 1, NextKeyDate: &seen,
			ARR: matrix.ARR{
				Totals:  []matrix.Total{{Minor: 8_400_000, Currency: "USD"}},
				Counted: []matrix.ARRLine{{Account: "Northwind", Minor: 8_400_000, Currency: "USD"}},
			},
		}},
		Annotations: []report.Annotation{{Kind: "at risk", Account: "Northwind", Feature: "Search", What: hostile, At: monday}},
		Queues:      report.Queues{Contested: 1, Unmatched: 2},
	}
}

func TestFormats(t *testing.T) {
	for name, write := range map[string]func(*bytes.Buffer) error{
		"report.md":   func(b *bytes.Buffer) error { return report.Markdown(b, invented()) },
		"report.html": func(b *bytes.Buffer) error { return report.HTML(b, invented()) },
		"report.json": func(b *bytes.Buffer) error { return report.JSON(b, invented()) },
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, write(&b))
			golden := filepath.Join("testdata", name)
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(golden, b.Bytes(), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), b.String())
		})
	}
}

// TestWhatTheyWroteIsTextInTheReport parses the page as a browser would.
func TestWhatTheyWroteIsTextInTheReport(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, report.HTML(&b, invented()))
	root, err := html.Parse(&b)
	require.NoError(t, err)
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		require.NotEqual(t, "script", n.Data)
		for _, a := range n.Attr {
			require.False(t, strings.HasPrefix(a.Key, "on"), a.Key)
			require.NotContains(t, strings.ToLower(a.Val), "javascript:")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
}

// What a reader may not see is left out, and nothing is said in its place: "combined ARR none" would be false.
func TestWithoutMoneyNothingIsSaidOfIt(t *testing.T) {
	r := report.WithoutMoney(invented())
	for name, write := range map[string]func(io.Writer, report.Report) error{
		"markdown": report.Markdown, "html": report.HTML, "json": report.JSON, "csv": report.CSV,
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, write(&b, r))
			for _, secret := range []string{"combined ARR", "ARR none", "84,000", "8400000", "Northwind", `"arr":`} {
				require.NotContains(t, b.String(), secret)
			}
			require.Contains(t, b.String(), "Search")
		})
	}
	require.Equal(t, "Search: one account, 1 at risk, next key date Fri 6 Nov 2026", r.Gaps[0].Sentence())
	require.Contains(t, invented().Gaps[0].Sentence(), "combined ARR $84,000")
}

func TestNothingShippedAndCouldNotLookAreTwoSentences(t *testing.T) {
	r := invented()
	require.Contains(t, r.Shipped[1].Quiet(), "Nothing shipped")
	require.Contains(t, r.Shipped[2].Quiet(), "Could not look")
}

func TestWeeks(t *testing.T) {
	for text, monday := range map[string]string{
		"2026-W46": "2026-11-09", "2026-W01": "2025-12-29", "2026-W53": "2026-12-28", "2027-W01": "2027-01-04",
	} {
		w, err := report.ParseWeek(text, time.Time{})
		require.NoError(t, err)
		require.Equal(t, monday, w.Start().Format(time.DateOnly), text)
		require.Equal(t, text, w.String())
	}
	for _, wrong := range []string{"2026-46", "2027-W53", "W46", "2026-W00"} {
		_, err := report.ParseWeek(wrong, time.Time{})
		require.Error(t, err, wrong)
	}
}

// TestAPastWeekStaysAsItWas gathers a week from the store twice, the second time after more has happened.
func TestAPastWeekStaysAsItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		week, err := report.ParseWeek("2026-W46", time.Time{})
		require.NoError(t, err)
		in, after := week.Start().Add(30*time.Hour), week.End().Add(30*time.Hour)
		c := []store.Competitor{{Key: "acme", Name: "Acme"}}
		require.NoError(t, st.SaveCompetitors(ctx, c))
		src := []store.Source{{CompetitorID: c[0].ID, Kind: extract.Changelog, URL: "https://acme.test/log", Host: "acme.test:443", NextCheckAt: in}}
		require.NoError(t, st.SaveSources(ctx, src))
		snap := store.Snapshot{SourceID: src[0].ID, At: in, FinalURL: src[0].URL}
		require.NoError(t, st.SaveSnapshot(ctx, &snap, []byte("<p>a page")))
		look := func(at time.Time, outcome store.Outcome, titles ...string) {
			s, err := st.Source(ctx, src[0].ID)
			require.NoError(t, err)
			require.NoError(t, st.RecordCaptures(ctx, []store.CaptureRecord{{
				Source: s, Capture: store.Capture{At: at, Outcome: outcome, Class: "ok", Reason: "because"},
			}}))
			for _, title := range titles {
				_, err := st.SaveEntries(ctx, []store.Entry{{
					SourceID: src[0].ID, CompetitorID: c[0].ID, Key: title, Title: title, SnapshotID: snap.ID, FirstSeenAt: at,
					Level: extract.Notable, Type: extract.Improvement,
				}})
				require.NoError(t, err)
			}
		}
		look(in, store.OutcomeNew, "Faster search", "Dark mode")
		gather := func() report.Report {
			r, err := report.Gather(ctx, st, report.Options{Week: "2026-W46", Now: after})
			require.NoError(t, err)
			return r
		}
		first := gather()
		require.Len(t, first.Shipped[0].Entries, 2)
		require.Empty(t, first.Coverage.Unseen)
		look(after, store.OutcomeFailed)
		look(after.Add(time.Hour), store.OutcomeChanged, "Live view")
		require.Equal(t, first, gather())

		o := report.Options{Week: "2026-W46", Now: after}
		_, row, err := report.Read(ctx, st, o)
		require.NoError(t, err)
		require.Nil(t, row, "nobody has published it")
		_, _, err = report.Publish(ctx, st, o, "Ines")
		require.NoError(t, err)
		_, _, err = report.Publish(ctx, st, o, "Dana")
		require.ErrorIs(t, err, store.ErrPublished)
		thawed, row, err := report.Read(ctx, st, o)
		require.NoError(t, err)
		require.Equal(t, "Ines", row.PublishedBy)
		require.Equal(t, first.Shipped[0].Entries[0].Title, thawed.Shipped[0].Entries[0].Title)
	})
}
