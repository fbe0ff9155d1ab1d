package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"
)

// Host is what politeness must remember of a host between processes.
type Host struct {
	Host            string `gorm:"primaryKey"`
	NextAllowedAt   time.Time
	RobotsBody      []byte
	RobotsStatus    int
	RobotsFetchedAt *time.Time
}

// Host returns what is remembered of a host; of an unknown one nothing but its name.
func (s *Store) Host(ctx context.Context, host string) (Host, error) {
	rows, err := all[Host](s.q(ctx).Where("host = ?", host), "host "+host)
	if err != nil || len(rows) == 0 {
		return Host{Host: host}, err
	}
	return rows[0], nil
}

// SaveHost remembers a host.
func (s *Store) SaveHost(ctx context.Context, h Host) error {
	if err := s.q(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&h).Error; err != nil {
		return fmt.Errorf("save host %s: %w", h.Host, err)
	}
	return nil
}
