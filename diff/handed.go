package diff

import (
	"strings"

	"github.com/gapwatch/gapwatch/extract"
)

// What became of a row of a plan.
const (
	on  = +1
	off = -1
)

// turned tells a row that a plan has gained or lost, by its sign alone.
func turned(r rowPair) int {
	switch was, is := r.old.State != extract.RowNo, r.new.State != extract.RowNo; {
	case !was && is:
		return on
	case was && !is:
		return off
	}
	return 0
}

// handedOver finds rows that exactly one plan has lost and exactly one other has gained: they moved.
func handedOver(pairs []planPair) map[string]Change {
	lost, gained := map[string][]string{}, map[string][]string{}
	quoted := map[string]extract.FeatureRow{}
	for _, p := range pairs {
		same, came, gone := alignRows(p.old.Features, p.new.Features)
		for _, r := range same {
			switch turned(r) {
			case on:
				came = append(came, r.new)
			case off:
				gone = append(gone, r.old)
			}
		}
		for _, f := range gone {
			if f.State != extract.RowNo {
				lost[label(f.Name)] = append(lost[label(f.Name)], p.new.Name+": "+stateWords(f))
			}
		}
		for _, f := range came {
			if f.State != extract.RowNo {
				gained[label(f.Name)] = append(gained[label(f.Name)], p.new.Name+": "+stateWords(f))
				quoted[label(f.Name)] = f
			}
		}
	}
	out := map[string]Change{}
	for name, from := range lost {
		if to := gained[name]; len(from) == 1 && len(to) == 1 && from[0] != to[0] {
			f := quoted[name]
			out[name] = Change{
				Kind: movedKind(pairs, from[0], to[0]), Subject: f.Name, Before: from[0], After: to[0],
				Quote: quote(f.Name), Level: extract.Notable, SecondLook: true,
			}
		}
	}
	return out
}

// movedKind says that a row was added where it is in an earlier plan of the list now, and removed where in a later one:
// who pays for the earlier plan has gained or lost it.
func movedKind(pairs []planPair, from, to string) ChangeKind {
	for _, p := range pairs {
		switch {
		case strings.HasPrefix(to, p.new.Name+": "):
			return FeatureAdded
		case strings.HasPrefix(from, p.new.Name+": "):
			return FeatureRemoved
		}
	}
	return FeatureRemoved
}
