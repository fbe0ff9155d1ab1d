package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestProposalsWaitUntilTheyAreDecided(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, at := t.Context(), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
		areas := []store.Area{{Key: "a", Name: "A"}}
		require.NoError(t, st.SaveAreas(ctx, areas))
		features := []store.Feature{{AreaID: areas[0].ID, Key: "f", Name: "F"}}
		require.NoError(t, st.SaveFeatures(ctx, features))
		companies := []store.Competitor{{Key: "c", Name: "C"}}
		require.NoError(t, st.SaveCompetitors(ctx, companies))
		propose := func(by string, state store.State) int64 {
			p := store.Proposal{FeatureID: features[0].ID, CompetitorID: companies[0].ID, State: state, ProposedBy: by, ProposedAt: at}
			require.NoError(t, st.AddProposal(ctx, &p))
			return p.ID
		}
		propose("con", store.No)
		second := propose("con", store.Beta)
		other := propose("dan", store.Yes)
		waiting, err := st.ProposalsFor(ctx, features[0].ID, companies[0].ID)
		require.NoError(t, err)
		require.Len(t, waiting, 2, "a person's later proposal stands in the place of the earlier one")
		require.Equal(t, "F", waiting[0].FeatureName)

		require.NoError(t, st.DecideProposal(ctx, second, "eve", true, at))
		require.ErrorIs(t, st.DecideProposal(ctx, second, "ed", false, at), store.ErrNotFound, "it is decided")
		n, err := st.CountProposals(ctx)
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
		require.NoError(t, st.ReopenProposal(ctx, second))
		from, err := st.ProposalsWaiting(ctx, second+1, 10)
		require.NoError(t, err)
		require.Len(t, from, 1)
		require.Equal(t, other, from[0].ID)
		require.NoError(t, st.RemoveFeatures(ctx, []int64{features[0].ID}, at))
		n, err = st.CountProposals(ctx)
		require.NoError(t, err)
		require.Zero(t, n, "what speaks of something that is gone does not wait")
	})
}
