package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// Sentences that all formats share, so that none says something else.

// Day writes a date: "Wed 18 Nov 2026".
func Day(t time.Time) string { return t.UTC().Format("Mon 2 Jan 2006") }

func dayOrNever(t *time.Time) string {
	if t == nil {
		return "never seen"
	}
	return "last seen " + Day(*t)
}

// Summary is the first paragraph of a report.
func (r Report) Summary() string {
	entries := 0
	for _, s := range r.Shipped {
		entries += len(s.Entries)
	}
	shipped := count(entries, "thing shipped", "things shipped")
	if entries == 0 {
		shipped = "nothing shipped"
	}
	parts := []string{
		count(len(r.Prices), "price or plan moved", "prices and plans moved"),
		shipped,
		count(len(r.Moves), "cell of the matrix moved", "cells of the matrix moved"),
	}
	first, last := r.days()
	return fmt.Sprintf("%s to %s. %s, %s and %s. %s", Day(first), Day(last),
		upper(parts[0]), parts[1], parts[2], r.coverageSentence())
}

// days are the first and the last day of the week, wherever its reader is.
func (r Report) days() (first, last time.Time) {
	if w, err := ParseWeek(r.Week, r.From); err == nil {
		return w.Start(), w.End().AddDate(0, 0, -1)
	}
	return r.From, r.Until.AddDate(0, 0, -1)
}

func (r Report) coverageSentence() string {
	switch {
	case r.Coverage.Sources == 0:
		return "No source is watched."
	case r.Coverage.Missed() == 0:
		return fmt.Sprintf("All %d sources were seen.", r.Coverage.Sources)
	}
	return fmt.Sprintf("%d of %d sources could not be seen.", r.Coverage.Missed(), r.Coverage.Sources)
}

func count(n int, one, many string) string {
	switch n {
	case 0:
		return "no " + one
	case 1:
		return "one " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Quiet says why a competitor has no entries: it was seen and shipped nothing, or it could not be seen.
func (s Shipped) Quiet() string {
	if s.Seen {
		return "Nothing shipped: its changelog and feeds were seen and held nothing new."
	}
	return "Could not look: none of its changelogs and feeds could be seen in this week."
}

// Sentence says a cell's move.
func (m Move) Sentence() string {
	text := fmt.Sprintf("%s, %s: %s → %s", m.Competitor, m.Feature, m.Before, m.After)
	switch {
	case m.Before == m.After && m.PlanBefore != m.PlanFrom && m.PlanFrom != "":
		text = fmt.Sprintf("%s, %s: still %s, now from %s", m.Competitor, m.Feature, m.After, m.PlanFrom)
		if m.PlanBefore != "" {
			text += " instead of " + m.PlanBefore
		}
	case m.Before == m.After:
		text = fmt.Sprintf("%s, %s: still %s", m.Competitor, m.Feature, m.After)
	case m.PlanFrom != "":
		text += ", from " + m.PlanFrom
	}
	if m.Standing == store.Contested || m.Standing == store.Stale {
		text += ", " + string(m.Standing)
	}
	if m.Ahead {
		text += " (ahead of us)"
	}
	return text
}

// shortAddress is an address as people say it: without its scheme, and not too long.
func shortAddress(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		rest = address
	}
	r := []rune(strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/"))
	if len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return string(r)
}

// Arithmetic writes how a sum came about, one line each.
func Arithmetic(a matrix.ARR) []string {
	var out []string
	for _, l := range a.Counted {
		out = append(out, fmt.Sprintf("%s %s", l.Account, matrix.FormatMoney(l.Minor, l.Currency)))
	}
	for _, l := range a.NotCounted {
		name := l.Account
		if name == "" {
			name = "Not counted"
		}
		out = append(out, fmt.Sprintf("%s: not counted, %s", name, l.Why))
	}
	return out
}

// Sentence says who is behind a gap.
func (g Gap) Sentence() string {
	text := fmt.Sprintf("%s: %s", g.Feature, count(g.Accounts, "account", "accounts"))
	if !g.Hidden {
		text += fmt.Sprintf(", combined ARR %s", g.ARR)
	}
	if g.AtRisk > 0 {
		text += fmt.Sprintf(", %d at risk", g.AtRisk)
	}
	if g.NextKeyDate != nil {
		text += ", next key date " + Day(*g.NextKeyDate)
	}
	return text
}

// Lines says what waits for a decision.
func (q Queues) Lines() []string {
	return []string{
		count(q.Contested, "contested cell", "contested cells"),
		count(q.Stale, "stale cell", "stale cells"),
		count(q.Unmatched, "phrase that matches no feature", "phrases that match no feature"),
		count(q.Inbox, "annotation without a gap", "annotations without a gap"),
	}
}
