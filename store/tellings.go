package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm/clause"
)

// Telling says that a change is owed to a subscription. (SubscriptionID, ChangeID) is unique: a change reaches a
// subscription once, in whatever message. TellerID is the subscription whose message carries it: itself, or another one
// that goes to the same place. It has no delivery until that message is written.
type Telling struct {
	ID             int64
	SubscriptionID int64
	ChangeID       int64
	TellerID       int64
	DeliveryID     *int64
	Why            string
	CreatedAt      time.Time `gorm:"autoCreateTime:false"`
}

// OpenTelling is a telling that no message carries yet, with the change and the subscription it is for.
type OpenTelling struct {
	Telling         `gorm:"embedded"`
	SubscriptionKey string
}

// OweTellings writes down who is to be told what and returns those that are new: what is owed or told already is not
// owed twice. Ids are filled in.
func (s *Store) OweTellings(ctx context.Context, rows []Telling) ([]Telling, error) {
	var fresh []Telling
	for _, row := range rows {
		res := s.q(ctx).Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "subscription_id"}, {Name: "change_id"}}, DoNothing: true,
		}).Create(&row)
		if res.Error != nil {
			return nil, fmt.Errorf("owe change %d to subscription %d: %w", row.ChangeID, row.SubscriptionID, res.Error)
		}
		if res.RowsAffected > 0 {
			fresh = append(fresh, row)
		}
	}
	return fresh, nil
}

// Carry records that a delivery carries tellings.
func (s *Store) Carry(ctx context.Context, deliveryID int64, tellings []int64) error {
	for batch := range slices.Chunk(tellings, batchRows) {
		err := s.q(ctx).Model(&Telling{}).Where("id IN ? AND delivery_id IS NULL", batch).
			Update("delivery_id", deliveryID).Error
		if err != nil {
			return fmt.Errorf("carry tellings by delivery %d: %w", deliveryID, err)
		}
	}
	return nil
}

// OpenTellings returns what a subscription is to tell, to itself and to others at the same place, oldest first.
func (s *Store) OpenTellings(ctx context.Context, tellerID int64) ([]OpenTelling, error) {
	q := s.q(ctx).Table("tellings").Select("tellings.*, subscriptions.key AS subscription_key").
		Joins("JOIN subscriptions ON subscriptions.id = tellings.subscription_id").
		Where("tellings.teller_id = ? AND tellings.delivery_id IS NULL", tellerID).
		Where("subscriptions.removed_at IS NULL").Order("tellings.id")
	return all[OpenTelling](q, fmt.Sprintf("open tellings of subscription %d", tellerID))
}

// TellingsOf returns the tellings that a delivery carries.
func (s *Store) TellingsOf(ctx context.Context, deliveryID int64) ([]Telling, error) {
	return all[Telling](s.q(ctx).Where("delivery_id = ?", deliveryID).Order("id"), "tellings")
}

// CountToldByOthers counts what a subscription asked for since a time that others at the same place told.
func (s *Store) CountToldByOthers(ctx context.Context, subscriptionID int64, since time.Time) (int, error) {
	var n int64
	err := s.q(ctx).Model(&Telling{}).Where("subscription_id = ? AND teller_id <> subscription_id AND created_at >= ?",
		subscriptionID, since).Count(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count what others told for subscription %d: %w", subscriptionID, err)
	}
	return int(n), nil
}

// Part lets the subscriptions for which another one was to tell something tell it themselves: that other one is removed,
// muted or goes elsewhere now. The instant ones among them are looked at at the time now.
func (s *Store) Part(ctx context.Context, tellerID int64, now time.Time) error {
	var ids []int64
	const others = "teller_id = ? AND subscription_id <> teller_id AND delivery_id IS NULL"
	err := s.q(ctx).Model(&Telling{}).Where(others, tellerID).Distinct().Pluck("subscription_id", &ids).Error
	if err != nil {
		return fmt.Errorf("find who is told by subscription %d: %w", tellerID, err)
	}
	if len(ids) == 0 {
		return nil
	}
	if err := s.q(ctx).Exec("UPDATE tellings SET teller_id = subscription_id WHERE "+others, tellerID).Error; err != nil {
		return fmt.Errorf("part subscription %d from others: %w", tellerID, err)
	}
	return s.wake(ctx, ids, now)
}

// Withdraw ends a delivery that will not be sent, because its subscription is gone. What it told others is owed to them
// again, by themselves.
func (s *Store) WithdrawDelivery(ctx context.Context, d Delivery, why string, now time.Time) error {
	return s.InTx(ctx, func(tx *Store) error {
		d.Status, d.Error, d.NextTryAt = Withdrawn, why, nil
		if err := tx.SaveDelivery(ctx, d); err != nil {
			return err
		}
		err := tx.q(ctx).Exec("UPDATE tellings SET delivery_id = NULL WHERE delivery_id = ?"+
			" AND subscription_id <> ?", d.ID, d.SubscriptionID).Error
		if err != nil {
			return fmt.Errorf("withdraw delivery %d: %w", d.ID, err)
		}
		return tx.Part(ctx, d.SubscriptionID, now)
	})
}
