package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/dates"
	"github.com/gapwatch/gapwatch/extract/money"
)

func newCheckCommand(a *app) *cobra.Command {
	var kind, base, contentType string
	var explain bool
	cmd := &cobra.Command{
		Use:   "check URL-or-FILE",
		Short: "Say what is understood of a page, storing nothing",
		Long: `Fetch a page, or read a saved one, and print what was understood of it: its health, plans and prices, entries.
Nothing is stored.

With --kind money, date or entry-type and - in the place of a page, values are read one a line from standard input.
An entry-type line is {"title": "...", "body": "..."}.

With --explain each entry of a changelog or feed says which words decided its type and level; the rule behind it is
in docs/types-and-levels.md.`,
		Example: `  gapwatch check https://competitor.example/pricing --kind pricing
  gapwatch check saved.html --kind changelog --base-url https://competitor.example/changelog --explain
  echo "1.234,56 EUR" | gapwatch check --kind money --json -`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if check, ok := valueChecks[kind]; ok {
				return a.checkLines(args[0], check, explain)
			}
			k, err := kindOf(kind)
			if err != nil {
				return err
			}
			page, err := a.page(cmd.Context(), args[0], k, base, contentType)
			if err != nil {
				return err
			}
			return a.printUnderstood(page, explain)
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "page", "changelog, pricing, feed, page, sitemap; or money, date, entry-type")
	cmd.Flags().StringVar(&base, "base-url", "", "address that a saved page came from")
	cmd.Flags().StringVar(&contentType, "content-type", "", "content type that a saved page came with")
	cmd.Flags().BoolVar(&explain, "explain", false, "with changelog, feed or entry-type: say which words decided type and level")
	return cmd
}

// kindOf reads a source kind that a person typed.
func kindOf(s string) (extract.Kind, error) {
	if k := extract.Kind(s); slices.Contains(extract.Kinds(), k) {
		return k, nil
	}
	return "", misusef("unknown kind %q; use one of changelog, pricing, feed, page, sitemap", s)
}

// page brings a page from its address, or from a file.
func (a *app) page(ctx context.Context, where string, kind extract.Kind, base, contentType string) (extract.Page, error) {
	p := extract.Page{Kind: kind, URL: base, ContentType: contentType}
	if !strings.HasPrefix(where, "http://") && !strings.HasPrefix(where, "https://") {
		body, err := os.ReadFile(where)
		if err != nil {
			return p, err
		}
		p.Body = body
		return p, nil
	}
	settings, err := a.settings()
	if err != nil {
		return p, err
	}
	cr, err := a.crawler(settings)
	if err != nil {
		return p, err
	}
	defer cr.Close()
	res, err := cr.Fetch(ctx, crawler.Request{URL: where, Full: true, Feed: kind == extract.Feed})
	if err != nil {
		return p, fmt.Errorf("%s: %w", crawler.Mask(where), err)
	}
	p.Body, p.ContentType = res.Body, res.ContentType
	if p.URL == "" {
		p.URL, p.Asked = res.FinalURL, where
	}
	return p, nil
}

// understood is what a page says, as data.
type understood struct {
	Kind    extract.Kind        `json:"kind"`
	Health  extract.HealthState `json:"health"`
	Reason  string              `json:"reason,omitempty"`
	Title   string              `json:"title,omitempty"`
	Plans   []planOut           `json:"plans"`
	Entries []entryOut          `json:"entries"`
	Notes   []string            `json:"notes,omitempty"`
}

type planOut struct {
	Name     string               `json:"name"`
	Group    *string              `json:"group"`
	Custom   bool                 `json:"custom_price"`
	AddOn    bool                 `json:"addon"`
	Prices   []priceOut           `json:"prices"`
	Features []extract.FeatureRow `json:"features"`
}

type priceOut struct {
	Amount   string  `json:"amount"`
	Currency string  `json:"currency"`
	Period   *string `json:"period"`
	Billing  *string `json:"billing"`
	Per      *string `json:"per"`
	From     bool    `json:"from"`
}

type entryOut struct {
	Title     string            `json:"title"`
	Date      *string           `json:"date"`
	Precision dates.Precision   `json:"date_precision,omitempty"`
	URL       string            `json:"url"`
	Level     extract.Level     `json:"level"`
	Type      extract.EntryType `json:"type"`
	Items     []string          `json:"items"`
	Why       string            `json:"why,omitempty"` // only where it was asked for
}

func (a *app) printUnderstood(p extract.Page, explain bool) error {
	u, err := understand(p, explain)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(u)
	}
	a.tellUnderstood(u)
	return nil
}

// understand reads a page; what cannot be read is an answer too. explain adds to each entry why it is what it is.
func understand(p extract.Page, explain bool) (understood, error) {
	v := extract.Health(p)
	u := understood{Kind: p.Kind, Health: v.State, Reason: v.Reason, Plans: []planOut{}, Entries: []entryOut{}}
	doc, err := extract.Read(p)
	if errors.Is(err, extract.ErrParse) || errors.Is(err, extract.ErrDecode) {
		if u.Health == extract.OK {
			u.Health, u.Reason = extract.Broken, err.Error()
		}
		return u, nil
	}
	if err != nil {
		return u, err
	}
	u.Title, u.Notes = doc.Title, doc.Notes
	for _, plan := range doc.Plans {
		u.Plans = append(u.Plans, planOutOf(plan))
	}
	listing := extract.ListingOf(doc.Entries)
	for _, e := range doc.Entries {
		var why string
		e.Type, e.Level, why = listing.Explain(&e)
		out := entryOutOf(e)
		if explain {
			out.Why = why
		}
		u.Entries = append(u.Entries, out)
	}
	return u, nil
}

