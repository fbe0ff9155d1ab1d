package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

// ChangeStatus is where a change stands between seen and told.
type ChangeStatus string

// Statuses of a change.
const (
	Held      ChangeStatus = "held"      // seen once, waits for a second look
	Published ChangeStatus = "published" // told
	Dropped   ChangeStatus = "dropped"   // a second look did not show it again
	Dismissed ChangeStatus = "dismissed" // a person said it is nothing, with a reason
	Quiet     ChangeStatus = "quiet"     // a rule says not to alert on it; its words are the reason
	Joined    ChangeStatus = "joined"    // another address of the competitor told the same news before
)

// Visible tells whether people may see a change: what waits for a second look, was given up, or repeats what another
// address told is none of theirs.
func (s ChangeStatus) Visible() bool { return s != Held && s != Dropped && s != Joined }

// Change is a difference in meaning between two good snapshots of one source. (BaseSnapshotID, Fingerprint) is its
// identity: reading the same pair again, after a crash or with another look, can never make a second one.
type Change struct {
	ID             int64
	SourceID       int64
	CompetitorID   int64
	Kind           diff.ChangeKind
	Subject        string
	Before         string
	After          string
	Quote          string
	Level          extract.Level
	Status         ChangeStatus
	BaseSnapshotID int64
	SnapshotID     int64
	Fingerprint    string
	EntryID        *int64
	DetectedAt     time.Time
	PublishedAt    *time.Time
	DismissReason  string
	TakenAt        *time.Time        // when the command line printed it
	ReadBy         `gorm:"embedded"` // what read the two snapshots
}

// Sentence says the change in words, without its competitor.
func (c Change) Sentence() string {
	return diff.Sentence(diff.Change{
		Kind: c.Kind, Subject: c.Subject, Before: c.Before, After: c.After, Quote: c.Quote, Level: c.Level,
	})
}

// ChangeView is a change with where it was seen and whose it is.
type ChangeView struct {
	Change         `gorm:"embedded"`
	SourceURL      string
	SourceKind     extract.Kind
	CompetitorKey  string
	CompetitorName string
}

// ChangeFilter chooses changes; its zero value chooses all of them.
type ChangeFilter struct {
	Since, Until time.Time // published in [Since, Until); of held ones the time they were detected counts
	Competitor   string    // key
	Area         string    // key: competitors that matter in it, or that name no area
	SourceID     int64
	Kind         diff.ChangeKind
	Status       ChangeStatus
	Level        extract.Level // the least
	Text         string        // all of its words, as Search takes them
	Before       int64         // only those with a smaller id; with it, or with Stream, the newest ids come first
	Stream       bool
	Limit        int
}

// HoldChanges keeps changes that wait for a second look. One that is there already stays as it is.
func (s *Store) HoldChanges(ctx context.Context, rows []Change) error {
	_, err := s.writeChanges(ctx, rows, Held, nil, []ChangeStatus{Dropped})
	if err != nil {
		return fmt.Errorf("hold changes: %w", err)
	}
	return nil
}

// PublishChanges tells changes, those that were held too, and returns with their ids the ones that were not told
// before: only they are news, however often the same pair of snapshots is read.
func (s *Store) PublishChanges(ctx context.Context, rows []Change, at time.Time) ([]Change, error) {
	told, err := s.writeChanges(ctx, rows, Published, &at, []ChangeStatus{Held, Dropped})
	if err != nil {
		return nil, fmt.Errorf("publish changes: %w", err)
	}
	return told, nil
}

// QuietChanges keeps changes that a rule says not to alert on, each with the rule as its reason.
func (s *Store) QuietChanges(ctx context.Context, rows []Change) error {
	if _, err := s.writeChanges(ctx, rows, Quiet, nil, []ChangeStatus{Held, Dropped}); err != nil {
		return fmt.Errorf("keep quiet changes: %w", err)
	}
	return nil
}

