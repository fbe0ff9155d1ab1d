package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/store"
)

func newSubscriptionCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "subscription",
		Short: "Say who is told what, where and when",
		Long: `A subscription says what is asked for (competitors, areas, kinds, words, a least level, what touches my accounts), where it
goes (a channel and an address) and when (at once, by day or by week, at a local time). Several that go to one place
tell each change once, with all reasons. Subscriptions may also stand in the landscape file.

Try one before you save it: gapwatch subscription preview shows what it would have sent in the last month.`,
	}
	cmd.AddCommand(
		newSubscriptionListCommand(a), newSubscriptionAddCommand(a), newSubscriptionEditCommand(a),
		newSubscriptionMuteCommand(a), newSubscriptionUnmuteCommand(a), newSubscriptionRemoveCommand(a),
		newSubscriptionPreviewCommand(a), newSubscriptionTestCommand(a),
	)
	return cmd
}

// onSubscription opens the store, finds the subscription of the first argument and does something with it.
func (a *app) onSubscription(
	do func(ctx context.Context, st *store.Store, sub store.Subscription) error,
) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		st, _, err := a.openStore(cmd.Context())
		if err != nil {
			return err
		}
		defer st.Close()
		sub, err := findSubscription(cmd.Context(), st, args[0])
		if err != nil {
			return err
		}
		return do(cmd.Context(), st, sub)
	}
}

func findSubscription(ctx context.Context, st *store.Store, key string) (store.Subscription, error) {
	sub, err := st.SubscriptionByKey(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return sub, fmt.Errorf("there is no subscription %q; gapwatch subscription list shows them all", key)
	}
	return sub, err
}

// auditSubscription records who did what to a subscription, in the transaction that does it.
func (a *app) auditSubscription(ctx context.Context, tx *store.Store, action, key, detail string) error {
	return tx.Audit(ctx, store.AuditEntry{
		At: a.now().UTC(), Actor: a.person(), Action: "subscription " + action, Object: key, Detail: detail,
	})
}

// said answers what was done: as data, or in a sentence.
func (a *app) said(key, field string, value any, format string, args ...any) error {
	if a.json {
		return a.printJSON(map[string]any{"key": key, field: value})
	}
	fmt.Fprintf(a.out, format+"\n", args...)
	return nil
}

// fileNote warns where a landscape file has the last word.
func fileNote(sub store.Subscription) string {
	if !sub.FromFile {
		return ""
	}
	return " It stands in a landscape file: applying that again makes it as the file says."
}
