package demo_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"kontor/day"
	"kontor/demo"
	"kontor/desk"
	"kontor/id"
	"kontor/store"
)

// usual is the last day of the demo in these tests.
var usual = day.MustOf(2026, 11, 26)

// build tells the history into a new file.
func build(t testing.TB, seed uint64, until day.Date) (*desk.Desk, demo.Summary) {
	t.Helper()
	clock := demo.NewClock()
	s, err := store.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "demo.db"), store.WithClock(clock.Now))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := desk.New(s, id.Seeded(seed, clock.Now))
	began := time.Now()
	sum, err := demo.Build(context.Background(), d, clock, demo.Options{Seed: seed, Until: until})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d verbs in %v", sum.Verbs, time.Since(began).Round(time.Millisecond))
	return d, sum
}

func TestSmoke(t *testing.T) {
	_, sum := build(t, 1, usual)
	t.Logf("%+v", sum)
}
