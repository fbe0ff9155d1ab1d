package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/goccy/go-yaml"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
)

// demoAnnotation is one thing that somebody in Sales, Support or Customer Success wrote down.
type demoAnnotation struct {
	Feature, Account, Competitor, Kind, What, Trigger, Owner string

	NextKeyDate string `yaml:"next_key_date"`
	Link        string
	Author      string
}

// annotate brings in what the people who talk with customers know, as their commands would.
func (d *demo) annotate(ctx context.Context) error {
	accounts, err := planAccounts(ctx, d.store, d.file("accounts.csv"), "USD")
	if err != nil {
		return fmt.Errorf("read the demo's accounts: %w", err)
	}
	if err := accounts.Take(ctx, d.store); err != nil {
		return err
	}
	data, err := os.ReadFile(d.file("annotations.yaml"))
	if err != nil {
		return err
	}
	var list struct{ Annotations []demoAnnotation }
	if err := yaml.Unmarshal(data, &list); err != nil {
		return fmt.Errorf("read the demo's annotations: %w", err)
	}
	for _, n := range list.Annotations {
		err := d.quiet().annotate(ctx, d.store, annotationFlags{
			feature: n.Feature, account: n.Account, competitor: n.Competitor, kind: n.Kind, what: n.What,
			trigger: n.Trigger, owner: n.Owner, keyDate: n.NextKeyDate, link: n.Link, author: n.Author,
		})
		if err != nil {
			return fmt.Errorf("annotate for %s: %w", n.Account, err)
		}
	}
	return nil
}

// verify lets a person say after the first look what the sites are about to contradict.
func (d *demo) verify(ctx context.Context) error {
	return d.quiet().verifyCell(ctx, d.store, "oxbowry", "feature-flags/scheduled",
		cellFlags{state: string(store.No), note: "Their support said so on the phone.", by: "Nadia"})
}

// quiet is the demo's app without its voice.
func (d *demo) quiet() *app {
	own := *d.app
	own.out = io.Discard
	return &own
}

// serve keeps the sites and the web open.
func (d *demo) serve(ctx context.Context, listen string) error {
	d.say("")
	for _, host := range d.sites.hosts {
		d.say("  %-22s %s/", host, d.up.address(host))
	}
	return d.app.servePages(ctx, d.line, config.Web{Listen: listen, URL: "http://" + listen, Open: true})
}
