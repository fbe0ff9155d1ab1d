package store

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"time"
)

// Retention says how long things are kept that nothing refers to.
type Retention struct {
	PagesBefore    time.Time // stored versions of pages from before are taken; the zero time: age takes none
	PagesMost      int       // and those beyond so many newest of a source; 0: their number takes none
	PagesLeast     int       // so many newest of a source stay in any case
	PagesGrace     time.Time // what is newer stays in any case: a job may be at it
	MessagesBefore time.Time // messages that went out before lose their text; the zero time: none
}

// Pruned is what was taken, or would be.
type Pruned struct {
	Pages    int   // stored versions of pages
	Bodies   int   // bodies that no version used any more
	Bytes    int64 // of these bodies as they were kept
	Messages int   // that lost their text
}

// pruneBatch is how many rows one transaction takes: others write in between.
const pruneBatch = 200

// oldVersions are the stored versions that age or number would take, each with why, and with what keeps it: the first
// that refers to it, in the order of citations. See old.
const oldVersions = `WITH numbered AS (
		SELECT id, source_id, at, blob_hash, row_number() OVER (PARTITION BY source_id ORDER BY id DESC) AS n
		FROM snapshots%s),
	old AS (
		SELECT id, source_id, at, blob_hash, CASE WHEN at < ? THEN 'age' ELSE 'number' END AS why FROM numbered
		WHERE n > ? AND at < ? AND (at < ? OR n > ?)),
	judged AS (SELECT old.*, CASE %s ELSE '' END AS kept FROM old)
`

// citation is one way to refer to a stored version: what does, and the condition on old.id.
type citation struct{ what, where string }

// citations lists everything that keeps a stored version of a page. A test holds it to the tables.
func citations() []citation {
	exists := func(table, columns string) string {
		return "EXISTS (SELECT 1 FROM " + table + " c WHERE " + columns + ")"
	}
	return []citation{
		{"base", exists("sources", "c.base_snapshot_id = old.id") + " OR " + exists("sources", "c.last_snapshot_id = old.id")},
		{"evidence", exists("evidence", "c.snapshot_id = old.id")},
		{"change", exists("changes", "c.snapshot_id = old.id") + " OR " + exists("changes", "c.base_snapshot_id = old.id")},
		{"price list", exists("plans", "c.snapshot_id = old.id")},
		{"entry", exists("entries", "c.snapshot_id = old.id")},
		{"phrase", exists("phrases", "c.snapshot_id = old.id")},
		{"annotation", "old.id IN ?"}, // named by its address: see mentioned
	}
}

// address is that of a stored version, as its page has it.
var address = regexp.MustCompile(`/snapshots/(\d{1,18})\b`)

