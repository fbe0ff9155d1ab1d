package diff

import (
	"strings"
	"unicode"

	"github.com/gapwatch/gapwatch/extract"
)

// pricing compares two price lists: plans are the same by name, or renamed where all else is equal.
func pricing(old, new extract.Document) []Change {
	pairs, gone, came := alignPlans(old.Plans, new.Plans)
	gone, came = withoutStaying(gone, old, new), withoutStaying(came, new, old)
	var out []Change
	for _, p := range pairs {
		if p.renamed {
			out = append(out, Change{
				Kind: PlanRenamed, Subject: p.new.Name, Before: p.old.Name, After: p.new.Name,
				Quote: quote(p.new.Name), Level: extract.Notable, SecondLook: true,
			})
		}
		out = append(out, prices(p.old, p.new)...)
	}
	for _, p := range came {
		out = append(out, Change{
			Kind: PlanAdded, Subject: p.Name, After: planWords(p), Quote: quote(p.Name),
			Level: extract.Major, SecondLook: true,
		})
	}
	for _, p := range gone {
		out = append(out, Change{
			Kind: PlanRemoved, Subject: p.Name, Before: planWords(p), Quote: quote(p.Name),
			Level: extract.Major, SecondLook: true,
		})
	}
	out = append(out, billing(pairs)...)
	return fold(append(out, features(withoutUnread(pairs, old, new))...), "changes of plans")
}

type planPair struct {
	old, new extract.Plan
	renamed  bool
}

// alignPlans pairs the plans of two lists by group and name, then by name, then those whose name alone changed.
func alignPlans(old, new []extract.Plan) (pairs []planPair, gone, came []extract.Plan) {
	used := make([]bool, len(old))
	match := make([]int, len(new))
	for i := range match {
		match[i] = -1
	}
	for _, same := range []func(a, b extract.Plan) bool{
		func(a, b extract.Plan) bool { return key(a.Name) == key(b.Name) && key(a.Group) == key(b.Group) },
		func(a, b extract.Plan) bool { return key(a.Name) == key(b.Name) },
	} {
		for i, b := range new {
			for j, a := range old {
				if match[i] < 0 && !used[j] && same(a, b) {
					match[i], used[j] = j, true
				}
			}
		}
	}
	renamed := make([]bool, len(new))
	for i, b := range new {
		for j, a := range old {
			if match[i] < 0 && !used[j] && onlyRenamed(a, b, i == j && len(old) == len(new)) {
				match[i], used[j], renamed[i] = j, true, true
			}
		}
	}
	for i, b := range new {
		if match[i] < 0 {
			came = append(came, b)
			continue
		}
		pairs = append(pairs, planPair{old[match[i]], b, renamed[i]})
	}
	for j, a := range old {
		if !used[j] {
			gone = append(gone, a)
		}
	}
	return pairs, gone, came
}

// onlyRenamed tells two plans of different names that are one: the same price, or the same place, and mostly the same
// features.
func onlyRenamed(a, b extract.Plan, samePlace bool) bool {
	if a.Custom != b.Custom || a.AddOn != b.AddOn {
		return false
	}
	samePrice := planWords(a) == planWords(b)
	shared := overlap(rowNames(a), rowNames(b))
	switch {
	case len(a.Features)+len(b.Features) == 0:
		return samePrice && samePlace
	case samePrice:
		return shared >= 0.5
	}
	return samePlace && shared >= 0.8
}

func rowNames(p extract.Plan) map[string]bool {
	set := make(map[string]bool, len(p.Features))
	for _, f := range p.Features {
		set[label(f.Name)] = true
	}
	return set
}

// key makes names comparable: without the pictures that stand before or behind them.
func key(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	if bare := strings.TrimFunc(s, pictured); bare != "" {
		return bare
	}
	return s
}

// pictured tells emoji, what belongs to them, and blanks.
func pictured(r rune) bool {
	return r == ' ' || r == '\u200d' || r == '\ufe0f' || r > 0x2190 && unicode.Is(unicode.So, r) && !strings.ContainsRune(ticks, r) ||
		r >= 0x1f3fb && r <= 0x1f3ff
}
