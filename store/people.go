package store

import (
	"context"
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

// Audience is whom a subscription is for.
type Audience string

// Audiences. Readers are told about competitors, operators about sources.
const (
	Readers   Audience = "reader"
	Operators Audience = "operator"
	Both      Audience = "both"
)

// Reads tells whether changes are told.
func (a Audience) Reads() bool { return a != Operators }

// Operates tells whether notices about sources are told.
func (a Audience) Operates() bool { return a == Operators || a == Both }

// Subscription is what a person or channel asked to be told.
type Subscription struct {
	ID          int64
	Key         string
	UserID      *int64
	Person      string // mail address or name of whom it is for: whose accounts are meant by MyAccounts
	Audience    Audience
	Channel     string   // as the table of package alert
	Target      string   // address the channel sends to
	Secret      string   // signs webhooks, opens feeds, is the token of others
	Cadence     string   // instant, daily, weekly
	Zone        string   // IANA; of everything below that is about time
	SendAt      string   // daily and weekly: local time of day, "08:30"
	Weekday     string   // weekly: "monday"
	Quiet       string   // instant: hours in which nothing is sent, "22:00-07:00"
	Report      bool     // gets the weekly gap report
	SeesMoney   bool     // may be told accounts and ARR
	Competitors []string `gorm:"serializer:json"` // keys; empty: all
	Areas       []string `gorm:"serializer:json"`
	Features    []string `gorm:"serializer:json"` // as FeaturePath writes them; empty: all, and what speaks of none
	Kinds       []string `gorm:"serializer:json"` // change kinds or source kinds
	Words       []string `gorm:"serializer:json"` // any of them stands in what changed
	MinLevel    extract.Level
	MyAccounts  bool
	FromFile    bool // a landscape file made it
	MutedUntil  *time.Time
	RemovedAt   *time.Time

	// NextSendAt is when to look next whether something is to be sent: the next digest, or the end of what holds instant
	// messages back. Nil: nothing waits, or it has yet to be computed.
	NextSendAt   *time.Time
	NextReportAt *time.Time // the next weekly report
	ToldUntil    *time.Time // the end of the time that the last digest was about
}

// FeaturePath names a feature by the keys of its area and of itself.
func FeaturePath(area, feature string) string { return area + "/" + feature }

// Scheduled tells that messages go at set times and not at once.
func (s Subscription) Scheduled() bool { return s.Cadence == "daily" || s.Cadence == "weekly" }

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
