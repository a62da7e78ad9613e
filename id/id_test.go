package id_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"kontor/id"
)

func ExampleSeeded() {
	clock := func() time.Time { return time.Date(2026, 1, 31, 9, 0, 0, 0, time.UTC) }
	ids := id.Seeded(1, clock)
	first, second := ids.New(id.Party), ids.New(id.Party)
	fmt.Println(id.Kind(first), first < second, len(first))
	// Output: pt true 29
}

func TestIdsRiseWhateverTheClockDoes(t *testing.T) {
	at := time.UnixMilli(1_000_000)
	steps := []time.Duration{0, 0, time.Millisecond, -time.Hour, 0, time.Second}
	src := id.NewSource(func() time.Time { return at })
	last := ""
	for _, step := range steps {
		at = at.Add(step)
		next := src.New(id.Deal)
		if next <= last {
			t.Fatalf("%s does not follow %s after a step of %v", next, last, step)
		}
		last = next
	}
}

func TestManyAtOnceAreUnique(t *testing.T) {
	src := id.NewSource(time.Now)
	var mu sync.Mutex
	var all []string
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 500 {
				v := src.New(id.Event)
				mu.Lock()
				all = append(all, v)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(all)
	if got, want := len(slices.Compact(all)), 4000; got != want {
		t.Errorf("got %d different ids, want %d", got, want)
	}
}

func TestCheck(t *testing.T) {
	good := id.NewSource(time.Now).New(id.Guarantee)
	if err := id.Check(id.Guarantee, good); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "gt_", good[:28], "dl" + good[2:], good + "0"} {
		if err := id.Check(id.Guarantee, bad); err == nil {
			t.Errorf("%q passed", bad)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	src := id.NewSource(time.Now)
	b.ReportAllocs()
	for b.Loop() {
		src.New(id.Event)
	}
}
