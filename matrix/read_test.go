package matrix_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// cellsOf reads plans as a document and returns what it proves, by feature.
func cellsOf(plans ...extract.Plan) map[string]matrix.Finding {
	got := map[string]matrix.Finding{}
	for _, f := range catalogue().Cells(extract.Document{Kind: extract.Pricing, Plans: plans}) {
		got[f.Feature] = f
	}
	return got
}

// A cell that lists several things proves each of them, from the first plan that names it.
func TestACellNamesSeveralFeatures(t *testing.T) {
	got := cellsOf(
		priced("Team", 49, row("Security", extract.RowValue, "Audit log"), row("Usage", extract.RowValue, "3 heatmaps 5 users")),
		priced("Scale", 99, row("Security", extract.RowValue, "Audit log, SSO and SAML"), row("Usage", extract.RowValue, "unlimited")),
	)
	require.Equal(t, "Team", got["audit"].PlanFrom)
	require.Equal(t, "Scale", got["sso"].PlanFrom)
	require.Equal(t, "SSO", got["sso"].Quote)
	require.Equal(t, "3 heatmaps", got["heatmaps"].Quote)
}

func TestALineNamesSeveralFeatures(t *testing.T) {
	got := cellsOf(priced("Scale", 99, row("Audit logs & SSO", extract.RowYes, "")), priced("Team", 49))
	require.Equal(t, store.Yes, got["audit"].State)
	require.Equal(t, store.Yes, got["sso"].State)
	require.Equal(t, "Audit logs & SSO", got["sso"].Quote, "the line is the proof of both")
}

func TestStates(t *testing.T) {
	for _, tt := range []struct {
		name       string
		team, best extract.FeatureRow
		state      store.State
		from       string
	}{
		{"no plan has it", row("Heatmaps", extract.RowNo, ""), row("Heatmaps", extract.RowNo, ""), store.No, ""},
		{"promised in a cell", row("Heatmaps", extract.RowNo, ""), row("Heatmaps", extract.RowValue, "Coming soon"), store.Planned, ""},
		{"promised in the name", row("Heatmaps (soon)", extract.RowNo, ""), row("Heatmaps (soon)", extract.RowYes, ""), store.Planned, "Scale"},
		{"in beta", row("Heatmaps (beta)", extract.RowNo, ""), row("Heatmaps (beta)", extract.RowYes, ""), store.Beta, "Scale"},
		{"on request", row("Heatmaps", extract.RowNo, ""), row("Heatmaps", extract.RowValue, "On request"), store.Partial, "Scale"},
		{"to ask about the price is to have it", row("Heatmaps", extract.RowNo, ""), row("Heatmaps", extract.RowValue, "Contact us"), store.Yes, "Scale"},
		{"not needed is not had", row("Heatmaps", extract.RowValue, "Not needed"), row("Heatmaps", extract.RowYes, ""), store.Yes, "Scale"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := cellsOf(priced("Scale", 99, tt.best), priced("Team", 49, tt.team))["heatmaps"]
			require.Equal(t, tt.state, got.State)
			require.Equal(t, tt.from, got.PlanFrom)
		})
	}
}

// A plan of which no price is known is cheaper than one that must be asked for, wherever the page has it.
func TestTheOrderOfPlans(t *testing.T) {
	ask := extract.Plan{Name: "Enterprise", Custom: true, Features: []extract.FeatureRow{row("SSO", extract.RowYes, "")}}
	unknown := extract.Plan{Name: "Scale", Features: []extract.FeatureRow{row("SSO", extract.RowYes, "")}}
	got := cellsOf(priced("Team", 49, row("SSO", extract.RowNo, "")), ask, unknown)
	require.Equal(t, "Scale", got["sso"].PlanFrom)
}

// A line that only some plans are compared on is no proof that nobody has it.
func TestALineOfOnePlanIsNoDenial(t *testing.T) {
	got := cellsOf(
		priced("Team", 49, row("Heatmaps", extract.RowNo, ""), row("Audit log", extract.RowYes, "")),
		priced("Scale", 99, row("Audit log", extract.RowYes, "")),
	)
	require.NotContains(t, got, "heatmaps")
}

func TestAddOns(t *testing.T) {
	got := cellsOf(priced("Team", 49, row("Heatmaps", extract.RowValue, "+$20/month"), row("SSO", extract.RowValue, "Optional add-on")),
		priced("Scale", 99, row("Heatmaps", extract.RowYes, ""), row("SSO", extract.RowYes, "")))
	require.True(t, got["heatmaps"].AddOn)
	require.True(t, got["sso"].AddOn)
}
