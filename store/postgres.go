package store

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // PostgreSQL through database/sql

	"kontor/errs"
	"kontor/store/q"
)

const (
	postgresConnsMax   = 32
	postgresTriesMax   = 14 // a transaction that still collides after these, about two seconds, is answered with Busy
	postgresConnLife   = 4 * time.Minute
	postgresRetryFirst = 2 * time.Millisecond
	postgresRetryMost  = 250 * time.Millisecond
)

// postgresEngine runs transactions side by side, serializable.
type postgresEngine struct{ db *sql.DB }

func openPostgres(ctx context.Context, url string) (*postgresEngine, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return nil, errs.Wrap("store.open", err)
	}
	db.SetMaxOpenConns(postgresConnsMax)
	db.SetMaxIdleConns(postgresConnsMax)
	db.SetConnMaxLifetime(postgresConnLife) // after a failover old connections must not live for ever
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, errs.Wrap("store.open", err)
	}
	return &postgresEngine{db}, nil
}

func (e *postgresEngine) migrations() *sql.DB { return e.db }
func (e *postgresEngine) close() error        { return e.db.Close() }

// read runs fn on a snapshot.
func (e *postgresEngine) read(ctx context.Context, fn func(q.DBTX) error) error {
	tx, err := e.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() // a read has nothing to commit
	return fn(tx)
}

// write tries until the transaction does not collide with another one; waits grow and are spread at random.
func (e *postgresEngine) write(ctx context.Context, fn func(q.DBTX) error) error {
	wait := postgresRetryFirst
	for try := 1; ; try++ {
		err := e.once(ctx, sql.LevelSerializable, fn)
		if err == nil || !again(err, try) {
			return err
		}
		if try == postgresTriesMax {
			return errs.New(errs.Busy, "others changed the same things at the same moment").
				Because("try again in a second with the same key")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait + rand.N(wait)):
		}
		wait = min(2*wait, postgresRetryMost)
	}
}

// append keeps the log out of the serializable order: it reads what every writer writes, and would make them collide.
// Two that append at once meet at the number of the leaf, which is unique.
func (e *postgresEngine) append(ctx context.Context, fn func(q.DBTX) error) error {
	return e.once(ctx, sql.LevelReadCommitted, fn)
}

func (e *postgresEngine) once(ctx context.Context, level sql.IsolationLevel, fn func(q.DBTX) error) error {
	tx, err := e.db.BeginTx(ctx, &sql.TxOptions{Isolation: level})
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after the commit
	if err := protect(fn, tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		if refusedCommit(err) {
			return err
		}
		return unknownOutcome(err)
	}
	return nil
}

// refusedCommit reports whether the server said that it did not commit. Anything else leaves the outcome open, above all
// a connection that broke, or a server that went down, while the answer was under way.
func refusedCommit(err error) bool {
	if errors.Is(err, pgx.ErrTxCommitRollback) { // a statement had failed and its error was overlooked
		return true
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || pg.Code == "40003" || len(pg.Code) < 2 {
		return false
	}
	switch pg.Code[:2] {
	case "08", "57", "58", "XX": // connection, shutdown, system and internal errors
		return false
	}
	return true
}

// again reports whether the transaction may pass on another try. A duplicate is tried twice more: the other writer's
// row was not in this snapshot, and the next one sees it and refuses with a better sentence.
func again(err error, try int) bool {
	return collided(err) || (meaningOf(err) == duplicate && try < 3)
}
