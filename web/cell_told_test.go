package web_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// The page of a cell names who hears of it, and leads to a subscription to exactly this one.
func TestACellSaysWhoIsToldOfIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, now := t.Context(), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
		areas := []store.Area{{Key: "a", Name: "Area"}, {Key: "b", Name: "Other"}}
		require.NoError(t, st.SaveAreas(ctx, areas))
		require.NoError(t, st.SaveFeatures(ctx, []store.Feature{
			{AreaID: areas[0].ID, Key: "export", Name: "Bulk export", Aliases: []string{"CSV dump"}},
		}))
		require.NoError(t, st.SaveCompetitors(ctx, []store.Competitor{{Key: "acme", Name: "Acme"}, {Key: "bolt", Name: "Bolt"}}))
		hash, err := web.HashPassword("correct horse battery")
		require.NoError(t, err)
		users := []store.User{
			{Email: "ines@example.com", Name: "Ines", Role: "viewer", PasswordHash: hash, CreatedAt: now},
			{Email: "rosa@example.com", Role: "viewer", PasswordHash: hash, CreatedAt: now},
		}
		require.NoError(t, st.SaveUsers(ctx, users))
		require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{
			{Key: "everything", Channel: "slack", Target: "https://hooks.example/secret-part", Cadence: "daily", Audience: store.Readers},
			{Key: "rosas", Person: "rosa@example.com", Channel: "email", Target: "rosa@example.com", Cadence: "weekly",
				Audience: store.Readers, Competitors: []string{"acme"}},
			{Key: "ines-words", UserID: &users[0].ID, Channel: "feed", Cadence: "instant", Audience: store.Readers, Words: []string{"csv"}},
			{Key: "this-feature", Person: "Exactly", Channel: "feed", Cadence: "instant", Audience: store.Readers, Features: []string{"a/export"}},
			{Key: "other-feature", Person: "Beside", Channel: "feed", Cadence: "instant", Audience: store.Readers, Features: []string{"b/export"}},
			{Key: "other-words", Person: "Words", Channel: "feed", Cadence: "instant", Audience: store.Readers, Words: []string{"import"}},
			{Key: "other-competitor", Person: "Bolt's", Channel: "feed", Cadence: "daily", Audience: store.Readers, Competitors: []string{"bolt"}},
			{Key: "other-area", Person: "Elsewhere", Channel: "feed", Cadence: "daily", Audience: store.Readers, Areas: []string{"b"}},
			{Key: "health", Person: "Operator", Channel: "feed", Cadence: "daily", Audience: store.Operators},
		}))
		b := open(t, serve(t, st, now, web.Options{}))
		b.post("/signin", "email", "ines@example.com", "password", "correct horse battery")
		page := b.page("/matrix/a/export/acme")
		var names []string
		page.Find("#told li strong").Each(func(_ int, s *goquery.Selection) { names = append(names, s.Text()) })
		require.Equal(t, []string{"Ines", "Exactly", "The team", "r…@example.com"}, names, "the viewer first")
		require.NotContains(t, page.Find("#told").Text(), "hooks.example", "no address is told")

		to, _ := page.Find("#told header a").Attr("href")
		form := b.page(to)
		value := func(at string) string { return form.Find(at).AttrOr("value", "") }
		require.Equal(t, "acme-export", value("#key"))
		require.Equal(t, "a/export", value("#feature"))
		require.Empty(t, value("#words"))
		require.Equal(t, "acme", value("#competitor input[checked]"))
		status, _ := b.post("/subscriptions/new", "key", "exact", "channel", "email", "to", "ines@example.com", "cadence", "daily",
			"zone", "UTC", "features", value("#feature"))
		require.Equal(t, http.StatusSeeOther, status)
		kept, err := st.SubscriptionByKey(ctx, "exact")
		require.NoError(t, err)
		require.Equal(t, []string{"a/export"}, kept.Features)
		require.Contains(t, b.page("/subscriptions").Text(), "a/export")
	})
}
