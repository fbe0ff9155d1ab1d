package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/money"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func zipped(t *testing.T, st *store.Store, v any) store.Zipped {
	t.Helper()
	z, err := st.Zip(v)
	require.NoError(t, err)
	return z
}

// world is a landscape with two snapshots of its one source.
type world struct {
	*store.Store
	feature    store.Feature
	competitor store.Competitor
	source     store.Source
	old, new   store.Snapshot
}

func newWorld(t *testing.T, st *store.Store) world {
	t.Helper()
	w := world{Store: st}
	w.feature, w.competitor, w.source = landscape(t, st)
	w.old = store.Snapshot{SourceID: w.source.ID, At: monday}
	require.NoError(t, st.SaveSnapshot(t.Context(), &w.old, []byte("old")))
	w.new = store.Snapshot{SourceID: w.source.ID, At: monday.Add(time.Hour)}
	require.NoError(t, st.SaveSnapshot(t.Context(), &w.new, []byte("new")))
	return w
}

func (w world) change(fingerprint string) store.Change {
	return store.Change{
		SourceID: w.source.ID, CompetitorID: w.competitor.ID, Kind: diff.PriceChanged, Subject: "Team",
		Before: "49 USD", After: "59 USD", Quote: "$59", Level: extract.Notable, Fingerprint: fingerprint,
		BaseSnapshotID: w.old.ID, SnapshotID: w.new.ID, DetectedAt: monday,
	}
}

func TestAChangeIsToldOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		require.NoError(t, st.HoldChanges(ctx, []store.Change{w.change("a"), w.change("b")}))
		require.NoError(t, st.HoldChanges(ctx, []store.Change{w.change("a")}))
		held, err := st.HeldChanges(ctx, w.old.ID)
		require.NoError(t, err)
		require.Len(t, held, 2)
		_, err = st.VisibleChange(ctx, held[0].ID)
		require.ErrorIs(t, err, store.ErrNotFound, "what waits for a second look is nobody's")

		told, err := st.PublishChanges(ctx, []store.Change{w.change("a"), w.change("c")}, monday)
		require.NoError(t, err)
		require.Len(t, told, 2)
		require.Equal(t, held[0].ID, told[0].ID)
		require.NotZero(t, told[1].ID)
		visible, err := st.VisibleChange(ctx, told[0].ID)
		require.NoError(t, err)
		require.Equal(t, visible.Fingerprint, told[0].Fingerprint)
		told, err = st.PublishChanges(ctx, []store.Change{w.change("a"), w.change("c")}, monday)
		require.NoError(t, err)
		require.Empty(t, told, "reading the same pair again tells nothing")
		require.NoError(t, st.DropHeld(ctx, w.old.ID))
		held, err = st.HeldChanges(ctx, w.old.ID)
		require.NoError(t, err)
		require.Empty(t, held)

		var taken []store.ChangeView
		died := errors.New("it died")
		require.ErrorIs(t, st.TakePublished(ctx, func([]store.ChangeView) error { return died }), died)
		take := func(changes []store.ChangeView) error { taken = changes; return nil }
		require.NoError(t, st.TakePublished(ctx, take))
		require.Len(t, taken, 2, "whoever died with them has not taken them")
		require.Equal(t, "https://acme.example/pricing", taken[0].SourceURL)
		require.Equal(t, "acme", taken[0].CompetitorKey)
		require.Equal(t, monday, *taken[0].PublishedAt)
		require.NoError(t, st.TakePublished(ctx, take))
		require.Empty(t, taken)
	})
}

