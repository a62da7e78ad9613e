package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/proof"
	"kontor/store"
	"kontor/store/q"
)

const keyVariable = "KONTOR_LOG_KEY"

// What is sealed can be proved to a stranger: every event by a receipt, every older checkpoint by its growth.
func TestSealedEventsAreProved(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		ctx := t.Context()
		var all []string
		sizes := []int{1, 2, 255, 300, 700} // across the levels that are stored
		for _, n := range sizes {
			all = append(all, addEvents(t, s, n)...)
			seal(t, s, n)
			seal(t, s, 0)
		}
		log, err := s.Log(ctx)
		if err != nil || log.Size != int64(len(all)) || log.Waiting != 0 || len(log.PublicKeys) != 1 {
			t.Fatalf("got %+v, %v", log, err)
		}
		head, err := proof.VerifyCheckpoint(log.Checkpoint, log.PublicKeys...)
		if err != nil || head.Size != log.Size || head.Origin != log.Origin {
			t.Fatalf("got %+v, %v", head, err)
		}
		for _, n := range []int{0, 1, 2, 3, 257, 258, 557, 558, 1000, len(all) - 1} {
			r, err := s.Receipt(ctx, centre, all[n])
			if err != nil || r.Index != int64(n) || !strings.Contains(r.Leaf, all[n]) {
				t.Fatalf("%s: got %+v, %v", all[n], r, err)
			}
			if c, err := r.Verify(log.PublicKeys...); err != nil || c != head {
				t.Errorf("%s: got %+v, %v", all[n], c, err)
			}
		}
		old := 0
		for _, n := range sizes {
			old += n
			g, err := s.Growth(ctx, int64(old))
			if err != nil {
				t.Fatal(err)
			}
			if _, to, err := g.Verify(log.PublicKeys...); err != nil || to != head {
				t.Errorf("since %d: got %+v, %v", old, to, err)
			}
		}
		young := addEvents(t, s, 1)[0]
		if _, err := s.Receipt(ctx, centre, young); !errs.Is(err, errs.Busy) {
			t.Errorf("an event that is not sealed: got %v", err)
		}
		if _, err := s.Receipt(ctx, centre, "ev_none"); !errs.Is(err, errs.NotFound) {
			t.Errorf("got %v", err)
		}
		if _, err := s.Growth(ctx, 77); !errs.Is(err, errs.NotFound) {
			t.Errorf("got %v", err)
		}
	})
}

// Events of many writers are sealed beside them by two sealers at once: each once, none forgotten.
func TestSealersBesideWriters(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s, other := open(t, url), open(t, url)
		ctx, stop := context.WithCancel(t.Context())
		var sealers, writers sync.WaitGroup
		for _, s := range []*store.Store{s, other} {
			sealers.Go(func() { s.RunSealer(ctx) })
			sealers.Go(func() {
				for ctx.Err() == nil {
					if _, err := s.Seal(context.Background()); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		for range 8 {
			writers.Go(func() {
				for range 40 {
					addEvents(t, s, 1)
				}
			})
		}
		writers.Wait()
		stop()
		sealers.Wait()
		if log, err := s.Log(t.Context()); err != nil || log.Size != 320 || log.Waiting != 0 {
			t.Errorf("got %+v, %v", log, err)
		}
		if found, err := s.Verify(t.Context(), nil); err != nil || len(found) > 0 {
			t.Errorf("got %v, %v", found, err)
		}
	})
}

// A transaction that began earlier and commits after later ones were sealed is not forgotten.
func TestLateCommitIsSealed(t *testing.T) {
	s := open(t, testdb.Postgres(t))
	ctx := t.Context()
	inside, free := make(chan day.Instant), make(chan struct{})
	var late sync.WaitGroup
	lateEvent := ids.New("ev")
	late.Go(func() {
		write(t, s, func(tx *store.Tx) error {
			err := addEvent(ctx, tx, lateEvent)
			inside <- tx.Now
			<-free
			return err
		})
	})
	early := <-inside
	addEvents(t, s, 600)
	seal(t, s, 600)
	close(free)
	late.Wait()
	seal(t, s, 1)
	r, err := s.Receipt(ctx, centre, lateEvent)
	if err != nil || r.Index != 600 {
		t.Fatalf("recorded %s: got %+v, %v", early, r, err)
	}
	if found, err := s.Verify(ctx, nil); err != nil || len(found) > 0 {
		t.Errorf("got %v, %v", found, err)
	}
}

// What was undone is not sealed.
func TestUndoneEventsAreNotSealed(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		err := s.Write(t.Context(), func(tx *store.Tx) error { return errors.Join(addEvent(t.Context(), tx, ids.New("ev")), errOwn) })
		if !errors.Is(err, errOwn) {
			t.Fatal(err)
		}
		seal(t, s, 0)
		if log, err := s.Log(t.Context()); err != nil || log.Checkpoint != "" || log.Size != 0 || log.Waiting != 0 {
			t.Errorf("got %+v, %v", log, err)
		}
	})
}

