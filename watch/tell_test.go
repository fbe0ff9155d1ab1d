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

// TestOneDigestForEachDay: through downtime of weeks, both changes of the clock, and a clock that was set wrong.
func TestOneDigestForEachDay(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		tw.subscribe(store.Subscription{Key: "dana", Cadence: "daily", Zone: "Europe/Berlin", SendAt: "02:30"}, "/dana")
		at := func(text string) {
			now, err := time.Parse(time.RFC3339, text)
			require.NoError(t, err)
			tw.now = now
		}
		at("2026-10-24T12:00:00Z")
		tw.seen(store.OutcomeSame, "")
		tw.work()
		require.Empty(t, tw.heard("/dana"), "the first digest is that of the next night")
		tw.publish(1, nil)
		for now := tw.now; now.Before(time.Date(2026, 10, 25, 12, 0, 0, 0, time.UTC)); now = now.Add(15 * time.Minute) {
			tw.now = now
			tw.work()
		}
		told := tw.heard("/dana")
		require.Len(t, told, 1, "half past two came twice that night")
		require.Equal(t, "Daily digest, Sun 25 Oct 2026: 1 change of Acme", told[0].Title)
		require.Empty(t, told[0].Notes)

		at("2026-10-27T06:00:00Z")
		tw.publish(2, nil)
		at("2026-11-15T11:00:00Z")
		tw.work()
		tw.work()
		told = tw.heard("/dana")
		require.Len(t, told, 1, "weeks of downtime are one message")
		require.Equal(t, "Daily digest, Sun 15 Nov 2026: 2 changes of Acme; 1 source could not be seen", told[0].Title)
		require.Contains(t, told[0].Notes[0], "it was due on Mon 26 Oct 2026, 02:30 (Europe/Berlin)")

		at("2030-01-01T00:00:00Z") // a clock gone wrong
		tw.work()
		require.Len(t, tw.heard("/dana"), 1)
		at("2026-11-15T12:00:00Z")
		tw.publish(1, nil)
		tw.work()
		require.Empty(t, tw.heard("/dana"))
		at("2026-11-16T01:30:00Z")
		tw.work()
		told = tw.heard("/dana")
		require.Len(t, told, 1, "the schedule was put right")
		require.Len(t, told[0].Changes, 1)
		tw.work()
		require.Empty(t, tw.heard("/dana"))
	})
}

// TestADigestSaysWhatCouldNotBeSeenFirst, and never that nothing changed where nothing was seen.
func TestADigestSaysWhatCouldNotBeSeenFirst(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		tw.subscribe(store.Subscription{Key: "dana", Cadence: "daily"}, "/dana")
		tw.work()
		day := func() alert.Message {
			tw.now = tw.now.Add(24 * time.Hour)
			tw.sights = sightCache{}
			tw.work()
			told := tw.heard("/dana")
			require.Len(t, told, 1)
			return told[0]
		}
		tw.seen(store.OutcomeSame, "")
		m := day()
		require.Contains(t, m.Title, "nothing new")
		require.Contains(t, m.Rest[0].Lines[0], "Nothing that you asked for has changed since")
		require.Empty(t, m.First)

		tw.now = tw.now.Add(time.Hour)
		tw.seen(store.OutcomeFailed, "it answered 503")
		m = day()
		require.Contains(t, m.Title, "nothing could be looked at")
		require.Contains(t, m.First[0].Items[0].Text, "Acme, pricing: it answered 503")
		require.NotContains(t, m.Rest[0].Lines[0], "Nothing that you asked for has changed")
		require.Contains(t, m.Rest[0].Lines[0], "no source that you follow could be seen")

		tw.publish(1, func(c *store.Change) { c.DetectedAt = tw.now })
		m = day()
		require.Len(t, m.Changes, 1)
		require.NotEmpty(t, m.First)
	})
}

