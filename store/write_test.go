package store_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// put writes one value under a name.
func put(ctx context.Context, tx *store.Tx, name, value string) error {
	return tx.PutSetting(ctx, q.PutSettingParams{Name: name, ValueJson: col.JSON(value), ChangedUs: tx.Now})
}

// get reads the value of a name, "" when there is none.
func get(ctx context.Context, tx *store.Tx, name string) (string, error) {
	v, err := tx.Setting(ctx, name)
	if store.None(err) {
		return "", nil
	}
	return string(v), err
}

func value(t testing.TB, s *store.Store, name string) (v string) {
	t.Helper()
	read(t, s, func(tx *store.Tx) (err error) { v, err = get(context.Background(), tx, name); return err })
	return v
}

// hold keeps the writer busy until release is called, so that everything that comes meanwhile shares one commit. On
// PostgreSQL nobody waits for anybody, and the one that is held does not matter.
func hold(t testing.TB, s *store.Store) (release func()) {
	t.Helper()
	held, free := make(chan struct{}), make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		err := s.Write(context.Background(), func(*store.Tx) error { close(held); <-free; return nil })
		if err != nil {
			t.Error(err)
		}
	})
	<-held
	return func() { close(free); done.Wait() }
}

// together starts callers at once, in one batch where there are batches, and gives their results.
func together(t testing.TB, s *store.Store, callers int, call func(n int) error) []error {
	t.Helper()
	release := hold(t, s)
	results := make([]error, callers)
	var all, started sync.WaitGroup
	for n := range callers {
		started.Add(1)
		all.Go(func() { started.Done(); results[n] = call(n) })
	}
	started.Wait()
	if store.Commits(s) > 0 { // on SQLite: until all of them stand in the queue
		for end := time.Now().Add(10 * time.Second); store.Waiting(s) < callers && time.Now().Before(end); {
			time.Sleep(time.Millisecond)
		}
	}
	release()
	all.Wait()
	return results
}

var errOwn = errors.New("my own mistake")

// One caller's error, panic or broken statement does not touch the others that share its commit; each gets its own result.
func TestCallersDoNotTouchEachOther(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		ctx := t.Context()
		addEvents(t, s, 1)
		before := store.Commits(s)
		results := together(t, s, 40, func(n int) error {
			return s.Write(ctx, func(tx *store.Tx) error {
				if err := put(ctx, tx, fmt.Sprint("k", n), strconv.Itoa(n)); err != nil {
					return err
				}
				switch n % 4 {
				case 1:
					return fmt.Errorf("caller %d: %w", n, errOwn)
				case 2:
					panic(fmt.Sprint("caller ", n))
				case 3:
					return tx.AddCentre(ctx, q.AddCentreParams{ID: "ct_same", Name: strconv.Itoa(n)}) // one of ten succeeds
				}
				return nil
			})
		})
		won := 0
		for n, err := range results {
			written := value(t, s, fmt.Sprint("k", n)) == strconv.Itoa(n)
			if written != (err == nil) {
				t.Errorf("caller %d: written %v, told %v", n, written, err)
			}
			switch n % 4 {
			case 0:
				if err != nil {
					t.Errorf("caller %d: %v", n, err)
				}
			case 1:
				if !errors.Is(err, errOwn) || !strings.Contains(err.Error(), fmt.Sprintf("caller %d:", n)) {
					t.Errorf("caller %d got another's error: %v", n, err)
				}
			case 2:
				if err == nil || !errs.Is(err, errs.Internal) || !strings.Contains(err.Error(), fmt.Sprintf("panic: caller %d\n", n)) {
					t.Errorf("caller %d: %v", n, err)
				}
			case 3:
				if err == nil {
					won++
				} else if !errs.Is(err, errs.Conflict) {
					t.Errorf("caller %d: %v", n, err)
				}
			}
		}
		if won != 1 {
			t.Errorf("%d callers made the same centre", won)
		}
		if commits := store.Commits(s) - before; strings.HasPrefix(url, "sqlite") && commits > 3 {
			t.Errorf("40 callers took %d commits", commits)
		}
	})
}

