package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
)

// deed is what one caller of a batch does to one name.
type deed string

const (
	keeps     deed = "keeps"     // writes and returns
	fails     deed = "fails"     // writes and returns an error
	panics    deed = "panics"    // writes and panics
	stumbles  deed = "stumbles"  // writes, then a statement fails and it returns that error
	overlooks deed = "overlooks" // writes, then a statement fails and it returns no error: its own affair on SQLite
	leaves    deed = "leaves"    // has left before its turn
	reads     deed = "reads"     // writes nothing
)

// do is the deed in a transaction.
func (d deed) do(ctx context.Context, tx *store.Tx, name, v string) error {
	if d == reads {
		_, err := get(ctx, tx, name)
		return err
	}
	if err := put(ctx, tx, name, v); err != nil {
		return err
	}
	switch d {
	case fails:
		return errOwn
	case panics:
		panic("on purpose")
	case stumbles, overlooks:
		_, err := tx.DB.ExecContext(ctx, "insert into centre (id) values ('ct_x')") // the name is missing
		if d == stumbles {
			return err
		}
	}
	return nil
}

// Whatever the callers of one commit do, what is there afterwards is what a plain map holds, and each was told its own.
func TestGroupCommitIsTheModel(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		addEvents(t, s, 1)
		deeds := []deed{keeps, keeps, keeps, fails, panics, stumbles, leaves, reads}
		if strings.HasPrefix(url, "sqlite") {
			deeds = append(deeds, overlooks)
		}
		run := 0
		rapid.Check(t, func(rt *rapid.T) {
			run++
			model := map[string]string{}
			for batch := range rapid.IntRange(1, 3).Draw(rt, "batches") {
				plan := rapid.SliceOfN(rapid.SampledFrom(deeds), 1, 12).Draw(rt, "plan")
				name := func(n int) string { return fmt.Sprintf("run%d-%d", run, n) } // the same ones in every batch
				results := together(t, s, len(plan), func(n int) error {
					ctx, leave := context.WithCancel(context.Background())
					defer leave()
					if plan[n] == leaves {
						leave()
					}
					return s.Write(ctx, func(tx *store.Tx) error {
						return plan[n].do(ctx, tx, name(n), fmt.Sprint(batch, " ", n))
					})
				})
				for n, err := range results {
					switch plan[n] {
					case keeps, overlooks:
						model[name(n)] = fmt.Sprint(batch, " ", n)
						fallthrough
					case reads:
						if err != nil {
							rt.Fatalf("caller %d %s: %v", n, plan[n], err)
						}
					case fails:
						if !errors.Is(err, errOwn) {
							rt.Fatalf("caller %d %s: %v", n, plan[n], err)
						}
					case leaves:
						if !errors.Is(err, context.Canceled) {
							rt.Fatalf("caller %d %s: %v", n, plan[n], err)
						}
					default:
						if !errs.Is(err, errs.Internal) {
							rt.Fatalf("caller %d %s: %v", n, plan[n], err)
						}
					}
				}
			}
			if got := under(t, s, fmt.Sprintf("run%d-", run)); !maps.Equal(got, model) {
				rt.Fatalf("got %v, want %v", got, model)
			}
		})
	})
}

// under reads every name with a prefix.
func under(t *testing.T, s *store.Store, prefix string) map[string]string {
	t.Helper()
	out := map[string]string{}
	read(t, s, func(tx *store.Tx) error {
		rows, err := tx.DB.QueryContext(t.Context(), "select name, value_json from setting where name like $1", prefix+"%")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var name, v string
			if err := rows.Scan(&name, &v); err != nil {
				return err
			}
			out[name] = v
		}
		return rows.Err()
	})
	return out
}

// counting is a number that callers count up and read; what they saw must be explained by one moment for each call.
var counting = porcupine.Model{
	Init: func() any { return 0 },
	Step: func(state, input, output any) (bool, any) {
		if input.(string) == "read" {
			return output.(int) == state.(int), state
		}
		return output.(int) == state.(int)+1, state.(int) + 1
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%v: %v", input, output) },
}

// Every read and write seems to happen at one moment between its call and its answer.
func TestLinearizable(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		began := time.Now()
		var mu sync.Mutex
		var history []porcupine.Operation
		var all sync.WaitGroup
		for client := range 8 {
			all.Go(func() {
				for n := range 30 {
					op := porcupine.Operation{ClientId: client, Input: "count", Call: int64(time.Since(began))}
					if (client+n)%3 == 0 {
						op.Input = "read"
						v, _ := strconv.Atoi(value(t, s, "count")) // "" is 0
						op.Output = v
					} else {
						v, err := count(t.Context(), s)
						if errs.Is(err, errs.Busy) {
							continue // it collided too often and was not done
						}
						if err != nil {
							t.Error(err)
							return
						}
						op.Output = v
					}
					op.Return = int64(time.Since(began))
					mu.Lock()
					history = append(history, op)
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if got := porcupine.CheckOperationsTimeout(counting, history, 20*time.Second); got != porcupine.Ok {
			t.Errorf("a history of %d calls is %s", len(history), got)
		}
	})
}
