package matrix

import (
	"fmt"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Saying is one sentence that is safe to say on a call, how long it is, and where it comes from.
type Saying struct {
	Sentence string
	Until    *time.Time // nil: as long as nothing is known
	Source   string     // address of the evidence; empty for what only a person said
}

// how each state is said, after "Competitor" and before the feature's name.
func verb(s store.State) string {
	switch s {
	case store.Yes:
		return "has %s"
	case store.Partial:
		return "has part of %s"
	case store.Beta:
		return "has %s in beta"
	case store.Planned:
		return "has announced %s"
	case store.No:
		return "does not have %s"
	case store.NotApplicable:
		return "has a product to which %s does not apply"
	}
	return ""
}

// Say words what a cell knows, with its source and date, and no more than that: what is not known is said as not known,
// what is contested or old is said with its doubt.
func Say(competitor string, f store.Feature, v store.CellValue, evidence []store.Evidence) Saying {
	how := verb(v.State)
	if how == "" {
		return Saying{Sentence: fmt.Sprintf("We do not know whether %s has %s.", competitor, f.Name)}
	}
	s := Saying{Until: v.ExpiresAt}
	sentence := competitor + " " + fmt.Sprintf(how, f.Name)
	if v.PlanFrom != "" {
		sentence += " from its " + v.PlanFrom + " plan"
	}
	if v.AddOn {
		sentence += ", at extra cost"
	}
	if v.LimitText != "" {
		sentence += " (" + v.LimitText + ")"
	}
	if v.Platform != "" {
		sentence += ", on " + v.Platform
	}
	if e, ok := citedBy(v, evidence); ok {
		sentence += ", its " + pageOf(e.URL) + " says; seen on " + e.ConfirmedAt.Format(dateForPeople)
		s.Source = e.URL
		if s.Until == nil {
			until := e.ConfirmedAt.Add(StaleAfter)
			s.Until = &until
		}
	} else if v.VerifiedAt != nil {
		sentence += ", as of " + v.VerifiedAt.Format(dateForPeople)
	}
	s.Sentence = sentence + "." + doubt(v.Standing)
	return s
}

func doubt(s store.Standing) string {
	switch s {
	case store.Contested:
		return " Our sources do not agree on this."
	case store.Stale:
		return " This has not been confirmed lately."
	}
	return ""
}

// citedBy finds the evidence that a cell rests on.
func citedBy(v store.CellValue, evidence []store.Evidence) (store.Evidence, bool) {
	for _, e := range evidence {
		if v.EvidenceID != nil && e.ID == *v.EvidenceID && e.DismissedAt == nil {
			return e, true
		}
	}
	return store.Evidence{}, false
}

// pageOf names a page by the host of its address.
func pageOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return "page at " + strings.TrimPrefix(host, "www.")
}
