// Package diff compares two documents of one source and says what changed in meaning: a price moved, a plan
// appeared, a limit shrank, an entry was published. It is pure, and it never reports a difference without words that
// stand verbatim on one of the two pages.
//
// Start at Documents.
package diff

import (
	"strings"

	"github.com/gapwatch/gapwatch/extract"
)

// ChangeKind names a difference in meaning.
type ChangeKind string

// The kinds of change.
const (
	PriceChanged   ChangeKind = "price_changed"
	PlanAdded      ChangeKind = "plan_added"
	PlanRemoved    ChangeKind = "plan_removed"
	PlanRenamed    ChangeKind = "plan_renamed"
	LimitChanged   ChangeKind = "limit_changed"
	FeatureAdded   ChangeKind = "feature_added"
	FeatureRemoved ChangeKind = "feature_removed"
	BillingChanged ChangeKind = "billing_changed"
	EntryAdded     ChangeKind = "entry_added"
	EntryChanged   ChangeKind = "entry_changed"
	EntryRemoved   ChangeKind = "entry_removed"
	TextChanged    ChangeKind = "text_changed"
)

// Kinds lists the kinds of change, those about prices first.
func Kinds() []ChangeKind {
	return []ChangeKind{
		PriceChanged, BillingChanged, PlanAdded, PlanRemoved, PlanRenamed, LimitChanged, FeatureAdded, FeatureRemoved,
		EntryAdded, EntryChanged, EntryRemoved, TextChanged,
	}
}

// Words is the kind for people: "price changed".
func (k ChangeKind) Words() string { return strings.ReplaceAll(string(k), "_", " ") }

// Change is one difference between two good snapshots of a source.
type Change struct {
	Kind    ChangeKind    `json:"kind"`
	Subject string        `json:"subject"` // the plan, the plan and row, the entry's title, the section of the page
	Before  string        `json:"before"`  // in words; empty when it was not there
	After   string        `json:"after"`   // in words; empty when it is gone
	Quote   string        `json:"quote"`   // verbatim on the new page, or on the old one for what is gone
	Level   extract.Level `json:"level"`
	// Entry is set for entry_added and entry_changed.
	Entry *extract.Entry `json:"-"`
	// For are the new entries that a change stands for, where there are too many to tell one by one.
	For []*extract.Entry `json:"-"`
	// SecondLook is true where a page may just have hiccuped (something vanished, a price moved, text was swapped):
	// such a change is published once another capture shows it too.
	SecondLook bool `json:"-"`
}
