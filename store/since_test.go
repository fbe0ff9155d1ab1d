package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// A cell knows since when it has been in its state: another plan, or somebody who verifies it, does not begin it anew.
func TestACellKnowsSinceWhenItSaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		feature, competitor, _ := landscape(t, st)
		day := func(n int) time.Time { return monday.AddDate(0, 0, n) }
		for _, step := range []struct {
			name  string
			value store.CellValue
			at    int
			since int
		}{
			{"a machine reads it", store.CellValue{State: store.Beta, Standing: store.Observed}, 0, 0},
			{"it comes", store.CellValue{State: store.Yes, Standing: store.Observed, PlanFrom: "Max"}, 1, 1},
			{"to a smaller plan", store.CellValue{State: store.Yes, Standing: store.Observed, PlanFrom: "Team"}, 2, 1},
			{"somebody verifies it", store.CellValue{State: store.Yes, Standing: store.Verified, VerifiedBy: "Ines"}, 3, 1},
			{"it goes", store.CellValue{State: store.No, Standing: store.Observed}, 4, 4},
			{"and comes back", store.CellValue{State: store.Yes, Standing: store.Observed}, 5, 5},
		} {
			_, err := st.SetCell(ctx, feature.ID, competitor.ID, step.value, store.Machine, day(step.at))
			require.NoError(t, err)
			c, err := st.Cell(ctx, feature.ID, competitor.ID)
			require.NoError(t, err)
			require.Equal(t, day(step.since), c.Since.UTC(), step.name)
			cells, err := st.Cells(ctx, 0)
			require.NoError(t, err)
			require.Equal(t, day(step.since), cells[0].Since.UTC(), step.name)
		}
	})
}

// What an older program wrote learns it from its history.
func TestOldCellsLearnSinceWhen(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		ctx := t.Context()
		st, insert := asOf(t, address, 22)
		insert("areas", map[string]any{"id": 1, "key": "a"})
		insert("competitors", map[string]any{"id": 1, "key": "acme"})
		for id, states := range [][]string{{"yes"}, {"no", "yes", "yes"}, {"yes", "no", "yes", "yes"}} {
			feature := id + 1
			insert("features", map[string]any{"id": feature, "area_id": 1, "key": string(rune('a' + id))})
			for n, state := range states {
				insert("cell_versions", map[string]any{"feature_id": feature, "competitor_id": 1, "state": state, "at": monday.AddDate(0, 0, n)})
			}
			insert("cells", map[string]any{"feature_id": feature, "competitor_id": 1, "state": "yes", "updated_at": monday.AddDate(0, 0, 9)})
		}
		require.NoError(t, st.Migrate(ctx))
		require.NoError(t, st.Verify(ctx))
		cells, err := st.Cells(ctx, 0)
		require.NoError(t, err)
		var since []int
		for _, c := range cells {
			since = append(since, int(c.Since.Sub(monday)/(24*time.Hour)))
		}
		require.Equal(t, []int{0, 1, 2}, since)
	})
}
