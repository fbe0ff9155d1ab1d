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

	"github.com/gapwatch/gapwatch/store"
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
	return server.database(t, "template1")
}

// database makes a database that is a copy of another one, for the time of a test.
func (c *cluster) database(t testing.TB, from string) string {
	t.Helper()
	name := databaseName()
	c.admin(t, "CREATE DATABASE "+name+" TEMPLATE "+from+c.strategy(t))
	if c.cmd == nil { // our own server goes as a whole
		t.Cleanup(func() { c.admin(t, "DROP DATABASE "+name+" WITH (FORCE)") })
	}
	return c.at(t, name)
}

// migrated is the name of a database to copy that has all tables, made when the first test asks.
func (c *cluster) migrated(t testing.TB) string {
	t.Helper()
	c.templating.Lock()
	defer c.templating.Unlock()
	if c.template != "" {
		return c.template
	}
	name := databaseName()
	c.admin(t, "CREATE DATABASE "+name)
	st, err := store.Open(context.Background(), store.Options{Address: c.at(t, name)})
	require.NoError(t, err)
	require.NoError(t, errors.Join(st.Migrate(context.Background()), st.Close()))
	c.template = name
	return name
}

// strategy copies the files of a database, which is quicker than its log; PostgreSQL before 15 does so anyway.
func (c *cluster) strategy(t testing.TB) string {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, c.reach(t))
	require.NoError(t, err)
	defer conn.Close(ctx)
	var version int
	require.NoError(t, conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int").Scan(&version))
	if version < 150000 {
		return ""
	}
	return " STRATEGY file_copy"
}

func databaseName() string { return "gapwatch_" + strings.ToLower(rand.Text()) }

// at is the address of a database on the server.
func (c *cluster) at(t testing.TB, name string) string {
	t.Helper()
	address, err := url.Parse(c.reach(t))
	require.NoError(t, err)
	address.Path = "/" + name
	return address.String()
}

// reach is the address of the server's first database; a test that cannot have PostgreSQL ends here.
func (c *cluster) reach(t testing.TB) string {
	t.Helper()
	address, err := c.address()
	if errors.Is(err, errNoPostgres) && os.Getenv("GAPWATCH_REQUIRE_POSTGRES") != "1" {
		t.Skip("skipped on PostgreSQL: " + err.Error())
	}
	require.NoError(t, err)
	return address
}

// admin runs one statement on the server's first database.
func (c *cluster) admin(t testing.TB, statement string) {
	t.Helper()
	require.NoError(t, execute(c.reach(t), statement))
}

func execute(address, statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// cluster is one temporary PostgreSQL server.
type cluster struct {
	once sync.Once
	url  string
	err  error
	dir  string
	cmd  *exec.Cmd
	done chan error
	port string

	durable bool // what was acknowledged survives the end of the server

	templating sync.Mutex
	template   string
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
	sweep()
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
	if c.port, err = freePort(); err != nil {
		return err
	}
	c.url = "postgres://postgres@127.0.0.1:" + c.port + "/postgres?sslmode=disable"
	return c.launch(filepath.Join(bin, "postgres"), data)
}

// launch runs the server on what is in its folder. Only one that is to lose nothing when it is killed waits for its log
// to be written; the machine itself never fails in a test.
func (c *cluster) launch(program, data string) error {
	args := []string{
		"-D", data, "-h", "127.0.0.1", "-p", c.port, "-k", c.dir,
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200",
	}
	if !c.durable {
		args = append(args, "-c", "synchronous_commit=off")
	}
	c.cmd = c.command(program, args...)
	if err := c.run(); err != nil {
		return err
	}
	return c.wait()
}

// sweep removes what servers of tests that were killed have left: old folders without a server.
func sweep() {
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "gapwatch-postgres-*"))
	if err != nil {
		return
	}
	for _, dir := range left {
		info, errOld := os.Stat(dir)
		_, errServer := os.Stat(filepath.Join(dir, "data", "postmaster.pid"))
		if errOld == nil && time.Since(info.ModTime()) > 10*time.Minute && errors.Is(errServer, os.ErrNotExist) {
			_ = os.RemoveAll(dir) // another process may be at it too
		}
	}
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

// stop ends the server and removes what it wrote; on a server that was running before, only our template.
func (c *cluster) stop() error {
	if given := os.Getenv("GAPWATCH_TEST_POSTGRES"); given != "" && c.template != "" {
		return execute(given, "DROP DATABASE "+c.template+" WITH (FORCE)")
	}
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
