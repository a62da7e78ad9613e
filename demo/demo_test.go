package demo_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kontor/day"
	"kontor/demo"
	"kontor/desk"
	"kontor/errs"
	"kontor/id"
	"kontor/internal/testdb"
	"kontor/store"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.dir != "" {
		shared.store.Close()
		os.RemoveAll(shared.dir)
	}
	os.Exit(code)
}

// Last days of histories: of a house that has run for years, of one in its second year, and of the shortest.
var (
	usual    = day.MustOf(2026, 11, 26)
	leapDay  = day.MustOf(2024, 2, 29)
	shortest = day.MustOf(2023, 3, 1)
)

// house is a demo that was built.
type house struct {
	*desk.Desk
	store *store.Store
	clock *demo.Clock
	sum   demo.Summary
	dir   string
}

// build tells a history to the database at a URL.
func build(ctx context.Context, url string, seed uint64, until day.Date) (*house, error) {
	h := &house{clock: demo.NewClock()}
	var err error
	if h.store, err = store.Open(ctx, url, store.WithClock(h.clock.Now)); err != nil {
		return nil, err
	}
	h.Desk = desk.New(h.store, id.Seeded(seed, h.clock.Now))
	if h.sum, err = demo.Build(ctx, h.Desk, h.clock, demo.Options{Seed: seed, Until: until}); err != nil {
		return nil, errors.Join(err, h.store.Close())
	}
	return h, nil
}

// fresh is a house for one test.
func fresh(t testing.TB, url string, seed uint64, until day.Date) *house {
	t.Helper()
	h, err := build(context.Background(), url, seed, until)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.store.Close() })
	return h
}

var (
	shared house
	built  sync.Once
)

// years is the house that tests only look at; it is built once.
func years(t *testing.T) *house {
	t.Helper()
	built.Do(func() {
		dir, err := os.MkdirTemp("", "kontor-demo-")
		if err != nil {
			t.Fatal(err)
		}
		h, err := build(context.Background(), "sqlite:"+filepath.Join(dir, "demo.db"), 1, usual)
		if err != nil {
			os.RemoveAll(dir)
			t.Fatal(err)
		}
		shared = *h
		shared.dir = dir
	})
	if shared.dir == "" {
		t.Fatal("the house could not be built")
	}
	return &shared
}

// actor is somebody with a role.
func (h *house) actor(t testing.TB, role desk.Role) desk.Actor {
	t.Helper()
	all, err := h.Actors(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a.Role == role {
			return a
		}
	}
	t.Fatalf("nobody is %s", role)
	return desk.Actor{}
}

// count answers a question about the rows with a number.
func (h *house) count(t testing.TB, question string, args ...any) (n int) {
	t.Helper()
	err := h.store.Read(context.Background(), func(tx *store.Tx) error {
		return tx.DB.QueryRowContext(context.Background(), question, args...).Scan(&n)
	})
	if err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	return n
}

// sound proves the promises of the house: nothing that it must keep is broken, and the log can be sealed and read again.
func sound(t *testing.T, h *house) {
	t.Helper()
	if _, err := h.store.Seal(context.Background()); err != nil {
		t.Fatal(err)
	}
	found, err := h.store.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("%s: %s: %s", f.Check, f.Offender, f.Detail)
	}
}

func TestNothingIsBroken(t *testing.T) { sound(t, years(t)) }

// A young house is sound too and has the newcomer's walk; after it it is still sound, and no second history can be told.
func TestYoungHouses(t *testing.T) {
	for _, until := range []day.Date{leapDay, shortest} {
		t.Run(until.String(), func(t *testing.T) {
			h := fresh(t, testdb.SQLite(t), 1, until)
			sound(t, h)
			walk(t, h)
			sound(t, h)
			if _, err := demo.Build(context.Background(), h.Desk, h.clock, demo.Options{Seed: 1, Until: until}); !errs.Is(err, errs.Conflict) {
				t.Errorf("a second build gave %v", err)
			}
		})
	}
}

// The other engine tells the history too.
func TestOnPostgres(t *testing.T) {
	h := fresh(t, testdb.Postgres(t), 3, day.MustOf(2023, 4, 18))
	if h.sum.Units != 200 || h.sum.Stages["delivered"] == 0 {
		t.Errorf("%d units, stages %v", h.sum.Units, h.sum.Stages)
	}
}

// Any day in the bounds has a history, with any seed.
func TestOtherDaysAndSeeds(t *testing.T) {
	for _, c := range []struct {
		seed  uint64
		until string
	}{{42, "2023-03-18"}, {7, "2023-12-31"}, {42, "2025-01-02"}} {
		t.Run(c.until, func(t *testing.T) {
			h := fresh(t, testdb.SQLite(t), c.seed, day.MustParse(c.until))
			if h.sum.Units != 200 || h.sum.Stages["signed"] < 6 || h.sum.Stages["delivered"] < 3 || h.sum.Stages["quoted"] < 3 || h.sum.Try.Nr == "" {
				t.Errorf("seed %d: %+v", c.seed, h.sum)
			}
			if got := day.FromTime(h.Now()).Date(); got != day.MustParse(c.until) {
				t.Errorf("the clock stands on %v", got)
			}
		})
	}
}

func TestUntilIsBounded(t *testing.T) {
	for _, c := range []struct {
		until day.Date
		says  string
	}{{day.MustOf(2023, 2, 28), "too early"}, {0, "too early"}, {day.FromTime(time.Now()).Date().AddMonths(12).Add(2), "more than a year ahead"}} {
		_, err := build(context.Background(), testdb.SQLite(t), 1, c.until)
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("until %v: %v, want one that says %q", c.until, err, c.says)
		}
	}
}

func TestBuildEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	clock := demo.NewClock()
	s, err := store.Open(ctx, testdb.SQLite(t), store.WithClock(clock.Now))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	steps := 0
	_, err = demo.Build(ctx, desk.New(s, id.Seeded(1, clock.Now)), clock, demo.Options{Seed: 1, Until: usual, Progress: func(done, total int, what string) {
		if steps++; done < 0 || done > total || len(what) != len("2023-01") {
			t.Errorf("progress %d of %d, %q", done, total, what)
		}
		cancel()
	}})
	if !errors.Is(err, context.Canceled) || steps != 1 {
		t.Errorf("after %d steps: %v", steps, err)
	}
}

// BenchmarkBuild reports how long the usual demo takes and how many verbs it calls.
func BenchmarkBuild(b *testing.B) {
	verbs := 0
	for b.Loop() {
		h, err := build(context.Background(), testdb.SQLite(b), 1, usual)
		if err != nil {
			b.Fatal(err)
		}
		verbs = h.sum.Verbs
		h.store.Close()
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/build")
	b.ReportMetric(float64(verbs), "verbs")
	b.ReportMetric(float64(verbs)*float64(b.N)/b.Elapsed().Seconds(), "verbs/s")
}
