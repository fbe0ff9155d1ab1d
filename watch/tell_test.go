package watch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// town is a line whose competitor's changes a test makes up, with receivers that keep what they are told.
type town struct {
	*Line
	t      *testing.T
	source store.Source
	base   store.Snapshot
	made   int
	now    time.Time
	url    string

	mu     sync.Mutex
	told   map[string][]string // bodies, by path
	answer func(path string) (status int, header http.Header)
}

func newTown(t *testing.T, st *store.Store) *town {
	t.Helper()
	ctx := t.Context()
	tw := &town{t: t, told: map[string][]string{}, now: time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)}
	srv := httptest.NewServer(tw)
	t.Cleanup(srv.Close)
	tw.url = srv.URL
	areas := []store.Area{{Key: "replay", Name: "Session replay"}}
	require.NoError(t, st.SaveAreas(ctx, areas))
	require.NoError(t, st.SaveFeatures(ctx, []store.Feature{
		{AreaID: areas[0].ID, Key: "search", Name: "Session search", OwnState: store.No},
	}))
	competitors := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, competitors))
	sources := []store.Source{{
		CompetitorID: competitors[0].ID, Kind: extract.Pricing, URL: "https://acme.test/pricing", Host: "acme.test:443", NextCheckAt: tw.now,
	}}
	require.NoError(t, st.SaveSources(ctx, sources))
	tw.source = sources[0]
	tw.base = store.Snapshot{SourceID: tw.source.ID, At: tw.now, FinalURL: tw.source.URL}
	require.NoError(t, st.SaveSnapshot(ctx, &tw.base, []byte("<p>a page")))
	tw.Line = &Line{
		Store:  st,
		Outlet: alert.Outlet{Client: srv.Client()},
		Pace:   alert.Pace{Burst: 5, Day: 50},
		Limits: Limits{Quote: 500, Attempts: 12},
		Now:    func() time.Time { return tw.now },
		Log:    slog.New(slog.DiscardHandler),
	}
	return tw
}

func (tw *town) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	tw.mu.Lock()
	defer tw.mu.Unlock()
	if tw.answer != nil {
		if status, header := tw.answer(r.URL.Path); status != 0 {
			for name := range header {
				w.Header().Set(name, header.Get(name))
			}
			w.WriteHeader(status)
			return
		}
	}
	tw.told[r.URL.Path] = append(tw.told[r.URL.Path], string(body))
}

// subscribe saves a subscription that goes to a path of the receiver.
func (tw *town) subscribe(sub store.Subscription, path string) store.Subscription {
	tw.t.Helper()
	if sub.Channel == "" {
		sub.Channel = "webhook"
	}
	if sub.Cadence == "" {
		sub.Cadence = "instant"
	}
	sub.Target = tw.url + path
	rows := []store.Subscription{sub}
	require.NoError(tw.t, SaveSubscriptions(tw.t.Context(), tw.Store, rows, nil, tw.now))
	tw.forget()
	return rows[0]
}

// forget lets the line see changed subscriptions at once.
func (tw *town) forget() { tw.knowledge = knowledge{} }

// publish makes changes up, as one reading finds them.
func (tw *town) publish(n int, change func(*store.Change)) {
	tw.t.Helper()
	var rows []store.Change
	for range n {
		tw.made++
		c := store.Change{
			SourceID: tw.source.ID, CompetitorID: tw.source.CompetitorID, Kind: diff.PriceChanged, Level: extract.Notable,
			Subject: fmt.Sprintf("Plan%d", tw.made), Before: "1 USD", After: "2 USD", Quote: "$2", BaseSnapshotID: tw.base.ID,
			SnapshotID: tw.base.ID, Fingerprint: fmt.Sprint("f", tw.made), DetectedAt: tw.now,
		}
		if change != nil {
			change(&c)
		}
		rows = append(rows, c)
	}
	require.NoError(tw.t, tw.Store.InTx(tw.t.Context(), func(tx *store.Store) error {
		told, err := tx.PublishChanges(tw.t.Context(), rows, tw.now)
		if err != nil {
			return err
		}
		known, err := tw.known(tw.t.Context(), tx)
		if err != nil {
			return err
		}
		return tw.owe(tw.t.Context(), tx, known, tw.source, told)
	}))
}

