package store_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
	"kontor/store/q"
)

// What goes wrong in SQL is told apart on both engines, and becomes the same error.
func TestFaultsMeanTheSameOnBothEngines(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		add := q.AddCentreParams{ID: centre, Name: "Hafen"}
		write(t, s, func(tx *store.Tx) error { return tx.AddCentre(t.Context(), add) })
		for _, c := range []struct {
			name, text, meaning string
			code                errs.Code
		}{
			{"primary key", `insert into centre (id, name) values ('ct_hafen', 'Hafen')`, "duplicate", errs.Conflict},
			{"unique index", `insert into api_token (id, hash, login_id, name, created_us, expires_us) select 'tk_1', 'h', 'lg_1', 'n', 1, 1 from centre
				union all select 'tk_2', 'h', 'lg_1', 'n', 1, 1 from centre`, "duplicate", errs.Conflict},
			{"foreign key", `insert into login (id, name, email, password_hash, role, centre_id, created_us) values ('lg_1', 'A', 'a@example.com', 'x', 'clerk', 'ct_none', 1)`, "foreign key", errs.Conflict},
			{"check", `insert into goal (year, amount_minor, floor_minor, author, reason, at_us, measure) values (2026, 0, 0, 'a', 'b', 1, 'm')`, "check", errs.Internal},
			{"not null", `insert into centre (id) values ('ct_2')`, "not null", errs.Internal},
		} {
			var cause error
			err := s.Write(t.Context(), func(tx *store.Tx) error {
				_, cause = tx.DB.ExecContext(t.Context(), c.text)
				return cause
			})
			if got := store.MeaningOf(cause); got != c.meaning || errs.CodeOf(err) != c.code || !errors.Is(err, cause) {
				t.Errorf("%s: got %s of %v, then %v, want %s, %s", c.name, got, cause, err, c.meaning, c.code)
			}
		}
		err := s.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Setting(t.Context(), "none")
			if !store.None(err) || !errs.Is(store.Missing(err, "dl_1"), errs.NotFound) || store.Missing(err, "dl_1").(*errs.Error).Entity != "dl_1" {
				t.Errorf("nothing found: got %v", err)
			}
			return err
		})
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("nothing found: got %v", err)
		}
		own := errs.New(errs.Refused, "no")
		if err := s.Write(t.Context(), func(*store.Tx) error { return own }); err != error(own) {
			t.Errorf("our own error came back as %v", err)
		}
		if err := s.Write(t.Context(), func(*store.Tx) error { return context.Canceled }); err != context.Canceled {
			t.Errorf("a cancelled context came back as %v", err)
		}
	})
}

func TestFaultsOfSQLite(t *testing.T) {
	url := testdb.SQLite(t)
	s := open(t, url)
	file := strings.TrimPrefix(url, "sqlite:")
	holder, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	held, err := holder.Begin()
	if err != nil {
		t.Fatal(err)
	}
	impatient, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(0)")
	if err != nil {
		t.Fatal(err)
	}
	defer impatient.Close()
	reader, err := sql.Open("sqlite", "file:"+file+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	const text = `insert into centre (id, name) values ('ct_1', 'x')`
	_, err = impatient.Exec(text)
	if got := store.MeaningOf(err); got != "collision" {
		t.Errorf("locked: got %s of %v", got, err)
	}
	_, err = reader.Exec(text)
	if got := store.MeaningOf(err); got != "read only" {
		t.Errorf("read only: got %s of %v", got, err)
	}
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	write(t, s, func(tx *store.Tx) error { _, err := tx.DB.ExecContext(t.Context(), text); return err })
}

func TestFaultsOfPostgres(t *testing.T) {
	s := open(t, testdb.Postgres(t))
	for text, want := range map[string]string{
		`select cast(9223372036854775807 as bigint) + cast(length('x') as bigint)`:   "out of range",
		`set transaction read only; insert into centre (id, name) values ('a', 'b')`: "read only",
		`do $$ begin raise exception using errcode = '40P01'; end $$`:                "collision",
		`do $$ begin raise exception using errcode = '53100'; end $$`:                "disk full",
	} {
		var cause error
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			for _, part := range strings.Split(text, "read only; ") {
				if strings.HasSuffix(part, "transaction ") {
					part += "read only"
				}
				if _, cause = tx.DB.ExecContext(t.Context(), part); cause != nil {
					return cause
				}
			}
			return nil
		})
		if got := store.MeaningOf(cause); got != want || err == nil {
			t.Errorf("%s: got %s of %v", text, got, err)
		}
		if want != "out of range" && !errs.Is(err, errs.Busy) {
			t.Errorf("%s: got %v, want busy", text, err)
		}
	}
}

// The wrong number for a parameter is a wrong value without a word: an update shows that $2 before $1 is bound right.
func TestParametersAreBoundByNumber(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		s := open(t, url)
		var id, name string
		write(t, s, func(tx *store.Tx) error {
			if err := tx.AddCentre(t.Context(), q.AddCentreParams{ID: "ct_1", Name: "before"}); err != nil {
				return err
			}
			if _, err := tx.DB.ExecContext(t.Context(), "update centre set name = $2 where id = $1", "ct_1", "after"); err != nil {
				return err
			}
			return tx.DB.QueryRowContext(t.Context(), "select id, name from centre where name = $2 and id = $1 and $1 <> $2", "ct_1", "after").Scan(&id, &name)
		})
		if id != "ct_1" || name != "after" {
			t.Errorf("got %s, %s", id, name)
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	for _, url := range []string{"", "kontor.db", "mysql://x", "sqlite:/none/of/this/house.db", "postgres://nobody@127.0.0.1:1/none?connect_timeout=1"} {
		s, err := store.Open(t.Context(), url)
		if err == nil {
			s.Close()
			t.Errorf("%q was opened", url)
		}
	}
}

func TestURLHidesThePassword(t *testing.T) {
	url := testdb.Postgres(t)
	secret := strings.Replace(url, "kontor@", "kontor:geheim@", 1)
	if got := open(t, secret).URL(); strings.Contains(got, "geheim") || !strings.Contains(got, "127.0.0.1") && !strings.Contains(got, "@") {
		t.Errorf("got %s", got)
	}
}
