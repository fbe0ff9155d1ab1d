package web_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// walks are addresses to open for the routes that hold something in braces, by pattern; those of a GET without braces are opened
// as they are.
var walks = map[string][]string{
	"GET /matrix/{area}":                        {"/matrix/replay", "/matrix/replay?gaps=on", "/matrix/replay?open=0"},
	"GET /matrix/{area}/{file}":                 {"/matrix/replay/export.csv", "/matrix/replay/export.xlsx", "/matrix/replay/export.md", "/matrix/replay/export.json", "/matrix/replay/export.png"},
	"GET /matrix/{area}/{feature}/{competitor}": {"/matrix/replay/mobile/acme"},
	"GET /gaps/{area}/{feature}":                {"/gaps/replay/mobile"},
	"GET /week/{week}/export/{format}":          {"/week/2026-W46/export/md", "/week/2026-W46/export/html", "/week/2026-W46/export/json", "/week/2026-W46/export/xlsx", "/week/2026-W46/export/csv"},
	"GET /reports/{slug...}":                    {"/reports/2026-W46"},
	"GET /changes/{id}":                         {"/changes/1"},
	"GET /competitors/{key}":                    {"/competitors/acme"},
	"GET /subscriptions/{key}":                  {"/subscriptions/revenue", "/subscriptions/team"},
	"GET /annotations/{id}":                     {"/annotations/1"},
	"GET /accounts/{key}":                       {"/accounts/zz-key", "/accounts/none"},
	"GET /sources/{id}":                         {"/sources/1"},
	"GET /sources/{id}/rules":                   {"/sources/1/rules"},
	"GET /snapshots/{id}":                       {"/snapshots/1"},
	"GET /snapshots/{id}/source":                {"/snapshots/1/source"},
	"GET /snapshots/{id}/raw":                   {"/snapshots/1/raw"},
	"GET /search":                               {"/search?q=zanzibar", "/search?q=leave", "/search?q=zz-key", "/search?q=mobile"},
	"GET /annotate":                             {"/annotate", "/annotate?feature=replay/mobile&account=Zanz", "/annotate?text=mobile"},
	"GET /annotate/accounts":                    {"/annotate/accounts?account=zanz"},
	"GET /annotate/gaps":                        {"/annotate/gaps?what=mobile"},
	"GET /gaps":                                 {"/gaps", "/gaps?view=board", "/gaps?risk", "/gaps?all", "/gaps?mine", "/gaps?leads"},
	"GET /queue":                                {"/queue", "/queue?what=inbox", "/queue?what=contested", "/queue?what=stale"},

	"GET /api/v1/areas/{area}/features":    {"/api/v1/areas/replay/features"},
	"GET /api/v1/competitors/{competitor}": {"/api/v1/competitors/acme"},
	"GET /api/v1/areas/{area}/matrix":      {"/api/v1/areas/replay/matrix", "/api/v1/areas/replay/matrix?gaps=true"},
	"GET /api/v1/areas/{area}/matrix/export/{format}": {
		"/api/v1/areas/replay/matrix/export/csv", "/api/v1/areas/replay/matrix/export/xlsx?gaps=true", "/api/v1/areas/replay/matrix/export/md",
		"/api/v1/areas/replay/matrix/export/png",
	},
	"GET /api/v1/cells/{area}/{feature}/{competitor}":  {"/api/v1/cells/replay/mobile/acme"},
	"GET /api/v1/gaps/{area}/{feature}":                {"/api/v1/gaps/replay/mobile"},
	"GET /api/v1/gaps":                                 {"/api/v1/gaps?bare=true", "/api/v1/gaps?at_risk=true"},
	"GET /api/v1/annotations/{id}":                     {"/api/v1/annotations/1", "/api/v1/annotations/2"},
	"GET /api/v1/accounts/{account}":                   {"/api/v1/accounts/zz-key"},
	"GET /api/v1/changes/{id}":                         {"/api/v1/changes/1"},
	"GET /api/v1/changes/{id}/summary":                 {"/api/v1/changes/1/summary"},
	"GET /api/v1/search":                               {"/api/v1/search?q=zanzibar", "/api/v1/search?q=leave"},
	"GET /api/v1/sources/{id}":                         {"/api/v1/sources/1"},
	"GET /api/v1/sources/{id}/captures":                {"/api/v1/sources/1/captures"},
	"GET /api/v1/sources/{id}/rules":                   {"/api/v1/sources/1/rules"},
	"GET /api/v1/sources/{id}/rules/trial":             {"/api/v1/sources/1/rules/trial?verb=remove&match=x"},
	"GET /api/v1/subscriptions/{subscription}":         {"/api/v1/subscriptions/revenue"},
	"GET /api/v1/subscriptions/{subscription}/preview": {"/api/v1/subscriptions/revenue/preview"},
	"GET /api/v1/people/{id}":                          {"/api/v1/people/1"},
	"GET /api/v1/reports/{week}":                       {"/api/v1/reports/2026-W46", "/api/v1/reports/2026-W45", "/api/v1/reports/current"},
	"GET /api/v1/reports/{week}/export/{format}": {
		"/api/v1/reports/2026-W46/export/md", "/api/v1/reports/2026-W46/export/html", "/api/v1/reports/current/export/csv",
		"/api/v1/reports/2026-W45/export/xlsx",
	},
	"GET /api/v1/snapshots/{id}/raw": {"/api/v1/snapshots/1/raw"},
}

