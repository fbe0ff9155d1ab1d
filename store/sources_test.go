package store_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestASourceIsOneForItsAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		_, competitor, source := landscape(t, st)
		same := store.Source{
			CompetitorID: competitor.ID, Kind: extract.Pricing, URL: source.URL, Host: source.Host,
			NextCheckAt: monday.Add(time.Hour), EverySeconds: 60,
		}
		rows := []store.Source{same, same}
		require.NoError(t, st.SaveSources(ctx, rows))
		require.Equal(t, []int64{source.ID, source.ID}, []int64{rows[0].ID, rows[1].ID})
		got, err := st.Source(ctx, source.ID)
		require.NoError(t, err)
		require.EqualValues(t, 60, got.EverySeconds)
		require.Equal(t, monday, got.NextCheckAt, "what the straight line knows stays")

		require.NoError(t, st.RemoveSources(ctx, []int64{source.ID}, monday))
		views, err := st.Sources(ctx, store.SourceFilter{})
		require.NoError(t, err)
		require.Empty(t, views)
		require.NoError(t, st.SaveSources(ctx, []store.Source{same}))
		views, err = st.Sources(ctx, store.SourceFilter{Competitor: "acme", Kind: extract.Pricing, URL: source.URL})
		require.NoError(t, err)
		require.Len(t, views, 1, "adding it again brings it back")
		require.Equal(t, source.ID, views[0].ID)
		require.Equal(t, "Acme", views[0].CompetitorName)
	})
}

func TestWhatIsDue(t *testing.T) {
	later := monday.Add(time.Hour)
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		sources := manySources(t, st, 6)
		set := func(i int, column string, value any) {
			err := st.Gorm().Table("sources").Where("id = ?", sources[i].ID).Update(column, value).Error
			require.NoError(t, err)
		}
		set(0, "next_check_at", monday.Add(-time.Hour))
		set(1, "next_check_at", later)
		set(2, "next_check_at", later)
		set(2, "look_again", true)
		set(3, "not_before", later)
		set(4, "paused", true)
		set(5, "removed_at", monday)
		due := func(through time.Time, limit int) []int64 {
			rows, err := st.DueSources(ctx, "acme.example:443", through, limit)
			require.NoError(t, err)
			var ids []int64
			for _, row := range rows {
				ids = append(ids, row.ID)
			}
			return ids
		}
		require.Equal(t, []int64{sources[2].ID, sources[0].ID}, due(monday, 0), "a second look goes first")
		require.Equal(t, []int64{sources[2].ID}, due(monday, 1))
		require.Len(t, due(later, 0), 4)
		for late, want := range map[time.Time]bool{monday: true, monday.Add(-2 * time.Hour): false} {
			hosts, err := st.DueHosts(ctx, monday, late)
			require.NoError(t, err)
			require.Equal(t, []store.DueHost{{Host: "acme.example:443", Late: want}}, hosts)
		}
		next, any, err := st.NextDue(ctx)
		require.NoError(t, err)
		require.True(t, any)
		require.Equal(t, monday.Add(-time.Hour), next)
		require.NoError(t, st.MakeAllDue(ctx, monday))
		require.Len(t, due(monday, 0), 3, "what a site asked for stays")
	})
}

