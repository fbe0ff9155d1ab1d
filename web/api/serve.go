package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/gapwatch/gapwatch/store"
)

// bodyLimit bounds what one request may send, in bytes: the largest is a list of accounts.
const bodyLimit = 8 << 20

// keyLimit is the longest idempotency key.
const keyLimit = 255

// ErrAnswered says that a request failed and was answered: nothing was changed, and nothing is left to say.
var ErrAnswered = errors.New("the request was answered with a problem")

// errUndo ends the transaction of a request that failed.
var errUndo = errors.New("undo")

// adapter collects the operations that huma makes.
type adapter struct{ api *API }

// Handle implements huma.Adapter.
func (d adapter) Handle(op *huma.Operation, answer func(huma.Context)) {
	r := op.Metadata["rule"].(rule) //nolint:forcetypeassert // add puts it there
	ask := func(req *http.Request) *answered {
		out := &answered{header: http.Header{}, status: http.StatusOK, once: r.once}
		answer(humago.NewContext(op, req, out))
		return out
	}
	handle := func(w http.ResponseWriter, req *http.Request) error { return reading(w, req, ask) }
	if op.Method != http.MethodGet && !r.asks {
		handle = func(w http.ResponseWriter, req *http.Request) error { return d.api.writing(w, req, ask) }
	}
	d.api.routes = append(d.api.routes, Route{
		Pattern: op.Method + " " + op.Path, Role: r.role, Money: r.money, Audit: r.audit, Asks: r.asks, Handle: handle,
	})
}

// ServeHTTP implements huma.Adapter; package web serves the routes.
func (adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

// answered is an answer before it goes out: only then is it known by which ETag, and whether at all.
type answered struct {
	header http.Header
	status int
	body   bytes.Buffer
	once   string // name of what it says this once; empty: nothing
}

// Header implements http.ResponseWriter.
func (a *answered) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter.
func (a *answered) WriteHeader(status int) { a.status = status }

// Write implements http.ResponseWriter.
func (a *answered) Write(b []byte) (int, error) { return a.body.Write(b) }

// encode writes a value as JSON, or what it was encoded to before.
func encode(w io.Writer, v any) error {
	if e, ok := v.(interface{ Encoded() []byte }); ok {
		if known := e.Encoded(); known != nil {
			_, err := w.Write(known)
			return err
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// tag names the answer: the version of what it shows, if it has one, and a hash of what it says.
func (a *answered) tag() {
	if a.status < http.StatusOK || a.status >= http.StatusMultipleChoices || a.body.Len() == 0 {
		return
	}
	a.header.Set("ETag", tagOf(a.header.Get("ETag"), hashOf(a.body.Bytes())))
}

// send sends the answer.
func (a *answered) send(w http.ResponseWriter) error {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	if a.once != "" {
		w.Header().Set("Cache-Control", "no-store")
	}
	w.WriteHeader(a.status)
	if a.body.Len() > 0 {
		if _, err := w.Write(a.body.Bytes()); err != nil {
			return fmt.Errorf("send answer: %w", err)
		}
	}
	if a.status >= http.StatusBadRequest {
		return ErrAnswered
	}
	return nil
}

// reading answers a request that changes nothing.
func reading(w http.ResponseWriter, r *http.Request, ask func(*http.Request) *answered) error {
	out := ask(r)
	out.tag()
	if etag := out.header.Get("ETag"); etag != "" && among(r.Header.Get("If-None-Match"), etag) {
		out.status = http.StatusNotModified
		out.body.Reset()
	}
	return out.send(w)
}

// among tells whether a list of entity tags holds one (RFC 9110, 13.1.2: compared weakly). That of a packed answer has a
// mark of its own and stands for the same.
func among(list, etag string) bool {
	list = strings.ReplaceAll(list, `-gzip"`, `"`)
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == etag {
			return true
		}
	}
	return false
}

// writing carries a request out in one transaction: what it changes, and that it was answered, are kept together or not
// at all. One that was answered before is answered the same again.
func (a *API) writing(w http.ResponseWriter, r *http.Request, ask func(*http.Request) *answered) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit)) // before the transaction: a slow sender holds up nobody
	if err != nil {
		return refuse(w, http.StatusRequestEntityTooLarge, "The request is too large or was cut.")
	}
	key := r.Header.Get("Idempotency-Key")
	if len(key) > keyLimit {
		return refuse(w, http.StatusBadRequest, "An Idempotency-Key has at most 255 characters.")
	}
	var out *answered
	again := false
	err = a.store.InTx(r.Context(), func(tx *store.Store) error {
		inTx := r.WithContext(withStore(r.Context(), tx))
		inTx.Body = io.NopCloser(bytes.NewReader(body))
		if out, again, err = a.once(inTx, tx, key, body, ask); err != nil {
			return err
		}
		if out.status >= http.StatusBadRequest {
			return errUndo
		}
		return nil
	})
	if err != nil && !errors.Is(err, errUndo) {
		return err
	}
	if err := out.send(w); err != nil || !again {
		return err
	}
	return ErrAnswered // done before: the trail names it once
}

