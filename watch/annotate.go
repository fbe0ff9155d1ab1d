package watch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// AnnotationForm is what a person fills in about a customer. Only kind and what are always needed.
type AnnotationForm struct {
	Kind, What, Feature     string // Feature is area/feature of the gap; empty: the inbox
	Account, Competitor     string // key or name of the account, key of the competitor
	Trigger, Owner          string
	NextKeyDate, Link       string // a day like 2026-12-01; an http or https address
	Why, HelpNeeded, Action string
	NewAccount              bool // adds the account where there is none
}

// Annotate keeps what a person wrote, or fails with Flaws.
func Annotate(ctx context.Context, st *store.Store, f AnnotationForm, by Person, at time.Time) (store.Annotation, error) {
	var a store.Annotation
	err := st.InTx(ctx, func(tx *store.Store) (err error) {
		if a, err = f.annotation(ctx, tx, store.Annotation{}, by, at); err != nil {
			return err
		}
		return tx.SaveAnnotation(ctx, &a)
	})
	return a, err
}

// ChangeAnnotation puts what a person wrote in the place of an annotation, if nobody has changed it since the person saw
// it: else it fails with ErrChanged. Others' annotations are changed by editors.
func ChangeAnnotation(
	ctx context.Context, st *store.Store, id int64, f AnnotationForm, seen time.Time, by Person, at time.Time,
) (store.Annotation, error) {
	var a store.Annotation
	err := st.InTx(ctx, func(tx *store.Store) error {
		old, err := tx.Annotation(ctx, id)
		if err != nil {
			return err
		}
		if !by.Edits && !by.wrote(old) {
			return ErrNotYours
		}
		if a, err = f.annotation(ctx, tx, old, by, at); err != nil {
			return err
		}
		replaced, err := tx.ReplaceAnnotation(ctx, a, seen)
		if err == nil && !replaced {
			err = ErrChanged
		}
		if err != nil || old.GapID == nil {
			return err
		}
		return tx.EndGaps(ctx, []int64{*old.GapID})
	})
	return a, err
}

// MoveAnnotations takes annotations to the gap of a feature written as area/feature, or with none to the inbox: all of a
// gap's merges two gaps, some of them splits one. A gap that began by an annotation and is left by its last one ends.
func MoveAnnotations(ctx context.Context, st *store.Store, ids []int64, feature string, at time.Time) error {
	return st.InTx(ctx, func(tx *store.Store) error {
		var left []int64
		for _, id := range ids {
			a, err := tx.Annotation(ctx, id)
			if err != nil {
				return err
			}
			if a.GapID != nil {
				left = append(left, *a.GapID)
			}
		}
		gapID, err := gapFor(ctx, tx, feature, at)
		if err != nil {
			return err
		}
		if err := tx.MoveAnnotations(ctx, ids, gapID, at); err != nil {
			return err
		}
		return tx.EndGaps(ctx, left)
	})
}

// annotation is the form as a row, checked, all of it at once.
func (f AnnotationForm) annotation(
	ctx context.Context, tx *store.Store, old store.Annotation, by Person, at time.Time,
) (store.Annotation, error) {
	a := store.Annotation{
		ID: old.ID, Kind: store.AnnotationKind(f.Kind), What: strings.TrimSpace(f.What), TriggerText: f.Trigger, Owner: f.Owner,
		Link: f.Link, Why: f.Why, HelpNeeded: f.HelpNeeded, PlanOfAction: f.Action, Author: by.Name, CreatedAt: at, UpdatedAt: at,
	}
	if by.ID != 0 {
		a.AuthorID = &by.ID
	}
	if old.ID != 0 {
		a.Author, a.AuthorID, a.CreatedAt = old.Author, old.AuthorID, old.CreatedAt
	}
	var wrong Flaws
	for _, find := range []func(context.Context, *store.Store, *store.Annotation, time.Time) error{
		f.date, f.link, f.account, f.competitor, f.gap,
	} {
		var more Flaws
		if err := find(ctx, tx, &a, at); errors.As(err, &more) {
			wrong = append(wrong, more...)
		} else if err != nil {
			return a, err
		}
	}
	if f.Account == "" && !by.Money { // who may not see the account leaves the one that is there
		a.AccountID = old.AccountID
	}
	if wrong = wrong.and(matrix.AnnotationFlaws(a)); len(wrong) > 0 {
		return a, wrong
	}
	return a, nil
}

// and adds flaws of fields that have none yet.
func (f Flaws) and(more []matrix.Flaw) Flaws {
	told := map[string]bool{}
	for _, flaw := range f {
		told[flaw.Field] = true
	}
	for _, flaw := range more {
		if !told[flaw.Field] {
			f = append(f, flaw)
		}
	}
	return f
}

func (f AnnotationForm) date(_ context.Context, _ *store.Store, a *store.Annotation, _ time.Time) error {
	if f.NextKeyDate == "" {
		return nil
	}
	t, err := time.Parse(time.DateOnly, f.NextKeyDate)
	if err != nil {
		return flaw("next_key_date", "Write the date like 2026-12-01.")
	}
	a.NextKeyDate = &t
	return nil
}

func (f AnnotationForm) link(context.Context, *store.Store, *store.Annotation, time.Time) error {
	if f.Link != "" && WebAddress(f.Link) == "" {
		return flaw("link", "A link begins with https:// or http://.")
	}
	return nil
}

// account finds the account by key or name. A new one is added only where the person says so.
func (f AnnotationForm) account(ctx context.Context, tx *store.Store, a *store.Annotation, _ time.Time) error {
	if f.Account == "" {
		return nil
	}
	acc, err := tx.AccountByKeyOrName(ctx, f.Account)
	if errors.Is(err, store.ErrNotFound) {
		if !f.NewAccount {
			return flaw("account", "No account is called that. Choose one from the list, or say that it is new.")
		}
		fresh := []store.Account{{Key: matrix.Fold(f.Account), Name: f.Account}}
		err = tx.SaveAccounts(ctx, fresh)
		acc = fresh[0]
	}
	a.AccountID = &acc.ID
	return err
}

func (f AnnotationForm) competitor(ctx context.Context, tx *store.Store, a *store.Annotation, _ time.Time) error {
	if f.Competitor == "" {
		return nil
	}
	c, err := tx.CompetitorByKey(ctx, f.Competitor)
	if errors.Is(err, store.ErrNotFound) {
		return flaw("competitor", fmt.Sprintf("There is no competitor %q.", f.Competitor))
	}
	a.CompetitorID = &c.ID
	return err
}

func (f AnnotationForm) gap(ctx context.Context, tx *store.Store, a *store.Annotation, at time.Time) (err error) {
	a.GapID, err = gapFor(ctx, tx, f.Feature, at)
	return err
}

// gapFor finds the gap of a feature written as area/feature, or begins it; nil for none.
func gapFor(ctx context.Context, tx *store.Store, feature string, at time.Time) (*int64, error) {
	if feature == "" {
		return nil, nil
	}
	area, key, _ := strings.Cut(feature, "/")
	f, err := tx.FeatureByKey(ctx, area, key)
	if errors.Is(err, store.ErrNotFound) {
		return nil, flaw("feature", fmt.Sprintf("There is no feature %q.", feature))
	}
	if err != nil {
		return nil, err
	}
	gap, err := tx.EnsureGap(ctx, f.ID, at)
	return &gap.ID, err
}

// WebAddress is an address if it is one that a browser may follow; else it is empty.
func WebAddress(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}
