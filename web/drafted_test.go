package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/draft"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web"
)

// What a language model drafted says so to programs, and only editors take it.
func TestProgramsSeeWhatIsADraft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, o := t.Context(), newOffice(t, st)
		o.person("ada", "admin", false)
		changes, err := st.Changes(ctx, store.ChangeFilter{Status: store.Published, Limit: 1})
		require.NoError(t, err)
		phrases, err := st.OpenPhrases(ctx, 0)
		require.NoError(t, err)
		feature, err := st.FeatureByKey(ctx, "replay", "search")
		require.NoError(t, err)
		for _, d := range []store.Draft{
			{ChangeID: &changes[0].ID, Text: "Team costs $59 now.", Quote: "Team $59", Model: "small", MadeAt: o.now},
			{PhraseID: &phrases[0].ID, FeatureID: &feature.ID, Quote: "Heatmaps", Model: "small", MadeAt: o.now},
		} {
			require.NoError(t, st.SaveDraft(ctx, &d))
		}
		summary := fmt.Sprintf("/changes/%d/summary", changes[0].ID)
		o.want(404, "vic", "GET "+summary, "")
		o.want(404, "ada", "GET /model", "")
		require.NotContains(t, items(o.want(200, "vic", "GET /queues/phrases", ""))[0], "drafted", "switched off, drafts are out of sight")

		o.web = serve(t, st, o.now, web.Options{Version: "test", Line: &watch.Line{
			Store: st, Now: func() time.Time { return o.now }, Log: slog.New(slog.DiscardHandler),
			Drafting: watch.Drafting{PerDay: 10, Model: &draft.Model{Address: "https://model.test/v1", Name: "small", Client: http.DefaultClient}},
		}})
		require.Equal(t, map[string]any{"text": "Team costs $59 now.", "quote": "Team $59", "model": "small", "draft": true}, o.want(200, "vic", "GET "+summary, ""))
		require.Equal(t, map[string]any{"feature": "replay/search", "quote": "Heatmaps", "model": "small"},
			items(o.want(200, "vic", "GET /queues/phrases", ""))[0]["drafted"])
		o.want(403, "con", "POST "+summary+"/take", "")
		o.want(404, "eve", "POST /changes/999/summary/take", "")
		taken := o.want(200, "eve", "POST "+summary+"/take", "")
		require.Equal(t, []any{false, "eve"}, []any{taken["draft"], taken["decided_by"]})
		fares := o.want(200, "ada", "GET /model", "")
		require.Equal(t, []any{"small", "model.test", 2., 1., 1.}, []any{fares["name"], fares["host"], fares["asked"], fares["waiting"], fares["taken"]})
		o.want(403, "eve", "GET /model", "")
		o.want(204, "eve", "POST "+summary+"/dismiss", "")
		o.want(404, "vic", "GET "+summary, "")
	})
}
