package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"gorm.io/gorm/clause"

	"github.com/gapwatch/gapwatch/extract"
)

// ErrDamaged: stored bytes are not the ones that were kept.
var ErrDamaged = errors.New("stored bytes are damaged")

// Blob is stored bytes, named by the sha256 of what they restore to. Any number of snapshots may share one.
type Blob struct {
	ID       int64
	Hash     string `gorm:"serializer:hex"`
	Size     int64
	Encoding Encoding
	BaseID   *int64 // of a difference: what it was made from, a full body or a difference from one
	Data     []byte
}

// Encoding is how the bytes of a blob are kept.
type Encoding string

// Encodings of a blob.
const (
	Raw   Encoding = "raw"
	Zstd  Encoding = "zstd"
	Delta Encoding = "delta" // zstd with the base as dictionary, as earlier versions made it; the base is a full body
	Patch Encoding = "patch" // zstd of what makePatch says against the base: a full body, or a difference from one
)

// BlobHash names a body.
func BlobHash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Packed is a body in the form in which it is kept.
type Packed struct {
	hash string
	size int64
	blob *Blob // nil where the bytes are stored already
}

// Pack makes a body, named by its BlobHash, ready to be kept as the next of a source: as it is when small, as a difference
// from the source's latest full body while that is worth it, else in full. It only reads, so that the work is done outside
// of transactions.
func (s *Store) Pack(ctx context.Context, sourceID int64, name string, body []byte) (Packed, error) {
	p := Packed{hash: name, size: int64(len(body))}
	hash, err := hex.DecodeString(p.hash)
	if err != nil {
		return p, err
	}
	var there int64
	if err = s.q(ctx).Raw("SELECT count(*) FROM blobs WHERE hash = ?", hash).Scan(&there).Error; err == nil && there == 0 {
		p.blob, err = s.packed(ctx, sourceID, body)
	}
	if err != nil {
		return p, fmt.Errorf("pack body of source %d: %w", sourceID, err)
	}
	if p.blob != nil {
		p.blob.Hash, p.blob.Size = p.hash, p.size
	}
	return p, nil
}

// SaveSnapshot keeps the bytes of a good capture and fills in the snapshot's id, hash and size. Bytes that are stored
// already are not stored again; those that resemble the source's earlier ones are stored as their difference.
func (s *Store) SaveSnapshot(ctx context.Context, snap *Snapshot, body []byte) error {
	packed, err := s.Pack(ctx, snap.SourceID, BlobHash(body), body)
	if err != nil {
		return err
	}
	return s.SavePacked(ctx, snap, packed)
}

