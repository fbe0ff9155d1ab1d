package store

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Span is a time in which captures of a source ended the same way.
type Span struct {
	SourceID int64
	Outcome  Outcome
	From     time.Time
	Until    time.Time
}

// Spans returns how the captures of some sources ended since a time, by source and in order of time. What began before
// and reached into that time is among them.
func (s *Store) Spans(ctx context.Context, sourceIDs []int64, since time.Time) ([]Span, error) {
	var spans []Span
	for batch := range slices.Chunk(sourceIDs, batchRows) {
		before := s.q(ctx).Raw(`SELECT (SELECT c.id FROM captures c WHERE c.source_id = s.id AND c.at < ?
			ORDER BY c.at DESC LIMIT 1) FROM sources s WHERE s.id IN ?`, since, batch)
		q := s.q(ctx).Table("captures").
			Select("source_id, outcome, at AS from_at, seen_until").
			Where("(source_id IN ? AND at >= ?) OR id IN (?)", batch, since, before).
			Order("source_id, at, id")
		var rows []struct {
			SourceID  int64
			Outcome   Outcome
			FromAt    time.Time
			SeenUntil time.Time
		}
		if err := q.Scan(&rows).Error; err != nil {
			return nil, fmt.Errorf("history of sources: %w", err)
		}
		for _, r := range rows {
			if !r.SeenUntil.Before(since) {
				spans = append(spans, Span{r.SourceID, r.Outcome, r.FromAt.UTC(), r.SeenUntil.UTC()})
			}
		}
	}
	return spans, nil
}

// NewsDates returns when a source brought news, newest first, at most limit: the dates of its entries, and the times at
// which its changes were published.
func (s *Store) NewsDates(ctx context.Context, sourceID int64, limit int) (entries, changes []time.Time, err error) {
	err = s.q(ctx).Model(&Entry{}).Where("source_id = ? AND date IS NOT NULL", sourceID).
		Distinct("date").Order("date DESC").Limit(limit).Pluck("date", &entries).Error
	if err == nil {
		err = s.q(ctx).Model(&Change{}).Where("source_id = ? AND published_at IS NOT NULL", sourceID).
			Distinct("published_at").Order("published_at DESC").Limit(limit).Pluck("published_at", &changes).Error
	}
	if err != nil {
		return nil, nil, fmt.Errorf("news of source %d: %w", sourceID, err)
	}
	return entries, changes, nil
}

// QuietSources returns the watched sources that should have brought news before a time and did not, although they were
// seen well since a time, unless this silence was noted already.
func (s *Store) QuietSources(ctx context.Context, before, seenSince time.Time) ([]Source, error) {
	return all[Source](s.q(ctx).Where("removed_at IS NULL AND NOT paused AND failures = 0").
		Where("quiet_after < ? AND last_good_at >= ?", before, seenSince).
		Where("NOT EXISTS (SELECT 1 FROM episodes e WHERE e.source_id = sources.id AND e.kind = ? AND e.since = sources.quiet_since)",
			GoneQuiet).Order("id"), "quiet sources")
}
