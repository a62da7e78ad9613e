package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"kontor/id"
	"kontor/internal/testdb"
	"kontor/store"
)

// Some tests need a second process: they run this test program again, which then is not a test but one of these.
var children = map[string]func(ctx context.Context, s *store.Store) error{
	"write":   writeForEver,
	"restore": restoreOnce,
	"command": func(ctx context.Context, s *store.Store) error { return writeOne(ctx, s, "command") },
}

const (
	childVariable = "KONTOR_TEST_CHILD" // what to be
	childURL      = "KONTOR_TEST_CHILD_URL"
	childFile     = "KONTOR_TEST_CHILD_FILE"
)

func TestMain(m *testing.M) {
	if be := children[os.Getenv(childVariable)]; be != nil {
		ctx := context.Background()
		s, err := store.Open(ctx, os.Getenv(childURL))
		if err == nil {
			err = be(ctx, s)
		}
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	testdb.Main(m)
}

// child starts a second process on a house; its lines come through the channel, which is closed with its output.
func child(t *testing.T, be, url string, env ...string) (*exec.Cmd, <-chan string, io.WriteCloser) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), append(env, childVariable+"="+be, childURL+"="+url)...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() }) // it may be gone already
	lines := make(chan string, 1<<16)
	go func() {
		defer close(lines)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			lines <- scan.Text()
		}
	}()
	return cmd, lines, in
}

// writeOne writes an event and a setting that belongs to it, and says so on standard output once it is durable.
func writeOne(ctx context.Context, s *store.Store, name string) error {
	e := ids.New(id.Event)
	err := s.Write(ctx, func(tx *store.Tx) error {
		if err := put(ctx, tx, e, name); err != nil {
			return err
		}
		return addEvent(ctx, tx, e)
	})
	if err == nil {
		fmt.Println(e)
	}
	return err
}

// acked collects the lines of a child that are events.
func acked(lines <-chan string, into []string) []string {
	for line := range lines {
		if strings.HasPrefix(line, "ev_") && id.Kind(line) == id.Event { // the last line may be cut off
			into = append(into, line)
		}
	}
	return into
}

// present checks that every acknowledged event is there with its setting, and nothing else is half there.
func present(t *testing.T, s *store.Store, acked []string) {
	t.Helper()
	ctx := t.Context()
	read(t, s, func(tx *store.Tx) error {
		for _, e := range acked {
			if v, err := get(ctx, tx, e); err != nil || v == "" {
				t.Errorf("%s was acknowledged and is lost (%v)", e, err)
			}
		}
		events, err := countEvents(ctx, tx)
		if err != nil {
			return err
		}
		var settings, half int64
		if err := tx.DB.QueryRowContext(ctx, "select count(*) from setting where name like 'ev_%'").Scan(&settings); err != nil {
			return err
		}
		if err := tx.DB.QueryRowContext(ctx, "select count(*) from event e where not exists (select 1 from setting s where s.name = e.id)").Scan(&half); err != nil {
			return err
		}
		if events != settings || half != 0 || events < int64(len(acked)) {
			t.Errorf("%d events, %d settings, %d halves, %d acknowledged", events, settings, half, len(acked))
		}
		return nil
	})
}