func planOutOf(p extract.Plan) planOut {
	out := planOut{
		Name: p.Name, Group: orNull(p.Group), Custom: p.Custom, AddOn: p.AddOn,
		Prices: []priceOut{}, Features: p.Features,
	}
	if out.Features == nil {
		out.Features = []extract.FeatureRow{}
	}
	for _, price := range p.Prices {
		out.Prices = append(out.Prices, priceOut{
			Amount: price.Amount(), Currency: price.Currency, Period: orNull(string(price.Period)),
			Billing: orNull(string(price.Billing)), Per: orNull(price.Per), From: price.From,
		})
	}
	return out
}

func entryOutOf(e extract.Entry) entryOut {
	out := entryOut{
		Title: e.Title, Precision: e.Precision, URL: e.URL, Level: e.Level, Type: e.Type, Items: e.Items,
	}
	if out.Items == nil {
		out.Items = []string{}
	}
	if !e.Date.IsZero() {
		out.Date = orNull(e.Date.Format(time.DateOnly))
	}
	return out
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// tellUnderstood is printUnderstood for people.
func (a *app) tellUnderstood(u understood) {
	fmt.Fprintf(a.out, "%s, health %s\n", u.Kind, u.Health)
	for _, note := range append([]string{u.Title, u.Reason}, u.Notes...) {
		if note != "" {
			fmt.Fprintln(a.out, note)
		}
	}
	if len(u.Plans) > 0 {
		fmt.Fprintln(a.out)
		t := a.table("Plan", "Group", "Price", "Features")
		for _, p := range u.Plans {
			t.AppendRow([]any{p.Name, deref(p.Group), pricesText(p), len(p.Features)})
		}
		t.Render()
	}
	if len(u.Entries) > 0 {
		fmt.Fprintln(a.out)
		a.tellEntries(u.Entries)
	}
	if len(u.Plans)+len(u.Entries) == 0 && u.Health == extract.OK && u.Kind != extract.PageKind {
		fmt.Fprintf(a.out, "Nothing of a %s was found on it. Is it the right kind?\n", u.Kind)
	}
}

// tellEntries shows entries as a table, and why each is what it is, where that was asked for.
func (a *app) tellEntries(entries []entryOut) {
	head := []any{"Date", "Type", "Level", "Entry"}
	if entries[0].Why != "" {
		head = append(head, "Why")
	}
	t := a.table(head...)
	for _, e := range entries {
		row := []any{deref(e.Date), e.Type, e.Level, e.Title}
		if e.Why != "" {
			row = append(row, e.Why)
		}
		t.AppendRow(row)
	}
	t.Render()
}

func pricesText(p planOut) string {
	if p.Custom && len(p.Prices) == 0 {
		return "contact sales"
	}
	var parts []string
	for _, price := range p.Prices {
		s := strings.TrimSpace(price.Amount + " " + price.Currency)
		if price.From {
			s = "from " + s
		}
		if per := deref(price.Per); per != "" {
			s += " per " + per
		}
		if period := deref(price.Period); period != "" {
			s += " a " + period
		}
		if billing := deref(price.Billing); billing != "" {
			s += ", billed " + billing
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// valueChecks read one value a line.
var valueChecks = map[string]func(line string, explain bool) any{
	"money": func(line string, _ bool) any {
		m, ok := money.Parse(line)
		if !ok {
			return nil
		}
		return map[string]any{"amount": m.Amount(), "currency": orNull(m.Currency)}
	},
	"date": func(line string, _ bool) any {
		t, p, ok := dates.Parse(line, time.Now().UTC())
		if !ok {
			return nil
		}
		return map[string]any{"date": t.Format(time.DateOnly), "precision": p}
	},
	"entry-type": func(line string, explain bool) any {
		var entry struct{ Title, Body string }
		if json.Unmarshal([]byte(line), &entry) != nil {
			return nil
		}
		typ, level, why := extract.Explain(entry.Title, entry.Body)
		out := map[string]any{"type": typ, "level": level}
		if explain {
			out["why"] = why
		}
		return out
	},
}

// checkLines answers each line of standard input, or of a file, with one JSON value.
func (a *app) checkLines(where string, check func(string, bool) any, explain bool) error {
	in := a.in
	if where != "-" {
		f, err := os.Open(where)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	return eachLine(in, func(line string) error { return a.printJSON(check(line, explain)) })
}

// eachLine visits the lines of a stream, without their ends.
func eachLine(in io.Reader, visit func(string) error) error {
	r := bufio.NewReader(in)
	for {
		line, err := r.ReadString('\n')
		if line != "" {
			if err := visit(strings.TrimRight(line, "\r\n")); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
