package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"kontor/errs"
)

// fileMost bounds a file that is read as a whole.
const fileMost = 64 << 20

func tooLarge(size int) error {
	if size <= fileMost {
		return nil
	}
	return errs.New(errs.TooLarge, "the file is larger than {most} MB", "most", fileMost>>20).Because("split it into several files")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func readFile(path string) ([]byte, error) {
	stat, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errs.New(errs.NotFound, "there is no file {file}", "file", path)
	}
	if err != nil {
		return nil, errs.Wrap("cli.read", err)
	}
	if stat.Size() > fileMost {
		return nil, tooLarge(int(stat.Size()))
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, errs.Wrap("cli.read", err)
	}
	return b, nil
}

// password takes a secret from KONTOR_PASSWORD, or asks for it at a terminal; it never stands on the command line.
func (p *program) password() (string, error) {
	if v := os.Getenv("KONTOR_PASSWORD"); v != "" {
		return v, nil
	}
	if f, ok := p.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(p.err, p.lang().T("Password: "))
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(p.err)
		if err != nil {
			return "", errs.Wrap("cli.password", err)
		}
		return string(b), nil
	}
	line, err := bufio.NewReader(p.in).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line != "" && (err == nil || errors.Is(err, io.EOF)) {
		return line, nil
	}
	var f errs.Faults
	f.Add("password", "a password is needed").Because("set KONTOR_PASSWORD, or write it to standard input")
	return "", f.Err()
}

// progress shows on a terminal that work is going on; the function it gives ends it.
func (p *program) progress(what string) (done func()) {
	done, _ = p.counting(what)
	return done
}

// counting is progress that may also be told how many of how many are done.
func (p *program) counting(what string) (done func(), tell func(done, all int)) {
	f, ok := p.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func() {}, func(int, int) {}
	}
	var count, total atomic.Int64
	stop, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		began, tick := time.Now(), time.NewTicker(500*time.Millisecond)
		defer tick.Stop()
		shown := false
		for {
			select {
			case <-stop:
				if shown {
					fmt.Fprint(f, "\r\x1b[K")
				}
				return
			case <-tick.C:
				shown = true
				fmt.Fprintf(f, "\r%s … %d s", what, int(time.Since(began).Seconds()))
				if all := total.Load(); all > 0 {
					fmt.Fprintf(f, ", %d / %d", count.Load(), all)
				}
			}
		}
	}()
	return func() { close(stop); <-gone }, func(n, all int) { count.Store(int64(n)); total.Store(int64(all)) }
}
