package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// sources lists what is watched and how each source fares, those in trouble first. Each of the two lists is read page by page.
func (s *Server) sources(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), sourcesView{Text: strings.TrimSpace(r.URL.Query().Get("q"))}
	trouble := store.SourceFilter{Text: v.Text, Care: store.Care{Wanted: true, At: s.now()}}
	well := store.SourceFilter{Text: v.Text, Care: store.Care{Unwanted: true, At: s.now()}}
	var err error
	if v.Total, err = s.store.CountSources(ctx, store.SourceFilter{Text: v.Text}); err != nil {
		return err
	}
	if v.Care, err = s.store.CountSources(ctx, trouble); err != nil {
		return err
	}
	if v.Trouble, v.MoreTrouble, err = s.somePage(r, trouble, "care"); err != nil {
		return err
	}
	if v.Well, v.MoreWell, err = s.somePage(r, well, "after"); err != nil {
		return err
	}
	if v.Fares, err = s.fares(ctx, plain(slices.Concat(v.Trouble, v.Well)), who(r).Location()); err != nil {
		return err
	}
	return s.show(w, r, "sources.html", page{Title: "Sources", Current: "/sources", Body: v})
}

// sourcesShown is how many sources of each sort one page lists.
const sourcesShown = 100

// somePage reads the part of a list that begins after the id which the address names, and says where the next part is.
func (s *Server) somePage(r *http.Request, f store.SourceFilter, name string) (rows []store.SourceView, next string, err error) {
	f.After, _ = strconv.ParseInt(r.URL.Query().Get(name), 10, 64)
	f.Limit = sourcesShown + 1
	if rows, err = s.store.Sources(r.Context(), f); err != nil || len(rows) <= sourcesShown {
		return rows, "", err
	}
	rows = rows[:sourcesShown]
	set := map[string]string{"q": f.Text, "care": r.URL.Query().Get("care"), "after": r.URL.Query().Get("after")}
	set[name] = fmtID(rows[sourcesShown-1].ID)
	return rows, address("/sources", set), nil
}

func plain(views []store.SourceView) []store.Source {
	out := make([]store.Source, len(views))
	for i, v := range views {
		out[i] = v.Source
	}
	return out
}

// sourcesView is what is watched.
type sourcesView struct {
	Text                  string // that addresses and competitors hold
	Trouble, Well         []store.SourceView
	MoreTrouble, MoreWell string // address of the next page; empty: there is none
	Total, Care           int
	Fares                 map[int64]fare
}

// sourceView is one source: its captures, its stored pages, its rules.
type sourceView struct {
	store.Source
	Competitor store.Competitor
	Fare       fare
	Episodes   []store.EpisodeView
	Captures   []store.Capture
	Rules      []extract.Rule
	Blocks     []string // what is read of the newest page, the first of it
}

// How much of a source's past one page shows.
const (
	capturesShown = 60
	episodesShown = 90 * 24 * time.Hour
	blocksShown   = 12
)

func (s *Server) source(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	src, err := s.sourceOf(r)
	if err != nil {
		return err
	}
	v := sourceView{Source: src}
	if v.Competitor, err = s.store.Competitor(ctx, src.CompetitorID); err != nil {
		return err
	}
	fares, err := s.fares(ctx, []store.Source{src}, who(r).Location())
	if err != nil {
		return err
	}
	v.Fare = fares[src.ID]
	if v.Episodes, err = s.store.Episodes(ctx, src.ID, s.now().Add(-episodesShown)); err != nil {
		return err
	}
	if v.Captures, err = s.store.Captures(ctx, src.ID, capturesShown); err != nil {
		return err
	}
	if v.Rules, err = s.store.Rules(ctx, src); err != nil {
		return err
	}
	if src.BaseSnapshotID != nil {
		if v.Blocks, err = s.readOf(r, src, *src.BaseSnapshotID); err != nil {
			return err
		}
	}
	title := v.Competitor.Name + ", " + string(src.Kind)
	return s.show(w, r, "source.html", page{Title: title, Current: "/sources", Body: v})
}

func (s *Server) sourceOf(r *http.Request) (store.Source, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.Source{}, store.ErrNotFound
	}
	return s.store.Source(r.Context(), id)
}

// readOf is what is read of a stored page, the first lines of it.
func (s *Server) readOf(r *http.Request, src store.Source, snapshotID int64) ([]string, error) {
	page, err := s.store.Page(r.Context(), snapshotID, src.Kind)
	if err != nil {
		return nil, err
	}
	lines := extract.Lines(page)
	return lines[:min(len(lines), blocksShown)], nil
}

// sourceCheck asks for a look now.
func (s *Server) sourceCheck(w http.ResponseWriter, r *http.Request) error {
	src, err := s.sourceOf(r)
	if err != nil {
		return err
	}
	asked, err := watch.Ask(r.Context(), s.store, src.ID, s.now())
	if err != nil {
		return err
	}
	return s.done(w, r, fmt.Sprintf("/sources/%d", src.ID), asked.Why)
}

// sourcePause stops looking at a source, or starts again.
func (s *Server) sourcePause(w http.ResponseWriter, r *http.Request) error {
	src, err := s.sourceOf(r)
	if err != nil {
		return err
	}
	err = s.store.Alone(r.Context(), watch.TheSource(src.ID), func(tx *store.Store) error {
		if src, err = tx.Source(r.Context(), src.ID); err != nil {
			return err
		}
		if err := seen(r, src.Paused); err != nil {
			return err
		}
		return tx.PauseSource(r.Context(), src.ID, !src.Paused)
	})
	if err != nil {
		return err
	}
	said := "Paused. It is not looked at until somebody resumes it."
	if src.Paused {
		said = "Resumed."
	}
	return s.done(w, r, fmt.Sprintf("/sources/%d", src.ID), said)
}
