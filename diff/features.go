package diff

import "github.com/gapwatch/gapwatch/extract"

// features compares what the plans hold. A row that came or went everywhere is one change; a row that moved between
// plans, or whose allowance changed, is told per plan.
func features(pairs []planPair) []Change {
	oldRows, newRows := map[string]bool{}, map[string]bool{}
	for _, p := range pairs {
		for _, f := range p.old.Features {
			oldRows[rowKey(f)] = true
		}
		for _, f := range p.new.Features {
			newRows[rowKey(f)] = true
		}
	}
	told := map[string]bool{}
	var out []Change
	for _, p := range pairs {
		out = append(out, planFeatures(p, oldRows, newRows, told)...)
	}
	return out
}

func rowKey(f extract.FeatureRow) string { return key(f.Section) + "\x00" + key(f.Name) }

// planFeatures compares the rows of one plan.
func planFeatures(p planPair, oldRows, newRows, told map[string]bool) []Change {
	old, gone := map[string]extract.FeatureRow{}, []extract.FeatureRow{}
	for _, f := range p.old.Features {
		old[rowKey(f)] = f
	}
	var came []extract.FeatureRow
	var out []Change
	seen := map[string]bool{}
	for _, f := range p.new.Features {
		k := rowKey(f)
		was, ok := old[k]
		if seen[k] {
			continue
		}
		seen[k] = true
		switch {
		case !ok:
			came = append(came, f)
		case was.State != f.State || key(was.Text) != key(f.Text):
			out = append(out, moved(p.new.Name, was, f))
		}
	}
	for _, f := range p.old.Features {
		if k := rowKey(f); !seen[k] {
			seen[k] = true
			gone = append(gone, f)
		}
	}
	came, gone, reworded := reword(p.new.Name, came, gone)
	out = append(out, reworded...)
	for _, f := range came {
		if c, ok := appeared(p.new.Name, f, oldRows, told); ok {
			out = append(out, c)
		}
	}
	for _, f := range gone {
		if c, ok := disappeared(p.new.Name, f, newRows, told); ok {
			out = append(out, c)
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

// reword pairs rows that went with rows that came and say the same in other words, or with another number. A number is
// an allowance that changed; other words alone are not news.
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
		if was := gone[best]; numbers(was.Name) != numbers(f.Name) {
			out = append(out, Change{
				Kind: LimitChanged, Subject: plan + ": " + f.Name, Before: was.Name, After: f.Name,
				Quote: quote(f.Name), Level: extract.Notable, SecondLook: true,
			})
		}
	}
	for j, g := range gone {
		if !used[j] {
			stillGone = append(stillGone, g)
		}
	}
	return stillCame, stillGone, out
}
