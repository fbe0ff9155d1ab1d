package web

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// What a change says of a cell, before a person has said anything: nothing where it is about something else.
func TestWhatAChangeSaysOfACell(t *testing.T) {
	entry := func(typ extract.EntryType, title string) store.EntryView {
		return store.EntryView{Entry: store.Entry{Type: typ, Title: title}}
	}
	for _, c := range []struct {
		kind           diff.ChangeKind
		subject, quote string
		entry          store.EntryView
		speaks         string
		becomes        store.State
	}{
		{diff.PriceChanged, "Targeting", "$59", store.EntryView{}, "", ""},
		{diff.PlanRenamed, "Single sign-on", "Single sign-on", store.EntryView{}, "", ""},
		{diff.FeatureAdded, "Growth: Heatmaps", "Heatmaps", store.EntryView{}, "Heatmaps", store.Yes},
		{diff.FeatureRemoved, "Growth: Heatmaps", "Heatmaps", store.EntryView{}, "Heatmaps", ""},
		{diff.FeatureRemoved, "Heatmaps", "Heatmaps", store.EntryView{}, "Heatmaps", store.No},
		{diff.LimitChanged, "Growth: Retention", "60 days", store.EntryView{}, "Retention", ""},
		{diff.EntryAdded, "Live view is here", "Live view is here", entry(extract.Launch, "Live view is here"), "Live view is here", store.Yes},
		{diff.EntryAdded, "Live view (beta)", "Live view (beta)", entry(extract.Launch, "Live view (beta)"), "Live view (beta)", store.Beta},
		{diff.EntryAdded, "Old keys stop working", "Old keys stop working", entry(extract.Deprecation, "Old keys stop working"), "Old keys stop working", ""},
		{diff.TextChanged, "What you pay", "Exports are kept for 30 days.", store.EntryView{}, "Exports are kept for 30 days.", ""},
	} {
		v := changeView{Entry: c.entry}
		v.Change = store.Change{Kind: c.kind, Subject: c.subject, Quote: c.quote}
		require.Equal(t, c.speaks, speaksOf(v.Change), c.subject)
		require.Equal(t, c.becomes, v.becomes(), "%s %s", c.kind, c.subject)
	}
}
