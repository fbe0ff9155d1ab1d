package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/money"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// office is a store that holds one of everything, and people whose programs ask for it.
type office struct {
	t   *testing.T
	st  *store.Store
	web http.Handler
	now time.Time
}

// newOffice fills a store: the editor "eve" sees money, the contributor "con" and the viewer "vic" do not.
func newOffice(t *testing.T, st *store.Store) office {
	t.Helper()
	ctx, o := t.Context(), office{t: t, st: st, now: time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)}
	areas := []store.Area{{Key: "replay", Name: "Session replay"}}
	require.NoError(t, st.SaveAreas(ctx, areas))
	features := []store.Feature{
		{AreaID: areas[0].ID, Key: "mobile", Name: "Mobile", OwnState: store.No},
		{AreaID: areas[0].ID, Key: "search", Name: "Search", OwnState: store.Yes},
	}
	require.NoError(t, st.SaveFeatures(ctx, features))
	acme := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, acme))
	src := []store.Source{{CompetitorID: acme[0].ID, Kind: extract.Pricing, URL: "https://acme.test/pricing", Host: "acme.test:443", NextCheckAt: o.now.Add(time.Hour)}}
	require.NoError(t, st.SaveSources(ctx, src))
	before := store.Snapshot{SourceID: src[0].ID, At: o.now, FinalURL: src[0].URL}
	require.NoError(t, st.SaveSnapshot(ctx, &before, []byte("Team $49")))
	after := store.Snapshot{SourceID: src[0].ID, At: o.now, FinalURL: src[0].URL}
	require.NoError(t, st.SaveSnapshot(ctx, &after, []byte("Team $59 Mobile replay")))
	require.NoError(t, st.ReplacePlans(ctx, src[0], after.ID, []extract.Plan{{
		Name: "Team", Prices: []extract.Price{{Money: money.Money{Minor: 5900, Exponent: 2, Currency: "USD"}, Period: extract.Month}},
	}}, o.now))
	var changes []store.Change
	for i := range 5 {
		changes = append(changes, store.Change{
			SourceID: src[0].ID, CompetitorID: acme[0].ID, Kind: diff.PriceChanged, Subject: fmt.Sprintf("Team %d", i), Before: "49 USD",
			After: "59 USD", Quote: "Team $59", Level: extract.Notable, BaseSnapshotID: before.ID, SnapshotID: after.ID,
			Fingerprint: fmt.Sprint(i), DetectedAt: o.now,
		})
	}
	_, err := st.PublishChanges(ctx, changes, o.now)
	require.NoError(t, err)
	require.NoError(t, st.HoldChanges(ctx, []store.Change{{
		SourceID: src[0].ID, CompetitorID: acme[0].ID, Kind: diff.PlanRemoved, Subject: "Heldback", BaseSnapshotID: before.ID,
		SnapshotID: after.ID, Fingerprint: "held", DetectedAt: o.now, Level: extract.Major,
	}}))
	evidence := []store.Evidence{{
		FeatureID: features[0].ID, CompetitorID: acme[0].ID, SourceID: src[0].ID, SnapshotID: after.ID, Phrase: "Mobile replay",
		Quote: "Mobile replay", State: store.Yes, URL: src[0].URL, ObservedAt: o.now, ConfirmedAt: o.now,
	}}
	require.NoError(t, st.SaveEvidence(ctx, evidence))
	_, err = st.SetCell(ctx, features[0].ID, acme[0].ID, store.CellValue{
		State: store.Yes, Standing: store.Observed, EvidenceID: &evidence[0].ID,
	}, store.Machine, o.now)
	require.NoError(t, err)
	require.NoError(t, st.SavePhrases(ctx, []store.Phrase{{
		AreaID: areas[0].ID, CompetitorID: acme[0].ID, SourceID: src[0].ID, SnapshotID: after.ID, Text: "Heatmaps", FoldedText: "heatmaps",
		FirstSeenAt: o.now, LastSeenAt: o.now,
	}}))
	require.NoError(t, st.SaveAccounts(ctx, []store.Account{
		{Key: "nw", Name: "Northwind", ARRMinor: 4200000, ARRKnown: true, Currency: "USD", Owner: "Ines"},
		{Key: "bv", Name: "Brightvale", ARRMinor: 100, ARRKnown: true, Currency: "USD"},
	}))
	require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{{
		Key: "team", Channel: "webhook", Target: "https://hooks.test/verysecret", Secret: "whsec_hidden", Cadence: "instant", Zone: "UTC", Person: "vic@example.com",
	}}))
	o.person("eve", "editor", true)
	o.person("con", "contributor", false)
	o.person("vic", "viewer", false)
	o.web = serve(t, st, o.now, web.Options{Version: "test"})
	return o
}

