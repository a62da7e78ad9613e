package lease_test

import (
	"encoding/json"
	"testing"

	"kontor/errs"
	"kontor/lease"
	"kontor/money"
)

// What ends a lease and what books it comes as JSON from people too: it is computed, refused or faulted, at once, and what
// is computed adds up.
func FuzzEndings(f *testing.F) {
	for _, text := range []string{
		`{"currency":"EUR","on":"2025-03-16","paid_to":"2025-03-01","from":"2025-03-01","due":"2025-04-01","balance_minor":345782845,"running_minor":5186743,"rate":"18","mode":"to_next_due","fee_pct":"1","tax":{"fee":"20"}}`,
		`{"currency":"EUR","on":"2026-05-01","paid_to":"2026-01-01","balance_minor":40000000,"rate":"18","compound_months":1,"asset_minor":30000000,"awarded_minor":20000000}`,
		`{"currency":"JPY","on":"2026-05-01","balance_minor":1,"proceeds_minor":999,"proceeds_tax_pct":"20","order":["balance","residual","interest","arrears","penalty","costs"]}`,
		`{"currency":"EUR","on":"2026-05-01","choice":"return","guaranteed_minor":5,"residual_by":"lessee","from_party":"a","to_party":"b"}`,
		`{"currency":"EUR","start":"2026-01-31","every_months":1,"cost_minor":320,"fair_value_minor":400,"payments_minor":[0,200,300],"unguaranteed_minor":40,"dealer":true}`,
		`{"currency":"EUR","stage":2,"exposures_minor":[100,50],"pd":["10","20"],"lgd":"50","covered":"70","scenarios":[{"weight":"100","pd_pct":"150"}]}`,
	} {
		f.Add(text)
	}
	terms := askS7().Terms
	terms.Count, terms.Timing, terms.Residual = 4, lease.InAdvance, money.MustParse("100000 EUR")
	s, err := lease.Plan(terms)
	if err != nil {
		f.Fatal(err)
	}
	for _, x := range []any{lease.Prepayment{Terms: terms, Rows: s.Rows, After: 1, Amount: money.MustParse("1000 EUR"), Effect: lease.ShorterTerm},
		lease.AddOn{Terms: terms, Rows: s.Rows, After: 1, Unit: "u", Financed: money.MustParse("1000 EUR"), Residual: money.MustParse("10 EUR")},
		lease.PartialTermination{Buyout: buyoutS23(f), Rows: s.Rows[1:], Shares: []lease.UnitShare{{Unit: "a", Minor: 1}, {Unit: "b", Minor: 2}}, Ends: []string{"a"}}} {
		b, err := json.Marshal(x)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Fuzz(func(t *testing.T, text string) {
		check := func(s lease.Settlement, err error) {
			if errs.Is(err, errs.Internal) {
				t.Error(err)
			}
			if err == nil && s.Check() != nil {
				t.Errorf("%s does not sum", s.Kind)
			}
		}
		read := func(into any) bool { return json.Unmarshal([]byte(text), into) == nil }
		if b := (lease.Buyout{}); read(&b) {
			check(lease.QuoteBuyout(b))
		}
		if x := (lease.Termination{}); read(&x) {
			check(lease.Terminate(x))
		}
		if x := (lease.Loss{}); read(&x) {
			s, err := lease.TotalLoss(x)
			check(s.Settlement, err)
		}
		if x := (lease.Ending{}); read(&x) {
			s, err := lease.EndOfTerm(x)
			check(s.Settlement, err)
		}
		if x := (lease.Assignment{}); read(&x) {
			s, err := lease.Assign(x)
			check(s.Settlement, err)
		}
		if x := (lease.PartialTermination{}); read(&x) {
			s, err := lease.TerminatePart(x)
			check(s.Settlement, err)
		}
		if x := (lease.Prepayment{}); read(&x) {
			_, err := lease.Prepay(x)
			check(lease.Settlement{}, err)
		}
		if x := (lease.AddOn{}); read(&x) {
			_, err := lease.AddUnit(x)
			check(lease.Settlement{}, err)
		}
		if x := (lease.LessorLease{}); read(&x) {
			b, err := lease.BookFinance(x)
			check(lease.Settlement{}, err)
			if left := lease.Balances(b.Postings)[lease.NetInvestmentAccount]; left != 0 {
				t.Errorf("the net investment ends at %d", left)
			}
			_, err = lease.BookOperating(x)
			check(lease.Settlement{}, err)
		}
		if x := (lease.LossModel{}); read(&x) {
			_, err := lease.ExpectLoss(x)
			check(lease.Settlement{}, err)
		}
	})
}
