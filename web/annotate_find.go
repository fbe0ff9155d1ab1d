package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// offered is how much is offered while somebody types.
const offered = 6

// annotateAccounts offers accounts whose name holds what is typed. Whoever may not see accounts is offered none.
func (s *Server) annotateAccounts(w http.ResponseWriter, r *http.Request) error {
	if !s.attempts.allow("find:"+who(r).Email, searchRate) {
		return errTooMany
	}
	var found []store.Account
	if text := strings.TrimSpace(r.URL.Query().Get("account")); who(r).Money() && text != "" {
		var err error
		if found, err = s.store.FindAccounts(r.Context(), text, offered); err != nil {
			return err
		}
	}
	return s.part(w, r, "account-options", found)
}

// annotateGaps offers the gaps that look like what is typed.
func (s *Server) annotateGaps(w http.ResponseWriter, r *http.Request) error {
	if !s.attempts.allow("find:"+who(r).Email, searchRate) {
		return errTooMany
	}
	found, err := s.findGaps(r.Context(), r.URL.Query().Get("what"))
	if err != nil {
		return err
	}
	return s.part(w, r, "found-gaps", annotateView{Found: found, Money: who(r).Money()})
}

// findGaps finds the features that a text speaks of, best first, with who asked for them.
func (s *Server) findGaps(ctx context.Context, text string) ([]foundGap, error) {
	text = bounded(strings.TrimSpace(text), 300)
	if len(text) < 3 {
		return nil, nil
	}
	hits, err := s.featuresAnywhere(ctx, text)
	if err != nil {
		return nil, err
	}
	var out []foundGap
	for _, h := range hits[:min(len(hits), offered)] {
		found, err := s.foundFeature(ctx, h.Key())
		if err != nil {
			return nil, err
		}
		if found != nil {
			out = append(out, *found)
		}
	}
	return out, nil
}

// foundFeature tells what is known of a feature written as area/feature; nil where there is none.
func (s *Server) foundFeature(ctx context.Context, key string) (*foundGap, error) {
	areaKey, featureKey, _ := strings.Cut(key, "/")
	f, err := s.store.FeatureByKey(ctx, areaKey, featureKey)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := foundGap{Key: key, Name: f.Name, Own: f.OwnState}
	view, _, err := report.GapOf(ctx, s.store, f)
	out.ARR = view.ARR
	out.Accounts = out.ARR.Accounts()
	return &out, err
}
