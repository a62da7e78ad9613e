//go:build unix

package store_test

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
)

func init() { children["disk"] = writeOnFailingDisk }

// writeOnFailingDisk writes until the disk fails, which a limit on the size of files does here, and then once more with
// the limit gone: a disk that failed once is not trusted again.
func writeOnFailingDisk(ctx context.Context, s *store.Store) error {
	for range 50 {
		if err := writeOne(ctx, s, "disk"); err != nil {
			return err
		}
	}
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	tight := limit
	tight.Cur = 200_000
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &tight); err != nil {
		return err
	}
	var failed error
	for range 500 {
		if failed = writeOne(ctx, s, "disk"); failed != nil {
			break
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	after := writeOne(ctx, s, "disk")
	fmt.Println("failed:", errs.CodeOf(failed), failed)
	fmt.Println("after:", errs.CodeOf(after), after)
	if err := s.Read(ctx, func(tx *store.Tx) error { n, err := countEvents(ctx, tx); fmt.Println("read:", n); return err }); err != nil {
		return err
	}
	os.Exit(0) // as a supervisor would end it
	return nil
}

// A disk that reports an error is not asked again: the house reads on, writes nothing, and is whole after a new start.
func TestFailingDisk(t *testing.T) {
	url := testdb.SQLite(t)
	cmd, lines, _ := child(t, "disk", url)
	var all []string
	said := map[string]string{}
	for line := range lines {
		if kind, text, ok := strings.Cut(line, ": "); ok {
			said[kind] = text
		} else {
			all = append(all, line)
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(said["failed"], "busy") || !strings.HasPrefix(said["after"], "busy the disk failed and nothing is written any more") || said["read"] != fmt.Sprint(len(all)) {
		t.Errorf("%d acknowledged, said %q", len(all), said)
	}
	s := open(t, url)
	present(t, s, all)
	write(t, s, func(tx *store.Tx) error { return put(t.Context(), tx, "after", "1") })
	if found, err := s.Verify(t.Context(), nil); err != nil || len(found) > 0 {
		t.Errorf("got %v, %v", found, err)
	}
}
