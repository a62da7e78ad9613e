package store_test

import (
	"errors"
	"strings"
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
)

// A full disk is said to be one; what was acknowledged is there, readers go on, and writing goes on once there is space.
func TestFullDisk(t *testing.T) {
	s := open(t, testdb.SQLite(t))
	ctx := t.Context()
	limit := func(pages string) {
		write(t, s, func(tx *store.Tx) error { // the writer's own connection
			var n int64
			return tx.DB.QueryRowContext(ctx, "pragma max_page_count = "+pages).Scan(&n)
		})
	}
	written := addEvents(t, s, 100)
	limit("1") // as many as there are now
	var full error
	long := strings.Repeat("x", 5000)
	for range 200 {
		e := ids.New("ev")
		if full = s.Write(ctx, func(tx *store.Tx) error { return errors.Join(addEvent(ctx, tx, e), put(ctx, tx, e, long)) }); full != nil {
			break
		}
		written = append(written, e)
	}
	if !errs.Is(full, errs.Busy) || !strings.Contains(full.Error(), "the disk is full, nothing was written") {
		t.Fatalf("got %v", full)
	}
	results := together(t, s, 20, func(n int) error {
		return s.Write(ctx, func(tx *store.Tx) error { return put(ctx, tx, ids.New("ev"), long) })
	})
	for _, err := range results {
		if !errs.Is(err, errs.Busy) {
			t.Errorf("got %v", err)
		}
	}
	events := func() (n int64) {
		read(t, s, func(tx *store.Tx) (err error) { n, err = countEvents(ctx, tx); return err })
		return n
	}
	if got := events(); got != int64(len(written)) {
		t.Errorf("%d events, %d acknowledged", got, len(written))
	}
	limit("1000000")
	addEvents(t, s, 100)
	if got := events(); got != int64(len(written)+100) {
		t.Errorf("after freeing space: %d events", got)
	}
	if found, err := s.Verify(ctx, nil); err != nil || len(found) > 0 {
		t.Errorf("got %v, %v", found, err)
	}
}
