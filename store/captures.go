package store

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
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
	FinalURL    string `gorm:"column:final_url"`
}

// CaptureRecord is one visit's result for one source: the capture, and the source as the visit leaves it.
type CaptureRecord struct {
	Capture Capture
	// Source carries what the visit decides: NextCheckAt, NotBefore, Failures, Trouble, WishSeconds, MovedTo, ETag,
	// LastModified, WireHash, FullFetchAt, Paused when it is to be paused, and LastSnapshotID when the capture Kept one. What
	// repeats the capture (LastCaptureID, LastCheckedAt, LastOutcome, LastClass, LastReason, LastBytes, LastGoodAt) is filled
	// in from it.
	Source Source
	Kept   bool   // it brought a snapshot of its own
	Known  []byte // what it taught about the base; nil leaves what is known
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
	if len(records) == 0 {
		return nil
	}
	for i := range records {
		records[i].fill()
	}
	err := s.InTx(ctx, func(tx *Store) error {
		fresh, err := tx.extendCaptures(ctx, records)
		if err != nil {
			return err
		}
		if err := tx.insertCaptures(ctx, fresh); err != nil {
			return err
		}
		return tx.updateSources(ctx, records)
	})
	if err != nil {
		return fmt.Errorf("record captures: %w", err)
	}
	return nil
}

// extendCaptures lets a source's latest capture stand for the new one too, where both say "same", and returns the
// records that need a capture of their own.
func (s *Store) extendCaptures(ctx context.Context, records []CaptureRecord) ([]*CaptureRecord, error) {
	const extend = "UPDATE captures SET seen_until = ?, times = times + 1 WHERE id = ? AND outcome = 'same'"
	var same, fresh []*CaptureRecord
	var args [][]any
	for i := range records {
		r := &records[i]
		if r.Capture.Outcome != OutcomeSame || r.Source.LastCaptureID == nil {
			fresh = append(fresh, r)
			continue
		}
		same, args = append(same, r), append(args, []any{r.Capture.SeenUntil, *r.Source.LastCaptureID})
	}
	changed, err := s.execMany(ctx, extend, args)
	if err != nil {
		return nil, err
	}
	for i, r := range same {
		if changed[i] == 0 {
			fresh = append(fresh, r)
		} else {
			r.Capture.ID = *r.Source.LastCaptureID
		}
	}
	return fresh, nil
}

func (s *Store) insertCaptures(ctx context.Context, records []*CaptureRecord) error {
	for batch := range slices.Chunk(records, batchRows) {
		rows := make([]*Capture, len(batch))
		for i, r := range batch {
			rows[i] = &r.Capture
		}
		if err := s.q(ctx).Create(&rows).Error; err != nil {
			return err
		}
		for _, r := range batch {
			r.Source.LastCaptureID = &r.Capture.ID
		}
	}
	return nil
}

// updateSources writes the columns that visits decide, of all sources of which the same columns are written at once.
func (s *Store) updateSources(ctx context.Context, records []CaptureRecord) error {
	sets := map[string][][]any{}
	for i := range records {
		statement, args := records[i].update()
		sets[statement] = append(sets[statement], args)
	}
	for _, statement := range slices.Sorted(maps.Keys(sets)) {
		if _, err := s.execMany(ctx, statement, sets[statement]); err != nil {
			return err
		}
	}
	return nil
}

// update is the statement that writes what a visit decided. A column in it costs its indexes and references even where it
// stays as it is, so those that hardly ever move are left out. Where a site said "not modified", or nothing that can be
// trusted, what the next request says stays as it is.
func (r *CaptureRecord) update() (statement string, args []any) {
	src := &r.Source
	statement = `UPDATE sources SET next_check_at = ?, not_before = ?, failures = ?, trouble = ?, wish_seconds = ?,
		quiet_looks = quiet_looks + ?, last_capture_id = ?, last_checked_at = ?, last_good_at = coalesce(?, last_good_at),
		last_outcome = ?, last_class = ?, last_reason = ?, last_bytes = ?`
	args = []any{
		src.NextCheckAt, src.NotBefore, src.Failures, src.Trouble, src.WishSeconds, r.quietLooks(), src.LastCaptureID,
		src.LastCheckedAt, r.goodAt(), src.LastOutcome, src.LastClass, src.LastReason, src.LastBytes,
	}
	if r.Known != nil {
		statement, args = statement+", base_known = ?", append(args, r.Known)
	}
	if r.LookedAgain {
		statement += ", look_again = false"
	}
	if src.Paused {
		statement += ", paused = true"
	}
	if r.Capture.Outcome.Good() && r.Capture.Status != http.StatusNotModified {
		statement += ", moved_to = ?, etag = ?, last_modified = ?, wire_hash = ?, full_fetch_at = ?"
		args = append(args, src.MovedTo, src.ETag, src.LastModified, src.WireHash, src.FullFetchAt)
		if r.Kept {
			statement += ", last_snapshot_id = ?"
			args = append(args, src.LastSnapshotID)
		}
	}
	return statement + " WHERE id = ?", append(args, src.ID)
}

// goodAt is when the source was last seen to be good, by this capture alone: what is new is good only once a read job
// has made it the base.
func (r *CaptureRecord) goodAt() *time.Time {
	if r.Capture.Outcome != OutcomeSame {
		return nil
	}
	return &r.Capture.SeenUntil
}

// quietLooks is how many more looks have shown nothing new: one, unless it failed or repeats another at once. A read
// job that finds news begins to count anew.
func (r *CaptureRecord) quietLooks() int {
	if !r.Capture.Outcome.Good() || r.LookedAgain {
		return 0
	}
	return 1
}

// Captures returns the newest captures of a source, newest first; limit 0 means all.
func (s *Store) Captures(ctx context.Context, sourceID int64, limit int) ([]Capture, error) {
	q := s.q(ctx).Where("source_id = ?", sourceID).Order("at DESC, id DESC")
	if limit > 0 {
		q = q.Limit(limit)
	}
	return all[Capture](q, "captures")
}

// CapturesBefore returns captures of a source with a smaller id than one of them (0: all), newest first, at most limit.
func (s *Store) CapturesBefore(ctx context.Context, sourceID, before int64, limit int) ([]Capture, error) {
	q := s.q(ctx).Where("source_id = ?", sourceID).Order("id DESC").Limit(limit)
	if before > 0 {
		q = q.Where("id < ?", before)
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

// SnapshotsThrough returns the latest snapshots of a source up to one of them, at most limit, oldest first.
func (s *Store) SnapshotsThrough(ctx context.Context, sourceID, through int64, limit int) ([]Snapshot, error) {
	rows, err := all[Snapshot](s.q(ctx).Where("source_id = ? AND id <= ?", sourceID, through).
		Order("id DESC").Limit(limit), "snapshots of source")
	slices.Reverse(rows)
	return rows, err
}
