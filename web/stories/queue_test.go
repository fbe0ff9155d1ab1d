package stories

import (
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web"
)

// desk is a house in which decisions wait, with its store: what the keys do is read there.
type desk struct {
	t        *testing.T
	st       *store.Store
	now      time.Time
	features map[string]store.Feature
	rival    store.Competitor
	source   store.Source
	snapshot store.Snapshot
	line     *watch.Line // nil: the pages ask for nothing
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, st: storetest.SQLite(t), now: time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC), features: map[string]store.Feature{}}
	ctx := t.Context()
	areas := []store.Area{{Key: "replay", Name: "Session replay"}}
	require.NoError(t, d.st.SaveAreas(ctx, areas))
	rows := []store.Feature{
		{AreaID: areas[0].ID, Key: "search", Name: "Search", OwnState: store.No},
		{AreaID: areas[0].ID, Key: "heatmaps", Name: "Heatmaps", OwnState: store.No},
		{AreaID: areas[0].ID, Key: "mobile", Name: "Mobile replay", OwnState: store.Yes},
	}
	require.NoError(t, d.st.SaveFeatures(ctx, rows))
	for _, f := range rows {
		d.features[f.Key] = f
	}
	rivals := []store.Competitor{{Key: "rival", Name: "Rival"}}
	require.NoError(t, d.st.SaveCompetitors(ctx, rivals))
	d.rival = rivals[0]
	sources := []store.Source{{CompetitorID: d.rival.ID, Kind: extract.Pricing, URL: "https://rival.test/pricing", Host: "rival.test:443", NextCheckAt: d.now}}
	require.NoError(t, d.st.SaveSources(ctx, sources))
	d.source = sources[0]
	d.snapshot = store.Snapshot{SourceID: d.source.ID, At: d.now, FinalURL: d.source.URL, ContentType: "text/html"}
	require.NoError(t, d.st.SaveSnapshot(ctx, &d.snapshot, []byte("<h1>Plans</h1><p>Every plan has search, heatmaps and mobile replay.</p>")))
	return d
}

// clock is the desk's own.
func (d *desk) clock() time.Time { return d.now }

// proves lets the page say something of a feature, a number of days ago.
func (d *desk) proves(feature string, state store.State, days int) {
	d.t.Helper()
	at := d.now.AddDate(0, 0, -days)
	require.NoError(d.t, d.st.SaveEvidence(d.t.Context(), []store.Evidence{{
		FeatureID: d.features[feature].ID, CompetitorID: d.rival.ID, SourceID: d.source.ID, SnapshotID: d.snapshot.ID, Phrase: feature,
		Quote: "Every plan has search, heatmaps and mobile replay.", State: state, URL: d.source.URL, ObservedAt: at, ConfirmedAt: at,
	}}))
	require.NoError(d.t, watch.DecideCell(d.t.Context(), d.st, d.features[feature].ID, d.rival.ID, store.Machine, d.now.AddDate(0, 0, -1)))
}

// verifies lets a colleague say something of a feature, a number of days ago.
func (d *desk) verifies(feature string, state store.State, days int) {
	d.t.Helper()
	at := d.now.AddDate(0, 0, -days)
	_, err := d.st.SetCell(d.t.Context(), d.features[feature].ID, d.rival.ID, matrix.Verify(store.CellValue{State: state, Note: "asked them"}, "Ines", at), "ines", at)
	require.NoError(d.t, err)
}

func (d *desk) cell(feature string) store.Cell {
	d.t.Helper()
	c, err := d.st.Cell(d.t.Context(), d.features[feature].ID, d.rival.ID)
	require.NoError(d.t, err)
	return c
}

// open shows the pages of the house in a tab.
func (d *desk) open(w *world) *tab {
	d.t.Helper()
	s, err := web.New(web.Options{
		Store: d.st, Line: d.line, Settings: config.Web{Open: true}, Log: slog.New(slog.DiscardHandler), Now: d.clock,
	})
	require.NoError(d.t, err)
	srv := httptest.NewServer(s.Handler())
	d.t.Cleanup(srv.Close)
	return openTab(d.t, w, srv.URL, light)
}

