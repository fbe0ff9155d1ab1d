package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
)

const (
	// takeOverEvery is how often a process at work looks for others that died.
	takeOverEvery = time.Second
	// deadFor is how long a process of PostgreSQL has seemed dead when its jobs are taken over. A server that restarts lets go
	// of every sign of life, and each process needs until its next look, and a connection, to give its own again.
	deadFor = 2*takeOverEvery + takeOverEvery/2
)

// alive is the sign of life of one process that works on jobs: a lock that the system lets go of when the process
// dies, however it dies. The queue alone would wait minutes before it takes a job from a process that was killed,
// because it can only guess; here the next process to start knows.
//
// On SQLite the lock is on a file beside the database, on PostgreSQL an advisory lock of the session.
type alive struct {
	store *Store
	id    string
	file  *sql.DB
	tx    *sql.Tx
	conn  *pgxpool.Conn
	seem  map[string]time.Time // since when others have seemed dead
}

func newAlive(s *Store) *alive {
	return &alive{store: s, id: "gapwatch-" + strings.ToLower(rand.Text())}
}

// begin takes the lock.
func (a *alive) begin(ctx context.Context) (err error) {
	if a.store.pg == nil {
		return a.beginFile(context.WithoutCancel(ctx))
	}
	if a.conn, err = a.store.pg.Acquire(ctx); err != nil {
		return err
	}
	_, err = a.conn.Exec(ctx, "SELECT pg_advisory_lock($1)", lifeKey(a.id))
	return err
}

// beginFile locks a file and only then gives it the name by which others find it: one that they could find before would
// look like that of a dead process, and be removed.
func (a *alive) beginFile(ctx context.Context) (err error) {
	path := a.store.lifeFile(a.id)
	unborn := a.store.path + unbornMark + a.id
	if a.file, a.tx, err = lockFile(ctx, unborn, "rwc"); err != nil {
		return err
	}
	if err := os.Rename(unborn, path); err != nil {
		err = errors.Join(err, a.tx.Rollback(), a.file.Close(), ignoreMissing(os.Remove(unborn)))
		a.tx = nil
		return err
	}
	return nil
}

// unbornMark stands between the name of the database and that of a process that has not locked its file yet.
const unbornMark = ".new-"

// end lets go of it.
func (a *alive) end() error {
	if a.conn != nil {
		ctx, cancel := context.WithTimeout(context.Background(), finishTime)
		defer cancel()
		err := a.conn.Conn().Close(ctx)
		a.conn.Release()
		a.conn = nil
		return err
	}
	if a.tx == nil {
		return nil
	}
	err := errors.Join(a.tx.Rollback(), a.file.Close(), ignoreMissing(os.Remove(a.store.lifeFile(a.id))))
	a.tx = nil
	return err
}

// watch takes over from processes that die while this one works, until ctx ends. A server may also need a moment to
// notice that a process is gone.
func (a *alive) watch(ctx context.Context) {
	tick := time.NewTicker(takeOverEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := a.keep(ctx); err != nil && ctx.Err() == nil {
				a.store.log.WarnContext(ctx, "keep the sign of life", "error", err)
				continue
			}
			if err := a.takeOver(ctx); err != nil && ctx.Err() == nil {
				a.store.log.WarnContext(ctx, "look for dead processes", "error", err)
			}
		}
	}
}

// keep takes the lock again where it was lost: a server that restarts lets go of all of them, and to the others this
// process would seem dead for ever after.
func (a *alive) keep(ctx context.Context) error {
	if a.conn == nil || a.conn.Ping(ctx) == nil {
		return nil
	}
	conn, err := a.store.pg.Acquire(ctx)
	if err != nil {
		return err
	}
	a.conn.Release()
	a.conn = conn
	_, err = conn.Exec(ctx, "SELECT pg_advisory_lock($1)", lifeKey(a.id))
	return err
}

