package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

func newSubscriptionPreviewCommand(a *app) *cobra.Command {
	var f subscriptionFlags
	days := 31
	cmd := &cobra.Command{
		Use:   "preview [KEY]",
		Short: "Show what a subscription would have sent in the last month",
		Long: `Show what a subscription would have sent in the last month, from the changes that were published: one that is saved, or one
that the flags describe. Nothing is sent.`,
		Example: "  gapwatch subscription preview dana-pricing\n" +
			"  gapwatch subscription preview --competitor acme --kind pricing --cadence daily --zone Europe/Berlin",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			st, settings, err := a.openStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close()
			sub := store.Subscription{Key: "preview", Channel: "email", Target: "preview@example.com", Cadence: "instant", Zone: "UTC"}
			if len(args) == 1 {
				if sub, err = findSubscription(ctx, st, args[0]); err != nil {
					return err
				}
			}
			if err := f.change(cmd, &sub); err != nil {
				return err
			}
			if err := a.checkSubscription(ctx, st, sub); err != nil {
				return err
			}
			line, err := a.line(ctx, st, settings)
			if err != nil {
				return err
			}
			defer line.Crawler.Close()
			p, err := line.Preview(ctx, sub, days)
			if err != nil {
				return err
			}
			return a.printPreview(sub, p, days)
		},
	}
	f.bind(cmd)
	cmd.Flags().IntVar(&days, "days", days, "how far back")
	return cmd
}

func (a *app) printPreview(sub store.Subscription, p watch.Preview, days int) error {
	if a.json {
		for _, m := range p.Messages {
			if err := a.printJSON(m); err != nil {
				return err
			}
		}
		return nil
	}
	for _, m := range p.Messages {
		fmt.Fprintf(a.out, "%s  %s\n", when(&m.At), printable(m.Title))
		for _, c := range m.Changes {
			fmt.Fprintf(a.out, "                  %-7s %s\n", c.Level, printable(clipTo(c.Text, 100)))
		}
		for _, note := range m.Notes {
			fmt.Fprintf(a.out, "                  %s\n", note)
		}
	}
	if len(p.Messages) > 0 {
		fmt.Fprintln(a.out)
	}
	fmt.Fprintf(a.out, "In the last %d days %s would have sent %s about %d of %s. Nothing was sent.\n",
		days, sub.Key, plural(len(p.Messages), "message"), p.Asked, plural(p.Published, "published change"))
	return nil
}

func clipTo(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

func newSubscriptionTestCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "test KEY",
		Short: "Send a test message now, and show what the receiver answers",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			st, settings, err := a.openStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close()
			sub, err := findSubscription(ctx, st, args[0])
			if err != nil {
				return err
			}
			line, err := a.line(ctx, st, settings)
			if err != nil {
				return err
			}
			defer line.Crawler.Close()
			answer, err := line.SendTest(ctx, sub)
			if a.json {
				return errors.Join(a.printJSON(map[string]any{"key": sub.Key, "arrived": err == nil, "answer": answer}), err)
			}
			if err != nil {
				return fmt.Errorf("the test message did not arrive: %w", err)
			}
			fmt.Fprintf(a.out, "The test message went to %s. The receiver answered: %s\n",
				strings.TrimSpace(sub.Channel+" "+alert.MaskTarget(sub.Channel, sub.Target)), printable(answer))
			return nil
		},
	}
}
