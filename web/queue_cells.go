package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// queueCell is a cell that waits for a person, with its proof and what could be said in its place.
type queueCell struct {
	store.CellView
	Proof     []proof
	Otherwise *store.CellValue // what the evidence says; nil: nothing else
	Later     int64            // the next cell; 0 for none
}

// Seen is the version of the cell that the page shows.
func (c queueCell) Seen() string { return stamp(c.UpdatedAt) }

// Path is the page of the cell.
func (c queueCell) Path() string {
	return report.CellPath(c.AreaKey, c.FeatureKey, c.CompetitorKey)
}

// Takes is the evidence that says what could be said in the place of the cell; 0: nobody knows.
func (c queueCell) Takes() int64 {
	if id := c.Otherwise.EvidenceID; id != nil {
		return *id
	}
	return 0
}

func (s *Server) queueCells(ctx context.Context, v *queueView, from int64) (err error) {
	read := func(ctx context.Context, from int64, limit int) ([]store.CellView, error) {
		return s.store.CellsWaiting(ctx, store.Standing(v.What), from, limit)
	}
	if v.Cells, err = ring(ctx, from, read, func(c store.CellView) int64 { return c.ID }); err != nil || len(v.Cells) == 0 {
		return err
	}
	c := queueCell{CellView: v.Cells[0]}
	if len(v.Cells) > 1 {
		c.Later = v.Cells[1].ID
	}
	evidence, err := s.store.EvidenceFor(ctx, c.FeatureID, c.CompetitorID)
	if err != nil {
		return err
	}
	c.Proof = s.proofs(ctx, evidence, false)
	if other, ok := matrix.Otherwise(c.CellValue, evidence); ok {
		c.Otherwise = &other
	}
	v.Cell = &c
	return nil
}

// cellSettle decides a cell that waits: it stays what it is, says what the evidence says, or the last decision is taken back.
func (s *Server) cellSettle(w http.ResponseWriter, r *http.Request) error {
	ctx, by, now := r.Context(), person(who(r)), s.now().UTC()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	c, err := s.store.CellByID(ctx, id)
	if err != nil {
		return err
	}
	next := map[string]string{"what": r.PostFormValue("what"), "from": fmtID(id)}
	said := c.FeatureName + ", " + c.CompetitorName + " "
	seen, _ := time.Parse(time.RFC3339Nano, r.PostFormValue("seen"))
	switch settle := r.PostFormValue("settle"); settle {
	case "undo":
		if err := watch.TakeBackCell(ctx, s.store, c.Cell, by, now); err != nil {
			return err
		}
		return s.done(w, r, address("/queue", next), said+"is back in the queue.")
	case "keep":
		err = watch.KeepCell(ctx, s.store, c.Cell, seen, by, now)
	default:
		var evidence int64
		if evidence, err = strconv.ParseInt(settle, 10, 64); err != nil {
			return badRequest("choose what the cell says")
		}
		err = watch.TakeEvidence(ctx, s.store, c.Cell, evidence, seen, by, now)
	}
	if err != nil {
		return err
	}
	if c, err = s.store.CellByID(ctx, id); err != nil {
		return err
	}
	next["decided"] = fmtID(id)
	return s.done(w, r, address("/queue", next), said+"is verified: "+stateWord(c.State)+".")
}
