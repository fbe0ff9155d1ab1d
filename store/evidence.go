package store

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Evidence is a verbatim quote from a snapshot that supports a state of a cell.
type Evidence struct {
	ID           int64
	FeatureID    int64
	CompetitorID int64
	SourceID     int64
	SnapshotID   int64
	ChangeID     *int64
	Phrase       string // what was matched to the feature: a row's name, an entry's title
	Section      string
	Score        float64 // of the match, 0..1
	State        State
	PlanFrom     string
	AddOn        bool
	LimitText    string
	Quote        string
	URL          string
	ObservedAt   time.Time  // first seen
	ConfirmedAt  time.Time  // last seen
	VanishedAt   *time.Time // since when it is gone from its page
	WithdrawnAt  *time.Time // since when the page is read otherwise, although it did not change

	DismissedAt   *time.Time // since when a person says that it proves nothing
	DismissedBy   string
	DismissReason string
}

// TableName implements gorm's Tabler: evidence has no plural.
func (Evidence) TableName() string { return "evidence" }

// SaveEvidence keeps what supports cells. A quote is known by its feature, competitor, source, phrase and section: one
// that is there already is confirmed, says what it says now, and is no longer vanished. Ids are filled in.
func (s *Store) SaveEvidence(ctx context.Context, rows []Evidence) error {
	return upsert[Evidence]{
		what: "evidence",
		id:   func(e *Evidence) *int64 { return &e.ID },
		key: func(e *Evidence) string {
			return joined(fmt.Sprint(e.FeatureID, " ", e.CompetitorID, " ", e.SourceID),
				cleanText(e.Phrase), cleanText(e.Section))
		},
		unique: []string{"feature_id", "competitor_id", "source_id", "phrase", "section"},
		update: []string{
			"snapshot_id", "change_id", "score", "state", "plan_from", "add_on", "limit_text", "quote", "url",
			"confirmed_at", "vanished_at", "withdrawn_at",
		},
	}.save(ctx, s, rows)
}

// MarkVanished records that the evidence of a source that is not among keep stands on it no more, and returns it.
func (s *Store) MarkVanished(ctx context.Context, sourceID int64, keep []int64, at time.Time) ([]Evidence, error) {
	return s.markGone(ctx, sourceID, "vanished_at", at, func(e Evidence) bool { return slices.Contains(keep, e.ID) })
}

// Withdraw records that the evidence of a snapshot that is not among keep was a misreading: the page did not change, it
// is read otherwise. What was withdrawn supports no cell.
func (s *Store) Withdraw(ctx context.Context, snap Snapshot, keep []int64, at time.Time) ([]Evidence, error) {
	return s.markGone(ctx, snap.SourceID, "withdrawn_at", at, func(e Evidence) bool {
		return e.SnapshotID != snap.ID || slices.Contains(keep, e.ID)
	})
}