// elsewhere are routes that are walked by nobody who is signed in, or that this is not about.
var elsewhere = []string{
	"GET /subscriptions/{key}/mute", "GET /subscriptions/{key}/leave", "GET /feeds/{key}/{file}", "GET /static/", "GET /oidc/start",
	"GET /oidc/callback",
}

// addresses are all that a walk opens: every GET of the table of routes.
func addresses(t *testing.T, patterns []string) []string {
	t.Helper()
	var out []string
	for _, pattern := range patterns {
		path, get := strings.CutPrefix(pattern, "GET ")
		switch named, ok := walks[pattern]; {
		case !get:
		case ok:
			out = append(out, named...)
		case strings.Contains(strings.ReplaceAll(path, "{$}", ""), "{"), strings.HasSuffix(path, "static/"), strings.HasPrefix(path, "/oidc/"):
			require.Contains(t, elsewhere, pattern, "nobody says how this route is walked")
		default:
			out = append(out, strings.ReplaceAll(path, "{$}", ""))
		}
	}
	return out
}

// unpacked is what an answer says: of a workbook, its parts.
func unpacked(t *testing.T, body []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return string(body)
	}
	var all strings.Builder
	for _, f := range z.File {
		part, err := f.Open()
		require.NoError(t, err)
		_, err = io.Copy(&all, part)
		require.NoError(t, err)
	}
	return all.String()
}

// everyTool is what each tool answers to somebody's assistant, whatever it is asked.
func everyTool(t *testing.T, at, who string) map[string]string {
	t.Helper()
	call, said := assistant(t, at, who), map[string]string{}
	for _, ask := range []struct {
		tool string
		args map[string]any
	}{
		{"gaps", nil}, {"gaps", map[string]any{"area": "replay", "bare": true}},
		{"cell", map[string]any{"area": "replay", "feature": "mobile", "competitor": "acme"}},
		{"changes", nil}, {"prices", map[string]any{"competitor": "acme"}},
		{"report", map[string]any{"week": "2026-W46"}}, {"report", nil},
		{"search", map[string]any{"text": "zanzibar"}}, {"search", map[string]any{"text": "leave"}}, {"search", map[string]any{"text": "7654321"}},
	} {
		text, _ := call(ask.tool, ask.args)
		if text = strings.ReplaceAll(text, fmt.Sprint(ask.args["text"]), ""); said[ask.tool] == "" {
			said[ask.tool] = " "
		}
		said[ask.tool] += text
	}
	return said
}

