package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"github.com/gapwatch/gapwatch/extract"
)

// ReadBy says what made a reading: the version of the reader, and that of the source's rules. Only readings made by
// the same are ever compared.
type ReadBy struct {
	ReadVersion int
	ReadRules   int
}

// Document is a snapshot as one reader understood it; a cache, always rebuildable.
type Document struct {
	SnapshotID  int64  `gorm:"primaryKey;autoIncrement:false"`
	ReadVersion int    `gorm:"primaryKey;autoIncrement:false"`
	ReadRules   int    `gorm:"primaryKey;autoIncrement:false"`
	Body        []byte // zstd of the JSON of extract.Document
}

// SourceMemory is what a source showed before, so that a block that returns is not news.
type SourceMemory struct {
	SourceID  int64     `gorm:"primaryKey;autoIncrement:false"`
	Body      []byte    // zstd of the JSON of diff.Memory
	UpdatedAt time.Time `gorm:"autoUpdateTime:false"`
}

// SaveDocument keeps the extract.Document that a reader made of a snapshot, and forgets the documents of the same source
// that nothing is compared with any more.
func (s *Store) SaveDocument(ctx context.Context, snapshotID int64, by ReadBy, doc Zipped) error {
	row := Document{SnapshotID: snapshotID, ReadVersion: by.ReadVersion, ReadRules: by.ReadRules, Body: doc}
	err := s.q(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
	if err == nil {
		err = s.dropDocuments(ctx, snapshotID, by)
	}
	if err != nil {
		return fmt.Errorf("save document of snapshot %d: %w", snapshotID, err)
	}
	return nil
}

// dropDocuments forgets the documents of the source of a snapshot, but for this one and those of its base and of its
// newest snapshot.
func (s *Store) dropDocuments(ctx context.Context, snapshotID int64, by ReadBy) error {
	return s.q(ctx).Exec(`DELETE FROM documents WHERE (snapshot_id <> ? OR read_version <> ? OR read_rules <> ?) AND snapshot_id IN (
			SELECT old.id FROM snapshots old
			JOIN snapshots new ON new.source_id = old.source_id AND new.id = ?
			JOIN sources s ON s.id = new.source_id
			WHERE (s.base_snapshot_id IS NULL OR old.id <> s.base_snapshot_id)
			AND (s.last_snapshot_id IS NULL OR old.id <> s.last_snapshot_id))`,
		snapshotID, by.ReadVersion, by.ReadRules, snapshotID).Error
}

// Document is a snapshot as this reader understood it, or ErrNotFound where it has to be read.
func (s *Store) Document(ctx context.Context, snapshotID int64, by ReadBy) (extract.Document, error) {
	var doc extract.Document
	what := fmt.Sprintf("document of snapshot %d", snapshotID)
	row, err := one[Document](s.q(ctx).Where("snapshot_id = ? AND read_version = ? AND read_rules = ?",
		snapshotID, by.ReadVersion, by.ReadRules), what)
	if err != nil {
		return doc, err
	}
	if err := s.unzip(row.Body, &doc); err != nil {
		return doc, fmt.Errorf("%s: %w", what, err)
	}
	return doc, nil
}

// SaveMemory keeps the diff.Memory of what a source showed before.
func (s *Store) SaveMemory(ctx context.Context, sourceID int64, memory Zipped) error {
	row := SourceMemory{SourceID: sourceID, Body: memory, UpdatedAt: utcNow()}
	err := s.q(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
	if err != nil {
		return fmt.Errorf("save memory of source %d: %w", sourceID, err)
	}
	return nil
}

// Memory reads into memory what a source showed before; a source that has shown nothing leaves it as it is.
func (s *Store) Memory(ctx context.Context, sourceID int64, memory any) error {
	rows, err := all[SourceMemory](s.q(ctx).Where("source_id = ?", sourceID), "memory of source")
	if err != nil || len(rows) == 0 {
		return err
	}
	if err := s.unzip(rows[0].Body, memory); err != nil {
		return fmt.Errorf("memory of source %d: %w", sourceID, err)
	}
	return nil
}
