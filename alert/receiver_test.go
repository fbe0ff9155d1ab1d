package alert

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/gapwatch/gapwatch/store"
)

// posting are the channels that post, each with an address below a server.
func posting(server string) []store.Subscription {
	return []store.Subscription{
		{Key: "a", Channel: "webhook", Target: server + "/hooks/S3cretS3cretS3cret", Secret: NewSecret()},
		{Key: "b", Channel: "slack", Target: server + "/services/S3cretS3cretS3cret"},
		{Key: "c", Channel: "teams", Target: server + "/workflows/x?sig=S3cretS3cretS3cret"},
		{Key: "d", Channel: "ntfy", Target: server + "/S3cretS3cretS3cret", Secret: "tk_S3cretS3cretS3cret"},
		{Key: "e", Channel: "shoutrrr", Target: strings.Replace(server, "http", "mattermost", 1) + "/S3cretS3cretS3cret?disabletls=yes"},
	}
}

// TestEveryChannelArrives sends one message by each channel to a server of its own.
func TestEveryChannelArrives(t *testing.T) {
	var path string
	var header http.Header
	var body []byte
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		path, header = r.URL.Path, r.Header
		body, _ = io.ReadAll(r.Body)
	}))
	defer srv.Close()
	outlet := open()
	outlet.Extra = true
	outlet.Client.Transport = http.DefaultTransport
	for _, sub := range posting(srv.URL) {
		t.Run(sub.Channel, func(t *testing.T) {
			require.NoError(t, CheckTarget(sub.Channel, sub.Target))
			m := author().One(sub, told(priceNews(), "pricing"), seenAt)
			d := delivery(t, sub, m)
			answer, err := Send(t.Context(), outlet, sub, d)
			require.NoError(t, err)
			require.Equal(t, "200 OK", answer)
			require.Contains(t, string(body), "59 USD per user and month")
			require.Contains(t, string(body), "https://gapwatch.example/changes/42")
			require.NotEmpty(t, path)
			if sub.Channel == "webhook" {
				hook, err := webhooks.NewWebhook(sub.Secret)
				require.NoError(t, err)
				require.NoError(t, hook.Verify(body, header), "the library of the specification accepts the signature")
				require.Equal(t, d.Key, header.Get("Webhook-Id"))
				require.JSONEq(t, string(d.Body), string(body))
			}
			if sub.Channel == "ntfy" {
				require.Equal(t, "Bearer "+sub.Secret, header.Get("Authorization"))
				require.Contains(t, string(body), `"topic":"S3cretS3cretS3cret"`)
				require.Equal(t, "/", path)
			}
		})
	}
}

// TestEveryAttemptHasTheSameKey: a receiver that saw a message drops its repeat.
func TestEveryAttemptHasTheSameKey(t *testing.T) {
	var ids []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ids = append(ids, r.Header.Get("Webhook-Id"))
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer srv.Close()
	sub := posting(srv.URL)[0]
	for range 2 {
		d := delivery(t, sub, author().One(sub, told(priceNews(), "pricing"), seenAt))
		_, err := Send(t.Context(), open(), sub, d)
		require.ErrorContains(t, err, "502")
	}
	require.Len(t, ids, 2)
	require.Equal(t, ids[0], ids[1])
}

// TestAnswers: what a receiver says decides between done, again and never.
func TestAnswers(t *testing.T) {
	for _, tt := range []struct {
		name      string
		status    int
		header    [2]string
		failed    bool
		permanent bool
		after     time.Duration
	}{
		{name: "accepted", status: 204},
		{name: "too many requests, with a time", status: 429, header: [2]string{"Retry-After", "30"}, failed: true, after: 30 * time.Second},
		{name: "a fraction of a second", status: 429, header: [2]string{"Retry-After", "0.5"}, failed: true, after: 500 * time.Millisecond},
		{name: "a year is a day", status: 503, header: [2]string{"Retry-After", "31536000"}, failed: true, after: 24 * time.Hour},
		{name: "nonsense", status: 503, header: [2]string{"Retry-After", "soon"}, failed: true},
		{name: "a time that is past", status: 503, header: [2]string{"Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"}, failed: true},
		{name: "a broken receiver may be tried again", status: 502, failed: true},
		{name: "a refusal is final", status: 400, failed: true, permanent: true},
		{name: "gone is final", status: 410, failed: true, permanent: true},
		{name: "redirects are not followed", status: 302, header: [2]string{"Location", "http://169.254.169.254/"}, failed: true, permanent: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if tt.header[0] != "" {
					w.Header().Set(tt.header[0], tt.header[1])
				}
				w.WriteHeader(tt.status)
			}))
			defer srv.Close()
			outlet := open()
			outlet.Extra = true
			outlet.Client.Transport = http.DefaultTransport
			for _, sub := range posting(srv.URL) {
				_, err := Send(t.Context(), outlet, sub, delivery(t, sub, author().Test(sub, seenAt)))
				require.Equal(t, tt.failed, err != nil, "%s: %v", sub.Channel, err)
				require.Equal(t, tt.permanent, errors.Is(err, ErrPermanent), sub.Channel)
				require.Equal(t, tt.after, RetryAfter(err), sub.Channel)
			}
		})
	}
}

