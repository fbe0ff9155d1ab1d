package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// annotateView is the one form in which people attach what a customer said.
type annotateView struct {
	Form        annotateForm
	Kinds       []store.AnnotationKind
	Competitors []store.Competitor
	Found       []foundGap
	Feature     *foundGap // chosen before the form was opened
	Wrong       map[string]string
	Conflict    *store.AnnotationView // what somebody else wrote in the meantime
	ID          int64                 // of the annotation that is changed; 0 for a new one
	Money       bool
}

// annotateForm is what was typed.
type annotateForm struct {
	Account, Kind, What, Feature, Competitor        string
	Trigger, Owner, NextKeyDate, Link               string
	Why, HelpNeeded, PlanOfAction, NewAccount, Seen string
}

// foundGap is a gap that looks like what is being typed.
type foundGap struct {
	Key      string // area/feature
	Name     string
	Own      store.State
	Accounts int
	ARR      matrix.ARR
}

func (s *Server) annotateNew(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	form := annotateForm{
		Feature: q.Get("feature"), Competitor: q.Get("competitor"), Account: q.Get("account"), Kind: q.Get("kind"),
		What: strings.TrimSpace(q.Get("text")), Link: webAddress(q.Get("url")), Owner: nameOf(who(r)),
	}
	return s.annotateForm(w, r, annotateView{Form: form}, http.StatusOK)
}

// annotateForm shows the form, with the gaps that look like what was typed.
func (s *Server) annotateForm(w http.ResponseWriter, r *http.Request, v annotateView, status int) error {
	ctx := r.Context()
	v.Kinds, v.Money = matrix.AnnotationKinds(), who(r).Money()
	var err error
	if v.Competitors, err = s.store.Competitors(ctx); err != nil {
		return err
	}
	if v.Form.Feature != "" {
		if v.Feature, err = s.foundFeature(ctx, v.Form.Feature); err != nil {
			return err
		}
	}
	if v.Form.What != "" {
		if v.Found, err = s.findGaps(ctx, v.Form.What); err != nil {
			return err
		}
	}
	title := "Annotate"
	if v.ID != 0 {
		title = "Change an annotation"
	}
	return s.render(w, r, status, "annotate.html", page{Title: title, Current: "/annotate", Body: v})
}

// annotatePost keeps a new annotation.
func (s *Server) annotatePost(w http.ResponseWriter, r *http.Request) error {
	form := readAnnotateForm(r)
	a, wrong, err := s.annotation(r, form)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.annotateForm(w, r, annotateView{Form: form, Wrong: wrong}, http.StatusUnprocessableEntity)
	}
	err = s.store.InTx(r.Context(), func(tx *store.Store) error {
		if err := s.attach(r.Context(), tx, form, &a); err != nil {
			return err
		}
		return tx.SaveAnnotation(r.Context(), &a)
	})
	if err != nil {
		return err
	}
	return s.annotated(w, r, form, a)
}

// annotated says where an annotation went.
func (s *Server) annotated(w http.ResponseWriter, r *http.Request, form annotateForm, a store.Annotation) error {
	if a.GapID == nil {
		return s.done(w, r, fmt.Sprintf("/annotations/%d", a.ID), "Kept in the inbox. A colleague will find the gap it belongs to.")
	}
	return s.done(w, r, "/gaps/"+form.Feature, "Annotated. Thank you.")
}

// annotationForm shows an annotation to change it.
func (s *Server) annotationForm(w http.ResponseWriter, r *http.Request) error {
	a, form, err := s.annotationOf(r)
	if err != nil {
		return err
	}
	return s.annotateForm(w, r, annotateView{Form: form, ID: a.ID}, http.StatusOK)
}

// annotationOf reads the annotation that an address names, as a form.
func (s *Server) annotationOf(r *http.Request) (store.Annotation, annotateForm, error) {
	ctx := r.Context()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.Annotation{}, annotateForm{}, store.ErrNotFound
	}
	v, err := s.store.AnnotationByID(ctx, id)
	if err != nil {
		return v.Annotation, annotateForm{}, err
	}
	form := annotateForm{
		Account: v.AccountName, Kind: string(v.Kind), What: v.What, Competitor: v.CompetitorKey, Trigger: v.TriggerText,
		Owner: v.Owner, NextKeyDate: isoDate(v.NextKeyDate), Link: v.Link, Why: v.Why, HelpNeeded: v.HelpNeeded,
		PlanOfAction: v.PlanOfAction, Seen: stamp(v.UpdatedAt),
	}
	if v.FeatureKey != "" {
		form.Feature = v.AreaKey + "/" + v.FeatureKey
	}
	if !who(r).Money() {
		form.Account = "" // an empty account leaves the one that is there
	}
	return v.Annotation, form, nil
}