// ToldByOthers are the kinds and subjects of the changes against a base that were published as another reader, or
// other rules, worded them.
func (s *Store) ToldByOthers(ctx context.Context, baseSnapshotID int64, by ReadBy) ([]Change, error) {
	q := s.q(ctx).Where("base_snapshot_id = ? AND status IN ?", baseSnapshotID, []ChangeStatus{Published, Dismissed, Quiet, Joined}).
		Where("read_version <> ? OR read_rules <> ?", by.ReadVersion, by.ReadRules)
	return all[Change](q, "changes told by another reader")
}

// writeChanges inserts changes with a status, or moves those that are there from one of some statuses to it, and
// returns what was written.
func (s *Store) writeChanges(
	ctx context.Context, rows []Change, status ChangeStatus, publishedAt *time.Time, from []ChangeStatus,
) ([]Change, error) {
	on := clause.OnConflict{
		Columns: []clause.Column{{Name: "base_snapshot_id"}, {Name: "fingerprint"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"status", "published_at", "snapshot_id", "quote", "entry_id", "dismiss_reason", "read_version", "read_rules",
		}),
		Where: clause.Where{Exprs: []clause.Expression{gorm.Expr("changes.status IN ?", from)}},
	}
	var written []Change
	err := s.InTx(ctx, func(tx *Store) error {
		for _, row := range rows {
			row.Status, row.PublishedAt = status, publishedAt
			res := tx.q(ctx).Clauses(on).Create(&row)
			if res.Error != nil {
				return res.Error
			}
			if res.RowsAffected > 0 {
				written = append(written, row)
			}
		}
		return nil
	})
	return written, err
}

// HeldChanges are the changes against a base that wait for a second look.
func (s *Store) HeldChanges(ctx context.Context, baseSnapshotID int64) ([]Change, error) {
	q := s.q(ctx).Where("base_snapshot_id = ? AND status = ?", baseSnapshotID, Held).Order("id")
	return all[Change](q, "held changes")
}

// DropHeld gives up the changes against a base that no second look has shown.
func (s *Store) DropHeld(ctx context.Context, baseSnapshotID int64) error {
	err := s.q(ctx).Model(&Change{}).Where("base_snapshot_id = ? AND status = ?", baseSnapshotID, Held).
		Update("status", Dropped).Error
	if err != nil {
		return fmt.Errorf("drop held changes: %w", err)
	}
	return nil
}

// Change finds a change by id.
func (s *Store) Change(ctx context.Context, id int64) (Change, error) {
	return one[Change](s.q(ctx).Where("id = ?", id), fmt.Sprintf("change %d", id))
}

// Changes returns the changes a filter chooses, oldest first; with a limit the newest of them.
func (s *Store) Changes(ctx context.Context, f ChangeFilter) ([]ChangeView, error) {
	when := "coalesce(changes.published_at, changes.detected_at)"
	if f.Status == Published { // every one of them has been told at a time, and there is an index of those
		when = "changes.published_at"
	}
	q := s.changeViews(ctx)
	if f.Text != "" {
		q = q.Where("changes.id IN (?)", s.holding(ctx, HitChange, f.Text))
	}
	if !f.Since.IsZero() {
		q = q.Where(when+" >= ?", f.Since)
	}
	if !f.Until.IsZero() {
		q = q.Where(when+" < ?", f.Until)
	}
	if f.Competitor != "" {
		q = q.Where("competitors.key = ?", f.Competitor)
	}
	if f.Area != "" {
		q = q.Where(ofArea("changes.competitor_id"), f.Area)
	}
	if f.SourceID != 0 {
		q = q.Where("changes.source_id = ?", f.SourceID)
	}
	if f.Kind != "" {
		q = q.Where("changes.kind = ?", f.Kind)
	}
	if f.Status != "" {
		q = q.Where(s.unsought(f, "changes.status")+" = ?", f.Status)
	}
	switch f.Level {
	case extract.Notable:
		q = q.Where("changes.level IN ?", []extract.Level{extract.Notable, extract.Major})
	case extract.Major:
		q = q.Where("changes.level = ?", extract.Major)
	}
	if f.Before > 0 {
		q = q.Where("changes.id < ?", f.Before)
	}
	if f.Stream || f.Before > 0 {
		return all[ChangeView](q.Order("changes.id DESC").Limit(f.Limit), "changes")
	}
	return newest[ChangeView](q, when, "changes.id", f.Limit, "changes")
}

