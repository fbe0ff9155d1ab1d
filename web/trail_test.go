package web_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
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
			Email: "ines@example.com", Role: "editor", SeesMoney: true, PasswordHash: hash, CreatedAt: now,
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
		b.post("/accounts/import", "text", "name,arr\nNorthwind,9\n", "currency", "USD")
		require.Len(t, trail(t, st), 2, "a preview does nothing")
		b.post("/signout")
		require.Equal(t, []string{"ines@example.com: sign in", "ines@example.com: annotate", "ines@example.com: sign out"}, trail(t, st))
	})
}

// An account that is shut after wrong passwords stands in the trail, once for each time, with where they came from.
func TestTheTrailHoldsWhoWasLockedOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, now := t.Context(), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
		hash, err := web.HashPassword("correct horse battery")
		require.NoError(t, err)
		require.NoError(t, st.SaveUsers(ctx, []store.User{{Email: "ines@example.com", Role: "admin", PasswordHash: hash, CreatedAt: now}}))
		b := open(t, serve(t, st, now, web.Options{}))
		wrong := func() { b.post("/signin", "email", "ines@example.com", "password", "wrong") }
		for range 4 {
			wrong()
		}
		require.Empty(t, trail(t, st))
		for range 3 {
			wrong()
		}
		require.Equal(t, []string{"sign-in: lock out"}, trail(t, st), "what comes while it rests changes nothing")
		rows, err := st.AuditTrail(ctx, time.Time{}, 0)
		require.NoError(t, err)
		require.Equal(t, "ines@example.com", rows[0].Object)
		require.Contains(t, rows[0].Detail, "5 wrong passwords in a row, the last from 127.0.0.1; rests until 2026-11-10T06:01:00Z")

		b = open(t, serve(t, st, now.Add(2*time.Minute), web.Options{}))
		wrong()
		require.Len(t, trail(t, st), 2, "and again after the next one")
	})
}

// Of several wrong passwords that come at once, each counts.
func TestWrongPasswordsAtOnceAllCount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		people := []store.User{{Email: "ines@example.com", Role: "admin", CreatedAt: time.Now()}}
		require.NoError(t, st.SaveUsers(t.Context(), people))
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				_, err := st.FailSignIn(t.Context(), people[0].ID)
				assert.NoError(t, err)
			})
		}
		all.Wait()
		u, err := st.User(t.Context(), people[0].ID)
		require.NoError(t, err)
		require.Equal(t, 8, u.FailedSignIns)
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
