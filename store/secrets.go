package store

import (
	"context"
	"crypto/rand"
	"fmt"

	"gorm.io/gorm/clause"
)

// Secret is a key that this installation signs with.
type Secret struct {
	Name  string `gorm:"primaryKey"`
	Value []byte
}

// secretBytes is how long a secret is.
const secretBytes = 32

// SigningKey returns the installation's key for a purpose. It is made when it is asked for the first time, and stays.
func (s *Store) SigningKey(ctx context.Context, purpose string) ([]byte, error) {
	row, err := one[Secret](s.q(ctx).Where("name = ?", purpose), "signing key "+purpose)
	if err == nil {
		return row.Value, nil
	}
	fresh := Secret{Name: purpose, Value: make([]byte, secretBytes)}
	_, _ = rand.Read(fresh.Value) // never fails
	if err := s.q(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return nil, fmt.Errorf("make signing key %s: %w", purpose, err)
	}
	row, err = one[Secret](s.q(ctx).Where("name = ?", purpose), "signing key "+purpose)
	return row.Value, err
}
