package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web"
)

func TestAnAdminsProgramLetsPeopleInAndShutsThemOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.person("ada", "admin", false)
		o.want(403, "eve", "GET /people", "")
		o.want(403, "eve", "POST /people", `{"email":"zoe@example.com","role":"admin"}`)
		require.Len(t, items(o.want(200, "ada", "GET /people", "")), 4)

		made := o.ask("ada", "POST /people", `{"email":" Zoe@Example.com ","name":"Zoe","role":"viewer","password":"long enough for Zoe"}`)
		require.Equal(t, 201, made.Code, made.Body)
		require.Contains(t, made.Body.String(), `"zoe@example.com"`)
		require.NotContains(t, made.Body.String(), "long enough", "no secret is answered")
		zoe := strings.TrimPrefix(made.Header().Get("Location"), "/api/v1")
		in := open(t, o.web)
		status, _ := in.post("/signin", "email", "zoe@example.com", "password", "long enough for Zoe")
		require.Equal(t, 303, status, "she can sign in")
		o.want(409, "ada", "POST /people", `{"email":"zoe@example.com","role":"admin"}`)
		for _, wrong := range []string{`{"email":"zoe","role":"viewer"}`, `{"email":"z@example.com","role":"king"}`, `{"email":"z@example.com","role":"viewer","password":"short"}`} {
			o.want(422, "ada", "POST /people", wrong)
		}

		o.want(428, "ada", "PUT "+zoe, `{"role":"editor","sees_money":true}`)
		seen := o.ask("ada", "GET "+zoe, "").Header().Get("ETag")
		changed := o.want(200, "ada", "PUT "+zoe, `{"role":"editor","sees_money":true}`, "If-Match", seen)
		require.Equal(t, "editor", changed["role"])
		o.want(412, "ada", "PUT "+zoe, `{"role":"viewer","sees_money":false}`, "If-Match", seen)
		require.NotEmpty(t, o.want(200, "ada", "PUT "+zoe, `{"role":"editor","sees_money":true,"disabled":true}`, "If-Match", "*")["disabled_at"])
		_, to := in.get("/gaps")
		require.Contains(t, to, "/signin", "she is shut out")
		o.want(404, "ada", "GET /people/99", "")

		list := items(o.want(200, "ada", "GET /people", ""))
		require.Equal(t, "ada@example.com", list[0]["email"])
		me := "/people/" + fmt.Sprint(list[0]["id"])
		require.Contains(t, o.want(409, "ada", "PUT "+me, `{"role":"viewer","sees_money":false}`, "If-Match", "*")["detail"], "last admin")
		require.Equal(t, "admin", o.want(200, "ada", "GET "+me, "")["role"], "nothing was changed")
	})
}

// Where another service signs people in they come by an invitation.
func TestAProgramInvites(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.person("ada", "admin", false)
	settings := config.Web{URL: "https://gapwatch.example"}
	settings.OIDC.Issuer = "https://id.example"
	o.web = serve(t, o.st, o.now, web.Options{Settings: settings})
	made := o.want(201, "ada", "POST /people", `{"email":"zoe@example.com","role":"viewer"}`)
	require.Contains(t, made["invitation"], "https://gapwatch.example/oidc/start?invite=")
	require.NotContains(t, o.want(200, "ada", "GET /people/"+fmt.Sprint(made["id"]), ""), "invitation", "it is shown once")
}

func TestAProgramFindsWhatCanBeWatched(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(`<!doctype html><title>Acme</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">
			<nav><a href="/pricing">Pricing</a></nav><main><h1>Acme watches sessions</h1><p>Every session, ready to be searched.</p></main>`))
	}))
	t.Cleanup(site.Close)
	o.want(501, "eve", "POST /discover", `{"url":"https://acme.test/"}`)
	o.withLine(strings.TrimPrefix(site.URL, "http://"))

	o.want(403, "con", "POST /discover", `{"url":"`+site.URL+`"}`)
	found := o.want(200, "eve", "POST /discover", `{"url":"`+site.URL+`"}`)
	kinds := map[string]bool{}
	for _, p := range found["sources"].([]any) {
		kinds[p.(map[string]any)["kind"].(string)] = true
		require.NotEmpty(t, p.(map[string]any)["why"])
	}
	require.True(t, kinds["feed"] && kinds["pricing"], "%v", kinds)
	o.want(422, "eve", "POST /discover", `{"url":"nowhere"}`)
	blocked := o.want(200, "eve", "POST /discover", `{"url":"http://127.0.0.1:1/"}`)
	require.NotEmpty(t, blocked["what"])
	require.Empty(t, blocked["sources"])
	last := 0
	for range 20 {
		last = o.ask("eve", "POST /discover", `{"url":"nowhere"}`).Code
	}
	require.Equal(t, 429, last, "nobody uses it to look at the whole world")
	require.Len(t, items(o.want(200, "eve", "GET /sources", "")), 1, "nothing is kept by looking")
}

func TestAProgramSeesWhatASubscriptionWouldHaveSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.withLine("127.0.0.1:1")
		wish := `{"channel":"feed","cadence":"instant","competitors":["acme"]}`
		would := o.want(200, "vic", "POST /subscriptions/preview", wish)
		require.NotEmpty(t, would["messages"])
		require.Equal(t, 5.0, would["asked"])
		require.Equal(t, 5.0, would["published"])
		message := would["messages"].([]any)[0].(map[string]any)
		require.NotEmpty(t, message["title"])
		require.NotEmpty(t, message["changes"])
		none := o.want(200, "vic", "POST /subscriptions/preview", `{"channel":"feed","cadence":"daily","min_level":"major"}`)
		require.Empty(t, none["messages"])
		o.want(403, "vic", "POST /subscriptions/preview", `{"channel":"webhook","target":"https://hooks.test/x","cadence":"instant"}`)
		o.want(422, "vic", "POST /subscriptions/preview", `{"channel":"feed","cadence":"instant","competitors":["nobody"]}`)

		o.want(200, "vic", "GET /subscriptions/team/preview", "")
		o.want(403, "con", "GET /subscriptions/team/preview", "")
		o.want(404, "eve", "GET /subscriptions/none/preview", "")
		require.Len(t, items(o.want(200, "eve", "GET /subscriptions", "")), 1, "nothing is kept by looking")
	})
}

// withLine lets the office look at pages of one host.
func (o *office) withLine(allow string) {
	o.t.Helper()
	s := crawler.Defaults()
	s.Allow, s.HostGap = []string{allow}, 0
	cr, err := crawler.New(s)
	require.NoError(o.t, err)
	o.t.Cleanup(func() { require.NoError(o.t, cr.Close()) })
	line := &watch.Line{Store: o.st, Crawler: cr, Now: func() time.Time { return o.now.Add(time.Minute) }, Log: slog.New(slog.DiscardHandler), Limits: watch.Limits{Quote: 500}}
	o.web = serve(o.t, o.st, o.now, web.Options{Line: line})
}
