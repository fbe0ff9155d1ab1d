package store

// This file is the thinnest version of deliveries and phrases: delete it when the real queries land.

import (
	"context"

	"gorm.io/gorm/clause"
)

// Delivery finds a delivery with its subscription.
func (s *Store) Delivery(ctx context.Context, id int64) (Delivery, Subscription, error) {
	d, err := one[Delivery](s.q(ctx).Where("id = ?", id), "delivery")
	if err != nil {
		return d, Subscription{}, err
	}
	sub, err := one[Subscription](s.q(ctx).Where("id = ?", d.SubscriptionID), "subscription")
	return d, sub, err
}

// SaveDelivery writes how a delivery stands.
func (s *Store) SaveDelivery(ctx context.Context, d Delivery) error { return s.q(ctx).Save(&d).Error }

// OweDelivery records a delivery unless it is owed already, and says whether it is new.
func (s *Store) OweDelivery(ctx context.Context, d *Delivery) (bool, error) {
	res := s.q(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(d)
	return res.RowsAffected > 0, res.Error
}

// DecidedPhrases returns the phrases that people have mapped or ignored.
func (s *Store) DecidedPhrases(ctx context.Context) ([]Phrase, error) {
	return all[Phrase](s.q(ctx).Where("decision <> 'open'"), "decided phrases")
}
