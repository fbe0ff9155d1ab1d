package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/klauspost/compress/zstd"
	"gorm.io/gorm/clause"
)

// Blob is stored bytes, named by the sha256 of what they restore to.
type Blob struct {
	Hash     string `gorm:"primaryKey"`
	Size     int64
	Encoding string // raw, zstd or delta
	BaseHash *string
	Data     []byte
}

// BlobHash names a body.
func BlobHash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// SaveSnapshot keeps the bytes of a good capture and fills in the snapshot's id, hash and size. Bytes that are stored
// already are not stored again.
func (s *Store) SaveSnapshot(ctx context.Context, snap *Snapshot, body []byte) error {
	snap.BlobHash, snap.Size = BlobHash(body), int64(len(body))
	err := s.InTx(ctx, func(tx *Store) error {
		w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
		if err != nil {
			return err
		}
		blob := Blob{Hash: snap.BlobHash, Size: snap.Size, Encoding: "zstd", Data: w.EncodeAll(body, nil)}
		if err := tx.q(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&blob).Error; err != nil {
			return err
		}
		return tx.q(ctx).Create(snap).Error
	})
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	return nil
}

// Body restores the bytes of a snapshot, and checks that they are the ones that were kept.
func (s *Store) Body(ctx context.Context, snapshotID int64) ([]byte, error) {
	snap, err := s.Snapshot(ctx, snapshotID)
	if err != nil {
		return nil, err
	}
	blob, err := one[Blob](s.q(ctx).Where("hash = ?", snap.BlobHash), "body of snapshot")
	if err != nil {
		return nil, err
	}
	r, err := zstd.NewReader(nil)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.DecodeAll(blob.Data, nil)
}
