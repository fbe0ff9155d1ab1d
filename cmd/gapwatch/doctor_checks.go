package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// openDatabase opens the database without making or migrating it.
func (d *doctor) openDatabase(ctx context.Context) bool {
	address := d.app.address(d.settings)
	if path := store.FileOf(address); path != "" {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			d.add("database", checkWarn, path+" is not there yet", "gapwatch apply landscape.yaml makes it, or name another folder with --data.")
			return false
		}
	}
	var err error
	if d.store, err = store.Open(ctx, store.Options{Address: address, Log: d.app.logger()}); err != nil {
		d.add("database", checkFail, err.Error(), "See that it runs, and that database.address names it.")
		return false
	}
	return true
}

// checkDatabase says whether the others have something to look at.
func (d *doctor) checkDatabase(ctx context.Context) bool {
	kind := "SQLite"
	if d.store.Path() == "" {
		kind = "PostgreSQL"
	}
	switch err := d.store.CheckSchema(ctx); {
	case errors.Is(err, store.ErrNotMigrated):
		d.add("database", checkWarn, kind+"; an older Gapwatch has written it", "Back it up, then gapwatch db migrate; serve and worker do so when they start.")
		return false
	case err != nil:
		d.add("database", checkFail, err.Error(), "Run the newer Gapwatch, or restore a backup.")
		return false
	}
	if err := d.store.Verify(ctx); err != nil {
		d.add("database", checkFail, err.Error(), "Stop every process and restore a backup: gapwatch db restore FILE --force.")
		return true
	}
	if err := d.store.CheckWritable(ctx); err != nil {
		d.add("database", checkFail, err.Error(), "Give this user the right to write, or room on the disk.")
		return true
	}
	size, err := d.store.Size(ctx)
	if err != nil {
		d.add("database", checkFail, err.Error(), "See that the database runs.")
		return true
	}
	d.add("database", checkOK, fmt.Sprintf("%s, sound, up to date, writable, %s", kind, bytesText(size.Total)), "")
	return true
}

// checkClock compares this machine's clock with the database's, where that has one.
func (d *doctor) checkClock(ctx context.Context) {
	if d.store.Path() != "" {
		return
	}
	at, off, err := d.store.Clock(ctx)
	if err != nil {
		d.add("clock", checkFail, err.Error(), "See that the database runs.")
		return
	}
	skew := time.Since(at)
	if skew.Abs() < off {
		skew = 0
	}
	d.judgeClock("the database", skew)
}

// checkWork sees whether somebody works, and whether work has failed.
func (d *doctor) checkWork(ctx context.Context) {
	now := time.Now().UTC()
	f, err := watch.HowItFares(ctx, d.store, now)
	if err != nil {
		d.add("work", checkFail, err.Error(), "See that the database runs.")
		return
	}
	watched := plural(f.Watched, "source") + " watched, " + fmt.Sprint(f.InTrouble) + " in trouble"
	switch {
	case f.Late:
		d.add("work", checkWarn, fmt.Sprintf("%s, %d due, one since %s", watched, f.Due, when(f.DueSince)),
			"Nobody seems to work: start gapwatch serve, or more gapwatch worker.")
	case f.GivenUp > 0:
		d.add("work", checkWarn, watched+", "+plural(f.GivenUp, "message")+" failed for good", "See why: gapwatch delivery list --failed")
	case f.InTrouble > 0:
		d.add("work", checkWarn, watched, "See why, and what to do: gapwatch source list")
	default:
		d.add("work", checkOK, watched, "")
	}
}

// sitesAsked is how many watched sites are asked whether they can be reached.
const sitesAsked = 3

// checkNetwork asks some watched sites for their robots.txt. One that answers is enough: the others have faults of their own.
func (d *doctor) checkNetwork(ctx context.Context) {
	if d.offline {
		return
	}
	sites, err := d.sites(ctx)
	if err != nil {
		d.add("network", checkFail, err.Error(), "See that the database runs.")
		return
	}
	if len(sites) == 0 {
		d.add("network", checkWarn, "nothing is watched yet, so no site was asked", "gapwatch apply landscape.yaml")
		return
	}
	var last error
	for _, site := range sites {
		began := time.Now()
		at, err := d.crawler.Reach(ctx, site)
		if err != nil {
			last = fmt.Errorf("%s: %w", crawler.Mask(site), err)
			continue
		}
		d.add("network", checkOK, fmt.Sprintf("%s answered within %s", hostOf(site), time.Since(began).Round(time.Millisecond)), "")
		if !at.IsZero() { // it names whole seconds, and is as old as the answer took
			d.judgeClock(hostOf(site), time.Since(at.Add(500*time.Millisecond)))
		}
		return
	}
	d.add("network", checkFail, last.Error(), "See that this machine may go out, and whether it needs crawler.proxy.")
}

