// Package testdb gives every test a fresh database of its own: a SQLite file and, where a PostgreSQL is at hand, a
// database of it.
//
// A PostgreSQL is at hand when KONTOR_TEST_POSTGRES holds the URL of an administrator, or when its programs are
// installed: then one private cluster is started for the test process and ended with it. Without one the PostgreSQL
// half of a test is left out, but where CI=true it is obligatory.
package testdb

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // PostgreSQL through database/sql

	"kontor/proof"
)

// Each runs a test on every engine, each time with the URL of an empty database.
func Each(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	if _, ok := admin(t); ok {
		t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
	}
}

// EachB is Each for benchmarks.
func EachB(b *testing.B, run func(b *testing.B, url string)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { run(b, SQLite(b)) })
	if _, ok := admin(b); ok {
		b.Run("postgres", func(b *testing.B) { run(b, Postgres(b)) })
	}
}

// SQLite gives the URL of a file that does not exist yet.
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "house.db")
}

// Postgres gives the URL of an empty database, dropped at the end of the test. Without a PostgreSQL the test is skipped.
func Postgres(t testing.TB) string {
	t.Helper()
	base, ok := admin(t)
	if !ok {
		t.Skip("no PostgreSQL at hand")
	}
	keyOnce.Do(giveKey)
	name := "kontor_test_" + random()
	execute(t, base, `create database `+name+` template template0`)
	t.Cleanup(func() { execute(t, base, `drop database if exists `+name+` with (force)`) })
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// Main runs the tests of a package and ends the private cluster in good order. It is a courtesy: without it the cluster
// ends by itself with the process.
func Main(m *testing.M) {
	code := m.Run()
	private.stop()
	os.Exit(code)
}

var keyOnce sync.Once

// giveKey lets the logs of PostgreSQL houses be signed by a key of this process: without one they look for a file in the
// working folder, which is the source tree here.
func giveKey() {
	const variable = "KONTOR_LOG_KEY"
	if os.Getenv(variable) != "" {
		return
	}
	if key, err := proof.NewKey(rand.Reader, "kontor.test"); err == nil {
		os.Setenv(variable, key.Secret())
	}
}

func random() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

func execute(t testing.TB, base, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// admin gives the URL of an administrator, and false when no PostgreSQL is at hand.
func admin(t testing.TB) (string, bool) {
	t.Helper()
	if base := os.Getenv("KONTOR_TEST_POSTGRES"); base != "" {
		return base, true
	}
	base, err := private.start()
	switch {
	case err == nil:
		return base, true
	case os.Getenv("CI") == "true":
		t.Fatalf("no PostgreSQL at hand: %v", err)
	case !private.missing:
		t.Logf("PostgreSQL is installed but does not start: %v", err)
	}
	return "", false
}

// private is the cluster of this test process.
var private cluster

type cluster struct {
	once    sync.Once
	base    string
	err     error
	missing bool // its programs are not installed
	end     func()
}

func (c *cluster) start() (string, error) {
	c.once.Do(func() { c.base, c.err = c.run() })
	return c.base, c.err
}

func (c *cluster) stop() {
	if c.end != nil {
		c.end()
	}
}
