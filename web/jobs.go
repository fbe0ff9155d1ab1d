package web

import (
	"net/http"
	"strconv"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// jobsView is what the machine is at, and how it fares.
type jobsView struct {
	Missing []string // what it cannot work without
	Fare    watch.Fare
	Queues  []store.QueueCount
	States  []store.JobState
	Jobs    []store.JobView
	State   store.JobState
}

func (s *Server) jobs(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := jobsView{States: store.JobStates(), State: store.JobState(r.URL.Query().Get("state"))}
	filter := store.JobFilter{}
	if v.State != "" {
		filter.States = []store.JobState{v.State}
	}
	v.Missing = s.probes.missing(ctx)
	var err error
	if v.Fare, err = watch.HowItFares(ctx, s.store, s.now()); err != nil {
		return err
	}
	if v.Queues, err = s.store.QueueCounts(ctx); err != nil {
		return err
	}
	if v.Jobs, err = s.store.JobList(ctx, filter); err != nil {
		return err
	}
	return s.show(w, r, "jobs.html", page{Title: "Jobs and health", Current: "/jobs", Body: v})
}

// jobSteer tries a job again, or takes it away.
func (s *Server) jobSteer(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	steer, said := s.store.RetryJob, "It is tried again."
	if r.PostFormValue("cancel") != "" {
		steer, said = s.store.CancelJob, "Cancelled."
	}
	if _, err := steer(r.Context(), id); err != nil {
		return err
	}
	return s.done(w, r, "/jobs", said)
}
