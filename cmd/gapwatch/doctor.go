package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/store"
)

// Answers of a check.
const (
	checkOK   = "ok"
	checkWarn = "warn" // it works, and will not for ever
	checkFail = "fail"
)

// finding is what one check found, and what to do about it.
type finding struct {
	Check  string `json:"check"`
	Status string `json:"status"`
	Found  string `json:"found"`
	Advice string `json:"advice,omitempty"`
}

func newDoctorCommand(a *app) *cobra.Command {
	var offline bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check settings, database, clock, network, browser, mail and disk",
		Long: `Check what this installation needs to run, and say what to do where something is wrong: the settings, the database (sound, up to
date, writable), the clock, whether watched sites can be reached, Chromium where a source needs it, the mail server (it
connects and signs in, and sends nothing), subscriptions, the language model where one is switched on (it is asked
nothing), the data folder and its disk. Nothing is changed. A site is only asked for its robots.txt, through the same
guard as always; --offline asks nobody.

Exit code 0: nothing failed (warnings there may be); 1: something did.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context(), offline) },
	}
	cmd.Flags().BoolVar(&offline, "offline", false, "ask no site, no mail server and no language model")
	return cmd
}

// doctor runs all checks. Those that need what is missing are left out, so that one fault is one line.
func (a *app) doctor(ctx context.Context, offline bool) error {
	d := &doctor{app: a, offline: offline}
	d.examine(ctx)
	failed := 0
	for _, f := range d.findings {
		if f.Status == checkFail {
			failed++
		}
	}
	if err := a.printFindings(d.findings); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("doctor: %s failed", plural(failed, "check"))
	}
	return nil
}

// doctor collects findings.
type doctor struct {
	app      *app
	offline  bool
	settings config.Settings
	store    *store.Store
	crawler  *crawler.Crawler
	findings []finding
}

func (d *doctor) add(check, status, found, advice string) {
	if status == checkOK {
		advice = ""
	}
	d.findings = append(d.findings, finding{check, status, found, advice})
}

func (d *doctor) examine(ctx context.Context) {
	if !d.checkSettings() {
		return
	}
	defer d.crawler.Close()
	d.checkFolder()
	if d.openDatabase(ctx) {
		defer d.store.Close()
		if d.checkDatabase(ctx) {
			d.checkClock(ctx)
			d.checkWork(ctx)
			d.checkNetwork(ctx)
			d.checkBrowser(ctx)
			d.checkSubscriptions(ctx)
		}
	}
	d.checkMail(ctx)
	d.checkModel(ctx)
}

// checkSettings reads the settings, and makes the crawler that everything goes out by.
func (d *doctor) checkSettings() bool {
	var err error
	if d.settings, err = d.app.settings(); err != nil {
		d.add("settings", checkFail, err.Error(), "Correct what it says; gapwatch schema settings lists what there is.")
		return false
	}
	if d.crawler, err = d.app.crawler(d.settings); err != nil {
		d.add("settings", checkFail, err.Error(), "Correct it in the section crawler.")
		return false
	}
	if d.settings.Crawler.Contact == "" && d.settings.Crawler.UserAgent == "" {
		d.add("settings", checkWarn, "sites cannot reach you: crawler.contact is empty", "Write a mail or web address into crawler.contact.")
		return true
	}
	d.add("settings", checkOK, "they can be read", "")
	return true
}

// Bounds of free disk.
const (
	littleDisk = 1 << 30
	noDisk     = 100 << 20
)

// checkFolder looks at the folder of a SQLite database. Of one elsewhere there is none.
func (d *doctor) checkFolder() {
	address := d.app.address(d.settings)
	if store.IsPostgres(address) {
		return
	}
	path := store.FileOf(address)
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	if err != nil {
		d.add("data folder", checkWarn, dir+" is not there yet", "gapwatch apply makes it, or name another with --data.")
		return
	}
	file, errFile := os.Stat(path)
	if info.Mode().Perm()&0o007 != 0 && (errFile != nil || file.Mode().Perm()&0o007 != 0) {
		d.add("data folder", checkWarn, "whoever is on this machine may read "+dir, "The database holds secrets: chmod 700 "+dir)
	} else {
		d.add("data folder", checkOK, dir, "")
	}
	if free, known := freeDisk(dir); known {
		d.checkDisk(free)
	}
}

func (d *doctor) checkDisk(free int64) {
	found := bytesText(free) + " are free"
	switch {
	case free < noDisk:
		d.add("disk", checkFail, found, "Make room: without it nothing can be stored. gapwatch prune --dry-run says what may go.")
	case free < littleDisk:
		d.add("disk", checkWarn, found, "Make room; gapwatch prune --dry-run says what may go.")
	default:
		d.add("disk", checkOK, found, "")
	}
}

// farOff is how far a clock may be wrong: schedules and signatures go by it.
const farOff = 30 * time.Second

func (d *doctor) judgeClock(against string, skew time.Duration) {
	found := fmt.Sprintf("within %s of %s", max(skew.Abs().Round(time.Second), time.Second), against)
	if skew.Abs() > farOff {
		d.add("clock", checkWarn, fmt.Sprintf("%s off %s", skew.Abs().Round(time.Second), against),
			"Let the system keep the time (NTP): schedules, messages and signatures go by the clock.")
		return
	}
	d.add("clock", checkOK, found, "")
}

func (a *app) printFindings(findings []finding) error {
	if a.json {
		for _, f := range findings {
			if err := a.printJSON(f); err != nil {
				return err
			}
		}
		return nil
	}
	t := a.table("Check", "", "Found")
	for _, f := range findings {
		t.AppendRow([]any{f.Check, f.Status, f.Found})
		if f.Advice != "" {
			t.AppendRow([]any{"", "", "-> " + f.Advice})
		}
	}
	t.Render()
	if !slices.ContainsFunc(findings, func(f finding) bool { return f.Status != checkOK }) {
		fmt.Fprintln(a.out, "All is well.")
	}
	return nil
}
