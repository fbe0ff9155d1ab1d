package store

import (
	"context"
	"fmt"
	"time"

	"github.com/gapwatch/gapwatch/extract"
)

// User is a person who uses Gapwatch.
type User struct {
	ID         int64
	Email      string
	Name       string
	Role       string    // viewer, contributor, editor, admin
	SeesMoney  bool      // may see accounts and ARR
	CreatedAt  time.Time `gorm:"autoCreateTime:false"`
	DisabledAt *time.Time

	PasswordHash  string // PHC string; empty: no password, another service signs the person in
	FailedSignIns int    // in a row
	LockedUntil   *time.Time
	Zone          string // IANA; empty: UTC
	Theme         string // light, dark; empty: as the system says
	KeysOff       bool
}

// Subscription is what a person or channel asked to be told.
type Subscription struct {
	ID          int64
	Key         string
	UserID      *int64
	Channel     string   // webhook
	Target      string   // address the channel sends to
	Cadence     string   // instant, daily, weekly
	Zone        string   // IANA
	Competitors []string `gorm:"serializer:json"` // keys; empty: all
	Areas       []string `gorm:"serializer:json"`
	Kinds       []string `gorm:"serializer:json"` // change kinds or source kinds
	MinLevel    extract.Level
	MyAccounts  bool
	MutedUntil  *time.Time
	RemovedAt   *time.Time
}

// SaveUsers inserts or updates people by id, else by mail address, and fills in their ids.
func (s *Store) SaveUsers(ctx context.Context, rows []User) error {
	return upsert[User]{
		what:   "users",
		id:     func(u *User) *int64 { return &u.ID },
		key:    func(u *User) string { return u.Email },
		unique: []string{"email"},
		update: []string{"name", "role", "sees_money", "disabled_at"},
	}.save(ctx, s, rows)
}

// Users returns everybody, disabled ones too.
func (s *Store) Users(ctx context.Context) ([]User, error) {
	return all[User](s.q(ctx).Order("email"), "users")
}

// UserByEmail finds a person by mail address.
func (s *Store) UserByEmail(ctx context.Context, email string) (User, error) {
	return one[User](s.q(ctx).Where("email = ?", email), "user "+email)
}

// SaveSubscriptions inserts or updates subscriptions by id, else by key, and fills in their ids. How long one is muted
// stays as it is: see MuteSubscription.
func (s *Store) SaveSubscriptions(ctx context.Context, rows []Subscription) error {
	return upsert[Subscription]{
		what:   "subscriptions",
		id:     func(r *Subscription) *int64 { return &r.ID },
		key:    func(r *Subscription) string { return r.Key },
		unique: []string{"key"},
		update: []string{
			"user_id", "channel", "target", "cadence", "zone", "competitors", "areas", "kinds", "min_level",
			"my_accounts", "removed_at",
		},
		landscape: true,
	}.save(ctx, s, rows)
}

// RemoveSubscriptions marks subscriptions removed: nothing more is owed to them.
func (s *Store) RemoveSubscriptions(ctx context.Context, ids []int64, at time.Time) error {
	return s.remove(ctx, &Subscription{}, ids, at)
}

// Subscriptions returns the subscriptions that are not removed.
func (s *Store) Subscriptions(ctx context.Context) ([]Subscription, error) {
	return all[Subscription](s.q(ctx).Where("removed_at IS NULL").Order("id"), "subscriptions")
}

// SubscriptionByKey finds a subscription that is not removed.
func (s *Store) SubscriptionByKey(ctx context.Context, key string) (Subscription, error) {
	return one[Subscription](s.q(ctx).Where("key = ? AND removed_at IS NULL", key), "subscription "+key)
}

// MuteSubscription sends nothing to a subscription until a time; nil ends the silence.
func (s *Store) MuteSubscription(ctx context.Context, id int64, until *time.Time) error {
	res := s.q(ctx).Model(&Subscription{}).Where("id = ?", id).Select("muted_until").
		Updates(Subscription{MutedUntil: until})
	return found(res, fmt.Sprintf("mute subscription %d", id))
}
