package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// accountsView is the list of customers and prospects.
type accountsView struct {
	Accounts []accountRow
	Text     string
	More     bool // than a page holds
}

// accountRow is an account with what was said of it.
type accountRow struct {
	store.Account
	Annotations int
	Flag        matrix.Flag // the most urgent
}

// accountsShown is how many accounts one page lists.
const accountsShown = 100

func (s *Server) accounts(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), accountsView{Text: strings.TrimSpace(r.URL.Query().Get("q"))}
	found, err := s.store.FindAccounts(ctx, v.Text, accountsShown+1)
	if err != nil {
		return err
	}
	v.More = len(found) > accountsShown
	found = found[:min(len(found), accountsShown)]
	notes, err := s.store.AnnotationsOf(ctx, found)
	if err != nil {
		return err
	}
	for _, a := range found {
		v.Accounts = append(v.Accounts, accountRow{a, len(notes[a.ID]), s.urgent(notes[a.ID])})
	}
	return s.show(w, r, "accounts.html", page{Title: "Accounts", Current: "/accounts", Body: v})
}

// urgent is the most urgent flag of some annotations.
func (s *Server) urgent(notes []store.Annotation) matrix.Flag {
	rank := map[matrix.Flag]int{matrix.Passed: 4, matrix.Stands: 3, matrix.Undated: 2, matrix.Lapsed: 1}
	best := matrix.NoFlag
	for _, n := range notes {
		if f := matrix.FlagOf(n, s.now()); rank[f] > rank[best] {
			best = f
		}
	}
	return best
}

// accountView is one account: what it said, and which competitors' moves touch it.
type accountView struct {
	store.Account
	Notes       []note
	Risks       []note             // whose flag still stands, the nearest key date first
	Competitors []store.Competitor // that are ahead in a feature it asked for
}

func (s *Server) account(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, err := s.store.AccountByKeyOrName(ctx, r.PathValue("key"))
	if err != nil {
		return err
	}
	v := accountView{Account: a}
	notes, err := s.store.Annotations(ctx, store.AnnotationFilter{AccountID: a.ID})
	if err != nil {
		return err
	}
	for _, n := range notes {
		v.Notes = append(v.Notes, note{n, matrix.FlagOf(n.Annotation, s.now())})
	}
	v.Risks = openRisks(v.Notes)
	if v.Competitors, err = s.aheadFor(ctx, notes); err != nil {
		return err
	}
	return s.show(w, r, "account.html", page{Title: a.Name, Current: "/accounts", Body: v})
}

// openRisks are annotations whose flag has not lapsed, the nearest key date first.
func openRisks(notes []note) (out []note) {
	for _, n := range notes {
		if n.Flag.Open() {
			out = append(out, n)
		}
	}
	someday := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	key := func(n note) time.Time {
		if n.NextKeyDate == nil {
			return someday
		}
		return *n.NextKeyDate
	}
	slices.SortStableFunc(out, func(a, b note) int { return key(a).Compare(key(b)) })
	return out
}

// aheadFor finds the competitors that have what was asked for and we have not.
func (s *Server) aheadFor(ctx context.Context, notes []store.AnnotationView) ([]store.Competitor, error) {
	all, err := s.store.Competitors(ctx)
	if err != nil {
		return nil, err
	}
	ahead, asked := map[int64]bool{}, map[int64]bool{}
	for _, n := range notes {
		if n.FeatureID == 0 || asked[n.FeatureID] {
			continue
		}
		asked[n.FeatureID] = true
		f, err := s.store.Feature(ctx, n.FeatureID)
		if err != nil {
			return nil, err
		}
		answers, err := report.Answers(ctx, s.store, f, all)
		if err != nil {
			return nil, err
		}
		for _, a := range answers {
			ahead[a.Competitor.ID] = ahead[a.Competitor.ID] || a.Ahead
		}
	}
	var out []store.Competitor
	for _, c := range all {
		if ahead[c.ID] {
			out = append(out, c)
		}
	}
	return out, nil
}

// importShown is how many accounts a preview shows.
const importShown = 200

// importView is the preview of a list of accounts before it is taken.
type importView struct {
	Fields   []importField
	Head     []string // columns of the list
	Text     string   // the list itself, carried along to the second step
	Currency string
	Plan     watch.AccountPlan
	Wrong    []string
}

// telling are the lines of the plan that do something.
func (v importView) telling() (rows watch.AccountPlan) {
	for _, l := range v.Plan {
		if !l.Same() {
			rows = append(rows, l)
		}
	}
	return rows
}

// Telling are the lines that are shown.
func (v importView) Telling() watch.AccountPlan {
	rows := v.telling()
	return rows[:min(len(rows), importShown)]
}

// More is how many of the lines that do something are not shown.
func (v importView) More() int { return len(v.telling()) - len(v.Telling()) }

// importField is one of our fields and the column it is read from.
type importField struct {
	Field, Column string
}

// Word is how the field is called.
func (f importField) Word() string {
	if f.Field == "arr" {
		return "ARR"
	}
	return upperFirst(strings.ReplaceAll(f.Field, "_", " "))
}

func (s *Server) accountsImportForm(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, "import.html", page{Title: "Import accounts", Current: "/accounts", Body: importView{Currency: "USD"}})
}

// accountsImport previews a list, or with "take" takes it. Nothing is taken while a line is wrong.
func (s *Server) accountsImport(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	text, err := listText(r)
	if err != nil {
		return err
	}
	v := importView{Text: text, Currency: r.FormValue("currency")}
	list := watch.AccountList{Name: "list", Currency: v.Currency, Columns: map[string]string{}}
	for _, f := range watch.AccountFields() {
		list.Columns[f.Field] = r.FormValue("column." + f.Field)
	}
	v.Plan, v.Head, err = watch.PlanAccounts(ctx, s.store, strings.NewReader(text), list)
	if err != nil {
		v.Wrong = strings.Split(err.Error(), "\n")
	}
	found := list.Found(v.Head)
	for _, f := range watch.AccountFields() {
		v.Fields = append(v.Fields, importField{f.Field, found[f.Field]})
	}
	if len(v.Wrong) == 0 && len(v.Plan) > 0 && r.FormValue("take") != "" {
		if err := v.Plan.Take(ctx, s.store); err != nil {
			return err
		}
		return s.done(w, r, "/accounts", fmt.Sprintf("%d new, %d changed. Importing the list again changes nothing.", v.Plan.New(), v.Plan.Changed()))
	}
	onlyLooked(w)
	return s.show(w, r, "import.html", page{Title: "Import accounts", Current: "/accounts", Body: v})
}

// listText is the list that was pasted or sent as a file.
func listText(r *http.Request) (string, error) {
	if err := r.ParseMultipartForm(bodyLimit); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return "", badRequest("the list is too large or was cut: it may weigh 8 MB")
	}
	file, _, err := r.FormFile("file")
	if err != nil {
		return r.FormValue("text"), nil
	}
	defer file.Close()
	var b bytes.Buffer
	if _, err := io.Copy(&b, file); err != nil {
		return "", err
	}
	if b.Len() == 0 {
		return r.FormValue("text"), nil
	}
	return b.String(), nil
}
