package store

import (
	"context"
	"fmt"
	"time"
)

// Figures are what an operator wants to see as a curve.
type Figures struct {
	Watched, Paused, InTrouble int            // sources
	Due                        int            // of the watched
	DueSince                   *time.Time     // since when the one that has waited longest could be looked at; nil: none is due
	LastLook                   *time.Time     // at any source
	OldestRunning              *time.Time     // when the job began that has run longest; nil: none runs
	Owed, Failed               map[string]int // messages, by channel
}

// Figures counts what there is at a time.
func (s *Store) Figures(ctx context.Context, now time.Time) (Figures, error) {
	var f Figures
	for _, read := range []func(context.Context, time.Time, *Figures) error{s.sourceFigures, s.dueFigures, s.jobFigures} {
		if err := read(ctx, now, &f); err != nil {
			return f, fmt.Errorf("figures: %w", err)
		}
	}
	var err error
	if f.Owed, err = s.messagesByChannel(ctx, Owed); err == nil {
		f.Failed, err = s.messagesByChannel(ctx, Failed)
	}
	if err != nil {
		return f, fmt.Errorf("figures: %w", err)
	}
	return f, nil
}

func (s *Store) sourceFigures(ctx context.Context, _ time.Time, f *Figures) error {
	const count = `SELECT coalesce(sum(CASE WHEN paused THEN 0 ELSE 1 END), 0) AS watched,
		coalesce(sum(CASE WHEN paused THEN 1 ELSE 0 END), 0) AS paused,
		coalesce(sum(CASE WHEN NOT paused AND trouble <> '' THEN 1 ELSE 0 END), 0) AS in_trouble
		FROM sources WHERE removed_at IS NULL`
	var row struct{ Watched, Paused, InTrouble int }
	err := s.q(ctx).Raw(count).Scan(&row).Error
	f.Watched, f.Paused, f.InTrouble = row.Watched, row.Paused, row.InTrouble
	if err != nil {
		return err
	}
	looked, err := all[Source](s.q(ctx).Select("last_checked_at").Where("last_checked_at IS NOT NULL").
		Order("last_checked_at DESC").Limit(1), "last look")
	if len(looked) > 0 {
		f.LastLook = looked[0].LastCheckedAt
	}
	return err
}

// dueFigures counts what is due. A source whose site wants to be left alone is not.
func (s *Store) dueFigures(ctx context.Context, now time.Time, f *Figures) error {
	var n int64
	if err := s.q(ctx).Model(&Source{}).Where(due, now, now).Count(&n).Error; err != nil {
		return err
	}
	f.Due = int(n)
	oldest, err := all[Source](s.q(ctx).Select("next_check_at", "not_before").Where(due, now, now).
		Order("next_check_at").Limit(1), "longest due source")
	if err != nil || len(oldest) == 0 {
		return err
	}
	since := oldest[0].NextCheckAt
	if rest := oldest[0].NotBefore; rest != nil && rest.After(since) {
		since = *rest
	}
	if !since.After(now) {
		f.DueSince = &since
	}
	return nil
}

func (s *Store) jobFigures(ctx context.Context, _ time.Time, f *Figures) error {
	var at []time.Time
	err := s.q(ctx).Table("river_job").Where("state = 'running' AND attempted_at IS NOT NULL").
		Order("attempted_at").Limit(1).Pluck("attempted_at", &at).Error
	if len(at) > 0 {
		began := at[0].UTC()
		f.OldestRunning = &began
	}
	return err
}

func (s *Store) messagesByChannel(ctx context.Context, status DeliveryStatus) (map[string]int, error) {
	var rows []struct {
		Channel string
		N       int
	}
	err := s.q(ctx).Raw(`SELECT s.channel, count(*) AS n FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id
		WHERE d.status = ? GROUP BY s.channel`, status).Scan(&rows).Error
	counts := make(map[string]int, len(rows))
	for _, row := range rows {
		counts[row.Channel] = row.N
	}
	return counts, err
}
