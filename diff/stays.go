package diff

import (
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
)

// spoken is what a page says, as a price list's plans are looked for in it.
type spoken struct {
	lines map[string]int // how often each line stands there
	text  string         // all of it, without a blank: an amount may be in pieces
}

func spokenBy(doc extract.Document) spoken {
	s := spoken{lines: make(map[string]int, len(doc.Blocks))}
	var all strings.Builder
	for _, b := range doc.Blocks {
		s.lines[key(b.Text)]++
		all.WriteString(unspaced(b.Text))
		all.WriteByte('\n')
	}
	s.text = all.String()
	return s
}

func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

// withoutStaying leaves out the plans that one page lists and the other does not, although it says their names, amounts and
// features as often: that page is built in a way that was read otherwise, and sells the same.
func withoutStaying(plans []extract.Plan, here, there extract.Document) []extract.Plan {
	if len(plans) == 0 {
		return nil
	}
	a, b := spokenBy(here), spokenBy(there)
	return slices.DeleteFunc(plans, func(p extract.Plan) bool { return stays(p, a, b) })
}

func stays(p extract.Plan, here, there spoken) bool {
	name := key(p.Name)
	if here.lines[name] == 0 || there.lines[name] < here.lines[name] {
		return false
	}
	said := 0 // of what tells more of the plan than its name
	for _, price := range p.Prices {
		amount := unspaced(price.Quote)
		if n := strings.Count(here.text, amount); amount == "" || n == 0 || strings.Count(there.text, amount) < n {
			return false
		}
		said++
	}
	for _, f := range p.Features {
		row := key(f.Name)
		if there.lines[row] < here.lines[row] {
			return false
		}
		said += min(1, here.lines[row])
	}
	return said > 0
}

// withoutUnread leaves out of both sides the rows that one of them alone lists for a plan, although the pages say them below
// the same names of plans as often: one of them was read otherwise, and nothing was added or taken away.
func withoutUnread(pairs []planPair, old, new extract.Document) []planPair {
	if len(otherRows(pairs)) == 0 {
		return pairs
	}
	names := map[string]bool{}
	for _, p := range pairs {
		names[key(p.old.Name)], names[key(p.new.Name)] = true, true
	}
	was, is := linesBelow(old, names), linesBelow(new, names)
	out := slices.Clone(pairs)
	for i, p := range pairs {
		out[i].old.Features = unlessSaid(p.old.Features, p.new.Features, was, is)
		out[i].new.Features = unlessSaid(p.new.Features, p.old.Features, is, was)
	}
	return out
}

// unlessSaid leaves out the rows that the other side does not list and says nevertheless.
func unlessSaid(rows, other []extract.FeatureRow, here, there map[string]map[string]int) []extract.FeatureRow {
	listed := make(map[string]bool, len(other))
	for _, f := range other {
		listed[nameKey(f)] = true
	}
	return slices.DeleteFunc(slices.Clone(rows), func(f extract.FeatureRow) bool {
		name := nameKey(f)
		if listed[name] || len(here[name]) == 0 {
			return false
		}
		for plan, times := range here[name] {
			if there[name][plan] < times {
				return false
			}
		}
		return true
	})
}

// linesBelow counts how often each line stands behind the name of which plan.
func linesBelow(doc extract.Document, names map[string]bool) map[string]map[string]int {
	below := make(map[string]map[string]int, len(doc.Blocks))
	plan := ""
	for _, b := range doc.Blocks {
		if k := key(b.Text); names[k] {
			plan = k
			continue
		}
		line := label(b.Text)
		if below[line] == nil {
			below[line] = map[string]int{}
		}
		below[line][plan]++
	}
	return below
}