// 6: contested cells are decided by one key each, with their proof beside them, and each decision can be taken back.
func TestContestedCellsByKeyboard(t *testing.T) {
	t.Parallel()
	w, d := here(t), newDesk(t)
	for _, feature := range []string{"search", "heatmaps", "mobile"} {
		d.verifies(feature, store.No, 30)
		d.proves(feature, store.Yes, 3)
	}
	b := d.open(w)
	b.visit("/queue?what=contested")
	require.Equal(t, "Does Rival have Search?", b.text("#qi"))
	require.Contains(t, b.text(".qitem mark"), "Every plan has search", "the proof stands beside it")
	require.Empty(t, b.check())
	before := d.cell("search")

	b.press("k")
	require.Contains(t, b.text("[role=status]"), "Search, Rival is verified: No")
	kept := d.cell("search")
	require.Equal(t, []any{store.No, store.Verified, "asked them"}, []any{kept.State, kept.Standing, kept.Note})
	require.Equal(t, "Does Rival have Heatmaps?", b.text("#qi"), "the next one comes by itself")

	b.press("u")
	require.Equal(t, "Does Rival have Search?", b.text("#qi"))
	require.True(t, before.Same(d.cell("search").CellValue), "it is what it was")
	steps, err := d.st.CellHistory(t.Context(), before.FeatureID, before.CompetitorID)
	require.NoError(t, err)
	require.Len(t, steps, 4, "and the history keeps all of it")

	b.press("t")
	taken := d.cell("search")
	require.Equal(t, []any{store.Yes, store.Verified, ""}, []any{taken.State, taken.Standing, taken.Note})
	require.NotNil(t, taken.EvidenceID)
	b.press("l")
	require.Equal(t, "Does Rival have Mobile replay?", b.text("#qi"))
	require.Equal(t, store.Contested, d.cell("heatmaps").Standing, "what is put off is not decided")
	b.press("k")
	require.Equal(t, "Does Rival have Heatmaps?", b.text("#qi"), "and comes again")
	b.press("t")
	require.Contains(t, b.text("main"), "No contested cells")
	b.press("u")
	require.Equal(t, store.Contested, d.cell("heatmaps").Standing)
	b.press("d")
	require.Equal(t, "/matrix/replay/heatmaps/rival#verify", b.where())
}

// 6: stale cells are confirmed by one key, or given up, and each decision can be taken back.
func TestStaleCellsByKeyboard(t *testing.T) {
	t.Parallel()
	w, d := here(t), newDesk(t)
	d.proves("search", store.Yes, 100)
	d.verifies("mobile", store.Partial, 300)
	require.NoError(t, watch.DecideCell(t.Context(), d.st, d.features["mobile"].ID, d.rival.ID, store.Machine, d.now.AddDate(0, 0, -1)))
	b := d.open(w)
	b.visit("/queue?what=stale")
	require.Equal(t, "Does Rival have Search?", b.text("#qi"))
	require.Empty(t, b.check())
	b.press("k")
	require.Equal(t, []any{store.Yes, store.Verified}, []any{d.cell("search").State, d.cell("search").Standing})
	require.Equal(t, "Does Rival have Mobile replay?", b.text("#qi"))
	b.press("t")
	require.Equal(t, []any{store.Unknown, store.Verified}, []any{d.cell("mobile").State, d.cell("mobile").Standing}, "no page says it: nobody knows")
	b.press("u")
	require.Equal(t, []any{store.Partial, store.Stale}, []any{d.cell("mobile").State, d.cell("mobile").Standing})
}

// 6: annotations without a gap find theirs by one key each, and can be taken back.
func TestTheInboxByKeyboard(t *testing.T) {
	t.Parallel()
	w, d := here(t), newDesk(t)
	for _, what := range []string{"They ask for heatmaps again.", "They need mobile replay.", "Something that has no name here."} {
		_, err := watch.Annotate(t.Context(), d.st, watch.AnnotationForm{Kind: "feature request", What: what}, watch.Person{Name: "Jonas"}, d.now)
		require.NoError(t, err)
	}
	b := d.open(w)
	gap := func(id int64) string {
		a, err := d.st.AnnotationByID(t.Context(), id)
		require.NoError(t, err)
		return a.FeatureKey
	}
	b.visit("/queue?what=inbox")
	require.Contains(t, b.text(".qitem blockquote"), "heatmaps")
	require.Empty(t, b.check())
	b.press("1")
	require.Equal(t, "heatmaps", gap(1))
	require.Contains(t, b.text(".qitem blockquote"), "mobile replay", "the next one comes by itself")
	b.press("u")
	require.Empty(t, gap(1))
	begun, err := d.st.Gaps(t.Context(), 0)
	require.NoError(t, err)
	require.Empty(t, begun, "nor is there the gap that began by it")
	require.Contains(t, b.text(".qitem blockquote"), "heatmaps")
	b.press("l")
	require.Contains(t, b.text(".qitem blockquote"), "mobile replay")
	b.press("1")
	require.Equal(t, "mobile", gap(2))
	b.key("f")
	require.Equal(t, "find", ask[string](b, `document.activeElement.id`))
	b.key(kb.ArrowDown) // the first of the list
	b.key(kb.Tab)
	b.press(kb.Enter)
	require.Equal(t, "search", gap(3))
	require.Contains(t, b.text(".qitem blockquote"), "heatmaps", "what was put off comes again")
	b.press("1")
	require.Contains(t, b.text("main"), "The inbox is empty")
	b.press("u")
	require.Empty(t, gap(1))
}
