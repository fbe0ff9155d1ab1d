package store

import (
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

// Entry is one dated item of a changelog or feed, kept for ever.
type Entry struct {
	ID           int64
	SourceID     int64
	CompetitorID int64
	Key          string // extract.Entry.Key, unique within the source
	Title        string
	Date         *time.Time
	Precision    extract.Precision
	URL          string
	Type         extract.EntryType
	Level        extract.Level
	Items        []string `gorm:"serializer:json"`
	SnapshotID   int64    // first seen on
	FirstSeenAt  time.Time
	Baseline     bool // was there on the first capture: told nobody
}

// Plan is one plan as it stood from ValidFrom until ValidTo: price history is the rows of one (source, group, name).
type Plan struct {
	ID           int64
	SourceID     int64
	CompetitorID int64
	SnapshotID   int64
	Position     int
	Name         string
	GroupName    string
	Custom       bool
	AddOn        bool
	Prices       []extract.Price      `gorm:"serializer:json"`
	Features     []extract.FeatureRow `gorm:"serializer:json"`
	ValidFrom    time.Time
	ValidTo      *time.Time
}

// ChangeStatus is where a change stands between seen and told.
type ChangeStatus string

// Statuses of a change.
const (
	Held      ChangeStatus = "held"      // seen once, waits for a second look
	Published ChangeStatus = "published" // told
	Dropped   ChangeStatus = "dropped"   // a second look did not show it again
	Dismissed ChangeStatus = "dismissed" // a person said it is nothing, with a reason
)

// Change is a difference in meaning between two good snapshots of one source. (BaseSnapshotID, Fingerprint) is its
// identity: reading the same pair again, after a crash or with another look, can never make a second one.
type Change struct {
	ID             int64
	SourceID       int64
	CompetitorID   int64
	Kind           diff.ChangeKind
	Subject        string
	Before         string
	After          string
	Quote          string
	Level          extract.Level
	Status         ChangeStatus
	BaseSnapshotID int64
	SnapshotID     int64
	Fingerprint    string
	EntryID        *int64
	DetectedAt     time.Time
	PublishedAt    *time.Time
	DismissReason  string
	TakenAt        *time.Time // when the command line printed it
}
