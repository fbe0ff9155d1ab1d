package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/extract/dates"
)

// mostNear bounds the entries that are compared with new ones.
const mostNear = 20_000

// Address is where an entry stands.
type Address struct {
	URL       string // of the entry itself, else of its source
	SourceURL string
	SeenAt    time.Time // when it was first seen there
}

// LockEntries keeps other transactions from joining entries of a competitor until this one ends: two sources that tell
// the same news at the same moment must see each other.
func (s *Store) LockEntries(ctx context.Context, competitorID int64) error {
	if s.pg == nil { // SQLite has one writer at a time anyway
		return nil
	}
	const namespace = 0x6e657773 << 32 // beside those of the other locks
	if err := s.q(ctx).Exec("SELECT pg_advisory_xact_lock(?)", int64(namespace)|competitorID).Error; err != nil {
		return fmt.Errorf("lock the entries of competitor %d: %w", competitorID, err)
	}
	return nil
}

// EntriesNear returns the entries of a competitor that are dated within [from, until], and those whose date is not
// known, oldest first. What a rule said not to alert on is left out: who tells it otherwise is heard.
func (s *Store) EntriesNear(ctx context.Context, competitorID int64, from, until time.Time) ([]EntryView, error) {
	q := s.entryViews(ctx).Where("entries.competitor_id = ?", competitorID).
		Where("(entries.date BETWEEN ? AND ? OR entries.date IS NULL OR entries.precision = ?)", from, until, dates.Year).
		Where("NOT EXISTS (SELECT 1 FROM changes c WHERE c.entry_id = entries.id AND c.status = ?)", Quiet)
	return newest[EntryView](q, "entries.first_seen_at", "entries.id", mostNear, "entries")
}

// JoinEntries records that entries, and whatever joined them before, tell the same news as the first one.
func (s *Store) JoinEntries(ctx context.Context, first int64, also []int64) error {
	also = slices.DeleteFunc(slices.Clone(also), func(id int64) bool { return id == first })
	for batch := range slices.Chunk(also, batchRows) {
		err := s.q(ctx).Model(&Entry{}).Where("(id IN ? OR same_as IN ?) AND id <> ?", batch, batch, first).
			Update("same_as", first).Error
		if err != nil {
			return fmt.Errorf("join entries to %d: %w", first, err)
		}
	}
	if err := s.q(ctx).Model(&Entry{}).Where("id = ?", first).Update("same_as", nil).Error; err != nil {
		return fmt.Errorf("join entries to %d: %w", first, err)
	}
	return nil
}

// OtherAddresses returns where else the news of each entry stands: the addresses of those that joined it, in the order
// they were seen.
func (s *Store) OtherAddresses(ctx context.Context, firsts []int64) (map[int64][]Address, error) {
	type row struct {
		SameAs int64
		Address
	}
	out := map[int64][]Address{}
	for batch := range slices.Chunk(firsts, batchRows) {
		rows, err := all[row](s.q(ctx).Table("entries").
			Select("entries.same_as, entries.url, entries.first_seen_at AS seen_at,"+
				" sources.url AS source_url").
			Joins("JOIN sources ON sources.id = entries.source_id").
			Where("entries.same_as IN ?", batch).Order("entries.first_seen_at, entries.id"), "other addresses")
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.URL == "" {
				r.URL = r.SourceURL
			}
			out[r.SameAs] = append(out[r.SameAs], r.Address)
		}
	}
	return out, nil
}

// NewsAddresses are all addresses at which the news of an entry stands, its own among them, in the order they were seen.
func (s *Store) NewsAddresses(ctx context.Context, entryID int64) ([]Address, error) {
	e, err := s.EntryByID(ctx, entryID)
	if err == nil && e.SameAs != nil {
		e, err = s.EntryByID(ctx, *e.SameAs)
	}
	if err != nil {
		return nil, err
	}
	own := Address{URL: e.URL, SourceURL: e.SourceURL, SeenAt: e.FirstSeenAt}
	if own.URL == "" {
		own.URL = e.SourceURL
	}
	return append([]Address{own}, e.Also...), nil
}

// JoinChanges keeps changes whose news was told before, from another address, and returns those that were not kept yet.
func (s *Store) JoinChanges(ctx context.Context, rows []Change) ([]Change, error) {
	kept, err := s.writeChanges(ctx, rows, Joined, nil, []ChangeStatus{Held, Dropped})
	if err != nil {
		return nil, fmt.Errorf("keep joined changes: %w", err)
	}
	return kept, nil
}

// ToldNews are the subscriptions that were told, or are owed, the news of an entry from any of its addresses.
func (s *Store) ToldNews(ctx context.Context, entryID int64) ([]int64, error) {
	var ids []int64
	err := s.q(ctx).Table("tellings").Distinct("tellings.subscription_id").
		Joins("JOIN changes ON changes.id = tellings.change_id").
		Joins("JOIN entries ON entries.id = changes.entry_id").
		Where("entries.id = ? OR entries.same_as = ?", entryID, entryID).
		Pluck("tellings.subscription_id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("who was told entry %d: %w", entryID, err)
	}
	return ids, nil
}
