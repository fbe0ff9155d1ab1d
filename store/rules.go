package store

import (
	"context"
	"fmt"
	"time"

	"github.com/gapwatch/gapwatch/extract"
)

// RuleVersion is the rules of a source as they stood from a time on. A version is never edited: the next one replaces
// it, and what was read by an earlier one keeps saying so.
type RuleVersion struct {
	ID       int64
	SourceID int64
	Version  int            // from 1
	Rules    []extract.Rule `gorm:"serializer:json"`
	Actor    string
	At       time.Time
}

// SaveRules makes rules the ones that stand on a source, as its next version, and returns that.
func (s *Store) SaveRules(
	ctx context.Context, sourceID int64, rules []extract.Rule, actor string, at time.Time,
) (int, error) {
	row := RuleVersion{SourceID: sourceID, Rules: rules, Actor: actor, At: at}
	err := s.InTx(ctx, func(tx *Store) error {
		src, err := tx.LockSource(ctx, sourceID)
		if err != nil {
			return err
		}
		row.Version = src.RulesVersion + 1
		if err := tx.q(ctx).Create(&row).Error; err != nil {
			return err
		}
		if err := tx.forgetApplied(ctx); err != nil {
			return err
		}
		return tx.q(ctx).Model(&Source{}).Where("id = ?", sourceID).Update("rules_version", row.Version).Error
	})
	if err != nil {
		return 0, fmt.Errorf("save rules of source %d: %w", sourceID, err)
	}
	return row.Version, nil
}

// Rules are those that stand on a source.
func (s *Store) Rules(ctx context.Context, src Source) ([]extract.Rule, error) {
	if src.RulesVersion == 0 {
		return nil, nil
	}
	what := fmt.Sprintf("rules of source %d", src.ID)
	row, err := one[RuleVersion](s.q(ctx).Where("source_id = ? AND version = ?", src.ID, src.RulesVersion), what)
	return row.Rules, err
}

// RuleHistory returns every version of a source's rules, newest first.
func (s *Store) RuleHistory(ctx context.Context, sourceID int64) ([]RuleVersion, error) {
	return all[RuleVersion](s.q(ctx).Where("source_id = ?", sourceID).Order("version DESC"), "history of rules")
}

// standingRules are the rules of all sources that have any, by source.
func (s *Store) standingRules(ctx context.Context) (map[int64][]extract.Rule, error) {
	rows, err := all[RuleVersion](s.q(ctx).
		Joins("JOIN sources ON sources.id = rule_versions.source_id AND sources.rules_version = rule_versions.version"),
		"rules")
	if err != nil {
		return nil, err
	}
	out := make(map[int64][]extract.Rule, len(rows))
	for _, r := range rows {
		out[r.SourceID] = r.Rules
	}
	return out, nil
}

// ReadByOthers are the sources whose base was read by another version of the reader than this, or by other rules than
// those that stand: what was learned from them has to be learned again.
func (s *Store) ReadByOthers(ctx context.Context, readVersion int) ([]int64, error) {
	var ids []int64
	err := s.q(ctx).Model(&Source{}).
		Where("base_snapshot_id IS NOT NULL AND removed_at IS NULL AND (read_version <> ? OR read_rules <> rules_version)",
			readVersion).
		Order("id").Pluck("id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("sources read by another reader: %w", err)
	}
	return ids, nil
}
