package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/store"
)

// auditBody is how much of what a program sends is looked at for the trail, in bytes.
const auditBody = 8 << 10

// audited runs a route and, where it says so, records that it was used. What was refused, such as a wrong password or a
// form with a mistake, did not happen and is not recorded.
func (s *Server) audited(rt route, w http.ResponseWriter, r *http.Request) error {
	answer, sent := &statusWriter{ResponseWriter: w, status: http.StatusOK}, &bytes.Buffer{}
	if rt.audit != "" && isJSON(r) {
		r.Body = &overheard{r.Body, sent}
	}
	if err := rt.handle(answer, r); err != nil || rt.audit == "" || answer.status >= http.StatusBadRequest || answer.looked {
		return err
	}
	actor := who(r)
	if !actor.Known() { // whoever has just signed in is in the session by now
		actor, _ = s.bySession(r)
	}
	err := s.store.Audit(r.Context(), store.AuditEntry{
		At: s.now(), Actor: actor.Actor(), Action: rt.audit, Object: r.URL.Path, Detail: auditDetail(r, sent.Bytes()),
	})
	if err != nil { // the answer is out already
		s.log.ErrorContext(r.Context(), "audit trail", "error", err)
	}
	return nil
}

func isJSON(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") && r.ContentLength <= auditBody
}

// overheard keeps what is read of a body.
type overheard struct {
	io.ReadCloser
	kept *bytes.Buffer
}

// Read implements io.Reader.
func (o *overheard) Read(b []byte) (int, error) {
	n, err := o.ReadCloser.Read(b)
	o.kept.Write(b[:min(n, auditBody-min(o.kept.Len(), auditBody))])
	return n, err
}

// statusWriter remembers with which status a handler answered, and whether all it did was to look.
type statusWriter struct {
	http.ResponseWriter
	status int
	looked bool
}

// onlyLooked says that a form was sent to see what it would do: nothing was done, and the trail holds nothing.
func onlyLooked(w http.ResponseWriter) {
	if answer, ok := w.(*statusWriter); ok {
		answer.looked = true
	}
}

// WriteHeader remembers the status and passes it on.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach what the writer stands before.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// auditDetail is what was asked for, without secrets: what a program sent, the fields of a form, or the query of an export.
func auditDetail(r *http.Request, sent []byte) string {
	var body any
	if len(sent) > 0 && json.Unmarshal(sent, &body) == nil {
		text, err := json.Marshal(discreet(body))
		if err == nil {
			return bounded(string(text), 500)
		}
	}
	form := r.PostForm
	if len(form) == 0 {
		form = r.URL.Query()
	}
	kept := make(url.Values, len(form))
	for name, values := range form {
		if secret(name) {
			values = []string{hidden}
		}
		kept[name] = values
	}
	return bounded(kept.Encode(), 500)
}

const hidden = "(hidden)"

// secret tells whether a field of this name is nobody's business.
func secret(name string) bool {
	name = strings.ToLower(name)
	return slices.Contains([]string{"token", "target", "code"}, name) || strings.Contains(name, "secret") || strings.Contains(name, "password")
}

// discreet is a value of JSON without its secrets.
func discreet(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			if v[name] = discreet(v[name]); secret(name) {
				v[name] = hidden
			}
		}
	case []any:
		for i := range v {
			v[i] = discreet(v[i])
		}
	}
	return v
}
