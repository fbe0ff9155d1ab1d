package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestSourcesThatNeedALookAreListedApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, sources := t.Context(), manySources(t, st, 4)
		failed := store.CaptureRecord{Source: sources[1], Capture: store.Capture{At: monday, Outcome: store.OutcomeFailed, Class: "timeout"}}
		failed.Source.Failures, failed.Source.Trouble = 1, "timeout"
		good := store.CaptureRecord{Source: sources[2], Capture: store.Capture{At: monday, Outcome: store.OutcomeSame, Class: "ok"}}
		require.NoError(t, st.RecordCaptures(ctx, []store.CaptureRecord{failed, good}))
		require.NoError(t, st.PauseSource(ctx, sources[3].ID, true))
		quiet := store.Base{First: true, GoodAt: &monday, NewAt: &monday, Rhythm: &store.Rhythm{Every: time.Hour, QuietAfter: new(monday.Add(time.Hour))}}
		require.NoError(t, st.SetBase(ctx, sources[2].ID, quiet))

		for _, c := range []struct {
			name   string
			filter store.SourceFilter
			want   []int
		}{
			{"before it is silent for too long", store.SourceFilter{Care: store.Care{Wanted: true, At: monday}}, []int{1}},
			{"silent", store.SourceFilter{Care: store.Care{Wanted: true, At: monday.Add(2 * time.Hour)}}, []int{1, 2}},
			{"the others, those never looked at and those that rest too", store.SourceFilter{Care: store.Care{Unwanted: true, At: monday.Add(2 * time.Hour)}}, []int{0, 3}},
			{"a part", store.SourceFilter{Care: store.Care{Wanted: true, At: monday.Add(2 * time.Hour)}, After: sources[1].ID, Limit: 1}, []int{2}},
			{"by address", store.SourceFilter{Text: strings.ToUpper(sources[2].URL)}, []int{2}},
			{"by what is no pattern", store.SourceFilter{Text: "%"}, nil},
		} {
			rows, err := st.Sources(ctx, c.filter)
			require.NoError(t, err)
			var got []int
			for _, row := range rows {
				got = append(got, slices.IndexFunc(sources, func(s store.Source) bool { return s.ID == row.ID }))
			}
			require.Equal(t, c.want, got, c.name)
			if c.filter.Limit == 0 {
				n, err := st.CountSources(ctx, c.filter)
				require.NoError(t, err)
				require.Equal(t, len(c.want), n, c.name)
			}
		}
		sums, err := st.SumSources(ctx, "")
		require.NoError(t, err)
		require.Len(t, sums, 1)
		require.Equal(t, 4, sums[0].Sources)
		require.Equal(t, 1, sums[0].Failing)
		require.True(t, monday.Equal(*sums[0].LastGoodAt))
		require.True(t, monday.Equal(*sums[0].LastNewAt))
		sums, err = st.SumSources(ctx, extract.Sitemap)
		require.NoError(t, err)
		require.Empty(t, sums)
	})
}
