package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// aroundQuote is how many characters of a page stand on either side of a quote.
const aroundQuote = 240

// cellView is the proof of one cell.
type cellView struct {
	Area        store.Area
	Feature     store.Feature
	Competitor  store.Competitor
	Value       store.CellValue
	UpdatedAt   time.Time
	Say         matrix.Saying
	Proof       []proof
	Dismissed   []proof
	History     []store.CellVersion
	Before      *store.Competitor // its neighbours in the matrix
	After       *store.Competitor
	Annotations []store.AnnotationView // of the gap, those about other competitors left out
	ARR         matrix.ARR
	Told        []told // who hears of it
	MoreTold    int    // of whom the page does not name; 0 or less: nobody
	Proposed    []proposal
	Form        cellForm
	Conflict    *store.CellValue // what somebody else said in the meantime
}

// proof is a piece of evidence on its page as it was that day.
type proof struct {
	store.Evidence
	Context extract.Context
	Found   bool // the quote on the stored page; false where its bytes can be read no more
	Size    int64
	Kind    extract.Kind
}

// cellForm is what a person says of a cell.
type cellForm struct {
	State    store.State
	Plan     string
	Limit    string
	AddOn    bool
	Platform string
	Note     string
	Expires  string
	Wrong    string
}

// cellPlace finds the cell that an address names.
func (s *Server) cellPlace(r *http.Request) (v cellView, err error) {
	ctx := r.Context()
	if v.Area, err = s.store.AreaByKey(ctx, r.PathValue("area")); err != nil {
		return v, err
	}
	if v.Feature, err = s.store.FeatureByKey(ctx, v.Area.Key, r.PathValue("feature")); err != nil {
		return v, err
	}
	v.Competitor, err = s.store.CompetitorByKey(ctx, r.PathValue("competitor"))
	return v, err
}

func (s *Server) cell(w http.ResponseWriter, r *http.Request) error {
	view, err := s.cellView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, "cell.html", view.page())
}

func (v cellView) page() page {
	return page{Title: v.Competitor.Name + ", " + v.Feature.Name, Current: "/matrix", Area: v.Area, Body: v}
}

// cellView reads all that is known of a cell.
func (s *Server) cellView(r *http.Request) (cellView, error) {
	ctx := r.Context()
	v, err := s.cellPlace(r)
	if err != nil {
		return v, err
	}
	if v.Value, v.UpdatedAt, err = report.CellValue(ctx, s.store, v.Feature.ID, v.Competitor.ID); err != nil {
		return v, err
	}
	evidence, err := s.store.EvidenceFor(ctx, v.Feature.ID, v.Competitor.ID)
	if err != nil {
		return v, err
	}
	v.Proof, v.Dismissed = s.proofs(ctx, evidence, false), s.proofs(ctx, evidence, true)
	v.Say = matrix.Say(v.Competitor.Name, v.Feature, v.Value, evidence)
	if v.History, err = s.store.CellHistory(ctx, v.Feature.ID, v.Competitor.ID); err != nil {
		return v, err
	}
	waiting, err := s.store.ProposalsFor(ctx, v.Feature.ID, v.Competitor.ID)
	if err != nil {
		return v, err
	}
	for _, p := range waiting {
		v.Proposed = append(v.Proposed, proposal{p})
	}
	if err := s.neighbours(ctx, &v); err != nil {
		return v, err
	}
	v.Form = cellForm{
		State: v.Value.State, Plan: v.Value.PlanFrom, Limit: v.Value.LimitText, AddOn: v.Value.AddOn,
		Platform: v.Value.Platform, Note: v.Value.Note,
		Expires: s.now().Add(2 * matrix.StaleAfter).Format(time.DateOnly),
	}
	if !who(r).May(string(Editor)) {
		v.Form.Note = "" // why the cell says what it says is not why it should say something else
	}
	if err := s.told(ctx, &v, who(r)); err != nil {
		return v, err
	}
	return v, s.touches(ctx, &v)
}

// proofs finds the quotes of a cell on their stored pages: those that a person dismissed, or those that count.
func (s *Server) proofs(ctx context.Context, evidence []store.Evidence, dismissed bool) (out []proof) {
	for _, e := range evidence {
		if (e.DismissedAt != nil) == dismissed {
			out = append(out, s.prove(ctx, e))
		}
	}
	return out
}

// prove finds a quote on its stored page. A page that can be read no more is no error: the quote stands by itself then.
func (s *Server) prove(ctx context.Context, e store.Evidence) proof {
	p := proof{Evidence: e}
	snap, err := s.store.Snapshot(ctx, e.SnapshotID)
	if err != nil {
		return p
	}
	src, err := s.store.Source(ctx, e.SourceID)
	if err != nil {
		return p
	}
	p.Size, p.Kind = snap.Size, src.Kind
	page, err := s.store.Page(ctx, snap.ID, src.Kind)
	if err != nil {
		s.log.WarnContext(ctx, "stored page", "snapshot", snap.ID, "error", err)
		return p
	}
	p.Context, p.Found = extract.Around(page, e.Quote, aroundQuote)
	return p
}

