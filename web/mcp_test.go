package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// bearer sends every request with somebody's token.
type bearer string

// RoundTrip implements http.RoundTripper.
func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(r)
}

// conversation connects as a program that speaks the Model Context Protocol.
func conversation(t *testing.T, at, who string) *mcp.ClientSession {
	t.Helper()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &mcp.StreamableClientTransport{
		Endpoint: at + "/mcp", HTTPClient: &http.Client{Transport: bearer(who)}, DisableStandaloneSSE: true,
	}, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = session.Close() })
	return session
}

// assistant connects as such a program, and returns how it calls a tool.
func assistant(t *testing.T, at, who string) func(name string, args map[string]any) (text string, failed bool) {
	t.Helper()
	session := conversation(t, at, who)
	return func(name string, args map[string]any) (string, bool) {
		t.Helper()
		res, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: name, Arguments: args})
		require.NoError(t, err)
		text, err := json.Marshal(res.Content)
		require.NoError(t, err)
		return string(text), res.IsError
	}
}

func TestAnAssistantReadsWhatItsPersonMaySee(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		o.want(201, "eve", "POST /annotations", `{"kind":"feature request","what":"Please.","feature":"replay/mobile","account":"Northwind"}`)
		srv := httptest.NewServer(o.web)
		defer srv.Close()
		for _, who := range []string{"eve", "vic"} {
			call := assistant(t, srv.URL, who)
			for _, ask := range []struct {
				tool string
				args map[string]any
				says string
			}{
				{"gaps", map[string]any{"area": "replay"}, "mobile"},
				{"cell", map[string]any{"area": "replay", "feature": "mobile", "competitor": "acme"}, "Mobile replay"},
				{"changes", map[string]any{"since": "2026-11-01", "kind": "price_changed"}, "59 USD"},
				{"prices", map[string]any{"competitor": "acme"}, "5900"},
				{"report", map[string]any{"week": "2026-W46"}, "2026-W46"},
				{"search", map[string]any{"text": "mobile"}, "evidence"},
			} {
				text, failed := call(ask.tool, ask.args)
				require.False(t, failed, "%s: %s", ask.tool, text)
				require.Contains(t, text, ask.says, ask.tool)
				if who == "vic" {
					require.NotContains(t, text, "Northwind", ask.tool)
					require.NotContains(t, text, "4200000", ask.tool)
				}
			}
			text, failed := call("cell", map[string]any{"area": "replay", "feature": "none", "competitor": "acme"})
			require.True(t, failed)
			require.Contains(t, text, "There is no such thing")
		}
		text, _ := assistant(t, srv.URL, "eve")("gaps", nil)
		require.Contains(t, text, "4200000")
	})
}

func TestNobodyAsksWithoutAToken(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	w := get(t, o.web, http.MethodPost, "/mcp")
	require.Equal(t, http.StatusUnauthorized, w.Code)
	require.NotEmpty(t, w.Header().Get("WWW-Authenticate"))
}
