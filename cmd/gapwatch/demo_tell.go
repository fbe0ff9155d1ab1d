package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// tell prints what happened.
func (d *demo) tell(ctx context.Context, r demoResult) error {
	if d.app.json {
		return d.app.printJSON(r)
	}
	d.say("Five invented competitors, two areas, %s dates. Everything runs on this machine.", number(len(r.Steps)))
	for i, step := range r.Steps {
		d.tellStep(i == 0, step)
	}
	if err := d.tellMatrix(ctx, r); err != nil {
		return err
	}
	d.tellGaps(r.gaps)
	d.tellReport(r.Report)
	d.tellNext(r.Report.Week)
	return nil
}

// say prints a line.
func (d *demo) say(format string, args ...any) { fmt.Fprintf(d.app.out, format+"\n", args...) }

// head prints the headline of a part.
func (d *demo) head(title, rest string) {
	d.say("")
	d.say("%s", strings.TrimRight(d.paint(text.Bold, title)+"  "+rest, " "))
	d.say("")
}

// paint colours words where a person looks at a terminal.
func (d *demo) paint(c text.Color, words string) string {
	if !d.app.colour(d.app.out) {
		return words
	}
	return text.Colors{c}.Sprint(words)
}

func (d *demo) tellStep(first bool, s demoStep) {
	seen := s.Sources - len(s.Unseen)
	if first {
		d.head(longDate(s.Date), "the first look")
		d.say("  %d of %d sources kept as the baseline. It told nobody.", seen, s.Sources)
		d.say("  Nadia then noted what a phone call said: Oxbowry has no scheduled flag changes.")
	} else {
		d.head(longDate(s.Date), plural(len(s.Changes), "change"))
		d.tellChanges(s.changes)
		d.say("")
		d.say("  Looked at %d of %d sources; %s nothing new that matters.", seen, s.Sources, had(s.Same))
	}
	for _, u := range s.Unseen {
		d.say("  %s %s %s: %s", d.paint(text.FgMagenta, "Could not look:"), u.name, u.Path, firstClause(u.Reason))
	}
}

// tellChanges prints changes by competitor, the weightiest first.
func (d *demo) tellChanges(changes []store.ChangeView) {
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, func(a, b store.ChangeView) int {
		if c := strings.Compare(a.CompetitorName, b.CompetitorName); c != 0 {
			return c
		}
		if n := b.Level.Rank() - a.Level.Rank(); n != 0 {
			return n
		}
		return strings.Compare(a.Subject, b.Subject)
	})
	name := ""
	for _, c := range sorted {
		label := ""
		if c.CompetitorName != name {
			name = c.CompetitorName
			label = name
		}
		words := wrap(c.Sentence(), 86)
		d.say("  %-12s %s  %s", label, d.sign(c), words[0])
		for _, more := range words[1:] {
			d.say("  %-12s    %s", "", more)
		}
	}
}

// sign says with a shape whether something came, went or moved.
func (d *demo) sign(c store.ChangeView) string {
	shape, colour := "~", text.Bold
	switch c.Kind {
	case diff.PlanAdded, diff.FeatureAdded, diff.EntryAdded:
		shape, colour = "+", text.FgBlue
	case diff.PlanRemoved, diff.FeatureRemoved, diff.EntryRemoved:
		shape, colour = "-", text.FgRed
	}
	if c.Level == extract.Minor {
		return shape
	}
	return d.paint(colour, shape)
}

// wrap breaks words into lines of at most width characters; a longer word stays whole.
func wrap(words string, width int) []string {
	lines := []string{""}
	for word := range strings.FieldsSeq(words) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len([]rune(*last))+1+len([]rune(word)) > width:
			lines = append(lines, word)
		default:
			*last += " " + word
		}
	}
	return lines
}

// longDate writes a date of the sites as people do.
func longDate(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return day.Format("Mon 2 Jan 2006")
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func had(n int) string {
	if n == 1 {
		return "1 had"
	}
	return fmt.Sprintf("%d had", n)
}

// number writes small numbers as words.
func number(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}
