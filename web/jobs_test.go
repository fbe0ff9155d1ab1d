package web_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// Operators see how Gapwatch itself fares, and what to do where nobody looks at what is due.
func TestOperatorsSeeHowGapwatchFares(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		at := func(now time.Time) string {
			h := serve(t, st, now, web.Options{Settings: config.Web{Open: true}})
			return doc(t, h, "/jobs").Find("#health").Text()
		}
		fresh := at(o.now)
		require.Contains(t, fresh, "answers, and its tables are up to date")
		require.Contains(t, fresh, "1 source is watched")
		require.Contains(t, fresh, "none is due")
		require.NotContains(t, fresh, "What to do")
		late := at(o.now.Add(2 * time.Hour))
		require.Contains(t, late, "1 source is due, the longest since")
		require.Contains(t, late, "What to do:")

		o.person("ada", "admin", false)
		health := o.want(200, "ada", "GET /health", "")
		require.Equal(t, []any{1.0, 0.0, false}, []any{health["sources_watched"], health["sources_due"], health["late"]})
		o.want(403, "eve", "GET /health", "")
	})
}

// The page of an account says which of its risks are open, the nearest date first; one that lapsed is none.
func TestAnAccountSaysItsOpenRisks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		acc, err := st.AccountByKeyOrName(t.Context(), "nw")
		require.NoError(t, err)
		for trigger, days := range map[string]int{"later": 30, "soon": 3, "just passed": -3, "long ago": -300} {
			date := o.now.AddDate(0, 0, days).Truncate(24 * time.Hour)
			require.NoError(t, st.SaveAnnotation(t.Context(), &store.Annotation{
				AccountID: &acc.ID, Kind: store.AtRisk, What: "x", TriggerText: trigger, Owner: "Ines", NextKeyDate: &date, CreatedAt: o.now, UpdatedAt: o.now,
			}))
		}
		w := get(t, o.web, http.MethodGet, "/accounts/nw", "Authorization", "Bearer eve")
		d, err := goquery.NewDocumentFromReader(w.Body)
		require.NoError(t, err)
		triggers := d.Find(`#risks td[data-l="Trigger"]`).Map(func(_ int, s *goquery.Selection) string { return s.Text() })
		require.Equal(t, []string{"just passed", "soon", "later"}, triggers)
		require.Equal(t, 1, d.Find("#risks .tag.risk").Length())
	})
}

// A gap says since when a competitor has it: neither another plan nor a person who verifies it begins that anew.
func TestAGapSaysSinceWhenTheyHaveIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		_, err := st.SetCell(t.Context(), 1, 1, store.CellValue{State: store.Yes, Standing: store.Verified, VerifiedBy: "Ines", PlanFrom: "Team"}, "Ines", o.now.AddDate(0, 0, 3))
		require.NoError(t, err)
		h := serve(t, st, o.now.AddDate(0, 0, 3), web.Options{Settings: config.Web{Open: true}})
		require.Contains(t, doc(t, h, "/gaps?all").Find(".have").Text(), "Tue 10 Nov")
		require.Contains(t, doc(t, h, "/gaps/replay/mobile").Find(`td[data-l="State"]`).Text(), "since Tue 10 Nov")
		require.Equal(t, "2026-11-10T06:00:00Z", o.want(200, "vic", "GET /gaps/replay/mobile", "")["ahead"].([]any)[0].(map[string]any)["since"])
	})
}
