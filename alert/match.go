// Package alert turns published changes into messages for the people who asked for them. Matching is pure; sending
// goes through a client the caller guards, one file per channel. It does not decide when to send or how often to try:
// a sender says whether another attempt makes sense, the delivery job decides.
//
// Start at Match and Send.
package alert

import (
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
	MyAccounts    bool     // touches a gap annotated with the subscriber's accounts
}

// Match tells whether a subscription asks for this news, and why in words. Mute does not matter here: muted news is
// owed like any other and simply not sent until the mute ends.
func Match(sub store.Subscription, n News) (why string, ok bool) {
	var reasons []string
	if len(sub.Competitors) > 0 {
		if !slices.Contains(sub.Competitors, n.CompetitorKey) {
			return "", false
		}
		reasons = append(reasons, "competitor "+n.Competitor)
	}
	if len(sub.Areas) > 0 {
		area, found := common(sub.Areas, n.Areas)
		if !found {
			return "", false
		}
		reasons = append(reasons, "area "+area)
	}
	if len(sub.Kinds) > 0 {
		if !asksForKind(sub.Kinds, n) {
			return "", false
		}
		reasons = append(reasons, string(n.SourceKind))
	}
	if sub.MinLevel != "" {
		if n.Change.Level.Rank() < sub.MinLevel.Rank() {
			return "", false
		}
		reasons = append(reasons, string(sub.MinLevel)+" and up")
	}
	if sub.MyAccounts {
		if !n.MyAccounts {
			return "", false
		}
		reasons = append(reasons, "touches a gap of your accounts")
	}
	if len(reasons) == 0 {
		return "everything", true
	}
	return strings.Join(reasons, ", "), true
}

// Muted tells whether a subscription rests at this moment.
func Muted(sub store.Subscription, now time.Time) bool {
	return sub.MutedUntil != nil && now.Before(*sub.MutedUntil)
}

func asksForKind(kinds []string, n News) bool {
	return slices.Contains(kinds, string(n.SourceKind)) || slices.Contains(kinds, string(n.Change.Kind))
}

func common(a, b []string) (string, bool) {
	for _, x := range a {
		if slices.Contains(b, x) {
			return x, true
		}
	}
	return "", false
}