// work runs what can run now, also what is due at set times.
func (tw *town) work() {
	tw.t.Helper()
	jobs, err := tw.Jobs()
	require.NoError(tw.t, err)
	require.NoError(tw.t, jobs.Start(tw.t.Context()))
	err = tw.tellDue(tw.t.Context(), jobs)
	require.NoError(tw.t, errors.Join(err, jobs.Stop(tw.t.Context())))
}

// heard takes what a path was told since it was asked last.
func (tw *town) heard(path string) []alert.Message {
	tw.t.Helper()
	tw.mu.Lock()
	defer tw.mu.Unlock()
	var list []alert.Message
	for _, body := range tw.told[path] {
		var m alert.Message
		require.NoError(tw.t, json.Unmarshal([]byte(body), &m))
		list = append(list, m)
	}
	delete(tw.told, path)
	return list
}

// seen records a good look at the source.
func (tw *town) seen(outcome store.Outcome, reason string) {
	tw.t.Helper()
	src, err := tw.Store.Source(tw.t.Context(), tw.source.ID)
	require.NoError(tw.t, err)
	src.NextCheckAt = tw.now.Add(time.Hour)
	class := "ok"
	if !outcome.Good() {
		class = "http_error"
	}
	require.NoError(tw.t, tw.Store.RecordCaptures(tw.t.Context(), []store.CaptureRecord{{
		Source: src, Capture: store.Capture{At: tw.now, SeenUntil: tw.now, Outcome: outcome, Class: class, Reason: reason},
	}}))
	tw.sights = sightCache{}
}

func eachTown(t *testing.T, test func(t *testing.T, tw *town)) {
	storetest.Each(t, func(t *testing.T, st *store.Store) { test(t, newTown(t, st)) })
}

// TestOnePlaceIsToldOnce: two subscriptions of one place that ask for the same change get one message with both reasons.
func TestOnePlaceIsToldOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		tw.subscribe(store.Subscription{Key: "all"}, "/here")
		tw.subscribe(store.Subscription{Key: "prices", Kinds: []string{"pricing"}}, "/here")
		tw.subscribe(store.Subscription{Key: "daily", Cadence: "daily"}, "/here")
		tw.subscribe(store.Subscription{Key: "elsewhere"}, "/there")
		tw.publish(1, nil)
		tw.work()
		here := tw.heard("/here")
		require.Len(t, here, 1)
		require.Equal(t, []alert.Reason{
			{Subscription: "all", Why: "everything"}, {Subscription: "prices", Why: "pricing"}, {Subscription: "daily", Why: "everything"},
		}, here[0].Reasons)
		require.Equal(t, "Plan1", here[0].Subject)
		require.Len(t, tw.heard("/there"), 1)

		tw.now = tw.now.Add(24 * time.Hour)
		tw.seen(store.OutcomeSame, "")
		tw.work()
		digest := tw.heard("/here")
		require.Len(t, digest, 1)
		require.Empty(t, digest[0].Changes, "what was told at once is not told again")
		require.Contains(t, digest[0].Rest[0].Lines[0], "1 change that you asked for came here in other messages")
	})
}

// TestWhoAsksForAFeatureHearsOfNoOther: what a page says of it is told, and what speaks of none is not.
func TestWhoAsksForAFeatureHearsOfNoOther(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		sub := tw.subscribe(store.Subscription{Key: "exact", Features: []string{"replay/search"}}, "/exact")
		tw.subscribe(store.Subscription{Key: "other", Features: []string{"replay/else"}}, "/other")
		tw.publish(1, nil)
		tw.publish(1, func(c *store.Change) { c.Kind, c.Subject = diff.FeatureAdded, "Team: Session search" })
		tw.publish(1, func(c *store.Change) { c.Kind, c.Subject = diff.FeatureAdded, "Team: Data export" })
		tw.work()
		told := tw.heard("/exact")
		require.Len(t, told, 1)
		require.Equal(t, "Team: Session search", told[0].Subject)
		require.Equal(t, "feature replay/search", told[0].Why)
		require.Empty(t, tw.heard("/other"))

		tw.now = tw.now.Add(time.Hour)
		preview, err := tw.Preview(t.Context(), sub, 7)
		require.NoError(t, err)
		require.Equal(t, 1, preview.Asked)
		kept, err := tw.Store.SubscriptionByKey(t.Context(), "exact")
		require.NoError(t, err)
		require.Equal(t, []string{"replay/search"}, kept.Features)
	})
}

