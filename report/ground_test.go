package report_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// monday is when a test begins to write.
var monday = time.Date(2026, 11, 16, 6, 0, 0, 0, time.UTC)

// field is a small landscape to write to.
type field struct {
	areas       []store.Area
	features    []store.Feature
	competitors []store.Competitor
}

func newField(t *testing.T, st *store.Store) (f field) {
	t.Helper()
	ctx := t.Context()
	f.areas = []store.Area{{Key: "replay", Name: "Replay"}, {Key: "flags", Name: "Flags"}}
	require.NoError(t, st.SaveAreas(ctx, f.areas))
	states := matrix.States()
	for i := range 8 {
		f.features = append(f.features, store.Feature{
			AreaID: f.areas[i%2].ID, Key: fmt.Sprintf("f%d", i), Name: fmt.Sprintf("Feature %d", i), Position: i, OwnState: states[i%len(states)],
		})
	}
	require.NoError(t, st.SaveFeatures(ctx, f.features))
	f.competitors = []store.Competitor{{Key: "acme", Name: "Acme"}, {Key: "bolt", Name: "Bolt"}, {Key: "cord", Name: "Cord"}}
	require.NoError(t, st.SaveCompetitors(ctx, f.competitors))
	for _, feature := range f.features {
		for i, c := range f.competitors {
			_, err := st.SetCell(ctx, feature.ID, c.ID, store.CellValue{State: states[i], Standing: store.Observed}, store.Machine, monday)
			require.NoError(t, err)
		}
	}
	return f
}

// views is all that is made of the ground.
type views struct {
	Sheets []matrix.Sheet
	Gaps   [][]matrix.GapView
	Leads  [][]store.Feature
	JSON   []string
}

// look reads everything, now and as of the day before the last writes.
func (f field) look(t *testing.T, st *store.Store) (v views) {
	t.Helper()
	ctx, then := t.Context(), monday.Add(24*time.Hour)
	t.Helper()
	for _, asOf := range []*time.Time{nil, &then} {
		gaps, err := report.Gaps(ctx, st, nil, asOf)
		require.NoError(t, err)
		v.Gaps = append(v.Gaps, gaps)
		for i := range f.areas {
			sheet, err := report.Sheet(ctx, st, f.areas[i], asOf)
			require.NoError(t, err)
			data, err := report.ChosenSheet(ctx, st, f.areas[i], asOf, matrix.Filter{})
			require.NoError(t, err)
			gaps, err := report.Gaps(ctx, st, &f.areas[i], asOf)
			require.NoError(t, err)
			v.Sheets, v.JSON, v.Gaps = append(v.Sheets, sheet), append(v.JSON, string(data.Encoded())), append(v.Gaps, gaps)
		}
	}
	for _, area := range []*store.Area{nil, &f.areas[0], &f.areas[1]} {
		leads, err := report.Leads(ctx, st, area)
		require.NoError(t, err)
		v.Leads = append(v.Leads, leads)
	}
	return v
}

// anyWrite writes one thing, as any of our processes could.
func (f field) anyWrite(t *testing.T, st *store.Store, r *rand.Rand) {
	t.Helper()
	ctx, states := t.Context(), matrix.States()
	feature, competitor := &f.features[r.IntN(len(f.features))], &f.competitors[r.IntN(len(f.competitors))]
	at := monday.Add(time.Duration(r.IntN(48)) * time.Hour)
	switch r.IntN(10) {
	case 0:
		feature.OwnState = states[r.IntN(len(states))]
		require.NoError(t, st.SaveFeatures(ctx, []store.Feature{*feature}))
	case 1:
		competitor.Name += "x"
		require.NoError(t, st.SaveCompetitors(ctx, []store.Competitor{*competitor}))
	case 2:
		area := &f.areas[r.IntN(2)]
		area.Name += "x"
		require.NoError(t, st.SaveAreas(ctx, []store.Area{*area}))
	case 3:
		gap, err := st.EnsureGap(ctx, feature.ID, at)
		require.NoError(t, err)
		note := store.Annotation{GapID: &gap.ID, Kind: store.AtRisk, What: "They asked.", CreatedAt: at, UpdatedAt: at}
		require.NoError(t, st.SaveAnnotation(ctx, &note))
	default:
		value := store.CellValue{State: states[r.IntN(len(states))], Standing: store.Verified, ExpiresAt: &at}
		_, err := st.SetCell(ctx, feature.ID, competitor.ID, value, "Ines", at)
		require.NoError(t, err)
	}
}

// Whatever is written, by this process or another: what is kept says the same as what is made of all rows anew.
func TestWhatIsKeptIsWhatWouldBeReadAnew(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		st, other := storetest.Open(t, address), storetest.Open(t, address)
		f, r := newField(t, st), rand.New(rand.NewPCG(5, 18))
		writes := 40
		if testing.Short() {
			writes = 15
		}
		for n := range writes {
			f.anyWrite(t, []*store.Store{st, other}[n%2], r)
			var anew views
			require.NoError(t, st.InTx(t.Context(), func(tx *store.Store) error { // in which nothing is kept
				anew = f.look(t, tx)
				return nil
			}))
			require.Equal(t, anew, f.look(t, st), "after write %d", n)
		}
	})
}

func TestOnlyTheFeatureWhoseCellWasWrittenIsMadeAnew(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		st, other := storetest.Open(t, address), storetest.Open(t, address)
		f, ctx := newField(t, other), t.Context()
		before, err := report.Sheet(ctx, st, f.areas[0], nil)
		require.NoError(t, err)
		value := store.CellValue{State: store.Partial, Standing: store.Verified}
		_, err = other.SetCell(ctx, before.Rows[1].ID, before.Columns[0].ID, value, "Ines", monday.Add(time.Hour))
		require.NoError(t, err)
		after, err := report.Sheet(ctx, st, f.areas[0], nil)
		require.NoError(t, err)
		require.Equal(t, store.Partial, after.Rows[1].Cells[0].State)
		require.Equal(t, store.Yes, before.Rows[1].Cells[0].State, "what was read before stays")
		for i := range before.Rows {
			same := &before.Rows[i].Cells[0] == &after.Rows[i].Cells[0]
			require.Equal(t, i != 1, same, "row %d", i)
		}
	})
}
