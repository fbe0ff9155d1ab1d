package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"github.com/gapwatch/gapwatch/extract"
)

// Draft is what a language model said when it was asked to sum up a change, or which feature a phrase means. It is nobody's
// word until a person takes it: a summary by Taken, a mapping by deciding the phrase.
type Draft struct {
	ID        int64
	ChangeID  *int64 // one of the two is set; there is one draft for each
	PhraseID  *int64
	Model     string
	Text      string // of a summary
	FeatureID *int64 // that a phrase means
	Quote     string // verbatim on the stored page of the change or phrase
	Refused   string // why it is none; empty: it is one
	MadeAt    time.Time
	Taken     bool
	DecidedBy string
	DecidedAt *time.Time
}

// SaveDraft keeps what a model said. What another process was told about the same thing at the same time stays instead.
func (s *Store) SaveDraft(ctx context.Context, d *Draft) error {
	if err := s.q(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(d).Error; err != nil {
		return fmt.Errorf("save draft: %w", err)
	}
	return nil
}

// Summary is the summary of a change that is shown: one that a person took always, one that waits where a model is switched
// on. It is ErrNotFound where there is none.
func (s *Store) Summary(ctx context.Context, changeID int64, on bool) (Draft, error) {
	q := s.q(ctx).Where("change_id = ? AND refused = '' AND (taken OR (? AND decided_at IS NULL))", changeID, on)
	return one[Draft](q, fmt.Sprintf("summary of change %d", changeID))
}

// MappingView is the draft of what a phrase means, with the feature in words.
type MappingView struct {
	Draft       `gorm:"embedded"`
	AreaKey     string
	FeatureKey  string
	FeatureName string
	Definition  string
}

// Key is the feature as area/feature.
func (m MappingView) Key() string { return m.AreaKey + "/" + m.FeatureKey }

// Mappings are the drafts of some phrases, without those that name a feature that was removed.
func (s *Store) Mappings(ctx context.Context, phraseIDs []int64) ([]MappingView, error) {
	q := s.q(ctx).Table("drafts").
		Select("drafts.*, areas.key AS area_key, features.key AS feature_key, features.name AS feature_name, features.definition").
		Joins("JOIN features ON features.id = drafts.feature_id AND features.removed_at IS NULL").
		Joins("JOIN areas ON areas.id = features.area_id").
		Where("drafts.phrase_id IN ? AND drafts.refused = ''", phraseIDs)
	return all[MappingView](q.Order("drafts.id"), "drafted mappings")
}

// DecideSummary says that a person takes the summary of a change, or that it is dismissed. Either can be said again.
func (s *Store) DecideSummary(ctx context.Context, changeID int64, taken bool, by string, at time.Time) error {
	res := s.q(ctx).Model(&Draft{}).Where("change_id = ? AND refused = ''", changeID).
		Updates(map[string]any{"taken": taken, "decided_by": by, "decided_at": at})
	return found(res, fmt.Sprintf("decide the summary of change %d", changeID))
}

// ChangesToDraft are published changes of some weight told since a time that no model was asked about, the newest first.
func (s *Store) ChangesToDraft(ctx context.Context, since time.Time, limit int) ([]ChangeView, error) {
	q := s.changeViews(ctx).Where("changes.published_at >= ? AND changes.status = ?", since, Published).
		Where("changes.level IN ?", []extract.Level{extract.Notable, extract.Major}).
		Where("NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.change_id = changes.id)")
	return all[ChangeView](q.Order("changes.published_at DESC, changes.id").Limit(limit), "changes to draft")
}

// PhrasesToDraft are phrases that wait and that no model was asked about, the newest first.
func (s *Store) PhrasesToDraft(ctx context.Context, limit int) ([]Phrase, error) {
	q := s.q(ctx).Where(phraseWaits).Where("NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.phrase_id = phrases.id)")
	return all[Phrase](q.Order("first_seen_at DESC, id").Limit(limit), "phrases to draft")
}

// DraftCounts is what a language model was asked, and what became of it.
type DraftCounts struct {
	Asked                           int64 // since a time
	Waiting, Taken, Refused, Others int64 // ever; others were dismissed, or their phrase was decided in another way
}

// CountDrafts counts drafts. A mapping counts as taken where its phrase means that feature now.
func (s *Store) CountDrafts(ctx context.Context, since time.Time) (DraftCounts, error) {
	var n DraftCounts
	err := s.q(ctx).Raw(`SELECT coalesce(sum(CASE WHEN made_at >= ? THEN 1 ELSE 0 END), 0) AS asked,
		coalesce(sum(CASE WHEN what = 'refused' THEN 1 ELSE 0 END), 0) AS refused,
		coalesce(sum(CASE WHEN what = 'taken' THEN 1 ELSE 0 END), 0) AS taken,
		coalesce(sum(CASE WHEN what = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting,
		coalesce(sum(CASE WHEN what = 'other' THEN 1 ELSE 0 END), 0) AS others
		FROM (SELECT made_at, CASE
			WHEN refused <> '' THEN 'refused'
			WHEN taken OR (p.decision = 'mapped' AND p.feature_id = d.feature_id) THEN 'taken'
			WHEN decided_at IS NULL AND (p.id IS NULL OR p.decision = 'open') THEN 'waiting'
			ELSE 'other' END AS what
		FROM drafts d LEFT JOIN phrases p ON p.id = d.phrase_id) AS drafted`, since).Scan(&n).Error
	if err != nil {
		return n, fmt.Errorf("count drafts: %w", err)
	}
	return n, nil
}
