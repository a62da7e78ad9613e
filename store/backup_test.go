package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
)

// restoreOnce is the command that restores beside a server.
func restoreOnce(ctx context.Context, s *store.Store) error {
	_, err := s.Restore(ctx, os.Getenv(childFile))
	return err
}

// pairs writes two values that must always be equal, in one transaction, until stop is closed.
func pairs(t *testing.T, s *store.Store, stop <-chan struct{}) (wait func()) {
	var writer sync.WaitGroup
	ctx := context.Background()
	writer.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
				v, e := strings.Repeat("x", n%3000), ids.New("ev")
				write(t, s, func(tx *store.Tx) error {
					return errors.Join(put(ctx, tx, "one", v), addEvent(ctx, tx, e), put(ctx, tx, "other", v))
				})
			}
		}
	})
	return writer.Wait
}

func TestBackupWhileServing(t *testing.T) {
	s := open(t, testdb.SQLite(t))
	build(t, s)
	stop := make(chan struct{})
	wait := pairs(t, s, stop)
	dir := t.TempDir()
	for _, name := range []string{"one.db", "two #2 %41?.db"} {
		file := filepath.Join(dir, name)
		if err := s.Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
		if err := s.Backup(t.Context(), file); !errs.Is(err, errs.Conflict) {
			t.Errorf("a backup was overwritten: %v", err)
		}
		b := open(t, "sqlite:"+file)
		if one, other := value(t, b, "one"), value(t, b, "other"); one != other {
			t.Errorf("half a transaction is in the backup: %d and %d bytes", len(one), len(other))
		}
		if found, err := b.Verify(t.Context(), nil); err != nil || len(found) > 0 {
			t.Errorf("got %v, %v", found, err)
		}
	}
	close(stop)
	wait()
	if err := s.Backup(t.Context(), filepath.Join(dir, "none", "b.db")); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
}

// A command restores while a server serves: the server goes on with the old content, stamped and sealed sanely, and the
// content before is kept.
func TestRestoreWhileServing(t *testing.T) {
	url := testdb.SQLite(t)
	s := open(t, url)
	ctx := t.Context()
	build(t, s)
	write(t, s, func(tx *store.Tx) error { return put(ctx, tx, "when", "before") })
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	sealing, stopSealing := context.WithCancel(ctx)
	var sealer sync.WaitGroup
	sealer.Go(func() { s.RunSealer(sealing) })
	addEvents(t, s, 300)
	write(t, s, func(tx *store.Tx) error { return put(ctx, tx, "when", "after") })
	stop := make(chan struct{})
	wait := pairs(t, s, stop)
	cmd, lines, _ := child(t, "restore", url, childFile+"="+file)
	for range lines {
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	close(stop)
	wait()
	if got := value(t, s, "when"); got != "before" {
		t.Errorf("got %q", got)
	}
	if one, other := value(t, s, "one"), value(t, s, "other"); one != other {
		t.Errorf("half a transaction: %d and %d bytes", len(one), len(other))
	}
	addEvents(t, s, 10)
	stopSealing()
	sealer.Wait()
	log, err := s.Log(ctx)
	if err != nil || log.Waiting != 0 {
		t.Errorf("got %v, %v", log, err)
	}
	if found, err := s.Verify(ctx, nil); err != nil || len(found) > 0 {
		t.Errorf("got %v, %v", found, err)
	}
	kept, err := filepath.Glob(strings.TrimPrefix(url, "sqlite:") + ".before-restore-*")
	if err != nil || len(kept) != 1 {
		t.Fatalf("got %v, %v", kept, err)
	}
	old := open(t, "sqlite:"+kept[0])
	if got := value(t, old, "when"); got != "after" {
		t.Errorf("what was kept: got %q", got)
	}
}

// What is not a house of this version is refused, and nothing is changed.
func TestRestoreRefuses(t *testing.T) {
	url := testdb.SQLite(t)
	s := open(t, url)
	ctx := t.Context()
	build(t, s)
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		full := filepath.Join(dir, name)
		if err := os.WriteFile(full, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return full
	}
	good := filepath.Join(dir, "good.db")
	if err := s.Backup(ctx, good); err != nil {
		t.Fatal(err)
	}
	house, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	stranger := raw(t, "sqlite:"+filepath.Join(dir, "stranger.db"))
	run(t, stranger, "create table event (id text)")
	newer := raw(t, "sqlite:"+file("newer.db", house))
	run(t, newer, "insert into goose_db_version (version_id, is_applied) values (9999, 1)")
	for name, c := range map[string]struct {
		file string
		code errs.Code
	}{
		"no file":         {filepath.Join(dir, "none.db"), errs.NotFound},
		"garbage":         {file("garbage.db", []byte(strings.Repeat("garbage ", 4096))), errs.Invalid},
		"empty":           {file("empty.db", nil), errs.Invalid},
		"cut off":         {file("short.db", house[:len(house)/2]), errs.Invalid},
		"another program": {filepath.Join(dir, "stranger.db"), errs.Invalid},
		"newer version":   {filepath.Join(dir, "newer.db"), errs.Invalid},
		"a folder":        {dir, errs.Invalid},
	} {
		kept, err := s.Restore(ctx, c.file)
		if !errs.Is(err, c.code) || kept != "" || errs.As(err).Hint.IsZero() {
			t.Errorf("%s: got %q, %v", name, kept, err)
		}
	}
	if found, err := s.Verify(ctx, nil); err != nil || len(found) > 0 {
		t.Errorf("got %v, %v", found, err)
	}
	if kept, _ := filepath.Glob(strings.TrimPrefix(url, "sqlite:") + ".before-restore-*"); len(kept) > 0 {
		t.Errorf("kept %v", kept)
	}
}

func TestPostgresIsBackedUpByItsOwnTools(t *testing.T) {
	s := open(t, testdb.Postgres(t))
	_, err := s.Restore(t.Context(), "x")
	for _, err := range []error{err, s.Backup(t.Context(), "x")} {
		if !errs.Is(err, errs.Refused) || !strings.Contains(errs.As(err).Hint.String(), "pg_") {
			t.Errorf("got %v", err)
		}
	}
}
