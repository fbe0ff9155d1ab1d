package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// gapsView is where competitors are ahead of us, or we of them, ranked by what it is worth.
type gapsView struct {
	Area     store.Area // the zero value: all
	Gaps     []gapRow
	Leads    []store.Feature
	Bare     int // gaps that nobody has annotated yet, left out
	Ask      gapsAsk
	Statuses []store.GapStatus
	Money    bool
	Total    matrix.ARR
	Doubled  []string // accounts that adding up the rows would count more than once
	All      int      // rows, of which one page shows some
	First    int      // rows before this page
	Before   string   // address of the page before; empty: there is none
	After    string
	most     float64 // the largest sum
}

// gapsAsk is what the address asks for.
type gapsAsk struct {
	Status, View string
	Risk, Mine   bool
	All, Leads   bool
	From         int // rows that are left out at the top
	area         string
}

// gapRow is one gap with its arithmetic.
type gapRow struct {
	matrix.GapView
	AreaKey, AreaName string
	Risk              matrix.ARR
	Share, RiskShare  float64 // of the largest sum, in percent
	Lines             []ledgerLine
	More              int // lines that only the gap's own page shows; 0 or less: none
}

// How much of a sum the list of gaps shows.
const (
	gapsShown    = 50
	linesShown   = 12
	doubledShown = 8
)

// ledgerLine is one line of a sum that can be checked.
type ledgerLine struct {
	matrix.ARRLine
	Kind  store.AnnotationKind
	Owner string
	Flag  matrix.Flag
}

// Status is what we do about the gap; one that nobody has touched is merely seen.
func (g gapRow) Status() string {
	if g.Gap == nil {
		return "not touched"
	}
	return string(g.Gap.Status)
}

func (s *Server) gaps(w http.ResponseWriter, r *http.Request) error {
	view, err := s.gapsView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, "gaps.html", page{Title: "Gaps", Current: "/gaps", Area: view.Area, Body: view})
}

func (s *Server) gapsView(r *http.Request) (gapsView, error) {
	ctx, q := r.Context(), r.URL.Query()
	v := gapsView{Money: who(r).Money(), Statuses: store.GapStatuses(), Ask: gapsAsk{
		Status: q.Get("status"), View: q.Get("view"), Risk: q.Has("risk"), Mine: q.Has("mine"), All: q.Has("all"),
		Leads: q.Has("leads"), area: q.Get("area"),
	}}
	v.Ask.From, _ = strconv.Atoi(q.Get("from"))
	areas, err := s.store.Areas(ctx)
	if err != nil {
		return v, err
	}
	area, err := report.AreaOf(ctx, s.store, v.Ask.area)
	if err != nil {
		return v, err
	}
	if area != nil {
		v.Area = *area
	}
	customers, err := report.CustomersOf(ctx, s.store)
	if err != nil {
		return v, err
	}
	if v.Leads, err = report.Leads(ctx, s.store, area); err != nil {
		return v, err
	}
	gaps, err := report.Gaps(ctx, s.store, area, nil)
	if err != nil {
		return v, err
	}
	if !v.Money {
		gaps = matrix.ByAccounts(gaps)
	}
	v.fill(gaps, customers.ByID, areas, who(r), s)
	return v, nil
}

// fill makes the rows and the total; the arithmetic is written out for the rows that are shown.
func (v *gapsView) fill(gaps []matrix.GapView, accounts map[int64]store.Account, areas []store.Area, viewer viewer, s *Server) {
	var all []matrix.ARR
	for _, g := range gaps {
		row := gapRow{GapView: g}
		if i := slices.IndexFunc(areas, func(a store.Area) bool { return a.ID == g.Feature.AreaID }); i >= 0 {
			row.AreaKey, row.AreaName = areas[i].Key, areas[i].Name
		}
		if len(g.Annotations) == 0 && !v.Ask.All {
			v.Bare++
			continue
		}
		if v.Ask.Risk {
			row.Risk = matrix.AtRisk(g.Annotations, accounts, s.now())
		}
		if v.Ask.wants(row, viewer, accounts) {
			v.Gaps, all = append(v.Gaps, row), append(all, g.ARR)
		}
	}
	v.Total = matrix.Together(all)
	v.count()
	v.part()
	for i := range v.Gaps {
		v.Gaps[i].fill(accounts, s)
	}
	v.scale()
}

