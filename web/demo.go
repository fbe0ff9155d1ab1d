package web

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/gapwatch/gapwatch/web/api"
)

// fillTime is how long the demo may take.
const fillTime = 5 * time.Minute

// filling is the work, done once, that brings the demo's data into an empty installation while people look on.
type filling struct {
	work sync.WaitGroup

	mu    sync.Mutex
	state fillingState
}

// fillingState is how far it is.
type fillingState struct {
	Runs, Done  bool
	Look, Looks int // the look at all addresses that is under way, and how many there will be
	Seen, All   int // how many addresses it has seen
	Wrong       string
}

// Busy tells whether the demo's data is here, or on its way.
func (s fillingState) Busy() bool { return s.Runs || s.Done }

func (f *filling) now() fillingState {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state
}

func (f *filling) set(s fillingState) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.state = s
}

// begin tells whether the work may begin now, and takes it if so.
func (f *filling) begin() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.state.Busy() {
		return false
	}
	f.state = fillingState{Runs: true}
	return true
}

// Wait returns when nothing works in the background any more.
func (s *Server) Wait() { s.filling.work.Wait() }

// demoFill fills the installation with the demo's data, where nothing is there yet.
func (s *Server) demoFill(w http.ResponseWriter, r *http.Request) error {
	began, err := s.beginFill(r.Context())
	if err != nil {
		return err
	}
	if !began {
		return badRequest("the demo comes into an empty installation only, and only once")
	}
	http.Redirect(w, r, "/start", http.StatusSeeOther)
	return nil
}

// beginFill begins to bring in the demo's data; false where something is there already, or is on its way.
func (s *Server) beginFill(ctx context.Context) (bool, error) {
	v, err := s.startView(ctx)
	if err != nil || !v.CanFill || !s.filling.begin() {
		return false, err
	}
	ctx = context.WithoutCancel(ctx)
	s.filling.work.Go(func() { s.fillNow(ctx) })
	return true, nil
}

// demoState is how far the demo's data is, for programs.
func (s *Server) demoState() api.Demo {
	f := s.filling.now()
	return api.Demo{Runs: f.Runs, Done: f.Done, Look: f.Look, Looks: f.Looks, Seen: f.Seen, All: f.All, Wrong: f.Wrong}
}

func (s *Server) fillNow(ctx context.Context) {
	ctx, end := context.WithTimeout(ctx, fillTime)
	defer end()
	err := s.fill(ctx, func(look, looks, seen, all int) {
		s.filling.set(fillingState{Runs: true, Look: look, Looks: looks, Seen: seen, All: all})
	})
	if err != nil {
		s.log.ErrorContext(ctx, "fill with the demo", "error", err)
		s.filling.set(fillingState{Wrong: upperFirst(err.Error()) + ". Nothing was kept."})
		return
	}
	s.filling.set(fillingState{Done: true})
}

// demoStand is the part of the page that says how far the filling is; once it has ended the page is asked for again.
func (s *Server) demoStand(w http.ResponseWriter, r *http.Request) error {
	v, err := s.startView(r.Context())
	if err != nil {
		return err
	}
	if !partial(r) {
		return s.startPage(w, r, v, http.StatusOK)
	}
	if !v.Filling.Runs {
		w.Header().Set("HX-Refresh", "true")
	}
	return s.part(w, r, "demo-stand", v)
}
