package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
	"gorm.io/gorm"
)

// queue is the job engine on one of the two databases.
type queue interface {
	start(ctx context.Context) error
	stop(ctx context.Context) error
	insert(ctx context.Context, tx *Store, jobs []river.InsertManyParams) error
	notify(ctx context.Context, tx *Store, queues []string) error
	list(ctx context.Context, p *river.JobListParams) ([]*rivertype.JobRow, error)
	retry(ctx context.Context, tx *Store, id int64) (*rivertype.JobRow, error)
	cancel(ctx context.Context, tx *Store, id int64) (*rivertype.JobRow, error)
}

// insertTopic is the queue's name for notices of inserted jobs.
const insertTopic = "river_insert"

const quietAboutInserts = 24 * time.Hour

// inserters hold the queue that inserts on behalf of a store; it does not work on jobs.
type inserters struct {
	once  sync.Once
	queue queue
	err   error
}

func (s *Store) inserter() (queue, error) {
	s.jobs.once.Do(func() {
		// The cool-down is also how long the queue itself keeps quiet about a second insert: we notify, once a transaction.
		config := &river.Config{Logger: quiet(s.log), FetchCooldown: quietAboutInserts, FetchPollInterval: quietAboutInserts}
		s.jobs.queue, s.jobs.err = s.newQueue(config)
	})
	return s.jobs.queue, s.jobs.err
}

func (s *Store) newQueue(config *river.Config) (queue, error) {
	if s.pg != nil {
		return newEngine(riverpgxv5.New(s.pg), config, pgxTx)
	}
	return newEngine(newPromptDriver(s.sql, s.bell), config, sqlTx)
}

func sqlTx(pool gorm.ConnPool) (*sql.Tx, bool) {
	t, ok := pool.(*sqliteTx)
	if !ok {
		return nil, false
	}
	return t.Tx, true
}

func pgxTx(pool gorm.ConnPool) (pgx.Tx, bool) {
	t, ok := pool.(*pgTx)
	if !ok {
		return nil, false
	}
	return t.tx, true
}

// engine is the job queue with the transactions of one database.
type engine[T any] struct {
	driver riverdriver.Driver[T]
	client *river.Client[T]
	unwrap func(gorm.ConnPool) (T, bool)
}

func newEngine[T any](driver riverdriver.Driver[T], config *river.Config, unwrap func(gorm.ConnPool) (T, bool)) (queue, error) {
	client, err := river.NewClient(driver, config)
	if err != nil {
		return nil, err
	}
	return &engine[T]{driver, client, unwrap}, nil
}

func (e *engine[T]) start(ctx context.Context) error { return e.client.Start(ctx) }

func (e *engine[T]) stop(ctx context.Context) error {
	if e.client.Stop(ctx) == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cancelTime)
	defer cancel()
	if err := e.client.StopAndCancel(ctx); err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

func (e *engine[T]) insert(ctx context.Context, tx *Store, jobs []river.InsertManyParams) error {
	return e.in(tx, func(t T) error {
		_, err := e.client.InsertManyTx(ctx, t, jobs)
		return err
	})
}

// notify tells those who work on queues that jobs were inserted, once the transaction is committed. The queue would do
// so itself, but not twice within its cool-down: the second of two jobs would wait for the next look.
func (e *engine[T]) notify(ctx context.Context, tx *Store, queues []string) error {
	payloads := make([]string, len(queues))
	for i, name := range queues {
		payloads[i] = fmt.Sprintf(`{"queue": %q}`, name)
	}
	return e.in(tx, func(t T) error {
		return e.driver.UnwrapExecutor(t).NotifyMany(ctx, &riverdriver.NotifyManyParams{Topic: insertTopic, Payload: payloads})
	})
}

func (e *engine[T]) list(ctx context.Context, p *river.JobListParams) ([]*rivertype.JobRow, error) {
	found, err := e.client.JobList(ctx, p)
	if err != nil {
		return nil, err
	}
	return found.Jobs, nil
}

func (e *engine[T]) retry(ctx context.Context, tx *Store, id int64) (row *rivertype.JobRow, err error) {
	err = e.in(tx, func(t T) error {
		row, err = e.client.JobRetryTx(ctx, t, id)
		return err
	})
	return row, err
}

func (e *engine[T]) cancel(ctx context.Context, tx *Store, id int64) (row *rivertype.JobRow, err error) {
	err = e.in(tx, func(t T) error {
		row, err = e.client.JobCancelTx(ctx, t, id)
		return err
	})
	return row, err
}

// in does something with the transaction of a store, as the queue wants it.
func (e *engine[T]) in(tx *Store, do func(t T) error) error {
	pool := tx.db.Statement.ConnPool
	t, ok := e.unwrap(pool)
	if !ok {
		return errors.New("not in a transaction")
	}
	if pg, ok := pool.(*pgTx); ok {
		return pg.hold(func() error { return do(t) })
	}
	return do(t)
}
