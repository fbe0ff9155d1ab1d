package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"gorm.io/gorm"
)

// JobState is how far a job has come, in the words of people.
type JobState string

// States of a job.
const (
	JobWaiting   JobState = "waiting"   // for a worker that is free
	JobRunning   JobState = "running"   // a worker has it
	JobLater     JobState = "later"     // waits for its time, or to be tried again
	JobFailed    JobState = "failed"    // for good: it has used up its attempts
	JobCancelled JobState = "cancelled" // by a person, or because there was nothing to do
	JobDone      JobState = "done"      // forgotten within minutes
)

// JobStates lists every state, those that need a person's eye last.
func JobStates() []JobState {
	return []JobState{JobWaiting, JobRunning, JobLater, JobDone, JobCancelled, JobFailed}
}

// rivers are the queue's own states that a state stands for.
func (s JobState) rivers() []rivertype.JobState {
	switch s {
	case JobWaiting:
		return []rivertype.JobState{rivertype.JobStateAvailable}
	case JobRunning:
		return []rivertype.JobState{rivertype.JobStateRunning}
	case JobLater:
		return []rivertype.JobState{rivertype.JobStateScheduled, rivertype.JobStateRetryable, rivertype.JobStatePending}
	case JobFailed:
		return []rivertype.JobState{rivertype.JobStateDiscarded}
	case JobCancelled:
		return []rivertype.JobState{rivertype.JobStateCancelled}
	case JobDone:
		return []rivertype.JobState{rivertype.JobStateCompleted}
	}
	return nil
}

func jobState(of rivertype.JobState) JobState {
	for _, s := range JobStates() {
		if slices.Contains(s.rivers(), of) {
			return s
		}
	}
	return JobState(of)
}

// JobView is one job as people see it.
type JobView struct {
	ID          int64
	Kind        string
	Queue       string
	Args        string // JSON
	State       JobState
	Attempt     int
	MaxAttempts int
	CreatedAt   time.Time
	NextAt      time.Time // when it may run, where it waits
	StartedAt   *time.Time
	EndedAt     *time.Time
	Errors      int    // attempts that failed
	Reason      string // of the last failure; empty where none failed
}

// JobFilter chooses jobs; its zero value chooses all.
type JobFilter struct {
	States []JobState
	Kind   string
	IDs    []int64
	Limit  int // newest first; 0 means 100
}

// Bounds of what is shown of jobs.
const (
	defaultJobs = 100
	mostJobs    = 10_000
	reasonBytes = 500
)

// JobList returns jobs, newest first.
func (s *Store) JobList(ctx context.Context, f JobFilter) ([]JobView, error) {
	q, err := s.inserter()
	if err != nil {
		return nil, fmt.Errorf("job queue: %w", err)
	}
	rows, err := q.list(ctx, f.params())
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	views := make([]JobView, len(rows))
	for i, row := range rows {
		views[i] = jobView(row)
	}
	return views, nil
}

func (f JobFilter) params() *river.JobListParams {
	if f.Limit <= 0 {
		f.Limit = defaultJobs
	}
	p := river.NewJobListParams().First(min(f.Limit, mostJobs)).OrderBy(river.JobListOrderByID, river.SortOrderDesc)
	var states []rivertype.JobState
	for _, state := range f.States {
		states = append(states, state.rivers()...)
	}
	if len(states) > 0 {
		p = p.States(states...)
	}
	if f.Kind != "" {
		p = p.Kinds(cleanText(f.Kind)) // PostgreSQL knows no text that is none
	}
	if len(f.IDs) > 0 {
		p = p.IDs(f.IDs...)
	}
	return p
}

func jobView(row *rivertype.JobRow) JobView {
	v := JobView{
		ID:          row.ID,
		Kind:        row.Kind,
		Queue:       row.Queue,
		Args:        string(row.EncodedArgs),
		State:       jobState(row.State),
		Attempt:     row.Attempt,
		MaxAttempts: row.MaxAttempts,
		CreatedAt:   row.CreatedAt.UTC(),
		NextAt:      row.ScheduledAt.UTC(),
		StartedAt:   row.AttemptedAt,
		EndedAt:     row.FinalizedAt,
		Errors:      len(row.Errors),
	}
	if n := len(row.Errors); n > 0 {
		v.Reason = oneLine(row.Errors[n-1].Error)
	}
	return v
}