// takeOver frees the jobs, and the leadership, of processes that are dead.
func (a *alive) takeOver(ctx context.Context) error {
	ids, err := a.store.workerIDs(ctx)
	if err != nil {
		return err
	}
	seemed := a.seem
	a.seem = map[string]time.Time{}
	for _, id := range ids {
		if id == a.id {
			continue
		}
		dead, err := a.store.isDead(ctx, id)
		if err != nil {
			return err
		}
		if dead && a.forSure(id, seemed[id]) {
			if err := a.store.freeJobsOf(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// forSure tells whether a process that seems dead, since some time or since now, is. A file's lock is lost by dying alone.
func (a *alive) forSure(id string, since time.Time) bool {
	now := time.Now()
	if since.IsZero() {
		since = now
	}
	a.seem[id] = since
	return a.store.pg == nil || now.Sub(since) >= deadFor
}

// lastWorker is the id of the process that ran a job last.
func (s *Store) lastWorker() string {
	if s.pg != nil {
		return "attempted_by[array_upper(attempted_by, 1)]"
	}
	return "json_extract(attempted_by, '$[#-1]')"
}

// workerIDs are the processes that the queue believes to be at work, and those that left a sign of life.
func (s *Store) workerIDs(ctx context.Context) ([]string, error) {
	var ids []string
	err := s.q(ctx).Raw("SELECT DISTINCT " + s.lastWorker() + " FROM river_job" +
		" WHERE state = 'running' AND attempted_by IS NOT NULL UNION SELECT leader_id FROM river_leader").Scan(&ids).Error
	if err != nil {
		return nil, fmt.Errorf("look for processes at work: %w", err)
	}
	if s.pg != nil {
		return ids, nil
	}
	if err := s.removeUnborn(); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(escapeGlob(s.path) + ".gapwatch-*")
	for _, file := range files {
		if id := strings.TrimPrefix(file, s.path+"."); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// removeUnborn removes the files of processes that died before they had locked them.
func (s *Store) removeUnborn() error {
	files, err := filepath.Glob(escapeGlob(s.path) + unbornMark + "gapwatch-*")
	for _, file := range files {
		if info, errStat := os.Stat(file); errStat == nil && time.Since(info.ModTime()) > time.Minute {
			err = errors.Join(err, ignoreMissing(os.Remove(file)))
		}
	}
	return err
}

// escapeGlob makes a path stand for itself in a pattern.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// freeJobsOf gives the jobs a dead process was running back to the queue. Those that have used up their attempts, as
// one that kills its process does, are discarded.
func (s *Store) freeJobsOf(ctx context.Context, id string) error {
	now := s.jobTime(time.Now())
	err := s.InTx(ctx, func(tx *Store) error {
		free := "UPDATE river_job SET state = CASE WHEN attempt >= max_attempts THEN 'discarded' ELSE 'available' END," +
			" finalized_at = CASE WHEN attempt >= max_attempts THEN ? END, scheduled_at = ?" +
			" WHERE state = 'running' AND " + s.lastWorker() + " = ?"
		if s.pg != nil {
			free = strings.NewReplacer("'discarded' ELSE 'available' END", "'discarded' ELSE 'available' END::river_job_state",
				"THEN ? END", "THEN ?::timestamptz END").Replace(free)
		}
		if err := tx.q(ctx).Exec(free, now, now, id).Error; err != nil {
			return err
		}
		return tx.q(ctx).Exec("DELETE FROM river_leader WHERE leader_id = ?", id).Error
	})
	if err != nil {
		return fmt.Errorf("free jobs of a dead process: %w", err)
	}
	return nil
}

// wakeJobs lets waiting jobs whose time has come run, without waiting for a leader to see it.
func (s *Store) wakeJobs(ctx context.Context) error {
	now := s.jobTime(time.Now())
	err := s.InTx(ctx, func(tx *Store) error {
		return tx.q(ctx).Exec("UPDATE river_job SET state = 'available' WHERE state IN ('retryable', 'scheduled')"+
			" AND scheduled_at <= ?", now).Error
	})
	if err != nil && !errors.Is(err, gorm.ErrDuplicatedKey) { // its twin is waiting already: the queue will sort it out
		return fmt.Errorf("wake jobs: %w", err)
	}
	return nil
}

// TryAgain lets jobs of a kind that were given up, and were made after a time, run once more. A job uses up its attempts
// also where it shares a process that is killed again and again for what others do.
func (s *Store) TryAgain(ctx context.Context, kind string, after time.Time) error {
	err := s.q(ctx).Exec("UPDATE river_job SET state = 'available', attempt = max_attempts - 1, finalized_at = NULL, scheduled_at = ?"+
		" WHERE kind = ? AND state = 'discarded' AND created_at > ?", s.jobTime(time.Now()), kind, s.jobTime(after)).Error
	if err != nil {
		return fmt.Errorf("try %s again: %w", kind, err)
	}
	return nil
}

// isDead says whether the process with this id is gone. An id of another program's making is left alone.
func (s *Store) isDead(ctx context.Context, id string) (bool, error) {
	if !strings.HasPrefix(id, "gapwatch-") || strings.ContainsAny(id, `/\`) {
		return false, nil
	}
	if s.pg != nil {
		return s.isDeadPostgres(ctx, id)
	}
	path := s.lifeFile(id)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	file, tx, err := lockFile(ctx, path, "rw")
	if err != nil {
		return false, nil //nolint:nilerr // somebody holds it
	}
	// It was locked, so it is dead; that letting go may fail, because another process has removed the file, means nothing.
	_, _ = tx.Rollback(), file.Close()
	return true, ignoreMissing(os.Remove(path))
}

func (s *Store) isDeadPostgres(ctx context.Context, id string) (dead bool, err error) {
	conn, err := s.pg.Acquire(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Release()
	if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", lifeKey(id)).Scan(&dead); err != nil || !dead {
		return false, err
	}
	_, err = conn.Exec(ctx, "SELECT pg_advisory_unlock($1)", lifeKey(id))
	return true, err
}

func (s *Store) lifeFile(id string) string { return s.path + "." + id }

func lifeKey(id string) int64 {
	sum := sha256.Sum256([]byte(id))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// lockFile takes the write lock of an empty database file at once, or fails. SQLite's own lock is used because it
// works wherever the database does.
func lockFile(ctx context.Context, path, mode string) (*sql.DB, *sql.Tx, error) {
	db, err := sql.Open("sqlite", "file:"+escapePath(path)+"?_pragma=busy_timeout(0)&_txlock=immediate&mode="+mode)
	if err != nil {
		return nil, nil, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, tx, nil
}
