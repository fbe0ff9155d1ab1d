package store

import (
	"context"
	"fmt"
	"time"
)

// Capture is one attempt to fetch a source, with its outcome. Consecutive captures that changed nothing share a row:
// SeenUntil and Times grow instead.
type Capture struct {
	ID         int64
	SourceID   int64
	At         time.Time
	SeenUntil  time.Time
	Times      int
	Outcome    Outcome
	Class      string // ok, not_modified, timeout, blocked ...
	Reason     string // plain words, for what was not stored
	Status     int
	Bytes      int64
	Millis     int64
	FinalURL   string `gorm:"column:final_url"`
	SnapshotID *int64
}

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

// Snapshot is the bytes of a good capture: content-addressed and kept.
type Snapshot struct {
	ID          int64
	SourceID    int64
	At          time.Time
	BlobHash    string `gorm:"serializer:hex"` // hex sha256 of the decoded body; bytes in the database
	Size        int64
	ContentType string
	FinalURL    string     `gorm:"column:final_url"`
	ReadAt      *time.Time // when the read job finished with it
}

// CaptureRecord is one visit's result for one source: the capture, and the source as the visit leaves it.
type CaptureRecord struct {
	Capture Capture
	// Source carries what the visit decides: NextCheckAt, NotBefore, Failures, MovedTo, ETag, LastModified, WireHash,
	// FullFetchAt, LastSnapshotID, and Paused when it is to be paused. What repeats the capture (LastCaptureID,
	// LastCheckedAt, LastOutcome, LastClass, LastReason, LastBytes, LastGoodAt) is filled in from it.
	Source Source
	// LookedAgain says that this was the second look that was asked for.
	LookedAgain bool
}

// Good says whether the outcome is that of a capture that can be trusted.
func (o Outcome) Good() bool { return o == OutcomeNew || o == OutcomeSame || o == OutcomeChanged }

// fill copies into the source what repeats the capture.
func (r *CaptureRecord) fill() {
	c, src := &r.Capture, &r.Source
	c.SourceID = src.ID
	if c.SeenUntil.Before(c.At) {
		c.SeenUntil = c.At
	}
	c.Times = max(c.Times, 1)
	src.LastCheckedAt = &c.SeenUntil
	src.LastOutcome, src.LastClass, src.LastReason, src.LastBytes = c.Outcome, c.Class, c.Reason, c.Bytes
	if c.Outcome == OutcomeSame { // what is new is good once a read job has made it the base: see SetBase
		src.LastGoodAt = &c.SeenUntil
	}
}

// RecordCaptures writes what visits found, all or nothing. A source that shows the same as before costs no row: its
// latest capture is extended. Ids are filled in.
func (s *Store) RecordCaptures(ctx context.Context, records []CaptureRecord) error {
	err := s.InTx(ctx, func(tx *Store) error {
		for i := range records {
			if err := tx.recordCapture(ctx, &records[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("record captures: %w", err)
	}
	return nil
}

func (s *Store) recordCapture(ctx context.Context, r *CaptureRecord) error {
	r.fill()
	extended, err := s.extendCapture(ctx, r)
	if err != nil {
		return err
	}
	if !extended {
		if err := s.q(ctx).Create(&r.Capture).Error; err != nil {
			return err
		}
		r.Source.LastCaptureID = &r.Capture.ID
	}
	src := &r.Source
	set := map[string]any{
		"next_check_at": src.NextCheckAt, "not_before": src.NotBefore, "failures": src.Failures,
		"last_capture_id": src.LastCaptureID, "last_checked_at": src.LastCheckedAt, "last_outcome": src.LastOutcome,
		"last_class": src.LastClass, "last_reason": src.LastReason, "last_bytes": src.LastBytes,
		"last_good_at": src.LastGoodAt, "moved_to": src.MovedTo, "etag": src.ETag, "last_modified": src.LastModified,
		"wire_hash": src.WireHash, "full_fetch_at": src.FullFetchAt, "last_snapshot_id": src.LastSnapshotID,
	}
	if r.LookedAgain {
		set["look_again"] = false
	}
	if src.Paused {
		set["paused"] = true
	}
	return s.q(ctx).Model(&Source{}).Where("id = ?", src.ID).Updates(set).Error
}

// extendCapture lets the latest capture stand for this one too, where both say "same".
func (s *Store) extendCapture(ctx context.Context, r *CaptureRecord) (bool, error) {
	if r.Capture.Outcome != OutcomeSame || r.Source.LastCaptureID == nil {
		return false, nil
	}
	res := s.q(ctx).Exec(
		"UPDATE captures SET seen_until = ?, times = times + 1 WHERE id = ? AND outcome = 'same'",
		r.Capture.SeenUntil, *r.Source.LastCaptureID)
	if res.RowsAffected > 0 {
		r.Capture.ID = *r.Source.LastCaptureID
	}
	return res.RowsAffected > 0, res.Error
}

// Captures returns the newest captures of a source, newest first; limit 0 means all.
func (s *Store) Captures(ctx context.Context, sourceID int64, limit int) ([]Capture, error) {
	q := s.q(ctx).Where("source_id = ?", sourceID).Order("at DESC, id DESC")
	if limit > 0 {
		q = q.Limit(limit)
	}
	return all[Capture](q, "captures")
}

// Snapshot finds a snapshot by id.
func (s *Store) Snapshot(ctx context.Context, id int64) (Snapshot, error) {
	return one[Snapshot](s.q(ctx).Where("id = ?", id), fmt.Sprintf("snapshot %d", id))
}

// Snapshots returns a source's snapshots, oldest first.
func (s *Store) Snapshots(ctx context.Context, sourceID int64) ([]Snapshot, error) {
	return all[Snapshot](s.q(ctx).Where("source_id = ?", sourceID).Order("id"), "snapshots")
}

// MarkRead records that the read job finished with a snapshot.
func (s *Store) MarkRead(ctx context.Context, snapshotID int64, at time.Time) error {
	if err := s.q(ctx).Model(&Snapshot{}).Where("id = ?", snapshotID).Update("read_at", at).Error; err != nil {
		return fmt.Errorf("mark snapshot %d read: %w", snapshotID, err)
	}
	return nil
}
