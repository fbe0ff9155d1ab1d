package watch

import (
	"bytes"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/alert/alerttest"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/store"
)

// plain is a mail as people read it: without the encoding of its parts and headers.
func plain(t *testing.T, letter string) string {
	t.Helper()
	var all bytes.Buffer
	_, err := all.ReadFrom(quotedprintable.NewReader(strings.NewReader(letter)))
	require.NoError(t, err)
	words, err := new(mime.WordDecoder).DecodeHeader(letter)
	require.NoError(t, err)
	return letter + all.String() + words
}

// whisper is what every channel said to the readers of some subscriptions.
func (tw *town) whisper(subs []store.Subscription, box *alerttest.PostOffice) map[string]string {
	tw.t.Helper()
	said := map[string]string{}
	tw.mu.Lock()
	for path, bodies := range tw.told {
		said[path] = strings.Join(bodies, "\n")
	}
	tw.mu.Unlock()
	for _, letter := range box.Letters() {
		_, to, _ := strings.Cut(letter, "\r\nTo: ")
		to, _, _ = strings.Cut(to, "\r\n")
		said[to] += plain(tw.t, letter)
	}
	for _, sub := range subs {
		deliveries, err := tw.Store.Deliveries(tw.t.Context(), sub.ID, store.Sent, 0)
		require.NoError(tw.t, err)
		require.NotEmpty(tw.t, deliveries, "%s is told something", sub.Key)
		var all bytes.Buffer
		for _, d := range deliveries {
			all.Write(d.Body)
		}
		require.NoError(tw.t, alert.Atom(&all, alert.FeedInfo{Title: sub.Key}, deliveries))
		require.NoError(tw.t, alert.JSONFeed(&all, alert.FeedInfo{Title: sub.Key}, deliveries))
		said[sub.Key] = all.String()
	}
	return said
}

// everyChannel are subscriptions of one kind of reader to everything, by every channel and at every pace.
func (tw *town) everyChannel(who string, money bool, userID *int64) []store.Subscription {
	tw.t.Helper()
	var subs []store.Subscription
	for _, channel := range []string{"webhook", "slack", "teams", "ntfy", alert.Email, alert.Feed} {
		for _, cadence := range []string{"instant", "daily", "weekly"} {
			key := fmt.Sprintf("%s-%s-%s", who, channel, cadence)
			sub := store.Subscription{
				Key: key, Channel: channel, Cadence: cadence, Report: true, SeesMoney: money, UserID: userID, Person: "Dana",
				Target: tw.url + "/" + key, MyAccounts: cadence == "instant",
			}
			switch channel {
			case alert.Email:
				sub.Target = key + "@example.com"
			case alert.Feed:
				sub.Target = ""
			case "ntfy": // is told where its topics are
				sub.Target = tw.url + "/" + who + "/" + key
			}
			subs = append(subs, sub)
		}
	}
	require.NoError(tw.t, SaveSubscriptions(tw.t.Context(), tw.Store, subs, nil, tw.now))
	return subs
}

// No message by any channel, at once, of a day or a week, names an account or a figure to readers whom nobody has given the right
// to see them, nor to those who have lost it; and no feed does. Those who may see them are told.
func TestNoMessageTellsOfMoneyToWhomItIsNotMeant(t *testing.T) {
	eachTown(t, func(t *testing.T, tw *town) {
		ctx, box := t.Context(), alerttest.Open(t, &alerttest.PostOffice{})
		tw.Outlet.Dial = (&net.Dialer{}).DialContext
		tw.Outlet.Mail = alert.Mail{Host: "127.0.0.1", Port: box.Port(), From: "gapwatch@example.com", Security: alert.NoTLS}
		feature, err := tw.Store.FeatureByKey(ctx, "replay", "search")
		require.NoError(t, err)
		gap, err := tw.Store.EnsureGap(ctx, feature.ID, tw.now)
		require.NoError(t, err)
		accounts := []store.Account{{
			Key: "zz-key", Name: "Zanzibar Holdings", ARRMinor: 765_432_100, ARRKnown: true, Currency: "USD", Owner: "Dana",
		}}
		require.NoError(t, tw.Store.SaveAccounts(ctx, accounts))
		require.NoError(t, tw.Store.SaveAnnotation(ctx, &store.Annotation{
			GapID: &gap.ID, AccountID: &accounts[0].ID, Kind: store.AtRisk, What: "They leave.", CreatedAt: tw.now, UpdatedAt: tw.now,
		}))
		users := []store.User{
			{Email: "boss@example.com", Name: "Dana", Role: "viewer", SeesMoney: true, CreatedAt: tw.now},
			{Email: "lost@example.com", Name: "Dana", Role: "viewer", CreatedAt: tw.now},
		}
		require.NoError(t, tw.Store.SaveUsers(ctx, users))
		boss := tw.everyChannel("boss", true, &users[0].ID)
		without := append(tw.everyChannel("plain", false, nil), tw.everyChannel("lost", true, &users[1].ID)...)
		tw.forget()
		tw.work()
		tw.seen(store.OutcomeSame, "")
		tw.publish(2, nil)
		tw.publish(1, func(c *store.Change) { c.Kind, c.Subject = diff.FeatureAdded, "Team: Session search" })
		for range 8 { // through a Monday
			tw.work()
			tw.now = tw.now.Add(24 * time.Hour)
		}
		tw.work()
		said := tw.whisper(append(boss, without...), box)
		require.Equal(t, 3*(18+12+1), len(said), "of every subscription the deliveries, and what arrived of all but feeds: of ntfy together")
		told := 0
		for where, text := range said {
			found := ""
			for _, figure := range []string{"Zanzibar", "zz-key", "765432100", "7,654,321", "7654321", "$7.7M", "$7.65M"} {
				if strings.Contains(strings.ToLower(text), strings.ToLower(figure)) {
					found = figure
				}
			}
			if strings.Contains(where, "boss") {
				if found != "" {
					told++
				}
				continue
			}
			require.Empty(t, found, where)
		}
		require.Greater(t, told, 25, "who may see money is told of it, by every channel")
	})
}
