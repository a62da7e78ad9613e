package lease_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
)

// Every built-in product is found by its name, says what it is for, and quotes a usual deal.
func TestBuiltInProducts(t *testing.T) {
	ref := lease.Reference{Indices: []lease.Index{keyRate}}
	var b strings.Builder
	seen := map[string]bool{}
	for _, p := range lease.Products() {
		if found, ok := lease.FindProduct(p.Name); !ok || found.Name != p.Name || seen[p.Name] {
			t.Errorf("%s is not found, or stands twice", p.Name)
		}
		seen[p.Name] = true
		if err := p.Check(); err != nil || p.Help.IsZero() {
			t.Errorf("%s: %v, help %q", p.Name, err, p.Help)
		}
		r := lease.QuoteRequest{Product: p.Name, Terms: lease.Terms{Price: money.MustParse("100000.00 EUR"), Rate: money.MustParseRate("9"), Start: day.MustOf(2026, 1, 15)}}
		if p.Terms.Count == 0 && len(p.Terms.Shape) == 0 {
			r.Count = 60 / max(1, p.Terms.EveryMonths)
		}
		q, err := lease.Solve(r, ref)
		if err != nil {
			t.Errorf("%s: %v", p.Name, err)
			continue
		}
		if q.Product != p.String() {
			t.Errorf("%s: the quote names %q", p.Name, q.Product)
		}
		last := q.Schedule.Rows[len(q.Schedule.Rows)-1]
		fmt.Fprintf(&b, "%-20s %-16s %-38s first %12s  last %12s  %-8s %12s  interest %12s\n", p.Name, p.Kind, p.Title, q.Schedule.Rental, q.Schedule.LastRental,
			last.Kind, money.Of(last.Payment(), "EUR"), q.Schedule.TotalInterest)
	}
	golden(t, "products.txt", b.String())
}

// A product of the house stands before a built-in one, its newest version before older ones, and its limits hold.
func TestProductsOfTheHouse(t *testing.T) {
	const text = `{"name":"annuity","version":%d,"title":"Level rentals of the centre","kind":"finance_lease",` +
		`"terms":{"rate":"11","rounding":"half_up","count":36,"rental_unit_minor":100},"advance_pct":"20",` +
		`"limits":{"currencies":["EUR"],"price":{"least_minor":1000000},"advance_pct":{"least":"15","most":"50"},"rate":{"most":"14"},"count":{"least":12,"most":60},` +
		`"timings":["arrears"]},"from":"2026-01-01","until":"2026-12-31"}`
	var products []lease.Product
	for version := 2; version > 0; version-- {
		p, err := lease.ReadProduct(fmt.Appendf(nil, text, version))
		if err != nil {
			t.Fatal(err)
		}
		products = append(products, p)
	}
	ref := lease.Reference{Products: products, AsOf: day.MustOf(2026, 5, 1)}
	r := lease.QuoteRequest{Product: "annuity", Terms: lease.Terms{Price: money.MustParse("100000.00 EUR"), Start: day.MustOf(2026, 6, 1)}}
	q, err := lease.Solve(r, ref)
	if err != nil {
		t.Fatal(err)
	}
	if q.Product != "annuity@2" || q.Terms.Advance.String() != "20000.00 EUR" || q.Terms.Count != 36 || q.Schedule.Rental.Minor%100 != 0 {
		t.Errorf("got %s, %v, %d, %v", q.Product, q.Terms.Advance, q.Terms.Count, q.Schedule.Rental)
	}
	r.Product = "annuity@1"
	if q, err = lease.Solve(r, ref); err != nil || q.Product != "annuity@1" {
		t.Errorf("got %s, %v", q.Product, err)
	}
	r.Price, r.Advance, r.Rate, r.Count, r.Timing = money.MustParse("5000.00 USD"), money.MustParse("100.00 USD"), money.MustParseRate("15"), 61, lease.InAdvance
	ref.AsOf = day.MustOf(2027, 1, 1)
	_, err = lease.Solve(r, ref)
	if got, want := fields(err), []string{"product", "price", "price", "advance", "rate", "count", "timing"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v (%v)", got, want, err)
	}
}

func TestFaultsOfProducts(t *testing.T) {
	bad := lease.Product{Name: "Two Words", Kind: "gift", AdvancePct: money.MustParseRate("101"), From: 5, Until: 4,
		Limits: lease.Limits{Currencies: []money.Currency{"XXX1"}, Count: lease.CountRange{Least: 5, Most: 4}, Timings: []lease.Timing{"noon"}}}
	want := []string{"name", "version", "title", "kind", "advance_pct", "until", "limits.count", "limits.currencies[0]", "limits.timings[0]"}
	if got := fields(bad.Check()); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, p := range lease.Products() {
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		read, err := lease.ReadProduct(b)
		if err != nil {
			t.Errorf("%s: %v in %s", p.Name, err, b)
		}
		if again, err := json.Marshal(read); err != nil || string(again) != string(b) {
			t.Errorf("%s: got %s, want %s", p.Name, again, b)
		}
	}
	if _, err := lease.ReadProduct([]byte(`{"name":"x"}`)); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
}
