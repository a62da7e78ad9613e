package store_test

import (
	"context"
	"testing"
	"time"

	"kontor/day"
	"kontor/id"
	"kontor/store"
	"kontor/store/q"
)

// open opens a house that is closed at the end of the test.
func open(t testing.TB, url string, options ...store.Option) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// skipRaced leaves out a long test of one goroutine under the race detector.
func skipRaced(t *testing.T) {
	t.Helper()
	if raced {
		t.Skip("one goroutine: there is no race to detect")
	}
}

// write runs a transaction that must succeed.
func write(t testing.TB, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// read runs a read that must succeed.
func read(t testing.TB, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Read(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

var ids = id.NewSource(time.Now)

const centre = "ct_hafen"

// addEvent writes one event as the desk would.
func addEvent(ctx context.Context, tx *store.Tx, eventID string) error {
	return tx.AddEvent(ctx, q.AddEventParams{CentreID: centre, ID: eventID, AtUs: tx.Now, EffectiveOn: day.MustOf(2026, 3, 2), Actor: "lg_anna", ActorName: "Anna Beispiel",
		Verb: "payment.receive", Entity: "py_1", DealID: "dl_1", PartyID: "pt_nordwald", TextForm: "{amount} received", TextJson: `{"amount":"mEUR 100.00"}`, DataJson: `{"payment":"py_1"}`})
}

func countEvents(ctx context.Context, tx *store.Tx) (n int64, err error) {
	err = tx.DB.QueryRowContext(ctx, "select count(*) from event").Scan(&n)
	return n, err
}

// addEvents writes so many events, a hundred a transaction.
func addEvents(t testing.TB, s *store.Store, n int) (out []string) {
	t.Helper()
	for len(out) < n {
		some := make([]string, min(100, n-len(out)))
		for i := range some {
			some[i] = ids.New(id.Event)
		}
		write(t, s, func(tx *store.Tx) error {
			for _, e := range some {
				if err := addEvent(t.Context(), tx, e); err != nil {
					return err
				}
			}
			return nil
		})
		out = append(out, some...)
	}
	return out
}
