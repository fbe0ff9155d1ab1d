package watch

import "github.com/gapwatch/gapwatch/diff"

// maxLooks bounds how often a source is looked at again for the same base.
const maxLooks = 3

// verdict says what becomes of the differences between the base and a new document.
type verdict struct {
	publish []diff.Change // may be told
	hold    []diff.Change // seen once: another look decides
	accept  bool          // the new document becomes the base
}

// confirm applies the rule of the second look: what appears for sure is told at once; what may be a hiccup of the page
// (a price that moved, something that vanished, a text that was swapped) is told once another capture shows it too.
// held tells which changes, by fingerprint, an earlier capture showed against the same base. Until nothing waits any
// more the base stays, so that the next comparison shows the same changes again; a page that shows something else on
// every look is taken as it is after maxLooks, and what never came twice is dropped.
func confirm(changes []diff.Change, held map[string]bool, looks int) verdict {
	var v verdict
	for _, c := range changes {
		if !c.SecondLook || held[diff.Fingerprint(c)] {
			v.publish = append(v.publish, c)
		} else {
			v.hold = append(v.hold, c)
		}
	}
	if looks >= maxLooks {
		v.hold = nil
	}
	v.accept = len(v.hold) == 0
	return v
}
