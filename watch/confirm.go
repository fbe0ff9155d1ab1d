package watch

import (
	"slices"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/store"
)

const (
	maxLooks  = 3 // looks at one base after which a place that said something else in each of them is taken as it is
	mostLooks = 6 // looks at one base, whatever they show
)

// verdict says what becomes of the differences between the base and a new document.
type verdict struct {
	publish []diff.Change // may be told
	hold    []diff.Change // seen once: another look decides
	accept  bool          // the new document becomes the base
}

// looked is what earlier looks showed against the same base, and what still waits.
type looked struct {
	shown  map[string]bool // changes, by fingerprint
	places map[place]int   // how many different changes each place showed
}

// place is where a page changed: what was there before.
type place struct {
	kind            diff.ChangeKind
	subject, before string
}

func heldBefore(held []store.Change) looked {
	e := looked{map[string]bool{}, map[place]int{}}
	for _, c := range held {
		e.shown[c.Fingerprint] = true
		e.places[place{c.Kind, c.Subject, c.Before}]++
	}
	return e
}

// turns tells a change in a place that showed something else in so many earlier looks.
func (e looked) turns(c diff.Change, looks int) bool {
	return e.places[place{c.Kind, c.Subject, c.Before}] >= looks
}

// confirm applies the rule of the second look: what appears for sure is told at once; what may be a hiccup of the page
// (a price that moved, something that vanished, a text that was swapped) is told once another capture shows it too.
// Until nothing waits any more the base stays, so that the next comparison shows the same changes again. A place that
// shows something else on every look is taken as it is, and what never came twice is dropped; what came up meanwhile in
// another place still gets its second look.
func confirm(changes []diff.Change, was looked, looks int) verdict {
	var v verdict
	confirmed := false
	for _, c := range changes {
		shown := was.shown[diff.Fingerprint(c)]
		switch {
		case !c.SecondLook || shown:
			v.publish = append(v.publish, c)
			confirmed = confirmed || shown
		case looks < mostLooks && !was.turns(c, maxLooks-1):
			v.hold = append(v.hold, c)
		}
	}
	// What was confirmed moves the base: words that turn beside it would let its next move be told from where it was.
	if confirmed && !slices.ContainsFunc(v.hold, func(c diff.Change) bool { return !ofWords(c) || !was.turns(c, 1) }) {
		v.hold = nil
	}
	v.accept = len(v.hold) == 0
	return v
}

func ofWords(c diff.Change) bool { return c.Kind == diff.TextChanged || c.Kind == diff.EntryChanged }
