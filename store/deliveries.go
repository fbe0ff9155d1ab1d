package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"
)

// Delivery is one message owed to one subscription. (SubscriptionID, Tells) is unique: owed once.
type Delivery struct {
	ID             int64
	SubscriptionID int64
	Tells          string // what it tells: "change:42", "digest:2026-11-25"
	Key            string // travels with the message as its idempotency key
	Body           []byte // JSON of the message
	Status         DeliveryStatus
	Attempts       int
	Error          string
	Answer         string    // what the receiver said
	CreatedAt      time.Time `gorm:"autoCreateTime:false"`
	SentAt         *time.Time
	NextTryAt      *time.Time // when it is tried next, after a failure or while it has to wait
}

// DeliveryStatus is how far a delivery has come.
type DeliveryStatus string

// Statuses of a delivery.
const (
	Owed   DeliveryStatus = "owed"
	Sent   DeliveryStatus = "sent"
	Failed DeliveryStatus = "failed" // for good, and visible

	Withdrawn DeliveryStatus = "withdrawn" // its subscription was removed before it was sent
)

// OweDelivery writes down that a message is owed, and reports whether it is new: what a subscription is told already,
// or is owed already, it is not owed twice. The id is filled in for a new one.
func (s *Store) OweDelivery(ctx context.Context, d *Delivery) (bool, error) {
	if d.Status == "" {
		d.Status = Owed
	}
	res := s.q(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "subscription_id"}, {Name: "tells"}}, DoNothing: true,
	}).Create(d)
	if res.Error != nil {
		return false, fmt.Errorf("owe %s to subscription %d: %w", d.Tells, d.SubscriptionID, res.Error)
	}
	return res.RowsAffected > 0, nil
}

// Delivery finds a delivery by id, and the subscription it is for.
func (s *Store) Delivery(ctx context.Context, id int64) (Delivery, Subscription, error) {
	d, err := one[Delivery](s.q(ctx).Where("id = ?", id), fmt.Sprintf("delivery %d", id))
	if err != nil {
		return d, Subscription{}, err
	}
	sub, err := one[Subscription](s.q(ctx).Where("id = ?", d.SubscriptionID), fmt.Sprintf("subscription %d", d.SubscriptionID))
	return d, sub, err
}

// OwedDeliveries returns what is owed to a subscription (0: to all), oldest first; limit 0 means all.
func (s *Store) OwedDeliveries(ctx context.Context, subscriptionID int64, limit int) ([]Delivery, error) {
	return s.Deliveries(ctx, subscriptionID, Owed, limit)
}

// Deliveries returns the deliveries with a status to a subscription (0: to all), oldest first; limit 0 means all.
func (s *Store) Deliveries(
	ctx context.Context, subscriptionID int64, status DeliveryStatus, limit int,
) ([]Delivery, error) {
	q := s.q(ctx).Where("status = ?", status).Order("created_at, id")
	if subscriptionID != 0 {
		q = q.Where("subscription_id = ?", subscriptionID)
	}
	if limit > 0 {
		q = q.Limit(limit)
	}
	return all[Delivery](q, "deliveries")
}

// SaveDelivery records how far a delivery has come. One that was sent stays sent.
func (s *Store) SaveDelivery(ctx context.Context, d Delivery) error {
	err := s.q(ctx).Model(&Delivery{}).Where("id = ? AND status <> ?", d.ID, Sent).
		Select("status", "attempts", "error", "answer", "sent_at", "next_try_at").Updates(d).Error
	if err != nil {
		return fmt.Errorf("save delivery %d: %w", d.ID, err)
	}
	return nil
}

// DeliveryView is a delivery with the subscription it is for.
type DeliveryView struct {
	Delivery        `gorm:"embedded"`
	SubscriptionKey string
	Channel         string
	Target          string
}

// DeliveryFilter chooses deliveries; its zero value chooses all of them.
type DeliveryFilter struct {
	ID           int64
	Subscription string // key
	Status       DeliveryStatus
	Since        time.Time // created since
	Limit        int       // the newest
}

// DeliveryViews returns the deliveries that a filter chooses, oldest first.
func (s *Store) DeliveryViews(ctx context.Context, f DeliveryFilter) ([]DeliveryView, error) {
	q := s.q(ctx).Table("deliveries").
		Select("deliveries.*, subscriptions.key AS subscription_key, subscriptions.channel, subscriptions.target").
		Joins("JOIN subscriptions ON subscriptions.id = deliveries.subscription_id")
	if f.ID != 0 {
		q = q.Where("deliveries.id = ?", f.ID)
	}
	if f.Subscription != "" {
		q = q.Where("subscriptions.key = ?", f.Subscription)
	}
	if f.Status != "" {
		q = q.Where("deliveries.status = ?", f.Status)
	}
	if !f.Since.IsZero() {
		q = q.Where("deliveries.created_at >= ?", f.Since)
	}
	return newest[DeliveryView](q, "deliveries.created_at", "deliveries.id", f.Limit, "deliveries")
}

// InstantsSince returns when messages about changes were written to a subscription since a time, oldest first, at most
// limit of them: what bounds bursts and days counts them.
func (s *Store) InstantsSince(ctx context.Context, subscriptionID int64, since time.Time, limit int) ([]time.Time, error) {
	rows, err := all[Delivery](s.q(ctx).Select("created_at").
		Where("subscription_id = ? AND created_at >= ? AND tells LIKE 'change%'", subscriptionID, since).
		Order("created_at DESC").Limit(limit), "recent deliveries")
	times := make([]time.Time, len(rows))
	for i, row := range rows {
		times[len(rows)-1-i] = row.CreatedAt
	}
	return times, err
}

// Resend owes a delivery again that failed for good, or tries one that waits at once. It reports false for one that was
// sent: what was sent stays sent.
func (s *Store) Resend(ctx context.Context, id int64) (bool, error) {
	res := s.q(ctx).Model(&Delivery{}).Where("id = ? AND status IN ?", id, []DeliveryStatus{Owed, Failed}).
		Select("status", "attempts", "next_try_at").Updates(Delivery{Status: Owed})
	if res.Error != nil {
		return false, fmt.Errorf("resend delivery %d: %w", id, res.Error)
	}
	return res.RowsAffected > 0, nil
}

// Forgotten returns the ids of deliveries that are owed and that no job will send: they were to be tried before a time,
// and were not. It happens only where the queue has given a job up, because the database failed again and again.
func (s *Store) Forgotten(ctx context.Context, before time.Time) ([]int64, error) {
	var ids []int64
	err := s.q(ctx).Model(&Delivery{}).
		Where("status = ? AND created_at < ? AND (next_try_at IS NULL OR next_try_at < ?)", Owed, before, before).
		Order("id").Limit(batchRows).Pluck("id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("forgotten deliveries: %w", err)
	}
	return ids, nil
}
