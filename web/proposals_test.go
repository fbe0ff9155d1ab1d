package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// A contributor proposes, the cell stays; an editor takes it, and it is the editor's word.
func TestAProposalBecomesACellWhenAnEditorTakesIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		const cell = "/cells/replay/mobile/acme"
		o.want(403, "con", "PUT "+cell, `{"state":"partial"}`, "If-Match", "*")
		o.want(403, "vic", "POST "+cell+"/proposals", `{"state":"partial"}`)
		o.want(422, "con", "POST "+cell+"/proposals", `{"state":"perhaps"}`)
		first := o.want(200, "con", "POST "+cell+"/proposals", `{"state":"no"}`)
		p := o.want(200, "con", "POST "+cell+"/proposals", `{"state":"partial","platform":"iOS","note":"Only seen on phones."}`)
		require.NotContains(t, p, "taken")
		value := func() map[string]any { return o.want(200, "con", "GET "+cell, "")["value"].(map[string]any) }
		require.Equal(t, "yes", value()["state"], "the cell stays")
		require.Len(t, items(o.want(200, "vic", "GET /proposals", "")), 1, "what one person proposes later stands in the place of the earlier")

		path := fmt.Sprintf("POST /proposals/%v", p["id"])
		o.want(403, "con", path+"/take", "")
		o.want(412, "eve", fmt.Sprintf("POST /proposals/%v/take", first["id"]), "")
		require.Equal(t, true, o.want(200, "eve", path+"/take", "")["taken"])
		now := value()
		require.Equal(t, "partial", now["state"])
		require.Equal(t, "iOS", now["platform"])
		require.Equal(t, "eve", now["verified_by"])
		require.Equal(t, "Only seen on phones. (proposed by con)", now["note"])
		o.want(412, "eve", path+"/dismiss", "")
		require.Empty(t, items(o.want(200, "eve", "GET /proposals", "")))
		o.want(403, "con", path+"/restore", "")
		require.NotContains(t, o.want(200, "eve", path+"/restore", ""), "taken", "undone")
		require.Len(t, items(o.want(200, "eve", "GET /proposals", "")), 1)
		require.Equal(t, "yes", value()["state"])
		o.want(412, "eve", path+"/restore", "")
		seen := o.ask("eve", "GET "+cell, "").Header().Get("ETag")
		moved := o.now.Add(time.Hour)
		_, err := st.SetCell(t.Context(), 1, 1, store.CellValue{State: store.No, Standing: store.Verified, VerifiedBy: "Ines", VerifiedAt: &moved}, "Ines", moved)
		require.NoError(t, err)
		o.want(412, "eve", path+"/take", "", "If-Match", seen)
		o.want(200, "eve", path+"/take", "", "If-Match", o.ask("eve", "GET "+cell, "").Header().Get("ETag"))
	})
}

// Proposals are a queue: taken, kept and taken back.
func TestProposalsAreDecidedInTheQueue(t *testing.T) {
	st := storetest.SQLite(t)
	o := newOffice(t, st)
	o.want(200, "con", "POST /cells/replay/search/acme/proposals", `{"state":"beta","note":"Their mail says so."}`)
	b := open(t, serve(t, st, o.now, web.Options{Settings: config.Web{Open: true}}))
	require.Contains(t, b.page("/matrix/replay/search/acme").Find("[aria-label=Proposed]").Text(), "Their mail says so.")
	shown := b.hidden("/queue?what=proposed", "/proposals/1")
	settle := func(how string) (int, string) { return b.post("/proposals/1", append(shown, "settle", how)...) }
	state := func() string { return b.page("/matrix/replay/search/acme").Find(".answer .state").First().Text() }

	status, _ := settle("perhaps")
	require.Equal(t, http.StatusBadRequest, status)
	status, where := settle("take")
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, "/queue?decided=1&from=1&what=proposed", where)
	require.Contains(t, state(), "Beta")
	status, _ = settle("dismiss")
	require.Equal(t, http.StatusConflict, status, "it is decided")
	status, _ = settle("undo")
	require.Equal(t, http.StatusSeeOther, status)
	require.Contains(t, state(), "Unknown", "nobody had said anything")
	require.Equal(t, 1, b.page("/queue?what=proposed").Find("button[value=take]").Length(), "it waits again")

	_, err := st.SetCell(t.Context(), 2, 1, store.CellValue{State: store.No, Standing: store.Verified}, "ines", o.now.Add(1))
	require.NoError(t, err)
	status, _ = settle("take")
	require.Equal(t, http.StatusConflict, status, "somebody has decided the cell since")
	shown = b.hidden("/queue?what=proposed", "/proposals/1")
	status, _ = settle("dismiss")
	require.Equal(t, http.StatusSeeOther, status)
	require.Contains(t, state(), "No")
}
