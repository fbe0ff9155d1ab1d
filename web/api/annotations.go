package api

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// AskAnnotations chooses annotations.
type AskAnnotations struct {
	Paging
	Area  string    `query:"area" doc:"Key of an area."`
	Kind  string    `query:"kind" doc:"Only annotations of this kind."`
	Inbox bool      `query:"inbox" doc:"Only those that wait for triage: no gap yet."`
	Since time.Time `query:"since" doc:"Only those written since."`
}

// Annotation is what a person attached to a gap, or left in the inbox.
type Annotation struct {
	ID           int64                `json:"id"`
	Kind         store.AnnotationKind `json:"kind"`
	What         string               `json:"what"`
	Feature      string               `json:"feature,omitempty" doc:"area/feature; left out: in the inbox."`
	Account      string               `json:"account,omitempty" doc:"Key; only with the right to see accounts."`
	AccountName  string               `json:"account_name,omitempty" doc:"Only with the right to see accounts."`
	Competitor   string               `json:"competitor,omitempty"`
	Trigger      string               `json:"trigger,omitempty"`
	Owner        string               `json:"owner,omitempty"`
	NextKeyDate  *time.Time           `json:"next_key_date,omitempty"`
	Flag         string               `json:"flag,omitempty" doc:"at risk, passed, lapsed or undated."`
	Link         string               `json:"link,omitempty"`
	Why          string               `json:"why,omitempty"`
	HelpNeeded   string               `json:"help_needed,omitempty"`
	PlanOfAction string               `json:"plan_of_action,omitempty"`
	Author       string               `json:"author"`
	CreatedAt    time.Time            `json:"created_at"`
	UpdatedAt    time.Time            `json:"updated_at"`
}

func (a *API) newAnnotation(ctx context.Context, v store.AnnotationView) Annotation {
	out := Annotation{
		ID: v.ID, Kind: v.Kind, What: v.What, Competitor: v.CompetitorKey, Trigger: v.TriggerText, Owner: v.Owner,
		NextKeyDate: v.NextKeyDate, Flag: string(matrix.FlagOf(v.Annotation, a.now())), Link: v.Link, Why: v.Why,
		HelpNeeded: v.HelpNeeded, PlanOfAction: v.PlanOfAction, Author: v.Author, CreatedAt: v.CreatedAt, UpdatedAt: v.UpdatedAt,
	}
	if v.FeatureKey != "" {
		out.Feature = v.AreaKey + "/" + v.FeatureKey
	}
	if caller(ctx).Money {
		out.Account, out.AccountName = v.AccountKey, v.AccountName
	}
	return out
}

func (a *API) annotations(ctx context.Context, in *AskAnnotations) (*List[Annotation], error) {
	before, err := in.number()
	if err != nil {
		return nil, err
	}
	rows, err := a.st(ctx).Annotations(ctx, store.AnnotationFilter{
		Area: in.Area, Kind: store.AnnotationKind(in.Kind), Inbox: in.Inbox, Since: in.Since, Before: before, Stream: true,
		Limit: in.Limit + 1,
	})
	return paged(rows, in.Limit, func(v store.AnnotationView) Annotation { return a.newAnnotation(ctx, v) },
		func(v store.AnnotationView) string { return byID(v.ID) }), err
}

func (a *API) annotation(ctx context.Context, in *ByID) (*One[Annotation], error) {
	v, err := a.st(ctx).AnnotationByID(ctx, in.ID)
	return &One[Annotation]{ETag: version(v.UpdatedAt), Body: a.newAnnotation(ctx, v)}, err
}

// AnnotationWords are what a person writes.
type AnnotationWords struct {
	Kind         store.AnnotationKind `json:"kind" enum:"at risk,churned,deal lost,feature request,competitive intel,pricing & packaging"`
	What         string               `json:"what" minLength:"1" maxLength:"10000" doc:"A quote or an observation."`
	Feature      string               `json:"feature,omitempty" doc:"area/feature; left out: the inbox."`
	Account      string               `json:"account,omitempty" doc:"Key or name; at risk needs it."`
	NewAccount   bool                 `json:"new_account,omitempty" doc:"Add the account where there is none."`
	Competitor   string               `json:"competitor,omitempty" doc:"Key."`
	Trigger      string               `json:"trigger,omitempty" doc:"What would make them leave; at risk needs it."`
	Owner        string               `json:"owner,omitempty" doc:"Who looks after it; at risk needs it."`
	NextKeyDate  string               `json:"next_key_date,omitempty" format:"date" doc:"At risk needs it."`
	Link         string               `json:"link,omitempty" doc:"Ticket, call or CRM entry."`
	Why          string               `json:"why,omitempty"`
	HelpNeeded   string               `json:"help_needed,omitempty"`
	PlanOfAction string               `json:"plan_of_action,omitempty"`
}

func (w AnnotationWords) form() watch.AnnotationForm {
	return watch.AnnotationForm{
		Kind: string(w.Kind), What: w.What, Feature: w.Feature, Account: w.Account, Competitor: w.Competitor,
		Trigger: w.Trigger, Owner: w.Owner, NextKeyDate: w.NextKeyDate, Link: w.Link, Why: w.Why, HelpNeeded: w.HelpNeeded,
		Action: w.PlanOfAction, NewAccount: w.NewAccount,
	}
}

// NewAnnotation is an annotation to be kept.
type NewAnnotation struct{ Body AnnotationWords }

// Made is an answer about something that was made.
type Made[T any] struct {
	Status   int
	Location string `header:"Location"`
	ETag     string `header:"ETag"`
	Body     T
}

func (a *API) annotate(ctx context.Context, in *NewAnnotation) (*Made[Annotation], error) {
	row, err := watch.Annotate(ctx, a.st(ctx), in.Body.form(), caller(ctx).Person, a.now().UTC())
	if err != nil {
		return nil, err
	}
	one, err := a.annotation(ctx, &ByID{row.ID})
	if err != nil {
		return nil, err
	}
	return made("/annotations/", row.ID, one), nil
}

// ChangedAnnotation is an annotation in the place of another.
type ChangedAnnotation struct {
	ByID
	Edit
	Body AnnotationWords
}

func (a *API) changeAnnotation(ctx context.Context, in *ChangedAnnotation) (*One[Annotation], error) {
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	if seen == nil {
		old, err := a.st(ctx).Annotation(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		seen = &old.UpdatedAt
	}
	_, err = watch.ChangeAnnotation(ctx, a.st(ctx), in.ID, in.Body.form(), *seen, caller(ctx).Person, a.now().UTC())
	if err != nil {
		return nil, err
	}
	return a.annotation(ctx, &in.ByID)
}

// Move takes an annotation to another gap.
type Move struct {
	ByID
	Body struct {
		Feature string `json:"feature" doc:"area/feature; empty: the inbox."`
	}
}

func (a *API) moveAnnotation(ctx context.Context, in *Move) (*One[Annotation], error) {
	if err := watch.MoveAnnotations(ctx, a.st(ctx), []int64{in.ID}, in.Body.Feature, a.now().UTC()); err != nil {
		return nil, err
	}
	return a.annotation(ctx, &in.ByID)
}
