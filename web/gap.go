package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// gapView is one feature: who has it, who asked for it, and what it is worth.
type gapView struct {
	Area     store.Area
	Feature  store.Feature
	Row      gapRow
	Answers  []answer
	Notes    []note
	Statuses []store.GapStatus
	Features []featureChoice // to which annotations can be moved
	Money    bool
	Calls    []call // whom to call, where the gap has shipped
}

// answer says whether a competitor has the feature.
type answer struct {
	store.Competitor
	store.CellValue
	Ahead bool
	Say   matrix.Saying
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

// featureChoice is a feature in a list of all.
type featureChoice struct{ Key, Name string }

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
	in, err := report.GapInput(ctx, s.store, &v.Area, nil)
	if err != nil {
		return err
	}
	all := in.Features
	in.Features = []store.Feature{v.Feature}
	v.Row = gapRow{GapView: matrix.GapView{Feature: v.Feature}, AreaKey: v.Area.Key, AreaName: v.Area.Name}
	if gaps := matrix.Gaps(in); len(gaps) > 0 {
		v.Row.GapView = gaps[0]
	}
	v.Row.Risk = matrix.AtRisk(v.Row.Annotations, in.Accounts, s.now())
	v.Row.Lines = ledger(v.Row.GapView, in.Accounts, s)
	if v.Answers, err = s.answers(ctx, v.Feature, in.Competitors); err != nil {
		return err
	}
	for _, f := range all {
		if f.ID != v.Feature.ID {
			v.Features = append(v.Features, featureChoice{v.Area.Key + "/" + f.Key, f.Name})
		}
	}
	return s.gapNotes(ctx, v)
}

// answers says for each competitor whether it has a feature, in a sentence that is safe to say.
func (s *Server) answers(ctx context.Context, f store.Feature, competitors []store.Competitor) ([]answer, error) {
	var out []answer
	for _, c := range competitors {
		value, _, err := s.cellValue(ctx, f.ID, c.ID)
		if err != nil {
			return nil, err
		}
		evidence, err := s.store.EvidenceFor(ctx, f.ID, c.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, answer{
			Competitor: c, CellValue: value, Say: matrix.Say(c.Name, f, value, evidence),
			Ahead: f.OwnState != "" && f.OwnState != store.Unknown && matrix.Ahead(value.State, f.OwnState),
		})
	}
	return out, nil
}

func (s *Server) gapNotes(ctx context.Context, v *gapView) error {
	if v.Row.Gap == nil {
		return nil
	}
	views, err := s.store.Annotations(ctx, store.AnnotationFilter{GapID: v.Row.Gap.ID})
	if err != nil {
		return err
	}
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return err
	}
	owners, called := ownersOf(accounts), map[string]bool{}
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
	err = s.store.InTx(ctx, func(tx *store.Store) error {
		gap, err := tx.EnsureGap(ctx, f.ID, now)
		if err != nil {
			return err
		}
		return tx.SetGapStatus(ctx, gap.ID, status, strings.TrimSpace(r.PostFormValue("owner")), now)
	})
	if errors.Is(err, store.ErrUnknownStatus) {
		return badRequest("%q is not a status of a gap", status)
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
	err := s.store.InTx(ctx, func(tx *store.Store) error {
		gapID, err := gapFor(ctx, tx, to, s)
		if err != nil {
			return err
		}
		return tx.MoveAnnotations(ctx, ids, gapID, now)
	})
	if err != nil {
		return err
	}
	where := "to the inbox"
	if to != "" {
		where = "to " + to
	}
	return s.done(w, r, strings.TrimSuffix(r.URL.Path, "/move"), fmt.Sprintf("Moved %s %s. Nothing was lost.", countOf(len(ids), "annotation", "annotations"), where))
}

// gapFor finds the gap of a feature written as area/feature, or begins it; nil for none.
func gapFor(ctx context.Context, tx *store.Store, feature string, s *Server) (*int64, error) {
	if feature == "" {
		return nil, nil
	}
	area, key, _ := strings.Cut(feature, "/")
	f, err := tx.FeatureByKey(ctx, area, key)
	if errors.Is(err, store.ErrNotFound) {
		return nil, badRequest("there is no feature %q", feature)
	}
	if err != nil {
		return nil, err
	}
	gap, err := tx.EnsureGap(ctx, f.ID, s.now().UTC())
	return &gap.ID, err
}