func TestChangesAreChosenByFilter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		_, err := st.PublishChanges(ctx, []store.Change{w.change("a")}, monday)
		require.NoError(t, err)
		_, err = st.PublishChanges(ctx, []store.Change{w.change("b")}, monday.Add(24*time.Hour))
		require.NoError(t, err)
		require.NoError(t, st.Dismiss(ctx, 2, "a test page"))
		require.ErrorIs(t, st.Dismiss(ctx, 99, "nothing"), store.ErrNotFound)
		for name, row := range map[string]struct {
			filter store.ChangeFilter
			want   int
		}{
			"everything":            {store.ChangeFilter{}, 2},
			"from a time on":        {store.ChangeFilter{Since: monday.Add(time.Hour)}, 1},
			"until just before":     {store.ChangeFilter{Until: monday}, 0},
			"of a competitor":       {store.ChangeFilter{Competitor: "acme"}, 2},
			"of another competitor": {store.ChangeFilter{Competitor: "other"}, 0},
			"of an area":            {store.ChangeFilter{Area: "replay"}, 2},
			"of another area":       {store.ChangeFilter{Area: "flags"}, 0},
			"of a kind":             {store.ChangeFilter{Kind: diff.PlanAdded}, 0},
			"of a status":           {store.ChangeFilter{Status: store.Dismissed}, 1},
			"the newest":            {store.ChangeFilter{Limit: 1}, 1},
		} {
			got, err := st.Changes(ctx, row.filter)
			require.NoError(t, err, name)
			require.Len(t, got, row.want, name)
		}
	})
}

func TestEntriesAreNewOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		date := monday.Add(-48 * time.Hour)
		entry := func(key string) store.Entry {
			return store.Entry{
				SourceID: w.source.ID, CompetitorID: w.competitor.ID, Key: key, Title: "Launch " + key, Date: &date,
				Items: []string{"one", "two"}, SnapshotID: w.old.ID, FirstSeenAt: monday, Level: extract.Major,
			}
		}
		fresh, err := st.SaveEntries(ctx, []store.Entry{entry("a"), entry("b"), entry("a")})
		require.NoError(t, err)
		require.Len(t, fresh, 2)
		rows := []store.Entry{entry("b"), entry("c")}
		fresh, err = st.SaveEntries(ctx, rows)
		require.NoError(t, err)
		require.Len(t, fresh, 1)
		require.Equal(t, "c", fresh[0].Key)
		require.Equal(t, fresh[0].ID, rows[1].ID)
		require.NotZero(t, rows[0].ID)
		got, err := st.Entries(ctx, store.EntryFilter{Competitor: "acme", Since: monday, News: true})
		require.NoError(t, err)
		require.Len(t, got, 3)
		require.Equal(t, []string{"one", "two"}, got[0].Items)
		require.Equal(t, date, *got[0].Date)
	})
}

func plan(name string, minor int64) extract.Plan {
	return extract.Plan{
		Name:     name,
		Prices:   []extract.Price{{Money: money.Money{Minor: minor, Exponent: 2, Currency: "USD"}, Quote: "q"}},
		Features: []extract.FeatureRow{{Name: "Seats", State: extract.RowValue, Text: "5"}},
	}
}

func TestPlansHaveAHistory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		later := monday.Add(24 * time.Hour)
		require.NoError(t, st.ReplacePlans(ctx, w.source, w.old.ID, []extract.Plan{plan("Free", 0), plan("Team", 4900)}, monday))
		reworded := plan("Free", 0)
		reworded.Prices[0].Quote = "worded otherwise"
		require.NoError(t, st.ReplacePlans(ctx, w.source, w.new.ID,
			[]extract.Plan{plan("Team", 5900), reworded, plan("Scale", 9900)}, later))

		now, err := st.Plans(ctx, store.PlanFilter{Competitor: "acme", Area: "replay"})
		require.NoError(t, err)
		require.Len(t, now, 3)
		then, err := st.Plans(ctx, store.PlanFilter{AsOf: monday.Add(time.Hour)})
		require.NoError(t, err)
		require.Len(t, then, 2)
		require.EqualValues(t, 4900, then[1].Prices[0].Minor)
		history, err := st.PlanHistory(ctx, w.source.ID, "", "Team")
		require.NoError(t, err)
		require.Len(t, history, 2)
		require.Equal(t, later, *history[0].ValidTo)
		require.Nil(t, history[1].ValidTo)
		free, err := st.PlanHistory(ctx, w.source.ID, "", "Free")
		require.NoError(t, err)
		require.Len(t, free, 1, "what says the same goes on")
	})
}

