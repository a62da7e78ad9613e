package desk_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite"

	"kontor/desk"
	"kontor/errs"
	"kontor/id"
	"kontor/internal/testdb"
	"kontor/store"
)

// testdata/house_0001.sql is a house as the first schema kept it: a lease that runs, with money that was taken back, booked late, paid
// back and is held; one in default with money of its guarantor; one that was written off; one that is signed.

// A house of the first schema keeps its money to the minor unit, and lives on: its accounts are taken over at the first touch.
func TestAHouseOfTheFirstSchemaKeepsItsMoney(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		before := oldHouse(t, url)
		h := &house{t: t, ctx: context.Background(), url: url}
		h.micros.Store(time.Date(2026, 6, 3, 9, 0, 0, 0, time.UTC).UnixMicro())
		s, err := store.Open(h.ctx, url, store.WithClock(h.now))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		h.store, h.desk, h.centre = s, desk.New(s, id.NewSource(h.now)), before.centre
		h.provesItself()
		if got := moneyOf(t, url); got != before {
			t.Errorf("after the migration: got  %+v\nwant %+v", got, before)
		}
		h.do("accountant", "deal.late", object{"deal": before.running})
		h.do("accountant", "deal.late", object{"deal": before.defaulted})
		h.refused(errs.Conflict, "accountant", "deal.late", object{"deal": before.writtenOff})
		h.provesItself()
		if got := moneyOf(t, url); got != before {
			t.Errorf("after the accounts were taken over: got  %+v\nwant %+v", got, before)
		}
		h.liveOn(before)
	})
}

// liveOn does with the old deals what is done with others.
func (h *house) liveOn(old oldMoney) {
	h.t.Helper()
	for _, reference := range []string{"R2", "R4", "GT"} {
		payment, err := h.desk.Resolve(h.ctx, h.actor("accountant"), "payment", reference)
		if err != nil {
			h.t.Fatal(err)
		}
		h.reverse(payment)
		h.provesItself()
	}
	h.refused(errs.Conflict, "accountant", "posting.reverse", object{"posting": h.reversedPayment("R1")})
	h.reverse(h.transferOf("write-off"))
	h.provesItself()
	if got := h.stage(old.writtenOff); got != "defaulted" {
		h.t.Errorf("the deal whose loss was taken back is %s", got)
	}
	h.receive(old.running, "400000.00 EUR", "2026-04-02", "LATE")
	h.provesItself()
	h.reverse(h.transferOf("refund B1"))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	h.provesItself()
}

func (h *house) reversedPayment(reference string) (payment string) {
	h.t.Helper()
	err := h.store.Read(h.ctx, func(tx *store.Tx) error {
		return tx.DB.QueryRowContext(h.ctx, "select id from payment where reference = $1 and reversed_us > 0", reference).Scan(&payment)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return payment
}

// oldMoney is what a house holds: the balances of all its accounts, and what its deals owe and hold.
type oldMoney struct {
	centre, running, defaulted, writtenOff string
	accounts, deals                        string
}

// oldHouse makes a database of the first schema and fills it.
func oldHouse(t *testing.T, house string) oldMoney {
	t.Helper()
	db := rawHouse(t, house)
	dialect := goose.DialectSQLite3
	if strings.HasPrefix(house, "postgres") {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, db, os.DirFS("../store/schema"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/house_0001.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		if _, err := db.Exec(line); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	return moneyOf(t, house)
}

func rawHouse(t *testing.T, house string) *sql.DB {
	t.Helper()
	driver, name := "pgx", house
	if file, ok := strings.CutPrefix(house, "sqlite:"); ok {
		driver, name = "sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func moneyOf(t *testing.T, house string) oldMoney {
	t.Helper()
	db := rawHouse(t, house)
	list := func(query string) string {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var lines []string
		for rows.Next() {
			var name string
			var sum int64
			if err := rows.Scan(&name, &sum); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, fmt.Sprint(name, " ", sum))
		}
		return strings.Join(lines, "\n")
	}
	one := func(query string) (s string) {
		if err := db.QueryRow(query).Scan(&s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	return oldMoney{centre: one("select id from centre"), running: one("select id from deal where stage = 'delivered'"), defaulted: one("select id from deal where stage = 'defaulted'"),
		writtenOff: one("select id from deal where stage = 'recovered'"),
		accounts:   list("select id, cast(debits_minor - credits_minor as bigint) from ledger_account where debits_minor <> credits_minor order by id"),
		deals: list(`select d.nr || ' holds ' || d.unapplied_minor || ' overdue ' || d.overdue_minor, cast(sum(i.principal_minor - i.paid_principal + i.interest_minor - i.paid_interest + i.fee_minor - i.paid_fee) as bigint)
			from deal d join instalment i on i.deal_id = d.id group by d.nr, d.unapplied_minor, d.overdue_minor order by d.nr`)}
}
