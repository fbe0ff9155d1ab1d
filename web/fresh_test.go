package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// page is the text of a page or an answer as somebody sees it.
func (o office) page(who, path string) string {
	o.t.Helper()
	w := get(o.t, o.web, "GET", path, "Authorization", "Bearer "+who)
	require.Equal(o.t, 200, w.Code, path)
	return w.Body.String()
}

// What pages are made of is kept between requests. Whatever is written, by whatever process, is on the next one.
func TestTheNextRequestSeesWhatWasWritten(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		st, other := storetest.Open(t, address), storetest.Open(t, address)
		o, ctx := newOffice(t, st), t.Context()
		mobile, err := st.FeatureByKey(ctx, "replay", "mobile")
		require.NoError(t, err)
		acme, err := st.CompetitorByKey(ctx, "acme")
		require.NoError(t, err)
		northwind, err := st.AccountByKeyOrName(ctx, "nw")
		require.NoError(t, err)
		var gap store.Gap
		for _, step := range []struct {
			what  string
			write func() error
			on    []string // paths
			shows string
		}{
			{"a cell", func() error {
				_, err := other.SetCell(ctx, mobile.ID, acme.ID, store.CellValue{State: store.Partial, PlanFrom: "Scale"}, "Ines", o.now)
				return err
			}, []string{"/matrix/replay", "/matrix/replay?gaps=1", "/api/v1/areas/replay/matrix", "/api/v1/areas/replay/matrix?gaps=true"}, "Scale"},
			{"a feature's name", func() error {
				f := mobile
				f.Name = "Mobile apps"
				return other.SaveFeatures(ctx, []store.Feature{f})
			}, []string{"/matrix/replay", "/api/v1/areas/replay/matrix"}, "Mobile apps"},
			{"an annotation", func() error {
				if gap, err = other.EnsureGap(ctx, mobile.ID, o.now); err != nil {
					return err
				}
				note := store.Annotation{
					GapID: &gap.ID, AccountID: &northwind.ID, Kind: store.AtRisk, What: "They leave.", NextKeyDate: new(o.now.Add(48 * time.Hour)),
					CreatedAt: o.now, UpdatedAt: o.now,
				}
				return other.SaveAnnotation(ctx, &note)
			}, []string{"/", "/gaps", "/gaps/replay/mobile", "/api/v1/gaps"}, "Northwind"},
			{"an account's ARR", func() error {
				a := northwind
				a.ARRMinor = 777700
				return other.SaveAccounts(ctx, []store.Account{a})
			}, []string{"/", "/gaps", "/gaps/replay/mobile"}, "$7,777"},
			{"a gap's status", func() error { return other.SetGapStatus(ctx, gap.ID, store.InProgress, "", o.now) }, []string{"/gaps", "/api/v1/gaps"}, "in progress"},
		} {
			for _, path := range step.on {
				require.NotContains(t, strings.ReplaceAll(o.page("eve", path), "<option>"+step.shows, ""), step.shows, "before %s: %s", step.what, path)
			}
			require.NoError(t, step.write(), step.what)
			for _, path := range step.on {
				require.Contains(t, o.page("eve", path), step.shows, "after %s: %s", step.what, path)
			}
		}
	})
}

// What is kept is the same for everybody; what each may see of it is decided anew.
func TestWhatIsKeptShowsMoneyToNobodyWithoutTheRight(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.want(201, "eve", "POST /annotations", `{"kind":"at risk","what":"They leave without it.","feature":"replay/mobile",
			"account":"Northwind","trigger":"the pilot ends","owner":"Ines","next_key_date":"2026-12-01"}`)
		for _, path := range []string{"/", "/gaps", "/matrix/replay", "/api/v1/gaps"} {
			seen := o.page("eve", path)
			require.True(t, strings.Contains(seen, "$42") || strings.Contains(seen, "4200000"), path)
			for _, hidden := range []string{"$42", "4200000", "Northwind"} {
				require.NotContains(t, o.page("vic", path), hidden, path)
			}
			require.Equal(t, seen, o.page("eve", path), "and is there again for whoever may see it")
		}
	})
}
