package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/gapwatch/gapwatch/store"
)

// summaryOf is the summary of a change that a language model drafted; nil where there is none to show.
func (s *Server) summaryOf(ctx context.Context, changeID int64) (*store.Draft, error) {
	d, err := s.store.Summary(ctx, changeID, s.line.Drafts())
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &d, err
}

// changeSummary takes or dismisses the summary of a change.
func (s *Server) changeSummary(w http.ResponseWriter, r *http.Request) error {
	c, err := s.changeOf(r)
	if err != nil {
		return err
	}
	taken := r.PostFormValue("take") != ""
	if err := s.store.DecideSummary(r.Context(), c.ID, taken, signature(who(r)), s.now().UTC()); err != nil {
		return err
	}
	said := "Dismissed. The change stays as it is."
	if taken {
		said = "The summary carries your name now."
	}
	return s.done(w, r, "/changes/"+fmtID(c.ID), said)
}

// draftedMapping finds what a language model takes a phrase for; nil where there is nothing to show.
func (s *Server) draftedMapping(ctx context.Context, phraseID int64) (*store.MappingView, error) {
	if !s.line.Drafts() {
		return nil, nil
	}
	rows, err := s.store.Mappings(ctx, []int64{phraseID})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}
