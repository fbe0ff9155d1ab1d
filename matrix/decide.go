package matrix

import (
	"fmt"
	"sort"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// StaleAfter is how long a cell stands without being confirmed.
const StaleAfter = 90 * 24 * time.Hour

// Rules of a cell, in the order in which they are asked; the first that applies decides, and its words are the cell's
// Why.
//
//	verified             a person has verified the cell, and no newer evidence says otherwise       -> verified
//	verified, contested  a person has verified the cell, newer evidence disagrees                   -> contested, the person's state stands
//	verified, vanished   a person verified on evidence, all of which is gone from the pages         -> contested, the person's state stands
//	verified, expired    a person's word has run out                                                -> stale
//	nothing              no evidence was ever found                                                 -> unknown
//	vanished             there was evidence, and all of it is gone from the pages                   -> contested, the last state stands
//	disagreement         standing evidence of two sources says yes and no                           -> contested, the better state stands
//	old                  the evidence was not confirmed for StaleAfter                              -> stale
//	evidence             the best standing evidence says it                                         -> observed
const (
	whyVerified   = "verified by %s on %s"
	whyContested  = "verified by %s on %s, but newer evidence says %s"
	whyLost       = "verified by %s on %s, but the evidence has gone from the page since"
	whyExpired    = "verified by %s on %s, and due to be confirmed again since %s"
	whyNothing    = "no page that is watched speaks of it"
	whyVanished   = "the evidence for it has gone from the page on %s"
	whyDisagree   = "one page says %s, another says %s"
	whyOld        = "last confirmed on %s, more than 90 days ago"
	whyEvidence   = "%q says so"
	dateForPeople = "2 Jan 2006"
)

// strength orders states: between pieces of evidence that agree on having it, the one that says more counts.
var strength = map[store.State]int{
	store.Yes: 6, store.Partial: 5, store.Beta: 4, store.Planned: 3, store.No: 2, store.NotApplicable: 1, store.Unknown: 0,
}

// Decide says what a cell is, from what it was and all evidence for it. It is the only place where cells are made.
func Decide(now time.Time, prior *store.CellValue, evidence []store.Evidence) store.CellValue {
	standing, gone := split(evidence)
	if prior != nil && prior.VerifiedAt != nil {
		return decideVerified(now, *prior, standing, gone)
	}
	if len(standing) == 0 {
		return decideWithout(prior, gone)
	}
	best := standing[0]
	v := Said(best)
	switch other := opposing(best, standing); {
	case other != nil:
		v.Standing, v.Why = store.Contested, fmt.Sprintf(whyDisagree, best.State, other.State)
	case now.Sub(best.ConfirmedAt) > StaleAfter:
		v.Standing, v.Why = store.Stale, fmt.Sprintf(whyOld, best.ConfirmedAt.Format(dateForPeople))
	default:
		v.Standing, v.Why = store.Observed, fmt.Sprintf(whyEvidence, best.Phrase)
	}
	return v
}

func decideWithout(prior *store.CellValue, gone []store.Evidence) store.CellValue {
	if len(gone) == 0 {
		if prior != nil && prior.EvidenceID == nil {
			return *prior
		}
		return store.CellValue{State: store.Unknown, Standing: store.Observed, Why: whyNothing}
	}
	v := Said(gone[0])
	v.Standing = store.Contested
	v.Why = fmt.Sprintf(whyVanished, gone[0].VanishedAt.Format(dateForPeople))
	return v
}

// decideVerified keeps a person's word and says how it stands.
func decideVerified(now time.Time, prior store.CellValue, standing, gone []store.Evidence) store.CellValue {
	v := prior
	on := prior.VerifiedAt.Format(dateForPeople)
	v.Standing, v.Why = store.Verified, fmt.Sprintf(whyVerified, prior.VerifiedBy, on)
	for _, e := range standing {
		if e.ObservedAt.After(*prior.VerifiedAt) && has(e.State) != has(prior.State) {
			id := e.ID
			v.EvidenceID = &id
			v.Standing, v.Why = store.Contested, fmt.Sprintf(whyContested, prior.VerifiedBy, on, e.State)
			return v
		}
	}
	if len(standing) == 0 && len(gone) > 0 && gone[0].VanishedAt.After(*prior.VerifiedAt) {
		v.Standing, v.Why = store.Contested, fmt.Sprintf(whyLost, prior.VerifiedBy, on)
		return v
	}
	if prior.ExpiresAt != nil && now.After(*prior.ExpiresAt) {
		v.Standing = store.Stale
		v.Why = fmt.Sprintf(whyExpired, prior.VerifiedBy, on, prior.ExpiresAt.Format(dateForPeople))
	}
	return v
}

// split parts evidence that stands on its page from what is gone, the best and the latest first. What a person has
// dismissed is neither.
func split(evidence []store.Evidence) (standing, gone []store.Evidence) {
	for _, e := range evidence {
		switch {
		case e.DismissedAt != nil:
		case e.VanishedAt == nil:
			standing = append(standing, e)
		default:
			gone = append(gone, e)
		}
	}
	sort.SliceStable(standing, func(i, j int) bool {
		a, b := standing[i], standing[j]
		if strength[a.State] != strength[b.State] {
			return strength[a.State] > strength[b.State]
		}
		if (a.PlanFrom == "") != (b.PlanFrom == "") { // a price list says more than an entry
			return a.PlanFrom != ""
		}
		return a.Score > b.Score
	})
	sort.SliceStable(gone, func(i, j int) bool { return gone[i].VanishedAt.After(*gone[j].VanishedAt) })
	return standing, gone
}

// opposing finds standing evidence of another source that says the opposite of the best.
func opposing(best store.Evidence, standing []store.Evidence) *store.Evidence {
	for i, e := range standing {
		if e.SourceID != best.SourceID && e.State == store.No && has(best.State) {
			return &standing[i]
		}
	}
	return nil
}

// has tells states in which a customer can use the feature today.
func has(s store.State) bool { return s == store.Yes || s == store.Partial || s == store.Beta }

// Said is what a piece of evidence says of its cell.
func Said(e store.Evidence) store.CellValue {
	v := store.CellValue{State: e.State, PlanFrom: e.PlanFrom, AddOn: e.AddOn, LimitText: e.LimitText}
	if e.ID != 0 {
		id := e.ID
		v.EvidenceID = &id
	}
	return v
}

// Verify is a person's word on a cell: it stands until it expires or newer evidence disagrees.
func Verify(v store.CellValue, by string, at time.Time) store.CellValue {
	expires := at.Add(2 * StaleAfter)
	v.VerifiedBy, v.VerifiedAt, v.ExpiresAt = by, &at, &expires
	v.Standing, v.Why = store.Verified, fmt.Sprintf(whyVerified, by, at.Format(dateForPeople))
	return v
}

// Evidence turns the findings of one source's document into rows. url is where people find the page, at when it was
// captured.
func (c *Catalogue) Evidence(
	findings []Finding, source store.Source, snapshotID int64, url string, at time.Time,
) []store.Evidence {
	rows := make([]store.Evidence, 0, len(findings))
	for _, f := range findings {
		feature, ok := c.Feature(f.Feature)
		if !ok {
			continue
		}
		rows = append(rows, store.Evidence{
			FeatureID: feature.ID, CompetitorID: source.CompetitorID, SourceID: source.ID, SnapshotID: snapshotID,
			Phrase: f.Phrase, Section: f.Section, Score: f.Score, State: f.State, PlanFrom: f.PlanFrom, AddOn: f.AddOn,
			LimitText: f.LimitText, Quote: f.Quote, URL: url, ObservedAt: at, ConfirmedAt: at,
		})
	}
	return rows
}
