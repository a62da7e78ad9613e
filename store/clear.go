package store

import (
	"context"
	"database/sql"
	"errors"

	"kontor/errs"
)

// Clear drops every table of a PostgreSQL house. Only the demo calls it, after it has made sure that nothing but a demo
// is there.
func Clear(ctx context.Context, url string) error {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return errs.Wrap("store.clear", err)
	}
	_, err = db.ExecContext(ctx, "drop schema public cascade")
	if err == nil {
		_, err = db.ExecContext(ctx, "create schema public")
	}
	return translate(errors.Join(err, db.Close()))
}
