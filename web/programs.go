package web

import (
	"context"
	"net/http"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web/api"
)

// programs are the addresses of the API, each with the role that it asks for; they pass the same guard as pages.
func (s *Server) programs() []route {
	out := []route{
		{pattern: "GET /api", role: Viewer, handle: s.apiPage},
		{pattern: "GET /api/v1/openapi.json", role: Viewer, handle: s.apiDescription},
		{pattern: "GET /api/v1/openapi.yaml", role: Viewer, handle: s.apiDescription},
	}
	assistant := s.api.Assistant(!s.settings.Open)
	for _, method := range []string{http.MethodPost, http.MethodGet, http.MethodDelete} { // the last two say that there are no sessions
		out = append(out, route{
			pattern: method + " /mcp", role: Viewer, asks: true, audit: "ask by MCP",
			handle: func(w http.ResponseWriter, r *http.Request) error {
				assistant.ServeHTTP(w, r.WithContext(api.WithCaller(r.Context(), callerOf(who(r)))))
				return nil
			},
		})
	}
	for _, r := range s.api.Routes() {
		out = append(out, route{
			pattern: r.Pattern, role: Role(r.Role), money: r.Money, audit: r.Audit, asks: r.Asks,
			handle: func(w http.ResponseWriter, req *http.Request) error {
				return r.Handle(w, req.WithContext(api.WithCaller(req.Context(), callerOf(who(req)))))
			},
		})
	}
	return out
}

// door is what the API has to know of who comes in.
func (s *Server) door() api.Door {
	return api.Door{
		Hash:    HashPassword,
		MayLook: func(email string) bool { return s.attempts.allow("peek:"+email, peekRate) },
		Wait:    retryAfter,
		Invite: func(ctx context.Context, st *store.Store, userID int64) (string, error) {
			if s.settings.OIDC.Issuer == "" {
				return "", nil
			}
			return s.invitation(ctx, st, userID)
		},
		FillDemo: s.beginFill,
		Demo:     s.demoState,
	}
}

// callerOf is who asks, as the API knows them.
func callerOf(v viewer) api.Caller {
	return api.Caller{Person: person(v), Email: v.Email, Role: v.Role}
}

// person is who asks, as those who decide are known.
func person(v viewer) watch.Person {
	return watch.Person{ID: v.ID, Name: signature(v), Actor: v.Actor(), Edits: v.May(string(Editor)), Money: v.Money()}
}

// apiDescription is the API described by OpenAPI 3.1, for programs and the tools that write them.
func (s *Server) apiDescription(w http.ResponseWriter, r *http.Request) error {
	doc, contentType := s.api.Description(), "application/openapi+json"
	body, err := doc.MarshalJSON()
	if r.URL.Path == api.Base+"/openapi.yaml" {
		contentType = "application/openapi+yaml"
		body, err = doc.YAML()
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", contentType)
	_, err = w.Write(body)
	return err
}

// apiPage shows the description to people.
func (s *Server) apiPage(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, "api.html", page{Title: "API", Current: "/api", Body: s.api.Guide()})
}
