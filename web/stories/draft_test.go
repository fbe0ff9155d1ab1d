package stories

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/draft"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// 24: a language model drafts a summary and a mapping. Both say so, lean on a quote of the stored page, and are nothing until
// somebody takes them; switched off, drafts are out of sight and what was taken stays.
func TestDraftsOfALanguageModel(t *testing.T) {
	t.Parallel()
	w, d := here(t), newDesk(t)
	ctx := t.Context()
	told, err := d.st.PublishChanges(ctx, []store.Change{{
		SourceID: d.source.ID, CompetitorID: d.rival.ID, Kind: diff.TextChanged, Subject: "Plans", Quote: "Every plan has search, heatmaps and mobile replay.",
		Level: extract.Notable, BaseSnapshotID: d.snapshot.ID, SnapshotID: d.snapshot.ID, Fingerprint: "plans", DetectedAt: d.now,
	}}, d.now)
	require.NoError(t, err)
	require.NoError(t, d.st.SavePhrases(ctx, []store.Phrase{{
		AreaID: d.features["search"].AreaID, CompetitorID: d.rival.ID, SourceID: d.source.ID, SnapshotID: d.snapshot.ID,
		Text: "mobile replay", FoldedText: "mobile replay", FirstSeenAt: d.now, LastSeenAt: d.now,
	}}))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, _ := io.ReadAll(r.Body)
		answer := `{"feature":"mobile","quote":"search, heatmaps and mobile replay"}`
		if strings.Contains(string(asked), "You sum up") {
			answer = `{"summary":"All plans include search now.","quote":"Every plan has search"}`
		}
		fmt.Fprintf(w, `{"choices":[{"message":{"content":%s}}]}`, strconv.Quote(answer))
	}))
	t.Cleanup(srv.Close)
	d.line = &watch.Line{
		Store: d.st, Now: d.clock, Log: slog.New(slog.DiscardHandler),
		Drafting: watch.Drafting{Model: &draft.Model{Address: srv.URL, Name: "small-1", Client: srv.Client()}, PerDay: 10},
	}
	require.NoError(t, d.line.Draft(ctx))

	b, change := d.open(w), fmt.Sprintf("/changes/%d", told[0].ID)
	b.visit(change)
	require.Contains(t, b.text(".drafted"), "Draft by small-1")
	require.Contains(t, b.text(".drafted"), "All plans include search now.")
	require.Empty(t, b.check())
	b.follow(".drafted .src a")
	require.Equal(t, "Every plan has search", b.text("mark"), "the quote stands on the stored page")
	b.visit(change)
	b.follow(".drafted button[name=take]")
	require.Contains(t, b.text("main"), "small-1 had drafted it")
	require.NotContains(t, b.text("main"), "Draft by", "it is somebody's word now")

	b.visit("/queue?what=unmatched")
	require.Contains(t, b.text(".drafted"), "Draft by small-1")
	require.Empty(t, b.check())
	b.press("d")
	require.Contains(t, b.text("[role=status]"), "“mobile replay” means Mobile replay from now on.")
	b.visit("/settings")
	require.Contains(t, b.text("main"), "2 of 10")

	d.line = nil
	off := d.open(w)
	off.visit(change)
	require.Contains(t, off.text("main"), "All plans include search now.", "what was taken stays")
	require.NoError(t, d.st.DecideSummary(ctx, told[0].ID, false, "Ines", d.now))
	off.visit(change)
	require.NotContains(t, off.text("main"), "All plans include search now.")
	off.visit("/settings")
	require.Contains(t, off.text("main"), "None is asked, and nothing is missing.")
}
