package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// demoProofs are the cells whose proof the demo shows: one that came, one that two sides disagree about.
var demoProofs = [][2]string{
	{"harrowglass", "session-replay/mobile-replay"},
	{"oxbowry", "feature-flags/scheduled"},
}

// tellMatrix prints who has what, and the proof of two cells.
func (d *demo) tellMatrix(ctx context.Context, r demoResult) error {
	for _, s := range r.Matrix {
		d.head(s.Name+", feature by feature", d.paint(text.Faint, "gapwatch matrix --area "+s.Area))
		d.tellSheet(s)
	}
	d.say("")
	d.say("  ● yes  ◐ partial  ◈ beta  ▤ planned  ✕ no  ? unknown     * verified by a person  ! contested")
	d.head("Two cells and their proof", d.paint(text.Faint, "gapwatch cell history COMPETITOR AREA/FEATURE"))
	for _, cell := range demoProofs {
		if err := d.tellProof(ctx, cell[0], cell[1]); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) tellSheet(s report.SheetData) {
	head := []any{"", "Us"}
	for _, name := range s.Competitors {
		head = append(head, name)
	}
	t := d.app.table(head...)
	for _, row := range s.Rows {
		line := []any{row.Name, row.OwnText()}
		for _, c := range row.Order {
			line = append(line, c.Text())
		}
		t.AppendRow(line)
	}
	t.Render()
}

// tellProof prints why a cell says what it says.
func (d *demo) tellProof(ctx context.Context, competitor, feature string) error {
	c, f, err := findCell(ctx, d.store, competitor, feature)
	if err != nil {
		return err
	}
	cell, err := d.store.Cell(ctx, f.ID, c.ID)
	if err != nil {
		return err
	}
	evidence, err := d.store.EvidenceFor(ctx, f.ID, c.ID)
	if err != nil {
		return err
	}
	d.say("  %s, %s: %s %s, %s", c.Name, f.Name, matrix.Glyph(cell.State), cell.State, cell.Standing)
	if cell.VerifiedBy != "" && cell.VerifiedAt != nil {
		d.say("      %s said %s on %s. %s", cell.VerifiedBy, cell.State, report.Day(*cell.VerifiedAt), cell.Note)
	}
	for _, e := range evidence {
		d.say("      “%s”", e.Quote)
		d.say("      on their page %s, seen and kept on %s", pathOf(e.URL), report.Day(e.ObservedAt))
	}
	return nil
}

// tellGaps prints the gaps that customers named, with the arithmetic of their money.
func (d *demo) tellGaps(gaps []matrix.GapView) {
	d.head("Gaps that customers named, by combined ARR", d.paint(text.Faint, "gapwatch gaps"))
	d.say("  Sales, Support and Success attached what their accounts said. An account counts once.")
	d.say("")
	others := 0
	for _, g := range gaps {
		if len(g.Annotations) == 0 {
			others++
			continue
		}
		d.say("  %-24s %s from %s", g.Feature.Name, d.paint(text.Bold, g.ARR.String()), plural(g.ARR.Accounts(), "account"))
		for _, line := range report.Arithmetic(g.ARR) {
			d.say("  %-24s   %s", "", line)
		}
		if names := aheadNames(g); len(names) > 0 {
			d.say("  %-24s   ahead of us: %s", "", strings.Join(names, ", "))
		}
		if g.NextKeyDate != nil {
			d.say("  %-24s   next key date: %s", "", report.Day(*g.NextKeyDate))
		}
	}
	d.say("")
	d.say("  %s more that no customer has named yet.", upperFirst(number(others)))
}

// tellReport prints the week in short.
func (d *demo) tellReport(r report.Report) {
	d.head(r.Title(), d.paint(text.Faint, "gapwatch report --week "+r.Week))
	d.part("In short", r.Summary())
	for _, u := range r.Coverage.Unseen {
		since := "never seen"
		if u.Since != nil {
			since = "last seen " + report.Day(*u.Since)
		}
		d.part("Could not look", fmt.Sprintf("%s %s, %s: %s", u.Competitor, pathOf(u.URL), since, firstClause(u.Reason)))
	}
	for _, s := range r.Shipped {
		d.part("Shipped", s.Competitor+": "+shippedWords(s))
	}
	prices := slices.Clone(r.Prices) // all of one morning: by name, so that the demo is the same on every run
	slices.SortStableFunc(prices, func(a, b report.ChangeLine) int { return strings.Compare(a.Competitor, b.Competitor) })
	for _, c := range prices {
		d.part("Prices and plans", c.Competitor+": "+c.Sentence)
	}
	d.tellMoves(r.Moves)
	for _, g := range r.Gaps {
		if g.AtRisk > 0 {
			d.part("At risk", g.Sentence())
		}
	}
	d.part("To decide", strings.Join(r.Queues.Lines(), ", "))
}

// tellMoves prints the cells that say something else, and counts those that only name another plan.
func (d *demo) tellMoves(moves []report.Move) {
	moves = slices.Clone(moves)
	slices.SortStableFunc(moves, func(a, b report.Move) int { return strings.Compare(a.Competitor, b.Competitor) })
	plans := 0
	for _, m := range moves {
		if m.Before == m.After && m.Standing != store.Contested {
			plans++
			continue
		}
		d.part("Matrix", m.Sentence())
	}
	if plans > 0 {
		d.part("Matrix", plural(plans, "cell")+" more: still there, from another plan than before")
	}
}

// part prints a line of the report under its label, the label once.
func (d *demo) part(label, words string) {
	shown := label
	if d.label == label {
		shown = ""
	}
	d.label = label
	for i, line := range wrap(words, 88) {
		if i > 0 {
			shown, line = "", "  "+line
		}
		d.say("  %-17s %s", shown, line)
	}
}

func shippedWords(s report.Shipped) string {
	if len(s.Entries) == 0 {
		return s.Quiet()
	}
	var kinds []string
	counts := map[string]int{}
	for _, e := range s.Entries {
		if counts[e.Type]++; counts[e.Type] == 1 {
			kinds = append(kinds, e.Type)
		}
	}
	slices.Sort(kinds)
	for i, k := range kinds {
		kinds[i] = fmt.Sprintf("%d %s", counts[k], k)
	}
	return strings.Join(kinds, ", ")
}

// firstClause leaves out what the operator can do.
func firstClause(reason string) string {
	clause, _, _ := strings.Cut(reason, ";")
	return clause
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// tellNext ends with what to try.
func (d *demo) tellNext(week string) {
	d.head("What to try next", "")
	if d.keep {
		with := fmt.Sprintf(" --config %s --data %s", d.file("gapwatch.yaml"), d.dir)
		d.say("  gapwatch report --week %s%s", week, with)
		d.say("  gapwatch cell history harrowglass session-replay/mobile-replay%s", with)
		d.say("  gapwatch queue%s", with)
		d.say("  The invented sites close with the demo: a crawl of this folder could not look at them.")
	} else {
		d.say("  gapwatch demo --keep demo-data    the same, and the data stays to look around in")
		d.say("  gapwatch demo --serve             the same, and its pages in your browser")
	}
	d.say("  gapwatch init                     begin with your own competitors")
}
