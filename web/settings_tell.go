package web

import (
	"cmp"
	"context"
	"net/http"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// tokenRow is a token that works, and whom it acts for.
type tokenRow struct {
	store.APIToken
	Owner string
}

func (s *Server) tokenRows(ctx context.Context, people []store.User) ([]tokenRow, error) {
	tokens, err := s.store.Tokens(ctx, 0)
	if err != nil {
		return nil, err
	}
	names := map[int64]string{}
	for _, p := range people {
		names[p.ID] = cmp.Or(p.Name, p.Email)
	}
	var rows []tokenRow
	for _, t := range tokens {
		if watch.Works(t, s.now()) {
			rows = append(rows, tokenRow{t, names[t.UserID]})
		}
	}
	return rows, nil
}

// anyTokenRevoke ends a token, whoever it acts for.
func (s *Server) anyTokenRevoke(w http.ResponseWriter, r *http.Request) error {
	return s.endToken(w, r, 0, "/settings")
}
