package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// nobody is the user the server runs as when the tests run as root, which PostgreSQL refuses to be run by.
const nobody = 65534

// errNoPostgres: the machine has no PostgreSQL.
var errNoPostgres = errors.New("PostgreSQL is not installed (initdb not found) and GAPWATCH_TEST_POSTGRES is unset")

// server is the PostgreSQL server of this test process, started when the first test asks.
var server cluster

// PostgresAddress makes an empty database on the test server and returns its address.
func PostgresAddress(t testing.TB) string {
	t.Helper()
	admin, err := server.address()
	if errors.Is(err, errNoPostgres) && os.Getenv("GAPWATCH_REQUIRE_POSTGRES") != "1" {
		t.Skip("skipped on PostgreSQL: " + err.Error())
	}
	require.NoError(t, err)
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, admin)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(ctx)) }()
	name := "gapwatch_" + strings.ToLower(rand.Text())
	_, err = conn.Exec(ctx, "CREATE DATABASE "+name)
	require.NoError(t, err)
	t.Cleanup(func() { dropDatabase(t, admin, name) })
	address, err := url.Parse(admin)
	require.NoError(t, err)
	address.Path = "/" + name
	return address.String()
}

func dropDatabase(t testing.TB, admin, name string) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, admin)
	require.NoError(t, err)
	_, err = conn.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
	require.NoError(t, err)
	require.NoError(t, conn.Close(ctx))
}

// cluster is one temporary PostgreSQL server.
type cluster struct {
	once sync.Once
	url  string
	err  error
	dir  string
	cmd  *exec.Cmd
	done chan error
}

// address starts the server if need be and returns the address of its first database.
func (c *cluster) address() (string, error) {
	if given := os.Getenv("GAPWATCH_TEST_POSTGRES"); given != "" {
		return given, nil
	}
	c.once.Do(func() { c.err = c.start() })
	return c.url, c.err
}

func (c *cluster) start() error {
	bin, err := binaries()
	if err != nil {
		return err
	}
	if c.dir, err = os.MkdirTemp("", "gapwatch-postgres-"); err != nil {
		return err
	}
	if os.Getuid() == 0 {
		if err := os.Chown(c.dir, nobody, nobody); err != nil {
			return err
		}
	}
	data := filepath.Join(c.dir, "data")
	initdb := c.command(filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
		"--locale=C", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	c.cmd = c.command(filepath.Join(bin, "postgres"), "-D", data, "-h", "127.0.0.1", "-p", port, "-k", c.dir,
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200")
	if err := c.run(); err != nil {
		return err
	}
	c.url = "postgres://postgres@127.0.0.1:" + port + "/postgres?sslmode=disable"
	return c.wait()
}

// binaries finds the folder of PostgreSQL's programs: the links in the path lead to it.
func binaries() (string, error) {
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errNoPostgres
	}
	path, err = filepath.EvalSymlinks(path)
	return filepath.Dir(path), err
}

// command runs a program in the server's folder, as nobody when we are root.
func (c *cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = diesWithUs()
	if os.Getuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	return cmd
}

// run starts the server from a thread that lives as long as the server: it is told to stop when that thread ends.
func (c *cluster) run() error {
	started := make(chan error)
	c.done = make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		if err := c.cmd.Start(); err != nil {
			started <- err
			return
		}
		started <- nil
		c.done <- c.cmd.Wait()
	}()
	return <-started
}

// wait returns when the server answers.
func (c *cluster) wait() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, c.url)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case errExit := <-c.done:
			return fmt.Errorf("test PostgreSQL ended: %w", errExit)
		case <-ctx.Done():
			return fmt.Errorf("test PostgreSQL does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// stop ends the server and removes what it wrote.
func (c *cluster) stop() error {
	if c.cmd != nil && c.cmd.Process != nil {
		if err := c.cmd.Process.Signal(syscall.SIGQUIT); err != nil { // at once: nothing of it is kept
			return err
		}
		<-c.done
	}
	if c.dir == "" {
		return nil
	}
	return os.RemoveAll(c.dir)
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
