package store_test

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"kontor/internal/testdb"
	"kontor/store"
)

// breaks are ways to break the promises of a house by SQL, at least one for each, and the offender that must be named.
// Where the offender is an event it is found by a query.
var breaks = []struct {
	check, offender string
	by              []string
}{
	{"transfer.accounts", "tf_1", []string{`update transfer set debit_account = 'bank:XXX' where id = 'tf_1'`}},
	{"transfer.accounts", "tf_3", []string{`update transfer set currency = 'USD' where id = 'tf_3'`}},
	{"transfer.accounts", "tf_1", []string{`delete from ledger_account where id = 'bank:EUR'`}},
	{"ledger.debits", "bank:EUR", []string{`update ledger_account set debits_minor = debits_minor + 1 where id = 'bank:EUR'`}},
	{"ledger.debits", "bank:EUR", []string{`delete from transfer where id = 'tf_3'`}},
	{"ledger.credits", "unapplied:EUR:dl_1", []string{`update transfer set amount_minor = 501 where id = 'tf_3'`}},
	{"ledger.balance", "EUR", []string{`update ledger_account set credits_minor = credits_minor - 1 where id = 'unapplied:EUR:dl_1'`}},
	{"transfer.reversal", "tf_2", []string{`update transfer set amount_minor = 1100 where id = 'tf_2'`}},
	{"transfer.reversal", "tf_2", []string{`update transfer set reverses_id = 'tf_9' where id = 'tf_2'`}},
	{"transfer.reversal", "tf_2", []string{`update transfer set debit_account = 'bank:EUR', credit_account = 'unapplied:EUR:dl_1' where id = 'tf_2'`}},
	{"delivery.release", "un_1", []string{`update release_order set voided_us = 9 where id = 'rl_1'`}},
	{"delivery.release", "un_1", []string{`delete from release_order where id = 'rl_1'`}},
	{"unit.delivered", "un_1", []string{`update delivery set reversed_us = 9 where id = 'dv_1'`}},
	{"deal.released", "dl_1", []string{`update release_order set deal_id = 'dl_2' where id = 'rl_1'`}},
	{"claim.one", "un_1", []string{`drop index claim_one_active`, `update claim set ended_us = 0 where id = 'cl_1'`}},
	{"guarantee.amount", "gt_1", []string{`update guarantee set reserved_minor = 895001 where id = 'gt_1'`}},
	{"guarantee.allocated", "gt_1", []string{`update allocation set amount_minor = 900001 where guarantee_id = 'gt_1'`}},
	{"guarantee.allocated", "gt_1", []string{`insert into allocation (guarantee_id, deal_id, centre_id, amount_minor, at_us) values ('gt_1', 'dl_2', 'ct_hafen', 900001, 1)`}},
	{"guarantee.paid", "gt_1", []string{`update demand set paid_minor = 4999 where id = 'dm_2'`}},
	{"guarantee.reserved", "gt_1", []string{`update demand set reserved_minor = 9999 where id = 'dm_1'`}},
	{"guarantee.replayed", "gt_2", []string{`update guarantee set face_minor = 700001 where id = 'gt_2'`}},
	{"guarantee.replayed", "gt_2", []string{`delete from guarantee_event where guarantee_id = 'gt_2'`}},
	{"guarantee.replayed", "gt_2", []string{`insert into allocation (guarantee_id, deal_id, centre_id, amount_minor, at_us) values ('gt_2', 'dl_1', 'ct_hafen', 1, 1)`}},
	{"guarantee.replayed", "gt_2", []string{`update guarantee_event set fact_json = replace(fact_json, '2028-03-01', '2029-03-01') where guarantee_id = 'gt_2'`}},
	{"guarantee.replayed", "gt_2", []string{`update guarantee set next_due_on = '2026-01-01' where id = 'gt_2'`}},
	{"guarantee.replayed", "gt_2", []string{`insert into amendment (guarantee_id, nr, state, recorded_on, source, body_json, at_us) values ('gt_2', 1, 'accepted', '2026-03-01', 'letter', '{}', 1)`}},
	{"commission.booked", "EUR", []string{`insert into commission (centre_id, id, guarantee_id, up_to_on, currency, cost_minor, due_minor, paid_minor, by_login, at_us)
		values ('ct_hafen', 'cm_1', 'gt_1', '2026-03-01', 'EUR', 5, 0, 0, 'lg_anna', 7)`}},
	{"commission.booked", "EUR", []string{`insert into commission (centre_id, id, guarantee_id, up_to_on, currency, cost_minor, due_minor, paid_minor, by_login, at_us)
		values ('ct_hafen', 'cm_1', 'gt_1', '2026-03-01', 'EUR', 0, 0, 5, 'lg_anna', 7)`}},
	{"guarantee.verifier", "gt_1", []string{`update guarantee set verified_by = recorded_by where id = 'gt_1'`}},
	{"guarantee.verifier", "gt_1", []string{`update guarantee set verified_by = '' where id = 'gt_1'`}},
	{"list.activator", "ls_un", []string{`update list_set set activated_by = loaded_by where id = 'ls_un'`}},
	{"deal.price", "dl_1", []string{`update deal_unit set price_minor = 999999 where unit_id = 'un_1'`}},
	{"deal.receivables", "dl_1", []string{`insert into instalment (centre_id, deal_id, nr, kind, due_on, principal_minor, interest_minor) values ('ct_hafen', 'dl_1', 1, 'rental', '2026-04-02', 1, 0)`}},
	{"deal.receivables", "dl_1", []string{`insert into instalment (centre_id, deal_id, nr, kind, due_on, principal_minor, interest_minor, billed) values ('ct_hafen', 'dl_1', 1, 'rental', '2026-04-02', 0, 1, 1)`}},
	{"deal.receivables", "dl_1", []string{`insert into ledger_account (centre_id, id, code, currency, deal_id, debits_minor) values ('ct_hafen', 'receivable_interest:EUR:dl_1', 'receivable_interest', 'EUR', 'dl_1', 1)`}},
	{"delivery.worth", "dv_1", []string{`update delivery set usd_minor = 1 where id = 'dv_1'`}},
	{"delivery.worth", "dv_1", []string{`update delivery set fx_rate = '1.09' where id = 'dv_1'`}},
	{"delivery.worth", "dv_1", []string{`update delivery set fx_rate = 'none' where id = 'dv_1'`}},
	{"deal.schedule", "dl_1", []string{`delete from instalment where deal_id = 'dl_1'`}},
	{"contract.version", "dl_1", []string{`update deal set contract_version = 2 where id = 'dl_1'`}},
	{"contract.version", "dl_1", []string{`update contract_version set version = 2 where deal_id = 'dl_1'`}},
	{"contract.version", "dl_9", []string{`insert into contract_version (centre_id, deal_id, version, kind, effective_on, customer_id, terms_json, settings_json, rows_json, by_login, at_us)
		values ('ct_hafen', 'dl_9', 1, 'delivery', '2026-02-01', 'pt_nordwald', '{}', '{}', '[]', 'lg_anna', 7)`}},
	{"proof.content", "select min(id) from event", []string{`insert into proof_subject (centre_id, event_id, kind, entity, subject_json) select centre_id, id, 'guarantee', 'gt_1', '{}' from event order by id limit 1`}},
	{"proof.content", "ev_none", []string{`insert into proof_subject (centre_id, event_id, kind, entity, subject_json) values ('ct_hafen', 'ev_none', 'guarantee', 'gt_1', '{}')`}},
	{"proof.content", "select min(id) from event", []string{`update event set verb = 'proof.export', data_json = '{"entity":"gt_1","kind":"guarantee","subject_sha256":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}' where id = (select min(id) from event)`,
		`insert into proof_subject (centre_id, event_id, kind, entity, subject_json) select centre_id, id, 'guarantee', 'gt_2', '{}' from event order by id limit 1`}},
	{"settlement.legs", "st_1", []string{`insert into settlement (centre_id, id, deal_id, kind, settled_on, legs_json, result_minor, currency, by_login, at_us)
		values ('ct_hafen', 'st_1', 'dl_1', 'buyout', '2026-03-01', '[{"kind":"balance","minor":100}]', 99, 'EUR', 'lg_anna', 7)`}},
	{"settlement.legs", "st_2", []string{`insert into settlement (centre_id, id, deal_id, kind, settled_on, legs_json, result_minor, currency, by_login, at_us)
		values ('ct_hafen', 'st_2', 'dl_9', 'buyout', '2026-03-01', '[]', 0, 'EUR', 'lg_anna', 7)`}},
	{"contract.booked", "dl_1", []string{`update contract_version set rows_json = replace(rows_json, '1000000', '999999')`}},
	{"account.rows", "dl_1", []string{`update contract_version set rows_json = replace(rows_json, '2027-03-01', '2027-03-02')`}},
	{"account.rows", "dl_1", []string{`update contract_version set settings_json = 'nonsense'`}},
	{"account.rows", "dl_1", []string{`update instalment set paid_on = '2026-03-01' where nr = 11`}},
	{"account.rows", "dl_1", []string{`delete from instalment where nr = 12`}},
	{"account.rows", "dl_1", []string{`insert into loan_transaction (centre_id, id, deal_id, kind, value_on, amount_minor, at_us, by_login) values ('ct_hafen', 'lx_1', 'dl_1', 'charge', '2026-03-02', 5, 9, 'lg_anna')`}},
	{"account.rows", "dl_1", []string{`update payment set reversed_us = 9 where id = 'py_2'`}},
	{"account.parts", "py_3", []string{`update payment set parts_json = replace(parts_json, '"nr":11', '"nr":12') where id = 'py_3'`}},
	{"account.parts", "py_3", []string{`update payment set parts_json = '[]' where id = 'py_3'`}},
	{"account.booked", "py_3", []string{`update transfer set for_id = '' where id = 'tf_6'`}},
	{"account.booked", "py_3", []string{`update transfer set for_id = 'py_2' where id = 'tf_6'`}},
	{"deal.overdue", "dl_1", []string{`update deal set overdue_minor = 1`}},
	{"deal.delivered", "dl_1", []string{`update delivery set value_minor = 999999 where id = 'dv_1'`}},
	{"deal.delivered", "dl_1", []string{`delete from delivery where id = 'dv_1'`}},
	{"payment.booked", "py_2", []string{`update payment set amount_minor = 777 where id = 'py_2'`}},
	{"payment.booked", "py_2", []string{`update payment set reversed_us = 9 where id = 'py_2'`}},
	{"demand.payment", "dm_2", []string{`update demand set payment_id = 'py_9' where id = 'dm_2'`}},
	{"deal.over", "dl_1", []string{`update deal set stage = 'closed' where id = 'dl_1'`}},
	{"deal.over", "dl_1", []string{`update deal set stage = 'cancelled', unapplied_minor = 0 where id = 'dl_1'`}},
	{"payment.unapplied", "dl_1", []string{`update deal set unapplied_minor = 501 where id = 'dl_1'`}},
	{"release.covered", "rl_1", []string{`update release_order set gate_json = replace(gate_json, '"may":true', '"may":false') where id = 'rl_1'`}},
	{"release.covered", "rl_1", []string{`update release_order set gate_json = '{}' where id = 'rl_1'`}},
	{"release.covered", "rl_1", []string{`update release_order set gate_json = 'nonsense' where id = 'rl_1'`}},
	{"release.covered", "rl_1", []string{`update release_order set on_day = '2026-03-01' where id = 'rl_1'`}},
	{"release.covered", "rl_1", []string{`update release_order set gate_json = replace(gate_json, '"name":"vetting"', '"name":"papers"') where id = 'rl_1'`}},
	{"release.covered", "rl_1", []string{`update release_order set gate_json = replace(gate_json, '"name":"cover","ok":true', '"name":"cover","ok":false') where id = 'rl_1'`}},
	{"release.covered", "rl_1", []string{`update release_order set gate_json = replace(gate_json, '"from":"2027-03-02"', '"from":"2027-03-03"') where id = 'rl_1'`}},
	{"release.covered", "rl_1", []string{`update release_order set gate_json = replace(gate_json, '"required":"4000.00 EUR"', '"required":"9000.01 EUR"') where id = 'rl_1'`}},
	{"release.covered", "rl_1", []string{`update release_order set gate_json = replace(gate_json, '"from":"2026-03-02"', '"from":"2026-03-05"') where id = 'rl_1'`}},
	{"release.covered", "rl_1", []string{`update deal set stage = 'released', ends_on = '2028-03-02' where id = 'dl_1'`}},
	{"log.event", waiting, []string{`delete from unsealed`}},
	{"log.event", first, []string{`delete from log_leaf where leaf = 0`}},
	{"log.event", "ev_foreign", []string{`insert into event (centre_id, id, at_us, effective_on, actor, actor_name, verb, entity, text_form) values ('ct_hafen', 'ev_foreign', 1, '2026-03-02', 'x', 'x', 'x', 'x', 'x')`}},
	{"log.queue", first, []string{`insert into unsealed (at_us, event_id, centre_id) select at_us, id, centre_id from event where id = (select min(id) from event)`}},
	{"log.queue", waiting, []string{`delete from event where id = (select min(event_id) from unsealed)`}},
	{"log.leaf", first, []string{`update event set actor = 'lg_boris' where id = (select event_id from log_leaf where leaf = 0)`}},
	{"log.leaf", first, []string{`update event set reason = 'because' where id = (select event_id from log_leaf where leaf = 0)`}},
	{"log.leaf", first, []string{`update event set at_us = at_us + 1 where id = (select event_id from log_leaf where leaf = 0)`}},
	{"log.leaf", middle, []string{`delete from event where id = (select event_id from log_leaf where leaf = 300)`}},
	{"log.leaf", last, []string{`delete from event where id = (select event_id from log_leaf where leaf = 599)`}},
	{"log.leaf", middle, []string{`update log_leaf set hash = (select hash from log_leaf where leaf = 1) where leaf = 300`}},
	{"log.leaf", middle, []string{`update log_leaf set hash = '' where leaf = 300`}},
	{"log.leaf", "300", []string{`delete from event where id = (select event_id from log_leaf where leaf = 300)`, `delete from log_leaf where leaf = 300`}},
	{"log.tree", "8/1", []string{`update log_hash set hash = (select hash from log_hash where nr = 0) where nr = 1`}},
	{"log.tree", "8/0", []string{`delete from log_hash where nr = 0`}},
	{"log.tree", "3", []string{`insert into log_hash (level, nr, hash) values (16, 0, 'x')`}},
	{"log.checkpoint", "200", []string{`update log_checkpoint set note = (select note from log_checkpoint where size = 600) where size = 200`}},
	{"log.checkpoint", "600", []string{`update log_checkpoint set note = replace(note, '600', '601') where size = 600`}},
	{"log.checkpoint", "600", []string{`delete from log_checkpoint where size = 600`}},
	{"log.checkpoint", "700", []string{`insert into log_checkpoint (size, note, at_us) select 700, note, at_us from log_checkpoint where size = 600`}},
	{"log.checkpoint", "200", []string{`update setting set value_json = replace(value_json, '"origin":"kontor/', '"origin":"kontor/x') where name = 'log_key'`}},
	{"log.checkpoint", "200", []string{`delete from setting where name = 'log_key'`}},
	{"log.checkpoint", "600", []string{ // the last events, their leaves and everything but the checkpoint are dropped
		`delete from event where id = (select event_id from log_leaf where leaf = 599)`, `delete from log_leaf where leaf = 599`}},
	{"log.checkpoint", "200", []string{ // an old event is altered and the log made to fit, but nobody can sign it
		`update event set actor = 'lg_boris' where id = (select event_id from log_leaf where leaf = 0)`,
		`update log_leaf set hash = 'bomSyMVpn+9DFJaRTfBKJQGbAXRxe1g/5EPC1aurMp8=' where leaf = 0`}},
}

