package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Times of the job queue.
const (
	jobTimeout     = 5 * time.Minute
	rescueAfter    = jobTimeout + time.Minute // of a job whose process is neither done nor known to be dead
	keepCompleted  = 15 * time.Minute
	fetchCooldown  = 5 * time.Millisecond
	drainedLook    = 25 * time.Millisecond
	defaultPoll    = 500 * time.Millisecond
	defaultWorkers = 8
	stopTime       = 14 * time.Second // for running jobs to finish
	cancelTime     = 4 * time.Second  // for those that did not, once they are cancelled
)

// openStates are those of a job that still has to be done. A job that is unique is unique among these: one that is
// completed must not keep the next from being inserted.
func openStates() []rivertype.JobState {
	return []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
		rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}
}

// JobOptions say how a process works on jobs.
type JobOptions struct {
	// MaxWorkers is how many jobs of a queue run at a time; 0 means 8.
	MaxWorkers int
	// Queues are the queues to work on beside the default one, each with its own number of workers, so that jobs that
	// wait cannot hold up those that compute.
	Queues map[string]int
	// Poll is how often to look for jobs that no notification told of; 0 means twice a second.
	Poll time.Duration
	// Periodic are inserted at their times by one process of all, unless the one before is still open.
	Periodic []Periodic
}

// Periodic is a job that is inserted again and again, and when a process that may insert it begins to work.
type Periodic struct {
	Every time.Duration
	Args  river.JobArgs
}

// job is the queue's form of it. Its options are spelled out: by its own default the queue would hold a completed job
// against the next.
func (p Periodic) job() *river.PeriodicJob {
	return river.NewPeriodicJob(
		river.PeriodicInterval(p.Every),
		func() (river.JobArgs, *river.InsertOpts) { return p.Args, openUnique(p.Args, nil) },
		&river.PeriodicJobOpts{RunOnStart: true},
	)
}

// Jobs works on jobs, in this process, until it is stopped.
type Jobs struct {
	store *Store
	queue queue
	alive *alive
	end   func() // ends the look-out for dead processes, and waits for it
}

// Jobs prepares to work on jobs with these workers. Every kind of job must have its worker in every process that
// works, also those it never inserts: it may come to finish what another process began.
func (s *Store) Jobs(workers *river.Workers, o JobOptions) (*Jobs, error) {
	alive := newAlive(s)
	config := s.jobConfig(workers, o)
	config.ID = alive.id
	q, err := s.newQueue(config)
	if err != nil {
		return nil, fmt.Errorf("job queue: %w", err)
	}
	return &Jobs{store: s, queue: q, alive: alive, end: func() {}}, nil
}

func (s *Store) jobConfig(workers *river.Workers, o JobOptions) *river.Config {
	if o.MaxWorkers <= 0 {
		o.MaxWorkers = defaultWorkers
	}
	if o.Poll <= 0 {
		o.Poll = defaultPoll
	}
	queues := map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: o.MaxWorkers}}
	for name, workers := range o.Queues {
		queues[name] = river.QueueConfig{MaxWorkers: workers}
	}
	periodic := make([]*river.PeriodicJob, len(o.Periodic))
	for i, p := range o.Periodic {
		periodic[i] = p.job()
	}
	return &river.Config{
		Logger:                      quiet(s.log),
		Workers:                     workers,
		Queues:                      queues,
		PeriodicJobs:                periodic,
		FetchCooldown:               fetchCooldown,
		FetchPollInterval:           o.Poll,
		JobTimeout:                  jobTimeout,
		RescueStuckJobsAfter:        rescueAfter,
		CompletedJobRetentionPeriod: keepCompleted,
	}
}

// Start begins to work. It first frees the jobs of processes that are known to be dead. When ctx ends, running jobs
// are cancelled; Stop must still be called.
func (j *Jobs) Start(ctx context.Context) error {
	if err := j.alive.begin(ctx); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	err := j.alive.takeOver(ctx)
	if err == nil {
		err = j.store.wakeJobs(ctx)
	}
	if err == nil {
		err = j.queue.start(ctx)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("start jobs: %w", err), j.alive.end())
	}
	watching, cancel := context.WithCancel(ctx)
	var watch sync.WaitGroup
	watch.Go(func() { j.alive.watch(watching) })
	j.end = func() { cancel(); watch.Wait() }
	return nil
}

// Stop lets running jobs finish until ctx ends (or stopTime has passed) and cancels the rest, so that it takes less than
// 20 seconds, which is what those who stop services wait for. When it returns nothing runs any more. What it tidies up
// can wait for the next process to do it, so that a server which restarts at that moment makes no failure of the stop.
func (j *Jobs) Stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, stopTime)
	defer cancel()
	j.end()
	err := j.queue.stop(ctx)
	if untidy := errors.Join(j.store.forgetJobs(context.WithoutCancel(ctx)), j.alive.end()); untidy != nil {
		j.store.log.WarnContext(ctx, "tidy up after the jobs", "error", untidy)
	}
	return err
}

// forgetJobs removes completed jobs and old notices, so that the rows of many short crawls do not add up: none may
// live long enough to be the one that tidies.
func (s *Store) forgetJobs(ctx context.Context) error {
	err := s.q(ctx).Exec("DELETE FROM river_job WHERE state = 'completed'").Error
	if err == nil && s.pg == nil {
		err = s.q(ctx).Exec("DELETE FROM river_notification WHERE created_at < datetime('now', '-1 minute')").Error
	}
	if err != nil {
		return fmt.Errorf("forget completed jobs: %w", err)
	}
	return nil
}