// person adds somebody with a token to write, which is the name.
func (o office) person(name, role string, money bool) {
	o.t.Helper()
	ctx := o.t.Context()
	people := []store.User{{Email: name + "@example.com", Name: name, Role: role, SeesMoney: money, CreatedAt: o.now}}
	require.NoError(o.t, o.st.SaveUsers(ctx, people))
	hash := sha256.Sum256([]byte(name))
	token := store.APIToken{UserID: people[0].ID, Hash: hash[:], Hint: name, Scope: "write", CreatedAt: o.now}
	require.NoError(o.t, o.st.AddToken(ctx, &token))
}

// ask sends a request of somebody's program; header holds names and values.
func (o office) ask(who, request, body string, header ...string) *httptest.ResponseRecorder {
	o.t.Helper()
	method, path, _ := strings.Cut(request, " ")
	r := httptest.NewRequestWithContext(o.t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+who)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	o.web.ServeHTTP(w, r)
	return w
}

// tag is the version of a thing as "eve" sees it now.
func (o office) tag(path string) string {
	o.t.Helper()
	tag := o.ask("eve", "GET "+path, "").Header().Get("ETag")
	require.NotEmpty(o.t, tag, path)
	return tag
}

// want asks, checks the status and returns the answer.
func (o office) want(status int, who, request, body string, header ...string) map[string]any {
	o.t.Helper()
	w := o.ask(who, request, body, header...)
	require.Equal(o.t, status, w.Code, "%s: %s", request, w.Body)
	if w.Body.Len() == 0 {
		return nil
	}
	return decoded(o.t, w.Body.Bytes())
}

func decoded(t *testing.T, body []byte) (out map[string]any) {
	t.Helper()
	require.NoError(t, json.Unmarshal(body, &out), string(body))
	return out
}

func items(answer map[string]any) []map[string]any {
	var out []map[string]any
	for _, item := range answer["items"].([]any) {
		out = append(out, item.(map[string]any))
	}
	return out
}

func TestAProgramFollowsAGapToItsQuoteAndItsAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		made := o.want(201, "eve", "POST /annotations", `{"kind":"at risk","what":"They leave without it.","feature":"replay/mobile",
			"account":"Northwind","trigger":"the pilot ends","owner":"Ines","next_key_date":"2026-12-01"}`)
		require.Equal(t, "eve", made["author"])

		gap := items(o.want(200, "eve", "GET /gaps", ""))[0]
		require.Equal(t, "mobile", gap["feature"])
		require.InDelta(t, 4200000, gap["arr"].(map[string]any)["totals"].([]any)[0].(map[string]any)["minor"], 0)
		require.Equal(t, "acme", gap["ahead"].([]any)[0].(map[string]any)["competitor"])

		cell := o.want(200, "vic", "GET /cells/replay/mobile/acme", "")
		require.Equal(t, "yes", cell["value"].(map[string]any)["state"])
		require.Equal(t, "Mobile replay", cell["evidence"].([]any)[0].(map[string]any)["quote"])
		require.Contains(t, cell["safe_to_say"].(map[string]any)["sentence"], "Acme has Mobile")

		account := o.want(200, "eve", "GET /accounts/nw", "")
		require.Len(t, account["annotations"], 1)
		unknown := o.want(200, "vic", "GET /cells/replay/search/acme", "")
		require.Equal(t, "unknown", unknown["value"].(map[string]any)["state"], "never no")
	})
}

func TestEveryListAndThingCanBeRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		for _, path := range []string{
			"/me", "/areas", "/areas/replay/features", "/areas/replay/matrix", "/areas/replay/matrix?as_of=2026-11-09&gaps=true",
			"/competitors", "/competitors?area=replay", "/competitors/acme", "/gaps?bare=true", "/gaps/replay/mobile", "/leads",
			"/leads?area=replay", "/annotations", "/accounts", "/accounts/nw", "/changes", "/changes/1", "/entries", "/search?q=team",
			"/prices", "/prices?competitor=acme", "/prices/history", "/sources", "/sources?kind=pricing", "/sources/1", "/sources/1/captures",
			"/subscriptions", "/queues/phrases", "/queues/cells?standing=stale", "/reports", "/reports/current", "/reports/2026-W46?area=replay",
		} {
			o.want(200, "eve", "GET "+path, "")
		}
		for path, status := range map[string]int{
			"/areas/none/matrix": 404, "/cells/replay/none/acme": 404, "/changes/999": 404, "/changes/x": 422, "/sources/999": 404,
			"/gaps?cursor=nonsense": 400, "/changes?limit=0": 422, "/changes?colour=red": 422, "/reports/soon": 422, "/search": 422, "/none": 404,
			"/areas/replay/matrix?as_of=yesterday": 422, "/areas/replay/matrix?compare=last+week": 422, "/leads?area=none": 404,
		} {
			w := o.ask("eve", "GET "+path, "")
			require.Equal(t, status, w.Code, "%s: %s", path, w.Body)
			require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"), path)
		}
		require.Len(t, items(o.want(200, "vic", "GET /changes", "")), 5, "what waits for a second look is told to nobody")
		require.Empty(t, items(o.want(200, "vic", "GET /search?q=heldback", "")))
	})
}

func TestTwoDaysOfAMatrixAreCompared(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		rows := func(query string) []any {
			return o.want(200, "vic", "GET /areas/replay/matrix?"+query, "")["features"].([]any)
		}
		moved := rows("compare=2020-01-01")
		require.Len(t, moved, 1)
		require.Equal(t, map[string]any{"state": "unknown"}, moved[0].(map[string]any)["cells"].(map[string]any)["acme"].(map[string]any)["was"])
		require.Empty(t, rows("compare=2020-01-01&as_of=2020-02-01"), "nothing was known yet")
		require.Empty(t, rows("compare=2020-01-01&text=nothing+is+called+so"))
		file := o.ask("vic", "GET /areas/replay/matrix/export/csv?compare=2020-01-01", "")
		require.Contains(t, file.Body.String(), "yes, was unknown")
	})
}

func TestListsAreReadPageByPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		for list, total := range map[string]int{"/changes": 5, "/accounts": 2, "/areas/replay/features": 2, "/sources": 1, "/gaps?bare=true": 1} {
			seen, next := map[string]bool{}, ""
			for range 10 {
				address := list
				if list != "/areas/replay/features" {
					address += map[bool]string{true: "&", false: "?"}[strings.Contains(list, "?")] + "limit=2"
				}
				if next != "" {
					address += "&cursor=" + url.QueryEscape(next)
				}
				answer := o.want(200, "eve", "GET "+address, "")
				for _, item := range items(answer) {
					text, err := json.Marshal(item)
					require.NoError(t, err)
					require.False(t, seen[string(text)], "%s shows something twice", list)
					seen[string(text)] = true
				}
				if next, _ = answer["next"].(string); next == "" {
					break
				}
			}
			require.Len(t, seen, total, list)
		}
	})
}

func TestAnAnswerThatIsKnownIsNotSentAgain(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	first := o.ask("vic", "GET /areas/replay/matrix", "")
	require.NotEmpty(t, first.Header().Get("ETag"))
	again := o.ask("vic", "GET /areas/replay/matrix", "", "If-None-Match", "W/"+first.Header().Get("ETag"))
	require.Equal(t, http.StatusNotModified, again.Code)
	require.Empty(t, again.Body.Bytes())
	cell := o.ask("eve", "GET /cells/replay/mobile/acme", "", "Accept-Encoding", "gzip")
	require.Equal(t, "gzip", cell.Header().Get("Content-Encoding"))
	packed := cell.Header().Get("ETag")
	again = o.ask("eve", "GET /cells/replay/mobile/acme", "", "If-None-Match", packed, "Accept-Encoding", "gzip")
	require.Equal(t, http.StatusNotModified, again.Code, "a packed answer stands for the same")
	o.want(200, "eve", "PUT /cells/replay/mobile/acme", `{"state":"no"}`, "If-Match", packed)
	require.Equal(t, http.StatusOK, o.ask("vic", "GET /areas/replay/matrix", "", "If-None-Match", first.Header().Get("ETag")).Code)
}

