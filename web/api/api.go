// Package api is Gapwatch for programs: what the pages show and change, as JSON under /api/v1, described by OpenAPI 3.1
// out of the Go types.
//
// It knows no sign-in and decides no right: every address says which role it asks for, and package web puts them into its
// one table of addresses. What may be seen within an answer, accounts and ARR, follows from the Caller. What people
// decide is done by package watch, for pages and programs alike.
//
// Start at New; operations.go lists every address.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// Base is where the API begins.
const Base = "/api/v1"

// Options are what the API works with.
type Options struct {
	Store   *store.Store
	Log     *slog.Logger
	Now     func() time.Time
	Version string      // of Gapwatch, for the description
	Line    *watch.Line // looks at pages and previews subscriptions; nil: neither is offered
	Door    Door
}

// Door is what package web knows of who comes in, and of the demo's data, which only the whole program can bring in.
type Door struct {
	Hash    func(password string) (string, error) // fails where the password is no good
	Invite  func(ctx context.Context, st *store.Store, userID int64) (address string, err error)
	MayLook func(email string) bool // at a page of somebody else's, now
	Wait    string                  // seconds after which whoever may not now may again

	FillDemo func(ctx context.Context) (began bool, err error)
	Demo     func() Demo
}

// API answers programs.
type API struct {
	store  *store.Store
	log    *slog.Logger
	now    func() time.Time
	huma   huma.API
	routes []Route

	version string
	line    *watch.Line
	door    Door
}

// Route is one address: who may ask, whether it shows nothing but accounts and ARR, and what the audit trail calls it.
type Route struct {
	Pattern string // method and path, as net/http's ServeMux takes them
	Role    string // the least
	Money   bool
	Audit   string // of what changes or exports something
	Asks    bool   // changes nothing, whatever its method
	Handle  func(http.ResponseWriter, *http.Request) error
}

// Caller is the person that a program acts for.
type Caller struct {
	watch.Person
	Email string
	Role  string
}

type callerKey struct{}

// WithCaller says who asks.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// caller is who asks.
func caller(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// New prepares every address.
func New(o Options) *API {
	a := &API{store: o.Store, log: o.Log, now: o.Now, version: o.Version, line: o.Line, door: o.Door}
	config := huma.DefaultConfig("Gapwatch", o.Version)
	config.Info.Description = about
	config.OpenAPIPath, config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	format := huma.Format{Marshal: encode, Unmarshal: decode}
	config.Formats = map[string]huma.Format{"application/json": format, "json": format}
	config.RejectUnknownQueryParameters = true
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "An API token; people make theirs under Your account."},
	}
	config.Security = []map[string][]string{{"token": {}}}
	a.huma = huma.NewAPI(config, adapter{a})
	a.operations()
	return a
}

const about = "What competitors ship and charge, with proof, and which gaps cost customers.\n\n" +
	"Lists are read page by page: send next as cursor until it is empty. Every answer has an ETag: send it as If-None-Match to " +
	"learn whether anything changed. Whoever changes something sends the ETag that was seen as If-Match; what somebody else has " +
	"changed since is answered by 412. Requests that change something may carry an Idempotency-Key: the same request, sent again " +
	"within a day, is answered again and not carried out again; what is shown once is left out then. Errors are problem documents (RFC 9457). Times are UTC. Amounts are " +
	"integers of the currency's smallest unit. Accounts and ARR are left out for people without the right to see them."

// Routes lists every address.
func (a *API) Routes() []Route { return a.routes }

// Description is the OpenAPI document.
func (a *API) Description() *huma.OpenAPI { return a.huma.OpenAPI() }

// rule is what an operation asks of who uses it.
type rule struct {
	role  string
	money bool
	audit string
	asks  bool     // changes nothing, though it is a POST
	files []string // the types of its answer, where that is no JSON
	once  string   // what its answer says this once: it is not kept to be answered again
}

// Roles, as package web knows them.
const (
	viewer      = "viewer"
	contributor = "contributor"
	editor      = "editor"
	admin       = "admin"
)

// add registers an operation: a method and path, its rule, what it is called, and what it does.
func add[I, O any](
	a *API, at string, r rule, tag, summary string, do func(context.Context, *I) (*O, error),
) {
	method, path, _ := strings.Cut(at, " ")
	op := huma.Operation{
		OperationID: operationID(method, path), Method: method, Path: Base + path, Summary: summary, Tags: []string{tag},
		MaxBodyBytes: bodyLimit, Metadata: map[string]any{"rule": r}, Description: r.words(), Parameters: headersOf(method, r),
		Errors: errorsOf[I](method),
	}
	if r.files != nil {
		op.Responses = fileAnswer(r.files)
	}
	if method == http.MethodDelete {
		op.DefaultStatus = http.StatusNoContent
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		return out, a.explained(ctx, op.OperationID, err)
	})
}

// words says who may use an operation.
func (r rule) words() string {
	out := "Needs the role " + r.role
	if r.money {
		out += " and the right to see accounts and ARR"
	}
	return out + "."
}

// operationID names an operation by its method and path: "get_areas_area_matrix".
func operationID(method, path string) string {
	words := strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("/{}-", r) })
	return strings.ToLower(method) + "_" + strings.Join(words, "_")
}

// headersOf are the headers that every request of a method may carry.
func headersOf(method string, r rule) []*huma.Param {
	if r.asks {
		return nil
	}
	text := &huma.Schema{Type: "string"}
	if method == http.MethodGet {
		return []*huma.Param{{Name: "If-None-Match", In: "header", Schema: text, Description: "ETag of the answer that is known already."}}
	}
	return []*huma.Param{{Name: "Idempotency-Key", In: "header", Schema: text, Description: "A name of this request, at most 255 characters; sent again within a day it is not carried out again."}}
}

// errorsOf are the errors that a request of a method may be answered with, and those of what it sends.
func errorsOf[I any](method string) []int {
	out := []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests}
	if method != http.MethodGet {
		out = append(out, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired, http.StatusRequestEntityTooLarge)
	}
	if _, sends := reflect.TypeFor[I]().FieldByName("Body"); sends { // JSON; of a file it does not matter what it is called
		out = append(out, http.StatusUnsupportedMediaType)
	}
	return out
}
