package testdb

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// keeper starts the server, waits until its standard input is closed, which happens at the latest when the test process
// dies, and cleans up. $1 is the folder, the rest is the command of the server.
const keeper = `dir=$1; shift; "$@" </dev/null >"$dir/log" 2>&1 & pid=$!; read -r _; kill -INT $pid; wait $pid; rm -rf "$dir"`

// run makes a cluster in a temporary folder and starts it: durability off, because nothing in it is worth keeping, on a
// free port of the loopback address.
func (c *cluster) run() (string, error) {
	initdb, server, err := programs()
	if err != nil {
		c.missing = true
		return "", err
	}
	dir, err := os.MkdirTemp("", "kontor-pg-")
	if err != nil {
		return "", err
	}
	if err := own(dir); err != nil {
		return "", err
	}
	data := filepath.Join(dir, "data")
	if out, err := as(exec.Command(initdb, "-D", data, "-U", "kontor", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"), dir).CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return "", fmt.Errorf("initdb: %w: %s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	cmd := as(exec.Command("/bin/sh", "-c", keeper, "sh", dir, server, "-D", data, "-k", dir, "-h", "127.0.0.1", "-p", port,
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "jit=off", "-c", "max_wal_size=256MB"), dir)
	hold, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	c.end = func() {
		hold.Close()
		cmd.Wait() // nothing to do about a server that ends badly
	}
	base := "postgres://kontor@127.0.0.1:" + port + "/postgres?sslmode=disable"
	if err := waitFor(base); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		c.end()
		return "", fmt.Errorf("%w: %s", err, bytes.TrimSpace(log))
	}
	return base, nil
}

// programs finds initdb and postgres in the path or where Debian puts them, the newest version first.
func programs() (initdb, server string, err error) {
	if initdb, err = exec.LookPath("initdb"); err == nil {
		if server, err = exec.LookPath("postgres"); err == nil {
			return initdb, server, nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is good
	slices.Sort(found)
	for _, initdb := range slices.Backward(found) {
		server := filepath.Join(filepath.Dir(initdb), "postgres")
		if _, err := os.Stat(server); err == nil {
			return initdb, server, nil
		}
	}
	return "", "", fmt.Errorf("initdb and postgres are neither in the path nor in /usr/lib/postgresql")
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

func waitFor(base string) error {
	db, err := sql.Open("pgx", base)
	if err != nil {
		return err
	}
	defer db.Close()
	const patience = 30 * time.Second
	for end := time.Now().Add(patience); ; time.Sleep(30 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		err := db.PingContext(ctx)
		cancel()
		if err == nil || time.Now().After(end) {
			return err
		}
	}
}
