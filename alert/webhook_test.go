package alert

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/store"
)

func TestWebhookCarriesTheSameKeyEveryTime(t *testing.T) {
	var ids []string
	var body []byte
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ids = append(ids, r.Header.Get("Webhook-Id"))
		body, _ = io.ReadAll(r.Body)
	}))
	defer srv.Close()

	sub := store.Subscription{Key: "ops", Channel: "webhook", Target: srv.URL}
	n := News{
		Change:     store.Change{Kind: diff.PlanAdded, Subject: "Scale", Fingerprint: "f1"},
		Competitor: "Acme",
		SourceURL:  "https://acme.test/pricing",
	}
	for range 2 {
		d, err := Owe(sub, n, "everything", 500, time.Now())
		require.NoError(t, err)
		require.NoError(t, Send(t.Context(), srv.Client(), sub, d))
	}
	require.Len(t, ids, 2)
	require.Equal(t, ids[0], ids[1])
	require.Contains(t, string(body), `"source_url":"https://acme.test/pricing"`)
}

func TestWebhookAnswers(t *testing.T) {
	for _, tt := range []struct {
		name      string
		status    int
		failed    bool
		permanent bool
	}{
		{"accepted", 204, false, false},
		{"too many requests may be tried again", 429, true, false},
		{"a broken receiver may be tried again", 502, true, false},
		{"a refusal is final", 400, true, true},
		{"gone is final", 410, true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := webhookAnswer(tt.status)
			require.Equal(t, tt.failed, err != nil)
			require.Equal(t, tt.permanent, errors.Is(err, ErrPermanent))
		})
	}
}