// Offenders that are events.
const (
	first   = "select event_id from log_leaf where leaf = 0"
	middle  = "select event_id from log_leaf where leaf = 300"
	last    = "select event_id from log_leaf where leaf = 599"
	waiting = "select min(event_id) from unsealed"
)

func TestVerifyFindsEveryBrokenPromise(t *testing.T) {
	skipRaced(t)
	template := testdb.SQLite(t)
	s, err := store.Open(t.Context(), template)
	if err != nil {
		t.Fatal(err)
	}
	build(t, s)
	if found, err := s.Verify(t.Context(), nil); err != nil || len(found) > 0 {
		t.Fatalf("an intact house: %v, %v", found, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	house, err := os.ReadFile(strings.TrimPrefix(template, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range breaks {
		t.Run(b.check, func(t *testing.T) {
			url := copyOf(t, house)
			db := raw(t, url)
			want := b.offender
			if strings.HasPrefix(want, "select") {
				if err := db.QueryRow(want).Scan(&want); err != nil {
					t.Fatal(err)
				}
			}
			run(t, db, b.by...)
			found := verify(t, url)
			at := slices.IndexFunc(found, func(f store.Finding) bool { return f.Check == b.check })
			if at < 0 || found[at].Offender != want {
				t.Errorf("%v: got %v, want %s of %s", b.by, found, b.check, want)
			}
		})
	}
}

// The same on PostgreSQL, one break upon the other.
func TestVerifyOnPostgres(t *testing.T) {
	skipRaced(t)
	url := testdb.Postgres(t)
	s := open(t, url)
	build(t, s)
	if found, err := s.Verify(t.Context(), nil); err != nil || len(found) > 0 {
		t.Fatalf("an intact house: %v, %v", found, err)
	}
	db := raw(t, url)
	seen := map[string]bool{}
	for _, b := range breaks {
		if seen[b.check] {
			continue
		}
		seen[b.check] = true
		run(t, db, b.by...)
		found, err := s.Verify(t.Context(), nil)
		if err != nil || !slices.ContainsFunc(found, func(f store.Finding) bool { return f.Check == b.check }) {
			t.Errorf("%v: got %v, %v, want %s", b.by, found, err, b.check)
		}
	}
}

// Whoever adds a promise adds a way to break it.
func TestEveryPromiseIsBroken(t *testing.T) {
	broken := map[string]bool{"file.pages": true} // in a test of its own
	for _, b := range breaks {
		broken[b.check] = true
	}
	for _, c := range store.Checks() {
		if !broken[c.Name] || c.Promise.IsZero() {
			t.Errorf("no test breaks %s: %s", c.Name, c.Promise)
		}
		delete(broken, c.Name)
	}
	if len(broken) > 0 {
		t.Errorf("the house does not promise %v", broken)
	}
}

// A byte that flips on the disk is found, in the structure of a page as well as in what was written to it.
func TestVerifyFindsFlippedBytes(t *testing.T) {
	template := testdb.SQLite(t)
	s, err := store.Open(t.Context(), template)
	if err != nil {
		t.Fatal(err)
	}
	build(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	house, err := os.ReadFile(strings.TrimPrefix(template, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	content := bytes.ReplaceAll(house, []byte("Anna Beispiel"), []byte("Anna Beispiem")) // everywhere: some copies are left over and not read
	if found := verify(t, copyOf(t, content)); len(found) == 0 || found[0].Check != "log.leaf" {
		t.Errorf("a byte of an event: got %v", found)
	}
	structure := slices.Clone(house)
	const page = 4096
	for at := 2 * page; at < len(structure); at += page {
		if structure[at] == 13 && bytes.Contains(structure[at:at+page], []byte("Anna Beispiel")) { // a leaf page of the events
			structure[at+4] ^= 1 // the number of its cells
			break
		}
	}
	if found := verify(t, copyOf(t, structure)); len(found) == 0 || found[0].Check != "file.pages" || found[0].Offender != "file" {
		t.Errorf("a byte of a page: got %v", found)
	}
}

func copyOf(t *testing.T, house []byte) string {
	t.Helper()
	url := testdb.SQLite(t)
	if err := os.WriteFile(strings.TrimPrefix(url, "sqlite:"), house, 0o600); err != nil {
		t.Fatal(err)
	}
	return url
}

func verify(t *testing.T, url string) []store.Finding {
	t.Helper()
	s, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var asked []string
	found, err := s.Verify(context.Background(), func(check string) { asked = append(asked, check) })
	if err != nil {
		t.Fatal(err)
	}
	if len(asked) != len(store.Checks()) {
		t.Errorf("%d checks were made, %d are promised", len(asked), len(store.Checks()))
	}
	return found
}
