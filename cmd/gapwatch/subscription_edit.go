package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// subscriptionFlags are what a person can say of a subscription.
type subscriptionFlags struct {
	channel, to, secret, person, cadence, zone, at, weekday, quiet, minLevel string

	competitors, areas, features, kinds, words []string

	report, seesMoney, myAccounts bool
}

func (f *subscriptionFlags) bind(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.channel, "channel", "", "how messages travel: "+strings.Join(alert.Channels(), ", "))
	flags.StringVar(&f.to, "to", "", "address that messages go to; a mail address for email, none for feed")
	flags.StringVar(&f.secret, "secret", "", "signs webhooks (whsec_...; one is made where it is left out); token for ntfy")
	flags.StringVar(&f.person, "person", "", "mail address or name of whom it is for, as owner of accounts")
	flags.StringVar(&f.cadence, "cadence", "", "instant, daily or weekly")
	flags.StringVar(&f.zone, "zone", "", "IANA time zone of its times, such as Europe/Berlin")
	flags.StringVar(&f.at, "at", "", "local time of daily and weekly messages, such as 08:30")
	flags.StringVar(&f.weekday, "weekday", "", "day of weekly messages, such as monday")
	flags.StringVar(&f.quiet, "quiet", "", "hours without instant messages, such as 22:00-07:00")
	flags.StringSliceVar(&f.competitors, "competitor", nil, "keys of competitors; none: all")
	flags.StringSliceVar(&f.areas, "area", nil, "keys of areas; none: all")
	flags.StringSliceVar(&f.features, "feature", nil, "single features, as area/feature by their keys; none: all")
	flags.StringSliceVar(&f.kinds, "kind", nil, "kinds of sources or of changes; none: all")
	flags.StringSliceVar(&f.words, "word", nil, "words of which any has to stand in what changed; webhook* takes any ending")
	flags.StringVar(&f.minLevel, "min-level", "", "the least that is told: major, notable or minor")
	flags.BoolVar(&f.report, "report", false, "also send the weekly gap report, on Monday at its time")
	flags.BoolVar(&f.seesMoney, "sees-money", false, "whoever reads it may be told accounts and their revenue")
	flags.BoolVar(&f.myAccounts, "my-accounts", false, "only what touches a gap on which accounts of the person are annotated")
}

// change lays over a subscription what the flags say. A flag that is given empty takes back what was said.
func (f *subscriptionFlags) change(cmd *cobra.Command, s *store.Subscription) error {
	for name, set := range map[string]func(){
		"channel": func() { s.Channel = f.channel }, "to": func() { s.Target = f.to }, "secret": func() { s.Secret = f.secret },
		"person": func() { s.Person = f.person }, "cadence": func() { s.Cadence = f.cadence }, "zone": func() { s.Zone = f.zone },
		"at": func() { s.SendAt = f.at }, "weekday": func() { s.Weekday = strings.ToLower(f.weekday) },
		"quiet": func() { s.Quiet = f.quiet }, "competitor": func() { s.Competitors = given(f.competitors) },
		"area": func() { s.Areas = given(f.areas) }, "kind": func() { s.Kinds = given(f.kinds) },
		"feature": func() { s.Features = given(f.features) },
		"word":    func() { s.Words = given(f.words) }, "min-level": func() { s.MinLevel = extract.Level(f.minLevel) },
		"report": func() { s.Report = f.report }, "sees-money": func() { s.SeesMoney = f.seesMoney },
		"my-accounts": func() { s.MyAccounts = f.myAccounts },
	} {
		if cmd.Flags().Changed(name) {
			set()
		}
	}
	return f.check()
}

// check looks at the words that may be only one of a few.
func (f *subscriptionFlags) check() error {
	var errs []error
	look := func(flag, word string, err error) {
		if word != "" && err != nil {
			errs = append(errs, fmt.Errorf("--%s: %w", flag, err))
		}
	}
	look("channel", f.channel, config.CheckWord(config.Channel(f.channel)))
	look("cadence", f.cadence, config.CheckWord(config.Cadence(f.cadence)))
	look("min-level", f.minLevel, config.CheckWord(config.Level(f.minLevel)))
	for _, kind := range given(f.kinds) {
		look("kind", kind, config.CheckWord(config.NewsKind(kind)))
	}
	if err := errors.Join(errs...); err != nil {
		return misuse{err}
	}
	return nil
}

// given are the texts of a list that are not empty.
func given(list []string) []string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func newSubscriptionAddCommand(a *app) *cobra.Command {
	var f subscriptionFlags
	cmd := &cobra.Command{
		Use:   "add KEY",
		Short: "Add a subscription",
		Example: `  gapwatch subscription add dana-pricing --channel email --to dana@example.com --kind pricing --cadence daily --at 08:30 --zone Europe/Berlin
  gapwatch subscription add team --channel slack --to https://hooks.slack.com/services/... --min-level notable --quiet 20:00-08:00
  gapwatch subscription add crm --channel webhook --to https://crm.example/hook`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			st, settings, err := a.openStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close()
			if _, err := st.SubscriptionByKey(ctx, args[0]); err == nil {
				return misusef("there is a subscription %q already; change it with: gapwatch subscription edit %s", args[0], args[0])
			}
			sub := store.Subscription{Key: args[0], Cadence: "instant", Zone: "UTC"}
			if err := f.change(cmd, &sub); err != nil {
				return err
			}
			if err := a.saveSubscription(ctx, st, store.Subscription{}, &sub); err != nil {
				return err
			}
			links, err := a.links(ctx, st, settings.Web.URL)
			if err != nil {
				return err
			}
			return a.printAdded(sub, links)
		},
	}
	f.bind(cmd)
	return cmd
}