func TestNobodysWordsAreOverwrittenUnseen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.want(201, "con", "POST /annotations", `{"kind":"feature request","what":"first"}`)
		for _, place := range []struct{ path, body string }{
			{"/cells/replay/mobile/acme", `{"state":"partial"}`},
			{"/cells/replay/search/acme", `{"state":"no"}`}, // of which nobody has said anything yet
			{"/gaps/replay/mobile", `{"status":"watching"}`},
			{"/annotations/1", `{"kind":"feature request","what":"second"}`},
		} {
			seen := o.ask("eve", "GET "+place.path, "").Header().Get("ETag")
			o.want(428, "eve", "PUT "+place.path, place.body)
			o.want(200, "eve", "PUT "+place.path, place.body, "If-Match", seen)
			o.want(412, "eve", "PUT "+place.path, place.body, "If-Match", `"v1.0"`)
			o.want(200, "eve", "PUT "+place.path, place.body, "If-Match", "*")
		}
		o.want(403, "vic", "PUT /annotations/1", `{"kind":"feature request","what":"third"}`, "If-Match", "*")
	})
}

func TestARequestThatIsSentTwiceIsCarriedOutOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		const body = `{"kind":"feature request","what":"once"}`
		first := o.ask("con", "POST /annotations", body, "Idempotency-Key", "k1")
		require.Equal(t, 201, first.Code, first.Body.String())
		second := o.ask("con", "POST /annotations", body, "Idempotency-Key", "k1")
		require.Equal(t, 201, second.Code)
		require.Equal(t, first.Body.String(), second.Body.String())
		require.Equal(t, "true", second.Header().Get("Idempotency-Replayed"))
		require.Equal(t, "/api/v1/annotations/"+fmt.Sprint(decoded(t, first.Body.Bytes())["id"]), second.Header().Get("Location"))
		require.Len(t, items(o.want(200, "con", "GET /annotations", "")), 1)

		o.want(422, "con", "POST /annotations", `{"kind":"feature request","what":"other"}`, "Idempotency-Key", "k1")
		o.want(201, "eve", "POST /annotations", body, "Idempotency-Key", "k1") // keys are a person's own
		o.want(422, "con", "POST /annotations", `{"kind":"at risk","what":"flawed"}`, "Idempotency-Key", "k2")
		o.want(201, "con", "POST /annotations", `{"kind":"feature request","what":"mended"}`, "Idempotency-Key", "k2")
		o.want(400, "con", "POST /annotations", body, "Idempotency-Key", strings.Repeat("k", 256))

		trail, err := st.AuditTrail(t.Context(), time.Time{}, 0)
		require.NoError(t, err)
		n := 0
		for _, e := range trail {
			if e.Action == "annotate" {
				require.Contains(t, e.Detail, "feature request", "what was written")
				n++
			}
		}
		require.Equal(t, 3, n, "what failed or was answered again is no act")
		later := serve(t, st, o.now.Add(25*time.Hour), web.Options{})
		o.web = later
		o.want(201, "con", "POST /annotations", body, "Idempotency-Key", "k1") // a day later the key is free again
	})
}

func TestWithoutTheRightNoAnswerSpeaksOfMoney(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.want(201, "eve", "POST /annotations", `{"kind":"at risk","what":"They leave.","feature":"replay/mobile","account":"Northwind",
		"trigger":"pilot","owner":"Ines","next_key_date":"2026-12-01"}`)
	o.want(200, "eve", "POST /reports/2026-W46/publish", "")
	for _, who := range []string{"vic", "con"} {
		for _, path := range []string{
			"/me", "/gaps?bare=true", "/gaps/replay/mobile", "/annotations", "/annotations/1", "/areas/replay/matrix", "/reports/2026-W46",
			"/reports/2026-W45", "/cells/replay/mobile/acme", "/search?q=leave", "/changes", "/subscriptions", "/queues/cells", "/leads",
		} {
			text := fmt.Sprint(o.want(200, who, "GET "+path, ""))
			for _, secret := range []string{"Northwind", "4200000", "4.2e+06", "42,000", "whsec_hidden", "verysecret"} {
				require.NotContains(t, text, secret, "%s asks for %s", who, path)
			}
		}
		o.want(403, who, "GET /accounts", "")
		o.want(403, who, "GET /accounts/nw", "")
	}
	require.Contains(t, fmt.Sprint(o.want(200, "eve", "GET /reports/2026-W46", "")), "Northwind")
}

