package report_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// What is put together from kept rows says the same as what is written anew.
func TestAChosenMatrixIsWrittenAsAWholeOneWouldBe(t *testing.T) {
	st, ctx := storetest.SQLite(t), t.Context()
	areas := []store.Area{{Key: "replay", Name: "Replay <&>"}}
	require.NoError(t, st.SaveAreas(ctx, areas))
	features := []store.Feature{
		{AreaID: areas[0].ID, Key: "search", Name: hostile, GroupName: "One", OwnState: store.No},
		{AreaID: areas[0].ID, Key: "mobile", Name: "Mobile", GroupName: "Two", OwnState: store.Yes},
		{AreaID: areas[0].ID, Key: "heat", Name: "Heatmaps", GroupName: "Two", OwnState: store.No},
	}
	require.NoError(t, st.SaveFeatures(ctx, features))
	companies := []store.Competitor{{Key: "acme", Name: "Acme"}, {Key: "bolt", Name: "Bolt"}}
	require.NoError(t, st.SaveCompetitors(ctx, companies))
	_, err := st.SetCell(ctx, features[0].ID, companies[0].ID, store.CellValue{
		State: store.Yes, Standing: store.Observed, PlanFrom: hostile,
	}, store.Machine, time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC))
	require.NoError(t, err)

	for name, c := range map[string]struct {
		filter matrix.Filter
		rows   int
	}{
		"all of it":    {matrix.Filter{}, 3},
		"gaps":         {matrix.Filter{Gaps: true}, 1},
		"a group":      {matrix.Filter{Group: "Two"}, 2},
		"nothing":      {matrix.Filter{Text: "nowhere"}, 0},
		"some columns": {matrix.Filter{Competitors: []string{"bolt"}}, 3},
	} {
		got, err := report.ChosenSheet(ctx, st, areas[0], nil, c.filter)
		require.NoError(t, err, name)
		require.Len(t, got.Rows, c.rows, name)
		sheet, err := report.Sheet(ctx, st, areas[0], nil)
		require.NoError(t, err, name)
		want, err := json.Marshal(report.Data(sheet.Choose(c.filter)))
		require.NoError(t, err, name)
		if body := got.Encoded(); body != nil {
			require.JSONEq(t, string(want), string(body), name)
			require.NotContains(t, string(body), `\u003c`, name)
		} else {
			require.NotEmpty(t, c.filter.Competitors, "what is kept is used: %s", name)
		}
	}
}

// What others wrote stays text in every export: no formula, no link, no picture, and no name that a workbook refuses.
func TestWhatOthersWroteIsTextInExports(t *testing.T) {
	sheet := report.SheetData{
		Name: strings.Repeat("\U0001F680", 40), Competitors: []string{"![Bolt](https://evil.test/x)"},
		Rows: []report.SheetRow{{Name: "[win](https://evil.test/x) `a` \\"}},
	}
	require.NoError(t, report.SheetsXLSX(io.Discard, []report.SheetData{sheet, sheet}))
	var md strings.Builder
	require.NoError(t, report.SheetsMarkdown(&md, []report.SheetData{sheet}))
	require.Contains(t, md.String(), `\!\[Bolt\](https`)
	require.Contains(t, md.String(), "| \\[win\\](https")
	require.Equal(t, []string{"'=1", "'\n=1", "'＝1", "'－1", "1=1", ""}, report.Inert([]string{"=1", "\n=1", "＝1", "－1", "1=1", ""}))
}
