package storetest

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// Server is a PostgreSQL server for one test alone, which may restart it.
type Server struct{ cluster cluster }

// NewServer starts a server that ends with the test. Where the machine has none, the test is skipped as others are.
func NewServer(t testing.TB) *Server {
	t.Helper()
	s := &Server{cluster{durable: true}}
	t.Setenv("GAPWATCH_TEST_POSTGRES", "") // nobody may restart somebody else's
	s.cluster.reach(t)
	t.Cleanup(func() { require.NoError(t, s.cluster.stop()) })
	return s
}

// Database makes an empty database and returns its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	return s.cluster.database(t, "template1")
}

// Crash ends the server at once. It stays away until it is restarted.
func (s *Server) Crash(t testing.TB) {
	t.Helper()
	require.NoError(t, s.cluster.cmd.Process.Signal(syscall.SIGQUIT))
	<-s.cluster.done
	s.cluster.cmd.Process = nil
}

// Restart crashes the server, and starts it again at the same address.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.Crash(t)
	require.NoError(t, s.cluster.launch(s.cluster.cmd.Path, s.cluster.cmd.Args[2]))
}