// once carries a request out, unless it was before under the same key.
func (a *API) once(
	r *http.Request, tx *store.Store, key string, body []byte, ask func(*http.Request) *answered,
) (out *answered, again bool, err error) {
	if key == "" {
		out = ask(r)
		out.tag()
		return out, false, nil
	}
	ctx := r.Context()
	claim := store.KeptAnswer{UserID: caller(ctx).ID, Key: key, Request: fingerprint(r, body), CreatedAt: a.now().UTC()}
	kept, fresh, err := tx.ClaimAnswer(ctx, claim)
	if err != nil {
		return nil, false, err
	}
	if !fresh {
		return replay(kept, claim.Request), true, nil
	}
	out = ask(r)
	out.tag()
	if out.status >= http.StatusBadRequest {
		return out, false, nil // undone, the claim too: it may be tried again
	}
	claim.Status, claim.Body = out.status, out.body.Bytes()
	claim.ETag, claim.Location = out.header.Get("ETag"), out.header.Get("Location")
	if out.once != "" {
		if claim.Body, err = without(claim.Body, out.once); err != nil {
			return nil, false, err
		}
		claim.ETag = tagOf("", hashOf(claim.Body))
	}
	return out, false, tx.KeepAnswer(ctx, claim)
}

// without is an answer without one thing that it says.
func without(body []byte, name string) ([]byte, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, fmt.Errorf("keep an answer without its %s: %w", name, err)
	}
	delete(all, name)
	return json.Marshal(all)
}

// fingerprint tells requests apart that use the same key.
func fingerprint(r *http.Request, body []byte) []byte {
	h := sha256.New()
	fmt.Fprintf(h, "%s %s\n%s\n", r.Method, r.URL.RequestURI(), r.Header.Get("If-Match"))
	h.Write(body)
	return h.Sum(nil)
}

// replay is the answer that a request got before.
func replay(kept store.KeptAnswer, request []byte) *answered {
	if !bytes.Equal(kept.Request, request) {
		return problem(http.StatusUnprocessableEntity, "This Idempotency-Key was used for another request. Choose a fresh one for each.")
	}
	out := &answered{header: http.Header{"Content-Type": {"application/json"}}, status: kept.Status}
	out.header.Set("Idempotency-Replayed", "true")
	for name, value := range map[string]string{"ETag": kept.ETag, "Location": kept.Location} {
		if value != "" {
			out.header.Set(name, value)
		}
	}
	out.body.Write(kept.Body)
	return out
}

type storeKey struct{}

func withStore(ctx context.Context, tx *store.Store) context.Context {
	return context.WithValue(ctx, storeKey{}, tx)
}

// st is the store that a request works with: inside its transaction where it changes something.
func (a *API) st(ctx context.Context) *store.Store {
	if tx, ok := ctx.Value(storeKey{}).(*store.Store); ok {
		return tx
	}
	return a.store
}

// alone runs f while nobody else changes a thing: see store.Alone.
func (a *API) alone(ctx context.Context, thing string, f func(ctx context.Context) error) error {
	return a.st(ctx).Alone(ctx, thing, func(tx *store.Store) error { return f(context.WithValue(ctx, storeKey{}, tx)) })
}