func TestADocumentIsKeptWhileItIsComparedWith(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		doc := extract.Document{Kind: extract.Pricing, Title: "Pricing", Plans: []extract.Plan{plan("Team", 4900)}}
		require.NoError(t, st.SaveDocument(ctx, w.old.ID, store.ReadBy{ReadVersion: 1}, zipped(t, st, doc)))
		got, err := st.Document(ctx, w.old.ID, store.ReadBy{ReadVersion: 1})
		require.NoError(t, err)
		require.Equal(t, doc, got)
		_, err = st.Document(ctx, w.old.ID, store.ReadBy{ReadVersion: 2})
		require.ErrorIs(t, err, store.ErrNotFound)

		require.NoError(t, st.SetBase(ctx, w.source.ID, store.Base{SnapshotID: &w.old.ID}))
		require.NoError(t, st.SaveDocument(ctx, w.new.ID, store.ReadBy{ReadVersion: 1}, zipped(t, st, doc)))
		_, err = st.Document(ctx, w.old.ID, store.ReadBy{ReadVersion: 1})
		require.NoError(t, err, "the base stays")
		require.NoError(t, st.SetBase(ctx, w.source.ID, store.Base{SnapshotID: &w.new.ID}))
		require.NoError(t, st.SaveDocument(ctx, w.new.ID, store.ReadBy{ReadVersion: 1}, zipped(t, st, doc)))
		_, err = st.Document(ctx, w.old.ID, store.ReadBy{ReadVersion: 1})
		require.ErrorIs(t, err, store.ErrNotFound)

		memory := map[string]int{"quote of the day": 3}
		require.NoError(t, st.SaveMemory(ctx, w.source.ID, zipped(t, st, memory)))
		require.NoError(t, st.SaveMemory(ctx, w.source.ID, zipped(t, st, memory)))
		var remembered map[string]int
		require.NoError(t, st.Memory(ctx, w.source.ID, &remembered))
		require.Equal(t, memory, remembered)
		require.NoError(t, st.Memory(ctx, 999, &remembered), "a source that showed nothing")
	})
}

func TestEvidenceIsConfirmedAndVanishes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		quote := store.Evidence{
			FeatureID: w.feature.ID, CompetitorID: w.competitor.ID, SourceID: w.source.ID, SnapshotID: w.old.ID,
			Phrase: "Heatmaps", State: store.Yes, Quote: "Heatmaps", ObservedAt: monday, ConfirmedAt: monday, Score: 0.9,
		}
		rows := []store.Evidence{quote}
		require.NoError(t, st.SaveEvidence(ctx, rows))
		gone, err := st.MarkVanished(ctx, w.source.ID, nil, monday.Add(time.Hour))
		require.NoError(t, err)
		require.Len(t, gone, 1)
		again := []store.Evidence{quote}
		again[0].ObservedAt, again[0].ConfirmedAt = monday.Add(2*time.Hour), monday.Add(2*time.Hour)
		require.NoError(t, st.SaveEvidence(ctx, again))
		require.Equal(t, rows[0].ID, again[0].ID)
		got, err := st.EvidenceFor(ctx, w.feature.ID, w.competitor.ID)
		require.NoError(t, err)
		require.Len(t, got, 1)
		require.Equal(t, monday, got[0].ObservedAt, "when it was first seen stays")
		require.Equal(t, monday.Add(2*time.Hour), got[0].ConfirmedAt)
		require.Nil(t, got[0].VanishedAt)
		gone, err = st.MarkVanished(ctx, w.source.ID, []int64{rows[0].ID}, monday)
		require.NoError(t, err)
		require.Empty(t, gone)
		of, err := st.EvidenceOf(ctx, w.feature.AreaID)
		require.NoError(t, err)
		require.Len(t, of, 1)
	})
}

