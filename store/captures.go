package store

import "time"

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
	FinalURL   string
	SnapshotID *int64
}

// Snapshot is the bytes of a good capture: content-addressed and kept.
type Snapshot struct {
	ID          int64
	SourceID    int64
	At          time.Time
	BlobHash    string // hex sha256 of the decoded body
	Size        int64
	ContentType string
	FinalURL    string
	ReadAt      *time.Time // when the read job finished with it
}

// Document is a snapshot as one version of the reader understood it; a cache, always rebuildable.
type Document struct {
	SnapshotID    int64  `gorm:"primaryKey"`
	ReaderVersion int    `gorm:"primaryKey"`
	Body          []byte // zstd of the JSON of extract.Document
}