// markGone dates the evidence of a source that stands and is not to be kept, and returns it.
func (s *Store) markGone(
	ctx context.Context, sourceID int64, column string, at time.Time, kept func(Evidence) bool,
) ([]Evidence, error) {
	var gone []Evidence
	err := s.InTx(ctx, func(tx *Store) error {
		live, err := tx.EvidenceOfSource(ctx, sourceID)
		if err != nil {
			return err
		}
		gone = slices.DeleteFunc(live, func(e Evidence) bool {
			return e.VanishedAt != nil || e.WithdrawnAt != nil || kept(e)
		})
		for batch := range slices.Chunk(gone, batchRows) {
			ids := make([]int64, 0, len(batch))
			for _, e := range batch {
				ids = append(ids, e.ID)
			}
			if err := tx.q(ctx).Model(&Evidence{}).Where("id IN ?", ids).Update(column, at).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("mark evidence %s: %w", column, err)
	}
	return gone, nil
}

// Evidence finds evidence by id.
func (s *Store) Evidence(ctx context.Context, id int64) (Evidence, error) {
	return one[Evidence](s.q(ctx).Where("id = ?", id), fmt.Sprintf("evidence %d", id))
}

// EvidenceByID finds evidence by its ids; what is not there is left out.
func (s *Store) EvidenceByID(ctx context.Context, ids []int64) ([]Evidence, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return all[Evidence](s.q(ctx).Where("id IN ?", ids).Order("id"), "evidence")
}

// EvidenceFor returns the evidence for a cell, vanished too but not withdrawn, latest confirmed first.
func (s *Store) EvidenceFor(ctx context.Context, featureID, competitorID int64) ([]Evidence, error) {
	q := s.q(ctx).Where("feature_id = ? AND competitor_id = ? AND withdrawn_at IS NULL", featureID, competitorID).
		Order("confirmed_at DESC, id DESC")
	return all[Evidence](q, "evidence")
}

// EvidenceOfFeature returns the evidence for the cells of one feature, vanished too but not withdrawn, latest confirmed first.
func (s *Store) EvidenceOfFeature(ctx context.Context, featureID int64) ([]Evidence, error) {
	q := s.q(ctx).Where("feature_id = ? AND withdrawn_at IS NULL", featureID).Order("confirmed_at DESC, id DESC")
	return all[Evidence](q, "evidence of feature")
}

// EvidenceOf returns the evidence for the cells of an area (0: of all areas), latest confirmed first.
func (s *Store) EvidenceOf(ctx context.Context, areaID int64) ([]Evidence, error) {
	q := s.q(ctx).Where("withdrawn_at IS NULL").Order("confirmed_at DESC, id DESC")
	if areaID != 0 {
		q = q.Where(inArea, areaID)
	}
	return all[Evidence](q, "evidence")
}

// EvidenceOfSource returns the evidence that stands or stood on a source.
func (s *Store) EvidenceOfSource(ctx context.Context, sourceID int64) ([]Evidence, error) {
	return all[Evidence](s.q(ctx).Where("source_id = ?", sourceID).Order("id"), "evidence of source")
}

// DismissEvidence records that a person says a quote proves nothing of its feature, and why. It supports no cell from
// then on, also when the page is seen again.
func (s *Store) DismissEvidence(ctx context.Context, id int64, by, reason string, at time.Time) error {
	res := s.q(ctx).Model(&Evidence{}).Where("id = ?", id).
		Updates(map[string]any{"dismissed_at": at, "dismissed_by": by, "dismiss_reason": reason})
	return found(res, fmt.Sprintf("dismiss evidence %d", id))
}

// RestoreEvidence takes a dismissal back.
func (s *Store) RestoreEvidence(ctx context.Context, id int64) error {
	res := s.q(ctx).Model(&Evidence{}).Where("id = ?", id).
		Updates(map[string]any{"dismissed_at": nil, "dismissed_by": "", "dismiss_reason": ""})
	return found(res, fmt.Sprintf("restore evidence %d", id))
}

// WithdrawPhrase records that a phrase does not mean a feature after all: what it proved supports no cell any more. It
// returns the competitors whose cells are to be decided anew.
func (s *Store) WithdrawPhrase(ctx context.Context, featureID int64, phrase string, at time.Time) ([]int64, error) {
	rows, err := all[Evidence](s.q(ctx).
		Where("feature_id = ? AND phrase = ? AND withdrawn_at IS NULL", featureID, phrase), "evidence of a phrase")
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var ids, competitors []int64
	for _, e := range rows {
		ids = append(ids, e.ID)
		if !slices.Contains(competitors, e.CompetitorID) {
			competitors = append(competitors, e.CompetitorID)
		}
	}
	err = s.q(ctx).Model(&Evidence{}).Where("id IN ?", ids).Update("withdrawn_at", at).Error
	if err != nil {
		return nil, fmt.Errorf("withdraw evidence of a phrase: %w", err)
	}
	return competitors, nil
}
