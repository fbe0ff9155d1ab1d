// Package alert turns published changes into messages for the people who asked for them, and brings messages to where
// people and programs read them. Matching, composing and every question of when are pure; sending goes through a way
// out that the caller guards, one file per channel. It does not decide how often to try: a sender says whether another
// attempt makes sense, the delivery job decides.
//
// Start at Match, Author and Send; pace.go and schedule.go say when.
package alert

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// News is a published change with what a subscription may ask about it.
type News struct {
	Change        store.Change
	CompetitorKey string
	Competitor    string // name
	SourceURL     string
	SourceKind    extract.Kind
	Areas         []string // keys of the areas in which the competitor matters
	Features      []string // features that the change speaks of, as store.FeaturePath writes them
	Touches       []Touch  // gaps that customers are annotated on
}

// Touch is a gap that a change is evidence for, with the accounts of one owner that are annotated on it.
type Touch struct {
	Feature  string // name
	Owner    string // of the accounts, as the customer list writes it
	Accounts int
}

// Match tells whether a subscription asks for this news, and why in words. called are names under which the subscriber
// may own accounts, beside the subscription's own person. Mute does not matter here: muted news is owed like any other
// and simply not sent until the mute ends.
func Match(sub store.Subscription, n News, called ...string) (why string, ok bool) {
	var reasons []string
	for _, asks := range []func() (string, bool){
		func() (string, bool) { return asksForCompetitor(sub, n) },
		func() (string, bool) { return asksForArea(sub, n) },
		func() (string, bool) { return asksForFeature(sub, n) },
		func() (string, bool) { return asksForKind(sub, n) },
		func() (string, bool) { return asksForLevel(sub, n) },
		func() (string, bool) { return asksForWords(sub, n) },
		func() (string, bool) { return asksForAccounts(sub, n, called) },
	} {
		reason, ok := asks()
		if !ok {
			return "", false
		}
		if reason != "" {
			reasons = append(reasons, reason)
		}
	}
	if len(reasons) == 0 {
		return "everything", true
	}
	return strings.Join(reasons, ", "), true
}

// Follows tells whether a subscription may be told of a source, whatever changes there: whose sight its digests report.
func Follows(sub store.Subscription, competitor string, areas []string, kind extract.Kind) bool {
	n := News{CompetitorKey: competitor, Areas: areas, SourceKind: kind}
	_, byCompetitor := asksForCompetitor(sub, n)
	_, byArea := asksForArea(sub, n)
	return byCompetitor && byArea && inAreasOf(sub.Features, areas) && (slices.Contains(sub.Kinds, string(kind)) || !namesSources(sub.Kinds))
}

// inAreasOf tells whether some of these features are of some of these areas; where no feature is asked for, every area will do.
func inAreasOf(features, areas []string) bool {
	return len(features) == 0 || slices.ContainsFunc(features, func(path string) bool {
		area, _, _ := strings.Cut(path, "/")
		return slices.Contains(areas, area)
	})
}

// FollowsCell tells whether a subscription may be told of what a competitor's pages say of a feature of an area, which goes by
// these names.
func FollowsCell(sub store.Subscription, competitor, area, feature string, names []string) bool {
	n := News{
		CompetitorKey: competitor, Areas: []string{area}, Features: []string{store.FeaturePath(area, feature)},
		Change: store.Change{Subject: strings.Join(names, "\n")},
	}
	_, byCompetitor := asksForCompetitor(sub, n)
	_, byArea := asksForArea(sub, n)
	_, byFeature := asksForFeature(sub, n)
	_, byWords := asksForWords(sub, n)
	return sub.Audience.Reads() && byCompetitor && byArea && byFeature && byWords
}

// namesSources tells whether kinds are of sources; else they are of changes, which any source may have.
func namesSources(kinds []string) bool {
	return slices.ContainsFunc(kinds, func(kind string) bool {
		switch extract.Kind(kind) {
		case extract.Changelog, extract.Pricing, extract.Feed, extract.PageKind, extract.Sitemap:
			return true
		}
		return false
	})
}

// Muted tells whether a subscription rests at this moment.
func Muted(sub store.Subscription, now time.Time) bool {
	return sub.MutedUntil != nil && now.Before(*sub.MutedUntil)
}

// These questions answer yes, without a reason, where a subscription does not ask.

func asksForCompetitor(sub store.Subscription, n News) (string, bool) {
	if len(sub.Competitors) == 0 {
		return "", true
	}
	return "competitor " + n.Competitor, slices.Contains(sub.Competitors, n.CompetitorKey)
}

func asksForArea(sub store.Subscription, n News) (string, bool) {
	if len(sub.Areas) == 0 {
		return "", true
	}
	for _, area := range sub.Areas {
		if slices.Contains(n.Areas, area) {
			return "area " + area, true
		}
	}
	return "", false
}

func asksForFeature(sub store.Subscription, n News) (string, bool) {
	if len(sub.Features) == 0 {
		return "", true
	}
	for _, feature := range sub.Features {
		if slices.Contains(n.Features, feature) {
			return "feature " + feature, true
		}
	}
	return "", false
}

func asksForKind(sub store.Subscription, n News) (string, bool) {
	if len(sub.Kinds) == 0 {
		return "", true
	}
	asked := slices.Contains(sub.Kinds, string(n.SourceKind)) || slices.Contains(sub.Kinds, string(n.Change.Kind))
	return string(n.SourceKind), asked
}

func asksForLevel(sub store.Subscription, n News) (string, bool) {
	if sub.MinLevel == "" {
		return "", true
	}
	return string(sub.MinLevel) + " and up", n.Change.Level.Rank() >= sub.MinLevel.Rank()
}

func asksForWords(sub store.Subscription, n News) (string, bool) {
	if len(sub.Words) == 0 {
		return "", true
	}
	c := n.Change
	text := strings.Join([]string{c.Subject, c.Before, c.After, c.Quote}, "\n")
	for _, word := range sub.Words {
		if HasWord(text, word) {
			return "the word “" + word + "”", true
		}
	}
	return "", false
}

func asksForAccounts(sub store.Subscription, n News, called []string) (string, bool) {
	if !sub.MyAccounts {
		return "", true
	}
	names := append([]string{sub.Person}, called...)
	for _, t := range n.Touches {
		for _, name := range names {
			if name != "" && strings.EqualFold(strings.TrimSpace(name), strings.TrimSpace(t.Owner)) {
				return fmt.Sprintf("touches %s, a gap of %s of yours", t.Feature, count(t.Accounts, "account", "accounts")), true
			}
		}
	}
	return "", false
}
