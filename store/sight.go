package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/extract"
)

// Sight is how a watched source was last seen before a time.
type Sight struct {
	SourceID       int64
	CompetitorID   int64
	CompetitorName string
	Kind           extract.Kind
	URL            string
	SeenUntil      *time.Time // end of the latest capture; nil: there was none
	Outcome        Outcome    // of that capture
	Class, Reason  string
	GoodUntil      *time.Time // end of the latest good capture
}

// Seen is whether a watched source was seen.
type Seen struct {
	SourceID     int64
	CompetitorID int64
	News         bool // it is a changelog or a feed
	Well         bool // the last look at it in time was a good one
}

// good is the condition that an outcome lets a page be trusted.
const good = " IN ('new', 'same', 'changed') "

// Seen tells of every watched source, in the order they were added, whether the last look at it before a time was a good one
// that is no older than from. There can be ten thousand, so no more is read of them.
func (s *Store) Seen(ctx context.Context, from, until time.Time) (list []Seen, err error) {
	rows, err := s.q(ctx).Raw(`SELECT s.id, s.competitor_id, s.kind IN ('changelog', 'feed'),
		CASE WHEN s.last_checked_at IS NULL THEN false
		WHEN s.last_checked_at < ? THEN s.last_checked_at >= ? AND s.last_outcome`+good+`
		ELSE EXISTS (SELECT 1 FROM captures c WHERE c.seen_until >= ? AND c.outcome`+good+` AND c.id =
			(SELECT l.id FROM captures l WHERE l.source_id = s.id AND l.at < ? ORDER BY l.at DESC, l.id DESC LIMIT 1)) END
		FROM sources s JOIN competitors k ON k.id = s.competitor_id
		WHERE s.removed_at IS NULL AND k.removed_at IS NULL ORDER BY s.id`, until, from, from, until).Rows()
	if err != nil {
		return nil, fmt.Errorf("sources that were seen: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var seen Seen
		if err := rows.Scan(&seen.SourceID, &seen.CompetitorID, &seen.News, &seen.Well); err != nil {
			return nil, fmt.Errorf("sources that were seen: %w", err)
		}
		list = append(list, seen)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("sources that were seen: %w", err)
	}
	return list, nil
}

// Sights tells of sources, by their ids, how they were last seen before a time, in the order they were added. A source that
// was not looked at since knows it itself; for the others their captures are asked.
func (s *Store) Sights(ctx context.Context, ids []int64, until time.Time) ([]Sight, error) {
	var out []Sight
	for batch := range slices.Chunk(ids, batchRows) {
		sights, err := s.sights(ctx, batch, until)
		if err != nil {
			return nil, err
		}
		out = append(out, sights...)
	}
	return out, nil
}

func (s *Store) sights(ctx context.Context, ids []int64, until time.Time) ([]Sight, error) {
	sights, err := all[Sight](s.q(ctx).Table("sources").
		Select("sources.id AS source_id, sources.competitor_id, competitors.name AS competitor_name, sources.kind, sources.url,"+
			" sources.last_checked_at AS seen_until, sources.last_outcome AS outcome, sources.last_class AS class,"+
			" sources.last_reason AS reason, sources.last_good_at AS good_until").
		Joins("JOIN competitors ON competitors.id = sources.competitor_id").
		Where("sources.id IN ?", ids).Order("sources.id"), "sights of sources")
	if err != nil {
		return nil, err
	}
	var past []*Sight
	for i, sight := range sights {
		if sight.SeenUntil != nil && !sight.SeenUntil.Before(until) {
			past = append(past, &sights[i])
		}
	}
	if err := s.pastSights(ctx, past, until); err != nil {
		return nil, fmt.Errorf("past sights of sources: %w", err)
	}
	return sights, nil
}

// pastSights fills in from captures how sources were last seen before a time.
func (s *Store) pastSights(ctx context.Context, sights []*Sight, until time.Time) error {
	byID := make(map[int64]*Sight, len(sights))
	ids := make([]int64, len(sights))
	for i, sight := range sights {
		byID[sight.SourceID], ids[i] = sight, sight.SourceID
		sight.SeenUntil, sight.GoodUntil, sight.Outcome, sight.Class, sight.Reason = nil, nil, "", "", ""
	}
	const latest = `SELECT c.* FROM captures c WHERE c.id IN (SELECT (SELECT l.id FROM captures l WHERE l.source_id = s.id AND l.at < ?
		%s ORDER BY l.at DESC, l.id DESC LIMIT 1) FROM sources s WHERE s.id IN ?)`
	var rows []Capture
	if err := s.q(ctx).Raw(fmt.Sprintf(latest, ""), until, ids).Scan(&rows).Error; err != nil {
		return err
	}
	for _, c := range rows {
		sight, end := byID[c.SourceID], earlier(c.SeenUntil, until)
		sight.SeenUntil, sight.Outcome, sight.Class, sight.Reason = &end, c.Outcome, c.Class, c.Reason
	}
	var trusted []Capture
	onlyGood := "AND l.outcome" + good
	if err := s.q(ctx).Raw(fmt.Sprintf(latest, onlyGood), until, ids).Scan(&trusted).Error; err != nil {
		return err
	}
	for _, c := range trusted {
		end := earlier(c.SeenUntil, until)
		byID[c.SourceID].GoodUntil = &end
	}
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// WatchedBefore are the ids of the competitors of which a watched source was captured before a time.
func (s *Store) WatchedBefore(ctx context.Context, at time.Time) ([]int64, error) {
	var ids []int64
	err := s.q(ctx).Raw(`SELECT k.id FROM competitors k WHERE EXISTS (SELECT 1 FROM sources s JOIN captures c ON c.source_id = s.id
		WHERE s.competitor_id = k.id AND s.removed_at IS NULL AND c.at < ?) ORDER BY k.id`, at).Scan(&ids).Error
	if err != nil {
		return nil, fmt.Errorf("competitors watched before a time: %w", err)
	}
	return ids, nil
}

// CellsBefore returns, of the cells that have a step in [since, until), the latest step before since. Cells that had none
// are left out.
func (s *Store) CellsBefore(ctx context.Context, since, until time.Time) ([]CellVersion, error) {
	var rows []CellVersion
	err := s.q(ctx).Raw(`SELECT v.* FROM cell_versions v WHERE v.id IN (
		SELECT (SELECT w.id FROM cell_versions w WHERE w.feature_id = m.feature_id AND w.competitor_id = m.competitor_id AND w.at < ?
			ORDER BY w.at DESC, w.id DESC LIMIT 1)
		FROM (SELECT DISTINCT feature_id, competitor_id FROM cell_versions WHERE at >= ? AND at < ?) m)`,
		since, since, until).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("cells before a time: %w", err)
	}
	return rows, nil
}
