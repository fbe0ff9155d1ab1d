package matrix

import (
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// LapseAfter is how long a flag still stands after its next key date has passed: time to renew it.
const LapseAfter = 14 * 24 * time.Hour

// Flag is how urgent an annotation of an account at risk is.
type Flag string

// Flags. A flag fades: when its date passes it is amber for a while, and then it lapses.
const (
	NoFlag  Flag = ""        // not at risk
	Stands  Flag = "at risk" // its next key date lies ahead
	Passed  Flag = "passed"  // renew it, or it lapses
	Lapsed  Flag = "lapsed"
	Undated Flag = "undated" // at risk from before a date was asked for: it stands
)

// FlagOf tells how an annotation's flag stands at a time.
func FlagOf(a store.Annotation, now time.Time) Flag {
	switch {
	case a.Kind != store.AtRisk:
		return NoFlag
	case a.NextKeyDate == nil:
		return Undated
	case now.Before(a.NextKeyDate.AddDate(0, 0, 1)): // the day itself counts
		return Stands
	case now.Before(LapsesOn(a)):
		return Passed
	}
	return Lapsed
}

// Open tells a risk that still stands, be it that its date has only just passed.
func (f Flag) Open() bool { return f != NoFlag && f != Lapsed }

// LapsesOn is when an annotation's flag ends unless it is renewed.
func LapsesOn(a store.Annotation) time.Time { return a.NextKeyDate.AddDate(0, 0, 1).Add(LapseAfter) }

// AtRisk is the combined ARR of the accounts whose flag stands or has only just passed.
func AtRisk(annotations []store.Annotation, byID map[int64]store.Account, now time.Time) ARR {
	var flagged []store.Annotation
	for _, a := range annotations {
		if FlagOf(a, now).Open() {
			flagged = append(flagged, a)
		}
	}
	return combinedARR(flagged, byID)
}
