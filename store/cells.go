package store

import "time"

// Evidence is a verbatim quote from a snapshot that supports a state of a cell.
type Evidence struct {
	ID           int64
	FeatureID    int64
	CompetitorID int64
	SourceID     int64
	SnapshotID   int64
	ChangeID     *int64
	Phrase       string // what was matched to the feature: a row's name, an entry's title
	Section      string
	Score        float64 // of the match, 0..1
	State        State
	PlanFrom     string
	AddOn        bool
	LimitText    string
	Quote        string
	URL          string
	ObservedAt   time.Time // first seen
	ConfirmedAt  time.Time // last seen
	VanishedAt   *time.Time
}

// TableName implements gorm's Tabler: evidence has no plural.
func (Evidence) TableName() string { return "evidence" }

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

// Standing is how far a cell can be trusted.
type Standing string

// Standings of a cell.
const (
	Observed  Standing = "observed"  // machine, from evidence
	Verified  Standing = "verified"  // a person, on a date
	Contested Standing = "contested" // newer evidence disagrees, or the evidence vanished
	Stale     Standing = "stale"     // not re-confirmed in time
)

// Cell is feature x competitor as it stands now.
type Cell struct {
	ID           int64
	FeatureID    int64
	CompetitorID int64
	CellValue    `gorm:"embedded"`
	UpdatedAt    time.Time
}

// CellValue is what a cell says, and why.
type CellValue struct {
	State      State
	PlanFrom   string
	AddOn      bool
	LimitText  string
	Platform   string
	Note       string
	Standing   Standing
	Why        string // the rule that decided, in words
	EvidenceID *int64
	VerifiedBy string
	VerifiedAt *time.Time
	ExpiresAt  *time.Time
}

// CellVersion is one step in a cell's history; the latest at or before a date is the cell as of that date.
type CellVersion struct {
	ID           int64
	FeatureID    int64
	CompetitorID int64
	CellValue    `gorm:"embedded"`
	Actor        string // "gapwatch" or a person
	At           time.Time
}

// Phrase is something a competitor wrote that may name a feature and matches none well enough: a line of the queue.
// What is decided about it is remembered for ever.
type Phrase struct {
	ID           int64
	AreaID       int64
	CompetitorID int64
	SourceID     int64
	SnapshotID   int64
	Section      string
	Text         string
	FoldedText   string      // unique with area: decided once
	Candidates   []Candidate `gorm:"serializer:json"`
	Decision     string      // open, mapped, ignored
	FeatureID    *int64
	DecidedBy    string
	FirstSeenAt  time.Time
	LastSeenAt   time.Time
}

// Candidate is a feature a phrase may mean.
type Candidate struct {
	Feature string  `json:"feature"` // key
	Score   float64 `json:"score"`
}
