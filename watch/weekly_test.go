package watch

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func inventedReport() report.Report {
	week, _ := report.ParseWeek("2026-W46", time.Time{})
	monday := week.Start()
	seen := monday.AddDate(0, 0, -3)
	const hostile = "<!channel> [x](https://evil.test)\r\nBcc: all@example.com"
	return report.Report{
		Week: "2026-W46", From: monday, Until: week.End(),
		Coverage: report.Coverage{Sources: 2, Seen: 1, Unseen: []report.Unseen{{
			Competitor: "Bolt", Kind: "feed", URL: "https://bolt.test/feed", Class: "timeout", Reason: "timed out after 30 s", Since: &seen,
		}}},
		Shipped: []report.Shipped{
			{Competitor: "Acme", Seen: true, Watched: true, Entries: []report.EntryLine{{Title: hostile, Type: "launch", Level: "major", URL: "https://acme.test/x"}}},
			{Competitor: "Bolt", Watched: true},
		},
		Prices: []report.ChangeLine{{
			Competitor: "Acme", Kind: diff.PriceChanged, Sentence: "Team plan 49 → 59 USD per month (▲ 20.4 %)", Quote: "$59",
			Level: extract.Major, URL: "https://acme.test/pricing", SeenAt: monday.Add(6 * time.Hour),
		}},
		Moves: []report.Move{{
			Area: "Session replay", Feature: "Search", Competitor: "Acme", Before: store.Unknown, After: store.Yes, Standing: store.Observed,
			Why: "“Session search” says so", Ahead: true, At: monday,
		}},
		Gaps: []report.Gap{{
			Area: "Session replay", Feature: "Search", Ahead: []string{"Acme"}, Accounts: 1, AtRisk: 1, NextKeyDate: &seen,
			ARR: matrix.ARR{
				Totals:  []matrix.Total{{Minor: 8_400_000, Currency: "USD"}},
				Counted: []matrix.ARRLine{{Account: "Northwind", Minor: 8_400_000, Currency: "USD"}},
			},
		}},
		Annotations: []report.Annotation{{Kind: "at risk", Account: "Northwind", Feature: "Search", What: hostile, Author: "Dana", At: monday}},
		Queues:      report.Queues{Contested: 1, Unmatched: 2},
	}
}

// TestTheReportAsAMessage, for readers who may be told of money and for those who may not.
func TestTheReportAsAMessage(t *testing.T) {
	links := alert.Links{Base: "https://gapwatch.example"}
	for name, money := range map[string]bool{"report-money.json": true, "report.json": false} {
		m := reportMessage(inventedReport(), money, links)
		got, err := json.MarshalIndent(m, "", "  ")
		require.NoError(t, err)
		path := filepath.Join("testdata", name)
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o755))
			require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got)+"\n")
		if !money {
			require.NotContains(t, string(got), "Northwind")
			require.NotContains(t, string(got), "84,000")
		}
		require.NotContains(t, string(got), `\r`)
	}
}

// TestManyProcessesWriteOneDigest runs the same job at once from several sides.
func TestManyProcessesWriteOneDigest(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		ctx := t.Context()
		sub := tw.subscribe(store.Subscription{Key: "dana", Cadence: "daily"}, "/dana")
		tw.work()
		tw.publish(3, nil)
		tw.now = tw.now.Add(24 * time.Hour)
		var all sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			all.Go(func() {
				errs[i] = tw.Store.InTx(ctx, func(tx *store.Store) error {
					locked, err := tx.LockSubscription(ctx, sub.ID)
					if err != nil {
						return err
					}
					return tw.digest(ctx, tx, locked, nil)
				})
			})
		}
		all.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
		tw.work()
		told := tw.heard("/dana")
		require.Len(t, told, 1)
		require.Len(t, told[0].Changes, 3)
	})
}