func TestPeopleDecideByPrograms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.want(403, "con", "POST /changes/1/accept", `{"area":"replay","feature":"search","state":"yes"}`)
		o.want(428, "eve", "POST /changes/1/accept", `{"area":"replay","feature":"search","state":"yes"}`)
		first, second := o.tag("/changes/1"), o.tag("/changes/2")
		o.want(412, "eve", "POST /changes/1/accept", `{"area":"replay","feature":"search","state":"yes"}`, "If-Match", second)
		cell := o.want(200, "eve", "POST /changes/1/accept", `{"area":"replay","feature":"search","state":"yes"}`, "If-Match", first)
		require.Equal(t, "verified", cell["value"].(map[string]any)["standing"])
		require.Equal(t, "dismissed", o.want(200, "eve", "POST /changes/2/dismiss", `{"reason":"a test"}`, "If-Match", second)["status"])
		again := o.want(412, "eve", "POST /changes/2/dismiss", `{"reason":"another"}`, "If-Match", second)
		require.Contains(t, again["detail"], "Somebody else has changed this in the meantime")
		o.want(412, "eve", "POST /changes/2/accept", `{"area":"replay","feature":"search","state":"no"}`, "If-Match", second)
		require.NotNil(t, o.want(200, "eve", "POST /evidence/1/dismiss", `{"reason":"a slogan"}`)["dismissed_at"])
		require.Nil(t, o.want(200, "eve", "POST /evidence/1/restore", "")["dismissed_at"])
		require.Equal(t, "mapped", o.want(200, "eve", "POST /queues/phrases/1", `{"decision":"new","name":"Heat maps"}`)["decision"])
		require.Equal(t, "open", o.want(200, "eve", "POST /queues/phrases/1", `{"decision":"reopen"}`)["decision"])
		o.want(422, "eve", "POST /queues/phrases/1", `{"decision":"map","feature":"replay/none"}`)
		o.want(201, "eve", "POST /sources", `{"competitor":"acme","kind":"changelog","url":"https://acme.test/changelog"}`)
		o.want(422, "eve", "POST /sources", `{"competitor":"acme","kind":"changelog","url":"file:///etc/passwd"}`)
		require.Equal(t, true, o.want(200, "eve", "PUT /sources/1/paused", `{"paused":true}`, "If-Match", o.tag("/sources/1"))["paused"])
		require.Equal(t, false, o.want(200, "eve", "POST /sources/1/check", "")["ok"])
		o.want(428, "eve", "PUT /sources/1/paused", `{"paused":false}`)
		o.want(412, "eve", "PUT /sources/1/paused", `{"paused":false}`, "If-Match", `"watched"`)
		o.want(200, "eve", "PUT /sources/1/paused", `{"paused":false}`, "If-Match", o.tag("/sources/1"))
		require.Equal(t, true, o.want(200, "eve", "POST /sources/1/check", "")["ok"])
		o.want(200, "vic", "PUT /subscriptions/team/mute", `{"until":"2026-12-01T00:00:00Z"}`, "If-Match", "*")
		o.want(403, "con", "DELETE /subscriptions/team", "")
		o.want(428, "vic", "DELETE /subscriptions/team", "")
		seen := o.ask("vic", "GET /subscriptions/team", "").Header().Get("ETag")
		o.want(200, "vic", "PUT /subscriptions/team/mute", `{"until":null}`, "If-Match", seen)
		o.want(412, "vic", "DELETE /subscriptions/team", "", "If-Match", seen)
		require.Equal(t, http.StatusNoContent, o.ask("vic", "DELETE /subscriptions/team", "", "If-Match", "*").Code)
		o.want(201, "con", "POST /annotations", `{"kind":"competitive intel","what":"heard"}`)
		require.Equal(t, "replay/search", o.want(200, "eve", "POST /annotations/1/move", `{"feature":"replay/search"}`)["feature"])
		require.Equal(t, true, o.want(200, "eve", "POST /reports/2026-W45/publish", "")["published"])
		o.want(409, "eve", "POST /reports/2026-W45/publish", "")

		list := "name,arr\nQuillfen,1200\nNorthwind,9\n"
		dry := o.want(200, "eve", "POST /accounts/import?dry_run=true", list, "Content-Type", "text/csv")
		require.Equal(t, []any{2.0, 1.0, 1.0, false}, []any{dry["accounts"], dry["new"], dry["changed"], dry["taken"]})
		o.want(404, "eve", "GET /accounts/quillfen", "")
		o.want(422, "eve", "POST /accounts/import", "name,arr\nA,much\n", "Content-Type", "text/csv")
		o.want(200, "eve", "POST /accounts/import", list, "Content-Type", "text/csv")
		o.want(200, "eve", "GET /accounts/quillfen", "")
		o.want(403, "con", "POST /accounts/import", list, "Content-Type", "text/csv")
	})
}

