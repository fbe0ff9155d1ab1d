package watch

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/store"
)

// guarded is the outlet of a program whose operator excepts only these addresses.
func guarded(t *testing.T, allow ...string) alert.Outlet {
	t.Helper()
	settings := crawler.Defaults()
	settings.Allow = allow
	cr, err := crawler.New(settings)
	require.NoError(t, err)
	t.Cleanup(func() { _ = cr.Close() })
	return alert.Outlet{Client: cr.Client(), Dial: cr.Dial, TLS: cr.TLS(), Extra: true}
}

// TestNoChannelReachesInside tries every channel on addresses of this machine that nobody excepted, and on one that was
// and leads on to another.
func TestNoChannelReachesInside(t *testing.T) {
	touched := 0
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { touched++ }))
	defer inside.Close()
	leads := httptest.NewServer(http.RedirectHandler(inside.URL+"/inside", http.StatusTemporaryRedirect))
	defer leads.Close()
	mailbox, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer mailbox.Close()
	message, err := alert.Owe(store.Subscription{}, "test", alert.Author{}.Test(store.Subscription{}, time.Now()), time.Now())
	require.NoError(t, err)

	out := guarded(t, strings.TrimPrefix(leads.URL, "http://"))
	out.Mail = alert.Mail{Host: "127.0.0.1", Port: mailbox.Addr().(*net.TCPAddr).Port, From: "gapwatch@example.com", Security: alert.NoTLS}
	for _, host := range []string{inside.URL, leads.URL, "http://169.254.169.254", "http://[::1]:80", "http://0x7f000001:80"} {
		for _, sub := range []store.Subscription{
			{Channel: "webhook", Target: host + "/hook"},
			{Channel: "slack", Target: host + "/hook"},
			{Channel: "teams", Target: host + "/hook"},
			{Channel: "ntfy", Target: host + "/topic"},
			{Channel: "shoutrrr", Target: strings.Replace(host, "http", "gotify", 1) + "/AzyoeNS.D4iJLVa?disabletls=yes"},
			{Channel: "shoutrrr", Target: strings.Replace(host, "http", "mattermost", 1) + "/token?disabletls=yes"},
			{Channel: "email", Target: "dana@example.com"},
		} {
			_, err := alert.Send(t.Context(), out, sub, message)
			require.Error(t, err, "%s to %s", sub.Channel, host)
		}
	}
	require.Zero(t, touched)
	_, err = alert.Send(t.Context(), out, store.Subscription{Channel: "email", Target: "dana@example.com"}, message)
	require.ErrorContains(t, err, "crawler.allow", "the operator is told what to write")
}
