package api

import (
	"context"
	"encoding/json"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// AskJobs chooses jobs.
type AskJobs struct {
	State string `query:"state" enum:"waiting,running,later,failed,cancelled,done"`
	Kind  string `query:"kind" doc:"Such as visit, read or deliver."`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// Job is something that the machine has to do, or has done a moment ago.
type Job struct {
	ID          int64           `json:"id"`
	Kind        string          `json:"kind"`
	Queue       string          `json:"queue"`
	State       string          `json:"state"`
	Args        json.RawMessage `json:"args" doc:"What it works on."`
	Attempt     int             `json:"attempt"`
	MaxAttempts int             `json:"max_attempts"`
	CreatedAt   time.Time       `json:"created_at"`
	NextAt      time.Time       `json:"next_at" doc:"When it may run, where it waits."`
	StartedAt   *time.Time      `json:"started_at,omitempty"`
	EndedAt     *time.Time      `json:"ended_at,omitempty"`
	Errors      int             `json:"errors,omitempty" doc:"Attempts that failed."`
	Reason      string          `json:"reason,omitempty" doc:"Of the last failure."`
}

func newJob(j store.JobView) Job {
	return Job{
		j.ID, j.Kind, j.Queue, string(j.State), json.RawMessage(j.Args), j.Attempt, j.MaxAttempts, j.CreatedAt, j.NextAt, j.StartedAt,
		j.EndedAt, j.Errors, j.Reason,
	}
}

func (a *API) jobs(ctx context.Context, in *AskJobs) (*List[Job], error) {
	filter := store.JobFilter{Kind: in.Kind, Limit: in.Limit}
	if in.State != "" {
		filter.States = []store.JobState{store.JobState(in.State)}
	}
	rows, err := a.st(ctx).JobList(ctx, filter)
	return whole(rows, newJob), err
}

func (a *API) retryJob(ctx context.Context, in *ByID) (*One[Job], error) {
	j, err := a.st(ctx).RetryJob(ctx, in.ID)
	return &One[Job]{Body: newJob(j)}, err
}

func (a *API) cancelJob(ctx context.Context, in *ByID) (*One[Job], error) {
	j, err := a.st(ctx).CancelJob(ctx, in.ID)
	return &One[Job]{Body: newJob(j)}, err
}
