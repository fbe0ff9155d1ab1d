package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

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
	v := gapView{Money: who(r).Money(), Statuses: store.GapStatuses()}
	ctx := r.Context()
	var err error
	if v.Area, err = s.store.AreaByKey(ctx, r.PathValue("area")); err != nil {
		return err
	}
	if v.Feature, err = s.store.FeatureByKey(ctx, v.Area.Key, r.PathValue("feature")); err != nil {
		return err
	}
	if err := s.fillGap(ctx, &v); err != nil {
		return err
	}
	return s.show(w, r, "gap.html", page{Title: v.Feature.Name, Current: "/gaps", Area: v.Area, Body: v})
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
	return s.gapNotes(ctx, v, ownersOf(accounts))
}

func (s *Server) gapNotes(ctx context.Context, v *gapView, owners map[int64]string) error {
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
			v.Calls = append(v.Calls, call{n.AccountName, owners[*n.AccountID], n.Kind})
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
	word := watch.GapWord{Status: status, Owner: r.PostFormValue("owner")}
	if _, err := watch.ChangeGap(ctx, s.store, f.ID, word, nil, now); err != nil {
		return err
	}
	said := fmt.Sprintf("Now %s.", status)
	if status == store.Shipped {
		said = "Shipped. Below is whom to call."
	}
	return s.done(w, r, strings.TrimSuffix(r.URL.Path, "/status"), said)
}

// gapMove takes chosen annotations to another gap, or to the inbox: all of them merges two gaps, some of them splits one.
func (s *Server) gapMove(w http.ResponseWriter, r *http.Request) error {
	ctx, now := r.Context(), s.now().UTC()
	if err := r.ParseForm(); err != nil {
		return badRequest("the form could not be read")
	}
	var ids []int64
	for _, text := range r.PostForm["annotation"] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return badRequest("%q is not the number of an annotation", text)
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return badRequest("choose at least one annotation to move")
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
