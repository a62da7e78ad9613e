package store_test

import (
	"context"
	"database/sql"
	"net/url"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/goods"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
)

var (
	today   = day.MustOf(2026, 3, 2)
	end     = day.MustOf(2028, 3, 1)
	morning = day.FromTime(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
)

func eur(minor int64) money.Amount { return money.Of(minor, "EUR") }

// small is a house with one deal that was released, delivered, partly paid and demanded for, row by row.
var small = []string{
	`insert into centre (id, name) values ('ct_hafen', 'Hafen')`,
	`insert into party (id, kind, name, folded, country, roles, fingerprint, created_us) values ('pt_nordwald', 'entity', 'Nordwald Bergbau', 'nordwald', 'DE', 'customer', 'f', 1)`,
	`insert into party (id, kind, name, folded, country, roles, fingerprint, created_us) values ('pt_bank', 'entity', 'Musterbank', 'musterbank', 'DE', 'guarantor', 'f', 1)`,
	`insert into party (id, kind, name, folded, country, roles, fingerprint, created_us) values ('pt_granit', 'entity', 'Granit Werke', 'granit', 'BY', 'maker', 'f', 1)`,
	`insert into list_set (id, source, listed_on, sha256, parser, entries, state, loaded_by, loaded_us, activated_by, activated_us, activated_on)
		values ('ls_un', 'UN', '2026-02-27', 'a', 'csv', 1, 'active', 'lg_anna', 1, 'lg_boris', 2, '2026-02-27')`,
	`insert into unit (centre_id, id, maker_id, model, segment, serial, serial_raw, price_minor, currency, ownership, supply, passport, customs, inspection, folded, created_us)
		values ('ct_hafen', 'un_1', 'pt_granit', 'G 220', 'mining', 'G1', 'G1', 1000000, 'EUR', 'lessor', 'delivered', 'active', 'cleared', 'closed', 'g1', 1)`,
	`insert into deal (centre_id, id, nr, kind, customer_id, stage, currency, price_minor, terms_json, starts_on, ends_on, folded, created_us, unapplied_minor)
		values ('ct_hafen', 'dl_1', 'L-1', 'lease', 'pt_nordwald', 'signed', 'EUR', 1000000, '{}', '2026-03-02', '2028-03-01', 'l-1', 1, 500)`,
	`insert into deal_unit (centre_id, deal_id, unit_id, price_minor) values ('ct_hafen', 'dl_1', 'un_1', 1000000)`,
	`insert into claim (centre_id, id, unit_id, kind, deal_id, began_us, ended_us) values ('ct_hafen', 'cl_1', 'un_1', 'allocated', 'dl_1', 1, 2)`,
	`insert into claim (centre_id, id, unit_id, kind, deal_id, began_us) values ('ct_hafen', 'cl_2', 'un_1', 'leased', 'dl_1', 2)`,
	`insert into delivery (centre_id, id, deal_id, unit_id, act_no, on_day, place, accepted_by, handed_by, value_minor, currency, usd_minor, fx_rate, fx_on, segment, at_us)
		values ('ct_hafen', 'dv_1', 'dl_1', 'un_1', 'A-1', '2026-03-02', 'Hafen', 'Jan Muster', 'lg_anna', 1000000, 'EUR', 1080000, '1.08', '2026-03-02', 'mining', 5)`,
	`insert into guarantee (id, nr, kind, rules, guarantor_id, applicant_id, currency, face_minor, paid_minor, reserved_minor, issued_on, effective_on, expires_on, life, trust,
		recorded_by, verified_by, folded, created_us) values ('gt_1', 'G-1', 'demand', 'urdg758', 'pt_bank', 'pt_nordwald', 'EUR', 900000, 5000, 10000, '2026-02-01', '2026-02-01', '2028-03-01',
		'in_force', 'authentic', 'lg_anna', 'lg_boris', 'g-1', 1)`,
	`insert into allocation (guarantee_id, deal_id, centre_id, amount_minor, at_us) values ('gt_1', 'dl_1', 'ct_hafen', 900000, 1)`,
	`insert into demand (id, guarantee_id, centre_id, deal_id, amount_minor, currency, account, breach, body, made_on, state, reserved_minor, by_login, at_us)
		values ('dm_1', 'gt_1', 'ct_hafen', 'dl_1', 10000, 'EUR', 'DE02', 'rental unpaid', 'letter', '2026-03-02', 'presented', 10000, 'lg_anna', 6)`,
	`insert into demand (id, guarantee_id, centre_id, deal_id, amount_minor, currency, account, breach, body, made_on, state, paid_minor, paid_on, by_login, at_us)
		values ('dm_2', 'gt_1', 'ct_hafen', 'dl_1', 5000, 'EUR', 'DE02', 'rental unpaid', 'letter', '2026-03-02', 'paid', 5000, '2026-03-02', 'lg_anna', 6)`,
	`insert into guarantee (id, nr, kind, rules, guarantor_id, applicant_id, currency, face_minor, issued_on, effective_on, expires_on, life, trust, recorded_by, folded, created_us, terms_json, seq)
		values ('gt_2', 'G-2', 'demand_guarantee', 'URDG758', 'pt_bank', 'pt_nordwald', 'EUR', 700000, '2026-02-01', '', '2028-03-01', 'recorded', 'unverified', 'lg_anna', 'g-2', 1,
		'{"number":"G-2","kind":"demand_guarantee","rules":"URDG758","guarantor":"pt_bank","applicant":"pt_nordwald","face":"7000.00 EUR","issued_on":"2026-02-01","expires_on":"2028-03-01"}', 1)`,
	`insert into guarantee_event (guarantee_id, seq, kind, on_day, at_us, by_login, fact_json) values ('gt_2', 1, 'recorded', '2026-02-02', 1, 'lg_anna',
		'{"terms":{"number":"G-2","kind":"demand_guarantee","rules":"URDG758","guarantor":"pt_bank","applicant":"pt_nordwald","face":"7000.00 EUR","issued_on":"2026-02-01","expires_on":"2028-03-01"}}')`,
	`insert into ledger_account (centre_id, id, code, currency, debits_minor, credits_minor) values ('ct_hafen', 'bank:EUR', 'bank', 'EUR', 2000, 1200)`,
	`insert into ledger_account (centre_id, id, code, currency, deal_id, debits_minor, credits_minor) values ('ct_hafen', 'unapplied:EUR:dl_1', 'unapplied', 'EUR', 'dl_1', 1200, 1700)`,
	`insert into ledger_account (centre_id, id, code, currency, credits_minor) values ('ct_hafen', 'revenue:EUR', 'revenue', 'EUR', 1000000)`,
	`insert into ledger_account (centre_id, id, code, currency, credits_minor) values ('ct_hafen', 'income_fee:EUR', 'income_fee', 'EUR', 300)`,
	`insert into ledger_account (centre_id, id, code, currency, deal_id, debits_minor) values ('ct_hafen', 'receivable_principal:EUR:dl_1', 'receivable_principal', 'EUR', 'dl_1', 1000000)`,
	`insert into ledger_account (centre_id, id, code, currency, deal_id, debits_minor, credits_minor) values ('ct_hafen', 'receivable_fee:EUR:dl_1', 'receivable_fee', 'EUR', 'dl_1', 300, 300)`,
	`insert into transfer (centre_id, id, group_id, kind, debit_account, credit_account, amount_minor, currency, effective_on, at_us, deal_id, what, by_login)
		values ('ct_hafen', 'tf_4', 'tf_4', 'single', 'receivable_principal:EUR:dl_1', 'revenue:EUR', 1000000, 'EUR', '2026-03-02', 7, 'dl_1', 'delivery', 'lg_anna')`,
	`insert into transfer (centre_id, id, group_id, kind, debit_account, credit_account, amount_minor, currency, effective_on, at_us, deal_id, what, by_login)
		values ('ct_hafen', 'tf_5', 'tf_5', 'single', 'receivable_fee:EUR:dl_1', 'income_fee:EUR', 300, 'EUR', '2026-03-01', 9, 'dl_1', 'bill 11', 'lg_anna')`,
	`insert into transfer (centre_id, id, group_id, kind, debit_account, credit_account, amount_minor, currency, effective_on, at_us, deal_id, what, by_login, for_id, cause_id)
		values ('ct_hafen', 'tf_6', 'py_3', 'single', 'bank:EUR', 'receivable_fee:EUR:dl_1', 300, 'EUR', '2026-03-02', 9, 'dl_1', 'payment', 'lg_anna', 'py_3', '')`,
	`insert into contract_version (centre_id, deal_id, version, kind, effective_on, customer_id, terms_json, settings_json, rows_json, by_login, at_us)
		values ('ct_hafen', 'dl_1', 1, 'delivery', '2026-02-01', 'pt_nordwald', '{}', '{}',
		'[{"nr":11,"kind":"rental","due_on":"2026-03-01","owed":{"fee_minor":300}},{"nr":12,"kind":"rental","due_on":"2027-03-01","owed":{"principal_minor":1000000}}]', 'lg_anna', 7)`,
	`insert into instalment (centre_id, deal_id, nr, kind, due_on, principal_minor, interest_minor, fee_minor, paid_fee, paid_on, billed) values ('ct_hafen', 'dl_1', 11, 'rental', '2026-03-01', 0, 0, 300, 300, '2026-03-02', 1)`,
	`insert into instalment (centre_id, deal_id, nr, kind, due_on, principal_minor, interest_minor) values ('ct_hafen', 'dl_1', 12, 'rental', '2027-03-01', 1000000, 0)`,
	`insert into payment (centre_id, id, deal_id, kind, amount_minor, currency, value_on, reference, unapplied_minor, parts_json, by_login, at_us)
		values ('ct_hafen', 'py_3', 'dl_1', 'customer', 300, 'EUR', '2026-03-02', 'RF19', 0, '[{"nr":11,"on":"2026-03-02","fee_minor":300}]', 'lg_anna', 8)`,
	`insert into transfer (centre_id, id, group_id, kind, debit_account, credit_account, amount_minor, currency, effective_on, at_us, deal_id, what, by_login)
		values ('ct_hafen', 'tf_1', 'py_1', 'single', 'bank:EUR', 'unapplied:EUR:dl_1', 1200, 'EUR', '2026-03-02', 7, 'dl_1', 'payment', 'lg_anna')`,
	`insert into transfer (centre_id, id, group_id, kind, debit_account, credit_account, amount_minor, currency, effective_on, at_us, deal_id, reverses_id, what, by_login)
		values ('ct_hafen', 'tf_2', 'tf_2', 'reversal', 'unapplied:EUR:dl_1', 'bank:EUR', 1200, 'EUR', '2026-03-02', 8, 'dl_1', 'tf_1', 'reversal', 'lg_anna')`,
	`insert into transfer (centre_id, id, group_id, kind, debit_account, credit_account, amount_minor, currency, effective_on, at_us, deal_id, what, by_login)
		values ('ct_hafen', 'tf_3', 'py_2', 'single', 'bank:EUR', 'unapplied:EUR:dl_1', 500, 'EUR', '2026-03-02', 9, 'dl_1', 'payment', 'lg_anna')`,
	`insert into payment (centre_id, id, deal_id, kind, amount_minor, currency, value_on, reference, unapplied_minor, parts_json, by_login, at_us)
		values ('ct_hafen', 'py_2', 'dl_1', 'customer', 500, 'EUR', '2026-03-02', 'RF18', 500, '[]', 'lg_anna', 9)`,
}

// facts are those of the small house's deal on the day of its release.
func facts(t testing.TB) deal.Facts {
	t.Helper()
	promise := guarantee.Instrument{ID: "gt_1",
		Terms: guarantee.Terms{Number: "G-1", Kind: guarantee.DemandGuarantee, Rules: guarantee.URDG758, Guarantor: "pt_bank", Applicant: "pt_nordwald", Face: eur(900_000), IssuedOn: today.Add(-30), ExpiresOn: end},
		Trust: guarantee.Authentic, VerifiedOn: today.Add(-10), ReverifyOn: today.Add(80), Life: guarantee.InForce, Allocations: []guarantee.Allocation{{Deal: "dl_1", Amount: eur(900_000)}}}
	cover, err := guarantee.CoverOf("dl_1", []guarantee.Level{{From: today, Amount: eur(800_000)}, {From: today.AddMonths(12), Amount: eur(400_000)}},
		[]guarantee.Instrument{promise}, guarantee.Policy{Clear: map[string]bool{"pt_bank": true}}, today, end)
	if err != nil {
		t.Fatal(err)
	}
	party := func(id, role string) deal.Party {
		return deal.Party{ID: id, Name: id, Role: role, Outcome: deal.OutcomeClear, Lists: []string{"ls_un"}, ScreenedOn: today}
	}
	return deal.Facts{Deal: "dl_1", Kind: deal.Lease, Stage: deal.Signed, Today: today, End: end, Contract: deal.Contract{SignedOn: today.Add(-3), Price: eur(1_000_000)},
		Parties: []deal.Party{party("pt_nordwald", deal.RoleCustomer), party("pt_bank", deal.RoleGuarantor)},
		Lists:   []deal.List{{ID: "ls_un", Source: "UN", Listed: today.Add(-3), StaleOn: today.Add(4)}}, Cover: cover,
		Limits: []deal.Limit{{Guarantor: "pt_bank", Name: "Musterbank", Used: eur(900_000), Most: eur(10_000_000)}},
		Units:  []deal.Unit{{ID: "un_1", Name: "G 220", Supply: goods.Prepared, Claim: goods.Claim{Kind: goods.Allocated, Deal: "dl_1"}}},
		Papers: []deal.Paper{{Name: errs.T("insurance certificate"), Present: true}}}
}

// build puts the small house into an empty store, with so many events that the log has stored hashes, all but two sealed.
func build(t testing.TB, s *store.Store) {
	t.Helper()
	order, _, err := deal.Release(facts(t), "lg_boris", morning)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	write(t, s, func(tx *store.Tx) error {
		for _, text := range small {
			if _, err := tx.DB.ExecContext(ctx, text); err != nil {
				t.Log(text)
				return err
			}
		}
		if err := tx.Release(ctx, centre, "rl_1", order); err != nil {
			return err
		}
		_, err := tx.DB.ExecContext(ctx, `update deal set stage = 'delivered', delivered_on = '2026-03-02', billed_on = '2026-03-02', contract_version = 1`)
		return err
	})
	addEvents(t, s, 200)
	seal(t, s, 200)
	addEvents(t, s, 400)
	seal(t, s, 400)
	addEvents(t, s, 2)
}

func seal(t testing.TB, s *store.Store, want int) {
	t.Helper()
	if got, err := s.Seal(context.Background()); err != nil || got != want {
		t.Fatalf("sealed %d events of %d, %v", got, want, err)
	}
}

// raw opens the database behind the store's back, without any of its constraints.
func raw(t testing.TB, house string) *sql.DB {
	t.Helper()
	driver, name := "pgx", house
	if file, ok := strings.CutPrefix(house, "sqlite:"); ok {
		driver, name = "sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?_pragma=busy_timeout(5000)&_pragma=foreign_keys(0)&_pragma=ignore_check_constraints(1)"
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if driver == "pgx" {
		run(t, db, `do $$ declare r record; begin for r in select conrelid::regclass as t, conname from pg_constraint
			where contype in ('c', 'f') and connamespace = 'public'::regnamespace
			loop execute format('alter table %s drop constraint %I', r.t, r.conname); end loop; end $$`)
	}
	return db
}

func run(t testing.TB, db *sql.DB, statements ...string) {
	t.Helper()
	for _, text := range statements {
		done, err := db.Exec(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if n, err := done.RowsAffected(); err == nil && n == 0 && (strings.HasPrefix(text, "update") || strings.HasPrefix(text, "delete")) {
			t.Fatalf("%s changed nothing", text)
		}
	}
}
