package watch

import (
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

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
