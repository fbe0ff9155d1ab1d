package watch

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// MapPhrase records what a person says a phrase means, and lets every page that holds it, or says nearly the same, prove
// it at once: the bases of the area's sources are read again with what was learned.
func MapPhrase(ctx context.Context, st *store.Store, id int64, feature store.Feature, by string, at time.Time) error {
	return st.InTx(ctx, func(tx *store.Store) error {
		phrase, err := tx.Phrase(ctx, id)
		if err != nil {
			return err
		}
		if err := decideAlike(ctx, tx, phrase, store.PhraseMapped, &feature.ID, by); err != nil {
			return err
		}
		catalogue, err := catalogueOf(ctx, tx, feature.AreaID)
		if err != nil {
			return err
		}
		if err := proveMapped(ctx, tx, catalogue, feature, at); err != nil {
			return err
		}
		return tidyQueue(ctx, tx, catalogue, feature.AreaID)
	})
}

// NewFeature adds a feature to the catalogue under a phrase's own words, or other ones, which the phrase means from then on.
func NewFeature(ctx context.Context, st *store.Store, phraseID int64, name, by string, at time.Time) (store.Feature, error) {
	var feature store.Feature
	err := st.InTx(ctx, func(tx *store.Store) error {
		phrase, err := tx.Phrase(ctx, phraseID)
		if err != nil {
			return err
		}
		if name = strings.TrimSpace(name); name == "" {
			name = phrase.Text
		}
		area, err := tx.Area(ctx, phrase.AreaID)
		if err != nil {
			return err
		}
		key := strings.ReplaceAll(matrix.Fold(name), " ", "-")
		if _, err := tx.FeatureByKey(ctx, area.Key, key); !errors.Is(err, store.ErrNotFound) {
			return errors.Join(err, flaw("name", "There is a feature of that name already: choose it, or another name."))
		}
		rows := []store.Feature{{
			AreaID: phrase.AreaID, Key: key, Name: name, GroupName: phrase.Section, OwnState: store.Unknown, Position: 1 << 20,
		}}
		if err := tx.SaveFeatures(ctx, rows); err != nil {
			return err
		}
		feature = rows[0]
		return MapPhrase(ctx, tx, phraseID, feature, by, at)
	})
	return feature, err
}

// IgnorePhrase records that a phrase names no feature that matters, for ever.
func IgnorePhrase(ctx context.Context, st *store.Store, id int64, by string) error {
	return st.InTx(ctx, func(tx *store.Store) error {
		phrase, err := tx.Phrase(ctx, id)
		if err != nil {
			return err
		}
		return decideAlike(ctx, tx, phrase, store.PhraseIgnored, nil, by)
	})
}

// decideAlike decides a phrase, and all that say the same in another spelling.
func decideAlike(ctx context.Context, tx *store.Store, p store.Phrase, decision string, featureID *int64, by string) error {
	open, err := tx.OpenPhrases(ctx, p.AreaID)
	if err != nil {
		return err
	}
	decided, err := tx.DecidedPhrases(ctx)
	if err != nil {
		return err
	}
	for _, other := range append(open, phrasesOf(decided, p.AreaID)...) {
		if other.ID != p.ID && !matrix.Alike(other.Text, p.Text) {
			continue
		}
		if err := tx.DecidePhrase(ctx, other.ID, decision, featureID, by); err != nil {
			return err
		}
	}
	return nil
}

// Catalogues arranges the features of some areas with what people have decided so far, in the order of the areas.
func Catalogues(ctx context.Context, st *store.Store, areas []store.Area) ([]*matrix.Catalogue, error) {
	decided, err := st.DecidedPhrases(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*matrix.Catalogue, len(areas))
	for i, area := range areas {
		features, err := st.Features(ctx, area.ID)
		if err != nil {
			return nil, err
		}
		out[i] = matrix.NewCatalogue(features, phrasesOf(decided, area.ID))
	}
	return out, nil
}

// catalogueOf is the catalogue of one area.
func catalogueOf(ctx context.Context, tx *store.Store, areaID int64) (*matrix.Catalogue, error) {
	all, err := Catalogues(ctx, tx, []store.Area{{ID: areaID}})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// proveMapped takes the evidence for one feature from the bases of all sources that matter in its area.
func proveMapped(
	ctx context.Context, tx *store.Store, catalogue *matrix.Catalogue, feature store.Feature, at time.Time,
) error {
	rows, err := tx.Landscape(ctx)
	if err != nil {
		return err
	}
	areasOf := newLandscape(rows, nil).areasOf
	for _, src := range rows.Sources {
		if src.RemovedAt != nil || src.BaseSnapshotID == nil || !slices.Contains(areasOf[src.CompetitorID], feature.AreaID) {
			continue
		}
		doc, err := tx.Document(ctx, *src.BaseSnapshotID, reader(src))
		if errors.Is(err, store.ErrNotFound) {
			continue // an older reader's: the next capture proves it
		}
		if err != nil {
			return err
		}
		if err := proveFrom(ctx, tx, catalogue, src, doc, feature, at); err != nil {
			return err
		}
	}
	return nil
}

// proveFrom takes the evidence for one feature from a document.
func proveFrom(
	ctx context.Context, tx *store.Store, catalogue *matrix.Catalogue, src store.Source, doc extract.Document,
	feature store.Feature, at time.Time,
) error {
	findings, _ := catalogue.Read(doc)
	findings = slices.DeleteFunc(findings, func(f matrix.Finding) bool { return f.Feature != feature.Key })
	if len(findings) == 0 {
		return nil
	}
	if err := tx.SaveEvidence(ctx, catalogue.Evidence(findings, src, *src.BaseSnapshotID, src.URL, at)); err != nil {
		return err
	}
	return DecideCell(ctx, tx, feature.ID, src.CompetitorID, store.Machine, at)
}

// tidyQueue takes phrases out of an area's queue that are evidence without asking by now.
func tidyQueue(ctx context.Context, tx *store.Store, catalogue *matrix.Catalogue, areaID int64) error {
	open, err := tx.OpenPhrases(ctx, areaID)
	if err != nil {
		return err
	}
	var ids []int64
	for _, p := range open {
		if m := catalogue.Match(p.Section, p.Text); m.Feature != "" && m.Score >= matrix.Automatic {
			ids = append(ids, p.ID)
		}
	}
	return tx.DropOpenPhrases(ctx, ids)
}

// ReopenPhrase takes a decision about a phrase back: it is in the queue again, and what it proved is withdrawn.
func ReopenPhrase(ctx context.Context, st *store.Store, id int64, by string, at time.Time) error {
	return st.InTx(ctx, func(tx *store.Store) error {
		phrase, err := tx.Phrase(ctx, id)
		if err != nil {
			return err
		}
		if err := decideAlike(ctx, tx, phrase, store.PhraseOpen, nil, by); err != nil || phrase.FeatureID == nil {
			return err
		}
		cells, err := tx.WithdrawPhrase(ctx, *phrase.FeatureID, phrase.Text, at)
		if err != nil {
			return err
		}
		for _, competitorID := range cells {
			if err := DecideCell(ctx, tx, *phrase.FeatureID, competitorID, by, at); err != nil {
				return err
			}
		}
		return nil
	})
}
