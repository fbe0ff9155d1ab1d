package store

import (
	"time"

	"github.com/gapwatch/gapwatch/extract"
)

// User is a person who uses Gapwatch.
type User struct {
	ID         int64
	Email      string
	Name       string
	Role       string // viewer, contributor, editor, admin
	SeesMoney  bool   // may see accounts and ARR
	CreatedAt  time.Time
	DisabledAt *time.Time
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
	CreatedAt      time.Time
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

// Report is a published weekly gap report, frozen.
type Report struct {
	ID          int64
	Slug        string // permanent: "2026-W47" or "2026-W47/session-replay"
	Week        string
	AreaKey     string
	Body        []byte // JSON of report.Report
	PublishedAt time.Time
	PublishedBy string
}

// AuditEntry records who changed or exported what.
type AuditEntry struct {
	ID     int64
	At     time.Time
	Actor  string
	Action string
	Object string
	Detail string
}

// Host is what politeness must remember of a host between processes.
type Host struct {
	Host            string `gorm:"primaryKey"`
	NextAllowedAt   time.Time
	RobotsBody      []byte
	RobotsStatus    int
	RobotsFetchedAt *time.Time
}