// TestTheWeeklyReport goes to readers on their Monday morning, with what they asked for, once.
func TestTheWeeklyReport(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		ctx := t.Context()
		gap, err := tw.Store.FeatureByKey(ctx, "replay", "search")
		require.NoError(t, err)
		row, err := tw.Store.EnsureGap(ctx, gap.ID, tw.now)
		require.NoError(t, err)
		accounts := []store.Account{{Key: "northwind", Name: "Northwind", ARRMinor: 8_400_000, ARRKnown: true, Currency: "USD"}}
		require.NoError(t, tw.Store.SaveAccounts(ctx, accounts))
		require.NoError(t, tw.Store.SaveAnnotation(ctx, &store.Annotation{
			GapID: &row.ID, AccountID: &accounts[0].ID, Kind: store.AtRisk, What: "They asked twice", CreatedAt: tw.now, UpdatedAt: tw.now,
		}))
		tw.subscribe(store.Subscription{Key: "weekly", Cadence: "weekly", Report: true, Zone: "Pacific/Auckland"}, "/auckland")
		tw.subscribe(store.Subscription{Key: "boss", Channel: "slack", Report: true, SeesMoney: true, Zone: "Europe/Berlin", Kinds: []string{"feed"}}, "/boss")
		tw.work() // Wednesday
		tw.seen(store.OutcomeSame, "")
		tw.publish(1, nil)
		tw.now = time.Date(2026, 11, 29, 15, 0, 0, 0, time.UTC) // Monday, four in the morning in Auckland
		tw.publish(1, nil)
		tw.now = time.Date(2026, 11, 29, 19, 30, 0, 0, time.UTC)
		tw.work()
		tw.work()
		told := tw.heard("/auckland")
		require.Len(t, told, 1)
		m := told[0]
		require.Equal(t, "Gap report, week 48 of 2026", m.Title)
		require.Len(t, m.Changes, 1, "what came on Monday waits for the next week")
		require.Equal(t, "Plan1", m.Changes[0].Subject)
		require.Contains(t, m.Text, "Mon 23 Nov 2026 to Sun 29 Nov 2026")
		text, err := json.Marshal(m)
		require.NoError(t, err)
		require.NotContains(t, string(text), "Northwind", "nobody said that the readers may know of accounts")
		require.NotContains(t, string(text), "84,000")
		require.Empty(t, tw.told["/boss"], "it is still Sunday in Berlin")

		tw.now = time.Date(2026, 11, 30, 7, 30, 0, 0, time.UTC)
		tw.work()
		require.Len(t, tw.told["/boss"], 1)
		require.Contains(t, tw.told["/boss"][0], "84,000")
		require.Empty(t, tw.told["/auckland"])
		tw.now = time.Date(2026, 12, 6, 19, 30, 0, 0, time.UTC)
		tw.work()
		told = tw.heard("/auckland")
		require.Len(t, told, 1)
		require.Equal(t, "Plan2", told[0].Changes[0].Subject)
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

// TestARefusedMessageIsVisibleAndCanBeSentAgain.
func TestARefusedMessageIsVisibleAndCanBeSentAgain(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		ctx := t.Context()
		sub := tw.subscribe(store.Subscription{Key: "ops"}, "/ops")
		tw.answer = func(string) (int, http.Header) { return http.StatusBadRequest, nil }
		tw.publish(1, nil)
		tw.work()
		failed, err := tw.Store.DeliveryViews(ctx, store.DeliveryFilter{Status: store.Failed})
		require.NoError(t, err)
		require.Len(t, failed, 1)
		require.Equal(t, 1, failed[0].Attempts)
		require.Contains(t, failed[0].Error, "it answered 400")
		tw.answer = nil
		again, err := Resend(ctx, tw.Store, failed[0].ID)
		require.NoError(t, err)
		require.True(t, again)
		tw.work()
		require.Len(t, tw.heard("/ops"), 1)
		again, err = Resend(ctx, tw.Store, failed[0].ID)
		require.NoError(t, err)
		require.False(t, again, "what was sent stays sent")
		d, _, err := tw.Store.Delivery(ctx, failed[0].ID)
		require.NoError(t, err)
		require.Equal(t, store.Sent, d.Status)
		require.Equal(t, "200 OK", d.Answer)
		require.Equal(t, sub.ID, d.SubscriptionID)
	})
}

// TestABusyReceiverIsLeftAloneAndOthersAreNotHeldUp.
func TestABusyReceiverIsLeftAlone(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		tw.subscribe(store.Subscription{Key: "busy"}, "/busy")
		tw.subscribe(store.Subscription{Key: "fine"}, "/fine")
		asked := 0
		tw.answer = func(path string) (int, http.Header) {
			if path != "/busy" {
				return 0, nil
			}
			asked++
			return http.StatusTooManyRequests, http.Header{"Retry-After": {"3600"}}
		}
		tw.publish(1, nil)
		tw.work()
		tw.publish(3, nil)
		tw.work()
		require.Equal(t, 1, asked, "one answer counts for all messages of the place")
		require.Len(t, tw.heard("/fine"), 4)
		owed, err := tw.Store.OwedDeliveries(t.Context(), 0, 0)
		require.NoError(t, err)
		require.Len(t, owed, 4)
		for _, d := range owed {
			require.False(t, d.NextTryAt.Before(tw.now.Add(time.Hour)), d.NextTryAt)
		}
		require.Equal(t, 1, owed[0].Attempts)
		require.Zero(t, owed[1].Attempts, "waiting is no attempt")
	})
}

func TestTwelveAttemptsTakeADay(t *testing.T) {
	tw := &town{Line: &Line{Limits: Limits{Attempts: 12}, Log: slog.New(slog.DiscardHandler), Now: time.Now}}
	d := store.Delivery{Status: store.Owed}
	var total time.Duration
	for range 12 {
		require.Equal(t, store.Owed, d.Status)
		wait := tw.settleDelivery(&d, store.Subscription{}, "", fmt.Errorf("down"))
		total += wait
	}
	require.Equal(t, store.Failed, d.Status)
	require.Nil(t, d.NextTryAt)
	require.Equal(t, "down", d.Error)
	require.InDelta(t, 24, total.Hours(), 4)
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
