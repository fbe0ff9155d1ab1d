package web_test

import (
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

// A new password asks for the old one, ends every other session and is nothing that a token can set.
func TestANewPasswordEndsOtherSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		hash, err := web.HashPassword("correct horse battery")
		require.NoError(t, err)
		require.NoError(t, st.SetPassword(t.Context(), userID(t, st, "vic"), hash))
		here, there := open(t, o.web), open(t, o.web)
		for _, b := range []browser{here, there} {
			status, _ := b.post("/signin", "email", "vic@example.com", "password", "correct horse battery")
			require.Equal(t, http.StatusSeeOther, status)
		}
		for _, old := range []string{"", "guessed"} {
			status, _ := here.post("/account", "name", "Vic", "password", "another horse battery", "old_password", old)
			require.Equal(t, http.StatusUnprocessableEntity, status)
		}
		status, _ := here.post("/account", "name", "Vic", "password", "another horse battery", "old_password", "correct horse battery")
		require.Equal(t, http.StatusSeeOther, status)
		status, _ = here.get("/gaps")
		require.Equal(t, http.StatusOK, status, "whoever set it stays")
		status, _ = there.get("/gaps")
		require.Equal(t, http.StatusSeeOther, status, "the others sign in again")
		rows, err := st.AuditTrail(t.Context(), time.Time{}, 0)
		require.NoError(t, err)
		for _, row := range rows {
			require.NotContains(t, row.Detail, "horse")
		}

		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/account", strings.NewReader("password=stolen+horse+battery"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Authorization", "Bearer vic")
		w := httptest.NewRecorder()
		o.web.ServeHTTP(w, r)
		require.Equal(t, http.StatusForbidden, w.Code)
	})
}

// Somebody who has forgotten the password gets a new one from an admin, by page or by program, and is locked out no longer.
func TestAnAdminSetsAForgottenPassword(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.person("ada", "admin", true)
		signsIn := func(password string) bool {
			status, _ := open(t, o.web).post("/signin", "email", "vic@example.com", "password", password)
			return status == http.StatusSeeOther
		}
		until := o.now.Add(time.Hour)
		require.NoError(t, st.SetSignIns(t.Context(), userID(t, st, "vic"), 9, &until))
		o.want(422, "ada", "PUT /people/3", `{"role":"viewer","sees_money":false,"password":"short"}`, "If-Match", "*")
		require.NotContains(t, o.want(200, "ada", "PUT /people/3", `{"role":"viewer","sees_money":false,"password":"correct horse battery"}`, "If-Match", "*"), "password")
		require.True(t, signsIn("correct horse battery"))

		hash, err := web.HashPassword("admins horse battery")
		require.NoError(t, err)
		require.NoError(t, st.SetPassword(t.Context(), userID(t, st, "ada"), hash))
		b := open(t, o.web)
		b.post("/signin", "email", "ada@example.com", "password", "admins horse battery")
		seen, _ := b.page("/settings").Find(`form[action="/settings/people/3"] input[name=seen]`).Attr("value")
		status, _ := b.post("/settings/people/3", "role", "viewer", "password", "a third horse battery", "seen", seen)
		require.Equal(t, http.StatusSeeOther, status)
		require.False(t, signsIn("correct horse battery"))
		require.True(t, signsIn("a third horse battery"))
	})
}

// A program changes what its person chose: name, zone, looks and keys, and nothing of what they may do.
func TestAProgramChangesItsPerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		seen := o.ask("vic", "GET /me", "").Header().Get("ETag")
		o.want(428, "vic", "PUT /me", `{"name":"Vic Marten"}`)
		o.want(422, "vic", "PUT /me", `{"name":"Vic","zone":"Europe/Nowhere"}`, "If-Match", seen)
		o.want(422, "vic", "PUT /me", `{"name":"Vic","role":"admin"}`, "If-Match", seen)
		me := o.want(200, "vic", "PUT /me", `{"name":"Vic Marten","zone":"Europe/Berlin","theme":"dark","keys_off":true}`, "If-Match", seen)
		require.Equal(t, map[string]any{
			"name": "Vic Marten", "email": "vic@example.com", "role": "viewer", "sees_money": false, "zone": "Europe/Berlin", "theme": "dark", "keys_off": true,
		}, me)
		require.Equal(t, me, o.want(200, "vic", "GET /me", ""))
		o.want(412, "vic", "PUT /me", `{"name":"Vic"}`, "If-Match", seen)
	})
}

// A program says which column of a list is what, and sees what the list would do before it takes it.
func TestAProgramMapsTheColumnsOfAList(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		list := "Kunde,Jahresumsatz,Betreut von\nQuillfen,1200,Zed\nNorthwind,9,\n"
		o.want(422, "eve", "POST /accounts/import?dry_run=true", list, "Content-Type", "text/csv")
		columns := "column.name=Kunde&column.arr=Jahresumsatz&column.owner=betreut+von"
		dry := o.want(200, "eve", "POST /accounts/import?dry_run=true&"+columns, list, "Content-Type", "text/csv")
		require.Equal(t, map[string]any{"name": "Kunde", "arr": "Jahresumsatz", "owner": "Betreut von"}, dry["mapping"])
		require.Equal(t, []any{"Kunde", "Jahresumsatz", "Betreut von"}, dry["columns"])
		lines := dry["lines"].([]any)
		require.Len(t, lines, 2)
		require.NotContains(t, lines[0], "was")
		require.Equal(t, "Zed", lines[0].(map[string]any)["is"].(map[string]any)["owner"])
		require.EqualValues(t, 4200000, lines[1].(map[string]any)["was"].(map[string]any)["arr_minor"])
		require.EqualValues(t, 900, lines[1].(map[string]any)["is"].(map[string]any)["arr_minor"])
		require.Equal(t, "Ines", lines[1].(map[string]any)["is"].(map[string]any)["owner"], "an empty field tells nothing")

		wrong := o.ask("eve", "POST /accounts/import?dry_run=true&column.owner=Nobody&"+columns[:len("column.name=Kunde")], list, "Content-Type", "text/csv")
		require.Equal(t, http.StatusUnprocessableEntity, wrong.Code)
		require.Contains(t, wrong.Body.String(), "no column is called Nobody")
		o.want(404, "eve", "GET /accounts/quillfen", "")
		o.want(200, "eve", "POST /accounts/import?"+columns, list, "Content-Type", "text/csv")
		require.Equal(t, "Zed", o.want(200, "eve", "GET /accounts/quillfen", "")["owner"])
	})
}

// userID finds a person of the office.
func userID(t *testing.T, st *store.Store, name string) int64 {
	t.Helper()
	u, err := st.UserByEmail(t.Context(), name+"@example.com")
	require.NoError(t, err)
	return u.ID
}
