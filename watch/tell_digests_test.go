package watch

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

// TestOneDigestForEachDay: through downtime of weeks, both changes of the clock, and a clock that was set wrong.
func TestOneDigestForEachDay(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		tw.subscribe(store.Subscription{Key: "dana", Cadence: "daily", Zone: "Europe/Berlin", SendAt: "02:30"}, "/dana")
		at := func(text string) {
			now, err := time.Parse(time.RFC3339, text)
			require.NoError(t, err)
			tw.now = now
		}
		at("2026-10-24T12:00:00Z")
		tw.seen(store.OutcomeSame, "")
		tw.work()
		require.Empty(t, tw.heard("/dana"), "the first digest is that of the next night")
		tw.publish(1, nil)
		for now := tw.now; now.Before(time.Date(2026, 10, 25, 12, 0, 0, 0, time.UTC)); now = now.Add(15 * time.Minute) {
			tw.now = now
			tw.work()
		}
		told := tw.heard("/dana")
		require.Len(t, told, 1, "half past two came twice that night")
		require.Equal(t, "Daily digest, Sun 25 Oct 2026: 1 change of Acme", told[0].Title)
		require.Empty(t, told[0].Notes)

		at("2026-10-27T06:00:00Z")
		tw.publish(2, nil)
		at("2026-11-15T11:00:00Z")
		tw.work()
		tw.work()
		told = tw.heard("/dana")
		require.Len(t, told, 1, "weeks of downtime are one message")
		require.Equal(t, "Daily digest, Sun 15 Nov 2026: 2 changes of Acme; 1 source could not be seen", told[0].Title)
		require.Contains(t, told[0].Notes[0], "it was due on Mon 26 Oct 2026, 02:30 (Europe/Berlin)")

		at("2030-01-01T00:00:00Z") // a clock gone wrong
		tw.work()
		require.Len(t, tw.heard("/dana"), 1)
		at("2026-11-15T12:00:00Z")
		tw.publish(1, nil)
		tw.work()
		require.Empty(t, tw.heard("/dana"))
		at("2026-11-16T01:30:00Z")
		tw.work()
		told = tw.heard("/dana")
		require.Len(t, told, 1, "the schedule was put right")
		require.Len(t, told[0].Changes, 1)
		tw.work()
		require.Empty(t, tw.heard("/dana"))
	})
}

// TestADigestSaysWhatCouldNotBeSeenFirst, and never that nothing changed where nothing was seen.
func TestADigestSaysWhatCouldNotBeSeenFirst(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		tw.subscribe(store.Subscription{Key: "dana", Cadence: "daily"}, "/dana")
		tw.work()
		day := func() alert.Message {
			tw.now = tw.now.Add(24 * time.Hour)
			tw.sights = sightCache{}
			tw.work()
			told := tw.heard("/dana")
			require.Len(t, told, 1)
			return told[0]
		}
		tw.seen(store.OutcomeSame, "")
		m := day()
		require.Contains(t, m.Title, "nothing new")
		require.Contains(t, m.Rest[0].Lines[0], "Nothing that you asked for has changed since")
		require.Empty(t, m.First)

		tw.now = tw.now.Add(time.Hour)
		tw.seen(store.OutcomeFailed, "it answered 503")
		m = day()
		require.Contains(t, m.Title, "nothing could be looked at")
		require.Contains(t, m.First[0].Items[0].Text, "Acme, pricing: it answered 503")
		require.NotContains(t, m.Rest[0].Lines[0], "Nothing that you asked for has changed")
		require.Contains(t, m.Rest[0].Lines[0], "no source that you follow could be seen")

		tw.publish(1, func(c *store.Change) { c.DetectedAt = tw.now })
		m = day()
		require.Len(t, m.Changes, 1)
		require.NotEmpty(t, m.First)
	})
}

// TestTheWeeklyReport goes to readers on their Monday morning, with what they asked for, once.
func TestTheWeeklyReport(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		ctx := t.Context()
		gap, err := tw.Store.FeatureByKey(ctx, "replay", "search")
		require.NoError(t, err)
		row, err := tw.Store.EnsureGap(ctx, gap.ID, tw.now)
		require.NoError(t, err)
		accounts := []store.Account{{Key: "northwind", Name: "Northwind", ARRMinor: 8_400_000, ARRKnown: true, Currency: "USD"}}
		require.NoError(t, tw.Store.SaveAccounts(ctx, accounts))
		require.NoError(t, tw.Store.SaveAnnotation(ctx, &store.Annotation{
			GapID: &row.ID, AccountID: &accounts[0].ID, Kind: store.AtRisk, What: "They asked twice", CreatedAt: tw.now, UpdatedAt: tw.now,
		}))
		tw.subscribe(store.Subscription{Key: "weekly", Cadence: "weekly", Report: true, Zone: "Pacific/Auckland"}, "/auckland")
		tw.subscribe(store.Subscription{Key: "boss", Channel: "slack", Report: true, SeesMoney: true, Zone: "Europe/Berlin", Kinds: []string{"feed"}}, "/boss")
		tw.work() // Wednesday
		tw.seen(store.OutcomeSame, "")
		tw.publish(1, nil)
		tw.now = time.Date(2026, 11, 29, 15, 0, 0, 0, time.UTC) // Monday, four in the morning in Auckland
		tw.publish(1, nil)
		tw.now = time.Date(2026, 11, 29, 19, 30, 0, 0, time.UTC)
		tw.work()
		tw.work()
		told := tw.heard("/auckland")
		require.Len(t, told, 1)
		m := told[0]
		require.Equal(t, "Gap report, week 48 of 2026", m.Title)
		require.Len(t, m.Changes, 1, "what came on Monday waits for the next week")
		require.Equal(t, "Plan1", m.Changes[0].Subject)
		require.Contains(t, m.Text, "Mon 23 Nov 2026 to Sun 29 Nov 2026")
		text, err := json.Marshal(m)
		require.NoError(t, err)
		require.NotContains(t, string(text), "Northwind", "nobody said that the readers may know of accounts")
		require.NotContains(t, string(text), "84,000")
		require.Empty(t, tw.told["/boss"], "it is still Sunday in Berlin")

		tw.now = time.Date(2026, 11, 30, 7, 30, 0, 0, time.UTC)
		tw.work()
		require.Len(t, tw.told["/boss"], 1)
		require.Contains(t, tw.told["/boss"][0], "84,000")
		require.Empty(t, tw.told["/auckland"])
		tw.now = time.Date(2026, 12, 6, 19, 30, 0, 0, time.UTC)
		tw.work()
		told = tw.heard("/auckland")
		require.Len(t, told, 1)
		require.Equal(t, "Plan2", told[0].Changes[0].Subject)
	})
}
