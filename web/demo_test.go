package web_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// A program brings the demo into an empty installation, sees how far it is, and cannot do so twice.
func TestAProgramFillsAnEmptyInstallation(t *testing.T) {
	st, now := storetest.SQLite(t), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	o := office{t: t, st: st, now: now}
	o.person("ada", "admin", false)
	o.person("vic", "viewer", false)
	seen, ended := make(chan struct{}), make(chan struct{})
	o.web = serve(t, st, now, web.Options{Version: "test", Fill: func(_ context.Context, show func(look, looks, seen, all int)) error {
		show(1, 2, 3, 4)
		close(seen)
		<-ended
		return nil
	}})
	require.Equal(t, map[string]any{"runs": false, "done": false}, o.want(200, "vic", "GET /demo", ""))
	o.want(403, "vic", "POST /demo", "")
	require.Equal(t, true, o.want(200, "ada", "POST /demo", "")["runs"])
	<-seen
	require.Equal(t, map[string]any{"runs": true, "done": false, "look": 1., "looks": 2., "seen": 3., "all": 4.}, o.want(200, "vic", "GET /demo", ""))
	o.want(409, "ada", "POST /demo", "")
	close(ended)
	require.Eventually(t, func() bool { return o.want(200, "vic", "GET /demo", "")["done"] == true }, 5*time.Second, 10*time.Millisecond)
}