func TestCapturesThatFoundNothingNewShareARow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		_, _, source := landscape(t, st)
		record := func(outcome store.Outcome, status int, after time.Duration) {
			src, err := st.Source(ctx, source.ID)
			require.NoError(t, err)
			src.NextCheckAt = monday.Add(after + time.Hour)
			src.ETag = fmt.Sprint(outcome, status)
			require.NoError(t, st.RecordCaptures(ctx, []store.CaptureRecord{{
				Source: src, LookedAgain: true,
				Capture: store.Capture{At: monday.Add(after), Outcome: outcome, Class: "c", Status: status},
			}}))
		}
		record(store.OutcomeNew, http.StatusOK, 0)
		record(store.OutcomeSame, http.StatusOK, time.Hour)
		record(store.OutcomeSame, http.StatusNotModified, 2*time.Hour)
		record(store.OutcomeFailed, http.StatusBadGateway, 3*time.Hour)
		record(store.OutcomeSame, http.StatusNotModified, 4*time.Hour)
		captures, err := st.Captures(ctx, source.ID, 0)
		require.NoError(t, err)
		require.Len(t, captures, 4)
		require.Equal(t, 2, captures[2].Times)
		require.Equal(t, monday.Add(time.Hour), captures[2].At)
		require.Equal(t, monday.Add(2*time.Hour), captures[2].SeenUntil)
		src, err := st.Source(ctx, source.ID)
		require.NoError(t, err)
		require.Equal(t, captures[0].ID, *src.LastCaptureID)
		require.Equal(t, monday.Add(4*time.Hour), *src.LastGoodAt)
		require.Equal(t, monday.Add(5*time.Hour), src.NextCheckAt)
		require.Equal(t, "same200", src.ETag, "a 304 and a failure leave what the next request says")
	})
}

func TestAVisitAndAReadDoNotUndoEachOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		before := w.source // as a visit under way has it
		require.NoError(t, st.SetBase(ctx, w.source.ID, store.Base{
			SnapshotID: &w.new.ID, Looks: 1, LookAgain: true, GoodAt: &monday, NewAt: &monday,
		}))
		require.NoError(t, st.RecordCaptures(ctx, []store.CaptureRecord{{
			Source: before, Capture: store.Capture{At: monday, Outcome: store.OutcomeFailed, Class: "timeout"},
		}}))
		src, err := st.Source(ctx, w.source.ID)
		require.NoError(t, err)
		require.Equal(t, w.new.ID, *src.BaseSnapshotID)
		require.Equal(t, 1, src.Looks)
		require.True(t, src.LookAgain)
		require.Equal(t, monday, *src.LastGoodAt)
		require.Equal(t, monday, *src.LastNewAt)
		require.Equal(t, "timeout", src.LastClass)
	})
}

func TestTheLandscapeIsReadWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		feature, competitor, _ := landscape(t, st)
		found, err := st.FeatureByKey(ctx, "replay", "heatmaps")
		require.NoError(t, err)
		require.Equal(t, feature, found)
		_, err = st.FeatureByKey(ctx, "flags", "heatmaps")
		require.ErrorIs(t, err, store.ErrNotFound)
		of, err := st.CompetitorsOf(ctx, feature.AreaID)
		require.NoError(t, err)
		require.Equal(t, []store.Competitor{competitor}, of)
		renamed := []store.Feature{feature}
		renamed[0].Key, renamed[0].Aliases = "heat-maps", []string{"heatmaps"}
		require.NoError(t, st.SaveFeatures(ctx, renamed))
		require.NoError(t, st.RemoveAreas(ctx, []int64{feature.AreaID}, monday))
		l, err := st.Landscape(ctx)
		require.NoError(t, err)
		require.Equal(t, monday, *l.Areas[0].RemovedAt)
		require.Equal(t, "heat-maps", l.Features[0].Key)
		require.Equal(t, feature.ID, l.Features[0].ID)
		require.True(t, l.AreaCompetitors[0].BestInClass)
		require.NoError(t, st.SetAreaCompetitors(ctx, feature.AreaID, nil))
		none, err := st.AreaCompetitors(ctx)
		require.NoError(t, err)
		require.Empty(t, none)
	})
}

func TestTenThousandSourcesAreSavedQuickly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		began := time.Now()
		sources := manySources(t, st, 10_000)
		inserted := time.Since(began)
		began = time.Now()
		for i := range sources {
			sources[i].EverySeconds = 3600
		}
		require.NoError(t, st.SaveSources(t.Context(), sources))
		updated := time.Since(began)
		began = time.Now()
		l, err := st.Landscape(t.Context())
		require.NoError(t, err)
		require.Len(t, l.Sources, 10_000)
		for i, source := range l.Sources {
			require.Equal(t, sources[i].ID, source.ID)
			require.Equal(t, sources[i].URL, source.URL)
		}
		t.Logf("inserted in %v, updated in %v, read in %v", inserted, updated, time.Since(began))
	})
}
