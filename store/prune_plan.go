package store

import (
	"context"
	"fmt"
)

// PrunePlan says what Prune would take and keep, and why.
type PrunePlan struct {
	Pruned
	Pages    []PrunePages // by source
	Packed   int          // bodies without a version of their own that stay because others are made from them
	Database DatabaseSize
}

// PrunePages is what a plan says of the stored versions of one source.
type PrunePages struct {
	SourceView
	Versions int
	ByAge    int            // are taken because they are too old
	ByNumber int            // are taken because there are too many
	Kept     map[string]int // would be taken, and stay: how many by what refers to them
}

// Taken is how many versions of the source are taken.
func (p PrunePages) Taken() int { return p.ByAge + p.ByNumber }

// PlanPrune says what Prune would take now. It changes nothing. Sources of which age and number would take nothing are
// left out.
func (s *Store) PlanPrune(ctx context.Context, r Retention) (plan PrunePlan, err error) {
	if plan.Pages, err = s.planPages(ctx, r); err != nil {
		return plan, fmt.Errorf("plan to prune: %w", err)
	}
	for _, p := range plan.Pages {
		plan.Pruned.Pages += p.Taken()
	}
	err = s.planBodies(ctx, r, &plan)
	if err == nil && !r.MessagesBefore.IsZero() {
		err = s.q(ctx).Raw("SELECT count(*) FROM deliveries WHERE "+oldMessages, r.MessagesBefore).Scan(&plan.Messages).Error
	}
	if err == nil {
		plan.Database, err = s.Size(ctx)
	}
	if err != nil {
		return plan, fmt.Errorf("plan to prune: %w", err)
	}
	return plan, nil
}

// planPages counts the versions of each source by what happens to them, and why.
func (s *Store) planPages(ctx context.Context, r Retention) ([]PrunePages, error) {
	var rows []struct {
		SourceID  int64
		Why, Kept string
		N         int
	}
	query, values, err := s.old(ctx, r, 0)
	if err != nil {
		return nil, err
	}
	query += "SELECT source_id, why, kept, count(*) AS n FROM judged GROUP BY source_id, why, kept"
	if err := s.q(ctx).Raw(query, values...).Scan(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	found := map[int64]*PrunePages{}
	for _, row := range rows {
		p := found[row.SourceID]
		if p == nil {
			p = &PrunePages{Kept: map[string]int{}}
			found[row.SourceID] = p
		}
		switch {
		case row.Kept != "":
			p.Kept[row.Kept] += row.N
		case row.Why == "age":
			p.ByAge += row.N
		default:
			p.ByNumber += row.N
		}
	}
	return s.namePages(ctx, found)
}

// namePages adds to counts by source whose they are, in the order in which the sources were added.
func (s *Store) namePages(ctx context.Context, found map[int64]*PrunePages) ([]PrunePages, error) {
	sources, err := s.Sources(ctx, SourceFilter{Removed: true})
	if err != nil {
		return nil, err
	}
	versions, err := s.countVersions(ctx)
	if err != nil {
		return nil, err
	}
	var pages []PrunePages
	for _, src := range sources {
		if p := found[src.ID]; p != nil {
			p.SourceView, p.Versions = src, versions[src.ID]
			pages = append(pages, *p)
		}
	}
	return pages, nil
}

func (s *Store) countVersions(ctx context.Context) (map[int64]int, error) {
	var rows []struct {
		SourceID int64
		N        int
	}
	err := s.q(ctx).Raw("SELECT source_id, count(*) AS n FROM snapshots GROUP BY source_id").Scan(&rows).Error
	counts := make(map[int64]int, len(rows))
	for _, row := range rows {
		counts[row.SourceID] = row.N
	}
	return counts, err
}

// planBodies counts the bodies that nothing would use once the versions are taken, and those that stay because others
// are made from them.
func (s *Store) planBodies(ctx context.Context, r Retention, plan *PrunePlan) error {
	const unused = `, taken AS (SELECT id, blob_hash FROM judged WHERE kept = ''),
		unused AS (SELECT b.id, octet_length(b.data) AS bytes FROM blobs b
			WHERE EXISTS (SELECT 1 FROM taken t WHERE t.blob_hash = b.hash) AND NOT EXISTS (SELECT 1 FROM snapshots s
				WHERE s.blob_hash = b.hash AND NOT EXISTS (SELECT 1 FROM taken t WHERE t.id = s.id))),
		stay AS (SELECT b.id, b.base_id FROM blobs b WHERE NOT EXISTS (SELECT 1 FROM unused u WHERE u.id = b.id)),
		needed AS (SELECT base_id AS id FROM stay
			UNION SELECT step.base_id FROM stay JOIN blobs step ON step.id = stay.base_id)
		SELECT count(*) AS n, coalesce(sum(CASE WHEN needed.id IS NULL THEN 1 ELSE 0 END), 0) AS bodies,
			coalesce(sum(CASE WHEN needed.id IS NULL THEN bytes ELSE 0 END), 0) AS bytes
		FROM unused LEFT JOIN needed ON needed.id = unused.id`
	var row struct {
		N, Bodies int
		Bytes     int64
	}
	query, values, err := s.old(ctx, r, 0)
	if err != nil {
		return err
	}
	if err := s.q(ctx).Raw(query+unused, values...).Scan(&row).Error; err != nil {
		return err
	}
	plan.Bodies, plan.Bytes, plan.Packed = row.Bodies, row.Bytes, row.N-row.Bodies
	return nil
}
