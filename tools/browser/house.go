package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"time"
)

// binary builds kontor once; KONTOR_BINARY names one that is built already.
var binary = sync.OnceValues(func() (string, error) {
	if named := os.Getenv("KONTOR_BINARY"); named != "" {
		return filepath.Abs(named)
	}
	root, err := repository()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "kontor-built-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "kontor")
	build := exec.Command("go", "build", "-o", path, "./cmd/kontor")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build kontor: %w\n%s", err, out)
	}
	return path, nil
})

// dropBinary removes what binary built.
func dropBinary() {
	if os.Getenv("KONTOR_BINARY") != "" {
		return
	}
	if path, err := binary(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
}

// repository is the folder above that holds the command.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "cmd", "kontor")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("this is not inside the repository of kontor")
		}
		dir = up
	}
}

// House is a running kontor with a database of its own.
type House struct {
	URL  string
	dir  string
	cmd  *exec.Cmd
	said *record
}

// OpenHouse starts `kontor VERB` ("demo" or "serve") on a free port with a new database, and waits until it answers.
func OpenHouse(verb string, more ...string) (*House, error) {
	path, err := binary()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "kontor-house-")
	if err != nil {
		return nil, err
	}
	h := &House{dir: dir, said: &record{}}
	h.cmd = exec.Command(path, append([]string{verb, "--db", "sqlite:" + filepath.Join(dir, "house.db"), "--addr", "127.0.0.1:0"}, more...)...)
	h.cmd.Dir = dir
	out, in := io.Pipe()
	h.cmd.Stdout, h.cmd.Stderr = in, in
	if err := h.cmd.Start(); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	found := make(chan string, 1)
	go h.said.listen(out, found)
	go func() { _ = h.cmd.Wait(); in.Close() }()
	select {
	case h.URL = <-found:
	case <-time.After(2 * time.Minute):
	}
	if h.URL == "" {
		h.Close()
		return nil, fmt.Errorf("kontor %s gave no address to open; it said:\n%s", verb, h.said)
	}
	if err := h.answers(); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

// answers waits until the house takes requests.
func (h *House) answers() error {
	var err error
	for range 200 {
		var r *http.Response
		if r, err = http.Get(h.URL + "/static/icon.svg"); err == nil {
			return r.Body.Close()
		}
		time.Sleep(25 * time.Millisecond)
	}
	return fmt.Errorf("the house does not answer: %w; it said:\n%s", err, h.said)
}

// Said is what the house printed so far.
func (h *House) Said() string { return h.said.String() }

// Close ends the house and drops its database.
func (h *House) Close() {
	_ = h.cmd.Process.Signal(syscall.SIGTERM)
	for range 100 {
		if h.said.ended() {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	_ = h.cmd.Process.Kill()
	os.RemoveAll(h.dir)
}

// record keeps what a program prints.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
	over bool
}

var address = regexp.MustCompile(`https?://(?:127\.0\.0\.1|localhost|\[::1\]):[0-9]+`)

// listen reads until the program ends and sends the first address that it names, or nothing.
func (r *record) listen(from io.Reader, found chan<- string) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if at := address.FindString(lines.Text()); at != "" && len(found) == 0 {
			found <- at
		}
		r.mu.Lock()
		r.text.WriteString(lines.Text() + "\n")
		r.mu.Unlock()
	}
	r.mu.Lock()
	r.over = true
	r.mu.Unlock()
	if len(found) == 0 {
		found <- ""
	}
}

func (r *record) ended() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.over
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}
