package watch

import (
	"context"
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// touches are the gaps that a change is evidence for and that customers are annotated on, by the owners of the accounts.
func touches(ctx context.Context, tx *store.Store, known *landscape, change store.Change) ([]alert.Touch, error) {
	var features []int64
	for _, f := range known.features(change) {
		features = append(features, f.ID)
	}
	if len(features) == 0 {
		return nil, nil
	}
	owners, err := tx.GapOwners(ctx, features)
	if err != nil {
		return nil, err
	}
	touches := make([]alert.Touch, 0, len(owners))
	for _, o := range owners {
		touches = append(touches, alert.Touch{Feature: o.FeatureName, Owner: o.Owner, Accounts: o.Accounts})
	}
	return touches, nil
}

// features are the features that a change speaks of, in the areas in which its competitor matters: where its words would
// be evidence by themselves.
func (k *landscape) features(change store.Change) []store.Feature {
	var of []store.Feature
	for _, areaID := range k.areasOf[change.CompetitorID] {
		catalogue := k.catalogues[areaID]
		for _, phrase := range phrasesIn(change) {
			m := catalogue.Match("", phrase)
			if m.Feature == "" || m.Score < matrix.Automatic {
				continue
			}
			f, ok := catalogue.Feature(m.Feature)
			if ok && !slices.ContainsFunc(of, func(other store.Feature) bool { return other.ID == f.ID }) {
				of = append(of, f)
			}
		}
	}
	return of
}

// featurePaths names the features that a change speaks of, as subscriptions do.
func (k *landscape) featurePaths(change store.Change) []string {
	var paths []string
	for _, f := range k.features(change) {
		paths = append(paths, store.FeaturePath(k.areas[f.AreaID].Key, f.Key))
	}
	return paths
}

// phrasesIn are the words of a change that may name a feature: the row of a price list without its plan, the title of an
// entry. Prices and plans are evidence for none.
func phrasesIn(c store.Change) []string {
	switch c.Kind {
	case diff.FeatureAdded, diff.FeatureRemoved, diff.LimitChanged:
		if _, row, ok := strings.Cut(c.Subject, ": "); ok {
			return []string{row, c.Subject}
		}
		return []string{c.Subject}
	case diff.EntryAdded, diff.EntryChanged, diff.EntryRemoved:
		return []string{c.Subject}
	}
	return nil
}
