package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// queueNote is an annotation that no gap has yet, with the gaps it may belong to.
type queueNote struct {
	store.AnnotationView
	Maybe []foundGap
	Later int64 // the next annotation; 0 for none
}

func (s *Server) queueInbox(ctx context.Context, v *queueView, from int64) (err error) {
	v.Notes, err = ring(ctx, from, s.store.Inbox, func(n store.AnnotationView) int64 { return n.ID })
	if err != nil || len(v.Notes) == 0 {
		return err
	}
	n := queueNote{AnnotationView: v.Notes[0]}
	if len(v.Notes) > 1 {
		n.Later = v.Notes[1].ID
	}
	if n.Maybe, err = s.findGaps(ctx, n.What); err != nil {
		return err
	}
	v.Note = &n
	areas, err := s.store.Areas(ctx)
	if err != nil {
		return err
	}
	v.Features, err = s.featureChoices(ctx, areas...)
	return err
}

// annotationAssign finds the gap of an annotation that waited in the inbox, or takes that back.
func (s *Server) annotationAssign(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	feature, undo := r.PostFormValue("feature"), r.PostFormValue("undo") != ""
	if other := r.PostFormValue("other"); other != "" {
		feature = other
	}
	if feature == "" {
		return badRequest("choose the feature that the annotation is about")
	}
	a, err := s.store.AnnotationByID(ctx, id)
	if err != nil {
		return err
	}
	next := map[string]string{"what": "inbox", "from": fmtID(id)}
	if undo {
		if a.GapID == nil || a.AreaKey+"/"+a.FeatureKey != feature {
			return watch.ErrChanged
		}
		if err := watch.MoveAnnotations(ctx, s.store, []int64{id}, "", s.now().UTC()); err != nil {
			return err
		}
		return s.done(w, r, address("/queue", next), "Back in the inbox.")
	}
	if a.GapID != nil {
		return watch.ErrChanged
	}
	if err := watch.MoveAnnotations(ctx, s.store, []int64{id}, feature, s.now().UTC()); err != nil {
		return err
	}
	next["decided"], next["to"] = fmtID(id), feature
	return s.done(w, r, address("/queue", next), "Attached to "+feature+".")
}