// Drained waits until no job of these kinds (none given: of any kind) could run now or is running. Jobs that wait for
// a later time do not count.
func (j *Jobs) Drained(ctx context.Context, kinds ...string) error {
	tick := time.NewTicker(drainedLook)
	defer tick.Stop()
	for {
		busy, err := j.store.busy(ctx, kinds)
		if err != nil || !busy {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for jobs: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// busy says whether a job of these kinds runs or could.
func (s *Store) busy(ctx context.Context, kinds []string) (bool, error) {
	q := s.q(ctx).Table("river_job").Where("state IN ('available', 'running') OR (state IN ('retryable', 'scheduled')"+
		" AND scheduled_at <= ?)", s.jobTime(time.Now()))
	if len(kinds) > 0 {
		q = q.Where("kind || '' IN ?", kinds) // few jobs are open, many are of a kind: go by the index on states
	}
	var one []int
	if err := q.Select("1").Limit(1).Scan(&one).Error; err != nil {
		return false, fmt.Errorf("look for open jobs: %w", err)
	}
	return len(one) > 0, nil
}

// jobTime is a time as the job queue writes it: on SQLite as text of its own form.
func (s *Store) jobTime(t time.Time) any {
	if s.pg != nil {
		return t
	}
	return t.UTC().Format("2006-01-02 15:04:05.000")
}

// Insert adds a job, in the transaction if s is one: the job is there if and when the rows are. A job that is unique
// by its options and is waiting or running already is not added again.
func (s *Store) Insert(ctx context.Context, args river.JobArgs, opts *river.InsertOpts) error {
	return s.InsertMany(ctx, []river.InsertManyParams{{Args: args, InsertOpts: opts}})
}

// InsertMany is Insert for several jobs at once.
func (s *Store) InsertMany(ctx context.Context, jobs []river.InsertManyParams) error {
	if len(jobs) == 0 {
		return nil
	}
	for i := range jobs {
		jobs[i].InsertOpts = openUnique(jobs[i].Args, jobs[i].InsertOpts)
	}
	return s.InTx(ctx, func(tx *Store) error {
		q, err := tx.inserter()
		if err != nil {
			return fmt.Errorf("job queue: %w", err)
		}
		if err := q.insert(ctx, tx, jobs); err != nil {
			return fmt.Errorf("insert job: %w", err)
		}
		for _, job := range jobs {
			tx.told[queueOf(job)] = true
		}
		return nil
	})
}

// queueOf is the queue that a job is inserted into.
func queueOf(job river.InsertManyParams) string {
	if o := job.InsertOpts; o != nil && o.Queue != "" {
		return o.Queue
	}
	if withOpts, ok := job.Args.(river.JobArgsWithInsertOpts); ok && withOpts.InsertOpts().Queue != "" {
		return withOpts.InsertOpts().Queue
	}
	return river.QueueDefault
}

// openUnique makes a unique job unique among the open ones.
func openUnique(args river.JobArgs, opts *river.InsertOpts) *river.InsertOpts {
	var o river.InsertOpts
	if withOpts, ok := args.(river.JobArgsWithInsertOpts); ok {
		o.UniqueOpts = withOpts.InsertOpts().UniqueOpts
	}
	if opts != nil {
		unique := o.UniqueOpts
		o = *opts
		if isZero(o.UniqueOpts) {
			o.UniqueOpts = unique
		}
	}
	if !isZero(o.UniqueOpts) && o.UniqueOpts.ByState == nil {
		o.UniqueOpts.ByState = openStates()
	}
	return &o
}

func isZero(u river.UniqueOpts) bool {
	return !u.ByArgs && u.ByPeriod == 0 && !u.ByQueue && u.ByState == nil && !u.ExcludeKind
}

// Hurry lets the waiting jobs of a kind run now whose arguments hold a number under a name.
func (s *Store) Hurry(ctx context.Context, kind, name string, number int64) error {
	arg := "json_extract(args, '$." + name + "')"
	if s.pg != nil {
		arg = "(args->>'" + name + "')::bigint"
	}
	err := s.q(ctx).Exec("UPDATE river_job SET scheduled_at = ?, state = 'available' WHERE kind = ?"+
		" AND state IN ('retryable', 'scheduled') AND "+arg+" = ?", s.jobTime(time.Now()), kind, number).Error
	if err != nil {
		return fmt.Errorf("hurry %s: %w", kind, err)
	}
	return nil
}

// CompleteTx ends a job in the transaction that writes its rows: both happen or neither. It fails with ErrJobTaken if
// the job is not running in this very attempt any more, because it was taken for dead and another process has it; the
// rows must then not be written. The queue's own function for this would let a job be completed twice.
func CompleteTx[A river.JobArgs](ctx context.Context, tx *Store, job *river.Job[A]) error {
	now := tx.jobTime(time.Now())
	res := tx.q(ctx).Exec("UPDATE river_job SET state = 'completed', finalized_at = ?"+
		" WHERE id = ? AND state = 'running' AND attempt = ?", now, job.ID, job.Attempt)
	if res.Error != nil {
		return fmt.Errorf("complete job %d: %w", job.ID, res.Error)
	}
	if res.RowsAffected == 0 {
		return fmt.Errorf("complete job %d: %w", job.ID, ErrJobTaken)
	}
	return nil
}
