package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/dates"
)

// Entry is one dated item of a changelog or feed, kept for ever.
type Entry struct {
	ID           int64
	SourceID     int64
	CompetitorID int64
	Key          string // extract.Entry.Key, unique within the source
	Title        string
	Date         *time.Time
	Precision    dates.Precision
	URL          string
	Type         extract.EntryType
	Level        extract.Level
	Items        []string `gorm:"serializer:json"`
	SnapshotID   int64    // first seen on
	FirstSeenAt  time.Time
	Baseline     bool   // was there before anybody could be told, as on the first capture: told nobody
	SameAs       *int64 // the entry that told the same news first; nil for the first itself
}

// EntryView is an entry with where it was seen and whose it is.
type EntryView struct {
	Entry          `gorm:"embedded"`
	SourceURL      string
	CompetitorKey  string
	CompetitorName string
	Also           []Address `gorm:"-"` // where else its news stands; of Entries
}

// EntryFilter chooses entries; its zero value chooses all of them.
type EntryFilter struct {
	Since, Until time.Time // first seen in [Since, Until)
	Competitor   string    // key
	Area         string    // key: competitors that matter in it, or that name no area
	SourceID     int64
	News         bool  // leave out what told nobody, and what tells again what another entry told
	Before       int64 // only those with a smaller id; with it, or with Stream, the newest ids come first
	Stream       bool
	Limit        int
}

// SaveEntries keeps the entries of one source that are not known yet and returns those. All rows get their ids; what
// is known of an entry stays as it was first seen, and what it joined is filled in.
func (s *Store) SaveEntries(ctx context.Context, rows []Entry) ([]Entry, error) {
	var fresh []Entry
	err := s.InTx(ctx, func(tx *Store) error {
		ids, err := tx.entryIDs(ctx, rows)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if _, known := ids[row.Key]; !known {
				ids[row.Key] = Entry{} // named twice: once is enough
				fresh = append(fresh, row)
			}
		}
		if len(fresh) > 0 {
			if err := tx.q(ctx).CreateInBatches(&fresh, batchRows).Error; err != nil {
				return err
			}
		}
		for _, row := range fresh {
			ids[row.Key] = row
		}
		for i := range rows {
			rows[i].ID, rows[i].SameAs = ids[rows[i].Key].ID, ids[rows[i].Key].SameAs
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("save entries: %w", err)
	}
	return fresh, nil
}

// entryIDs finds which of the rows are known, by key; all are of one source.
func (s *Store) entryIDs(ctx context.Context, rows []Entry) (map[string]Entry, error) {
	ids := make(map[string]Entry, len(rows))
	for batch := range slices.Chunk(rows, batchRows) {
		keys := make([]string, 0, len(batch))
		for _, row := range batch {
			keys = append(keys, row.Key)
		}
		known, err := all[Entry](s.q(ctx).Select("id, key, same_as").
			Where("source_id = ? AND key IN ?", batch[0].SourceID, keys), "entries")
		if err != nil {
			return nil, err
		}
		for _, entry := range known {
			ids[entry.Key] = entry
		}
	}
	return ids, nil
}

// EntryByID finds an entry with where it was seen and whose it is, and where else its news stands.
func (s *Store) EntryByID(ctx context.Context, id int64) (EntryView, error) {
	e, err := one[EntryView](s.entryViews(ctx).Where("entries.id = ?", id), fmt.Sprintf("entry %d", id))
	if err != nil {
		return e, err
	}
	also, err := s.OtherAddresses(ctx, []int64{id})
	e.Also = also[id]
	return e, err
}

// Entries returns the entries a filter chooses, in the order they were first seen; with a limit the newest of them.
func (s *Store) Entries(ctx context.Context, f EntryFilter) ([]EntryView, error) {
	q := s.entryViews(ctx)
	if !f.Since.IsZero() {
		q = q.Where("entries.first_seen_at >= ?", f.Since)
	}
	if !f.Until.IsZero() {
		q = q.Where("entries.first_seen_at < ?", f.Until)
	}
	if f.Competitor != "" {
		q = q.Where("competitors.key = ?", f.Competitor)
	}
	if f.Area != "" {
		q = q.Where(ofArea("entries.competitor_id"), f.Area)
	}
	if f.SourceID != 0 {
		q = q.Where("entries.source_id = ?", f.SourceID)
	}
	if f.News {
		q = q.Where("NOT entries.baseline AND entries.same_as IS NULL")
	}
	if f.Before > 0 {
		q = q.Where("entries.id < ?", f.Before)
	}
	var views []EntryView
	var err error
	if f.Stream || f.Before > 0 {
		views, err = all[EntryView](q.Order("entries.id DESC").Limit(f.Limit), "entries")
	} else {
		views, err = newest[EntryView](q, "entries.first_seen_at", "entries.id", f.Limit, "entries")
	}
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(views))
	for i, v := range views {
		ids[i] = v.ID
	}
	also, err := s.OtherAddresses(ctx, ids)
	for i := range views {
		views[i].Also = also[views[i].ID]
	}
	return views, err
}

// entryViews is where a query for entries with their surroundings starts.
func (s *Store) entryViews(ctx context.Context) *gorm.DB {
	return s.q(ctx).Table("entries").
		Select("entries.*, sources.url AS source_url, competitors.key AS competitor_key," +
			" competitors.name AS competitor_name").
		Joins("JOIN sources ON sources.id = entries.source_id").
		Joins("JOIN competitors ON competitors.id = entries.competitor_id")
}
