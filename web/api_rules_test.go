package web_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestAProgramTriesARuleAndKeepsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		require.Empty(t, o.want(200, "vic", "GET /sources/1/rules", "")["rules"])
		trial := o.want(200, "vic", "GET /sources/1/rules/trial?verb=remove&match=Team", "")
		told := len(trial["hidden"].([]any)) + len(trial["told"].([]any)) + len(trial["unsure"].([]any))
		require.Equal(t, 5, told, "every change that was told is replayed")
		require.Empty(t, o.want(200, "vic", "GET /sources/1/rules", "")["rules"], "trying keeps nothing")

		o.want(403, "vic", "POST /sources/1/rules", `{"verb":"remove","match":"Team"}`)
		kept := o.want(200, "eve", "POST /sources/1/rules", `{"verb":"remove","match":"Team"}`)["rules"].([]any)
		require.Len(t, kept, 1)
		require.Equal(t, "Team", kept[0].(map[string]any)["match"])
		require.Len(t, o.want(200, "eve", "POST /sources/1/rules", `{"verb":"remove","match":"Team"}`)["rules"], 1, "one that is there stays")

		for request, status := range map[string]int{
			"GET /sources/1/rules/trial?verb=remove&match=(": 422, "GET /sources/1/rules/trial?verb=hide&match=x": 422,
			"GET /sources/1/rules/trial": 422, "GET /sources/9/rules": 404, "GET /sources/9/rules/trial?verb=remove&match=x": 404,
			"DELETE /sources/1/rules/1": 428,
		} {
			require.Equal(t, status, o.ask("eve", request, "").Code, request)
		}
		o.want(422, "eve", "POST /sources/1/rules", `{"verb":"remove"}`)

		before := o.ask("eve", "GET /sources/1/rules", "").Header().Get("ETag")
		o.want(200, "eve", "POST /sources/1/rules", `{"verb":"do-not-alert","match":"Scale"}`)
		o.want(412, "eve", "DELETE /sources/1/rules/1", "", "If-Match", before)
		now := o.ask("eve", "GET /sources/1/rules", "").Header().Get("ETag")
		o.want(403, "vic", "DELETE /sources/1/rules/1", "", "If-Match", now)
		o.want(204, "eve", "DELETE /sources/1/rules/1", "", "If-Match", now)
		left := o.want(200, "eve", "GET /sources/1/rules", "")["rules"].([]any)
		require.Len(t, left, 1)
		require.Equal(t, "Scale", left[0].(map[string]any)["match"])
		o.want(404, "eve", "DELETE /sources/1/rules/7", "", "If-Match", "*")
	})
}

func TestAProgramMakesAndChangesASubscription(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		own := `{"key":"mine","channel":"email","target":"vic@example.com","cadence":"daily","send_at":"08:00","competitors":["acme"]}`
		made := o.ask("vic", "POST /subscriptions", own)
		require.Equal(t, 201, made.Code, made.Body)
		require.Equal(t, "/api/v1/subscriptions/mine", made.Header().Get("Location"))
		o.want(409, "vic", "POST /subscriptions", own)
		o.want(403, "vic", "POST /subscriptions", `{"key":"spam","channel":"email","target":"stranger@example.com","cadence":"daily"}`)
		o.want(403, "vic", "POST /subscriptions", `{"key":"hook","channel":"webhook","target":"https://hooks.test/x","cadence":"instant"}`)
		o.want(422, "vic", "POST /subscriptions", `{"key":"none","channel":"feed","cadence":"daily","competitors":["nobody"]}`)

		o.want(422, "vic", "POST /subscriptions", `{"key":"none","channel":"feed","cadence":"daily","features":["mobile"]}`)
		exact := o.want(201, "vic", "POST /subscriptions", `{"key":"exact","channel":"feed","cadence":"daily","features":["replay/mobile"]}`)
		require.Equal(t, []any{"replay/mobile"}, exact["features"])

		change := `{"channel":"email","cadence":"weekly","zone":"Europe/Berlin","min_level":"major"}`
		o.want(428, "vic", "PUT /subscriptions/mine", change)
		seen := o.ask("vic", "GET /subscriptions/mine", "").Header().Get("ETag")
		changed := o.want(200, "vic", "PUT /subscriptions/mine", change, "If-Match", strings.TrimSuffix(seen, `"`)+`-gzip"`)
		o.want(412, "vic", "PUT /subscriptions/mine", `{"channel":"feed","cadence":"daily"}`, "If-Match", seen)
		require.Equal(t, "weekly", changed["cadence"])
		require.Nil(t, changed["competitors"], "what is left out is not asked for any more")
		kept, err := st.SubscriptionByKey(t.Context(), "mine")
		require.NoError(t, err)
		require.Equal(t, "vic@example.com", kept.Target, "where it goes stays")
		require.Equal(t, "vic@example.com", kept.Person)
		require.Equal(t, "Europe/Berlin", o.want(200, "con", "GET /subscriptions/mine", "")["zone"])
		o.want(403, "con", "PUT /subscriptions/mine", `{"channel":"feed","cadence":"daily"}`)
		o.want(404, "eve", "PUT /subscriptions/none", `{"channel":"feed","cadence":"daily"}`, "If-Match", "*")
		o.want(201, "eve", "POST /subscriptions", `{"key":"team2","channel":"webhook","target":"https://hooks.test/x","cadence":"instant","team":true}`)
	})
}

// Whose mailbox a subscription writes to is nobody's business but of whoever looks after it: neither for programs nor on the page.
func TestMailboxesOfOthersAreNotShown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.want(201, "vic", "POST /subscriptions", `{"key":"mine","channel":"email","target":"vic@example.com","cadence":"daily"}`)
		for name, shown := range map[string]string{"vic": "vic@example.com", "eve": "vic@example.com", "con": "v…@example.com"} {
			one := o.want(200, name, "GET /subscriptions/mine", "")
			require.Equal(t, shown, one["target"], name)
			require.Equal(t, shown, one["person"], name)
			for _, s := range items(o.want(200, name, "GET /subscriptions", "")) {
				if s["key"] == "mine" {
					require.Equal(t, shown, s["target"], name)
				}
			}
			page := o.page(name, "/subscriptions")
			require.Contains(t, page, shown, name)
			require.Equal(t, name != "con", strings.Contains(page, "vic@example.com"), name)
		}
	})
}

func TestAnAdminsProgramSteersJobs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.person("ada", "admin", false)
		o.want(403, "eve", "GET /jobs", "")
		o.want(200, "eve", "POST /sources/1/check", "")
		listed := items(o.want(200, "ada", "GET /jobs?state=waiting", ""))
		require.Len(t, listed, 1)
		require.Equal(t, "visit", listed[0]["kind"])
		require.Empty(t, items(o.want(200, "ada", "GET /jobs?kind=deliver", "")))
		o.want(422, "ada", "GET /jobs?state=lost", "")

		o.want(403, "eve", "POST /jobs/1/cancel", "")
		require.Equal(t, "cancelled", o.want(200, "ada", "POST /jobs/1/cancel", "")["state"])
		require.Equal(t, "waiting", o.want(200, "ada", "POST /jobs/1/retry", "")["state"])
		o.want(404, "ada", "POST /jobs/99/retry", "")
	})
}
