package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"kontor/desk"
)

const manyRows = 100_000

// fill puts rows straight into the tables: this is about reading them.
func (h *house) fill(n int) {
	h.t.Helper()
	maker, customer, guarantor := h.party("Rotberg Fahrzeuge AG", "maker"), h.party("Nordwald Bergbau GmbH", "customer"), h.party("Sparbank AG", "guarantor")
	count := fmt.Sprintf("with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) ", n)
	for _, text := range []string{
		`insert into party (id, kind, name, folded, country, roles, vetting, fingerprint, created_us)
		 ` + count + `select 'pt_' || printf('%026d', i), 'entity', 'Kunde ' || printf('%06d', i * 7919 % 1000003), 'kunde ' || printf('%06d', i * 7919 % 1000003), 'DE', 'customer',
		 case i % 7 when 0 then 'clear' when 1 then 'review' else 'unscreened' end, 'x', i from n`,
		`insert into unit (centre_id, id, maker_id, model, segment, serial, serial_raw, price_minor, currency, ownership, supply, passport, customs, inspection, folded, created_us)
		 ` + count + `select $1, 'un_' || printf('%026d', i), $2, 'Granit ' || (i % 40), case i % 3 when 0 then 'truck' when 1 then 'bus' else 'tractor' end, 'S' || i, 'S-' || i,
		 1000000 + i, 'EUR', 'ours', case i % 5 when 0 then 'prepared' else 'delivered' end, 'active', 'cleared', 'closed', 'granit s' || i, i from n`,
		`insert into deal (centre_id, id, nr, kind, customer_id, stage, currency, price_minor, terms_json, starts_on, ends_on, dpd, overdue_minor, folded, created_us)
		 ` + count + `select $1, 'dl_' || printf('%026d', i), 'X-' || printf('%07d', i), 'lease', case i % 2 when 0 then $2 else 'pt_' || printf('%026d', i) end,
		 case i % 9 when 0 then 'quoted' when 1 then 'signed' else 'closed' end, case i % 2 when 0 then 'EUR' else 'USD' end, 1000000 + i * 7919 % 1000003, '{}',
		 date('2020-01-01', '+' || (i % 2000) || ' days'), date('2024-01-01', '+' || (i % 2000) || ' days'), i % 13, i % 13 * 100, 'x-' || i || ' kunde', i from n`,
		`insert into claim (centre_id, id, unit_id, kind, deal_id, began_us)
		 ` + count + `select $1, 'cl_' || i, 'un_' || printf('%026d', i), 'leased', 'dl_' || printf('%026d', i), i from n where i % 5 > 0`,
		`insert into event (centre_id, id, at_us, effective_on, actor, actor_name, verb, entity, deal_id, text_form)
		 ` + count + `select $1, 'ev_' || printf('%026d', i), i, '2026-01-01', 'lg_manager', 'manager', 'deal.quote', 'dl_' || printf('%026d', i), 'dl_' || printf('%026d', i), 'quoted' from n`,
		`insert into guarantee (id, nr, kind, rules, guarantor_id, applicant_id, currency, face_minor, issued_on, effective_on, expires_on, life, trust, recorded_by, folded, created_us)
		 ` + count + `select 'gu_' || printf('%026d', i), 'G-' || i, 'demand_guarantee', 'URDG758', $1, $1, 'EUR', 1000000 + i, '2025-01-01', '2025-01-01',
		 date('2024-01-01', '+' || (i % 2000) || ' days'), case i % 4 when 0 then 'in_force' else 'released' end, 'authentic', 'lg_risk', 'g-' || i, i from n`,
		`insert into payment (centre_id, id, deal_id, kind, amount_minor, currency, value_on, reference, parts_json, by_login, at_us)
		 ` + count + `select $1, 'py_' || printf('%026d', i), 'dl_' || printf('%026d', i), 'customer', 1000 + i, 'EUR', date('2024-01-01', '+' || (i % 700) || ' days'), 'R' || i, '{}', 'lg_accountant', i from n`,
		`insert into transfer (centre_id, id, group_id, kind, debit_account, credit_account, amount_minor, currency, effective_on, at_us, deal_id, what, by_login)
		 ` + count + `select $1, 'tr_' || printf('%026d', i), 'tg_' || i, 'single', 'a', 'b', 1000 + i, 'EUR', date('2024-01-01', '+' || (i % 700) || ' days'), i, 'dl_' || printf('%026d', i), 'rental', 'x' from n`,
	} {
		args := []any{h.admin.Centre, customer}
		switch {
		case strings.Contains(text, "into unit"):
			args[1] = maker
		case strings.Contains(text, "into guarantee"):
			args[0] = guarantor
		}
		if !strings.Contains(text, "$1") {
			args = nil
		} else if !strings.Contains(text, "$2") {
			args = args[:1]
		}
		h.exec(text, args...)
	}
}

// BenchmarkListPage asks pages of lists with 100,000 rows behind them through the server, session and all.
func BenchmarkListPage(b *testing.B) {
	h := openHouse(b)
	h.fill(manyRows)
	p := h.as(desk.Manager)
	for _, path := range []string{
		"/list/deals", "/list/deals?sort=price", "/list/deals?sort=-overdue", "/list/deals?stage=signed", "/list/deals?stage=signed&sort=starts_on", "/list/deals?q=99987", "/list/deals?price_from=15000",
		"/list/parties", "/list/parties?vetting=clear", "/list/parties?q=kunde+1234", "/list/units", "/list/units?supply=prepared", "/list/units?claim=free", "/list/units?sort=price", "/list/units?q=s777",
		"/list/guarantees", "/list/guarantees?life=in_force&sort=-face", "/list/events", "/list/events?verb=deal.quote", "/list/payments", "/list/payments?value_on_from=2025-06-01", "/list/transfers", "/find?q=99987",
	} {
		b.Run(strings.TrimPrefix(path, "/list/"), func(b *testing.B) { p.measure(b, path) })
		if strings.HasPrefix(path, "/find") {
			continue
		}
		if deep := p.deep(path, 20); deep != "" {
			b.Run(strings.TrimPrefix(path, "/list/")+"/deep", func(b *testing.B) { p.measure(b, deep) })
		}
	}
}

func (p person) measure(b *testing.B, path string) {
	for b.Loop() {
		if got := p.get(path); got.code != http.StatusOK {
			b.Fatalf("%s: got %d", path, got.code)
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(time.Millisecond)/float64(b.N), "ms/page")
}

var nextPage = regexp.MustCompile(`href="([^"]+)" rel="next"`)

// deep follows the pages of a list and gives the address of the last one.
func (p person) deep(path string, pages int) string {
	last := ""
	for range pages {
		next := nextPage.FindStringSubmatch(p.get(path).body)
		if next == nil {
			break
		}
		path = strings.ReplaceAll(next[1], "&amp;", "&")
		last = path
	}
	return last
}
