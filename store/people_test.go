package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestAGapIsOnePerFeature(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		feature, _, _ := landscape(t, st)
		gap, err := st.EnsureGap(ctx, feature.ID, monday)
		require.NoError(t, err)
		again, err := st.EnsureGap(ctx, feature.ID, monday.Add(time.Hour))
		require.NoError(t, err)
		require.Equal(t, gap, again)
		require.ErrorIs(t, st.SetGapStatus(ctx, gap.ID, "soon", "", monday), store.ErrUnknownStatus)
		require.NoError(t, st.SetGapStatus(ctx, gap.ID, store.Shipped, "ada", monday.Add(time.Hour)))
		require.NoError(t, st.SetGapStatus(ctx, gap.ID, store.Shipped, "", monday.Add(2*time.Hour)))
		gaps, err := st.Gaps(ctx, feature.AreaID)
		require.NoError(t, err)
		require.Len(t, gaps, 1)
		require.Equal(t, "ada", gaps[0].Owner)
		require.Equal(t, monday.Add(time.Hour), *gaps[0].ShippedAt)
		require.Equal(t, monday.Add(2*time.Hour), gaps[0].UpdatedAt)
	})
}

func TestAccountsAndAnnotations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		feature, competitor, _ := landscape(t, st)
		accounts := []store.Account{
			{Key: "c-1", Name: "Globex", ARRMinor: 1_200_000, ARRKnown: true, Currency: "USD"},
			{Key: "globex", Name: "Other"},
		}
		require.NoError(t, st.SaveAccounts(ctx, accounts))
		byKey, err := st.AccountByKeyOrName(ctx, "globex")
		require.NoError(t, err)
		require.Equal(t, "Other", byKey.Name, "a key goes before a name")
		byName, err := st.AccountByKeyOrName(ctx, " GLOBEX ")
		require.NoError(t, err)
		require.Equal(t, accounts[0].ID, byName.ID)
		require.EqualValues(t, 1_200_000, byName.ARRMinor)
		_, err = st.AccountByKeyOrName(ctx, "nobody")
		require.ErrorIs(t, err, store.ErrNotFound)

		gap, err := st.EnsureGap(ctx, feature.ID, monday)
		require.NoError(t, err)
		risk := store.Annotation{
			GapID: &gap.ID, AccountID: &accounts[0].ID, CompetitorID: &competitor.ID, Kind: store.AtRisk,
			What: "They asked twice", CreatedAt: monday, UpdatedAt: monday,
		}
		require.NoError(t, st.SaveAnnotation(ctx, &risk))
		risk.Owner, risk.UpdatedAt = "ada", monday.Add(time.Hour)
		require.NoError(t, st.SaveAnnotation(ctx, &risk))
		require.NoError(t, st.SaveAnnotation(ctx, &store.Annotation{
			Kind: store.FeatureRequest, What: "for triage", CreatedAt: monday.Add(time.Hour), UpdatedAt: monday,
		}))
		views, err := st.Annotations(ctx, store.AnnotationFilter{Area: "replay", GapID: gap.ID, Kind: store.AtRisk})
		require.NoError(t, err)
		require.Len(t, views, 1)
		require.Equal(t, "Globex", views[0].AccountName)
		require.Equal(t, "heatmaps", views[0].FeatureKey)
		require.Equal(t, "acme", views[0].CompetitorKey)
		require.Equal(t, "ada", views[0].Owner)
		require.Equal(t, monday.Add(time.Hour), views[0].UpdatedAt)
		inbox, err := st.Annotations(ctx, store.AnnotationFilter{Inbox: true, Since: monday, Limit: 5})
		require.NoError(t, err)
		require.Len(t, inbox, 1)
		require.Zero(t, inbox[0].FeatureID)
	})
}

func TestWhatIsOwedIsOwedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		subs := []store.Subscription{{Key: "ops", Channel: "webhook", Kinds: []string{"pricing"}, MinLevel: extract.Notable}}
		require.NoError(t, st.SaveSubscriptions(ctx, subs))
		d := store.Delivery{SubscriptionID: subs[0].ID, Tells: "change:1", Key: "k1", Body: []byte("{}"), CreatedAt: monday}
		fresh, err := st.OweDelivery(ctx, &d)
		require.NoError(t, err)
		require.True(t, fresh)
		twice := store.Delivery{SubscriptionID: subs[0].ID, Tells: "change:1", Key: "k2", CreatedAt: monday}
		fresh, err = st.OweDelivery(ctx, &twice)
		require.NoError(t, err)
		require.False(t, fresh)
		owed, err := st.OwedDeliveries(ctx, 0, 0)
		require.NoError(t, err)
		require.Len(t, owed, 1)
		d.Status, d.SentAt, d.Attempts = store.Sent, &monday, 1
		require.NoError(t, st.SaveDelivery(ctx, d))
		d.Status = store.Owed
		require.NoError(t, st.SaveDelivery(ctx, d))
		got, sub, err := st.Delivery(ctx, d.ID)
		require.NoError(t, err)
		require.Equal(t, store.Sent, got.Status, "what was sent stays sent")
		require.Equal(t, "k1", got.Key)
		require.Equal(t, []string{"pricing"}, sub.Kinds)
		figures, err := st.ChannelFigures(ctx, monday)
		require.NoError(t, err)
		require.Equal(t, []store.ChannelFigures{{Channel: "webhook", Subscriptions: 1, Sent: 1}}, figures)
		figures, err = st.ChannelFigures(ctx, monday.Add(time.Second))
		require.NoError(t, err)
		require.Equal(t, []store.ChannelFigures{{Channel: "webhook", Subscriptions: 1}}, figures)

		until := monday.Add(time.Hour)
		require.NoError(t, st.MuteSubscription(ctx, sub.ID, &until, monday))
		require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{{Key: "ops", Channel: "webhook"}}))
		sub, err = st.SubscriptionByKey(ctx, "ops")
		require.NoError(t, err)
		require.Equal(t, until, *sub.MutedUntil)
		require.Nil(t, sub.Kinds)
		require.NoError(t, st.MuteSubscription(ctx, sub.ID, nil, monday))
		require.NoError(t, st.RemoveSubscriptions(ctx, []int64{sub.ID}, monday))
		left, err := st.Subscriptions(ctx)
		require.NoError(t, err)
		require.Empty(t, left)
	})
}

func TestAPublishedReportIsFrozen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		report := store.Report{Slug: "2026-W10", Week: "2026-W10", Body: []byte("{}"), PublishedAt: monday}
		require.NoError(t, st.PublishReport(ctx, &report))
		other := store.Report{Slug: "2026-W10", Week: "2026-W10", Body: []byte("other"), PublishedAt: monday}
		require.ErrorIs(t, st.PublishReport(ctx, &other), store.ErrPublished)
		got, err := st.ReportBySlug(ctx, "2026-W10")
		require.NoError(t, err)
		require.Equal(t, report, got)
		reports, err := st.Reports(ctx)
		require.NoError(t, err)
		require.Len(t, reports, 1)
		require.Empty(t, reports[0].Body)
	})
}

func TestThePeopleTheTrailAndTheHosts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		require.NoError(t, st.SaveUsers(ctx, []store.User{{Email: "ada@example.com", Role: "editor", CreatedAt: monday}}))
		require.NoError(t, st.SaveUsers(ctx, []store.User{{Email: "ada@example.com", Role: "admin"}}))
		ada, err := st.UserByEmail(ctx, "ada@example.com")
		require.NoError(t, err)
		require.Equal(t, "admin", ada.Role)
		require.Equal(t, monday, ada.CreatedAt)
		require.NoError(t, st.Audit(ctx, store.AuditEntry{At: monday, Actor: "ada", Action: "export", Object: "matrix"}))
		trail, err := st.AuditTrail(ctx, monday, 10)
		require.NoError(t, err)
		require.Len(t, trail, 1)

		host, err := st.Host(ctx, "acme.example:443")
		require.NoError(t, err)
		host.RobotsBody, host.NextAllowedAt = []byte("User-agent: *"), monday
		require.NoError(t, st.SaveHost(ctx, host))
		require.NoError(t, st.SaveHost(ctx, host))
		again, err := st.Host(ctx, "acme.example:443")
		require.NoError(t, err)
		require.Equal(t, host, again)
	})
}