// TestAPageFullOfChangesIsOneMessage, for programs too, and programs do not wait for anything.
func TestAPageFullOfChangesIsOneMessage(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		tw.subscribe(store.Subscription{Key: "all"}, "/program")
		tw.publish(5, nil)
		tw.work()
		require.Len(t, tw.heard("/program"), 5)
		tw.publish(6, nil)
		tw.publish(1, nil)
		tw.work()
		told := tw.heard("/program")
		require.Len(t, told, 2)
		for _, m := range told {
			if m.Type == alert.TypeChanges {
				require.Len(t, m.Changes, 6)
				require.Equal(t, "6 changes of Acme", m.Title)
				require.Equal(t, "https://acme.test/pricing", m.Changes[0].SourceURL)
			}
		}
	})
}

// TestABurstWaitsAMinute: people get five messages within a minute, and then one about all that came after.
func TestABurstWaitsAMinute(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		tw.subscribe(store.Subscription{Key: "team", Channel: "slack"}, "/slack")
		for range 9 {
			tw.publish(1, nil)
			tw.now = tw.now.Add(time.Second)
		}
		tw.work()
		require.Len(t, tw.told["/slack"], 5)
		tw.now = tw.now.Add(30 * time.Second)
		tw.work()
		require.Len(t, tw.told["/slack"], 5, "the minute is not over")
		tw.now = tw.now.Add(30 * time.Second)
		tw.work()
		tw.work()
		require.Len(t, tw.told["/slack"], 6)
		last := tw.told["/slack"][5]
		for _, plan := range []string{"Plan6", "Plan7", "Plan8", "Plan9", "4 changes came at about the same time"} {
			require.Contains(t, last, plan)
		}
		tw.publish(1, nil)
		tw.work()
		require.Len(t, tw.told["/slack"], 7, "then it is quiet again and messages go at once")
	})
}

// TestADayHasItsMessages: the last one says so, and the next day begins with what was held back.
func TestADayHasItsMessages(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		tw.Pace = alert.Pace{Burst: 5, Day: 3}
		tw.subscribe(store.Subscription{Key: "team", Channel: "slack", Zone: "America/New_York"}, "/slack")
		for range 6 {
			tw.publish(1, nil)
			tw.now = tw.now.Add(5 * time.Minute)
		}
		tw.work()
		require.Len(t, tw.told["/slack"], 3)
		require.Contains(t, tw.told["/slack"][2]+tw.told["/slack"][1]+tw.told["/slack"][0], "the last of 3 messages today")
		tw.now = time.Date(2026, 11, 26, 4, 59, 0, 0, time.UTC)
		tw.work()
		require.Len(t, tw.told["/slack"], 3, "it is still the 25th in New York")
		tw.now = time.Date(2026, 11, 26, 5, 0, 0, 0, time.UTC)
		tw.work()
		require.Len(t, tw.told["/slack"], 4)
		require.Contains(t, tw.told["/slack"][3], "3 changes waited for the next day")
	})
}

// TestQuietHoursAndMute: nothing goes, nothing is lost, and an early end of the silence counts.
func TestQuietHoursAndMute(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		ctx := t.Context()
		sub := tw.subscribe(store.Subscription{Key: "ops", Zone: "Europe/Berlin", Quiet: "22:00-07:00"}, "/ops")
		tw.now = time.Date(2026, 11, 25, 21, 30, 0, 0, time.UTC)
		tw.publish(1, nil)
		tw.publish(1, nil)
		tw.now = time.Date(2026, 11, 26, 5, 59, 0, 0, time.UTC)
		tw.work()
		require.Empty(t, tw.heard("/ops"))
		tw.now = tw.now.Add(time.Minute)
		tw.work()
		told := tw.heard("/ops")
		require.Len(t, told, 1)
		require.Len(t, told[0].Changes, 2)
		require.Equal(t, []string{"2 changes waited for the end of your quiet hours."}, told[0].Notes)

		until := tw.now.AddDate(0, 0, 14)
		require.NoError(t, tw.Store.MuteSubscription(ctx, sub.ID, &until, tw.now))
		tw.forget()
		tw.now = tw.now.Add(time.Hour)
		tw.publish(1, nil)
		tw.work()
		require.Empty(t, tw.heard("/ops"))
		require.NoError(t, tw.Store.MuteSubscription(ctx, sub.ID, nil, tw.now))
		tw.forget()
		tw.work()
		told = tw.heard("/ops")
		require.Len(t, told, 1)
		require.Equal(t, "Plan3", told[0].Subject)
	})
}