// The key lies beside the database, for its owner only, is made once, and is never in the database or its backup.
func TestKeyBesideTheDatabase(t *testing.T) {
	t.Setenv(keyVariable, "")
	url := testdb.SQLite(t)
	file := strings.TrimPrefix(url, "sqlite:")
	s := open(t, url)
	seal(t, s, 0)
	if _, err := os.Stat(file + ".key"); !os.IsNotExist(err) {
		t.Errorf("a key was made before there was anything to sign: %v", err)
	}
	addEvents(t, s, 3)
	seal(t, s, 3)
	text, err := os.ReadFile(file + ".key")
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file + ".key"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	backup := filepath.Join(t.TempDir(), "b.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	house, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.TrimSpace(string(text))
	if bytes.Contains(house, []byte(secret[len(secret)-20:])) {
		t.Error("the secret is in the database")
	}
	again := open(t, url)
	addEvents(t, again, 1)
	seal(t, again, 1)
	if log, err := again.Log(t.Context()); err != nil || len(log.PublicKeys) != 1 {
		t.Errorf("got %+v, %v", log, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".log-key-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A new key takes over and an event says so; the one it replaced signs no more; the whole log stays provable.
func TestKeyTakesOver(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		key := func(name string) string {
			k, err := proof.NewKey(rand.Reader, name)
			if err != nil {
				t.Fatal(err)
			}
			return k.Secret()
		}
		one, two := key("one"), filepath.Join(t.TempDir(), "two.key")
		if err := os.WriteFile(two, []byte(key("two")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		with := func(variable string) *store.Store { t.Setenv(keyVariable, variable); return open(t, url) }
		first := with(one)
		write(t, first, func(tx *store.Tx) error {
			return tx.AddCentre(t.Context(), q.AddCentreParams{ID: centre, Name: "Hafen"})
		})
		event := addEvents(t, first, 2)[0]
		seal(t, first, 2)
		old, err := first.Log(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		second := with(two) // the path of a file
		addEvents(t, second, 1)
		seal(t, second, 1)
		seal(t, second, 1) // the event that announces the key
		log, err := second.Log(t.Context())
		if err != nil || log.Size != 4 || len(log.PublicKeys) != 2 || log.Origin != old.Origin {
			t.Fatalf("got %+v, %v", log, err)
		}
		var announced string
		read(t, second, func(tx *store.Tx) error {
			return tx.DB.QueryRowContext(t.Context(), "select data_json from event where verb = 'log.key'").Scan(&announced)
		})
		if !strings.Contains(announced, log.PublicKeys[1]) {
			t.Errorf("announced %s", announced)
		}
		r, err := second.Receipt(t.Context(), centre, event)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Verify(log.PublicKeys[1]); err != nil {
			t.Error(err)
		}
		if _, err := r.Verify(log.PublicKeys[0]); err == nil {
			t.Error("the new checkpoint is signed by the old key")
		}
		if g, err := second.Growth(t.Context(), 2); err != nil {
			t.Error(err)
		} else if _, _, err := g.Verify(log.PublicKeys...); err != nil {
			t.Error(err)
		}
		addEvents(t, first, 1)
		if n, err := first.Seal(t.Context()); n != 0 || !errs.Is(err, errs.Refused) || errs.As(err).Hint.IsZero() {
			t.Errorf("the replaced key: sealed %d, %v", n, err)
		}
		if found, err := second.Verify(t.Context(), nil); err != nil || len(found) > 0 {
			t.Errorf("got %v, %v", found, err)
		}
	})
}

func TestKeyIsMissing(t *testing.T) {
	for name, variable := range map[string]string{"no such file": filepath.Join(t.TempDir(), "none"), "broken": "PRIVATE+KEY+x"} {
		t.Setenv(keyVariable, variable)
		s := open(t, testdb.SQLite(t))
		addEvents(t, s, 1)
		if n, err := s.Seal(t.Context()); n != 0 || !errs.Is(err, errs.Refused) || !strings.Contains(errs.As(err).Hint.String(), keyVariable) {
			t.Errorf("%s: sealed %d, %v", name, n, err)
		}
	}
	t.Chdir(t.TempDir())
	url := testdb.Postgres(t)
	t.Setenv(keyVariable, "")
	s := open(t, url)
	addEvents(t, s, 1)
	seal(t, s, 1)
	if err := os.Remove("kontor.log.key"); err != nil { // it lies on another machine, or is lost
		t.Fatal(err)
	}
	again := open(t, url)
	addEvents(t, again, 1)
	if n, err := again.Seal(t.Context()); n != 0 || !errs.Is(err, errs.Refused) {
		t.Errorf("sealed %d, %v", n, err)
	}
	if left, _ := filepath.Glob("*"); len(left) > 0 {
		t.Errorf("a second key was made unasked: %v", left)
	}
}
