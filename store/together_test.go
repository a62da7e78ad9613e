package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"kontor/internal/testdb"
	"kontor/store"
)

func TestTogether(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s := open(t, url)
		before := store.Commits(s)
		many, durable := s.Together(ctx)
		sorry := errors.New("sorry")
		for n := range 1200 {
			err := s.Write(many, func(tx *store.Tx) error {
				if err := put(ctx, tx, fmt.Sprint("n", n), fmt.Sprint(n)); err != nil || n != 700 {
					return err
				}
				return sorry
			})
			if n == 700 && !errors.Is(err, sorry) || n != 700 && err != nil {
				t.Fatalf("write %d: %v", n, err)
			}
		}
		if err := durable(); err != nil {
			t.Fatal(err)
		}
		if commits := store.Commits(s) - before; strings.HasPrefix(url, "sqlite") && commits > 4 {
			t.Errorf("1200 writes took %d commits", commits)
		}
		for n, want := range map[string]string{"n0": "0", "n699": "699", "n700": "", "n1199": "1199"} {
			if got := value(t, s, n); got != want {
				t.Errorf("%s is %q, want %q", n, got, want)
			}
		}
	})
}

// Whoever does not ask for it waits until the commit, and takes what is open along.
func TestTogetherLeavesOthersDurable(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s := open(t, url)
		many, durable := s.Together(ctx)
		if err := s.Write(many, func(tx *store.Tx) error { return put(ctx, tx, "early", "1") }); err != nil {
			t.Fatal(err)
		}
		if err := s.Write(ctx, func(tx *store.Tx) error { return put(ctx, tx, "usual", "2") }); err != nil {
			t.Fatal(err)
		}
		if early, usual := value(t, s, "early"), value(t, s, "usual"); early != "1" || usual != "2" {
			t.Errorf("readers see %q and %q after the second write", early, usual)
		}
		if err := durable(); err != nil {
			t.Fatal(err)
		}
	})
}