// annotationPost changes an annotation, unless somebody else has in the meantime.
func (s *Server) annotationPost(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	old, _, err := s.annotationOf(r)
	if err != nil {
		return err
	}
	if v := who(r); old.Author != nameOf(v) && !v.May(string(Editor)) {
		return fmt.Errorf("%w: others' annotations are changed by editors", errForbidden)
	}
	form := readAnnotateForm(r)
	a, wrong, err := s.annotation(r, form)
	if err != nil {
		return err
	}
	if form.Account == "" && !who(r).Money() {
		a.AccountID = old.AccountID
		delete(wrong, "account")
	}
	if len(wrong) > 0 {
		return s.annotateForm(w, r, annotateView{Form: form, Wrong: wrong, ID: old.ID}, http.StatusUnprocessableEntity)
	}
	seen, _ := time.Parse(time.RFC3339Nano, form.Seen)
	replaced := false
	err = s.store.InTx(ctx, func(tx *store.Store) error {
		if err := s.attach(ctx, tx, form, &a); err != nil {
			return err
		}
		a.ID = old.ID
		replaced, err = tx.ReplaceAnnotation(ctx, a, seen)
		return err
	})
	if err != nil {
		return err
	}
	if !replaced {
		return s.annotationConflict(w, r, form, old.ID)
	}
	return s.annotated(w, r, form, a)
}

// annotationConflict shows both versions; saving again puts ours in the place of theirs.
func (s *Server) annotationConflict(w http.ResponseWriter, r *http.Request, form annotateForm, id int64) error {
	theirs, err := s.store.AnnotationByID(r.Context(), id)
	if err != nil {
		return err
	}
	form.Seen = stamp(theirs.UpdatedAt)
	return s.annotateForm(w, r, annotateView{Form: form, ID: id, Conflict: &theirs}, http.StatusConflict)
}

func readAnnotateForm(r *http.Request) annotateForm {
	text := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	return annotateForm{
		Account: text("account"), Kind: text("kind"), What: text("what"), Feature: text("feature"),
		Competitor: text("competitor"), Trigger: text("trigger"), Owner: text("owner"),
		NextKeyDate: text("next_key_date"), Link: text("link"), Why: text("why"), HelpNeeded: text("help"),
		PlanOfAction: text("plan"), NewAccount: text("new_account"), Seen: text("seen"),
	}
}

// annotation checks what was typed, all of it at once.
func (s *Server) annotation(r *http.Request, f annotateForm) (store.Annotation, map[string]string, error) {
	now := s.now().UTC()
	a := store.Annotation{
		Kind: store.AnnotationKind(f.Kind), What: f.What, TriggerText: f.Trigger, Owner: f.Owner, Link: f.Link, Why: f.Why,
		HelpNeeded: f.HelpNeeded, PlanOfAction: f.PlanOfAction, Author: nameOf(who(r)), CreatedAt: now, UpdatedAt: now,
	}
	wrong := map[string]string{}
	if f.NextKeyDate != "" {
		t, err := time.Parse(time.DateOnly, f.NextKeyDate)
		if err != nil {
			wrong["next_key_date"] = "Write the date like 2026-12-01."
		}
		a.NextKeyDate = &t
	}
	if f.Link != "" && webAddress(f.Link) == "" {
		wrong["link"] = "A link begins with https:// or http://."
	}
	if err := s.findAccount(r.Context(), f, &a, wrong); err != nil {
		return a, nil, err
	}
	for _, flaw := range matrix.AnnotationFlaws(a) {
		if _, told := wrong[flaw.Field]; !told {
			wrong[flaw.Field] = flaw.Text
		}
	}
	return a, wrong, nil
}

// findAccount finds the account by key or name. A new one is added only where the person says so.
func (s *Server) findAccount(ctx context.Context, f annotateForm, a *store.Annotation, wrong map[string]string) error {
	if f.Account == "" {
		return nil
	}
	acc, err := s.store.AccountByKeyOrName(ctx, f.Account)
	switch {
	case err == nil:
		a.AccountID = &acc.ID
	case !errors.Is(err, store.ErrNotFound):
		return err
	case f.NewAccount != "":
		fresh := []store.Account{{Key: matrix.Fold(f.Account), Name: f.Account}}
		if err := s.store.SaveAccounts(ctx, fresh); err != nil {
			return err
		}
		a.AccountID = &fresh[0].ID
	default:
		wrong["account"] = "No account is called that. Choose one from the list, or tick that it is new."
	}
	return nil
}

// attach finds what the annotation is about.
func (s *Server) attach(ctx context.Context, tx *store.Store, f annotateForm, a *store.Annotation) (err error) {
	if f.Competitor != "" {
		c, err := tx.CompetitorByKey(ctx, f.Competitor)
		if err != nil {
			return badRequest("there is no competitor %q", f.Competitor)
		}
		a.CompetitorID = &c.ID
	}
	a.GapID, err = gapFor(ctx, tx, f.Feature, s)
	return err
}

// webAddress is an address if it is one that a browser may follow.
func webAddress(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}
