package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// What another database knows comes into an installation that has people and keys of its own, once.
func TestAnEmptyInstallationIsFilled(t *testing.T) {
	from := storetest.SQLite(t)
	furnish(t, from)
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		key, err := st.SigningKey(ctx, "links")
		require.NoError(t, err)
		require.NoError(t, st.SaveUsers(ctx, []store.User{{Email: "ada@example.com", Role: "admin", CreatedAt: monday}}))
		require.NoError(t, st.Audit(ctx, store.AuditEntry{At: monday, Actor: "ada@example.com", Action: "first admin"}))

		require.NoError(t, st.Fill(ctx, from))
		require.NoError(t, st.Verify(ctx))
		n, err := st.VerifySnapshots(ctx, nil)
		require.NoError(t, err)
		require.Equal(t, 30, n)
		found, err := st.Search(ctx, "Heatmaps", nil, 10)
		require.NoError(t, err)
		require.NotEmpty(t, found, "what came is found by its words")
		require.Empty(t, jobsOf(t, st), "nobody works because of it")
		same, err := st.SigningKey(ctx, "links")
		require.NoError(t, err)
		require.Equal(t, key, same)
		_, err = st.UserByEmail(ctx, "ada@example.com")
		require.NoError(t, err)
		require.NoError(t, st.SaveCompetitors(ctx, []store.Competitor{{Key: "new", Name: "New"}}), "ids go on where they were")

		require.ErrorIs(t, st.Fill(ctx, from), store.ErrNotEmpty, "a second time nothing happens")
		require.NoError(t, st.Verify(ctx))
	})
}

// Where only one row stands in the way nothing comes at all.
func TestWhatIsThereIsNotMixed(t *testing.T) {
	from := storetest.SQLite(t)
	furnish(t, from)
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{{Key: "mine", Channel: "webhook"}}))
		require.ErrorIs(t, st.Fill(ctx, from), store.ErrNotEmpty)
		competitors, err := st.Competitors(ctx)
		require.NoError(t, err)
		require.Empty(t, competitors, "all or nothing")
	})
}