// unsought keeps SQLite from looking a column up in its index where the newest ids are wanted, or those of some days: nearly
// all changes were told, so the ids and the days find them faster. PostgreSQL knows that by itself.
func (s *Store) unsought(f ChangeFilter, column string) string {
	if s.pg == nil && (f.Stream || f.Before > 0 || !f.Since.IsZero()) {
		return "+" + column
	}
	return column
}

// ChangeByID finds a change with where it was seen and whose it is.
func (s *Store) ChangeByID(ctx context.Context, id int64) (ChangeView, error) {
	return one[ChangeView](s.changeViews(ctx).Where("changes.id = ?", id), fmt.Sprintf("change %d", id))
}

// VisibleChange finds a change that people may see; any other is ErrNotFound.
func (s *Store) VisibleChange(ctx context.Context, id int64) (ChangeView, error) {
	c, err := s.ChangeByID(ctx, id)
	if err == nil && !c.Status.Visible() {
		err = fmt.Errorf("change %d: %w", id, ErrNotFound)
	}
	return c, err
}

// ChangesByID finds changes by their ids, in the order of ids; what is not there is left out.
func (s *Store) ChangesByID(ctx context.Context, ids []int64) ([]ChangeView, error) {
	var list []ChangeView
	for batch := range slices.Chunk(ids, batchRows) {
		rows, err := all[ChangeView](s.changeViews(ctx).Where("changes.id IN ?", batch).Order("changes.id"), "changes")
		if err != nil {
			return nil, err
		}
		list = append(list, rows...)
	}
	return list, nil
}

// changeViews is where a query for changes with their surroundings starts.
func (s *Store) changeViews(ctx context.Context) *gorm.DB {
	return s.q(ctx).Table("changes").
		Select("changes.*, sources.url AS source_url, sources.kind AS source_kind," +
			" competitors.key AS competitor_key, competitors.name AS competitor_name").
		Joins("JOIN sources ON sources.id = changes.source_id").
		Joins("JOIN competitors ON competitors.id = changes.competitor_id")
}

// TakePublished hands over the published changes that it has not handed over before, oldest first: what a crawl on the
// command line prints, and what an earlier one that was killed could not. They count as handed over once hand has returned,
// so that none is lost where the process dies meanwhile.
func (s *Store) TakePublished(ctx context.Context, hand func([]ChangeView) error) error {
	changes, err := all[ChangeView](s.changeViews(ctx).
		Where("changes.status = 'published' AND changes.taken_at IS NULL").Order("changes.id"), "changes")
	if err != nil {
		return err
	}
	if err := hand(changes); err != nil {
		return err
	}
	at := utcNow()
	for batch := range slices.Chunk(changes, batchRows) {
		ids := make([]int64, len(batch))
		for i, c := range batch {
			ids[i] = c.ID
		}
		if err := s.q(ctx).Model(&Change{}).Where("id IN ?", ids).Update("taken_at", at).Error; err != nil {
			return fmt.Errorf("take published changes: %w", err)
		}
	}
	return nil
}

// Dismiss records that a person says a change is nothing, and why.
func (s *Store) Dismiss(ctx context.Context, id int64, reason string) error {
	res := s.q(ctx).Model(&Change{}).Where("id = ?", id).
		Updates(map[string]any{"status": Dismissed, "dismiss_reason": reason})
	return found(res, fmt.Sprintf("dismiss change %d", id))
}