// TestNoErrorHoldsASecret has receivers repeat what they were sent, and addresses that lead nowhere.
func TestNoErrorHoldsASecret(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "you sent "+r.URL.String()+" with "+r.Header.Get("Authorization"))
	}))
	outlet := open()
	outlet.Extra = true
	outlet.Client.Transport = http.DefaultTransport
	check := func(server string) {
		for _, sub := range posting(server) {
			answer, err := Send(t.Context(), outlet, sub, delivery(t, sub, author().Test(sub, seenAt)))
			require.Error(t, err, sub.Channel)
			require.NotContains(t, err.Error()+answer, "S3cret", sub.Channel)
		}
	}
	check(srv.URL)
	srv.Close()
	check(srv.URL)
	check("http://no such host")
}

// TestHostileReceivers: drips, floods and cut connections cost little time and memory.
func TestHostileReceivers(t *testing.T) {
	for _, tt := range []struct {
		name    string
		serve   http.HandlerFunc
		arrived bool
	}{
		{"a body that drips for ever after the status", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusOK)
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, "x"); err != nil {
					return
				}
				_ = http.NewResponseController(w).Flush()
				wait(r.Context(), 50*time.Millisecond)
			}
		}, true},
		{"an answer without end", func(w http.ResponseWriter, r *http.Request) {
			chunk := strings.Repeat("x", 1<<16)
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, chunk); err != nil {
					return
				}
			}
		}, true},
		{"a connection that is reset", func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.(*net.TCPConn).SetLinger(0)
				_ = conn.Close()
			}
		}, false},
		{"half an answer", func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, "HTTP/1.1 20")
				_ = conn.Close()
			}
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := httptest.NewServer(tt.serve)
			defer srv.Close()
			defer srv.CloseClientConnections()
			outlet := open()
			outlet.Extra = true
			outlet.Client.Transport = http.DefaultTransport
			all := posting(srv.URL)
			for _, sub := range []store.Subscription{all[0], all[4]} { // one sends by itself, one by the library
				begun := time.Now()
				_, err := Send(t.Context(), outlet, sub, delivery(t, sub, author().Test(sub, seenAt)))
				require.Less(t, time.Since(begun), 8*time.Second, sub.Channel)
				require.Equal(t, tt.arrived, err == nil, "%s: %v", sub.Channel, err)
				require.NotErrorIs(t, err, ErrPermanent, sub.Channel)
			}
		})
	}
}

// TestASilentReceiverIsGivenUp: an attempt ends with its context, and may be made again.
func TestASilentReceiverIsGivenUp(t *testing.T) {
	done := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-done:
		}
	}))
	defer srv.Close()
	defer close(done)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	sub := posting(srv.URL)[0]
	_, err := Send(ctx, open(), sub, delivery(t, sub, author().Test(sub, seenAt)))
	require.Error(t, err)
	require.NotErrorIs(t, err, ErrPermanent)
}

// TestServicesAreOffUntilTheOperatorAllowsThem and then send once, through our client only.
func TestServicesAreOffUntilTheOperatorAllowsThem(t *testing.T) {
	requests := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer srv.Close()
	sub := posting(srv.URL)[4]
	d := delivery(t, sub, author().Test(sub, seenAt))
	outlet := open()
	outlet.Client.Transport = http.DefaultTransport
	_, err := Send(t.Context(), outlet, sub, d)
	require.ErrorContains(t, err, "alerts.shoutrrr")
	require.ErrorIs(t, err, ErrPermanent)
	require.Zero(t, requests)
	outlet.Extra = true
	for _, target := range []string{sub.Target, "discord://token@123456789"} {
		if strings.HasPrefix(target, "discord") {
			outlet.Client.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
				require.Equal(t, "discord.com", r.URL.Host)
				r.URL.Scheme, r.URL.Host = "http", strings.TrimPrefix(srv.URL, "http://")
				return http.DefaultTransport.RoundTrip(r)
			})
		}
		requests = 0
		sub.Target = target
		_, err = Send(t.Context(), outlet, sub, d)
		require.Equal(t, 7*time.Second, RetryAfter(err), target)
		require.Equal(t, 1, requests, "the library's own retries do not happen")
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// wait waits for a time or for the end of a context, whichever comes first.
func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