// Many callers count up one number; none is lost, and each sees a number of its own.
func TestNoCountIsLost(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		callers, rounds := 64, 25
		if strings.HasPrefix(url, "postgres") {
			callers, rounds = 8, 10 // all of them collide there
		}
		var seen sync.Map
		var all sync.WaitGroup
		for range callers {
			all.Go(func() {
				for range rounds {
					n, err := count(t.Context(), s)
					for errs.Is(err, errs.Busy) {
						n, err = count(t.Context(), s)
					}
					if _, twice := seen.LoadOrStore(n, true); err != nil || twice {
						t.Errorf("%d twice %v, %v", n, twice, err)
						return
					}
				}
			})
		}
		all.Wait()
		if got, want := value(t, s, "count"), strconv.Itoa(callers*rounds); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// count adds one to a number and gives the new one.
func count(ctx context.Context, s *store.Store) (n int, err error) {
	err = s.Write(ctx, func(tx *store.Tx) error {
		v, err := get(ctx, tx, "count")
		if err != nil {
			return err
		}
		n, _ = strconv.Atoi(v) // "" is 0
		n++
		return put(ctx, tx, "count", strconv.Itoa(n))
	})
	return n, err
}

// A caller that leaves before its turn is told so and nothing of it is written.
func TestCallerThatLeavesBeforeItsTurn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		addEvents(t, s, 1)
		ctx, leave := context.WithCancel(t.Context())
		results := together(t, s, 1, func(int) error {
			time.AfterFunc(20*time.Millisecond, leave)
			return s.Write(ctx, func(tx *store.Tx) error {
				<-ctx.Done()
				return put(context.Background(), tx, "k", "1")
			})
		})
		if v := value(t, s, "k"); (v != "") != (results[0] == nil) {
			t.Errorf("written %q, told %v", v, results[0])
		}
	})
	s := open(t, testdb.SQLite(t))
	addEvents(t, s, 1)
	ctx, leave := context.WithCancel(t.Context())
	release, left := hold(t, s), make(chan error)
	go func() {
		left <- s.Write(ctx, func(*store.Tx) error { return errors.New("it ran") })
	}()
	for store.Waiting(s) == 0 {
		time.Sleep(time.Millisecond)
	}
	leave()
	release()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A full queue says so at once and loses nobody who stands in it.
func TestFullQueue(t *testing.T) {
	s := open(t, testdb.SQLite(t))
	addEvents(t, s, 1)
	release := hold(t, s)
	var done atomic.Int64
	var all sync.WaitGroup
	for range store.WriteQueueMax {
		all.Go(func() {
			if err := s.Write(context.Background(), func(*store.Tx) error { done.Add(1); return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	for store.Waiting(s) < store.WriteQueueMax {
		time.Sleep(time.Millisecond)
	}
	err := s.Write(t.Context(), func(*store.Tx) error { t.Error("it ran"); return nil })
	if !errs.Is(err, errs.Busy) || errs.As(err).Hint.IsZero() {
		t.Errorf("got %v", err)
	}
	release()
	all.Wait()
	if done.Load() != store.WriteQueueMax {
		t.Errorf("%d of %d ran", done.Load(), store.WriteQueueMax)
	}
}

// When the commit itself fails, everybody in it who was not refused is told that the outcome is open, nothing is
// written, and the next ones can write again. A deferred foreign key is checked at the commit only.
func TestFailedCommit(t *testing.T) {
	s := open(t, testdb.SQLite(t))
	ctx := t.Context()
	addEvents(t, s, 1)
	results := together(t, s, 9, func(n int) error {
		return s.Write(ctx, func(tx *store.Tx) error {
			if n == 4 {
				return errOwn
			}
			if err := put(ctx, tx, fmt.Sprint("k", n), "1"); err != nil || n != 5 {
				return err
			}
			_, err := tx.DB.ExecContext(ctx, "pragma defer_foreign_keys = 1")
			if err == nil {
				_, err = tx.DB.ExecContext(ctx, "insert into party_identifier (party_id, scheme, value, raw) values ('pt_none', 's', 'v', 'r')")
			}
			return err
		})
	})
	for n, err := range results {
		if n == 4 {
			if !errors.Is(err, errOwn) {
				t.Errorf("who was refused got %v", err)
			}
			continue
		}
		if !errs.Is(err, errs.Busy) || !strings.Contains(err.Error(), "outcome is not known") {
			t.Errorf("caller %d got %v", n, err)
		}
		if v := value(t, s, fmt.Sprint("k", n)); v != "" {
			t.Errorf("caller %d was written", n)
		}
	}
	write(t, s, func(tx *store.Tx) error { return put(ctx, tx, "after", "1") })
	if value(t, s, "after") != "1" {
		t.Error("nothing can be written after a failed commit")
	}
}

// On PostgreSQL a server that says no at the commit has not written; one that goes away leaves the outcome open.
func TestFailedCommitOnPostgres(t *testing.T) {
	url := testdb.Postgres(t)
	s := open(t, url)
	db := raw(t, url)
	run(t, db, `create function refuse() returns trigger language plpgsql as $$ begin
		if new.name = 'refuse' then raise exception 'no' using errcode = '23514'; end if;
		if new.name = 'vanish' then perform pg_terminate_backend(pg_backend_pid()); end if;
		return null; end $$`,
		`create constraint trigger refuse after insert on setting deferrable initially deferred for each row execute function refuse()`)
	for name, want := range map[string]string{"refuse": "something failed", "vanish": "outcome is not known"} {
		err := s.Write(t.Context(), func(tx *store.Tx) error { return put(t.Context(), tx, name, "1") })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		_, _ = tx.DB.ExecContext(t.Context(), "insert into centre (id) values ('ct_x')") // fails, and nobody looks
		return nil
	})
	if !errs.Is(err, errs.Internal) {
		t.Errorf("an overlooked error: got %v", err)
	}
	write(t, s, func(tx *store.Tx) error { return put(t.Context(), tx, "after", "1") })
}

// Readers work beside a writer that is in the middle of something, and see one moment from begin to end.
func TestReadersBesideTheWriter(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		ctx := t.Context()
		write(t, s, func(tx *store.Tx) error { return put(ctx, tx, "k", "old") })
		inside, free := make(chan struct{}), make(chan struct{})
		var writer sync.WaitGroup
		writer.Go(func() {
			write(t, s, func(tx *store.Tx) error {
				if err := put(ctx, tx, "k", "new"); err != nil {
					return err
				}
				close(inside)
				<-free
				return nil
			})
		})
		<-inside
		read(t, s, func(tx *store.Tx) error {
			for n, want := range []string{"old", "old"} {
				if got, err := get(ctx, tx, "k"); err != nil || got != want {
					t.Errorf("look %d: got %q, %v, want %s", n, got, err, want)
				}
				if n == 0 {
					close(free)
					writer.Wait() // it commits between the two looks
				}
			}
			return nil
		})
		if got := value(t, s, "k"); got != "new" {
			t.Errorf("afterwards: got %q", got)
		}
	})
}

func TestReadCannotWrite(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		err := s.Read(t.Context(), func(tx *store.Tx) error { return put(t.Context(), tx, "k", "1") })
		if err == nil || value(t, s, "k") != "" {
			t.Errorf("a read wrote, %v", err)
		}
	})
}

