package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Phrase is something a competitor wrote that may name a feature and matches none well enough: a line of the queue.
// What is decided about it is remembered for ever.
type Phrase struct {
	ID           int64
	AreaID       int64
	CompetitorID int64
	SourceID     int64
	SnapshotID   int64
	Section      string
	Text         string
	FoldedText   string      // unique with area: decided once
	Candidates   []Candidate `gorm:"serializer:json"`
	Decision     string      // open, mapped, ignored
	FeatureID    *int64
	DecidedBy    string
	FirstSeenAt  time.Time
	LastSeenAt   time.Time
}

// Candidate is a feature a phrase may mean.
type Candidate struct {
	Feature string  `json:"feature"` // key
	Score   float64 `json:"score"`
}

// Decisions about a phrase.
const (
	PhraseOpen    = "open"
	PhraseMapped  = "mapped"
	PhraseIgnored = "ignored"
)

// SavePhrases puts phrases that match no feature well enough into the queue. One that is there already was seen again,
// and keeps what was decided about it. Ids are filled in.
func (s *Store) SavePhrases(ctx context.Context, rows []Phrase) error {
	for i := range rows {
		if rows[i].Decision == "" {
			rows[i].Decision = PhraseOpen
		}
	}
	return upsert[Phrase]{
		what: "phrases",
		id:   func(p *Phrase) *int64 { return &p.ID },
		key: func(p *Phrase) string {
			return joined(strconv.FormatInt(p.AreaID, 10), cleanText(p.FoldedText))
		},
		unique: []string{"area_id", "folded_text"},
		update: []string{"candidates", "last_seen_at"},
	}.save(ctx, s, rows)
}

// Phrase finds a phrase by id.
func (s *Store) Phrase(ctx context.Context, id int64) (Phrase, error) {
	return one[Phrase](s.q(ctx).Where("id = ?", id), fmt.Sprintf("phrase %d", id))
}

// OpenPhrases returns the queue of an area (0: of all areas), oldest first.
func (s *Store) OpenPhrases(ctx context.Context, areaID int64) ([]Phrase, error) {
	q := s.q(ctx).Where(phraseWaits).Order("area_id, first_seen_at, id")
	if areaID != 0 {
		q = q.Where("area_id = ?", areaID)
	}
	return all[Phrase](q, "open phrases")
}

// DecidedPhrases returns what people have decided about phrases, in all areas.
func (s *Store) DecidedPhrases(ctx context.Context) ([]Phrase, error) {
	return all[Phrase](s.q(ctx).Where("decision <> ?", PhraseOpen).Order("id"), "decided phrases")
}

// DecidePhrase records that a phrase means a feature (PhraseMapped), or none that matters (PhraseIgnored), or puts it
// back into the queue (PhraseOpen).
func (s *Store) DecidePhrase(ctx context.Context, id int64, decision string, featureID *int64, by string) error {
	if (decision == PhraseMapped) != (featureID != nil) {
		return fmt.Errorf("decide phrase %d: %q and a feature do not go together", id, decision)
	}
	res := s.q(ctx).Model(&Phrase{}).Where("id = ?", id).
		Select("decision", "feature_id", "decided_by").
		Updates(Phrase{Decision: decision, FeatureID: featureID, DecidedBy: by})
	return found(res, fmt.Sprintf("decide phrase %d", id))
}

// DropOpenPhrases takes phrases out of the queue that need no decision any more. What was decided stays.
func (s *Store) DropOpenPhrases(ctx context.Context, ids []int64) error {
	for batch := range slices.Chunk(ids, batchRows) {
		if err := s.q(ctx).Where("id IN ? AND decision = ?", batch, PhraseOpen).Delete(&Phrase{}).Error; err != nil {
			return fmt.Errorf("drop open phrases: %w", err)
		}
	}
	return nil
}
