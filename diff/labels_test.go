package diff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

// The same row of a price list, written in another way.
func TestRowsWrittenInAnotherWay(t *testing.T) {
	for _, tt := range []struct{ name, old, new string }{
		{"a sign for and", "Roles & permissions", "Roles and permissions"},
		{"another apostrophe", "Your team’s inbox", "Your team's inbox"},
		{"a badge for what is new", "Shared inbox", "Shared inbox New"},
		{"the mark for thousands", "Up to 40,000 runs", "Up to 40000 runs"},
		{"a sign for per month", "Runs per month", "Runs / mo"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, other := range []extract.FeatureRow{yes("Comments"), value("Storage", "40,000")} {
				old := priceList(with(plan("Team", usd(900, extract.Month)), yes(tt.old), other))
				new := priceList(with(plan("Team", usd(900, extract.Month)), yes(tt.new), other))
				require.Empty(t, diff.Documents(old, new, diff.Memory{}))
				require.Empty(t, diff.Documents(new, old, diff.Memory{}))
			}
		})
	}
	badge := priceList(with(plan("Team"), yes("Comments"), yes("New")))
	require.Empty(t, diff.Documents(priceList(with(plan("Team"), yes("Comments"))), badge, diff.Memory{}), "a badge is no feature")
	require.Empty(t, diff.Documents(priceList(with(plan("Team"), value("Runs", "40,000"))),
		priceList(with(plan("Team"), value("Runs", "40000"))), diff.Memory{}))
}

// Rows that are nearly written alike and are not the same.
func TestRowsThatDiffer(t *testing.T) {
	for _, tt := range []struct{ old, new string }{
		{"Up to 40,000 runs", "Up to 400000 runs"},
		{"Up to 40,000 runs", "Up to 40,001 runs"},
		{"Runs per month", "Runs per year"},
		{"Shared inbox", "Shared inbox Beta"},
		{"Renew by hand", "Renew"},
	} {
		old := priceList(with(plan("Team", usd(900, extract.Month)), yes(tt.old)))
		new := priceList(with(plan("Team", usd(900, extract.Month)), yes(tt.new)))
		require.NotEmpty(t, diff.Documents(old, new, diff.Memory{}), tt.new)
	}
}

func TestTitlesWrittenInAnotherWay(t *testing.T) {
	b, c := entry("Faster search", "2026-10-20", "https://acme.test/b"), entry("Dark mode", "2026-10-01", "https://acme.test/c")
	edit := func(was, is string) []diff.Change {
		return diff.Documents(changelog(entry(was, "2026-11-02", "https://acme.test/a"), b, c),
			changelog(entry(is, "2026-11-02", "https://acme.test/a"), b, c), diff.Memory{})
	}
	for _, tt := range []struct{ name, was, is string }{
		{"another apostrophe", "What’s on your team’s map", "What's on your team's map"},
		{"a badge", "v2.4.0", "v2.4.0 New"},
		{"a sign for and", "Roles & permissions", "Roles and permissions"},
		{"a letter too many", "Heatmaps for mobille screens", "Heatmaps for mobile screens"},
		{"a wrong letter", "Heatmaps for nobody's screems", "Heatmaps for nobody's screens"},
		{"letters that changed places", "Heatmaps for mobile scerens", "Heatmaps for mobile screens"},
	} {
		t.Run(tt.name, func(t *testing.T) { require.Empty(t, edit(tt.was, tt.is)) })
	}
	for _, tt := range [][2]string{
		{"Maps can be shared", "Maps can't be shared"},
		{"Release 2.4.10", "Release 2.4.11"},
		{"Typical loads are free", "Atypical loads are free"},
		{"Exports to sheets", "Imports to sheets"},
		{"Dark mode now", "Dark mode not"},
	} {
		require.NotEmpty(t, edit(tt[0], tt[1]), tt[1])
	}
}