// sites are the addresses of some watched sources, of different hosts, those that were seen last first.
func (d *doctor) sites(ctx context.Context) ([]string, error) {
	sources, err := d.store.Sources(ctx, store.SourceFilter{})
	if err != nil {
		return nil, err
	}
	var good, other []string
	known := map[string]bool{}
	for _, s := range sources {
		switch {
		case s.Paused || known[s.Host]:
			continue
		case s.LastOutcome.Good():
			good = append(good, s.URL)
		default:
			other = append(other, s.URL)
		}
		known[s.Host] = true
	}
	sites := append(good, other...)
	return sites[:min(len(sites), sitesAsked)], nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}

// checkBrowser starts the browser where a source needs one.
func (d *doctor) checkBrowser(ctx context.Context) {
	sources, err := d.store.Sources(ctx, store.SourceFilter{})
	if err != nil {
		d.add("browser", checkFail, err.Error(), "See that the database runs.")
		return
	}
	n := 0
	for _, s := range sources {
		if s.Render != "" {
			n++
		}
	}
	if n == 0 {
		d.add("browser", checkOK, "none is needed: no source is rendered", "")
		return
	}
	path, err := d.crawler.CheckBrowser(ctx)
	var failure *crawler.Failure
	switch {
	case errors.As(err, &failure):
		d.add("browser", checkFail, failure.Reason, plural(n, "source")+" cannot be rendered until then.")
	case err != nil:
		d.add("browser", checkFail, err.Error(), plural(n, "source")+" cannot be rendered until then.")
	default:
		d.add("browser", checkOK, fmt.Sprintf("%s starts, for %s", path, plural(n, "source")), "")
	}
}

// checkSubscriptions sees what keeps subscriptions from being told.
func (d *doctor) checkSubscriptions(ctx context.Context) {
	subs, err := d.store.Subscriptions(ctx)
	if err != nil {
		d.add("subscriptions", checkFail, err.Error(), "See that the database runs.")
		return
	}
	wrong := 0
	for _, sub := range subs {
		if err := alert.CheckSubscription(outlet(d.crawler, d.settings), sub); err != nil {
			d.add("subscriptions", checkFail, sub.Key+" ("+sub.Channel+"): "+err.Error(), "Correct it; gapwatch subscription test "+sub.Key+" sends a message now.")
			wrong++
		}
	}
	if wrong == 0 {
		d.add("subscriptions", checkOK, plural(len(subs), "subscription")+" can be told", "")
	}
}

// checkMail signs in to the mail server and sends nothing.
func (d *doctor) checkMail(ctx context.Context) {
	s := d.settings.Mail
	switch {
	case s.Host == "":
		d.add("mail", checkOK, "no mail server is set, so no mail is sent", "")
		return
	case d.offline:
		return
	}
	server := fmt.Sprintf("%s:%d", s.Host, s.Port)
	how, err := alert.CheckMail(ctx, outlet(d.crawler, d.settings))
	switch {
	case err != nil:
		d.add("mail", checkFail, server+": "+err.Error(), "Correct the section mail of the settings.")
	case s.Security == alert.NoTLS:
		d.add("mail", checkWarn, server+" answers, "+how, "Use mail.tls: starttls, unless it is on this machine.")
	default:
		d.add("mail", checkOK, server+" answers, "+how, "")
	}
}

// checkModel sees whether the language model is there, where one is switched on, and asks it nothing.
func (d *doctor) checkModel(ctx context.Context) {
	m := model(d.crawler, d.settings.Model)
	if m == nil || d.offline {
		return
	}
	what := d.settings.Model.Name + " at " + hostOf(m.Address)
	if err := m.Check(ctx); err != nil {
		d.add("model", checkFail, what+": "+err.Error(), "Correct the section model of the settings; an address that is not public stands in crawler.allow too.")
		return
	}
	d.add("model", checkOK, what+" answers", "")
}