// Two transactions that each read what the other writes cannot both pass as they are: one runs again and sees the other.
func TestCollisionsRunAgain(t *testing.T) {
	s := open(t, testdb.Postgres(t))
	ctx := t.Context()
	write(t, s, func(tx *store.Tx) error { return errors.Join(put(ctx, tx, "a", "1"), put(ctx, tx, "b", "1")) })
	var met sync.WaitGroup
	met.Add(2)
	var runs atomic.Int64
	both := []string{"a", "b"}
	results := make([]error, 2)
	var all sync.WaitGroup
	for n := range both {
		all.Go(func() {
			first := true
			results[n] = s.Write(ctx, func(tx *store.Tx) error { // each may go if the other is still there
				runs.Add(1)
				other, err := get(ctx, tx, both[1-n])
				if first {
					first = false
					met.Done()
					met.Wait() // both have read before one writes
				}
				if err != nil || other == "0" {
					return errors.Join(err, errOwn)
				}
				return put(ctx, tx, both[n], "0")
			})
		})
	}
	all.Wait()
	if a, b := value(t, s, "a"), value(t, s, "b"); a == b || (results[0] == nil) == (results[1] == nil) || runs.Load() < 3 {
		t.Errorf("a %s, b %s after %d runs, told %v", a, b, runs.Load(), results)
	}
}

// A house that closes finishes what waits and takes nothing new.
func TestClose(t *testing.T) {
	url := testdb.SQLite(t)
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	results := make(chan error, 20)
	release := hold(t, s)
	for n := range cap(results) {
		go func() {
			results <- s.Write(context.Background(), func(tx *store.Tx) error { return put(context.Background(), tx, fmt.Sprint("k", n), "1") })
		}()
	}
	for store.Waiting(s) < cap(results) {
		time.Sleep(time.Millisecond)
	}
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	release()
	for range cap(results) {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if err := errors.Join(<-closed, s.Close()); err != nil {
		t.Error(err)
	}
	if err := s.Write(t.Context(), func(*store.Tx) error { return nil }); !errs.Is(err, errs.Busy) {
		t.Errorf("a closed house: got %v", err)
	}
	again := open(t, url)
	for n := range cap(results) {
		if value(t, again, fmt.Sprint("k", n)) != "1" {
			t.Errorf("k%d is lost", n)
		}
	}
}
