package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"

	"kontor/errs"
	"kontor/store/q"
)

// Backup writes a consistent copy of a house to a new file while it serves. Only whole transactions are in it. The file
// is readable by its owner only; the key of the log is not in it (logkey.go) and is kept apart.
//
// Errors: Refused on PostgreSQL, with the command to use there; Conflict when the file exists; Busy when the disk is full.
func (s *Store) Backup(ctx context.Context, file string) error {
	e, ok := s.engine.(*sqliteEngine)
	if !ok {
		return errs.New(errs.Refused, "a PostgreSQL house is backed up by its own tools").
			Because("use pg_dump --format=custom, see docs/operation.md")
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL, 0o600) // SQLite writes into a file that is empty
	if errors.Is(err, os.ErrExist) {
		return errs.New(errs.Conflict, "{file} exists already", "file", file).Because("choose a new name, a backup never overwrites")
	}
	if err != nil {
		e := errs.New(errs.Invalid, "{file} cannot be written", "file", file).Because("choose a folder that exists and that you may write to")
		e.Cause = err
		return e
	}
	if err := errors.Join(f.Close(), e.copyTo(ctx, file), integrity(ctx, file), syncFile(file)); err != nil {
		os.Remove(file) // half a copy is no copy
		return translate(err)
	}
	return nil
}

// copyTo writes the content as of one moment.
func (e *sqliteEngine) copyTo(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", e.name+sqlitePragmas)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "vacuum into $1", file)
	return err
}

// Restore puts the content of a backup in the place of the house, also while another process serves it: readers see
// the old house until the last page is copied, writers wait. The old content is kept beside it first; its name is
// returned.
//
// Errors: Refused on PostgreSQL; NotFound; Invalid when the file is not an intact house of this version of Kontor.
// Nothing is changed then.
func (s *Store) Restore(ctx context.Context, file string) (kept string, err error) {
	e, ok := s.engine.(*sqliteEngine)
	if !ok {
		return "", errs.New(errs.Refused, "a PostgreSQL house is restored by its own tools").
			Because("use pg_restore, see docs/operation.md")
	}
	if _, err := os.Stat(file); err != nil {
		return "", errs.New(errs.NotFound, "there is no file {file}", "file", file).Because("check the name")
	}
	if err := s.restorable(ctx, file); err != nil {
		return "", err
	}
	kept = fmt.Sprintf("%s.before-restore-%d", s.url[len("sqlite:"):], s.clock().UnixMicro())
	if err := s.Backup(ctx, kept); err != nil {
		return "", err
	}
	db, err := sql.Open("sqlite", e.name+sqlitePragmas)
	if err != nil {
		return kept, translate(err)
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return kept, translate(err)
	}
	defer conn.Close()
	if err := copyInto(ctx, conn, file); err != nil {
		return kept, translate(err)
	}
	return kept, s.guard(ctx)
}

// restoreTurnMax is how long a restore waits for its turn.
const restoreTurnMax = 30 * time.Second

// copyInto copies every page of a file into the open database, in one transaction.
func copyInto(ctx context.Context, conn *sql.Conn, file string) error {
	if _, err := conn.ExecContext(ctx, "pragma busy_timeout = 0"); err != nil { // waitForTurn waits
		return err
	}
	return conn.Raw(func(driver any) error {
		restorer, ok := driver.(interface {
			NewRestore(string) (*sqlite.Backup, error)
		})
		if !ok {
			return fmt.Errorf("driver %T cannot restore", driver)
		}
		copying, err := restorer.NewRestore(readOnlyName(file))
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			err = waitForTurn(restoreTurnMax, func() (err error) { more, err = copying.Step(-1); return err })
		}
		return errors.Join(err, copying.Finish())
	})
}

// restorable refuses what is not an intact house with the schema of this one.
func (s *Store) restorable(ctx context.Context, file string) error {
	if err := integrity(ctx, file); err != nil {
		e := errs.New(errs.Invalid, "{file} is not an intact house", "file", file).Because("take another backup; this one was not used")
		e.Cause = err
		return e
	}
	db, err := sql.Open("sqlite", readOnlyName(file))
	if err != nil {
		return translate(err)
	}
	defer db.Close()
	theirs, err := schemaVersion(ctx, db)
	if err != nil {
		return translate(err)
	}
	var ours int64
	err = s.Read(ctx, func(tx *Tx) (err error) {
		ours, err = schemaVersion(ctx, tx.DB)
		return err
	})
	if err != nil || ours == theirs {
		return translate(err)
	}
	e := errs.New(errs.Invalid, "{file} was written by another version of Kontor", "file", file)
	if theirs > ours {
		return e.Because("restore it with that version or a newer one")
	}
	return e.Because("open a copy of it once with this version, for example with kontor verify --db sqlite:FILE, and restore that copy")
}

func schemaVersion(ctx context.Context, db q.DBTX) (version int64, err error) {
	err = db.QueryRowContext(ctx, "select max(version_id) from goose_db_version").Scan(&version)
	return version, err
}

// integrity opens the copy on its own and lets SQLite check every page, and looks for our tables in it.
func integrity(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", readOnlyName(file))
	if err != nil {
		return err
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, "pragma integrity_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("integrity: %s", verdict)
	}
	var events, versions int64
	return errors.Join(db.QueryRowContext(ctx, "select count(*) from event").Scan(&events),
		db.QueryRowContext(ctx, "select count(*) from goose_db_version").Scan(&versions))
}

func readOnlyName(file string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath() + "?mode=ro"
}

func syncFile(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
