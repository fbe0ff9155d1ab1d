package diff

import (
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
)

// features compares what the plans hold. A row that came or went everywhere is one change; a row that moved from one plan
// to another is one, too; a row whose allowance changed is told per plan.
func features(pairs []planPair) []Change {
	differing := otherRows(pairs)
	if len(differing) == 0 {
		return nil
	}
	oldRows, newRows := map[string]bool{}, map[string]bool{}
	for _, p := range pairs {
		for _, f := range p.old.Features {
			oldRows[rowKey(f)] = true
		}
		for _, f := range p.new.Features {
			newRows[rowKey(f)] = true
		}
	}
	moves := handedOver(differing)
	told := map[string]bool{}
	var out []Change
	for _, p := range differing {
		out = append(out, planFeatures(p, oldRows, newRows, told, moves)...)
	}
	return out
}

// otherRows are the plans whose rows are not the same letter by letter.
func otherRows(pairs []planPair) []planPair {
	var out []planPair
	for _, p := range pairs {
		if !slices.Equal(p.old.Features, p.new.Features) {
			out = append(out, p)
		}
	}
	return out
}

func rowKey(f extract.FeatureRow) string { return key(f.Section) + "\x00" + label(f.Name) }

func nameKey(f extract.FeatureRow) string { return label(f.Name) }

// bareName is a name by its letters and figures: "e-mail" is "email".
func bareName(f extract.FeatureRow) string { return joined(essence(label(f.Name))) }

// planFeatures compares the rows of one plan.
func planFeatures(p planPair, oldRows, newRows, told map[string]bool, moves map[string]Change) []Change {
	same, came, gone := alignRows(p.old.Features, p.new.Features)
	var out []Change
	for _, r := range same {
		c, handed := moves[label(r.new.Name)]
		switch {
		case handed && turned(r) == on:
			out = append(out, c) // told where it is now
		case handed && turned(r) == off:
		case r.old.State != r.new.State || meaningful(r.old.Text, r.new.Text):
			out = append(out, moved(p.new.Name, r.old, r.new))
		}
	}
	came, gone, reworded := reword(p.new.Name, came, gone)
	out = append(out, reworded...)
	for _, f := range came {
		if c, ok := moves[label(f.Name)]; ok && f.State != extract.RowNo {
			out = append(out, c)
		} else if c, ok := appeared(p.new.Name, f, oldRows, told); ok {
			out = append(out, c)
		}
	}
	for _, f := range gone {
		if _, ok := moves[label(f.Name)]; ok {
			continue
		}
		if c, ok := disappeared(p.new.Name, f, newRows, told); ok {
			out = append(out, c)
		}
	}
	return out
}

type rowPair struct{ old, new extract.FeatureRow }

// alignRows pairs the rows of a plan by section and name, then by name where a section has another heading now.
func alignRows(old, new []extract.FeatureRow) (same []rowPair, came, gone []extract.FeatureRow) {
	old, new = distinct(old, rowKey), distinct(new, rowKey)
	for _, by := range []func(extract.FeatureRow) string{rowKey, nameKey, bareName} {
		here := map[string]int{}
		for i, f := range old {
			here[by(f)] = i + 1
		}
		came, gone = nil, nil
		taken := map[int]bool{}
		for _, f := range new {
			i := here[by(f)] - 1
			if i < 0 || taken[i] || by(f) == "" {
				came = append(came, f)
				continue
			}
			taken[i] = true
			same = append(same, rowPair{old[i], f})
		}
		for i, f := range old {
			if !taken[i] {
				gone = append(gone, f)
			}
		}
		old, new = gone, came
	}
	return same, came, gone
}

// distinct leaves out rows that stand there already, and a badge that was taken for one.
func distinct(rows []extract.FeatureRow, by func(extract.FeatureRow) string) []extract.FeatureRow {
	seen := make(map[string]bool, len(rows))
	var out []extract.FeatureRow
	for _, f := range rows {
		if k := by(f); !seen[k] && label(f.Name) != isNew {
			seen[k] = true
			out = append(out, f)
		}
	}
	return out
}

