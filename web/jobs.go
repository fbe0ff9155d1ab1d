package web

import (
	"net/http"
	"strconv"

	"github.com/gapwatch/gapwatch/store"
)

// jobsView is what the machine is at.
type jobsView struct {
	Queues []store.QueueCount
	States []store.JobState
	Jobs   []store.JobView
	State  store.JobState
	Failed []store.Delivery // messages that were given up
}

func (s *Server) jobs(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := jobsView{States: store.JobStates(), State: store.JobState(r.URL.Query().Get("state"))}
	filter := store.JobFilter{}
	if v.State != "" {
		filter.States = []store.JobState{v.State}
	}
	var err error
	if v.Queues, err = s.store.QueueCounts(ctx); err != nil {
		return err
	}
	if v.Jobs, err = s.store.JobList(ctx, filter); err != nil {
		return err
	}
	if v.Failed, err = s.store.Deliveries(ctx, 0, store.Failed, 50); err != nil {
		return err
	}
	return s.show(w, r, "jobs.html", page{Title: "Jobs", Current: "/jobs", Body: v})
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
