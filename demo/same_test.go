package demo_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"kontor/day"
	"kontor/internal/testdb"
	"kontor/store"
)

// dump writes every row of every table but what is secret: the salted hashes of passwords.
func dump(t *testing.T, h *house) string {
	t.Helper()
	ctx := context.Background()
	var b strings.Builder
	err := h.store.Read(ctx, func(tx *store.Tx) error {
		tables, err := tx.DB.QueryContext(ctx, "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like 'goose%' order by name")
		if err != nil {
			return err
		}
		var names []string
		for tables.Next() {
			var name string
			if err := tables.Scan(&name); err != nil {
				return err
			}
			names = append(names, name)
		}
		if err := tables.Err(); err != nil {
			return err
		}
		for _, name := range names {
			if err := dumpTable(ctx, tx, &b, name); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func dumpTable(ctx context.Context, tx *store.Tx, b *strings.Builder, name string) error {
	rows, err := tx.DB.QueryContext(ctx, "select * from "+name+" order by rowid")
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		b.WriteString(name)
		for i, column := range columns {
			if column != "password_hash" {
				fmt.Fprintf(b, "|%v", values[i])
			}
		}
		b.WriteByte('\n')
	}
	return rows.Err()
}

// The same seed and day give the same house, another seed another one.
func TestSameSeedSameHouse(t *testing.T) {
	until := day.MustOf(2023, 10, 17)
	first := dump(t, fresh(t, testdb.SQLite(t), 5, until))
	second := dump(t, fresh(t, testdb.SQLite(t), 5, until))
	if lines := strings.Count(first, "\n"); lines < 3000 {
		t.Errorf("the dump has only %d rows", lines)
	}
	if first != second {
		a, b := strings.Split(first, "\n"), strings.Split(second, "\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Fatalf("row %d differs:\n%s\n%s", i, a[i], b[i])
			}
		}
		t.Fatalf("%d rows, then %d", len(a), len(b))
	}
	if third := dump(t, fresh(t, testdb.SQLite(t), 6, until)); third == first {
		t.Error("another seed gives the same house")
	}
}