func TestACellHasAHistoryOfWhatItSaid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		set := func(value store.CellValue, at time.Time) bool {
			changed, err := st.SetCell(ctx, w.feature.ID, w.competitor.ID, value, "gapwatch", at)
			require.NoError(t, err)
			return changed
		}
		day := 24 * time.Hour
		expires, later := monday.Add(90*day), monday.Add(91*day)
		require.True(t, set(store.CellValue{State: store.No, Standing: store.Observed, ExpiresAt: &expires}, monday))
		require.False(t, set(store.CellValue{State: store.No, Standing: store.Observed, ExpiresAt: &later}, monday.Add(day)))
		cell, err := st.Cell(ctx, w.feature.ID, w.competitor.ID)
		require.NoError(t, err)
		require.Equal(t, later, *cell.ExpiresAt)
		require.Equal(t, monday, cell.UpdatedAt)
		verified := monday.Add(2 * day)
		require.True(t, set(store.CellValue{
			State: store.Yes, Standing: store.Verified, VerifiedBy: "ada", VerifiedAt: &verified, PlanFrom: "Team",
		}, verified))

		then, err := st.CellsAsOf(ctx, w.feature.AreaID, monday.Add(day))
		require.NoError(t, err)
		require.Len(t, then, 1)
		require.Equal(t, store.No, then[0].State)
		before, err := st.CellsAsOf(ctx, w.feature.AreaID, monday.Add(-day))
		require.NoError(t, err)
		require.Empty(t, before)
		now, err := st.Cells(ctx, w.feature.AreaID)
		require.NoError(t, err)
		require.Equal(t, store.Yes, now[0].State)
		require.Equal(t, "Team", now[0].PlanFrom)
		history, err := st.CellHistory(ctx, w.feature.ID, w.competitor.ID)
		require.NoError(t, err)
		require.Len(t, history, 2)
		moves, err := st.CellMoves(ctx, monday.Add(day), time.Time{})
		require.NoError(t, err)
		require.Len(t, moves, 1)
	})
}

func TestAPhraseIsDecidedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		phrase := store.Phrase{
			AreaID: w.feature.AreaID, CompetitorID: w.competitor.ID, SourceID: w.source.ID, SnapshotID: w.old.ID,
			Text: "Click maps", FoldedText: "click maps", FirstSeenAt: monday, LastSeenAt: monday,
			Candidates: []store.Candidate{{Feature: "heatmaps", Score: 0.6}},
		}
		rows := []store.Phrase{phrase, phrase}
		require.NoError(t, st.SavePhrases(ctx, rows))
		require.Equal(t, rows[0].ID, rows[1].ID)
		open, err := st.OpenPhrases(ctx, w.feature.AreaID)
		require.NoError(t, err)
		require.Len(t, open, 1)
		require.Equal(t, "heatmaps", open[0].Candidates[0].Feature)
		require.Error(t, st.DecidePhrase(ctx, rows[0].ID, store.PhraseMapped, nil, "ada"))
		require.NoError(t, st.DecidePhrase(ctx, rows[0].ID, store.PhraseMapped, &w.feature.ID, "ada"))
		require.NoError(t, st.SavePhrases(ctx, []store.Phrase{phrase}))
		open, err = st.OpenPhrases(ctx, 0)
		require.NoError(t, err)
		require.Empty(t, open)
		decided, err := st.DecidedPhrases(ctx)
		require.NoError(t, err)
		require.Len(t, decided, 1)
		require.Equal(t, w.feature.ID, *decided[0].FeatureID)
	})
}

func TestOnlyOpenPhrasesAreDropped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		rows := []store.Phrase{
			{Text: "Moon mode", FoldedText: "moon mode"}, {Text: "Sun mode", FoldedText: "sun mode"},
		}
		for i := range rows {
			rows[i].AreaID, rows[i].CompetitorID, rows[i].SourceID = w.feature.AreaID, w.competitor.ID, w.source.ID
			rows[i].SnapshotID, rows[i].FirstSeenAt, rows[i].LastSeenAt = w.old.ID, monday, monday
		}
		require.NoError(t, st.SavePhrases(ctx, rows))
		require.NoError(t, st.DecidePhrase(ctx, rows[0].ID, store.PhraseIgnored, nil, "ada"))

		require.NoError(t, st.DropOpenPhrases(ctx, []int64{rows[0].ID, rows[1].ID}))
		open, err := st.OpenPhrases(ctx, 0)
		require.NoError(t, err)
		require.Empty(t, open)
		decided, err := st.DecidedPhrases(ctx)
		require.NoError(t, err)
		require.Len(t, decided, 1, "what a person decided stays")
	})
}