// printAdded shows a new subscription, and its secret this once.
func (a *app) printAdded(sub store.Subscription, links alert.Links) error {
	if a.json {
		return a.printJSON(newSubscriptionLine(sub, true, links))
	}
	if err := a.printSubscriptions([]store.Subscription{sub}, false, links); err != nil {
		return err
	}
	switch {
	case sub.Channel == "webhook":
		fmt.Fprintf(a.out, "Messages are signed (Standard Webhooks) with the secret %s\n", sub.Secret)
	case sub.Channel == alert.Feed && links.Base == "":
		fmt.Fprintln(a.out, "The feed has an address once web.url stands in the settings: gapwatch subscription list --secrets")
	case sub.Channel == alert.Feed:
		fmt.Fprintf(a.out, "The feed is at %s (keep the address to yourself)\n", links.Feed(sub.Key, sub.Secret, "atom"))
	}
	fmt.Fprintf(a.out, "What it would have sent: gapwatch subscription preview %s. Whether it arrives: gapwatch subscription test %s\n", sub.Key, sub.Key)
	return nil
}

func newSubscriptionEditCommand(a *app) *cobra.Command {
	var f subscriptionFlags
	cmd := &cobra.Command{
		Use:     "edit KEY",
		Short:   "Change what a subscription asks for, where it goes and when",
		Long:    "Change a subscription. Only what a flag says is changed; an empty value takes back what was said (--word \"\").",
		Example: "  gapwatch subscription edit dana-pricing --cadence weekly --weekday friday --at 16:00",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.onSubscription(func(ctx context.Context, st *store.Store, old store.Subscription) error {
				sub := old
				if err := f.change(cmd, &sub); err != nil {
					return err
				}
				if err := a.saveSubscription(ctx, st, old, &sub); err != nil {
					return err
				}
				if err := a.printSubscriptions([]store.Subscription{sub}, false, alert.Links{}); err != nil || a.json {
					return err
				}
				if note := fileNote(sub); note != "" {
					fmt.Fprintln(a.out, strings.TrimSpace(note))
				}
				return nil
			})(cmd, args)
		},
	}
	f.bind(cmd)
	return cmd
}

// checkSubscription says what is wrong with a subscription, and what to write instead.
func (a *app) checkSubscription(ctx context.Context, st *store.Store, sub store.Subscription) error {
	if err := config.CheckKey(sub.Key); err != nil {
		return misuse{err}
	}
	if sub.Channel == "" {
		return misusef("say how messages travel: --channel, one of %s", strings.Join(alert.Channels(), ", "))
	}
	if err := watch.CheckSubscription(sub); err != nil {
		return misuse{err}
	}
	if sub.MyAccounts && sub.Person == "" && sub.UserID == nil {
		return misusef("say with --person whose accounts are meant")
	}
	competitors, err := st.Competitors(ctx)
	if err != nil {
		return err
	}
	areas, err := st.Areas(ctx)
	if err != nil {
		return err
	}
	var keys, areaKeys []string
	for _, c := range competitors {
		keys = append(keys, c.Key)
	}
	for _, area := range areas {
		areaKeys = append(areaKeys, area.Key)
	}
	features, err := watch.FeaturePaths(ctx, st)
	return errors.Join(
		err, keysOf("competitor", sub.Competitors, keys), keysOf("area", sub.Areas, areaKeys), keysOf("feature", sub.Features, features),
	)
}

// saveSubscription checks and keeps a subscription, and reads it back.
func (a *app) saveSubscription(ctx context.Context, st *store.Store, old store.Subscription, sub *store.Subscription) error {
	if err := a.checkSubscription(ctx, st, *sub); err != nil {
		return err
	}
	action := "added"
	if old.ID != 0 {
		action = "changed"
	}
	return st.InTx(ctx, func(tx *store.Store) error {
		if err := watch.Subscribe(ctx, tx, old, sub, a.now().UTC()); err != nil {
			return err
		}
		return a.auditSubscription(ctx, tx, action, sub.Key, whenWords(*sub)+"; "+asksWords(*sub))
	})
}

// parseSpan reads a time span such as 8h or 14d.
func parseSpan(text string) (time.Duration, error) {
	var d config.Duration
	if err := d.UnmarshalText([]byte(text)); err != nil {
		return 0, fmt.Errorf("%w, not %q", err, text)
	}
	if d <= 0 {
		return 0, errors.New("write a time span above zero, such as 14d")
	}
	return time.Duration(d), nil
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

// keysOf checks that keys are among those there are.
func keysOf(what string, keys, known []string) error {
	for _, key := range keys {
		if !slices.Contains(known, key) {
			return misusef("there is no %s %q; there are %s", what, key, strings.Join(known[:min(len(known), 20)], ", "))
		}
	}
	return nil
}
