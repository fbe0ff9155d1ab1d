package store

import (
	"time"

	"github.com/gapwatch/gapwatch/extract"
)

// Area is one of our product areas.
type Area struct {
	ID        int64
	Key       string
	Name      string
	Team      string // who owns it
	RemovedAt *time.Time
}

// Feature is a capability in an area's catalogue.
type Feature struct {
	ID         int64
	AreaID     int64
	Key        string // unique within the area
	Name       string
	Definition string
	GroupName  string
	Aliases    []string `gorm:"serializer:json"` // renamed products stay as aliases
	OwnState   State    // our own state
	OwnNote    string
	Position   int
	RemovedAt  *time.Time
}

// Competitor is a company we watch.
type Competitor struct {
	ID        int64
	Key       string
	Name      string
	Homepage  string
	RemovedAt *time.Time
}

// AreaCompetitor says that a competitor matters in an area.
type AreaCompetitor struct {
	AreaID       int64 `gorm:"primaryKey"`
	CompetitorID int64 `gorm:"primaryKey"`
	BestInClass  bool
}

// Source is one watched address of a competitor, with what the straight line knows of it.
type Source struct {
	ID           int64
	CompetitorID int64
	Kind         extract.Kind
	URL          string
	Host         string // host:port that politeness is kept for
	Render       string // "" plain, or "browser"
	EverySeconds int64  // 0: the kind's default
	Paused       bool
	RemovedAt    *time.Time

	// Schedule.
	NextCheckAt time.Time
	NotBefore   *time.Time // Retry-After and back-off: asked for by the site, obeyed by every worker
	LookAgain   bool       // a second look is wanted at once, with a full fetch
	Failures    int        // in a row

	// The latest capture, so that a 304 costs no more than one row.
	LastCaptureID *int64
	LastCheckedAt *time.Time
	LastOutcome   Outcome
	LastClass     string
	LastReason    string
	LastBytes     int64
	LastGoodAt    *time.Time // latest capture that became the base or equalled it
	LastNewAt     *time.Time // latest published change or entry

	// What the next request can say, and what equals the last good answer.
	ETag           string
	LastModified   string
	WireHash       []byte // sha256 of the bytes on the wire, before content coding is undone
	FullFetchAt    *time.Time
	LastSnapshotID *int64 // newest snapshot that passed the gate
	BaseSnapshotID *int64 // what the next snapshot is compared with
	Looks          int    // consecutive looks that wanted another one
}

// State is what a cell says of a feature.
type State string

// States of a cell.
const (
	Yes           State = "yes"
	Partial       State = "partial"
	Beta          State = "beta"
	Planned       State = "planned"
	No            State = "no"
	Unknown       State = "unknown"
	NotApplicable State = "not applicable"
)

// Outcome is how a capture ended.
type Outcome string

// Outcomes of a capture.
const (
	OutcomeNew     Outcome = "new"
	OutcomeSame    Outcome = "same"
	OutcomeChanged Outcome = "changed"
	OutcomeSuspect Outcome = "suspect"
	OutcomeFailed  Outcome = "failed"
	OutcomeGone    Outcome = "gone"
)
