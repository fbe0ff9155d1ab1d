package web_test

import (
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store/storetest"
)

// A program takes along what people take along from the pages: the same bytes, under the same names.
func TestAProgramTakesFilesAlong(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.want(200, "eve", "POST /reports/2026-W46/publish", "")
	for program, page := range map[string]string{
		"/areas/replay/matrix/export/csv":           "/matrix/replay/export.csv",
		"/areas/replay/matrix/export/md?text=mob":   "/matrix/replay/export.md?text=mob",
		"/areas/replay/matrix/export/png":           "/matrix/replay/export.png",
		"/areas/replay/matrix/export/png?gaps=true": "/matrix/replay/export.png?gaps=on",
		"/reports/2026-W46/export/md":               "/week/2026-W46/export/md",
		"/reports/2026-W46/export/html":             "/week/2026-W46/export/html",
		"/reports/2026-W46/export/csv":              "/week/2026-W46/export/csv",
		"/snapshots/2/raw":                          "/snapshots/2/raw",
	} {
		t.Run(program, func(t *testing.T) {
			for _, who := range []string{"eve", "vic"} { // who may see money, and who may not
				got := o.ask(who, "GET "+program, "")
				want := get(t, o.web, "GET", page, "Authorization", "Bearer "+who)
				require.Equal(t, http.StatusOK, got.Code, got.Body)
				require.Equal(t, want.Body.String(), got.Body.String())
				require.Equal(t, want.Header().Get("Content-Type"), got.Header().Get("Content-Type"))
				require.Equal(t, want.Header().Get("Content-Disposition"), got.Header().Get("Content-Disposition"))
				known := o.ask(who, "GET "+program, "", "If-None-Match", got.Header().Get("ETag"))
				require.Equal(t, http.StatusNotModified, known.Code)
			}
		})
	}
	picture, err := png.Decode(o.ask("vic", "GET /areas/replay/matrix/export/png", "").Body)
	require.NoError(t, err)
	require.Greater(t, picture.Bounds().Dx(), 500)
	require.True(t, strings.HasPrefix(o.ask("vic", "GET /reports/current/export/xlsx", "").Body.String(), "PK"), "a workbook")
	for path, status := range map[string]int{
		"/areas/replay/matrix/export/gif": 422, "/areas/none/matrix/export/png": 404, "/reports/2026-W46/export/png": 422,
		"/reports/soon/export/md": 422, "/snapshots/99/raw": 404, "/snapshots/x/raw": 422,
	} {
		o.want(status, "vic", "GET "+path, "")
	}
	answers := o.want(200, "vic", "GET /openapi.json", "")["paths"].(map[string]any)["/api/v1/areas/{area}/matrix/export/{format}"]
	ok := answers.(map[string]any)["get"].(map[string]any)["responses"].(map[string]any)["200"].(map[string]any)
	require.Contains(t, ok["content"], "image/png")
	require.Contains(t, get(t, o.web, "GET", "/api", "Authorization", "Bearer vic").Body.String(), "image/png")
}

// A program begins where the guide for people does.
func TestAProgramBegins(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	const wish = `{"area":"Flags","competitors":[{"name":"Bolt","home":"https://bolt.test/","sources":[
		{"kind":"pricing","url":"https://bolt.test/pricing"},{"kind":"feed","url":"https://bolt.test/feed"}]}]}`
	o.want(403, "con", "POST /begin", wish)
	require.EqualValues(t, 2, o.want(200, "eve", "POST /begin", wish)["sources"])
	require.EqualValues(t, 0, o.want(200, "eve", "POST /begin", wish)["sources"], "what is there stays as it is")
	require.Len(t, items(o.want(200, "vic", "GET /sources?competitor=bolt", "")), 2)
	require.Len(t, items(o.want(200, "vic", "GET /areas", "")), 2)
	o.want(422, "eve", "POST /begin", strings.Replace(wish, "https://bolt.test/pricing", "file:///etc/passwd", 1))
	o.want(422, "eve", "POST /begin", `{"competitors":[{"name":"Bolt","sources":[]}]}`)

	const look = `{"kind":"pricing","url":"https://bolt.test/pricing"}`
	o.want(403, "con", "POST /sources/preview", look)
	o.want(501, "eve", "POST /sources/preview", look)
	o.withLine()
	o.want(422, "eve", "POST /sources/preview", `{"kind":"pricing","url":"nowhere"}`)
}
