// Package store keeps the house in SQL: one schema and one SQL text on an embedded SQLite file and on PostgreSQL.
//
// A Store runs transactions. Write gives its function a Tx and answers only after the commit is durable; on SQLite
// one writer goroutine shares an fsync among all callers that wait (group commit, sqlite.go), on PostgreSQL the
// transactions run side by side, serializable, and are tried again when they collide (postgres.go). Read gives a
// consistent snapshot beside the writer. Generated queries are in package q (sqlc), list queries are put together in
// list.go; rows become domain values in the desk. What must be written in one way only has a function here
// (release.go, watchlist.go). Errors of both engines are translated in fault.go.
//
// Several processes may have one SQLite file open, commands beside the server above all: they take turns to write, and
// each notices what the others have written. The file must not lie on a network file system.
//
// Every event is sealed into a Merkle log within a second of its commit (seal.go), by RunSealer and never in the
// transaction that writes it. Its checkpoints are signed by a key that is kept outside the database (logkey.go).
// Verify walks the whole database and proves every promise of the house, the log among them (verify.go).
package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"github.com/pressly/goose/v3"

	"kontor/day"
	"kontor/errs"
	"kontor/proof"
	"kontor/store/q"
)

//go:embed schema/*.sql
var schema embed.FS

// engine is what differs between the two databases.
type engine interface {
	write(ctx context.Context, fn func(q.DBTX) error) error
	append(ctx context.Context, fn func(q.DBTX) error) error // write for the log, which nothing else reads or writes
	read(ctx context.Context, fn func(q.DBTX) error) error
	migrations() *sql.DB
	close() error
}

// Store is an open house. It is safe for use by many goroutines.
type Store struct {
	url    string
	engine engine
	clock  func() time.Time

	mu   sync.Mutex
	last day.Instant // recorded_at of the newest transaction
	key  proof.Key   // signs checkpoints, found at the first sealing
}

// Tx is one transaction: the generated queries, its moment of recording, and raw access for list queries.
type Tx struct {
	*q.Queries
	DB  q.DBTX
	Now day.Instant // unique in this process and rising, whatever the clock does
}

// Option adjusts a Store at opening.
type Option func(*Store)

// WithClock makes the store record by the given clock instead of the wall clock; demos and tests use it.
func WithClock(clock func() time.Time) Option { return func(s *Store) { s.clock = clock } }

// Open opens the database and brings its schema up to date. The URL is "sqlite:FILE" or "postgres://…".
func Open(ctx context.Context, url string, options ...Option) (*Store, error) {
	s := &Store{url: url, clock: time.Now}
	for _, o := range options {
		o(s)
	}
	kind, rest, _ := strings.Cut(url, ":")
	var err error
	var dialect goose.Dialect
	switch kind {
	case "sqlite":
		dialect = goose.DialectSQLite3
		s.engine, err = openSQLite(ctx, rest, func(db q.DBTX) error { return s.catchUp(context.Background(), q.New(db)) })
	case "postgres", "postgresql":
		dialect = goose.DialectPostgres
		s.engine, err = openPostgres(ctx, url)
	default:
		return nil, errs.New(errs.Invalid, "{url} names no database Kontor can open", "url", url).
			Because("write sqlite:FILE or postgres://USER@HOST/NAME")
	}
	if err != nil {
		return nil, err
	}
	if err := s.migrate(ctx, dialect); err != nil {
		s.engine.close()
		return nil, err
	}
	if err := s.guard(ctx); err != nil {
		s.engine.close()
		return nil, err
	}
	return s, nil
}

func (s *Store) migrate(ctx context.Context, dialect goose.Dialect) error {
	files, err := fs.Sub(schema, "schema")
	if err != nil {
		return errs.Wrap("store.open", err)
	}
	provider, err := goose.NewProvider(dialect, s.engine.migrations(), files)
	if err != nil {
		return errs.Wrap("store.open", err)
	}
	for try := 1; ; try++ {
		_, err := provider.Up(ctx)
		if err == nil {
			return nil
		}
		if try == migrateTriesMax {
			return errs.Wrap("store.migrate", err)
		}
		time.Sleep(migrateWait) // another process may be making the same house at this moment; each step is a transaction
	}
}

const (
	migrateTriesMax = 4
	migrateWait     = 150 * time.Millisecond
)

// guard proves at every start that the driver binds parameters by number (some number them by first appearance and
// would write wrong values without a word), and learns the newest recorded moment.
func (s *Store) guard(ctx context.Context) error {
	return s.Read(ctx, func(tx *Tx) error {
		var first, second string
		row := tx.DB.QueryRowContext(ctx, "select cast($2 as text), cast($1 as text)", "one", "two")
		if err := row.Scan(&first, &second); err != nil {
			return err
		}
		if first != "two" || second != "one" {
			return fmt.Errorf("driver binds $2-before-$1 wrongly: got %s, %s", first, second)
		}
		return s.catchUp(ctx, tx.Queries)
	})
}

// catchUp makes sure that the next moment is later than every recorded one, also those of other processes.
func (s *Store) catchUp(ctx context.Context, queries *q.Queries) error {
	newest, err := queries.NewestEvent(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last, day.Instant(newest))
	return nil
}

// Close waits for writes under way and closes the database.
func (s *Store) Close() error { return s.engine.close() }

// URL is what the store was opened with, without a password.
func (s *Store) URL() string {
	if at := strings.LastIndex(s.url, "@"); at > 0 && strings.HasPrefix(s.url, "postgres") {
		return "postgres://…" + s.url[at:]
	}
	return s.url
}

// Now is the moment by the store's clock, not yet recorded.
func (s *Store) Now() time.Time { return s.clock() }

// moment hands out recording times that rise even when the clock does not.
func (s *Store) moment() day.Instant {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := day.FromTime(s.clock())
	if now <= s.last {
		now = s.last + 1
	}
	s.last = now
	return now
}

// Write runs fn in one transaction and returns after the commit is durable. When fn returns an error or panics,
// nothing of it is written. fn may run more than once and must not touch the world outside the transaction.
//
// Errors: what fn returned; Busy when the queue is full or the outcome is unknown (try again with the same key).
func (s *Store) Write(ctx context.Context, fn func(tx *Tx) error) error {
	err := s.engine.write(ctx, func(db q.DBTX) error {
		return fn(&Tx{Queries: q.New(db), DB: db, Now: s.moment()})
	})
	return translate(err)
}

// Together gives a context with which Write answers before the commit is durable, so that thousands of transactions in a
// row share few commits, and a function that makes all of them durable. It is for building what is of no use half
// done, as the demo does: after a crash or an error of the last commit some of them may be missing. Until then readers may not
// see them. Other callers are not touched: whoever waits for durability commits what is open. On PostgreSQL it changes nothing.
func (s *Store) Together(ctx context.Context) (context.Context, func() error) {
	if e, ok := s.engine.(*sqliteEngine); ok {
		return e.together(ctx)
	}
	return ctx, func() error { return nil }
}

// Read runs fn on one consistent snapshot, beside any writer.
func (s *Store) Read(ctx context.Context, fn func(tx *Tx) error) error {
	return translate(s.engine.read(ctx, func(db q.DBTX) error {
		return fn(&Tx{Queries: q.New(db), DB: db, Now: day.FromTime(s.clock())})
	}))
}
