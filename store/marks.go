package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// GapMarks are the annotations of one gap, oldest first, without what people wrote.
type GapMarks struct{ Annotations []Annotation }

// Until are those that were written before a time.
func (m *GapMarks) Until(t time.Time) []Annotation {
	n, _ := slices.BinarySearchFunc(m.Annotations, t, func(a Annotation, t time.Time) int { return a.CreatedAt.Compare(t) })
	return m.Annotations[:n]
}

// allMarks are the marks of all gaps as of a number of their topic.
type allMarks struct {
	number int64
	byGap  map[int64]*GapMarks
}

// Marks are the annotations of every gap by its id; a gap without any is left out. They are kept: nobody may change them.
// There are tens of thousands, so only those of gaps that were written to since are read again: all other gaps keep the very
// marks that they had.
func (s *Store) Marks(ctx context.Context) (map[int64]*GapMarks, error) {
	kept, err := Renew(ctx, s, OnGaps, "marks", func(old allMarks) (allMarks, error) { return s.renewMarks(ctx, old) })
	return kept.byGap, err
}

func (s *Store) renewMarks(ctx context.Context, old allMarks) (fresh allMarks, err error) {
	now, err := s.revision(ctx, OnGaps) // before the rows: those that are newer already are read again the next time
	if err != nil {
		return fresh, err
	}
	fresh = allMarks{number: now.Gaps, byGap: make(map[int64]*GapMarks, len(old.byGap))}
	if old.byGap == nil {
		return fresh, s.readMarks(ctx, fresh.byGap, nil)
	}
	q := s.q(ctx).Table("gap_revisions").Where("number > ?", old.number)
	written, err := all[int64](q.Select("gap_id"), "gaps that were written to")
	if err != nil {
		return fresh, err
	}
	maps.Copy(fresh.byGap, old.byGap)
	for batch := range slices.Chunk(written, batchRows) {
		for _, id := range batch {
			delete(fresh.byGap, id)
		}
		if err := s.readMarks(ctx, fresh.byGap, batch); err != nil {
			return fresh, err
		}
	}
	return fresh, nil
}

// readMarks reads the marks of some gaps; nil stands for all.
func (s *Store) readMarks(ctx context.Context, into map[int64]*GapMarks, gapIDs []int64) error {
	q := s.q(ctx).Where("gap_id IS NOT NULL").Order("created_at, id")
	if gapIDs != nil {
		q = q.Where("gap_id IN ?", gapIDs)
	}
	list, err := marks(q, "annotations of gaps")
	if err != nil {
		return fmt.Errorf("read marks: %w", err)
	}
	for _, a := range list {
		of := into[*a.GapID]
		if of == nil {
			of = &GapMarks{}
			into[*a.GapID] = of
		}
		of.Annotations = append(of.Annotations, a)
	}
	return nil
}
