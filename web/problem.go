package web

import (
	"encoding/json"
	"net/http"
	"strings"
)

// wantsJSON tells whether a program asks: it called the API.
func wantsJSON(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/") || r.URL.Path == "/mcp"
}

// problem answers with a problem document (RFC 9457).
func problem(w http.ResponseWriter, f failure) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(f.Status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"title": http.StatusText(f.Status), "status": f.Status, "detail": f.What + " " + f.Next,
	})
}
