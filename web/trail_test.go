package web_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// The trail says what was done and by whom; what was refused was not done.
func TestTheTrailHoldsWhatWentWell(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, now := t.Context(), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
		hash, err := web.HashPassword("correct horse battery")
		require.NoError(t, err)
		require.NoError(t, st.SaveUsers(ctx, []store.User{{
			Email: "ines@example.com", Role: "editor", PasswordHash: hash, CreatedAt: now,
		}}))
		b := open(t, serve(t, st, now, web.Options{}))

		status, _ := b.post("/signin", "email", "ines@example.com", "password", "wrong")
		require.Equal(t, http.StatusUnprocessableEntity, status)
		require.Empty(t, trail(t, st), "a wrong password signs nobody in")

		b.post("/signin", "email", "ines@example.com", "password", "correct horse battery")
		require.Equal(t, []string{"ines@example.com: sign in"}, trail(t, st))

		status, _ = b.post("/annotate", "what", "")
		require.Equal(t, http.StatusUnprocessableEntity, status)
		b.post("/annotate", "kind", "competitive intel", "what", "They demo a replay of crashes.")
		b.post("/signout")
		require.Equal(t, []string{"ines@example.com: sign in", "ines@example.com: annotate", "ines@example.com: sign out"}, trail(t, st))
	})
}

// trail is who did what, oldest first.
func trail(t *testing.T, st *store.Store) []string {
	t.Helper()
	rows, err := st.AuditTrail(t.Context(), time.Time{}, 0)
	require.NoError(t, err)
	var out []string
	for _, row := range rows {
		out = append(out, row.Actor+": "+row.Action)
	}
	return out
}
