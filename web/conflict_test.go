package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// hidden are the fields of a form that nobody fills in: they say what the page showed.
func (b browser) hidden(path, action string) []string {
	b.t.Helper()
	var out []string
	form := fmt.Sprintf("form[action=%q]", action)
	if path == action {
		form += ", form[method=post]:not([action])"
	}
	b.page(path).Find(form).Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		out = append(out, s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	require.NotEmpty(b.t, out, "%s has no form for %s that says what it showed", path, action)
	return out
}

// moving serves the office with open doors and a clock that moves.
func (o office) moving() http.Handler {
	o.t.Helper()
	var asked atomic.Int64
	s, err := web.New(web.Options{
		Store: o.st, Log: slog.New(slog.DiscardHandler), Settings: config.Web{Open: true},
		Now: func() time.Time { return o.now.Add(time.Duration(asked.Add(1)) * time.Millisecond) },
	})
	require.NoError(o.t, err)
	return s.Handler()
}

// Two people open the same form. Whoever sends it second is told what the first has made of it, and nothing is overwritten.
func TestWhatAnotherHasChangedIsShownAndNotOverwritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.person("ada", "admin", true)
		b := open(t, o.moving())
		b.post("/annotate", "account", "Northwind", "kind", "feature request", "what", "They ask for it.", "feature", "replay/mobile")
		b.post("/subscriptions/new", "key", "prices", "channel", "feed", "cadence", "daily", "zone", "UTC", "whose", "team")
		b.post("/sources/1/rules", "verb", "remove", "css", ".visitors")
		b.post("/sources/1/rules", "verb", "remove", "css", ".ad")
		for _, c := range []struct {
			page, action  string
			first, second []string
			says, at      string // what is said, and where it stands
		}{
			{
				"/gaps/replay/mobile", "/gaps/replay/mobile/status", []string{"status", "planned", "owner", "Ines"},
				[]string{"status", "won't do"}, "Somebody else has made it planned, owner Ines", "/gaps/replay/mobile",
			},
			{
				"/subscriptions/prices", "/subscriptions/prices",
				[]string{"channel", "feed", "cadence", "daily", "zone", "UTC", "whose", "team", "min_level", "major"},
				[]string{"channel", "feed", "cadence", "daily", "zone", "UTC", "whose", "team", "words", "sso"},
				"The least that is toldmajoreverything", "/subscriptions/prices",
			},
			{"/subscriptions", "/subscriptions/prices/rest", []string{"days", "14"}, []string{"days", "14"}, "Somebody else has changed this", "/subscriptions"},
			{"/sources/1", "/sources/1/pause", nil, nil, "Somebody else has changed this", "/sources/1"},
			{"/sources/1/rules", "/sources/1/rules/1/drop", nil, nil, "Somebody else has changed this", "/sources/1/rules"},
			{"/settings", "/settings/people/3", []string{"role", "editor"}, []string{"role", "contributor"}, "Somebody else has changed what vic@example.com may do", "/settings"},
			{"/changes/1", "/changes/1/dismiss", []string{"reason", "A test"}, []string{"reason", "Nothing"}, "Somebody else has changed this", "/changes/1"},
			{"/matrix/replay/mobile/acme", "/matrix/replay/mobile/acme", []string{"state", "no"}, []string{"state", "beta"}, "Somebody else has said", "/matrix/replay/mobile/acme"},
			{
				"/annotations/1", "/annotations/1", []string{"kind", "feature request", "what", "Theirs.", "account", "Northwind"},
				[]string{"kind", "feature request", "what", "Mine.", "account", "Northwind"}, "Theirs.", "/annotations/1",
			},
		} {
			t.Run(c.action, func(t *testing.T) {
				b.t = t
				shown := b.hidden(c.page, c.action)
				status, _ := b.post(c.action, append(c.first, shown...)...)
				require.Equal(t, http.StatusSeeOther, status, "the first")
				b.page(c.at) // says once what was done
				before := b.page(c.at).Find("main").Text()
				status, page := b.posted(c.action, append(c.second, shown...)...)
				require.Contains(t, []int{http.StatusConflict, http.StatusUnprocessableEntity}, status, "the second")
				require.Contains(t, page.Find("main").Text(), c.says)
				require.Equal(t, before, b.page(c.at).Find("main").Text(), "nothing is overwritten")
			})
		}
		b.t = t
	})
}

// A change is no evidence for a cell that somebody has decided since the page of the change was opened.
func TestAChangeOverwritesNoCellThatWasDecidedSince(t *testing.T) {
	st := storetest.SQLite(t)
	o := newOffice(t, st)
	later := o.now.Add(time.Minute)
	b := open(t, serve(t, st, o.now, web.Options{Settings: config.Web{Open: true}}))
	shown := b.hidden("/changes/1", "/changes/1/accept")
	_, err := st.SetCell(t.Context(), 1, 1, store.CellValue{State: store.Beta, Standing: store.Verified, PlanFrom: "Team"}, "ines", later)
	require.NoError(t, err)
	fields := append([]string{"to", "replay/mobile", "state", "yes"}, shown...)
	status, _ := b.post("/changes/1/accept", fields...)
	require.Equal(t, http.StatusConflict, status)
	status, _ = b.post("/changes/1/accept", append(fields, "to", "replay/search")...)
	require.Equal(t, http.StatusSeeOther, status, "another cell")
}

// The cell that a person names wins over the one that was offered, and a competitor gets no cell in an area that it does not
// matter in.
func TestAChangeIsEvidenceForTheCellThatWasNamed(t *testing.T) {
	st := storetest.SQLite(t)
	o := newOffice(t, st)
	areas := []store.Area{{Key: "flags", Name: "Feature flags"}}
	require.NoError(t, st.SaveAreas(t.Context(), areas))
	require.NoError(t, st.SaveFeatures(t.Context(), []store.Feature{{AreaID: areas[0].ID, Key: "sso", Name: "Single sign-on"}}))
	require.NoError(t, st.SetAreaCompetitors(t.Context(), 1, []store.AreaCompetitor{{CompetitorID: 1}}))
	b := open(t, serve(t, st, o.now, web.Options{Settings: config.Web{Open: true}}))
	page := b.page("/changes/1")
	require.Zero(t, page.Find("form[action$=accept] input[checked]").Length(), "a price says nothing of a feature")
	require.NotContains(t, page.Find("#other").Text(), "Single sign-on")
	shown := b.hidden("/changes/1", "/changes/1/accept")
	status, refused := b.posted("/changes/1/accept", append(shown, "state", "yes", "to", "replay/search", "other", "flags/sso")...)
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, refused.Text(), "Acme is not watched in the area of Single sign-on")
	status, where := b.post("/changes/1/accept", append(shown, "state", "yes", "to", "replay/search", "other", "replay/mobile")...)
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, "/matrix/replay/mobile/acme", where)
}
