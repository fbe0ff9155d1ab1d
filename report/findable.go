package report

import (
	"context"
	"slices"

	"github.com/gapwatch/gapwatch/store"
)

// Findable leaves out of what a search has found what nobody was told: changes that wait for a second look or were given
// up, those that repeat another address, and quotes that were misread.
func Findable(ctx context.Context, st *store.Store, hits []store.Hit) ([]store.Hit, error) {
	ids := map[store.HitKind][]int64{}
	for _, h := range hits {
		ids[h.Kind] = append(ids[h.Kind], h.ID)
	}
	changes, err := st.ChangesByID(ctx, ids[store.HitChange])
	if err != nil {
		return nil, err
	}
	evidence, err := st.EvidenceByID(ctx, ids[store.HitEvidence])
	if err != nil {
		return nil, err
	}
	type key struct {
		kind store.HitKind
		id   int64
	}
	shown := map[key]bool{}
	for _, c := range changes {
		shown[key{store.HitChange, c.ID}] = c.Status.Visible()
	}
	for _, e := range evidence {
		shown[key{store.HitEvidence, e.ID}] = e.WithdrawnAt == nil
	}
	return slices.DeleteFunc(hits, func(h store.Hit) bool {
		return (h.Kind == store.HitChange || h.Kind == store.HitEvidence) && !shown[key{h.Kind, h.ID}]
	}), nil
}
