package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// weekView is the Monday page: what could not be seen, what moved, what it costs.
type weekView struct {
	report.Report
	Number    int
	Money     bool
	Minor     bool // minor entries are shown too
	All       bool // every line is shown, as in every report that was published
	Older     string
	Newer     string // empty where the week is not over
	Published *store.Report
	Frozen    bool // this is the published report, not the week as it stands
	Export    string
}

// week is the home page: this week's gap report as it stands now.
func (s *Server) week(w http.ResponseWriter, r *http.Request) error {
	rep, err := s.weekReport(r)
	if err != nil {
		return err
	}
	if len(rep.areaKeys) == 0 {
		http.Redirect(w, r, "/start", http.StatusSeeOther)
		return nil
	}
	return s.showWeek(w, r, rep.Report, nil)
}

// gathered is a report with the areas there are.
type gathered struct {
	report.Report
	areaKeys []string
}

// weekReport gathers the week that the address names, for the eyes of whoever asks.
func (s *Server) weekReport(r *http.Request) (gathered, error) {
	var out gathered
	areas, err := s.store.Areas(r.Context())
	if err != nil {
		return out, err
	}
	for _, a := range areas {
		out.areaKeys = append(out.areaKeys, a.Key)
	}
	q := r.URL.Query()
	if _, err := report.ParseWeek(q.Get("week"), s.now()); err != nil {
		return out, fmt.Errorf("%w: %w", errBadRequest, err)
	}
	ask := report.Options{Week: q.Get("week"), AreaKey: q.Get("area"), Now: s.now()}
	if !q.Has("all") {
		ask.Unseen = weekLines
	}
	out.Report, err = report.Gather(r.Context(), s.store, ask)
	if !who(r).Money() {
		out.Report = report.WithoutMoney(out.Report)
	}
	return out, err
}