// TestMyAccounts: a change that is evidence for a gap reaches those whose accounts are annotated on it.
func TestMyAccounts(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		ctx := t.Context()
		f, err := tw.Store.FeatureByKey(ctx, "replay", "search")
		require.NoError(t, err)
		gap, err := tw.Store.EnsureGap(ctx, f.ID, tw.now)
		require.NoError(t, err)
		accounts := []store.Account{
			{Key: "a", Name: "Northwind", Owner: "Dana Whitfield"}, {Key: "b", Name: "Contoso", Owner: "dana@example.com"}, {Key: "c", Name: "Initech", Owner: "Kim"},
		}
		require.NoError(t, tw.Store.SaveAccounts(ctx, accounts))
		users := []store.User{{Email: "dana@example.com", Name: "Dana Whitfield", Role: "viewer", CreatedAt: tw.now}}
		require.NoError(t, tw.Store.SaveUsers(ctx, users))
		for i := range 2 {
			require.NoError(t, tw.Store.SaveAnnotation(ctx, &store.Annotation{
				GapID: &gap.ID, AccountID: &accounts[i].ID, Kind: store.FeatureRequest, What: "x", CreatedAt: tw.now, UpdatedAt: tw.now,
			}))
		}
		tw.subscribe(store.Subscription{Key: "dana", UserID: &users[0].ID, MyAccounts: true}, "/dana")
		tw.subscribe(store.Subscription{Key: "kim", Person: "Kim", MyAccounts: true}, "/kim")
		tw.publish(1, nil)
		tw.publish(1, func(c *store.Change) { c.Kind, c.Subject = diff.FeatureAdded, "Team: Session search" })
		tw.work()
		told := tw.heard("/dana")
		require.Len(t, told, 1)
		require.Equal(t, "touches Session search, a gap of 1 account of yours", told[0].Why)
		require.Empty(t, tw.heard("/kim"))
	})
}

// TestWhoIsRemovedLeavesNobodyUntold: what one subscription was to tell another, that one tells itself.
func TestWhoIsRemovedLeavesNobodyUntold(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		ctx := t.Context()
		first := tw.subscribe(store.Subscription{Key: "first", Quiet: "08:00-12:00"}, "/here")
		tw.subscribe(store.Subscription{Key: "second", Quiet: "08:00-14:00"}, "/here")
		tw.publish(1, nil)
		require.NoError(t, tw.Store.RemoveSubscriptions(ctx, []int64{first.ID}, tw.now))
		tw.forget()
		tw.now = tw.now.Add(6 * time.Hour)
		tw.work()
		told := tw.heard("/here")
		require.Len(t, told, 1, "the first was to wait and is gone")
		require.Equal(t, "everything", told[0].Why)

		first = tw.subscribe(store.Subscription{Key: "first"}, "/here")
		tw.publish(1, nil)
		require.NoError(t, tw.Store.RemoveSubscriptions(ctx, []int64{first.ID}, tw.now))
		tw.work()
		tw.work()
		require.Len(t, tw.heard("/here"), 1, "a message that was written and not sent is written again for the other")
		withdrawn, err := tw.Store.Deliveries(ctx, first.ID, store.Withdrawn, 0)
		require.NoError(t, err)
		require.Len(t, withdrawn, 1)
	})
}

// TestThePreviewIsWhatIsSent compares a preview with the messages that the same changes really made.
func TestThePreviewIsWhatIsSent(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		sub := tw.subscribe(store.Subscription{Key: "ops", Kinds: []string{"price_changed"}}, "/ops")
		tw.publish(2, nil)
		tw.now = tw.now.Add(time.Hour)
		tw.publish(7, nil)
		tw.publish(1, func(c *store.Change) { c.Kind = diff.PlanAdded })
		tw.now = tw.now.Add(time.Hour)
		p, err := tw.Preview(t.Context(), sub, 31)
		require.NoError(t, err)
		require.Equal(t, 10, p.Published)
		require.Equal(t, 9, p.Asked)
		tw.work()
		var shown, sent []string
		for _, m := range p.Messages {
			shown = append(shown, m.Title)
		}
		for _, m := range tw.heard("/ops") {
			sent = append(sent, m.Title)
		}
		require.ElementsMatch(t, sent, shown)
		daily, err := tw.Preview(t.Context(), store.Subscription{Key: "draft", Cadence: "daily", SendAt: "10:30"}, 31)
		require.NoError(t, err)
		require.Len(t, daily.Messages, 1)
		require.Len(t, daily.Messages[0].Changes, 10)
	})
}
