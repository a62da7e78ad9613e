package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"kontor/errs"
)

// meaning is what a database error says, whichever engine says it.
type meaning int

const (
	other meaning = iota
	duplicate
	foreignKey
	check
	notNull
	outOfRange
	collision
	diskFull
	diskFailed
	readOnly
)

// SQLite extended result codes, https://www.sqlite.org/rescode.html
var sqliteMeaning = map[int]meaning{
	2067: duplicate, 1555: duplicate, 787: foreignKey, 275: check, 1299: notNull,
	5: collision, 517: collision, 261: collision, 6: collision, 13: diskFull, 10: diskFailed, 8: readOnly,
}

// PostgreSQL SQLSTATE codes, https://www.postgresql.org/docs/15/errcodes-appendix.html
var postgresMeaning = map[string]meaning{
	"23505": duplicate, "23503": foreignKey, "23514": check, "23502": notNull, "22003": outOfRange,
	"40001": collision, "40P01": collision, "53100": diskFull, "25006": readOnly,
}

func meaningOf(err error) meaning {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		if m, ok := sqliteMeaning[lite.Code()]; ok {
			return m
		}
		return sqliteMeaning[lite.Code()&0xff]
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return postgresMeaning[pg.Code]
	}
	return other
}

// damaged reports whether SQLite found a page that cannot be right.
func damaged(err error) bool {
	var lite *sqlite.Error
	return errors.As(err, &lite) && (lite.Code()&0xff == 11 || lite.Code()&0xff == 26)
}

func collided(err error) bool { return meaningOf(err) == collision }

// unknownOutcome is told to a caller whose commit failed: it may or may not be written, only the key can tell.
func unknownOutcome(cause error) error {
	if meaningOf(cause) == diskFull {
		return noSpace(cause)
	}
	e := errs.New(errs.Busy, "the outcome is not known").Because("send the same request again with the same key")
	e.Cause = cause
	return e
}

// unwritten is told to a caller whose transaction was lost before the commit.
func unwritten(cause error) error {
	if m := meaningOf(cause); m == diskFull {
		return noSpace(cause)
	}
	e := errs.New(errs.Busy, "nothing was written: the database was busy or failed").Because("try again in a second with the same key")
	e.Cause = cause
	return e
}

func noSpace(cause error) *errs.Error {
	e := errs.New(errs.Busy, "the disk is full, nothing was written").Because("free some space and try again with the same key")
	e.Cause = cause
	return e
}

// diskBroken is told to everybody after the disk has failed once: what an fsync did not write may be gone from memory
// too, and a second one would say that all is well.
func diskBroken(cause error) error {
	e := errs.New(errs.Busy, "the disk failed and nothing is written any more").Because("look after the disk, then start the house again")
	e.Cause = cause
	return e
}

// translate is the one place that turns a database error into one of ours; our own errors pass unchanged.
func translate(err error) error {
	var own *errs.Error
	if err == nil || errors.As(err, &own) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var e *errs.Error
	switch {
	case errors.Is(err, sql.ErrNoRows):
		e = errs.New(errs.NotFound, "there is nothing here by that name")
	case meaningOf(err) == duplicate:
		e = errs.New(errs.Conflict, "this exists already").Because("open the list again: somebody else was a moment faster")
	case meaningOf(err) == foreignKey:
		e = errs.New(errs.Conflict, "it refers to something that does not exist").Because("register that first, or choose it from its list")
	case meaningOf(err) == collision:
		e = errs.New(errs.Busy, "others changed the same things at the same moment").Because("try again in a second with the same key")
	case meaningOf(err) == diskFull:
		e = noSpace(err)
	case damaged(err):
		e = errs.New(errs.Internal, "the file of the house is damaged").Because("restore the newest backup into it, see docs/operation.md")
	case meaningOf(err) == readOnly:
		e = errs.New(errs.Busy, "the database takes no writes at the moment").Because("try again in a minute with the same key")
	default:
		return errs.Wrap("store", err)
	}
	e.Cause = err
	return e
}

// Missing turns "no rows" into a NotFound that names the entity; other errors pass.
func Missing(err error, entity string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errs.New(errs.NotFound, "there is no {entity}", "entity", entity).At(entity).
			Because("check the id, or find it in its list")
	}
	return err
}

// None reports whether err says that nothing was found.
func None(err error) bool { return errors.Is(err, sql.ErrNoRows) }
