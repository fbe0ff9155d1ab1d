package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestSearchFindsWhatWasSaid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, now := t.Context(), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
		areas := []store.Area{{Key: "replay", Name: "Session replay"}}
		require.NoError(t, st.SaveAreas(ctx, areas))
		features := []store.Feature{
			{AreaID: areas[0].ID, Key: "mobile", Name: "Mobile replay", Definition: "Records native apps.", Aliases: []string{"app recordings", "phone tapes"}},
		}
		require.NoError(t, st.SaveFeatures(ctx, features))
		said := store.Annotation{Kind: store.FeatureRequest, What: "Could we record the Android app?", CreatedAt: now, UpdatedAt: now}
		require.NoError(t, st.SaveAnnotation(ctx, &said))

		for _, tt := range []struct {
			name, text string
			want       []store.HitKind
		}{
			{"a stem, best in the title", "recording apps", []store.HitKind{store.HitFeature, store.HitAnnotation}},
			{"the beginning of a word", "andr", []store.HitKind{store.HitAnnotation}},
			{"operators of the database are only words", `"zebra" OR mobile (`, nil},
			{"a NUL is no word", "mob\x00ile", []store.HitKind{store.HitFeature}},
			{"nothing asked for", " ?! ", nil},
		} {
			t.Run(tt.name, func(t *testing.T) {
				hits, err := st.Search(ctx, tt.text, nil, 10)
				require.NoError(t, err)
				var kinds []store.HitKind
				for _, h := range hits {
					kinds = append(kinds, h.Kind)
				}
				require.ElementsMatch(t, tt.want, kinds)
			})
		}
		hits, err := st.Search(ctx, "android", []store.HitKind{store.HitAnnotation}, 10)
		require.NoError(t, err)
		require.Equal(t, said.ID, hits[0].ID)
		require.Contains(t, hits[0].Snippet, store.MarkFrom+"Android"+store.MarkTo)

		hits, err = st.Search(ctx, "tapes", nil, 10)
		require.NoError(t, err)
		require.Contains(t, hits[0].Snippet, "app recordings · phone "+store.MarkFrom+"tapes"+store.MarkTo)
		require.NotContains(t, hits[0].Snippet, `"`)

		said.What = "They went with somebody else."
		require.NoError(t, st.SaveAnnotation(ctx, &said))
		hits, err = st.Search(ctx, "android", nil, 10)
		require.NoError(t, err)
		require.Empty(t, hits, "the index follows what is changed")
	})
}
