package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// A program makes a token that acts for its own person, is shown what it says once, and ends it. Those of others are none of
// its business.
func TestAProgramMakesTokensOfItsPerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		names := func(who string) (out []any) {
			for _, token := range items(o.want(200, who, "GET /me/tokens", "")) {
				require.NotContains(t, token, "secret")
				out = append(out, token["name"])
			}
			return out
		}
		require.Equal(t, []any{""}, names("vic"), "the one that the program has, and nobody else's")

		const wish = `{"name":"nightly","scope":"read"}`
		made := o.ask("vic", "POST /me/tokens", wish, "Idempotency-Key", "t1")
		require.Equal(t, http.StatusCreated, made.Code, made.Body)
		require.Equal(t, "no-store", made.Header().Get("Cache-Control"))
		fresh := decoded(t, made.Body.Bytes())
		secret := fresh["secret"].(string)
		require.Contains(t, secret, fresh["hint"])
		require.Equal(t, "vic@example.com", o.want(200, secret, "GET /me", "")["email"], "it acts for who made it")
		o.want(403, secret, "POST /me/tokens", wish)

		again := o.ask("vic", "POST /me/tokens", wish, "Idempotency-Key", "t1")
		require.Equal(t, "true", again.Header().Get("Idempotency-Replayed"))
		require.NotContains(t, again.Body.String(), secret)
		require.Equal(t, fresh["id"], decoded(t, again.Body.Bytes())["id"])
		require.Equal(t, []any{"nightly", ""}, names("vic"), "it was made once")

		at := fmt.Sprintf("DELETE /me/tokens/%v", fresh["id"])
		o.want(404, "eve", at, "")
		require.Equal(t, http.StatusNoContent, o.ask("vic", at, "").Code)
		o.want(404, "vic", at, "")
		require.Equal(t, http.StatusUnauthorized, o.ask(secret, "GET /me", "").Code)
		require.Equal(t, []any{""}, names("vic"))
		require.Equal(t, "read", o.want(201, "vic", "POST /me/tokens", `{}`)["scope"], "the least, where nothing is said")
		o.want(422, "vic", "POST /me/tokens", `{"scope":"all"}`)
	})
}

// Where nobody signs in there are no tokens.
func TestNobodyHasNoTokens(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.web = serve(t, o.st, o.now, web.Options{Settings: config.Web{Open: true}})
	o.want(409, "", "GET /me/tokens", "")
	o.want(409, "", "POST /me/tokens", `{}`)
	o.want(409, "", "DELETE /me/tokens/1", "")
}
