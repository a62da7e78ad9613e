package store_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"kontor/internal/testdb"
	"kontor/store"
)

const writersOfChild = 16

// writeForEver is the process that is killed: many callers, and the sealer beside them.
func writeForEver(ctx context.Context, s *store.Store) error {
	var all sync.WaitGroup
	all.Go(func() { s.RunSealer(ctx) })
	var once sync.Once
	var failed error
	for range writersOfChild {
		all.Go(func() {
			for {
				if err := writeOne(ctx, s, "writer"); err != nil {
					once.Do(func() { failed = err })
					return
				}
			}
		})
	}
	all.Wait()
	return failed
}

// A server that is killed at any moment has lost nothing that it acknowledged, and half of nothing is there.
func TestKill(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		kills := 15
		if raced {
			kills = 3
		}
		if strings.HasPrefix(url, "postgres") {
			kills = 3 // the server lives on there
		}
		var all []string
		for range kills {
			cmd, lines, _ := child(t, "write", url)
			first, ok := <-lines
			if !ok {
				t.Fatal("the child wrote nothing")
			}
			all = append(all, first)
			time.Sleep(time.Duration(rand.IntN(150)) * time.Millisecond)
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			all = acked(lines, all)
			cmd.Wait() // it was killed
		}
		s := open(t, url)
		present(t, s, all)
		if found, err := s.Verify(t.Context(), nil); err != nil || len(found) > 0 {
			t.Errorf("got %v, %v", found, err)
		}
		if _, err := s.Seal(t.Context()); err != nil {
			t.Error(err)
		}
		if found, err := s.Verify(t.Context(), nil); err != nil || len(found) > 0 {
			t.Errorf("sealed: got %v, %v", found, err)
		}
		t.Logf("%d acknowledged, none lost in %d kills", len(all), kills)
	})
}
