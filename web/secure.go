package web

import (
	"context"
	"net/http"

	"github.com/gapwatch/gapwatch/report"
)

type requestKey struct{}

// requestID names a request in the log and on the error page.
func requestID(r *http.Request) string {
	id, _ := r.Context().Value(requestKey{}).(string)
	return id
}

// policy is the Content-Security-Policy of every page: scripts and styles of our own files only, nothing inline, nothing
// from elsewhere, no frames. The one style with a hash is that of published reports, which stand by themselves.
func policy() string {
	return "default-src 'none'; script-src 'self'; style-src 'self' " + report.StyleHash() +
		"; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// secure sets what every answer carries and names the request.
func (s *Server) secure(next http.Handler) http.Handler {
	csp := policy()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if s.settings.HTTPS() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if h.Get("Cache-Control") == "" {
			h.Set("Cache-Control", "no-store")
		}
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, newRequestID())))
	})
}

// bodyLimit bounds what one request may send, in bytes: the largest is a list of accounts.
const bodyLimit = 8 << 20