// Whoever may not see accounts and ARR walks through every page and every address of the API, whatever the role, sends what is
// refused, and asks as an assistant: no name of an account and no figure is in any answer, its headers or the log. Whoever may
// see them finds them, so the walk would have.
func TestWhoMayNotSeeMoneyFindsNoneAnywhere(t *testing.T) {
	st := storetest.SQLite(t)
	o := newOffice(t, st)
	ctx := t.Context()
	o.person("ada", "admin", true)
	for _, role := range []string{"viewer", "contributor", "editor", "admin"} {
		o.person("no-money-"+role, role, false)
	}
	require.NoError(t, st.SaveAccounts(ctx, []store.Account{{
		Key: "zz-key", Name: "Zanzibar Holdings", ARRMinor: 765_432_100, ARRKnown: true, Currency: "USD", Owner: "Quentin",
	}}))
	require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{{
		Key: "revenue", Channel: "feed", Cadence: "weekly", Zone: "UTC", Report: true, SeesMoney: true, Audience: store.Readers,
		Secret: "feed-secret",
	}}))
	var log bytes.Buffer
	again := func() *web.Server { // one that has counted no requests yet: nobody is slowed down
		s, err := web.New(web.Options{
			Store: st, Log: slog.New(slog.NewTextHandler(&log, nil)), Now: func() time.Time { return o.now },
		})
		require.NoError(t, err)
		o.web = s.Handler()
		return s
	}
	s, asked := again(), 0
	o.want(201, "ada", "POST /annotations", `{"kind":"at risk","what":"They leave.","feature":"replay/mobile","account":"zz-key",
		"trigger":"pilot","owner":"Ines","next_key_date":"2026-12-01"}`)
	o.want(201, "ada", "POST /annotations", `{"kind":"churned","what":"They waited.","account":"zz-key"}`)
	o.want(200, "ada", "POST /reports/2026-W46/publish", "")
	figures := []string{"Zanzibar", "zz-key", "765432100", "7.654321e+08", "7,654,321", "7654321", "$7.7M", "$7.65M"}
	found := func(body string) (what string) {
		for _, figure := range figures {
			if strings.Contains(strings.ToLower(body), strings.ToLower(figure)) {
				return figure
			}
		}
		return ""
	}
	open := func(who, method, path, body, kind string) string {
		if asked++; asked%20 == 0 {
			again()
		}
		r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+who)
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		o.web.ServeHTTP(w, r)
		require.NotEqual(t, http.StatusTooManyRequests, w.Code, path)
		var header strings.Builder
		require.NoError(t, w.Header().Write(&header))
		answer := unpacked(t, w.Body.Bytes())
		for _, asked := range []string{path, strings.ReplaceAll(path, "&", "&amp;")} { // that the asker's own words come back is no news
			answer = strings.ReplaceAll(answer, asked, "")
		}
		return header.String() + answer
	}
	all := addresses(t, s.Patterns())
	withMoney := 0
	for _, path := range all {
		if found(open("ada", http.MethodGet, path, "", "")) != "" {
			withMoney++
		}
	}
	require.Greater(t, withMoney, 25, "the walk finds what there is")
	log.Reset()
	for _, role := range []string{"viewer", "contributor", "editor", "admin"} {
		who := "no-money-" + role
		for _, path := range all {
			if strings.Contains(strings.ToLower(path), "zanz") || strings.Contains(path, "zz-key") {
				continue
			}
			require.Empty(t, found(open(who, http.MethodGet, path, "", "")), "%s, %s", role, path)
		}
		for _, guess := range []string{"7654321", "Zanz"} {
			body := open(who, http.MethodGet, "/search?q="+guess, "", "")
			require.NotContains(t, body, "Zanzibar", role)
			require.NotContains(t, open(who, http.MethodGet, "/api/v1/search?q="+guess, "", ""), "Zanzibar", role)
			require.NotContains(t, open(who, http.MethodGet, "/annotate/accounts?account="+guess, "", ""), "Zanzibar", role)
			require.NotContains(t, open(who, http.MethodGet, "/annotate?account="+guess, "", ""), "Zanzibar", role)
		}
		for _, c := range []struct{ method, path, body, kind string }{
			{"POST", "/annotate", "account=Zanz&kind=at+risk&what=x", "application/x-www-form-urlencoded"},
			{"POST", "/api/v1/annotations", `{"kind":"at risk","what":"x","account":"Zanz"}`, "application/json"},
			{"POST", "/api/v1/annotations/1/move", `{"feature":"replay/none"}`, "application/json"},
			{"PUT", "/api/v1/annotations/1", `{"kind":"at risk","what":"x"}`, "application/json"},
			{"PUT", "/api/v1/gaps/replay/mobile", `{"status":"nonsense"}`, "application/json"},
			{"POST", "/accounts/import", "x", "application/x-www-form-urlencoded"},
		} {
			require.NotContains(t, open(who, c.method, c.path, c.body, c.kind), "Zanzibar", "%s, %s", role, c.path)
		}
	}
	again()
	srv := httptest.NewServer(o.web)
	defer srv.Close()
	asAda := everyTool(t, srv.URL, "ada")
	tools, err := conversation(t, srv.URL, "ada").ListTools(ctx, nil)
	require.NoError(t, err)
	for _, tool := range tools.Tools {
		require.Contains(t, asAda, tool.Name, "nobody says how this tool is asked")
	}
	require.NotEmpty(t, found(asAda["gaps"]))
	require.NotEmpty(t, found(asAda["report"]))
	for _, role := range []string{"viewer", "contributor", "editor", "admin"} {
		for tool, said := range everyTool(t, srv.URL, "no-money-"+role) {
			require.Empty(t, found(said), "%s asks the tool %s", role, tool)
		}
	}
	again()
	for _, who := range []string{"no-money-viewer", "no-money-editor", "no-money-admin"} { // nobody sends to themselves what they may not see
		o.want(403, who, "PUT /subscriptions/revenue", `{"channel":"email","target":"me@example.com","cadence":"weekly"}`, "If-Match", "*")
		require.Equal(t, http.StatusForbidden, get(t, o.web, http.MethodGet, "/subscriptions/revenue", "Authorization", "Bearer "+who).Code)
	}
	require.Empty(t, found(log.String()), "the log")
}
