package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web"
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

// subscriptionLine is a subscription as data. Address and secret are there only where they were asked for.
type subscriptionLine struct {
	Key         string     `json:"key"`
	Person      string     `json:"person,omitempty"`
	Channel     string     `json:"channel"`
	To          string     `json:"to"`
	Secret      string     `json:"secret,omitempty"`
	Feed        string     `json:"feed,omitempty"`
	Cadence     string     `json:"cadence"`
	Zone        string     `json:"zone"`
	At          string     `json:"at,omitempty"`
	Weekday     string     `json:"weekday,omitempty"`
	Quiet       string     `json:"quiet,omitempty"`
	Report      bool       `json:"report"`
	SeesMoney   bool       `json:"sees_money"`
	Competitors []string   `json:"competitors"`
	Areas       []string   `json:"areas"`
	Kinds       []string   `json:"kinds"`
	Words       []string   `json:"words"`
	MinLevel    string     `json:"min_level,omitempty"`
	MyAccounts  bool       `json:"my_accounts"`
	FromFile    bool       `json:"from_file"`
	MutedUntil  *time.Time `json:"muted_until"`
	NextSendAt  *time.Time `json:"next_send_at"`
	NextReport  *time.Time `json:"next_report_at"`
}

func newSubscriptionLine(s store.Subscription, secrets bool, links alert.Links) subscriptionLine {
	line := subscriptionLine{
		Key: s.Key, Person: s.Person, Channel: s.Channel, To: alert.MaskTarget(s.Channel, s.Target), Cadence: s.Cadence, Zone: s.Zone,
		At: s.SendAt, Weekday: s.Weekday, Quiet: s.Quiet, Report: s.Report, SeesMoney: s.SeesMoney,
		Competitors: some(s.Competitors), Areas: some(s.Areas), Kinds: some(s.Kinds), Words: some(s.Words),
		MinLevel: string(s.MinLevel), MyAccounts: s.MyAccounts, FromFile: s.FromFile,
		MutedUntil: s.MutedUntil, NextSendAt: s.NextSendAt, NextReport: s.NextReportAt,
	}
	if secrets {
		line.To, line.Secret = s.Target, s.Secret
		if s.Channel == "feed" {
			line.Secret, line.Feed = "", links.Feed(s.Key, s.Secret, "atom")
		}
	}
	return line
}

func newSubscriptionListCommand(a *app) *cobra.Command {
	var secrets bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List subscriptions",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, settings, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			subs, err := st.Subscriptions(cmd.Context())
			if err != nil {
				return err
			}
			links, err := a.links(cmd.Context(), st, settings.Web.URL)
			if err != nil {
				return err
			}
			return a.printSubscriptions(subs, secrets, links)
		},
	}
	cmd.Flags().BoolVar(&secrets, "secrets", false, "show whole addresses, signing secrets and the addresses of feeds")
	return cmd
}

// links are the addresses of this Gapwatch, with the key that signs them.
func (a *app) links(ctx context.Context, st *store.Store, base string) (alert.Links, error) {
	key, err := st.SigningKey(ctx, web.LinksKey)
	return alert.Links{Base: base, Secret: key}, err
}

func (a *app) printSubscriptions(subs []store.Subscription, secrets bool, links alert.Links) error {
	if a.json {
		for _, s := range subs {
			if err := a.printJSON(newSubscriptionLine(s, secrets, links)); err != nil {
				return err
			}
		}
		return nil
	}
	if len(subs) == 0 {
		fmt.Fprintln(a.out, "Nobody is told anything yet: gapwatch subscription add --help")
		return nil
	}
	t := a.table("Key", "To", "When", "Asks for", "")
	for _, s := range subs {
		to := strings.TrimSpace(s.Channel + " " + alert.MaskTarget(s.Channel, s.Target))
		if secrets {
			line := newSubscriptionLine(s, true, links)
			to = strings.TrimSpace(strings.Join([]string{s.Channel, line.To, line.Secret, line.Feed}, " "))
		}
		t.AppendRow(table.Row{s.Key, printable(to), whenWords(s), printable(asksWords(s)), a.restWords(s)})
	}
	t.Render()
	return nil
}

// whenWords says when a subscription is told.
func whenWords(s store.Subscription) string {
	at, day := s.SendAt, s.Weekday
	if at == "" {
		at = alert.DefaultSendAt
	}
	if day == "" {
		day = alert.DefaultWeekday
	}
	words := "at once"
	switch s.Cadence {
	case "daily":
		words = "daily " + at + " " + s.Zone
	case "weekly":
		words = day + " " + at + " " + s.Zone
	}
	if s.Quiet != "" {
		words += ", not " + s.Quiet + " " + s.Zone
	}
	if s.Report {
		words += ", report"
	}
	return words
}

// asksWords says what a subscription asks for.
func asksWords(s store.Subscription) string {
	var words []string
	for _, list := range [][]string{s.Competitors, s.Areas, s.Kinds} {
		if len(list) > 0 {
			words = append(words, strings.Join(list, ", "))
		}
	}
	if len(s.Words) > 0 {
		words = append(words, "“"+strings.Join(s.Words, "”, “")+"”")
	}
	if s.MinLevel != "" {
		words = append(words, string(s.MinLevel)+" and up")
	}
	if s.MyAccounts {
		words = append(words, "accounts of "+s.Person)
	}
	if len(words) == 0 {
		return "everything"
	}
	return strings.Join(words, "; ")
}

// restWords says whether a subscription rests.
func (a *app) restWords(s store.Subscription) string {
	if alert.Muted(s, a.now()) {
		return "muted until " + when(s.MutedUntil)
	}
	return ""
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

func newSubscriptionRemoveCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "remove KEY",
		Short: "End a subscription; what was delivered stays on record",
		Args:  cobra.ExactArgs(1),
		RunE: a.onSubscription(func(ctx context.Context, st *store.Store, sub store.Subscription) error {
			err := st.InTx(ctx, func(tx *store.Store) error {
				if err := tx.RemoveSubscriptions(ctx, []int64{sub.ID}, a.now().UTC()); err != nil {
					return err
				}
				return a.auditSubscription(ctx, tx, "removed", sub.Key, "")
			})
			if err != nil {
				return err
			}
			return a.said(sub.Key, "removed", true, "%s is removed.%s", sub.Key, fileNote(sub))
		}),
	}
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

// keysOf checks that keys are among those there are.
func keysOf(what string, keys, known []string) error {
	for _, key := range keys {
		if !slices.Contains(known, key) {
			return misusef("there is no %s %q; there are %s", what, key, strings.Join(known[:min(len(known), 20)], ", "))
		}
	}
	return nil
}