// SavePacked is SaveSnapshot for a body that was packed before.
func (s *Store) SavePacked(ctx context.Context, snap *Snapshot, p Packed) error {
	snap.BlobHash, snap.Size = p.hash, p.size
	err := s.InTx(ctx, func(tx *Store) error {
		if p.blob != nil {
			if err := tx.q(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(p.blob).Error; err != nil {
				return err
			}
		}
		return tx.q(ctx).Create(snap).Error
	})
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	return nil
}

// Body restores the bytes of a snapshot as the site sent them, or ErrDamaged.
func (s *Store) Body(ctx context.Context, snapshotID int64) ([]byte, error) {
	page, err := s.Page(ctx, snapshotID, "")
	return page.Body, err
}

// Page is a snapshot to be read as a source of some kind, with no limits and no rules set, or ErrDamaged.
func (s *Store) Page(ctx context.Context, snapshotID int64, kind extract.Kind) (extract.Page, error) {
	snap, err := s.Snapshot(ctx, snapshotID)
	if err != nil {
		return extract.Page{}, err
	}
	body, err := s.body(ctx, snap.BlobHash)
	if err != nil {
		return extract.Page{}, fmt.Errorf("snapshot %d: %w", snapshotID, err)
	}
	return extract.Page{Kind: kind, URL: snap.FinalURL, ContentType: snap.ContentType, Body: body}, nil
}

func (s *Store) body(ctx context.Context, hash string) ([]byte, error) {
	raw, err := hex.DecodeString(hash)
	if err != nil {
		return nil, err
	}
	blob, err := one[Blob](s.q(ctx).Where("hash = ?", raw), "body "+hash)
	if err != nil {
		return nil, err
	}
	body, err := s.unpack(ctx, blob)
	if err != nil {
		return nil, fmt.Errorf("%w: body %s: %w", ErrDamaged, hash, err)
	}
	if BlobHash(body) != hash {
		return nil, fmt.Errorf("%w: body %s restores to %s", ErrDamaged, hash, BlobHash(body))
	}
	return body, nil
}

func (s *Store) unpack(ctx context.Context, blob Blob) ([]byte, error) {
	switch blob.Encoding {
	case Raw:
		return blob.Data, nil
	case Zstd:
		return s.pack.unzip(blob.Data)
	case Delta, Patch:
		return s.unpackDifference(ctx, blob)
	}
	return nil, fmt.Errorf("unknown encoding %q", blob.Encoding)
}

func (s *Store) unpackDifference(ctx context.Context, blob Blob) ([]byte, error) {
	base, err := s.baseOf(ctx, blob)
	if err != nil {
		return nil, err
	}
	from, err := s.unpack(ctx, base)
	if err != nil {
		return nil, err
	}
	if blob.Encoding == Delta {
		return s.pack.rebuild(from, blob.Data)
	}
	patch, err := s.pack.unzip(blob.Data)
	if err != nil {
		return nil, err
	}
	return applyPatch(from, patch, blob.Size)
}

// baseOf is the body that a difference was made from. A base is older than what is made from it, so that no damage leads
// in a circle.
func (s *Store) baseOf(ctx context.Context, blob Blob) (Blob, error) {
	if blob.BaseID == nil || *blob.BaseID >= blob.ID {
		return Blob{}, errors.New("a difference without its base")
	}
	return one[Blob](s.q(ctx).Where("id = ?", *blob.BaseID), "base of body")
}

// EachSnapshot hands every snapshot with its bytes to f, oldest first, until f fails.
func (s *Store) EachSnapshot(ctx context.Context, f func(snap Snapshot, body []byte) error) error {
	for last := int64(0); ; {
		snaps, err := all[Snapshot](s.q(ctx).Where("id > ?", last).Order("id").Limit(batchRows), "snapshots")
		if err != nil || len(snaps) == 0 {
			return err
		}
		for _, snap := range snaps {
			body, err := s.body(ctx, snap.BlobHash)
			if err != nil {
				return fmt.Errorf("snapshot %d: %w", snap.ID, err)
			}
			if err := f(snap, body); err != nil {
				return err
			}
			last = snap.ID
		}
	}
}

// VerifySnapshots restores the bytes of every snapshot and compares them with the hash they are named by. It goes on
// after damage, so that the error names all of it, and returns how many snapshots are intact.
func (s *Store) VerifySnapshots(ctx context.Context, progress func(done, total int)) (int, error) {
	var total int64
	if err := s.q(ctx).Model(&Blob{}).Count(&total).Error; err != nil {
		return 0, fmt.Errorf("verify snapshots: %w", err)
	}
	damaged := map[string]error{}
	var done int
	for last := int64(0); ; {
		var blobs []struct {
			ID   int64
			Hash string `gorm:"serializer:hex"`
		}
		err := s.q(ctx).Table("blobs").Select("id, hash").Where("id > ?", last).Order("id").Limit(batchRows).
			Scan(&blobs).Error
		if err != nil {
			return 0, fmt.Errorf("verify snapshots: %w", err)
		}
		if len(blobs) == 0 {
			return s.intact(ctx, damaged)
		}
		for _, blob := range blobs {
			if _, err := s.body(ctx, blob.Hash); err != nil {
				if !errors.Is(err, ErrDamaged) {
					return 0, fmt.Errorf("verify snapshots: %w", err)
				}
				damaged[blob.Hash] = err
			}
			last, done = blob.ID, done+1
			if progress != nil {
				progress(done, int(total))
			}
		}
	}
}

// intact counts the snapshots whose bytes are sound and joins what is wrong with the others.
func (s *Store) intact(ctx context.Context, damaged map[string]error) (int, error) {
	var total int64
	if err := s.q(ctx).Model(&Snapshot{}).Count(&total).Error; err != nil {
		return 0, fmt.Errorf("verify snapshots: %w", err)
	}
	var errs []error
	for hash, err := range damaged {
		raw, _ := hex.DecodeString(hash)
		var ids []int64
		if err := s.q(ctx).Model(&Snapshot{}).Where("blob_hash = ?", raw).Pluck("id", &ids).Error; err != nil {
			return 0, fmt.Errorf("verify snapshots: %w", err)
		}
		total -= int64(len(ids))
		errs = append(errs, fmt.Errorf("snapshots %v: %w", ids, err))
	}
	return int(total), errors.Join(errs...)
}