// part leaves the rows of one page; a board has all of them.
func (v *gapsView) part() {
	if v.Ask.View == "board" {
		return
	}
	all := len(v.Gaps)
	from := min(max(v.Ask.From, 0), all)
	v.First = from
	if from > 0 {
		v.Before = v.Ask.With("from", strconv.Itoa(max(from-gapsShown, 0)))
	}
	if all > from+gapsShown {
		v.After = v.Ask.With("from", strconv.Itoa(from+gapsShown))
	}
	v.Gaps = v.Gaps[from:min(from+gapsShown, all)]
}

// fill writes out the arithmetic of a row.
func (g *gapRow) fill(accounts map[int64]store.Account, s *Server) {
	g.Risk = matrix.AtRisk(g.Annotations, accounts, s.now())
	shown := g.GapView
	if g.More = len(shown.Annotations) - linesShown; g.More > 0 {
		shown.Annotations = shown.Annotations[:linesShown]
	}
	g.Lines = ledger(shown, accounts, s)
}

func (a gapsAsk) wants(row gapRow, viewer viewer, accounts map[int64]store.Account) bool {
	return (a.Status == "" || a.Status == row.Status()) &&
		(!a.Risk || row.Risk.Accounts() > 0) &&
		(!a.Mine || slices.ContainsFunc(row.Annotations, func(n store.Annotation) bool {
			return n.AccountID != nil && isOwner(viewer, accounts[*n.AccountID].Owner)
		}))
}

// isOwner tells whether the owner that a list of accounts names is this person: by mail address or by name.
func isOwner(v viewer, owner string) bool {
	return owner != "" && (strings.EqualFold(owner, v.Email) || strings.EqualFold(owner, v.Name))
}

// count says of all rows what is the largest sum, and what adding them up would count twice.
func (v *gapsView) count() {
	v.most = 1
	times := map[string]int{}
	for _, g := range v.Gaps {
		v.All++
		v.most = max(v.most, g.ARR.Weight())
		for _, l := range g.ARR.Counted {
			if times[l.Account]++; times[l.Account] == 2 {
				v.Doubled = append(v.Doubled, l.Account)
			}
		}
	}
	if more := len(v.Doubled) - doubledShown; more > 0 {
		v.Doubled = append(v.Doubled[:doubledShown], countOf(more, "other account", "other accounts"))
	}
}

// scale sets the length of the bars.
func (v *gapsView) scale() {
	for i, g := range v.Gaps {
		v.Gaps[i].Share = 100 * g.ARR.Weight() / v.most
		v.Gaps[i].RiskShare = 100 * g.Risk.Weight() / v.most
	}
}

// ledger lists a gap's annotations as lines of its sum.
func ledger(g matrix.GapView, accounts map[int64]store.Account, s *Server) []ledgerLine {
	out := make([]ledgerLine, len(g.Annotations))
	for i, line := range matrix.Ledger(g.Annotations, accounts) {
		n := g.Annotations[i]
		out[i] = ledgerLine{ARRLine: line, Kind: n.Kind, Flag: matrix.FlagOf(n, s.now())}
		if n.AccountID != nil {
			out[i].Owner = accounts[*n.AccountID].Owner
		}
	}
	return out
}

// Rank is the place of a row among all of them, from 1.
func (v gapsView) Rank(row int) int { return v.First + row + 1 }

// With is the address of the same list, from its beginning, with one thing changed.
func (a gapsAsk) With(name, value string) string {
	set := map[string]string{"area": a.area, "status": a.Status, "view": a.View}
	for flag, on := range map[string]bool{"risk": a.Risk, "mine": a.Mine, "all": a.All, "leads": a.Leads} {
		if on {
			set[flag] = "1"
		}
	}
	set[name] = value
	return address("/gaps", set)
}

// Board parts the gaps by status, in the order of a gap's life.
func (v gapsView) Board() []gapColumn {
	out := []gapColumn{{Status: "not touched"}}
	for _, s := range v.Statuses {
		out = append(out, gapColumn{Status: string(s)})
	}
	for _, g := range v.Gaps {
		for i := range out {
			if out[i].Status == g.Status() {
				out[i].Gaps = append(out[i].Gaps, g)
			}
		}
	}
	if len(out[0].Gaps) == 0 {
		return out[1:]
	}
	return out
}

// gapColumn is the gaps with one status.
type gapColumn struct {
	Status string
	Gaps   []gapRow
}
