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

// Restart ends the server at once, as a crash would, and starts it again at the same address.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	c := &s.cluster
	require.NoError(t, c.cmd.Process.Signal(syscall.SIGQUIT))
	<-c.done
	require.NoError(t, c.launch(c.cmd.Path, c.cmd.Args[2]))
}
