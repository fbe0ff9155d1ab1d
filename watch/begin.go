package watch

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// Beginning is what a first visitor wants to be watched.
type Beginning struct {
	Area        string // name of the product area; empty: none is added
	Competitors []NewCompetitor
}

// NewCompetitor is a company with the addresses to watch.
type NewCompetitor struct {
	Name, Home string
	Sources    []SourceWish // their Competitor is filled in
}

// Begin adds an area, competitors and their sources, all or nothing, and returns how many sources are new. What is there
// already stays as it is. It fails with Flaws where a wish is wrong.
func Begin(ctx context.Context, st *store.Store, b Beginning, at time.Time) (int, error) {
	if wrong := b.flaws(); len(wrong) > 0 {
		return 0, wrong
	}
	added := 0
	err := st.InTx(ctx, func(tx *store.Store) error {
		if err := beginArea(ctx, tx, b.Area); err != nil {
			return err
		}
		for _, c := range b.Competitors {
			n, err := beginCompetitor(ctx, tx, c, at)
			if err != nil {
				return err
			}
			added += n
		}
		return nil
	})
	return added, err
}

func (b Beginning) flaws() Flaws {
	var out Flaws
	sources := 0
	for _, c := range b.Competitors {
		if keyOf(c.Name) == "" {
			out = append(out, matrix.Flaw{Field: "name", Text: "Give every company a name."})
		}
		for _, w := range c.Sources {
			out = append(out, w.flaws()...)
			sources++
		}
	}
	if sources == 0 {
		out = append(out, matrix.Flaw{Field: "source", Text: "Choose at least one address to watch."})
	}
	return out
}

// beginArea adds an area, unless it is there.
func beginArea(ctx context.Context, tx *store.Store, name string) error {
	key := keyOf(name)
	if key == "" {
		return nil
	}
	_, err := tx.AreaByKey(ctx, key)
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return tx.SaveAreas(ctx, []store.Area{{Key: key, Name: strings.TrimSpace(name)}})
}

// beginCompetitor adds a competitor, unless it is there, and those of its sources that are not watched yet.
func beginCompetitor(ctx context.Context, tx *store.Store, n NewCompetitor, at time.Time) (int, error) {
	c, err := tx.CompetitorByKey(ctx, keyOf(n.Name))
	if errors.Is(err, store.ErrNotFound) {
		rows := []store.Competitor{{Key: keyOf(n.Name), Name: strings.TrimSpace(n.Name), Homepage: n.Home}}
		err = tx.SaveCompetitors(ctx, rows)
		c = rows[0]
	}
	if err != nil {
		return 0, err
	}
	var rows []store.Source
	for _, w := range n.Sources {
		there, err := tx.Sources(ctx, store.SourceFilter{Competitor: c.Key, Kind: extract.Kind(w.Kind), URL: w.URL})
		if err != nil {
			return 0, err
		}
		if len(there) == 0 {
			rows = append(rows, store.Source{
				CompetitorID: c.ID, Kind: extract.Kind(w.Kind), URL: w.URL, Host: crawler.HostKey(w.URL), NextCheckAt: at,
			})
		}
	}
	return len(rows), tx.SaveSources(ctx, rows)
}

// keyOf makes a key of a name: its words in small letters, with dashes between them.
func keyOf(name string) string { return strings.ReplaceAll(matrix.Fold(name), " ", "-") }
