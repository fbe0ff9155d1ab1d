package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web/api"
)

// handler is what a page is: it returns an error, and one place answers for all of them.
type handler func(w http.ResponseWriter, r *http.Request) error

// Errors that are about the request. Wrap them with what to do instead.
var (
	errBadRequest = errors.New("this address asks for something that cannot be")
	errForbidden  = errors.New("your role does not allow this")
	errTooMany    = errors.New("too many attempts")
	errElsewhere  = errors.New("a page of another site sent this")
)

// badRequest is an error that the asker can mend; its text is shown.
func badRequest(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errBadRequest, fmt.Sprintf(format, args...))
}

// failure is an error as it is told: a status, what happened, and what to do next.
type failure struct {
	Status int
	What   string
	Next   string
}

// explain turns an error into what is told of it. Only errors about the request show their text.
func explain(err error) failure {
	var flaws watch.Flaws
	switch {
	case errors.Is(err, store.ErrNotFound):
		return failure{http.StatusNotFound, "There is no such page.", "What was removed keeps its history; look from the matrix."}
	case errors.Is(err, errMethod):
		return failure{http.StatusMethodNotAllowed, upperFirst(err.Error()) + ".", "It takes what a form or a program sends to it, and is no page by itself."}
	case errors.Is(err, errBadRequest):
		return failure{http.StatusBadRequest, upperFirst(err.Error()) + ".", "Go back and choose from the page."}
	case errors.Is(err, errElsewhere):
		return failure{http.StatusForbidden, upperFirst(err.Error()) + ".", "Nothing was done. Open the form here and send it from there."}
	case errors.Is(err, errForbidden):
		return failure{http.StatusForbidden, upperFirst(err.Error()) + ".", "An admin can give you the right under Settings, People."}
	case errors.As(err, &flaws):
		return failure{http.StatusBadRequest, flaws.Error(), "Go back and choose from the page."}
	case errors.Is(err, watch.ErrNotYours):
		return failure{http.StatusForbidden, upperFirst(err.Error()) + ".", "An editor can change it."}
	case errors.Is(err, watch.ErrChanged):
		return failure{http.StatusConflict, upperFirst(err.Error()) + ".", "Load the page again to see their version; your words are still in the form behind you."}
	case errors.Is(err, errTooMany):
		return failure{http.StatusTooManyRequests, upperFirst(err.Error()) + ".", "Wait a little and try again."}
	}
	return failure{http.StatusInternalServerError, "Something failed on our side.", "Nothing was lost. The log of the server says what happened."}
}

// answer runs a handler and answers for its error: as a page to people, as JSON (RFC 9457) to programs.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, h handler) {
	err := h(w, r)
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, api.ErrAnswered) {
		return
	}
	f := explain(err)
	if f.Status == http.StatusInternalServerError { // by its pattern: an address may hold a secret, as a feed's does
		s.log.ErrorContext(r.Context(), "request failed",
			"method", r.Method, "route", r.Pattern, "request", requestID(r), "error", err)
		f.Next += " This was request " + requestID(r) + "."
	}
	s.fail(w, r, f)
}

// fromElsewhere answers what a browser says that another site's page has sent.
func fromElsewhere(http.ResponseWriter, *http.Request) error { return errElsewhere }

func (s *Server) fail(w http.ResponseWriter, r *http.Request, f failure) {
	if f.Status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", retryAfter)
	}
	if wantsJSON(r) {
		problem(w, f)
		return
	}
	view := struct {
		failure
		Back string // page of the form that was sent
	}{failure: f}
	switch {
	case f.Status == http.StatusMethodNotAllowed:
		view.Back = s.shown(r.URL.Path)
	case r.Method != http.MethodGet:
		view.Back = s.cameFrom(r)
	}
	shown := page{Title: f.What, Body: view}
	err := s.render(w, r, f.Status, "error.html", shown)
	if err != nil && !hungUp(err) { // what stands around a page could not be read either
		err = s.render(w, withViewer(r, viewer{}), f.Status, "error.html", shown)
	}
	if err != nil && !hungUp(err) {
		s.log.ErrorContext(r.Context(), "error page failed", "error", err)
	}
}

// hungUp tells whether writing an answer failed because nobody is there any more, which is no fault of ours.
func hungUp(err error) bool {
	return errors.Is(err, net.ErrClosed) || errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}
