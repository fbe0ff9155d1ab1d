package store

import "time"

// GapStatus is what we do about a gap.
type GapStatus string

// Statuses of a gap.
const (
	Requested  GapStatus = "requested"
	Watching   GapStatus = "watching"
	GapPlanned GapStatus = "planned"
	InProgress GapStatus = "in progress"
	Shipped    GapStatus = "shipped"
	WontDo     GapStatus = "won't do"
)

// Gap is a feature where a competitor's state is ahead of ours, or one that somebody asked for. One row per feature.
type Gap struct {
	ID        int64
	FeatureID int64
	Status    GapStatus
	Owner     string
	CreatedAt time.Time
	UpdatedAt time.Time
	ShippedAt *time.Time
}

// Account is a customer or prospect.
type Account struct {
	ID          int64
	Key         string // stable id from the customer list, or the folded name
	Name        string
	ARRMinor    int64 `gorm:"column:arr_minor"` // annual recurring revenue in the currency's smallest unit
	ARRKnown    bool  `gorm:"column:arr_known"`
	Currency    string
	Owner       string
	RenewalDate *time.Time
	RemovedAt   *time.Time
}

// AnnotationKind is why a person wrote an annotation.
type AnnotationKind string

// Kinds of annotation.
const (
	AtRisk         AnnotationKind = "at risk"
	Churned        AnnotationKind = "churned"
	DealLost       AnnotationKind = "deal lost"
	FeatureRequest AnnotationKind = "feature request"
	CompetitiveInt AnnotationKind = "competitive intel"
	PricingPack    AnnotationKind = "pricing & packaging"
)

// Annotation is what a person attaches to a gap, or leaves in the inbox (no gap) for triage.
type Annotation struct {
	ID           int64
	GapID        *int64
	AccountID    *int64
	CompetitorID *int64
	Kind         AnnotationKind
	What         string // a quote or observation
	TriggerText  string // at risk: what would make them leave
	Owner        string
	NextKeyDate  *time.Time
	Link         string // ticket, call, CRM
	Why          string // why it matters
	HelpNeeded   string
	PlanOfAction string
	Author       string
	CreatedAt    time.Time
	UpdatedAt    time.Time
}
