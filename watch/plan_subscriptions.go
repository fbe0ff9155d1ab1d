package watch

import (
	"context"
	"fmt"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

func (p *ApplyPlan) planSubscriptions(current store.Landscape, want config.Landscape) {
	known := byKey(current.Subscriptions, func(s store.Subscription) string { return s.Key })
	listed := map[string]bool{}
	for _, s := range want.Subscriptions {
		listed[s.Key] = true
		old, ok := known[s.Key]
		row := subscriptionRow(old, s)
		if err := CheckSubscription(row); err != nil {
			p.Problems = append(p.Problems, fmt.Sprintf("subscription %s: %v", s.Key, err))
			continue
		}
		there := ok && old.RemovedAt == nil
		if p.record("subscription", s.Key, there, subscriptionWords(old), subscriptionWords(row)) {
			p.subscriptions = append(p.subscriptions, row)
			if there && Moved(old, row) {
				p.moved = append(p.moved, old.ID)
			}
		}
		p.refer("competitor", s.Competitors, p.competitorIDs, want.HasCompetitor, "subscription "+s.Key)
		p.refer("area", s.Areas, p.areaIDs, want.HasArea, "subscription "+s.Key)
		p.refer("feature", s.Features, p.featureIDs, want.HasFeature, "subscription "+s.Key)
	}
	for _, s := range current.Subscriptions {
		// What no file made, no file takes away.
		if s.RemovedAt == nil && s.FromFile && want.Subscriptions != nil && !listed[s.Key] {
			p.remove("subscription", s.Key)
			p.gone.subscriptions = append(p.gone.subscriptions, s.ID)
		}
	}
}

// subscriptionRow is what a file says of a subscription, over what is known of it.
func subscriptionRow(old store.Subscription, s config.Subscription) store.Subscription {
	row := old
	row.Key, row.Channel, row.Target, row.RemovedAt = s.Key, string(s.Channel), s.Target(), nil
	row.Person, row.FromFile, row.Audience = s.Person, true, store.Audience(s.Audience)
	row.Cadence, row.Zone, row.SendAt, row.Weekday = string(s.Cadence), string(s.Zone), string(s.At), string(s.Weekday)
	row.Quiet, row.Report, row.SeesMoney = string(s.Quiet), s.Report, s.SeesMoney
	row.Competitors, row.Areas, row.Features, row.Words = s.Competitors, s.Areas, s.Features, s.Words
	row.MinLevel, row.MyAccounts = extract.Level(s.MinLevel), s.MyAccounts
	row.Kinds = nil
	for _, kind := range s.Kinds {
		row.Kinds = append(row.Kinds, string(kind))
	}
	if s.Secret != "" {
		row.Secret = s.Secret
	}
	return row
}

// CheckSubscription says what is wrong with a subscription, and what to write instead. It asks nobody.
func CheckSubscription(s store.Subscription) error {
	if err := alert.CheckTarget(s.Channel, s.Target); err != nil {
		return err
	}
	if s.Channel == "webhook" && s.Secret != "" {
		if err := alert.CheckSecret(s.Secret); err != nil {
			return err
		}
	}
	return alert.CheckTimes(s)
}

// Moved tells that a subscription is told at other times, or elsewhere.
func Moved(old, s store.Subscription) bool {
	return old.Cadence != s.Cadence || old.Zone != s.Zone || old.SendAt != s.SendAt || old.Weekday != s.Weekday ||
		old.Quiet != s.Quiet || old.Report != s.Report || alert.PlaceOf(old) != alert.PlaceOf(s)
}

// SaveSubscriptions keeps subscriptions, new and changed ones. One that needs a secret and has none gets one. Those named
// by moved are told at other times or elsewhere from now on.
func SaveSubscriptions(ctx context.Context, tx *store.Store, rows []store.Subscription, moved []int64, now time.Time) error {
	for i := range rows {
		if rows[i].Secret == "" && alert.HasSecret(rows[i].Channel) {
			rows[i].Secret = alert.NewSecret()
		}
	}
	if err := tx.SaveSubscriptions(ctx, rows); err != nil {
		return err
	}
	for _, id := range moved {
		if err := tx.Part(ctx, id, now); err != nil {
			return err
		}
	}
	return tx.RescheduleSubscriptions(ctx, moved, now)
}
