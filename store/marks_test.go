package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// said are the ids of the annotations of a gap.
func said(t *testing.T, st *store.Store, gapID int64) (ids []int64) {
	t.Helper()
	all, err := st.Marks(t.Context())
	require.NoError(t, err)
	if of := all[gapID]; of != nil {
		for _, a := range of.Annotations {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// twoGaps are gaps with an annotation each.
func twoGaps(t *testing.T, st *store.Store) (gaps [2]store.Gap, notes [2]store.Annotation) {
	t.Helper()
	w := newWorld(t, st)
	more := []store.Feature{{AreaID: w.feature.AreaID, Key: "more", Name: "More"}}
	require.NoError(t, st.SaveFeatures(t.Context(), more))
	for i, feature := range []int64{w.feature.ID, more[0].ID} {
		var err error
		gaps[i], err = st.EnsureGap(t.Context(), feature, monday)
		require.NoError(t, err)
		notes[i] = store.Annotation{GapID: &gaps[i].ID, Kind: store.AtRisk, What: "They asked.", CreatedAt: monday, UpdatedAt: monday}
		require.NoError(t, st.SaveAnnotation(t.Context(), &notes[i]))
	}
	return gaps, notes
}

func TestOnlyTheMarksOfAGapThatWasWrittenToAreReadAgain(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		st, other := storetest.Open(t, address), storetest.Open(t, address) // another process
		ctx := t.Context()
		gaps, notes := twoGaps(t, other)
		require.Equal(t, []int64{notes[0].ID}, said(t, st, gaps[0].ID))
		before, err := st.Marks(ctx)
		require.NoError(t, err)

		more := store.Annotation{GapID: &gaps[0].ID, Kind: store.AtRisk, What: "Again.", CreatedAt: monday.Add(time.Hour), UpdatedAt: monday}
		require.NoError(t, other.SaveAnnotation(ctx, &more))
		require.Equal(t, []int64{notes[0].ID, more.ID}, said(t, st, gaps[0].ID))
		after, err := st.Marks(ctx)
		require.NoError(t, err)
		require.Same(t, before[gaps[1].ID], after[gaps[1].ID], "nobody wrote to the other gap")
		require.Len(t, before[gaps[0].ID].Annotations, 1, "what was read before stays")
		require.Len(t, after[gaps[0].ID].Until(monday.Add(time.Hour)), 1, "the second was not written by then")

		require.NoError(t, other.MoveAnnotations(ctx, []int64{notes[0].ID}, &gaps[1].ID, monday))
		require.Equal(t, []int64{more.ID}, said(t, st, gaps[0].ID), "it has left the one")
		require.Equal(t, []int64{notes[0].ID, notes[1].ID}, said(t, st, gaps[1].ID), "and come to the other")
		require.NoError(t, other.MoveAnnotations(ctx, []int64{more.ID}, nil, monday))
		require.Empty(t, said(t, st, gaps[0].ID), "it waits in the inbox")
		require.NoError(t, other.MoveAnnotations(ctx, []int64{more.ID}, &gaps[0].ID, monday))
		require.Equal(t, []int64{more.ID}, said(t, st, gaps[0].ID))
	})
}

func TestMarksReadInATransactionAreNotKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		gaps, notes := twoGaps(t, st)
		require.Len(t, said(t, st, gaps[0].ID), 1)
		require.Error(t, st.InTx(t.Context(), func(tx *store.Store) error {
			require.NoError(t, tx.MoveAnnotations(t.Context(), []int64{notes[0].ID}, nil, monday))
			require.Empty(t, said(t, tx, gaps[0].ID))
			return store.ErrNotFound // undo
		}))
		more := store.Annotation{GapID: &gaps[1].ID, Kind: store.AtRisk, What: "Again.", CreatedAt: monday, UpdatedAt: monday}
		require.NoError(t, st.SaveAnnotation(t.Context(), &more))
		require.Len(t, said(t, st, gaps[0].ID), 1, "it was undone")
		require.Len(t, said(t, st, gaps[1].ID), 2)
	})
}

// Writers who meet lose nothing: whatever the order in which they commit, the last reader sees all.
func TestMarksWhileManyWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		const writers, rounds = 4, 15
		gaps, _ := twoGaps(t, st)
		errs, ended := make(chan error, writers), 0
		for n := range writers {
			go func() {
				for range rounds {
					a := store.Annotation{GapID: &gaps[n%2].ID, Kind: store.AtRisk, What: "x", CreatedAt: monday, UpdatedAt: monday}
					if err := st.SaveAnnotation(t.Context(), &a); err != nil {
						errs <- err
						return
					}
				}
				errs <- nil
			}()
		}
		for ended < writers {
			select {
			case err := <-errs:
				require.NoError(t, err)
				ended++
			default:
				said(t, st, gaps[0].ID)
			}
		}
		require.Len(t, said(t, st, gaps[0].ID), 1+writers/2*rounds)
		require.Len(t, said(t, st, gaps[1].ID), 1+writers/2*rounds)
	})
}
