package diff

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/gapwatch/gapwatch/extract/money"
)

// Sentence says a change in one line, without the competitor's name: "Team plan 49 → 59 USD per seat and month,
// billed annually".
func Sentence(c Change) string {
	switch c.Kind {
	case PriceChanged:
		return c.Subject + " plan " + arrow(c.Before, c.After) + percent(c)
	case BillingChanged:
		return c.Subject + plural(" plan", c.Subject) + ", " + cycles(c.Before, c.After)
	case PlanAdded:
		return "new plan " + c.Subject + in(c.After)
	case PlanRemoved:
		return "plan " + c.Subject + " is gone" + was(c.Before)
	case PlanRenamed:
		return "plan " + c.Before + " is now called " + c.After
	case LimitChanged:
		return c.Subject + ", " + arrow(c.Before, c.After)
	case FeatureAdded:
		if strings.Contains(c.Before, ": ") {
			return c.Subject + went(c.Before, c.After)
		}
		return c.Subject + " was added" + in(c.After)
	case FeatureRemoved:
		if strings.Contains(c.After, ": ") {
			return c.Subject + went(c.Before, c.After)
		}
		return c.Subject + " was removed" + was(c.Before)
	case EntryAdded:
		if date, ok := strings.CutPrefix(c.After, c.Subject); ok {
			return "published " + Quoted(c.Subject) + date // the date is not among their words
		}
		return "published " + Quoted(c.After)
	case EntryChanged:
		if c.After != c.Subject {
			return "edited the entry " + Quoted(c.Subject) + ": " + edited(c)
		}
		return "renamed an entry: " + Quoted(c.Before) + " → " + Quoted(c.After)
	case EntryRemoved:
		return "took back the entry " + Quoted(c.Before)
	}
	return textSentence(c)
}

func textSentence(c Change) string {
	where := ""
	if c.Subject != "" {
		where = c.Subject + ": "
	}
	return where + edited(c)
}

func edited(c Change) string {
	switch {
	case c.Before == "":
		return "new text " + Quoted(short(c.After))
	case c.After == "":
		return "text is gone " + Quoted(short(c.Before))
	}
	return Quoted(short(c.Before)) + " → " + Quoted(short(c.After))
}

// Quoted puts their words between quotation marks.
func Quoted(s string) string { return "\u201c" + s + "\u201d" }

func short(s string) string {
	r := []rune(s)
	if len(r) <= 160 {
		return s
	}
	return string(r[:159]) + "…"
}

// arrow writes before and after; the words they share at the end stand once.
func arrow(before, after string) string {
	switch {
	case before == "":
		return "now also " + after
	case after == "":
		return "no longer " + before
	}
	a, b := strings.Fields(before), strings.Fields(after)
	n := 0
	for n < len(a)-1 && n < len(b)-1 && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return strings.TrimSpace(strings.Join(a[:len(a)-n], " ") + " → " + after)
}

// cycles says how a plan can be paid.
func cycles(before, after string) string {
	if strings.HasPrefix(after, "billed ") {
		return arrow(before, after)
	}
	return "billing " + arrow(before, after)
}

// went says from which plan to which a row moved.
func went(before, after string) string {
	from, was, _ := strings.Cut(before, ": ")
	to, is, _ := strings.Cut(after, ": ")
	if was == is {
		return " moved from " + from + " to " + to
	}
	return " moved from " + from + in(was) + " to " + to + in(is)
}

// plural is a noun, with an s where the subject is a list of names.
func plural(noun, subject string) string {
	if strings.Contains(subject, ", ") {
		return noun + "s"
	}
	return noun
}

func in(s string) string {
	if s == "" || s == "included" {
		return ""
	}
	return " (" + s + ")"
}

func was(s string) string {
	if s == "" || s == "included" {
		return ""
	}
	return " (was " + s + ")"
}

// percent says by how much a price moved, where both sides are one amount of one currency.
func percent(c Change) string {
	p, ok := Percent(c.Before, c.After)
	if !ok {
		return ""
	}
	sign := "▲"
	if p.IsNegative() {
		sign = "▼"
	}
	return fmt.Sprintf(" (%s %s %%)", sign, p.Abs().Round(1).String())
}

// Percent is by how much a price moved, in percent. It reports false where that cannot be said: several prices, other
// currencies, nothing to compare with.
func Percent(before, after string) (decimal.Decimal, bool) {
	a, okA := money.Parse(before)
	b, okB := money.Parse(after)
	if !okA || !okB || a.Currency != b.Currency || a.Minor == 0 ||
		strings.Contains(before, ";") || strings.Contains(after, ";") {
		return decimal.Decimal{}, false
	}
	hundred := decimal.NewFromInt(100)
	return b.Decimal().Sub(a.Decimal()).Div(a.Decimal()).Mul(hundred), true
}
