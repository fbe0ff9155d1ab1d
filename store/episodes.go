package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Episode is a time in which a source was in trouble, or quiet against its own rhythm. Operators are told once that it
// began and once that it ended: the row is the identity of both, and when they were told is written in the transaction
// that owes the messages.
type Episode struct {
	ID       int64
	SourceID int64
	Kind     EpisodeKind
	Class    string    // of the trouble: a word of package watch
	Reason   string    // of the capture it began with
	Failures int       // in a row, when it began
	Since    time.Time // last seen well; of a quiet one when something moved last
	BeganAt  time.Time
	EndedAt  *time.Time

	BeganToldAt *time.Time
	EndedToldAt *time.Time
}

// EpisodeKind is what an episode is about.
type EpisodeKind string

// Kinds of episode.
const (
	InTrouble EpisodeKind = "trouble"
	GoneQuiet EpisodeKind = "quiet"
)

// EpisodeView is an episode with the source it is about.
type EpisodeView struct {
	Episode        `gorm:"embedded"`
	SourceURL      string
	SourceKind     string
	CompetitorName string
}

// BeginEpisode writes down that an episode begins, and reports whether it is new: one of this kind that is open already,
// or began with the same Since, is not begun again. A trouble is noted at its source.
func (s *Store) BeginEpisode(ctx context.Context, e *Episode) (bool, error) {
	began := false
	err := s.InTx(ctx, func(tx *Store) error {
		res := tx.q(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(e)
		if began = res.RowsAffected > 0; res.Error != nil || !began || e.Kind != InTrouble {
			return res.Error
		}
		return tx.q(ctx).Model(&Source{}).Where("id = ?", e.SourceID).Update("episode_id", e.ID).Error
	})
	if err != nil {
		return false, fmt.Errorf("begin episode of source %d: %w", e.SourceID, err)
	}
	return began, nil
}

// EndEpisode ends what is open of a kind for a source, and reports whether there was anything.
func (s *Store) EndEpisode(ctx context.Context, sourceID int64, kind EpisodeKind, at time.Time) (bool, error) {
	ended := false
	err := s.InTx(ctx, func(tx *Store) error {
		res := tx.q(ctx).Model(&Episode{}).Where("source_id = ? AND kind = ? AND ended_at IS NULL", sourceID, kind).
			Update("ended_at", at)
		if ended = res.RowsAffected > 0; res.Error != nil || kind != InTrouble {
			return res.Error
		}
		return tx.q(ctx).Model(&Source{}).Where("id = ?", sourceID).Update("episode_id", nil).Error
	})
	if err != nil {
		return false, fmt.Errorf("end episode of source %d: %w", sourceID, err)
	}
	return ended, nil
}

func (s *Store) episodes(ctx context.Context) *gorm.DB {
	return s.q(ctx).Table("episodes").
		Select("episodes.*, sources.url AS source_url, sources.kind AS source_kind, competitors.name AS competitor_name").
		Joins("JOIN sources ON sources.id = episodes.source_id").
		Joins("JOIN competitors ON competitors.id = sources.competitor_id")
}

// UntoldEpisodes are those of which operators were not told yet that they began, or ended, in the order they began.
func (s *Store) UntoldEpisodes(ctx context.Context, limit int) ([]EpisodeView, error) {
	q := s.episodes(ctx).
		Where("began_told_at IS NULL OR (ended_at IS NOT NULL AND ended_told_at IS NULL)").
		Order("episodes.id").Limit(limit)
	return all[EpisodeView](q, "untold episodes")
}

// MarkTold records that operators were told of episodes, as far as they have come.
func (s *Store) MarkTold(ctx context.Context, episodes []EpisodeView, at time.Time) error {
	err := s.InTx(ctx, func(tx *Store) error {
		sets := make([][]any, len(episodes))
		for i, e := range episodes {
			var ended *time.Time
			if e.EndedAt != nil {
				ended = &at
			}
			sets[i] = []any{at, ended, e.ID}
		}
		_, err := tx.execMany(ctx, "UPDATE episodes SET began_told_at = coalesce(began_told_at, ?),"+
			" ended_told_at = coalesce(ended_told_at, ?) WHERE id = ?", sets)
		return err
	})
	if err != nil {
		return fmt.Errorf("mark episodes told: %w", err)
	}
	return nil
}

// Episodes returns the episodes of a source (0: of all) since a time, newest first, those that are still open too.
func (s *Store) Episodes(ctx context.Context, sourceID int64, since time.Time) ([]EpisodeView, error) {
	q := s.episodes(ctx).Where("episodes.began_at >= ? OR episodes.ended_at IS NULL", since).
		Order("episodes.began_at DESC, episodes.id DESC")
	if sourceID != 0 {
		q = q.Where("episodes.source_id = ?", sourceID)
	}
	return all[EpisodeView](q, "episodes")
}

// LastTold is when operators were told of an episode last; nil: never.
func (s *Store) LastTold(ctx context.Context) (*time.Time, error) {
	var last []time.Time
	for _, column := range []string{"began_told_at", "ended_told_at"} {
		var at []time.Time
		err := s.q(ctx).Model(&Episode{}).Where(column+" IS NOT NULL").Order(column+" DESC").Limit(1).
			Pluck(column, &at).Error
		if err != nil {
			return nil, fmt.Errorf("last notice: %w", err)
		}
		last = append(last, at...)
	}
	if len(last) == 0 {
		return nil, nil
	}
	latest := slices.MaxFunc(last, time.Time.Compare)
	return &latest, nil
}
