package store_test

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kontor/day"
	"kontor/internal/testdb"
	"kontor/store"
)

// Recorded moments rise, whatever the clock does: it stands still, runs backwards, jumps by hours, also over a restart.
func TestRecordedMomentsRise(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		began := time.Date(2026, 3, 29, 0, 59, 59, 0, time.UTC)
		var jump atomic.Int64
		clock := func() time.Time { return began.Add(time.Duration(jump.Load())) }
		var last day.Instant
		for _, hours := range []int{0, 1, -1, -24 * 30, 24} {
			jump.Store(int64(hours) * int64(time.Hour))
			s, err := store.Open(t.Context(), url, store.WithClock(clock))
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				var now day.Instant
				write(t, s, func(tx *store.Tx) error { now = tx.Now; return addEvent(t.Context(), tx, ids.New("ev")) })
				if now <= last {
					t.Errorf("the clock stands at %d hours: %s after %s", hours, now, last)
				}
				last = now
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if want := day.FromTime(began.Add(24 * time.Hour)); last < want {
			t.Errorf("the moments do not follow the clock: %s, want %s or later", last, want)
		}
	})
}

// No two transactions have the same moment.
func TestMomentsAreUnique(t *testing.T) {
	s := open(t, testdb.SQLite(t), store.WithClock(func() time.Time { return time.Unix(1_800_000_000, 0) }))
	var mu sync.Mutex
	var seen []day.Instant
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			var now day.Instant
			write(t, s, func(tx *store.Tx) error { now = tx.Now; return nil })
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, now)
		})
	}
	all.Wait()
	slices.Sort(seen)
	if got := len(slices.Compact(seen)); got != 50 {
		t.Errorf("%d moments for 50 transactions", got)
	}
}

// What another process records beside the server, and be its clock ahead, is earlier than what the server records next.
func TestMomentsRiseAcrossProcesses(t *testing.T) {
	url := testdb.SQLite(t)
	server := open(t, url)
	addEvents(t, server, 1)
	ahead := open(t, url, store.WithClock(func() time.Time { return time.Now().Add(time.Hour) }))
	var theirs, ours day.Instant
	write(t, ahead, func(tx *store.Tx) error { theirs = tx.Now; return addEvent(t.Context(), tx, ids.New("ev")) })
	write(t, server, func(tx *store.Tx) error { ours = tx.Now; return nil })
	if ours <= theirs {
		t.Errorf("the server records %s after %s", ours, theirs)
	}
}

// Commands run in processes of their own beside a server that serves.
func TestCommandsBesideTheServer(t *testing.T) {
	url := testdb.SQLite(t)
	server := open(t, url)
	stop := make(chan struct{})
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				e := ids.New("ev")
				write(t, server, func(tx *store.Tx) error {
					if err := put(t.Context(), tx, e, "server"); err != nil {
						return err
					}
					return addEvent(t.Context(), tx, e)
				})
			}
		}
	})
	var all []string
	for range 5 {
		cmd, lines, _ := child(t, "command", url)
		all = acked(lines, all)
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	serving.Wait()
	if len(all) != 5 {
		t.Errorf("%d of 5 commands wrote", len(all))
	}
	present(t, server, all)
	for _, e := range all {
		if v := value(t, server, e); !strings.HasPrefix(v, "command") {
			t.Errorf("%s: %q", e, v)
		}
	}
}
