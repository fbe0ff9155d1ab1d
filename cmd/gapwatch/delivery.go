package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

func newDeliveryCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "delivery",
		Short: "See which messages were sent, which wait and which failed",
	}
	cmd.AddCommand(newDeliveryListCommand(a), newDeliveryResendCommand(a))
	return cmd
}

// deliveryLine is a delivery as data.
type deliveryLine struct {
	ID           int64      `json:"id"`
	Subscription string     `json:"subscription"`
	Channel      string     `json:"channel"`
	To           string     `json:"to"`
	Tells        string     `json:"tells"`
	Title        string     `json:"title"`
	Status       string     `json:"status"`
	Attempts     int        `json:"attempts"`
	Error        string     `json:"error,omitempty"`
	Answer       string     `json:"answer,omitempty"`
	CreatedAt    time.Time  `json:"created_at"`
	SentAt       *time.Time `json:"sent_at"`
	NextTryAt    *time.Time `json:"next_try_at"`
}

func newDeliveryLine(d store.DeliveryView) deliveryLine {
	var m alert.Message
	_ = json.Unmarshal(d.Body, &m) // one that cannot be read has no title
	if m.Title == "" {
		m.Title = m.Text
	}
	return deliveryLine{
		ID: d.ID, Subscription: d.SubscriptionKey, Channel: d.Channel, To: alert.MaskTarget(d.Channel, d.Target), Tells: d.Tells,
		Title: m.Title, Status: string(d.Status), Attempts: d.Attempts, Error: d.Error, Answer: d.Answer,
		CreatedAt: d.CreatedAt, SentAt: d.SentAt, NextTryAt: d.NextTryAt,
	}
}

func newDeliveryListCommand(a *app) *cobra.Command {
	var failed bool
	var subscription, status string
	limit := 50
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List messages, the newest last",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if failed {
				status = string(store.Failed)
			}
			f := store.DeliveryFilter{Subscription: subscription, Status: store.DeliveryStatus(status), Limit: limit}
			switch f.Status {
			case "", store.Owed, store.Sent, store.Failed, store.Withdrawn:
			default:
				return misusef("%q is no status; use owed, sent, failed or withdrawn", status)
			}
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			list, err := st.DeliveryViews(cmd.Context(), f)
			if err != nil {
				return err
			}
			return a.printDeliveries(list, failed)
		},
	}
	cmd.Flags().BoolVar(&failed, "failed", false, "only those that failed for good")
	cmd.Flags().StringVar(&status, "status", "", "owed, sent, failed or withdrawn")
	cmd.Flags().StringVar(&subscription, "subscription", "", "key of a subscription")
	cmd.Flags().IntVar(&limit, "limit", limit, "how many, the newest; 0: all")
	return cmd
}

func (a *app) printDeliveries(list []store.DeliveryView, failed bool) error {
	if a.json {
		for _, d := range list {
			if err := a.printJSON(newDeliveryLine(d)); err != nil {
				return err
			}
		}
		return nil
	}
	if len(list) == 0 {
		fmt.Fprintln(a.out, map[bool]string{true: "No message failed.", false: "No message was written yet."}[failed])
		return nil
	}
	t := a.table("ID", "Written", "Subscription", "Message", "")
	for _, d := range list {
		line := newDeliveryLine(d)
		t.AppendRow(table.Row{d.ID, when(&d.CreatedAt), d.SubscriptionKey, printable(clip(line.Title)), printable(deliveryWords(line))})
	}
	t.Render()
	if failed {
		fmt.Fprintln(a.out, "\nTo send one again once its cause is mended: gapwatch delivery resend ID")
	}
	return nil
}

// deliveryWords says how far a delivery has come.
func deliveryWords(d deliveryLine) string {
	switch {
	case d.Status == string(store.Owed) && d.Error != "":
		return fmt.Sprintf("tried %s, next %s: %s", plural(d.Attempts, "time"), when(d.NextTryAt), d.Error)
	case d.Status == string(store.Owed) && d.NextTryAt != nil:
		return "waits until " + when(d.NextTryAt)
	case d.Error != "":
		return d.Status + " after " + plural(d.Attempts, "attempt") + ": " + d.Error
	case d.SentAt != nil:
		return "sent " + when(d.SentAt)
	}
	return d.Status
}

func newDeliveryResendCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "resend ID",
		Short: "Send a message again that failed, or one that waits now",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return misusef("%q is no number of a message; gapwatch delivery list shows them", args[0])
			}
			ctx := cmd.Context()
			st, settings, err := a.openStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close()
			if _, _, err := st.Delivery(ctx, id); errors.Is(err, store.ErrNotFound) {
				return fmt.Errorf("there is no message %d; gapwatch delivery list shows them", id)
			}
			line, err := a.line(ctx, st, settings)
			if err != nil {
				return err
			}
			defer line.Crawler.Close()
			again, err := line.ResendNow(ctx, id)
			if err != nil {
				return err
			}
			views, err := st.DeliveryViews(ctx, store.DeliveryFilter{ID: id})
			if err != nil || len(views) == 0 {
				return err
			}
			return a.printResent(views[0], again)
		},
	}
}

func (a *app) printResent(d store.DeliveryView, again bool) error {
	line := newDeliveryLine(d)
	if a.json {
		return a.printJSON(line)
	}
	switch {
	case !again:
		return fmt.Errorf("message %d is %s and stays so; only those that failed or wait can be sent again", d.ID, d.Status)
	case d.Status == store.Sent:
		fmt.Fprintf(a.out, "Sent to %s.\n", strings.TrimSpace(d.Channel+" "+line.To))
		return nil
	}
	return fmt.Errorf("message %d did not arrive: %s", d.ID, deliveryWords(line))
}
