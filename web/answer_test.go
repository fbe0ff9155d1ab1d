package web

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store/storetest"
)

// broken is an answer that cannot be written.
type broken struct {
	http.ResponseWriter
	err error
}

func (b broken) Write([]byte) (int, error) { return 0, b.err }

// TestWhoHangsUpIsNoError: who stops a server, or closes a page before it is there, finds no error in the log for it.
func TestWhoHangsUpIsNoError(t *testing.T) {
	var log bytes.Buffer
	s, err := New(Options{Store: storetest.SQLite(t), Log: slog.New(slog.NewTextHandler(&log, nil)), Now: time.Now})
	require.NoError(t, err)
	for _, c := range []struct {
		err    error
		logged bool
	}{{fmt.Errorf("write: %w", net.ErrClosed), false}, {errors.New("disk full"), true}} {
		log.Reset()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/none", nil)
		s.fail(broken{httptest.NewRecorder(), c.err}, r, failure{Status: http.StatusNotFound, What: "There is no such page."})
		require.Equal(t, c.logged, bytes.Contains(log.Bytes(), []byte("ERROR")), log.String())
	}
}
