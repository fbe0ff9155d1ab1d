package matrix

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

// arranged is the sheet of some rows.
func arranged(in Input, best map[int64]bool) Sheet {
	return Arrange(store.Area{Key: "replay"}, in.Competitors, Rows(in), best)
}

// nov is a day of November 2026.
func nov(day int) time.Time { return time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC) }

func id(n int64) *int64 { return &n }

// input is two features and two competitors.
func input() Input {
	return Input{
		Features: []store.Feature{
			{ID: 1, Key: "search", Name: "Search", GroupName: "Find", OwnState: store.No},
			{ID: 2, Key: "mobile", Name: "Mobile", GroupName: "Record", Aliases: []string{"Handset view"}, OwnState: store.Yes},
		},
		Competitors: []store.Competitor{{ID: 7, Key: "acme", Name: "Acme"}, {ID: 8, Key: "bolt", Name: "Bolt"}},
		Cells: []store.Cell{
			{FeatureID: 1, CompetitorID: 7, CellValue: store.CellValue{State: store.Yes, Standing: store.Contested}, UpdatedAt: nov(3)},
			{FeatureID: 2, CompetitorID: 8, CellValue: store.CellValue{State: store.No, Standing: store.Observed}, UpdatedAt: nov(9)},
		},
	}
}

// twiceAsked is an account that asked for one of the features twice.
func twiceAsked() map[int64]Asked {
	accounts := []store.Account{{ID: 3, Name: "Northwind", ARRMinor: 100_00, ARRKnown: true, Currency: "USD"}}
	annotations := []store.Annotation{{GapID: id(5), AccountID: id(3)}, {GapID: id(5), AccountID: id(3)}}
	return map[int64]Asked{1: NewAsked(&store.Gap{ID: 5, FeatureID: 1}, annotations, AccountsByID(accounts))}
}

func TestASheetSaysWhoIsAheadAndWhatNobodyKnows(t *testing.T) {
	bare := arranged(input(), map[int64]bool{7: true})
	s := bare.Asked(twiceAsked())
	require.Nil(t, bare.Rows[0].Gap, "the sheet that it was made of stays")
	require.Equal(t, store.Unknown, s.Rows[0].Cells[1].State, "what nobody said is unknown")
	require.True(t, s.Rows[0].Cells[0].Ahead)
	require.Equal(t, 1, s.Rows[0].Ahead)
	require.Equal(t, "$100", s.Rows[0].ARR.String(), "an account counts once")
	require.True(t, s.Columns[0].Best)
	require.Equal(t, 1, s.Columns[0].Ahead)
	require.Equal(t, 1, s.Columns[1].Behind)
	require.Zero(t, s.Columns[1].Ahead, "unknown is never ahead")
	require.Equal(t, []Share{{store.Yes, 1}, {store.Unknown, 1}}, Mix(s.Column(0)))
}

func TestChoosing(t *testing.T) {
	for _, tt := range []struct {
		name   string
		filter Filter
		rows   []string
	}{
		{"nothing left out", Filter{}, []string{"search", "mobile"}},
		{"by name, whatever its case", Filter{Text: "SEAR"}, []string{"search"}},
		{"by an alias", Filter{Text: "handset"}, []string{"mobile"}},
		{"by group", Filter{Group: "Record"}, []string{"mobile"}},
		{"gaps only", Filter{Gaps: true}, []string{"search"}},
		{"contested", Filter{Contested: true}, []string{"search"}},
		{"contested in a column that is not shown", Filter{Contested: true, Competitors: []string{"bolt"}}, nil},
		{"changed since", Filter{ChangedSince: nov(4)}, []string{"mobile"}},
		{"changed that very day", Filter{ChangedSince: nov(9)}, []string{"mobile"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, row := range arranged(input(), nil).Asked(twiceAsked()).Choose(tt.filter).Rows {
				got = append(got, row.Key)
			}
			require.Equal(t, tt.rows, got)
		})
	}
}

func TestTwoDatesAreCompared(t *testing.T) {
	earlier := input()
	earlier.Cells = earlier.Cells[:1]
	s := arranged(input(), nil).Compare(arranged(earlier, nil))
	require.Nil(t, s.Rows[0].Cells[0].Was)
	require.Equal(t, store.Unknown, s.Rows[1].Cells[1].Was.State)
	require.Len(t, s.Choose(Filter{Differs: true}).Rows, 1)
}

func TestWhatIsSafeToSay(t *testing.T) {
	f := store.Feature{Name: "Search"}
	evidence := []store.Evidence{{ID: 4, URL: "https://www.acme.example/pricing", ConfirmedAt: nov(9)}}
	for _, tt := range []struct {
		name  string
		value store.CellValue
		want  string
	}{
		{"unknown is said as unknown", store.CellValue{State: store.Unknown}, "We do not know whether Acme has Search."},
		{"with plan, source and date", store.CellValue{State: store.Yes, PlanFrom: "Team", EvidenceID: id(4)},
			"Acme has Search from its Team plan, its page at acme.example says; seen on 9 Nov 2026."},
		{"contested with its doubt", store.CellValue{State: store.Beta, AddOn: true, Standing: store.Contested},
			"Acme has Search in beta, at extra cost. Our sources do not agree on this."},
	} {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, Say("Acme", f, tt.value, evidence).Sentence) })
	}
}