// neighbours finds the competitors beside this one in the matrix.
func (s *Server) neighbours(ctx context.Context, v *cellView) error {
	all, err := report.Competitors(ctx, s.store, v.Area.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c store.Competitor) bool { return c.ID == v.Competitor.ID })
	if i > 0 {
		v.Before = &all[i-1]
	}
	if i >= 0 && i+1 < len(all) {
		v.After = &all[i+1]
	}
	return nil
}

// touches finds what customers said of the feature at this competitor.
func (s *Server) touches(ctx context.Context, v *cellView) error {
	gap, err := s.store.GapOf(ctx, v.Feature.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	all, err := s.store.Annotations(ctx, store.AnnotationFilter{GapID: gap.ID})
	if err != nil {
		return err
	}
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return err
	}
	var rows []store.Annotation
	for _, a := range all {
		rows = append(rows, a.Annotation)
		if a.CompetitorID == nil || *a.CompetitorID == v.Competitor.ID {
			v.Annotations = append(v.Annotations, a)
		}
	}
	v.ARR = matrix.CombinedARR(rows, accounts)
	return nil
}

// cellDecide is a person's word on a cell.
func (s *Server) cellDecide(w http.ResponseWriter, r *http.Request) error {
	ctx, by, now := r.Context(), who(r), s.now().UTC()
	view, err := s.cellPlace(r)
	if err != nil {
		return err
	}
	form := readCellForm(r)
	seen, _ := time.Parse(time.RFC3339Nano, r.PostFormValue("seen"))
	err = watch.VerifyCell(ctx, s.store, view.Feature.ID, view.Competitor.ID, form.word(), seen, person(by), now)
	var wrong watch.Flaws
	if errors.As(err, &wrong) {
		form.Wrong = wrong.Error()
	}
	if form.Wrong != "" || errors.Is(err, watch.ErrChanged) {
		return s.cellAgain(w, r, form, errors.Is(err, watch.ErrChanged))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, r.URL.Path, fmt.Sprintf("Verified as %s. The history keeps it under your name.", stateWord(form.State)))
}

// cellPropose records what somebody who may not decide says of a cell.
func (s *Server) cellPropose(w http.ResponseWriter, r *http.Request) error {
	view, err := s.cellPlace(r)
	if err != nil {
		return err
	}
	form := readCellForm(r)
	_, err = watch.ProposeCell(r.Context(), s.store, view.Feature.ID, view.Competitor.ID, form.word(), person(who(r)), s.now().UTC())
	var wrong watch.Flaws
	if errors.As(err, &wrong) {
		form.Wrong = wrong.Error()
		return s.cellAgain(w, r, form, false)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, strings.TrimSuffix(r.URL.Path, "/propose"),
		fmt.Sprintf("Proposed as %s. An editor takes it or not; until then the cell stays as it is.", stateWord(form.State)))
}

// cellAgain shows the form again with what was typed, and what somebody else said in the meantime.
func (s *Server) cellAgain(w http.ResponseWriter, r *http.Request, form cellForm, conflict bool) error {
	view, err := s.cellView(r)
	if err != nil {
		return err
	}
	view.Form = form
	if conflict {
		view.Conflict = &view.Value
	}
	return s.wrong(w, r, "cell.html", view.page())
}

func readCellForm(r *http.Request) cellForm {
	return cellForm{
		State:    store.State(r.PostFormValue("state")),
		Plan:     strings.TrimSpace(r.PostFormValue("plan")),
		Limit:    strings.TrimSpace(r.PostFormValue("limit")),
		AddOn:    r.PostFormValue("add_on") != "",
		Platform: strings.TrimSpace(r.PostFormValue("platform")),
		Note:     strings.TrimSpace(r.PostFormValue("note")),
		Expires:  r.PostFormValue("expires"),
	}
}

// word is the form as a person's word.
func (f cellForm) word() watch.CellWord {
	return watch.CellWord{
		State: f.State, PlanFrom: f.Plan, LimitText: f.Limit, AddOn: f.AddOn, Platform: f.Platform, Note: f.Note,
		Expires: f.Expires,
	}
}

// evidenceDismiss says that a quote proves nothing, or takes that back, and decides the cell anew.
func (s *Server) evidenceDismiss(w http.ResponseWriter, r *http.Request) error {
	ctx, by, now := r.Context(), who(r), s.now().UTC()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	said := "Dismissed. The quote stays here, and supports the cell no more."
	if r.PostFormValue("restore") != "" {
		said = "The quote counts again."
		err = watch.RestoreEvidence(ctx, s.store, id, person(by), now)
	} else {
		err = watch.DismissEvidence(ctx, s.store, id, r.PostFormValue("reason"), person(by), now)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, localPath(r.PostFormValue("back")), said)
}

// stamp is the version of a row that a form carries, so that nobody overwrites what they have not seen.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// nameOf is how a person is called to themselves.
func nameOf(v viewer) string { return cmp.Or(v.Name, v.Email) }

// signature is how a person signs what everybody reads: where no name is known, with an address that nobody can write to.
func signature(v viewer) string { return cmp.Or(v.Name, alert.HideMailbox(v.Email)) }

// Seen is the version of the cell that the page shows.
func (v cellView) Seen() string { return stamp(v.UpdatedAt) }

// Path is the page itself.
func (v cellView) Path() string {
	return report.CellPath(v.Area.Key, v.Feature.Key, v.Competitor.Key)
}

// States are the choices of the form.
func (cellView) States() []store.State { return matrix.States() }
