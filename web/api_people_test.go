package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
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

// What is found on a real page is told by a story in the browser; here is who may look, and how often.
func TestAProgramLooksAtHomePagesNowAndThen(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.want(501, "eve", "POST /discover", `{"url":"https://acme.test/"}`)
	o.withLine()
	o.want(403, "con", "POST /discover", `{"url":"https://acme.test/"}`)
	o.want(422, "eve", "POST /discover", `{"url":"nowhere"}`)
	last := o.ask("eve", "POST /discover", `{"url":"nowhere"}`)
	for range 40 {
		last = o.ask("eve", "POST /discover", `{"url":"nowhere"}`)
	}
	require.Equal(t, 429, last.Code, "nobody uses it to look at the whole world")
	require.Contains(t, last.Body.String(), "other people's sites")
	require.Equal(t, "6", last.Header().Get("Retry-After"))
}

func TestAProgramSeesWhatASubscriptionWouldHaveSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.withLine()
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

// withLine gives the office a line that reaches no site.
func (o *office) withLine() {
	o.t.Helper()
	line := &watch.Line{
		Store: o.st, Now: func() time.Time { return o.now.Add(time.Minute) }, Limits: watch.Limits{Quote: 500},
		Log: slog.New(slog.DiscardHandler),
	}
	o.web = serve(o.t, o.st, o.now, web.Options{Line: line})
}

// What the settings show to an admin, programs of admins can ask for; those of others cannot.
func TestAnAdminsProgramSeesTokensChannelsAndTheTrail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.person("ada", "admin", true)
		for _, path := range []string{"/tokens", "/channels", "/audit"} {
			o.want(403, "eve", "GET "+path, "")
		}
		o.want(403, "eve", "DELETE /tokens/1", "")
		tokens := items(o.want(200, "ada", "GET /tokens", ""))
		require.Len(t, tokens, 4)
		require.Equal(t, "eve@example.com", tokens[3]["email"])
		require.NotContains(t, tokens[3], "hash")
		require.Equal(t, http.StatusNoContent, o.ask("ada", fmt.Sprintf("DELETE /tokens/%v", tokens[3]["id"]), "").Code)
		o.want(401, "eve", "GET /me", "")
		require.Len(t, items(o.want(200, "ada", "GET /tokens", "")), 3)

		used := map[string]any{}
		for _, c := range items(o.want(200, "ada", "GET /channels", "")) {
			used[c["name"].(string)] = c["subscriptions"]
		}
		require.InDelta(t, 1, used["webhook"], 0)
		require.InDelta(t, 0, used["email"], 0)
		last := items(o.want(200, "ada", "GET /audit", ""))[0]
		require.Equal(t, "revoke token", last["action"])
		require.Contains(t, last["actor"], "ada@example.com")
	})
}
