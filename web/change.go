package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// sidesAround is how many lines that did not change stand around those that did.
const sidesAround = 2

// changeView is one change with the two pages it lies between.
type changeView struct {
	changeRow
	Entry         store.EntryView // that the change is about, if it is about one
	Before, After store.Snapshot
	Rows          []diff.Row
	Delta         string // percent of a price's move
	Up            bool
	Choices       []cellChoice // cells that it may be evidence for, best first
	Features      []featureChoice
	States        []store.State
	Becomes       store.State // what the chosen cell most likely becomes; empty: a person has to say
	Reasons       []string
	Addresses     []store.Address // of an entry whose news stands in several places
	Summary       *store.Draft    // nil: there is none to show
}

// dismissReasons are those that people give most; another can be written.
func dismissReasons() []string {
	return []string{"A test of prices for some visitors", "Only the wording changed", "Read wrongly"}
}

func (s *Server) change(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	row, err := s.changeOf(r)
	if err != nil {
		return err
	}
	v := changeView{changeRow: changeRow{row, sentence(row.Change)}, States: matrix.States(), Reasons: dismissReasons()}
	if percent, ok := diff.Percent(row.Before, row.After); ok && row.Kind == diff.PriceChanged {
		v.Up = percent.IsPositive()
		v.Delta = percent.Abs().StringFixed(1) + "\u00a0%"
	}
	if v.Before, err = s.store.Snapshot(ctx, row.BaseSnapshotID); err != nil {
		return err
	}
	if v.After, err = s.store.Snapshot(ctx, row.SnapshotID); err != nil {
		return err
	}
	if row.EntryID != nil {
		if v.Entry, err = s.store.EntryByID(ctx, *row.EntryID); err != nil {
			return err
		}
		if v.Addresses, err = s.store.NewsAddresses(ctx, *row.EntryID); err != nil {
			return err
		}
	}
	if v.Summary, err = s.summaryOf(ctx, row.ID); err != nil {
		return err
	}
	v.Rows = s.sides(ctx, row, v.Before, v.After)
	if err := s.cellChoices(ctx, &v); err != nil {
		return err
	}
	return s.show(w, r, "change.html", page{Title: row.CompetitorName + ": " + v.Sentence, Current: "/changes", Body: v})
}

// changeOf finds the change that an address names.
func (s *Server) changeOf(r *http.Request) (store.ChangeView, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ChangeView{}, store.ErrNotFound
	}
	return s.store.VisibleChange(r.Context(), id)
}

// sides lays the text of the two stored pages beside each other. Pages that can be read no more are left out.
func (s *Server) sides(ctx context.Context, c store.ChangeView, before, after store.Snapshot) []diff.Row {
	var lines [2][]string
	for i, snap := range []store.Snapshot{before, after} {
		page, err := s.store.Page(ctx, snap.ID, c.SourceKind)
		if err != nil {
			s.log.WarnContext(ctx, "stored page", "snapshot", snap.ID, "error", err)
			return nil
		}
		lines[i] = extract.Lines(page)
	}
	return diff.Sides(lines[0], lines[1], sidesAround)
}

// changeAccept makes a change evidence for a cell: a person's word, with the quote attached.
func (s *Server) changeAccept(w http.ResponseWriter, r *http.Request) error {
	ctx, by, now := r.Context(), who(r), s.now().UTC()
	c, err := s.changeOf(r)
	if err != nil {
		return err
	}
	to := r.PostFormValue("to")
	if other := r.PostFormValue("other"); other != "" {
		to = other
	}
	area, key, _ := strings.Cut(to, "/")
	f, err := s.store.FeatureByKey(ctx, area, key)
	if err != nil {
		return badRequest("choose the feature that this change is evidence for")
	}
	err = s.store.Alone(ctx, watch.TheCell(f.ID, c.CompetitorID), func(tx *store.Store) error {
		if err := cellUntouched(r, tx, f.ID, c.CompetitorID); err != nil {
			return err
		}
		return watch.AcceptChange(ctx, tx, c, f, store.State(r.PostFormValue("state")), person(by), now)
	})
	if err != nil {
		return err
	}
	return s.done(w, r, report.CellPath(area, key, c.CompetitorKey), "The change is evidence now, and the cell carries your name.")
}

// cellUntouched fails with watch.ErrChanged where a cell has been decided since the page was shown, or it is not known when that was.
func cellUntouched(r *http.Request, st *store.Store, featureID, competitorID int64) error {
	shown, _ := time.Parse(time.RFC3339Nano, r.PostFormValue("shown"))
	cell, err := st.Cell(r.Context(), featureID, competitorID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil && cell.UpdatedAt.After(shown) {
		err = watch.ErrChanged
	}
	return err
}

// changeDismiss says that a change is nothing, and why.
func (s *Server) changeDismiss(w http.ResponseWriter, r *http.Request) error {
	c, err := s.changeOf(r)
	if err != nil {
		return err
	}
	reason := strings.TrimSpace(r.PostFormValue("reason"))
	if other := strings.TrimSpace(r.PostFormValue("other_reason")); other != "" {
		reason = other
	}
	err = s.store.Alone(r.Context(), watch.TheChange(c.ID), func(tx *store.Store) error {
		if c, err = tx.VisibleChange(r.Context(), c.ID); err != nil {
			return err
		}
		if err := seen(r, c.Change); err != nil {
			return err
		}
		return watch.DismissChange(r.Context(), tx, c.ID, reason, person(who(r)))
	})
	if err != nil {
		return err
	}
	return s.done(w, r, "/changes", "Dismissed. It stays under Changes, dismissed, with your reason.")
}
