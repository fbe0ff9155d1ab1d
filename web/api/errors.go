package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// Errors of requests.
var (
	errNoMatch = huma.Error428PreconditionRequired("Send the ETag that you have seen as If-Match, so that nobody's words are overwritten unseen.")
	errCursor  = huma.Error400BadRequest("This cursor is none of ours: begin again without one.")
)

// explain turns an error about the request into the problem that is answered; nil for every other error.
func explain(err error) error {
	var status huma.StatusError
	var flaws watch.Flaws
	switch {
	case errors.As(err, &status):
		return err // with the headers that it may carry
	case errors.As(err, &flaws):
		details := make([]error, len(flaws))
		for i, f := range flaws {
			details[i] = &huma.ErrorDetail{Message: f.Text, Location: "body." + f.Field}
		}
		return huma.Error422UnprocessableEntity("Something is missing or wrong.", details...)
	case errors.Is(err, store.ErrNotFound):
		return huma.Error404NotFound("There is no such thing.")
	case errors.Is(err, watch.ErrChanged):
		return huma.Error412PreconditionFailed("Somebody else has changed this in the meantime: read it again.")
	case errors.Is(err, watch.ErrNotYours):
		return huma.Error403Forbidden("Only its author and editors may change this.")
	case errors.Is(err, watch.ErrNotTheirs):
		return huma.Error403Forbidden(sentence(watch.ErrNotTheirs))
	case errors.Is(err, watch.ErrKnownPerson):
		return huma.Error409Conflict(sentence(watch.ErrKnownPerson))
	case errors.Is(err, report.ErrTooLarge):
		return huma.Error422UnprocessableEntity(sentence(report.ErrTooLarge))
	case errors.Is(err, store.ErrTwin):
		return huma.Error409Conflict("Another job does the same already.")
	case errors.Is(err, store.ErrPublished):
		return huma.Error409Conflict("This report is published already, and what is published is never changed.")
	}
	return nil
}

// sentence is an error as it is answered.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// explained is the answer to an error. One that is not about the request is for the log; the program learns only that it
// happened.
func (a *API) explained(ctx context.Context, op string, err error) error {
	if err == nil {
		return nil
	}
	if told := explain(err); told != nil {
		return told
	}
	if !errors.Is(err, context.Canceled) {
		a.log.ErrorContext(ctx, "request failed", "operation", op, "error", err)
	}
	return huma.Error500InternalServerError("Something failed on our side. Nothing was changed.")
}

// problem is a problem document (RFC 9457).
func problem(status int, detail string) *answered {
	out := &answered{header: http.Header{"Content-Type": {"application/problem+json"}}, status: status}
	_ = json.NewEncoder(&out.body).Encode(huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: detail})
	return out
}

// refuse answers a request that is not carried out.
func refuse(w http.ResponseWriter, status int, detail string) error {
	return problem(status, detail).send(w)
}
