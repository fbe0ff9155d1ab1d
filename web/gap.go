package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// gapView is one feature: who has it, who asked for it, and what it is worth.
type gapView struct {
	Area     store.Area
	Feature  store.Feature
	Row      gapRow
	Answers  []report.Answer
	Notes    []note
	Statuses []store.GapStatus
	Features []featureChoice // to which annotations can be moved
	Money    bool
	Calls    []call // whom to call, where the gap has shipped
	Form     watch.GapWord
	Conflict bool // somebody else has changed the gap since the form was opened
}

// note is an annotation with how its flag stands.
type note struct {
	store.AnnotationView
	Flag matrix.Flag
}

// LapsesOn is when the flag ends unless it is renewed.
func (n note) LapsesOn() any { return matrix.LapsesOn(n.Annotation) }

// call is an account that was lost or is at risk over something that has shipped.
type call struct {
	Account, Owner string
	Kind           store.AnnotationKind
}

func (s *Server) gap(w http.ResponseWriter, r *http.Request) error {
	v, err := s.gapView(r)
	if err != nil {
		return err
	}
	return s.show(w, r, "gap.html", v.page())
}

func (v gapView) page() page {
	return page{Title: v.Feature.Name, Current: "/gaps", Area: v.Area, Body: v}
}

// gapView reads all that is known of a gap.
func (s *Server) gapView(r *http.Request) (gapView, error) {
	v := gapView{Money: who(r).Money(), Statuses: store.GapStatuses()}
	ctx := r.Context()
	var err error
	if v.Area, err = s.store.AreaByKey(ctx, r.PathValue("area")); err != nil {
		return v, err
	}
	if v.Feature, err = s.store.FeatureByKey(ctx, v.Area.Key, r.PathValue("feature")); err != nil {
		return v, err
	}
	if err := s.fillGap(ctx, &v); err != nil {
		return v, err
	}
	v.Form.Status = store.GapStatus(v.Row.Status())
	if v.Row.Gap != nil {
		v.Form.Owner = v.Row.Gap.Owner
	}
	return v, nil
}

// Seen is the version of the gap that the page shows.
func (v gapView) Seen() string {
	if v.Row.Gap == nil {
		return ""
	}
	return stamp(v.Row.Gap.UpdatedAt)
}

func (s *Server) fillGap(ctx context.Context, v *gapView) error {
	view, accounts, err := report.GapOf(ctx, s.store, v.Feature)
	if err != nil {
		return err
	}
	v.Row = gapRow{GapView: view, AreaKey: v.Area.Key, AreaName: v.Area.Name}
	byID := matrix.AccountsByID(accounts)
	v.Row.Risk = matrix.AtRisk(view.Annotations, byID, s.now())
	v.Row.Lines = ledger(view, byID, s)
	competitors, err := report.Competitors(ctx, s.store, v.Area.ID)
	if err != nil {
		return err
	}
	if v.Answers, err = report.Answers(ctx, s.store, v.Feature, competitors); err != nil {
		return err
	}
	if v.Features, err = s.featureChoices(ctx, v.Area); err != nil {
		return err
	}
	v.Features = slices.DeleteFunc(v.Features, func(f featureChoice) bool { return f.Key == v.Area.Key+"/"+v.Feature.Key })
	return s.gapNotes(ctx, v, byID)
}

func (s *Server) gapNotes(ctx context.Context, v *gapView, accounts map[int64]store.Account) error {
	if v.Row.Gap == nil {
		return nil
	}
	views, err := s.store.Annotations(ctx, store.AnnotationFilter{GapID: v.Row.Gap.ID})
	if err != nil {
		return err
	}
	called := map[string]bool{}
	for _, n := range views {
		v.Notes = append(v.Notes, note{n, matrix.FlagOf(n.Annotation, s.now())})
		lost := n.Kind == store.AtRisk || n.Kind == store.Churned || n.Kind == store.DealLost
		if v.Row.Gap.Status == store.Shipped && lost && n.AccountID != nil && !called[n.AccountName] {
			called[n.AccountName] = true
			v.Calls = append(v.Calls, call{n.AccountName, accounts[*n.AccountID].Owner, n.Kind})
		}
	}
	return nil
}

// gapStatus records what we do about a gap.
func (s *Server) gapStatus(w http.ResponseWriter, r *http.Request) error {
	ctx, now := r.Context(), s.now().UTC()
	f, err := s.store.FeatureByKey(ctx, r.PathValue("area"), r.PathValue("feature"))
	if err != nil {
		return err
	}
	status := store.GapStatus(r.PostFormValue("status"))
	word := watch.GapWord{Status: status, Owner: strings.TrimSpace(r.PostFormValue("owner"))}
	shown, _ := time.Parse(time.RFC3339Nano, r.PostFormValue("seen"))
	_, err = watch.ChangeGap(ctx, s.store, f.ID, word, &shown, now)
	if errors.Is(err, watch.ErrChanged) {
		return s.gapAgain(w, r, word)
	}
	if err != nil {
		return err
	}
	said := fmt.Sprintf("Now %s.", status)
	if status == store.Shipped {
		said = "Shipped. Below is whom to call."
	}
	return s.done(w, r, strings.TrimSuffix(r.URL.Path, "/status"), said)
}

// gapAgain shows what somebody else has made of the gap, and what was typed in the form.
func (s *Server) gapAgain(w http.ResponseWriter, r *http.Request, word watch.GapWord) error {
	v, err := s.gapView(r)
	if err != nil {
		return err
	}
	v.Form, v.Conflict = word, true
	return s.render(w, r, http.StatusConflict, "gap.html", v.page())
}

// gapMove takes chosen annotations to another gap, or to the inbox: all of them merges two gaps, some of them splits one.
func (s *Server) gapMove(w http.ResponseWriter, r *http.Request) error {
	ctx, now := r.Context(), s.now().UTC()
	if err := r.ParseForm(); err != nil {
		return badRequest("the form could not be read")
	}
	ids, err := s.notesOn(r)
	if err != nil {
		return err
	}
	to := r.PostFormValue("to")
	if err := watch.MoveAnnotations(ctx, s.store, ids, to, now); err != nil {
		return err
	}
	where := "to the inbox"
	if to != "" {
		where = "to " + to
	}
	return s.done(w, r, strings.TrimSuffix(r.URL.Path, "/move"), fmt.Sprintf("Moved %s %s. Nothing was lost.", countOf(len(ids), "annotation", "annotations"), where))
}

// notesOn are the chosen annotations of the gap that the address names. One that somebody else has moved in the meantime
// is moved by nobody who has not seen it.
func (s *Server) notesOn(r *http.Request) (ids []int64, err error) {
	f, err := s.store.FeatureByKey(r.Context(), r.PathValue("area"), r.PathValue("feature"))
	if err != nil {
		return nil, err
	}
	gap, err := s.store.GapOf(r.Context(), f.ID)
	if err != nil {
		return nil, err
	}
	for _, text := range r.PostForm["annotation"] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, badRequest("%q is not the number of an annotation", text)
		}
		a, err := s.store.Annotation(r.Context(), id)
		if err != nil {
			return nil, err
		}
		if a.GapID == nil || *a.GapID != gap.ID {
			return nil, watch.ErrChanged
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, badRequest("choose at least one annotation to move")
	}
	return ids, nil
}
