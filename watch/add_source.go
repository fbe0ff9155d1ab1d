package watch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// SourceWish is an address that a person wants to be watched.
type SourceWish struct {
	Competitor string // key
	Kind       string
	URL        string
	Render     string        // "browser", where the page is empty without scripts
	Every      time.Duration // 0: the schedule of the settings
}

// urlLength is the longest address that is watched, in bytes.
const urlLength = 4 << 10

// AddSource watches an address from now on, or again if it was removed. It fails with Flaws where the wish is wrong or
// the address is watched already.
func AddSource(ctx context.Context, st *store.Store, w SourceWish, at time.Time) (store.Source, error) {
	if wrong := w.flaws(); len(wrong) > 0 {
		return store.Source{}, wrong
	}
	var src store.Source
	err := st.InTx(ctx, func(tx *store.Store) error {
		c, err := tx.CompetitorByKey(ctx, w.Competitor)
		if errors.Is(err, store.ErrNotFound) {
			return flaw("competitor", fmt.Sprintf("There is no competitor %q.", w.Competitor))
		}
		if err != nil {
			return err
		}
		there, err := tx.Sources(ctx, store.SourceFilter{Competitor: c.Key, Kind: extract.Kind(w.Kind), URL: w.URL})
		if err != nil {
			return err
		}
		if len(there) > 0 {
			return flaw("url", "This address is watched already.")
		}
		rows := []store.Source{{
			CompetitorID: c.ID, Kind: extract.Kind(w.Kind), URL: w.URL, Host: crawler.HostKey(w.URL), Render: w.Render,
			EverySeconds: int64(w.Every / time.Second), NextCheckAt: at,
		}}
		if err := tx.SaveSources(ctx, rows); err != nil {
			return err
		}
		src, err = tx.Source(ctx, rows[0].ID)
		return err
	})
	return src, err
}

// flaws says what is wrong with a wish without asking anybody.
func (w SourceWish) flaws() Flaws {
	var out Flaws
	if err := config.CheckWord(config.Kind(w.Kind)); err != nil {
		out = append(out, matrix.Flaw{Field: "kind", Text: err.Error() + "."})
	}
	if w.Render != "" {
		if err := config.CheckWord(config.Render(w.Render)); err != nil {
			out = append(out, matrix.Flaw{Field: "render", Text: err.Error() + "."})
		}
	}
	u, err := url.Parse(w.URL)
	if err != nil || len(w.URL) > urlLength || WebAddress(w.URL) == "" || u.User != nil {
		out = append(out, matrix.Flaw{Field: "url", Text: "Write an address that begins with https:// or http:// and names no password."})
	}
	if w.Every < 0 || w.Every > 0 && w.Every < time.Second {
		out = append(out, matrix.Flaw{Field: "every", Text: "Look at most once in a second."})
	}
	return out
}
