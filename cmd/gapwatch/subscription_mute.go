package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/store"
)

func newSubscriptionMuteCommand(a *app) *cobra.Command {
	var until, span string
	cmd := &cobra.Command{
		Use:   "mute KEY",
		Short: "Send nothing for a while; what comes meanwhile is told afterwards",
		Example: "  gapwatch subscription mute dana-pricing --for 14d\n" +
			"  gapwatch subscription mute dana-pricing --until 2026-12-28",
		Args: cobra.ExactArgs(1),
		RunE: a.onSubscription(func(ctx context.Context, st *store.Store, sub store.Subscription) error {
			end, err := muteEnd(sub, a.now(), until, span)
			if err != nil {
				return err
			}
			err = st.InTx(ctx, func(tx *store.Store) error {
				if err := tx.MuteSubscription(ctx, sub.ID, &end, a.now().UTC()); err != nil {
					return err
				}
				return a.auditSubscription(ctx, tx, "muted", sub.Key, "until "+end.Format(time.RFC3339))
			})
			if err != nil {
				return err
			}
			return a.said(sub.Key, "muted_until", end, "%s is muted until %s. What comes meanwhile is told then, as one message.",
				sub.Key, when(&end))
		}),
	}
	cmd.Flags().StringVar(&span, "for", "14d", "how long, such as 8h or 14d")
	cmd.Flags().StringVar(&until, "until", "", "until the beginning of a day where the reader is (2026-12-28)")
	return cmd
}

// muteEnd is when a mute ends.
func muteEnd(sub store.Subscription, now time.Time, until, span string) (time.Time, error) {
	if until == "" {
		d, err := parseSpan(span)
		if err != nil {
			return time.Time{}, misuse{err}
		}
		return now.Add(d).UTC(), nil
	}
	zone, err := time.LoadLocation(sub.Zone)
	if err != nil {
		return time.Time{}, err
	}
	end, err := time.ParseInLocation(time.DateOnly, until, zone)
	if err != nil || !end.After(now) {
		return time.Time{}, misusef("%q is no day to come; write it like 2026-12-28", until)
	}
	return end.UTC(), nil
}

func newSubscriptionUnmuteCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "unmute KEY",
		Short: "End a mute; what waited is told",
		Args:  cobra.ExactArgs(1),
		RunE: a.onSubscription(func(ctx context.Context, st *store.Store, sub store.Subscription) error {
			err := st.InTx(ctx, func(tx *store.Store) error {
				if err := tx.MuteSubscription(ctx, sub.ID, nil, a.now().UTC()); err != nil {
					return err
				}
				return a.auditSubscription(ctx, tx, "unmuted", sub.Key, "")
			})
			if err != nil {
				return err
			}
			return a.said(sub.Key, "muted_until", nil, "%s is told again. What waited goes at once where gapwatch serve runs, else with the next crawl.", sub.Key)
		}),
	}
}
