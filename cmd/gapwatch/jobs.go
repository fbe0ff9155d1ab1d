package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/store"
)

func newJobsCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "jobs",
		Short: "What the workers do, and what they could not do",
		Long: `What the workers do, and what they could not do. A job is a visit to a host, the reading of a page, or the delivery of a
message. One that fails is tried again by itself, less and less often; after its last attempt it has failed for good and
waits here for a week.`,
	}
	cmd.AddCommand(newJobsQueuesCommand(a), newJobsListCommand(a), newJobsRetryCommand(a), newJobsCancelCommand(a))
	return cmd
}

func newJobsQueuesCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "queues",
		Short: "Count the jobs of each queue",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withStore(cmd.Context(), func(st *store.Store) error {
				counts, err := st.QueueCounts(cmd.Context())
				if err != nil {
					return err
				}
				return a.printQueues(counts)
			})
		},
	}
}

// withStore opens the database for the time of f.
func (a *app) withStore(ctx context.Context, f func(st *store.Store) error) error {
	st, _, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	return f(st)
}

// queueLine is one queue as data.
type queueLine struct {
	Queue  string                 `json:"queue"`
	Counts map[store.JobState]int `json:"counts"`
	Oldest *time.Time             `json:"oldest_waiting"`
}

func (a *app) printQueues(counts []store.QueueCount) error {
	if a.json {
		for _, c := range counts {
			if err := a.printJSON(queueLine{c.Queue, c.Counts, c.Oldest}); err != nil {
				return err
			}
		}
		return nil
	}
	if len(counts) == 0 {
		fmt.Fprintln(a.out, "No jobs. gapwatch serve, worker and crawl make them.")
		return nil
	}
	states := []store.JobState{store.JobWaiting, store.JobRunning, store.JobLater, store.JobFailed, store.JobCancelled}
	t := a.table("Queue", "Waiting", "Running", "Later", "Failed", "Cancelled", "Waiting since")
	for _, c := range counts {
		row := table.Row{c.Queue}
		for _, state := range states {
			row = append(row, c.Counts[state])
		}
		t.AppendRow(append(row, when(c.Oldest)))
	}
	t.Render()
	return nil
}

func newJobsListCommand(a *app) *cobra.Command {
	var state, kind string
	var limit int
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List jobs, newest first, with the reasons of failures",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			filter := store.JobFilter{Kind: kind, Limit: limit}
			if state != "" {
				if !slices.Contains(store.JobStates(), store.JobState(state)) {
					return misusef("%q is no state of a job: %s", state, jobStateNames())
				}
				filter.States = []store.JobState{store.JobState(state)}
			}
			return a.withStore(cmd.Context(), func(st *store.Store) error {
				jobs, err := st.JobList(cmd.Context(), filter)
				if err != nil {
					return err
				}
				return a.printJobs(jobs)
			})
		},
	}
	cmd.Flags().StringVar(&state, "state", "", "only those that are "+jobStateNames())
	cmd.Flags().StringVar(&kind, "kind", "", "only those of a kind: visit, read, deliver ...")
	cmd.Flags().IntVar(&limit, "limit", 100, "at most so many")
	return cmd
}

func jobStateNames() string {
	var names []string
	for _, s := range store.JobStates() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

// jobLine is one job as data.
type jobLine struct {
	ID       int64           `json:"id"`
	Kind     string          `json:"kind"`
	Queue    string          `json:"queue"`
	Args     json.RawMessage `json:"args"`
	State    store.JobState  `json:"state"`
	Attempt  int             `json:"attempt"`
	Attempts int             `json:"max_attempts"`
	Created  time.Time       `json:"created"`
	Next     time.Time       `json:"next"`
	Ended    *time.Time      `json:"ended"`
	Reason   string          `json:"reason"`
}

func (a *app) printJobs(jobs []store.JobView) error {
	if a.json {
		for _, j := range jobs {
			err := a.printJSON(jobLine{
				j.ID, j.Kind, j.Queue, json.RawMessage(j.Args), j.State, j.Attempt, j.MaxAttempts, j.CreatedAt, j.NextAt,
				j.EndedAt, j.Reason,
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	if len(jobs) == 0 {
		fmt.Fprintln(a.out, "No such jobs.")
		return nil
	}
	t := a.table("Job", "Kind", "About", "State", "Attempt", "Next or ended", "Reason")
	for _, j := range jobs {
		at := when(&j.NextAt)
		if j.EndedAt != nil {
			at = when(j.EndedAt)
		}
		t.AppendRow(table.Row{
			j.ID, j.Kind, about(j.Args), j.State, fmt.Sprintf("%d of %d", j.Attempt, j.MaxAttempts), at, j.Reason,
		})
	}
	t.Render()
	return nil
}

// about writes a job's arguments without their brackets.
func about(args string) string {
	var values map[string]any
	dec := json.NewDecoder(strings.NewReader(args))
	dec.UseNumber()
	if dec.Decode(&values) != nil {
		return args
	}
	var parts []string
	for key, value := range values {
		parts = append(parts, fmt.Sprintf("%s %v", strings.ReplaceAll(key, "_", " "), value))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

func newJobsRetryCommand(a *app) *cobra.Command {
	var failed bool
	cmd := &cobra.Command{
		Use:   "retry [JOB...]",
		Short: "Let jobs run now that wait, were cancelled or have failed",
		RunE: func(cmd *cobra.Command, args []string) error {
			if failed == (len(args) > 0) {
				return misusef("name the jobs by their numbers, or say --failed for all that have failed for good")
			}
			return a.steer(cmd.Context(), args, failed, (*store.Store).RetryJob)
		},
	}
	cmd.Flags().BoolVar(&failed, "failed", false, "all that have failed for good")
	return cmd
}

func newJobsCancelCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "cancel JOB...",
		Short: "End jobs that wait; tell those that run to stop",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.steer(cmd.Context(), args, false, (*store.Store).CancelJob)
		},
	}
}

// steer does one thing to each of some jobs and prints how they stand then.
func (a *app) steer(
	ctx context.Context, args []string, failed bool,
	do func(st *store.Store, ctx context.Context, id int64) (store.JobView, error),
) error {
	ids := make([]int64, 0, len(args))
	for _, arg := range args {
		id, err := strconv.ParseInt(arg, 10, 64)
		if err != nil {
			return misusef("%q is no number of a job; gapwatch jobs list shows them", arg)
		}
		ids = append(ids, id)
	}
	return a.withStore(ctx, func(st *store.Store) error {
		if failed {
			jobs, err := st.JobList(ctx, store.JobFilter{States: []store.JobState{store.JobFailed}, Limit: 10_000})
			if err != nil {
				return err
			}
			for _, j := range jobs {
				ids = append(ids, j.ID)
			}
		}
		var after []store.JobView
		for _, id := range ids {
			j, err := do(st, ctx, id)
			if err != nil {
				return err
			}
			after = append(after, j)
		}
		return a.printJobs(after)
	})
}
