package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"
)

// SaveSubscriptions inserts or updates subscriptions by id, else by key, and fills in their ids. How long one is muted
// and when it is told next stays as it is: see MuteSubscription and RescheduleSubscriptions.
func (s *Store) SaveSubscriptions(ctx context.Context, rows []Subscription) error {
	return upsert[Subscription]{
		what:   "subscriptions",
		id:     func(r *Subscription) *int64 { return &r.ID },
		key:    func(r *Subscription) string { return r.Key },
		unique: []string{"key"},
		update: []string{
			"user_id", "person", "channel", "target", "secret", "cadence", "zone", "send_at", "weekday", "quiet", "report",
			"sees_money", "competitors", "areas", "features", "kinds", "words", "min_level", "my_accounts", "from_file", "removed_at",
		},
		landscape: true,
	}.save(ctx, s, rows)
}

// RemoveSubscriptions marks subscriptions removed: nothing more is sent to them. What they were to tell others at the
// same place, those are told by themselves.
func (s *Store) RemoveSubscriptions(ctx context.Context, ids []int64, at time.Time) error {
	return s.InTx(ctx, func(tx *Store) error {
		if err := tx.remove(ctx, &Subscription{}, ids, at); err != nil {
			return err
		}
		for _, id := range ids {
			if err := tx.Part(ctx, id, at); err != nil {
				return err
			}
		}
		return nil
	})
}

// Subscriptions returns the subscriptions that are not removed.
func (s *Store) Subscriptions(ctx context.Context) ([]Subscription, error) {
	return all[Subscription](s.q(ctx).Where("removed_at IS NULL").Order("id"), "subscriptions")
}

// SubscriptionByKey finds a subscription that is not removed.
func (s *Store) SubscriptionByKey(ctx context.Context, key string) (Subscription, error) {
	return one[Subscription](s.q(ctx).Where("key = ? AND removed_at IS NULL", key), "subscription "+key)
}

// Subscription finds a subscription by id, removed or not.
func (s *Store) Subscription(ctx context.Context, id int64) (Subscription, error) {
	return one[Subscription](s.q(ctx).Where("id = ?", id), fmt.Sprintf("subscription %d", id))
}

// LockSubscription reads a subscription and keeps others from changing when it is told next until the transaction ends.
func (s *Store) LockSubscription(ctx context.Context, id int64) (Subscription, error) {
	q := s.q(ctx).Where("id = ?", id)
	if s.pg != nil {
		q = q.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	return one[Subscription](q, fmt.Sprintf("subscription %d", id))
}

// MuteSubscription sends nothing to a subscription until a time; nil ends the silence. What waits is looked at anew at
// the time now.
func (s *Store) MuteSubscription(ctx context.Context, id int64, until *time.Time, now time.Time) error {
	return s.InTx(ctx, func(tx *Store) error {
		res := tx.q(ctx).Model(&Subscription{}).Where("id = ?", id).Select("muted_until").
			Updates(Subscription{MutedUntil: until})
		if err := found(res, fmt.Sprintf("mute subscription %d", id)); err != nil {
			return err
		}
		if err := tx.Part(ctx, id, now); err != nil {
			return err
		}
		if until != nil {
			return nil
		}
		return tx.wake(ctx, []int64{id}, now)
	})
}

// RescheduleSubscriptions forgets when subscriptions are told next, because that was changed: instant ones are looked at at the time
// now, the others' next time is computed again.
func (s *Store) RescheduleSubscriptions(ctx context.Context, ids []int64, now time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	err := s.q(ctx).Exec("UPDATE subscriptions SET next_report_at = NULL, next_send_at = NULL WHERE id IN ?", ids).Error
	if err != nil {
		return fmt.Errorf("reschedule subscriptions: %w", err)
	}
	return s.wake(ctx, ids, now)
}

// wake has instant subscriptions looked at.
func (s *Store) wake(ctx context.Context, ids []int64, now time.Time) error {
	for _, id := range ids {
		if err := s.SendBy(ctx, id, now); err != nil {
			return err
		}
	}
	return nil
}

// SendBy has an instant subscription looked at at a time at the latest.
func (s *Store) SendBy(ctx context.Context, id int64, at time.Time) error {
	err := s.q(ctx).Exec("UPDATE subscriptions SET next_send_at = ? WHERE id = ? AND cadence = 'instant'"+
		" AND (next_send_at IS NULL OR next_send_at > ?)", cleanTime(at), id, cleanTime(at)).Error
	if err != nil {
		return fmt.Errorf("schedule subscription %d: %w", id, err)
	}
	return nil
}

// SetNextSend records when a subscription is told next, and up to when it was told; a nil next waits for news.
func (s *Store) SetNextSend(ctx context.Context, id int64, next, toldUntil *time.Time) error {
	columns := []any{"next_send_at"}
	if toldUntil != nil {
		columns = append(columns, "told_until")
	}
	err := s.q(ctx).Model(&Subscription{}).Where("id = ?", id).Select(columns[0], columns[1:]...).
		Updates(Subscription{NextSendAt: next, ToldUntil: toldUntil}).Error
	if err != nil {
		return fmt.Errorf("schedule subscription %d: %w", id, err)
	}
	return nil
}

// SetNextReport records when a subscription gets its next report.
func (s *Store) SetNextReport(ctx context.Context, id int64, next *time.Time) error {
	err := s.q(ctx).Model(&Subscription{}).Where("id = ?", id).Select("next_report_at").
		Updates(Subscription{NextReportAt: next}).Error
	if err != nil {
		return fmt.Errorf("schedule report of subscription %d: %w", id, err)
	}
	return nil
}

// No schedule puts the next message of a day or a week further away than this.
const (
	farDay  = 26 * time.Hour
	farWeek = 8 * 24 * time.Hour
)

// Digests returns the subscriptions that something is to be sent to at a set time: what is due by now, what has no time
// yet, and what is due later than any schedule puts it: the clock was set back, or a mute ended early.
func (s *Store) Digests(ctx context.Context, now time.Time) ([]Subscription, error) {
	const due = "next_send_at <= ?" +
		" OR cadence <> 'instant' AND NOT (cadence = 'weekly' AND report) AND (next_send_at IS NULL" +
		" OR (muted_until IS NULL OR muted_until <= ?)" +
		" AND (next_send_at > ? OR cadence = 'daily' AND next_send_at > ?))"
	at := cleanTime(now)
	q := s.q(ctx).Where("removed_at IS NULL AND ("+due+")", at, at, at.Add(farWeek), at.Add(farDay)).Order("id")
	return all[Subscription](q, "due digests")
}

// ReportsDue returns the subscriptions that are to get the weekly report, in the same way.
func (s *Store) ReportsDue(ctx context.Context, now time.Time) ([]Subscription, error) {
	const due = "next_report_at IS NULL OR next_report_at <= ?" +
		" OR (muted_until IS NULL OR muted_until <= ?) AND next_report_at > ?"
	at := cleanTime(now)
	q := s.q(ctx).Where("removed_at IS NULL AND report AND ("+due+")", at, at, at.Add(farWeek)).Order("id")
	return all[Subscription](q, "due reports")
}
