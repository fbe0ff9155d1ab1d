package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// A person subscribes in the browser, changes it and ends it; an editor does so for the team.
func TestPeopleSubscribeInTheBrowser(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, now := t.Context(), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
		require.NoError(t, st.SaveCompetitors(ctx, []store.Competitor{{Key: "acme", Name: "Acme"}}))
		hash, err := web.HashPassword("correct horse battery")
		require.NoError(t, err)
		require.NoError(t, st.SaveUsers(ctx, []store.User{
			{Email: "ines@example.com", Role: "viewer", PasswordHash: hash, CreatedAt: now},
			{Email: "rosa@example.com", Role: "viewer", PasswordHash: hash, CreatedAt: now},
		}))
		b := open(t, serve(t, st, now, web.Options{}))
		b.post("/signin", "email", "ines@example.com", "password", "correct horse battery")
		fields := []string{
			"key", "ines-prices", "channel", "email", "cadence", "daily", "at", "08:30", "zone", "Europe/Berlin",
			"competitor", "acme", "kind", "pricing", "min_level", "notable", "words", "sso, audit*", "whose", "team",
		}
		status, _ := b.post("/subscriptions/new", append(fields, "to", "somebody@else.example")...)
		require.Equal(t, http.StatusUnprocessableEntity, status, "people write to their own mailbox")
		status, _ = b.post("/subscriptions/new", append(fields, "to", "ines@example.com")...)
		require.Equal(t, http.StatusSeeOther, status)
		sub, err := st.SubscriptionByKey(ctx, "ines-prices")
		require.NoError(t, err)
		require.Equal(t, "ines@example.com", sub.Person, "the team is for editors to speak for")
		require.Equal(t, []string{"sso", "audit*"}, sub.Words)
		require.Equal(t, []string{"acme"}, sub.Competitors)

		status, _ = b.post("/subscriptions/ines-prices", append(b.hidden("/subscriptions/ines-prices", "/subscriptions/ines-prices"),
			"channel", "email", "to", "ines@example.com", "cadence", "instant", "zone", "UTC")...)
		require.Equal(t, http.StatusSeeOther, status)
		sub, err = st.SubscriptionByKey(ctx, "ines-prices")
		require.NoError(t, err)
		require.Equal(t, "instant", sub.Cadence)
		require.Empty(t, sub.Competitors)

		other := open(t, serve(t, st, now, web.Options{}))
		other.post("/signin", "email", "rosa@example.com", "password", "correct horse battery")
		status, _ = other.post("/subscriptions/ines-prices", "channel", "email", "to", "rosa@example.com", "cadence", "daily", "zone", "UTC")
		require.Equal(t, http.StatusForbidden, status)
		status, _ = other.post("/subscriptions/ines-prices/end")
		require.Equal(t, http.StatusForbidden, status)

		status, _ = b.post("/subscriptions/ines-prices/end")
		require.Equal(t, http.StatusConflict, status, "nobody ends what was not seen")
		status, _ = b.post("/subscriptions/ines-prices/end", b.hidden("/subscriptions/ines-prices", "/subscriptions/ines-prices/end")...)
		require.Equal(t, http.StatusSeeOther, status)
		status, _ = b.get("/subscriptions/ines-prices")
		require.Equal(t, http.StatusNotFound, status)
	})
}

// What is wrong with a subscription stands beside its field, and what was typed stays.
func TestAWrongSubscriptionIsExplained(t *testing.T) {
	st, now := storetest.SQLite(t), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	b := open(t, serve(t, st, now, web.Options{Settings: config.Web{Open: true}}))
	for field, fields := range map[string][]string{
		"key":        {"key", "two words", "channel", "email", "to", "a@example.com", "cadence", "daily", "zone", "UTC"},
		"to":         {"key", "k", "channel", "email", "to", "nobody", "cadence", "daily", "zone", "UTC"},
		"cadence":    {"key", "k", "channel", "email", "to", "a@example.com", "cadence", "hourly", "zone", "UTC"},
		"channel":    {"key", "k", "channel", "pigeon", "to", "a@example.com", "cadence", "daily", "zone", "UTC"},
		"competitor": {"key", "k", "channel", "email", "to", "a@example.com", "cadence", "daily", "zone", "UTC", "competitor", "nobody"},
		"feature":    {"key", "k", "channel", "email", "to", "a@example.com", "cadence", "daily", "zone", "UTC", "features", "no/such"},
		"kind":       {"key", "k", "channel", "email", "to", "a@example.com", "cadence", "daily", "zone", "UTC", "kind", "rumour"},
	} {
		t.Run(field, func(t *testing.T) {
			status, page := b.posted("/subscriptions/new", fields...)
			require.Equal(t, http.StatusUnprocessableEntity, status)
			require.Equal(t, 1, page.Find(`[role=alert] a[href="#`+field+`"]`).Length(), page.Find("[role=alert]").Text())
			require.Equal(t, 1, page.Find("#"+field).Length(), "the summary leads to a field")
			kept, _ := page.Find("#key").Attr("value")
			require.Equal(t, fields[1], kept)
		})
	}
}

// onRead is what a form holds, and does something when its first byte is asked for.
type onRead struct {
	io.Reader
	do func()
}

func (o *onRead) Read(p []byte) (int, error) {
	if o.do != nil {
		o.do()
		o.do = nil
	}
	return o.Reader.Read(p)
}

// A subscription becomes somebody else's after its owner was let through to the form, and before it is written: it is asked
// again, and neither written nor shown.
func TestWhoseASubscriptionIsIsAskedAgainWhenItIsWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o, ctx := newOffice(t, st), t.Context()
		o.person("zoe", "viewer", false)
		feed := store.Subscription{
			Key: "news", Person: "vic@example.com", Channel: "feed", Cadence: "daily", Zone: "UTC", Audience: store.Readers,
		}
		require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{feed}))
		page, err := goquery.NewDocumentFromReader(strings.NewReader(o.page("vic", "/subscriptions/news")))
		require.NoError(t, err)
		seen := page.Find(`form[action="/subscriptions/news"] input[name="seen"]`).AttrOr("value", "")
		require.NotEmpty(t, seen)

		theirs, err := st.SubscriptionByKey(ctx, "news")
		require.NoError(t, err)
		theirs.Person, theirs.Words = "zoe@example.com", []string{"takeover"}
		typed := form("seen", seen, "channel", "feed", "cadence", "weekly", "zone", "UTC").Encode()
		body := &onRead{strings.NewReader(typed), func() {
			require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{theirs}))
		}}
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/subscriptions/news", body)
		r.Header.Set("Authorization", "Bearer vic")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		o.web.ServeHTTP(w, r)

		require.Nil(t, body.do, "the form was read after its address let the asker through")
		require.Equal(t, http.StatusForbidden, w.Code)
		require.NotContains(t, w.Body.String(), "takeover")
		kept, err := st.SubscriptionByKey(ctx, "news")
		require.NoError(t, err)
		require.Equal(t, theirs, kept)
	})
}
