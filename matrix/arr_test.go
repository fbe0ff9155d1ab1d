package matrix_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

func on(gap, account int64) store.Annotation {
	n := store.Annotation{GapID: &gap, Kind: store.FeatureRequest}
	if account != 0 {
		n.AccountID = &account
	}
	return n
}

var accounts = []store.Account{
	{ID: 1, Name: "Northwind", ARRMinor: 8_400_000, ARRKnown: true, Currency: "USD"},
	{ID: 2, Name: "Kestrel", ARRMinor: 6_120_000, ARRKnown: true, Currency: "USD"},
	{ID: 3, Name: "Fernhollow", ARRMinor: 9_750_000, ARRKnown: true, Currency: "EUR"},
	{ID: 4, Name: "Tamarack"},
}

func TestCombinedARR(t *testing.T) {
	for _, tt := range []struct {
		name        string
		annotations []store.Annotation
		sum         string
		accounts    int
		notCounted  int
	}{
		{"nobody asked", nil, "none", 0, 0},
		{"two accounts are added", []store.Annotation{on(1, 1), on(1, 2)}, "$145,200", 2, 0},
		{"an account with two annotations counts once", []store.Annotation{on(1, 1), on(1, 1)}, "$84,000", 1, 1},
		{"currencies are never added", []store.Annotation{on(1, 1), on(1, 3)}, "€97,500 and $84,000", 2, 0},
		{"an account whose ARR is not known is named", []store.Annotation{on(1, 1), on(1, 4)}, "$84,000", 2, 1},
		{"an annotation without an account is named", []store.Annotation{on(1, 0)}, "none", 0, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			arr := matrix.CombinedARR(tt.annotations, accounts)
			require.Equal(t, tt.sum, arr.String())
			require.Equal(t, tt.accounts, arr.Accounts())
			require.Len(t, arr.NotCounted, tt.notCounted)
		})
	}
}

// Every annotation has its line, and what the lines add up to is the sum.
func TestALedgerHasALineForEveryAnnotation(t *testing.T) {
	annotations := []store.Annotation{on(1, 1), on(1, 0), on(1, 1), on(1, 4), on(1, 4), on(1, 9), on(1, 2)}
	var sum int64
	var why []string
	for _, line := range matrix.Ledger(annotations, matrix.AccountsByID(accounts)) {
		why = append(why, line.Why)
		if line.Why == "" {
			sum += line.Minor
		}
	}
	require.Equal(t, []string{
		"", "an annotation without an account", "a second annotation of the same account", "its ARR is not known",
		"a second annotation of the same account", "its account is gone", "",
	}, why)
	require.Equal(t, []matrix.Total{{Minor: sum, Currency: "USD"}}, matrix.CombinedARR(annotations, accounts).Totals)
}

func TestGaps(t *testing.T) {
	in := matrix.Input{
		Features: []store.Feature{
			{ID: 1, Name: "Search", OwnState: store.No},
			{ID: 2, Name: "Heatmaps", OwnState: store.Partial},
			{ID: 3, Name: "Masking", OwnState: store.Yes},
			{ID: 4, Name: "Never looked at", OwnState: store.Unknown},
			{ID: 5, Name: "Asked for", OwnState: store.Unknown},
		},
		Competitors: []store.Competitor{{ID: 1, Name: "Acme"}, {ID: 2, Name: "Bolt"}},
		Cells: []store.Cell{
			{FeatureID: 1, CompetitorID: 1, CellValue: store.CellValue{State: store.Yes}},
			{FeatureID: 1, CompetitorID: 2, CellValue: store.CellValue{State: store.Unknown}},
			{FeatureID: 2, CompetitorID: 2, CellValue: store.CellValue{State: store.Yes}},
			{FeatureID: 3, CompetitorID: 1, CellValue: store.CellValue{State: store.No}},
			{FeatureID: 4, CompetitorID: 1, CellValue: store.CellValue{State: store.Yes}},
		},
	}
	asked := map[int64]matrix.Asked{
		2: matrix.NewAsked(&store.Gap{ID: 7, FeatureID: 2}, []store.Annotation{on(7, 1)}, matrix.AccountsByID(accounts)),
		5: matrix.NewAsked(&store.Gap{ID: 8, FeatureID: 5}, []store.Annotation{on(8, 2)}, matrix.AccountsByID(accounts)),
	}
	var names []string
	for _, g := range matrix.Gaps(matrix.Survey(in), asked) {
		names = append(names, g.Feature.Name)
		for _, a := range g.Ahead {
			require.NotEqual(t, store.Unknown, a.Value.State, "unknown is never ahead")
		}
	}
	require.Equal(t, []string{"Heatmaps", "Asked for", "Search"}, names, "by combined ARR, then by who is ahead")
	leads := matrix.Leads(in)
	require.Len(t, leads, 1)
	require.Equal(t, "Masking", leads[0].Name)
}

func TestTheOrderByAccountsTellsNoMoney(t *testing.T) {
	byID := matrix.AccountsByID(accounts)
	features := []store.Feature{{ID: 1, Key: "two small"}, {ID: 2, Key: "one large"}, {ID: 3, Key: "one without ARR"}}
	asked := map[int64]matrix.Asked{
		1: matrix.NewAsked(nil, []store.Annotation{on(1, 2), on(1, 4)}, byID),
		2: matrix.NewAsked(nil, []store.Annotation{on(2, 1)}, byID),
		3: matrix.NewAsked(nil, []store.Annotation{on(3, 4), on(3, 4)}, byID),
	}
	keys := func(gaps []matrix.GapView) (keys []string) {
		for _, g := range gaps {
			keys = append(keys, g.Feature.Key)
		}
		return keys
	}
	slices.Reverse(features)
	byARR := matrix.Gaps(matrix.Survey(matrix.Input{Features: features}), asked)
	require.Equal(t, []string{"one large", "two small", "one without ARR"}, keys(byARR))
	require.Equal(t, []string{"two small", "one large", "one without ARR"}, keys(matrix.ByAccounts(byARR)))
	require.Equal(t, []string{"one large", "two small", "one without ARR"}, keys(byARR), "the rows are shared")
}