// showWeek shows a report, as it stands or as it was published.
func (s *Server) showWeek(w http.ResponseWriter, r *http.Request, rep report.Report, frozen *store.Report) error {
	v := weekView{Report: rep, Money: who(r).Money(), Minor: r.URL.Query().Has("minor"), Frozen: frozen != nil, Published: frozen}
	v.All = v.Frozen || r.URL.Query().Has("all")
	week, err := report.ParseWeek(rep.Week, s.now())
	if err != nil {
		return err
	}
	v.Number = week.Number
	v.Export = "/week/" + rep.Week + "/export/"
	v.Older = weekAddress(report.WeekOf(week.Start().AddDate(0, 0, -7)), rep.AreaKey)
	if next := report.WeekOf(week.End()); !next.Start().After(s.now()) {
		v.Newer = weekAddress(next, rep.AreaKey)
	}
	if frozen == nil {
		published, err := s.store.ReportBySlug(r.Context(), rep.Slug())
		if err == nil {
			v.Published = &published
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return s.show(w, r, "week.html", page{Title: fmt.Sprintf("Week %d", v.Number), Current: "/", Body: v})
}

func weekAddress(w report.Week, area string) string {
	return address("/", map[string]string{"week": w.String(), "area": area})
}

// reports lists the weeks that were published.
func (s *Server) reports(w http.ResponseWriter, r *http.Request) error {
	rows, err := s.store.Reports(r.Context())
	if err != nil {
		return err
	}
	return s.show(w, r, "reports.html", page{Title: "Published weeks", Current: "/", Body: rows})
}

// report is a published report, frozen.
func (s *Server) report(w http.ResponseWriter, r *http.Request) error {
	frozen, err := s.store.ReportBySlug(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	rep, err := report.Thaw(frozen)
	if err != nil {
		return err
	}
	if !who(r).Money() {
		rep = report.WithoutMoney(rep)
	}
	return s.showWeek(w, r, rep, &frozen)
}

// weekPublish freezes a week under its permanent address.
func (s *Server) weekPublish(w http.ResponseWriter, r *http.Request) error {
	if _, err := report.ParseWeek(r.PostFormValue("week"), s.now()); err != nil {
		return fmt.Errorf("%w: %w", errBadRequest, err)
	}
	_, row, err := report.Publish(r.Context(), s.store, report.Options{
		Week: r.PostFormValue("week"), AreaKey: r.PostFormValue("area"), Now: s.now(),
	}, signature(who(r)))
	if errors.Is(err, store.ErrPublished) {
		return badRequest("this week is published already; what is published is never changed")
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/reports/"+row.Slug, "Published. This address stays, and so does what it says.")
}

// weekExport is a week as a file: the published one where there is one, so that the address stays true.
func (s *Server) weekExport(w http.ResponseWriter, r *http.Request) error {
	format, ok := report.Formats()[r.PathValue("format")]
	if !ok {
		return badRequest("a week can be had as md, html, json, csv or xlsx, not as %q", r.PathValue("format"))
	}
	rep, err := s.weekForExport(r)
	if err != nil {
		return err
	}
	if !who(r).Money() {
		rep = report.WithoutMoney(rep)
	}
	w.Header().Set("Content-Type", format.ContentType)
	w.Header().Set("Content-Disposition", `attachment; filename="gapwatch-`+strings.ReplaceAll(rep.Slug(), "/", "-")+"."+r.PathValue("format")+`"`)
	return format.Write(w, rep)
}

func (s *Server) weekForExport(r *http.Request) (report.Report, error) {
	week, err := report.ParseWeek(r.PathValue("week"), s.now())
	if err != nil {
		return report.Report{}, fmt.Errorf("%w: %w", errBadRequest, err)
	}
	rep, _, err := report.Read(r.Context(), s.store, report.Options{
		Week: week.String(), AreaKey: r.URL.Query().Get("area"), Now: s.now(),
	})
	return rep, err
}

// Ledger is how a gap's sum adds up: its first lines while the week stands as it is now, because the gap's own page has all of
// them, and every line of a report that was published.
func (v weekView) Ledger(g report.Gap) []matrix.ARRLine {
	lines := append(slices.Clone(g.ARR.Counted), g.ARR.NotCounted...)
	if v.Frozen {
		return lines
	}
	return lines[:min(len(lines), linesShown)]
}

// MoreLines is how many lines of a gap's sum are left out.
func (v weekView) MoreLines(g report.Gap) int {
	return len(g.ARR.Counted) + len(g.ARR.NotCounted) - len(v.Ledger(g))
}

// How many lines of a section the week shows at first: it is read in five minutes, and a section of a busy week has hundreds.
const (
	weekLines   = 40
	weekEntries = 10 // of one competitor
)

// Left is how many of some lines are not shown at first.
func (v weekView) Left(lines int) int { return v.left(lines, weekLines) }

// LeftEntries is how many of a competitor's entries are not shown at first.
func (v weekView) LeftEntries(s report.Shipped) int { return v.left(len(v.entries(s)), weekEntries) }

func (v weekView) left(lines, shown int) int {
	if v.All {
		return 0
	}
	return max(lines-shown, 0)
}

// head are the lines of a section that are shown.
func head[T any](v weekView, lines []T) []T { return lines[:len(lines)-v.Left(len(lines))] }

// SomeUnseen are the sources that could not be seen, the first of them; so are the others below.
func (v weekView) SomeUnseen() []report.Unseen {
	return v.Coverage.Unseen[:min(len(v.Coverage.Unseen), v.Coverage.Missed()-v.Left(v.Coverage.Missed()))]
}

// SomePrices are the prices that moved.
func (v weekView) SomePrices() []report.ChangeLine { return head(v, v.Prices) }

// SomeOther is what else changed.
func (v weekView) SomeOther() []report.ChangeLine { return head(v, v.Other) }

// SomeMoves are the cells that moved.
func (v weekView) SomeMoves() []report.Move { return head(v, v.Moves) }

// SomeGaps are the gaps that may cost customers.
func (v weekView) SomeGaps() []report.Gap { return head(v, v.Gaps) }

// SomeAnnotations are what customers said.
func (v weekView) SomeAnnotations() []report.Annotation { return head(v, v.Annotations) }

// SomeEntries are what a competitor shipped.
func (v weekView) SomeEntries(s report.Shipped) []report.EntryLine {
	entries := v.entries(s)
	return entries[:len(entries)-v.LeftEntries(s)]
}

// entries are a competitor's entries without those that are too small.
func (v weekView) entries(s report.Shipped) []report.EntryLine {
	if v.Minor {
		return s.Entries
	}
	return slices.DeleteFunc(slices.Clone(s.Entries), func(e report.EntryLine) bool { return !v.Shows(e.Level) })
}

// Whole is the address of the week with every line of it.
func (v weekView) Whole() string {
	set := map[string]string{"week": v.Week, "area": v.AreaKey, "all": "1"}
	if v.Minor {
		set["minor"] = "1"
	}
	return address("/", set)
}

// Shows tells whether an entry is shown: minor ones only where they are asked for.
func (v weekView) Shows(level string) bool { return v.Minor || level != "minor" }

// HiddenMinor is how many minor entries are left out.
func (v weekView) HiddenMinor() int {
	n := 0
	for _, s := range v.Shipped {
		for _, e := range s.Entries {
			if !v.Shows(e.Level) {
				n++
			}
		}
	}
	return n
}

// Entries is how many things shipped.
func (v weekView) Entries() int {
	n := 0
	for _, s := range v.Shipped {
		n += len(s.Entries)
	}
	return n
}

// LastDay is the last day of the week.
func (v weekView) LastDay() time.Time { return v.Until.AddDate(0, 0, -1) }
