package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"modernc.org/sqlite"

	"kontor/errs"
)

// Backup writes a consistent copy of a house to a new file while it serves. Only whole transactions are in it.
//
// Errors: Refused on PostgreSQL, with the command to use there; Conflict when the file exists.
func (s *Store) Backup(ctx context.Context, file string) error {
	e, ok := s.engine.(*sqliteEngine)
	if !ok {
		return errs.New(errs.Refused, "a PostgreSQL house is backed up by its own tools").
			Because("use pg_dump --format=custom, see docs/operation.md")
	}
	if _, err := os.Stat(file); err == nil {
		return errs.New(errs.Conflict, "{file} exists already", "file", file).Because("choose a new name, a backup never overwrites")
	}
	conn, err := e.pool.Conn(ctx)
	if err != nil {
		return translate(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "vacuum into $1", file); err != nil {
		os.Remove(file) // half a copy is no copy
		return errs.Wrap("store.backup", err)
	}
	return errors.Join(translate(integrity(ctx, file)), syncFile(file))
}

// Restore puts the content of a backup in the place of the house, also while another process serves it: readers see
// the old house until the last page is copied. The old content is kept beside it first; its name is returned.
//
// Errors: Refused on PostgreSQL; Invalid when the file is not an intact house.
func (s *Store) Restore(ctx context.Context, file string) (kept string, err error) {
	e, ok := s.engine.(*sqliteEngine)
	if !ok {
		return "", errs.New(errs.Refused, "a PostgreSQL house is restored by its own tools").
			Because("use pg_restore, see docs/operation.md")
	}
	if _, err := os.Stat(file); err != nil {
		return "", errs.New(errs.NotFound, "there is no file {file}", "file", file)
	}
	if err := integrity(ctx, file); err != nil {
		return "", errs.New(errs.Invalid, "{file} is not an intact house", "file", file).Because("take another backup; this one was not used")
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
	if err := copyInto(conn, file); err != nil {
		return kept, errs.Wrap("store.restore", err)
	}
	return kept, s.guard(ctx)
}

// copyInto copies every page of a file into the open database.
func copyInto(conn *sql.Conn, file string) error {
	return conn.Raw(func(driver any) error {
		restorer, ok := driver.(interface {
			NewRestore(string) (*sqlite.Backup, error)
		})
		if !ok {
			return fmt.Errorf("driver %T cannot restore", driver)
		}
		copying, err := restorer.NewRestore("file:" + filepath.ToSlash(file) + "?mode=ro")
		if err != nil {
			return err
		}
		for more := true; more; {
			if more, err = copying.Step(-1); err != nil {
				return errors.Join(err, copying.Finish())
			}
		}
		return copying.Finish()
	})
}

// integrity opens the copy on its own and lets SQLite check every page, and looks for our tables in it.
func integrity(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(file)+"?mode=ro")
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
	var events int64
	return db.QueryRowContext(ctx, "select count(*) from event").Scan(&events)
}

func syncFile(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return errs.Wrap("store.backup", err)
	}
	return errors.Join(f.Sync(), f.Close())
}
