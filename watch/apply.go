package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
)

// ErrLandscape: the landscape speaks of areas or competitors that neither it nor the database has.
var ErrLandscape = errors.New("the landscape does not fit what was applied before")

// ApplyOptions say how a landscape is applied.
type ApplyOptions struct {
	Prune bool      // remove what the file does not have
	Now   time.Time // when new sources are due, and when pruned rows were removed
	Actor string    // who does it, for the audit trail
	File  string    // where the landscape was written, for the audit trail

	// Fingerprint, if any, is remembered with what was applied: see Applied.
	Fingerprint string
}

// Fingerprint stands for a landscape file and the way it is applied.
func Fingerprint(name string, data []byte, prune bool) string {
	const version = 2 // grows when the same file would be applied differently
	h := sha256.New()
	fmt.Fprintf(h, "%d %s %t\n", version, filepath.Ext(name), prune)
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// Applied tells that the database holds exactly what applying this file gave, so that it need not be read again: a
// landscape of ten thousand sources takes longer to read and compare than the first site takes to answer.
func Applied(ctx context.Context, st *store.Store, fingerprint string) (bool, error) {
	known, err := st.AppliedLandscape(ctx)
	return known == fingerprint, err
}

// Apply makes the database hold the landscape that a person wrote, in one transaction. Applying it twice changes
// nothing the second time. Nothing is deleted: with Prune, what the file does not have is marked removed.
func Apply(ctx context.Context, st *store.Store, want config.Landscape, o ApplyOptions) (ApplyPlan, error) {
	var plan ApplyPlan
	err := st.InTx(ctx, func(tx *store.Store) error {
		current, err := tx.Landscape(ctx)
		if err != nil {
			return err
		}
		plan = Plan(current, want)
		if err := plan.Err(); err != nil {
			return err
		}
		return plan.save(ctx, tx, o)
	})
	return plan, err
}

// Err is why the plan cannot be carried out; nil where it can.
func (p *ApplyPlan) Err() error {
	if len(p.Problems) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrLandscape, strings.Join(p.Problems, "; "))
}

// save writes what the plan adds and changes; parents first, because children need their ids.
func (p *ApplyPlan) save(ctx context.Context, tx *store.Store, o ApplyOptions) error {
	if err := tx.SaveAreas(ctx, p.areas); err != nil {
		return err
	}
	for _, a := range p.areas {
		p.areaIDs[a.Key] = a.ID
	}
	if err := tx.SaveCompetitors(ctx, p.competitors); err != nil {
		return err
	}
	for _, k := range p.competitors {
		p.competitorIDs[k.Key] = k.ID
	}
	if err := p.saveFeatures(ctx, tx); err != nil {
		return err
	}
	if err := p.saveSources(ctx, tx, o); err != nil {
		return err
	}
	if err := p.saveLinks(ctx, tx); err != nil {
		return err
	}
	if err := SaveSubscriptions(ctx, tx, p.subscriptions, p.moved, o.Now.UTC()); err != nil {
		return err
	}
	if o.Prune {
		if err := p.prune(ctx, tx, o.Now); err != nil {
			return err
		}
	}
	if err := p.audit(ctx, tx, o); err != nil || o.Fingerprint == "" {
		return err
	}
	return tx.SetAppliedLandscape(ctx, o.Fingerprint)
}

// audit records who applied what, where that did something.
func (p *ApplyPlan) audit(ctx context.Context, tx *store.Store, o ApplyOptions) error {
	removed := len(p.Removed)
	if !o.Prune {
		removed = 0
	}
	if len(p.Added)+len(p.Changed)+removed == 0 {
		return nil
	}
	return tx.Audit(ctx, store.AuditEntry{
		At: o.Now.UTC(), Actor: o.Actor, Action: "landscape applied", Object: o.File,
		Detail: fmt.Sprintf("%d added, %d changed, %d removed", len(p.Added), len(p.Changed), removed),
	})
}

func (p *ApplyPlan) saveFeatures(ctx context.Context, tx *store.Store) error {
	rows := make([]store.Feature, len(p.features))
	for i, f := range p.features {
		rows[i] = f.row
		rows[i].AreaID = p.areaIDs[f.area]
	}
	return tx.SaveFeatures(ctx, rows)
}

func (p *ApplyPlan) saveSources(ctx context.Context, tx *store.Store, o ApplyOptions) error {
	rows := make([]store.Source, len(p.sources))
	for i, s := range p.sources {
		rows[i] = s.row
		rows[i].CompetitorID = p.competitorIDs[s.competitor]
		if rows[i].ID == 0 {
			rows[i].NextCheckAt = o.Now.UTC()
		}
	}
	if err := tx.SaveSources(ctx, rows); err != nil {
		return err
	}
	if err := forward(ctx, tx, rows, o.Now.UTC()); err != nil {
		return err
	}
	ids := make(map[plannedAddress]int64, len(rows))
	for i, row := range rows {
		ids[plannedAddress{p.sources[i].competitor, address{row.Kind, row.URL}}] = row.ID
	}
	return p.saveRules(ctx, tx, ids, o)
}

// forward brings the next looks of sources forward that are to be looked at more often than they were.
func forward(ctx context.Context, tx *store.Store, rows []store.Source, now time.Time) error {
	until := map[int64]time.Time{}
	for _, row := range rows {
		soon := now.Add(time.Duration(row.EverySeconds) * time.Second)
		if row.EverySeconds > 0 && row.Failures == 0 && row.NextCheckAt.After(soon) {
			until[row.ID] = soon
		}
	}
	return tx.Reschedule(ctx, until)
}

// plannedAddress is a source before it has an id.
type plannedAddress struct {
	competitor string
	address
}

func (p *ApplyPlan) saveRules(ctx context.Context, tx *store.Store, ids map[plannedAddress]int64, o ApplyOptions) error {
	for _, r := range p.rules {
		id := r.sourceID
		if id == 0 {
			id = ids[plannedAddress{r.competitor, r.at}]
		}
		if _, err := tx.SaveRules(ctx, id, r.rules, o.Actor, o.Now.UTC()); err != nil {
			return err
		}
	}
	return nil
}

func (p *ApplyPlan) saveLinks(ctx context.Context, tx *store.Store) error {
	for area, links := range p.links {
		rows := make([]store.AreaCompetitor, len(links))
		for i, l := range links {
			rows[i] = store.AreaCompetitor{CompetitorID: p.competitorIDs[l.competitor], BestInClass: l.best}
		}
		if err := tx.SetAreaCompetitors(ctx, p.areaIDs[area], rows); err != nil {
			return err
		}
	}
	return nil
}

func (p *ApplyPlan) prune(ctx context.Context, tx *store.Store, now time.Time) error {
	for _, step := range []struct {
		remove func(context.Context, []int64, time.Time) error
		ids    []int64
	}{
		{tx.RemoveSources, p.gone.sources},
		{tx.RemoveFeatures, p.gone.features},
		{tx.RemoveCompetitors, p.gone.competitors},
		{tx.RemoveAreas, p.gone.areas},
		{tx.RemoveSubscriptions, p.gone.subscriptions},
	} {
		if err := step.remove(ctx, step.ids, now.UTC()); err != nil {
			return err
		}
	}
	return nil
}