// oneLine bounds an error's text and keeps it on one line.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > reasonBytes {
		text = strings.ToValidUTF8(text[:reasonBytes], "") + "…"
	}
	return text
}

// RetryJob lets a job run now that waits, was cancelled or has failed for good. A running one is left alone. It fails
// with ErrTwin where a job of the same meaning is open already.
func (s *Store) RetryJob(ctx context.Context, id int64) (JobView, error) {
	return s.steerJob(ctx, id, "retry", queue.retry)
}

// CancelJob ends a job that has not run; one that is running is told to stop, and is not tried again if it fails.
func (s *Store) CancelJob(ctx context.Context, id int64) (JobView, error) {
	return s.steerJob(ctx, id, "cancel", queue.cancel)
}

// ErrTwin: a job of the same meaning is open already, and does what this one would.
var ErrTwin = errors.New("another job does the same already")

func (s *Store) steerJob(
	ctx context.Context, id int64, what string,
	steer func(q queue, ctx context.Context, tx *Store, id int64) (*rivertype.JobRow, error),
) (JobView, error) {
	q, err := s.inserter()
	if err != nil {
		return JobView{}, fmt.Errorf("job queue: %w", err)
	}
	var row *rivertype.JobRow
	err = s.InTx(ctx, func(tx *Store) error {
		var err error
		row, err = steer(q, ctx, tx, id)
		return err
	})
	switch {
	case errors.Is(err, rivertype.ErrNotFound):
		return JobView{}, fmt.Errorf("job %d: %w", id, ErrNotFound)
	case err != nil && s.isDuplicate(err):
		return JobView{}, fmt.Errorf("%s job %d: %w", what, id, ErrTwin)
	case err != nil:
		return JobView{}, fmt.Errorf("%s job %d: %w", what, id, err)
	}
	return jobView(row), nil
}

// uniqueViolation is PostgreSQL's code for a row that is there already.
const uniqueViolation = "23505"

// isDuplicate tells an error of the database that says a row is there already, whoever has wrapped it.
func (s *Store) isDuplicate(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == uniqueViolation
	}
	return errors.Is(sqliteDialector{}.Translate(err), gorm.ErrDuplicatedKey)
}

// QueueCount is how many jobs of a queue are in each state.
type QueueCount struct {
	Queue  string
	Counts map[JobState]int
	Oldest *time.Time // since when the one that has waited longest could run; nil where none waits
}

// QueueCounts counts the jobs of every queue, in order of their names.
func (s *Store) QueueCounts(ctx context.Context) ([]QueueCount, error) {
	var rows []struct {
		Queue string
		State rivertype.JobState
		N     int
	}
	err := s.q(ctx).Raw("SELECT queue, state, count(*) AS n FROM river_job GROUP BY queue, state ORDER BY queue, state").
		Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count jobs: %w", err)
	}
	var counts []QueueCount
	for _, row := range rows {
		if n := len(counts); n == 0 || counts[n-1].Queue != row.Queue {
			counts = append(counts, QueueCount{Queue: row.Queue, Counts: map[JobState]int{}})
		}
		counts[len(counts)-1].Counts[jobState(row.State)] += row.N
	}
	for i := range counts {
		if counts[i].Oldest, err = s.oldestWaiting(ctx, counts[i].Queue); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

func (s *Store) oldestWaiting(ctx context.Context, queue string) (*time.Time, error) {
	var at []time.Time
	err := s.q(ctx).Table("river_job").Where("state = 'available' AND queue = ?", queue).
		Order("scheduled_at").Limit(1).Pluck("scheduled_at", &at).Error
	if err != nil || len(at) == 0 {
		return nil, err
	}
	oldest := at[0].UTC()
	return &oldest, nil
}