// mentioned are the stored versions whose address people wrote into an annotation or the note of a cell.
func (s *Store) mentioned(ctx context.Context) ([]int64, error) {
	const texts = `SELECT text FROM (
		SELECT link || ' ' || what || ' ' || why || ' ' || help_needed || ' ' || plan_of_action AS text FROM annotations
		UNION ALL SELECT note FROM cell_versions) said WHERE text LIKE '%/snapshots/%'`
	var rows []string
	if err := s.q(ctx).Raw(texts).Scan(&rows).Error; err != nil {
		return nil, err
	}
	var ids []int64
	for _, text := range rows {
		for _, found := range address.FindAllStringSubmatch(text, -1) {
			if id, err := strconv.ParseInt(found[1], 10, 64); err == nil {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

// old is the beginning of a query over the stored versions of one source, or of all (0), and its values.
func (s *Store) old(ctx context.Context, r Retention, sourceID int64) (query string, values []any, err error) {
	named, err := s.mentioned(ctx)
	if err != nil {
		return "", nil, err
	}
	var cases string
	for _, c := range citations() {
		cases += "\n\t\tWHEN " + c.where + " THEN '" + c.what + "'"
	}
	most := r.PagesMost
	if most <= 0 {
		most = math.MaxInt32
	}
	values = []any{r.PagesBefore, r.PagesLeast, r.PagesGrace, r.PagesBefore, most, named}
	if sourceID == 0 {
		return fmt.Sprintf(oldVersions, "", cases), values, nil
	}
	return fmt.Sprintf(oldVersions, " WHERE source_id = ?", cases), append([]any{sourceID}, values...), nil
}

// Prune takes what a plan says may go, a few hundred rows to a transaction, until nothing is left or ctx ends: what was
// taken by then stays taken and is returned. The bytes of a page that others are kept as a difference from stay until
// the last of these is gone. On SQLite the pages of the file become free for what is written next; see Compact.
func (s *Store) Prune(ctx context.Context, r Retention) (Pruned, error) {
	var sum Pruned
	sources, err := s.prunable(ctx, r)
	for _, id := range sources {
		for more := true; more && err == nil; {
			more, err = s.pruneSource(ctx, r, id, &sum)
		}
		if err != nil {
			break
		}
	}
	for more := true; more && err == nil; {
		more, err = s.pruneMessages(ctx, r, &sum)
	}
	if err != nil {
		return sum, fmt.Errorf("prune: %w", err)
	}
	return sum, nil
}

// prunable are the sources that have versions to be taken.
func (s *Store) prunable(ctx context.Context, r Retention) (ids []int64, err error) {
	query, values, err := s.old(ctx, r, 0)
	if err == nil {
		query += "SELECT DISTINCT source_id FROM judged WHERE kept = '' ORDER BY source_id"
		err = s.q(ctx).Raw(query, values...).Scan(&ids).Error
	}
	return ids, err
}

// pruneSource takes one batch of a source's versions, the oldest first, and says whether there may be more.
func (s *Store) pruneSource(ctx context.Context, r Retention, sourceID int64, sum *Pruned) (more bool, err error) {
	var took Pruned
	err = s.InTx(ctx, func(tx *Store) error {
		query, values, err := tx.old(ctx, r, sourceID)
		if err != nil {
			return err
		}
		var ids []int64
		query += "SELECT id FROM judged WHERE kept = '' ORDER BY id LIMIT ?"
		if err := tx.q(ctx).Raw(query, append(values, pruneBatch)...).Scan(&ids).Error; err != nil || len(ids) == 0 {
			return err
		}
		took.Pages = len(ids)
		return tx.dropSnapshots(ctx, ids, &took)
	})
	if err != nil {
		return false, err
	}
	sum.Pages, sum.Bodies, sum.Bytes = sum.Pages+took.Pages, sum.Bodies+took.Bodies, sum.Bytes+took.Bytes
	return took.Pages == pruneBatch, nil
}

// dropSnapshots deletes snapshots that nothing refers to, their documents, and the bodies that nothing uses then. The
// captures stay, and say no more where their page is.
func (s *Store) dropSnapshots(ctx context.Context, ids []int64, took *Pruned) error {
	var blobs []int64
	q := s.q(ctx).Table("snapshots").Joins("JOIN blobs b ON b.hash = snapshots.blob_hash").Where("snapshots.id IN ?", ids)
	if err := q.Distinct("b.id").Pluck("b.id", &blobs).Error; err != nil {
		return err
	}
	for _, statement := range []string{
		"UPDATE captures SET snapshot_id = NULL WHERE snapshot_id IN ?",
		"DELETE FROM documents WHERE snapshot_id IN ?",
		"DELETE FROM snapshots WHERE id IN ?",
	} {
		if err := s.q(ctx).Exec(statement, ids).Error; err != nil {
			return err
		}
	}
	for len(blobs) > 0 { // and then those that only differences were made from that are gone now
		var bases []int64
		err := s.q(ctx).Table("blobs").Where("id IN ? AND base_id IS NOT NULL", blobs).Distinct("base_id").Pluck("base_id", &bases).Error
		if err != nil {
			return err
		}
		if err := s.dropBlobs(ctx, blobs, took); err != nil {
			return err
		}
		blobs = bases
	}
	return nil
}

// dropBlobs deletes those of some bodies that no snapshot uses and no other body is made from.
func (s *Store) dropBlobs(ctx context.Context, ids []int64, took *Pruned) error {
	if len(ids) == 0 {
		return nil
	}
	var unused []struct{ ID, Bytes int64 }
	err := s.q(ctx).Raw(`SELECT b.id, octet_length(b.data) AS bytes FROM blobs b WHERE b.id IN ?
		AND NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.blob_hash = b.hash)
		AND NOT EXISTS (SELECT 1 FROM blobs d WHERE d.base_id = b.id)`, ids).Scan(&unused).Error
	if err != nil || len(unused) == 0 {
		return err
	}
	gone := make([]int64, 0, len(unused))
	for _, b := range unused {
		gone = append(gone, b.ID)
		took.Bytes += b.Bytes
	}
	took.Bodies += len(gone)
	return s.q(ctx).Exec("DELETE FROM blobs WHERE id IN ?", gone).Error
}

// oldMessages is the condition of messages that may lose their text. What is owed or has failed keeps it: it may still
// be sent. That a message went out, and what it told, stays in any case, so that nothing is told twice.
const oldMessages = "status IN ('sent', 'withdrawn') AND created_at < ? AND body IS NOT NULL"

// pruneMessages takes the text of one batch of messages, and says whether there may be more.
func (s *Store) pruneMessages(ctx context.Context, r Retention, sum *Pruned) (more bool, err error) {
	if r.MessagesBefore.IsZero() {
		return false, nil
	}
	res := s.q(ctx).Exec("UPDATE deliveries SET body = NULL, answer = '' WHERE id IN (SELECT id FROM deliveries WHERE "+
		oldMessages+" LIMIT ?)", r.MessagesBefore, pruneBatch)
	sum.Messages += int(res.RowsAffected)
	return res.RowsAffected == pruneBatch, res.Error
}
