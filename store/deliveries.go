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
	Tells          string // what it tells: "change:42"
	Key            string // travels with the message as its idempotency key
	Body           []byte // JSON of the message
	Status         DeliveryStatus
	Attempts       int
	Error          string
	CreatedAt      time.Time `gorm:"autoCreateTime:false"`
	SentAt         *time.Time
}

// DeliveryStatus is how far a delivery has come.
type DeliveryStatus string

// Statuses of a delivery.
const (
	Owed   DeliveryStatus = "owed"
	Sent   DeliveryStatus = "sent"
	Failed DeliveryStatus = "failed" // for good, and visible
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
		Select("status", "attempts", "error", "sent_at").Updates(d).Error
	if err != nil {
		return fmt.Errorf("save delivery %d: %w", d.ID, err)
	}
	return nil
}
