package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
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
	Draft       string // what is typed is kept in the browser under this name
	Action      string
	Answered    bool // the form comes back with what was typed
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
	text, link := shared(q)
	form := annotateForm{
		Feature: q.Get("feature"), Competitor: q.Get("competitor"), Account: q.Get("account"), Kind: q.Get("kind"),
		What: text, Link: link, Owner: nameOf(who(r)),
	}
	return s.annotateForm(w, r, annotateView{Form: form}, http.StatusOK)
}

// annotateForm shows the form, with the gaps that look like what was typed.
func (s *Server) annotateForm(w http.ResponseWriter, r *http.Request, v annotateView, status int) error {
	ctx := r.Context()
	v.Kinds, v.Money = matrix.AnnotationKinds(), who(r).Money()
	v.Draft, v.Action, v.Answered = draftOf(r), ownAddress(r), r.Method != http.MethodGet
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
	a, err := watch.Annotate(r.Context(), s.store, form.words(), person(who(r)), s.now().UTC())
	if wrong := flawsOf(err); wrong != nil {
		return s.annotateForm(w, r, annotateView{Form: form, Wrong: wrong}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return s.annotated(w, r, form, a)
}

// annotated says where an annotation went.
func (s *Server) annotated(w http.ResponseWriter, r *http.Request, form annotateForm, a store.Annotation) error {
	if a.GapID == nil {
		return s.kept(w, r, fmt.Sprintf("/annotations/%d", a.ID), "Kept in the inbox. A colleague will find the gap it belongs to.")
	}
	return s.kept(w, r, "/gaps/"+form.Feature, "Annotated. Thank you.")
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
	form := readAnnotateForm(r)
	seen, _ := time.Parse(time.RFC3339Nano, form.Seen)
	a, err := watch.ChangeAnnotation(ctx, s.store, old.ID, form.words(), seen, person(who(r)), s.now().UTC())
	if wrong := flawsOf(err); wrong != nil {
		return s.annotateForm(w, r, annotateView{Form: form, Wrong: wrong, ID: old.ID}, http.StatusUnprocessableEntity)
	}
	if errors.Is(err, watch.ErrChanged) {
		return s.annotationConflict(w, r, form, old.ID)
	}
	if err != nil {
		return err
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

// words is the form as a person's words.
func (f annotateForm) words() watch.AnnotationForm {
	return watch.AnnotationForm{
		Kind: f.Kind, What: f.What, Feature: f.Feature, Account: f.Account, Competitor: f.Competitor, Trigger: f.Trigger,
		Owner: f.Owner, NextKeyDate: f.NextKeyDate, Link: f.Link, Why: f.Why, HelpNeeded: f.HelpNeeded,
		Action: f.PlanOfAction, NewAccount: f.NewAccount != "",
	}
}

// flawsOf is what is wrong with a form, by field; nil for every other error.
func flawsOf(err error) map[string]string {
	var flaws watch.Flaws
	if !errors.As(err, &flaws) {
		return nil
	}
	wrong := map[string]string{}
	for _, f := range flaws {
		wrong[f.Field] = f.Text
	}
	return wrong
}
