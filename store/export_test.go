package store

import (
	"context"

	"gorm.io/gorm"
)

// Gorm is the database under a store, for tests that look at what is really there.
func (s *Store) Gorm() *gorm.DB { return s.db }

// MigrateTo brings our tables as far as an older program would.
func (s *Store) MigrateTo(ctx context.Context, version int64) error {
	provider, err := s.ours()
	if err == nil {
		_, err = provider.UpTo(ctx, version)
	}
	return err
}

// JobsVersion is the version of the job queue's tables that this program believes is the newest.
const JobsVersion = jobsVersion

// Rows is one value of every row type.
func Rows() []any {
	return []any{
		&Area{}, &Feature{}, &Competitor{}, &AreaCompetitor{}, &Source{}, &Blob{}, &Snapshot{}, &Capture{}, &Document{},
		&SourceMemory{}, &Entry{}, &Plan{}, &Change{}, &Evidence{}, &Cell{}, &CellVersion{}, &Phrase{}, &Gap{}, &Account{},
		&Annotation{}, &User{}, &Subscription{}, &Delivery{}, &Report{}, &AuditEntry{}, &Host{},
	}
}

// KeptValues is how many values Keep keeps.
const KeptValues = keptValues
