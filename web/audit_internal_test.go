package web

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// The trail tells what a program wrote, and none of its secrets.
func TestTheTrailTellsWhatAProgramWrote(t *testing.T) {
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v1/subscriptions", nil)
	require.JSONEq(t, `{"key":"a","target":"(hidden)","more":[{"Secret":"(hidden)"}],"password":"(hidden)"}`,
		auditDetail(r, []byte(`{"key":"a","target":"https://hooks.test/T0/xyz","more":[{"Secret":"whsec"}],"password":{"p":1}}`)))
	require.Empty(t, auditDetail(r, []byte(`{"cut off`)), "what cannot be read is not told")
	r = httptest.NewRequestWithContext(t.Context(), "GET", "/export?token=abc&area=a", nil)
	require.Equal(t, "area=a&token=%28hidden%29", auditDetail(r, nil))
	r = httptest.NewRequestWithContext(t.Context(), "GET", "/oidc/callback?code=traded-once&iss=x", nil)
	require.Equal(t, "code=%28hidden%29&iss=x", auditDetail(r, nil))
}
