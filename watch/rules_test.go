package watch_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// plansPage is a price list with a box beside it that says something else every time.
func plansPage(price, offer int) string {
	return fmt.Sprintf(`<!doctype html><title>Pricing</title><main><h1>Plans</h1>
		<section><h2>Starter</h2><p>$9 per month</p><ul><li>Heatmaps</li></ul></section>
		<section class="team"><h2>Team</h2><p>$%d per user and month</p><ul><li>Heatmaps</li><li>Session search</li></ul></section>
		<section class="offer"><h2>Spring</h2><p>$%d per month</p><ul><li>Heatmaps</li><li>A mug</li></ul></section></main>`,
		price, offer)
}

func show(s *site, page string) { s.set(func(s *site) { s.page = page }) }

func TestARuleIsTriedOnHistoryAndThenHidesWhatItSaid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{page: plansPage(49, 5)}
		line := watched(t, st, s)
		require.Empty(t, crawl(t, line))
		show(s, plansPage(49, 6))
		require.Len(t, crawl(t, line), 1)
		show(s, plansPage(59, 6))
		require.Len(t, crawl(t, line), 1)

		src := onlySource(t, st).Source
		rule := extract.Rule{Verb: extract.RemoveText, CSS: ".offer"}
		trial, err := watch.Try(t.Context(), st, line.Limits, src, rule)
		require.NoError(t, err)
		require.Len(t, trial.Hidden, 1)
		require.Equal(t, "Spring", trial.Hidden[0].Subject)
		require.Len(t, trial.Told, 1)
		require.Equal(t, "Team", trial.Told[0].Subject)
		require.Positive(t, trial.Newest.Found)
		require.Zero(t, onlySource(t, st).RulesVersion, "trying saves nothing")
		require.Empty(t, trial.Newest.Loses)
		trial, err = watch.Try(t.Context(), st, line.Limits, src, extract.Rule{Verb: extract.RemoveText, CSS: "section"})
		require.NoError(t, err)
		require.Equal(t, []string{"all 3 plans"}, trial.Newest.Loses)
		trial, err = watch.Try(t.Context(), st, line.Limits, src, extract.Rule{Verb: extract.DoNotAlert, Match: "(?i)mug"})
		require.NoError(t, err)
		require.Equal(t, []string{"A mug"}, trial.Newest.Samples)
		require.Equal(t, len("A mug"), trial.Newest.Found)

		_, err = st.SaveRules(t.Context(), src.ID, []extract.Rule{rule}, "Ines", time.Now().UTC())
		require.NoError(t, err)
		require.Empty(t, crawl(t, line), "a new rule makes no change, although a plan is not read any more")
		plans, err := st.Plans(t.Context(), store.PlanFilter{SourceID: src.ID})
		require.NoError(t, err)
		require.Len(t, plans, 2, "what stands is corrected")
		show(s, plansPage(59, 7))
		require.Empty(t, crawl(t, line), "and what the rule hides is not told")
		show(s, plansPage(69, 8))
		require.Len(t, crawl(t, line), 1)
	})
}

func TestAQuietChangeIsKeptAndTellsNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{page: plansPage(49, 5)}
		line := watched(t, st, s)
		require.Empty(t, crawl(t, line))
		src := onlySource(t, st).Source
		rule := extract.Rule{Verb: extract.DoNotAlert, Match: "^Spring$"}
		_, err := st.SaveRules(t.Context(), src.ID, []extract.Rule{rule}, "Ines", time.Now().UTC())
		require.NoError(t, err)
		show(s, plansPage(59, 6))
		changes := crawl(t, line)
		require.Len(t, changes, 1)
		require.Equal(t, "Team", changes[0].Subject)
		require.Len(t, s.told, 1)

		quiet, err := st.Changes(t.Context(), store.ChangeFilter{Status: store.Quiet})
		require.NoError(t, err)
		require.Len(t, quiet, 1)
		require.Equal(t, rule.String(), quiet[0].DismissReason)
	})
}

func TestAnotherReaderCorrectsWhatWasLearnedAndTellsNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		s := &site{price: 49}
		line := watched(t, st, s)
		require.Empty(t, crawl(t, line))
		src := onlySource(t, st).Source
		feature, err := st.FeatureByKey(ctx, "replay", "search")
		require.NoError(t, err)
		misread(t, st, src, feature)

		require.Empty(t, crawl(t, line), "a better reader is no change")
		src = onlySource(t, st).Source
		require.Equal(t, extract.ReaderVersion, src.ReadVersion)
		plans, err := st.Plans(ctx, store.PlanFilter{SourceID: src.ID})
		require.NoError(t, err)
		require.Len(t, plans, 2, "plans are those of today's reader")
		cell, err := st.Cell(ctx, feature.ID, src.CompetitorID)
		require.NoError(t, err)
		require.Equal(t, store.Yes, cell.State)
		require.Equal(t, store.Observed, cell.Standing, "what was misread has not vanished from the page")
		history, err := st.CellHistory(ctx, feature.ID, src.CompetitorID)
		require.NoError(t, err)
		require.Equal(t, store.ReadAgain, history[0].Actor, "the history says that it is a technical step")

		s.set(func(s *site) { s.price = 59 })
		require.Len(t, crawl(t, line), 1, "and the next change is told")
	})
}

// misread makes a source look as an older program left it, which read other things from the same page.
func misread(t *testing.T, st *store.Store, src store.Source, feature store.Feature) {
	t.Helper()
	ctx := t.Context()
	at := time.Now().UTC()
	require.NoError(t, st.ReplacePlans(ctx, src, *src.BaseSnapshotID, []extract.Plan{{Name: "Heatmaps"}}, at))
	require.NoError(t, st.SaveEvidence(ctx, []store.Evidence{{
		FeatureID: feature.ID, CompetitorID: src.CompetitorID, SourceID: src.ID, SnapshotID: *src.BaseSnapshotID,
		Phrase: "Plans", State: store.Beta, Quote: "Plans", ObservedAt: at, ConfirmedAt: at, PlanFrom: "Heatmaps",
	}}))
	_, err := st.SetCell(ctx, feature.ID, src.CompetitorID,
		store.CellValue{State: store.Beta, Standing: store.Observed, Why: "misread"}, store.Machine, at)
	require.NoError(t, err)
	require.NoError(t, st.SetBase(ctx, src.ID, store.Base{ReadBy: &store.ReadBy{ReadVersion: 1}}))
}
