package watch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// A gap that began by an annotation ends when its last one is taken back; one that somebody spoke of stays.
func TestAGapEndsWithTheAnnotationThatBeganIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, now := t.Context(), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
		areas := []store.Area{{Key: "replay", Name: "Session replay"}}
		require.NoError(t, st.SaveAreas(ctx, areas))
		features := []store.Feature{{AreaID: areas[0].ID, Key: "search", Name: "Search"}, {AreaID: areas[0].ID, Key: "mobile", Name: "Mobile"}}
		require.NoError(t, st.SaveFeatures(ctx, features))
		ines := Person{Name: "Ines", Edits: true}
		note := func(feature string) store.Annotation {
			a, err := Annotate(ctx, st, AnnotationForm{Kind: "feature request", What: "They ask for it.", Feature: feature}, ines, now)
			require.NoError(t, err)
			return a
		}
		begun := func() (keys []string) {
			gaps, err := st.Gaps(ctx, 0)
			require.NoError(t, err)
			for _, g := range gaps {
				f, err := st.Feature(ctx, g.FeatureID)
				require.NoError(t, err)
				keys = append(keys, f.Key)
			}
			return keys
		}
		a := note("")
		require.NoError(t, MoveAnnotations(ctx, st, []int64{a.ID}, "replay/search", now))
		require.Equal(t, []string{"search"}, begun())
		require.NoError(t, MoveAnnotations(ctx, st, []int64{a.ID}, "", now))
		require.Empty(t, begun(), "undone")

		b := note("replay/search")
		require.NoError(t, MoveAnnotations(ctx, st, []int64{a.ID}, "replay/search", now))
		require.NoError(t, MoveAnnotations(ctx, st, []int64{a.ID}, "replay/mobile", now))
		require.Equal(t, []string{"search", "mobile"}, begun(), "another one is still there")
		require.NoError(t, MoveAnnotations(ctx, st, []int64{b.ID}, "replay/mobile", now))
		require.Equal(t, []string{"mobile"}, begun(), "merged")

		_, err := ChangeAnnotation(ctx, st, a.ID, AnnotationForm{Kind: "feature request", What: "They ask.", Feature: "replay/search"}, now, ines, now.Add(time.Hour))
		require.NoError(t, err)
		_, err = ChangeAnnotation(ctx, st, b.ID, AnnotationForm{Kind: "feature request", What: "They ask.", Feature: "replay/search"}, now, ines, now.Add(time.Hour))
		require.NoError(t, err)
		require.Equal(t, []string{"search"}, begun(), "moved by the form")

		_, err = ChangeGap(ctx, st, features[1].ID, GapWord{Status: store.Requested}, nil, now)
		require.NoError(t, err)
		require.NoError(t, MoveAnnotations(ctx, st, []int64{a.ID}, "replay/mobile", now))
		require.NoError(t, MoveAnnotations(ctx, st, []int64{a.ID}, "", now))
		require.Equal(t, []string{"search", "mobile"}, begun(), "somebody has spoken of it")
	})
}