func TestProgramsWithoutATokenAreToldSo(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	for _, who := range []string{"", "guessed"} {
		w := o.ask(who, "GET /gaps", "")
		require.Equal(t, http.StatusUnauthorized, w.Code)
		require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
	}
	hash := sha256.Sum256([]byte("reader"))
	token := store.APIToken{UserID: 1, Hash: hash[:], Hint: "reader", Scope: "read", CreatedAt: o.now}
	require.NoError(t, o.st.AddToken(t.Context(), &token))
	o.want(403, "reader", "POST /annotations", `{"kind":"feature request","what":"x"}`)
}

func TestTheDescriptionNamesEveryAddress(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	doc := o.want(200, "vic", "GET /openapi.json", "")
	require.Equal(t, "3.1.0", doc["openapi"])
	paths := doc["paths"].(map[string]any)
	require.Contains(t, paths, "/api/v1/gaps/{area}/{feature}")
	for path, item := range paths {
		for method, op := range item.(map[string]any) {
			require.NotEmpty(t, op.(map[string]any)["summary"], "%s %s", method, path)
			require.Contains(t, op.(map[string]any)["responses"], "404", "%s %s", method, path)
			if body, _ := op.(map[string]any)["requestBody"].(map[string]any); body != nil {
				require.Contains(t, op.(map[string]any)["responses"], "413", "%s %s", method, path)
				_, takes := body["content"].(map[string]any)["application/json"]
				_, says := op.(map[string]any)["responses"].(map[string]any)["415"]
				require.Equal(t, takes, says, "%s %s", method, path)
			}
		}
	}
	o.want(415, "con", "POST /annotations", "kind=feature+request", "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, http.StatusOK, o.ask("vic", "GET /openapi.yaml", "").Code)
	page := get(t, o.web, http.MethodGet, "/api", "Authorization", "Bearer vic")
	require.Equal(t, http.StatusOK, page.Code)
	for path := range paths {
		require.Contains(t, page.Body.String(), path)
	}
	require.False(t, bytes.Contains(page.Body.Bytes(), []byte("://unpkg")), "nothing comes from elsewhere")
}

// What the description is held against is what is read: nothing is said twice, in whatever letters.
func TestNothingIsNamedTwice(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.person("ada", "admin", false)
	for _, body := range []string{
		`{"email":"z@example.com","role":"viewer","ROLE":"admin"}`, `{"email":"z@example.com","role":"viewer","role":"admin"}`,
		`{"email":"z@example.com","role":"viewer","sees_money":false,"\u017fees_money":true}`,
		`{"email":"z@example.com","role":"viewer","name":{"a":[{"b":1},{"b":[],"B":2}]}}`,
	} {
		said := o.want(400, "ada", "POST /people", body)
		require.Contains(t, fmt.Sprint(said["errors"]), "is named twice", body)
	}
	o.want(201, "con", "POST /annotations", `{"Kind":"feature request","what":"kind"}`) // a value may say what a name does
}
