package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// snapshotView is a stored page as it reads, with a quote marked where it stands.
type snapshotView struct {
	store.Snapshot
	Source     store.Source
	Competitor store.Competitor
	Quote      string // that is looked for; empty: none
	Found      bool
	Text       extract.Context // the whole page, around the quote if it was found
	Nothing    bool            // there is nothing on it to read
}

// snapshot shows a stored page as text: nothing of it is ever run or loaded.
func (s *Server) snapshot(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := snapshotID(r)
	if err != nil {
		return err
	}
	v := snapshotView{Quote: bounded(r.URL.Query().Get("quote"), 500)}
	if v.Snapshot, err = s.store.Snapshot(ctx, id); err != nil {
		return err
	}
	if v.Source, err = s.store.Source(ctx, v.SourceID); err != nil {
		return err
	}
	if v.Competitor, err = s.store.Competitor(ctx, v.Source.CompetitorID); err != nil {
		return err
	}
	stored, err := s.store.Page(ctx, id, v.Source.Kind)
	if err != nil {
		return err
	}
	v.Text, v.Found = extract.Whole(stored, v.Quote)
	v.Nothing = v.Text == extract.Context{}
	title := v.Competitor.Name + ", " + string(v.Source.Kind)
	return s.show(w, r, "snapshot.html", page{Title: title, Current: "/sources", Body: v})
}

// snapshotSource is a stored page's markup as text.
func (s *Server) snapshotSource(w http.ResponseWriter, r *http.Request) error {
	return s.sendSnapshot(w, r, "text/plain; charset=utf-8", "inline", "txt")
}

// snapshotRaw is a stored page byte for byte, to be kept and not to be shown.
func (s *Server) snapshotRaw(w http.ResponseWriter, r *http.Request) error {
	return s.sendSnapshot(w, r, "application/octet-stream", "attachment", "bin")
}

func (s *Server) sendSnapshot(w http.ResponseWriter, r *http.Request, contentType, how, ext string) error {
	id, err := snapshotID(r)
	if err != nil {
		return err
	}
	body, err := s.store.Body(r.Context(), id)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`%s; filename="snapshot-%d.%s"`, how, id, ext))
	_, err = w.Write(body)
	return err
}

func snapshotID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, badRequest("%q is not the number of a stored page", r.PathValue("id"))
	}
	return id, nil
}
