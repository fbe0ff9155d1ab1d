package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/web"
)

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
	Features    []string   `json:"features"`
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
		Competitors: some(s.Competitors), Areas: some(s.Areas), Features: some(s.Features), Kinds: some(s.Kinds), Words: some(s.Words),
		MinLevel: string(s.MinLevel), MyAccounts: s.MyAccounts, FromFile: s.FromFile,
		MutedUntil: s.MutedUntil, NextSendAt: s.NextSendAt, NextReport: s.NextReportAt,
	}
	if secrets {
		line.To, line.Secret = s.Target, s.Secret
		if s.Channel == alert.Feed {
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
	for _, list := range [][]string{s.Competitors, s.Areas, s.Features, s.Kinds} {
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
