package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"
)

// KeptAnswer is what a program was answered that named its request by a key of its own (the header Idempotency-Key), so
// that the same request, sent again, is not carried out again.
type KeptAnswer struct {
	UserID    int64  `gorm:"primaryKey"` // 0: nobody signs in here
	Key       string `gorm:"primaryKey"`
	Request   []byte // sha256 of method, address and body
	Status    int
	ETag      string `gorm:"column:etag"`
	Location  string // of what was made; empty: nothing was
	Body      []byte
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

// AnswerLife is how long an answer is kept: programs try again within minutes, not days.
const AnswerLife = 24 * time.Hour

// ClaimAnswer begins the answer to a request inside a transaction. It returns true if the request is to be carried out,
// and else the answer it got before. A second process that asks at the same time waits until the first has committed.
func (s *Store) ClaimAnswer(ctx context.Context, a KeptAnswer) (KeptAnswer, bool, error) {
	err := s.q(ctx).Where("created_at < ?", a.CreatedAt.Add(-AnswerLife)).Delete(&KeptAnswer{}).Error
	if err != nil {
		return a, false, fmt.Errorf("forget old answers: %w", err)
	}
	res := s.q(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&a)
	if res.Error != nil {
		return a, false, fmt.Errorf("begin answer: %w", res.Error)
	}
	if res.RowsAffected > 0 {
		return a, true, nil
	}
	kept, err := one[KeptAnswer](s.q(ctx).Where("user_id = ? AND key = ?", a.UserID, a.Key), "kept answer")
	return kept, false, err
}

// KeepAnswer keeps what was answered to a request that was claimed in the same transaction.
func (s *Store) KeepAnswer(ctx context.Context, a KeptAnswer) error {
	res := s.q(ctx).Model(&KeptAnswer{}).Where("user_id = ? AND key = ?", a.UserID, a.Key).
		Updates(map[string]any{"status": a.Status, "etag": a.ETag, "location": a.Location, "body": a.Body})
	return found(res, "keep answer")
}
