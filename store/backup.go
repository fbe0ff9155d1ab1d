package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// ErrExists: there is something already where something is to be written.
var ErrExists = errors.New("exists already")

// Backup writes a copy of the database as it is at one moment, while others work on it, and verifies the copy before it
// gets its name. A SQLite backup is a database file; on PostgreSQL it is what pg_dump writes.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("back up to %s: %w", path, ErrExists)
	}
	part := path + ".part"
	if err := ignoreMissing(os.Remove(part)); err != nil {
		return fmt.Errorf("back up to %s: %w", path, err)
	}
	write := s.backupSQLite
	if s.pg != nil {
		write = s.backupPostgres
	}
	err := write(ctx, part)
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("back up to %s: %w", path, err), ignoreMissing(os.Remove(part)))
	}
	return nil
}

func (s *Store) backupSQLite(ctx context.Context, part string) error {
	if _, err := s.sql.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return err
	}
	if err := verifyFile(ctx, part, (*Store).Verify); err != nil {
		return err
	}
	return syncFile(part)
}

// verifyFile checks a database file that nobody works on.
func verifyFile(ctx context.Context, path string, verify func(*Store, context.Context) error) (err error) {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	copied, err := Open(ctx, Options{Address: path, ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, copied.Close()) }()
	return verify(copied, ctx)
}

// verifyRestorable checks a database that may be older than this program: whatever opens it next brings it up to date. The
// rules for rows speak of tables as they are now, so an older file is read page by page instead.
func (s *Store) verifyRestorable(ctx context.Context) error {
	err := s.Verify(ctx)
	if v, versionErr := s.version(ctx); versionErr != nil || v.Ours == 0 || !errors.Is(err, ErrNotMigrated) {
		return err
	}
	found, err := s.verifySQLite(ctx)
	if len(found) > 0 {
		return fmt.Errorf("%w: %w", ErrUnsound, errors.Join(found...))
	}
	return err
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Restore verifies a backup and puts it in the place of the database at an address. Anything that is there already is
// only replaced by force, and never while another process works on it.
func Restore(ctx context.Context, backup, address string, force bool) error {
	restore := restoreSQLite
	if IsPostgres(address) {
		restore = restorePostgres
	}
	if err := restore(ctx, backup, address, force); err != nil {
		return fmt.Errorf("restore %s: %w", backup, err)
	}
	return nil
}

func restoreSQLite(ctx context.Context, backup, address string, force bool) error {
	path := sqlitePath(address)
	if err := verifyFile(ctx, backup, (*Store).verifyRestorable); err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		if !force {
			return fmt.Errorf("%s: %w", path, ErrExists)
		}
		if err := retire(ctx, path); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil { // a new machine has no data folder yet
		return fmt.Errorf("make the data folder: %w", err)
	}
	part := path + ".part"
	if err := copyFile(backup, part); err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(part)))
	}
	return os.Rename(part, path)
}

// retire makes sure that nobody works on a database file, and that all it holds is in the one file that will be
// replaced: what is left beside it would otherwise be taken for part of the new one.
func retire(ctx context.Context, path string) (err error) {
	st, err := openSQLite(ctx, Options{Address: path})
	if err != nil { // it cannot even be opened: nobody can be working on it
		return removeBeside(path)
	}
	st.sql.SetMaxIdleConns(0)
	st.sql.SetMaxOpenConns(1)
	var mode string
	err = st.sql.QueryRowContext(ctx, "PRAGMA busy_timeout = 0").Scan(&mode)
	if err == nil {
		err = st.alone(ctx)
	}
	if err = errors.Join(err, st.Close()); err != nil {
		return fmt.Errorf("another process works on %s: %w", path, err)
	}
	return removeBeside(path)
}

// alone leaves the write-ahead log, which SQLite allows to the only one at work.
func (s *Store) alone(ctx context.Context) error {
	conn, err := s.sql.Conn(ctx)
	if err != nil {
		return err
	}
	var mode string
	err = conn.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode)
	if err == nil && mode != "delete" {
		err = fmt.Errorf("journal mode stays %q", mode)
	}
	return errors.Join(err, conn.Close())
}

func removeBeside(path string) error {
	return errors.Join(ignoreMissing(os.Remove(path+"-wal")), ignoreMissing(os.Remove(path+"-shm")))
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

func (s *Store) backupPostgres(ctx context.Context, part string) error {
	config := s.pg.Config().ConnConfig
	if err := postgresTool(ctx, config, "pg_dump", "--format=custom", "--no-owner", "--file="+part); err != nil {
		return err
	}
	return postgresTool(ctx, config, "pg_restore", "--file="+os.DevNull, part) // reads all of it
}

func restorePostgres(ctx context.Context, backup, address string, force bool) error {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return errors.New("the address is not a valid postgres:// address")
	}
	st, err := Open(ctx, Options{Address: address})
	if err != nil {
		return err
	}
	v, err := st.version(ctx)
	if err = errors.Join(err, st.Close()); err != nil {
		return err
	}
	args := []string{"--single-transaction", "--exit-on-error", "--no-owner", "--dbname=" + config.Database}
	if v.Ours > 0 {
		if !force {
			return fmt.Errorf("database %s: %w", config.Database, ErrExists)
		}
		if of, err := backupVersion(ctx, config, backup); err != nil {
			return err
		} else if of != v.Ours {
			return fmt.Errorf("the backup is of schema %d and the database is of schema %d, whose other tables would stay behind;"+
				" restore into an empty database: whatever opens it next brings it up to date", of, v.Ours)
		}
		args = append(args, "--clean", "--if-exists")
	}
	return postgresTool(ctx, config, "pg_restore", append(args, backup)...)
}

// backupVersion is the number of the newest migration that a backup of PostgreSQL has.
func backupVersion(ctx context.Context, config *pgx.ConnConfig, backup string) (newest int64, err error) {
	rows, err := os.CreateTemp("", "gapwatch-versions-*.sql")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close(), os.Remove(rows.Name())) }()
	err = postgresTool(ctx, config, "pg_restore", "--data-only", "--table=goose_db_version", "--file="+rows.Name(), backup)
	if err != nil {
		return 0, err
	}
	for lines := bufio.NewScanner(rows); lines.Scan(); {
		columns := strings.Split(lines.Text(), "\t") // id, version_id, …
		if len(columns) < 2 {
			continue
		}
		if n, err := strconv.ParseInt(columns[1], 10, 64); err == nil {
			newest = max(newest, n)
		}
	}
	return newest, nil
}

// postgresTool runs one of PostgreSQL's own programs. The password goes by the environment, where others cannot see it.
func postgresTool(ctx context.Context, config *pgx.ConnConfig, name string, args ...string) error {
	path, err := exec.LookPath(name)
	if err != nil {
		return fmt.Errorf("%s is needed for PostgreSQL and is not installed here; it comes with PostgreSQL's client tools", name)
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), "PGHOST="+config.Host, fmt.Sprintf("PGPORT=%d", config.Port), "PGUSER="+config.User,
		"PGPASSWORD="+config.Password, "PGDATABASE="+config.Database)
	if mode := sslMode(config.ConnString()); mode != "" {
		cmd.Env = append(cmd.Env, "PGSSLMODE="+mode)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
	}
	return nil
}

func sslMode(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Query().Get("sslmode")
}
