package alert

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

func TestHold(t *testing.T) {
	now := seenAt // 08:12 in Berlin
	mute := now.Add(48 * time.Hour)
	before := func(spans ...time.Duration) []time.Time {
		var times []time.Time
		for _, s := range spans {
			times = append(times, now.Add(-s))
		}
		return times
	}
	slack := store.Subscription{Channel: "slack", Zone: "Europe/Berlin"}
	hook := store.Subscription{Channel: "webhook", Zone: "Europe/Berlin"}
	for _, tt := range []struct {
		name  string
		sub   store.Subscription
		sent  []time.Time
		until time.Time
		why   string
	}{
		{"nothing was sent", slack, nil, time.Time{}, ""},
		{"two in the last minute are no burst", slack, before(50*time.Second, 10*time.Second), time.Time{}, ""},
		{"three are: until a minute after the first of them", slack, before(50*time.Second, 20*time.Second, time.Second), now.Add(10 * time.Second), HeldBurst},
		{"of four the oldest three minutes ago does not count", slack, before(3*time.Minute, 50*time.Second, time.Second), time.Time{}, ""},
		{"the messages of the day are used up: until midnight", slack, before(7*time.Hour, 6*time.Hour, 5*time.Hour, 4*time.Hour), moment(t, "2026-11-25T23:00:00Z"), HeldDay},
		{"those of yesterday do not count", slack, before(10*time.Hour, 9*time.Hour, 8*time.Hour+13*time.Minute, time.Hour), time.Time{}, ""},
		{"programs get everything at once", hook, before(3, 2, 1, 0), time.Time{}, ""},
		{"but rest while they are muted", store.Subscription{Channel: "webhook", MutedUntil: &mute}, nil, mute, HeldMute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			until, why := Pace{Burst: 3, Day: 4}.Hold(tt.sub, now, tt.sent)
			require.Equal(t, tt.until.UTC(), until.UTC())
			require.Equal(t, tt.why, why)
		})
	}
	require.True(t, Pace{Burst: 3}.Folds(slack, now, before(time.Second), 3), "one was sent and three more are four")
	require.False(t, Pace{Burst: 3}.Folds(slack, now, nil, 3))
	require.False(t, Pace{Burst: 3}.Folds(slack, now, before(2, 1, 0), 1), "one alone cannot be folded")
	require.True(t, Pace{Day: 4}.Last(slack, now, before(3, 2, 1)))
	require.False(t, Pace{Day: 4}.Last(hook, now, before(3, 2, 1)))
}

func TestTheTellerIsTheOneThatTellsFirst(t *testing.T) {
	now := seenAt
	mute := now.Add(48 * time.Hour)
	daily := store.Subscription{ID: 1, Cadence: "daily"}
	instant := store.Subscription{ID: 2, Cadence: "instant"}
	newer := store.Subscription{ID: 3, Cadence: "instant"}
	muted := store.Subscription{ID: 2, Cadence: "instant", MutedUntil: &mute}
	require.EqualValues(t, 2, Teller([]store.Subscription{daily, newer, instant}, now).ID)
	require.EqualValues(t, 1, Teller([]store.Subscription{muted, daily}, now).ID)
	require.EqualValues(t, 2, Teller([]store.Subscription{muted}, now).ID, "nobody else is there")
	quiet := store.Subscription{ID: 1, Cadence: "instant", Quiet: "06:00-12:00"}
	require.EqualValues(t, 2, Teller([]store.Subscription{quiet, instant}, now).ID)
	weekly := store.Subscription{ID: 9, Cadence: "weekly", Weekday: "wednesday", SendAt: "08:00"}
	require.EqualValues(t, 9, Teller([]store.Subscription{daily, weekly}, now).ID, "its day is today")
}

func TestPlaces(t *testing.T) {
	one, two := int64(1), int64(2)
	a := store.Subscription{Key: "a", UserID: &one, Channel: "slack", Target: "https://hooks.example/x"}
	b := store.Subscription{Key: "b", UserID: &one, Channel: "slack", Target: "https://hooks.example/x"}
	require.Equal(t, PlaceOf(a), PlaceOf(b))
	b.UserID = &two
	require.NotEqual(t, PlaceOf(a), PlaceOf(b), "another person")
	feedA, feedB := store.Subscription{Key: "a", Channel: "feed"}, store.Subscription{Key: "b", Channel: "feed"}
	require.NotEqual(t, PlaceOf(feedA), PlaceOf(feedB), "each feed is a place of its own")
}