// moved is a row that a plan had and has, with another state or allowance.
func moved(plan string, was, is extract.FeatureRow) Change {
	c := Change{
		Kind: LimitChanged, Subject: plan + ": " + is.Name, Before: stateWords(was), After: stateWords(is),
		Quote: quote(is.Name), Level: extract.Notable, SecondLook: true,
	}
	switch {
	case is.State == extract.RowNo:
		c.Kind = FeatureRemoved
	case was.State == extract.RowNo:
		c.Kind = FeatureAdded
	}
	if c.Kind == LimitChanged && is.Text != "" {
		c.Quote = quote(is.Text)
	}
	return c
}

func stateWords(f extract.FeatureRow) string {
	switch f.State {
	case extract.RowYes:
		return "included"
	case extract.RowNo:
		return "not included"
	}
	return f.Text
}

// appeared is a row that this plan did not have. One that no plan had is told once.
func appeared(plan string, f extract.FeatureRow, oldRows, told map[string]bool) (Change, bool) {
	c := Change{
		Kind: FeatureAdded, Subject: plan + ": " + f.Name, After: stateWords(f),
		Quote: quote(f.Name), Level: extract.Notable, SecondLook: true,
	}
	if f.State == extract.RowNo {
		return c, false
	}
	if k := rowKey(f); !oldRows[k] {
		if told["+"+k] {
			return c, false
		}
		told["+"+k] = true
		c.Subject, c.After = f.Name, plan+": "+stateWords(f)
	}
	return c, true
}

func disappeared(plan string, f extract.FeatureRow, newRows, told map[string]bool) (Change, bool) {
	c := Change{
		Kind: FeatureRemoved, Subject: plan + ": " + f.Name, Before: stateWords(f),
		Quote: quote(f.Name), Level: extract.Notable, SecondLook: true,
	}
	if f.State == extract.RowNo {
		return c, false
	}
	if k := rowKey(f); !newRows[k] {
		if told["-"+k] {
			return c, false
		}
		told["-"+k] = true
		c.Subject, c.Before = f.Name, plan+": "+stateWords(f)
	}
	return c, true
}

// reword pairs rows that went with rows that came and say the same in other words, or with another number. A number is an
// allowance that changed, other words are a change of text, and the same words in another order are none.
func reword(plan string, came, gone []extract.FeatureRow) (stillCame, stillGone []extract.FeatureRow, out []Change) {
	used := make([]bool, len(gone))
	for _, f := range came {
		best, score := -1, 0.0
		for j, g := range gone {
			if used[j] || g.State != f.State {
				continue
			}
			if s := overlap(wordSet(skeleton(f.Name)), wordSet(skeleton(g.Name))); s > score {
				best, score = j, s
			}
		}
		if best < 0 || score < 0.6 {
			stillCame = append(stillCame, f)
			continue
		}
		used[best] = true
		if c, ok := rewording(plan, gone[best].Name, f.Name); ok {
			out = append(out, c)
		}
	}
	for j, g := range gone {
		if !used[j] {
			stillGone = append(stillGone, g)
		}
	}
	return stillCame, stillGone, out
}

func rewording(plan, was, is string) (Change, bool) {
	c := Change{
		Kind: LimitChanged, Subject: plan + ": " + is, Before: was, After: is,
		Quote: quote(is), Level: extract.Notable, SecondLook: true,
	}
	if numbers(was) == numbers(is) {
		c.Kind, c.Level = TextChanged, extract.Minor
	}
	return c, !sameWords(was, is)
}

// sameWords tells texts of the same words, numbers and signs in whatever order.
func sameWords(a, b string) bool {
	left, right := strings.Fields(essence(evenly(label(a)))), strings.Fields(essence(evenly(label(b))))
	slices.Sort(left)
	slices.Sort(right)
	return slices.Equal(left, right)
}
