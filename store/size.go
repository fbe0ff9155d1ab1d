package store

import (
	"context"
	"fmt"
)

// DatabaseSize is how much room a database takes, in bytes.
type DatabaseSize struct {
	Total int64
	Free  int64 // of these, what the next rows are written into; PostgreSQL does not say and has 0
}

// Size measures the database. The write-ahead log of SQLite, which comes and goes, is not counted.
func (s *Store) Size(ctx context.Context) (DatabaseSize, error) {
	var size DatabaseSize
	query := `SELECT page_count * page_size, freelist_count * page_size
		FROM pragma_page_count(), pragma_page_size(), pragma_freelist_count()`
	if s.pg != nil {
		query = "SELECT pg_database_size(current_database()), 0"
	}
	if err := s.sql.QueryRowContext(ctx, query).Scan(&size.Total, &size.Free); err != nil {
		return size, fmt.Errorf("measure the database: %w", err)
	}
	return size, nil
}

// Compact gives the room that taken rows have left back to the disk, by writing the database anew. That needs as much
// free disk as the database holds, and others have to wait meanwhile; without it the room is used for new rows.
func (s *Store) Compact(ctx context.Context) error {
	statements := []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"}
	if s.pg != nil {
		statements = []string{"VACUUM (FULL, ANALYZE)"}
	}
	for _, statement := range statements {
		if _, err := s.sql.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("compact the database: %w", err)
		}
	}
	return nil
}
