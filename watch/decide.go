package watch

import (
	"context"
	"errors"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// MapPhrase records what a person says a phrase means, and lets the pages that hold it prove it at once: the base of
// the phrase's source is read again with what was learned.
func MapPhrase(ctx context.Context, st *store.Store, id int64, feature store.Feature, by string, at time.Time) error {
	return st.InTx(ctx, func(tx *store.Store) error {
		if err := tx.DecidePhrase(ctx, id, store.PhraseMapped, &feature.ID, by); err != nil {
			return err
		}
		phrase, err := tx.Phrase(ctx, id)
		if err != nil {
			return err
		}
		src, err := tx.Source(ctx, phrase.SourceID)
		if err != nil || src.BaseSnapshotID == nil {
			return err
		}
		doc, err := tx.Document(ctx, *src.BaseSnapshotID, reader(src))
		if errors.Is(err, store.ErrNotFound) {
			return nil // an older reader's: the next capture proves it
		}
		if err != nil {
			return err
		}
		return proveMapped(ctx, tx, src, doc, feature, at)
	})
}

// proveMapped takes the evidence for one feature from a document.
func proveMapped(
	ctx context.Context, tx *store.Store, src store.Source, doc extract.Document, feature store.Feature, at time.Time,
) error {
	features, err := tx.Features(ctx, feature.AreaID)
	if err != nil {
		return err
	}
	decided, err := tx.DecidedPhrases(ctx)
	if err != nil {
		return err
	}
	catalogue := matrix.NewCatalogue(features, phrasesOf(decided, feature.AreaID))
	findings, _ := catalogue.Read(doc)
	var of []matrix.Finding
	for _, f := range findings {
		if f.Feature == feature.Key {
			of = append(of, f)
		}
	}
	if err := tx.SaveEvidence(ctx, catalogue.Evidence(of, src, *src.BaseSnapshotID, src.URL, at)); err != nil {
		return err
	}
	return DecideCell(ctx, tx, feature.ID, src.CompetitorID, store.Machine, at)
}

// ReopenPhrase takes a decision about a phrase back: it is in the queue again, and what it proved is withdrawn.
func ReopenPhrase(ctx context.Context, st *store.Store, id int64, by string, at time.Time) error {
	return st.InTx(ctx, func(tx *store.Store) error {
		phrase, err := tx.Phrase(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.DecidePhrase(ctx, id, store.PhraseOpen, nil, by); err != nil || phrase.FeatureID == nil {
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
