package store

import (
	"context"
	"database/sql"

	"kontor/errs"
	"kontor/store/q"
)

// readerConn is a reader's connection. Unlike the writer it heeds the caller's cancellation: nobody shares its snapshot.
type readerConn struct{ *cachedConn }

// read runs fn on a snapshot, on a connection whose statements stay prepared from one read to the next: to prepare them
// anew takes longer than most reads.
func (e *sqliteEngine) read(ctx context.Context, fn func(q.DBTX) error) error {
	var c readerConn
	select {
	case c = <-e.idle:
	case <-e.shut:
		return errs.New(errs.Busy, "the house is closing")
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { e.idle <- c }()
	if c.cachedConn == nil {
		conn, err := e.pool.Conn(ctx)
		if err != nil {
			return err
		}
		c.cachedConn = &cachedConn{conn: conn, stmts: map[string]*sql.Stmt{}}
	}
	if err := c.exec("begin"); err != nil {
		c.drop()
		return err
	}
	defer func() { // a read has nothing to commit
		if c.exec("rollback") != nil {
			c.drop()
		}
	}()
	return fn(c)
}

// drop closes a connection that cannot be trusted any more; the next read opens a new one.
func (c *readerConn) drop() {
	c.close()
	c.cachedConn = nil
}

// ExecContext implements q.DBTX.
func (c readerConn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := c.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryContext implements q.DBTX.
func (c readerConn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext implements q.DBTX.
func (c readerConn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := c.prepared(query)
	if err != nil {
		return c.conn.QueryRowContext(ctx, query, args...) // carries the error in the row
	}
	return s.QueryRowContext(ctx, args...)
}
