package store

import (
	"context"
	"database/sql"
)

// cachedConn is the writer's connection with its prepared statements. It ignores the callers' cancellation: SQLite
// would roll back the whole shared transaction when one caller's statement is interrupted.
type cachedConn struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

const stmtsMax = 512

func (c *cachedConn) prepared(query string) (*sql.Stmt, error) {
	if s, ok := c.stmts[query]; ok {
		return s, nil
	}
	if len(c.stmts) >= stmtsMax {
		for k, s := range c.stmts {
			s.Close()
			delete(c.stmts, k)
		}
	}
	s, err := c.conn.PrepareContext(context.Background(), query)
	if err == nil {
		c.stmts[query] = s
	}
	return s, err
}

func (c *cachedConn) exec(query string) error {
	s, err := c.prepared(query)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(context.Background())
	return err
}

func (c *cachedConn) close() {
	for _, s := range c.stmts {
		s.Close()
	}
	c.conn.Close()
}

// ExecContext implements q.DBTX.
func (c *cachedConn) ExecContext(_ context.Context, query string, args ...any) (sql.Result, error) {
	s, err := c.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(context.Background(), args...)
}

// PrepareContext implements q.DBTX.
func (c *cachedConn) PrepareContext(_ context.Context, query string) (*sql.Stmt, error) {
	return c.conn.PrepareContext(context.Background(), query)
}

// QueryContext implements q.DBTX.
func (c *cachedConn) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.prepared(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(context.Background(), args...)
}

// QueryRowContext implements q.DBTX.
func (c *cachedConn) QueryRowContext(_ context.Context, query string, args ...any) *sql.Row {
	s, err := c.prepared(query)
	if err != nil {
		return c.conn.QueryRowContext(context.Background(), query, args...) // carries the error in the row
	}
	return s.QueryRowContext(context.Background(), args...)
}
