package lease_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

func readDocs(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../docs/leases.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Every request that the docs print is answered as it stands there.
func TestRequestsOfTheDocs(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllStringSubmatch(readDocs(t), -1)
	if len(blocks) < 3 {
		t.Fatalf("got %d requests in the docs", len(blocks))
	}
	for _, b := range blocks {
		req, err := lease.ReadOffer([]byte(b[1]))
		if err == nil {
			_, err = lease.MakeOffer(req, lease.Reference{})
		}
		if err != nil {
			t.Errorf("%v:\n%s", err, b[1])
		}
	}
}

// The table of products names every product, and its figures are payments of the lease that it states.
func TestProductsOfTheDocs(t *testing.T) {
	name, figure := regexp.MustCompile("`([a-z-]+)`"), regexp.MustCompile(`[0-9,]+\.[0-9]{2}`)
	table, _, _ := strings.Cut(readDocs(t), "\n## Words")
	var named []string
	for _, line := range strings.Split(table, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || !strings.HasPrefix(line, "| `") {
			continue
		}
		names, figures := name.FindAllStringSubmatch(cells[1], -1), figure.FindAllString(cells[4], -1)
		if len(figures) < len(names) {
			t.Errorf("%s has no figure for each name", cells[1])
			continue
		}
		for i, n := range names {
			named = append(named, n[1])
			paid := firstPayments(t, n[1])
			want := figures[i:]
			if len(names) > 1 {
				want = want[:1]
			}
			for _, f := range want {
				if !slices.Contains(paid, strings.ReplaceAll(f, ",", "")) {
					t.Errorf("%s: got payments %v, the docs say %s", n[1], paid, f)
				}
			}
		}
	}
	for _, p := range lease.Products() {
		if !slices.Contains(named, p.Name) {
			t.Errorf("the docs do not name %s", p.Name)
		}
	}
}

// firstPayments are the first rentals of a product on the terms that the docs state.
func firstPayments(t *testing.T, product string) []string {
	t.Helper()
	p, _ := lease.FindProduct(product)
	start := day.MustParse("2026-01-01")
	req := lease.OfferRequest{QuoteRequest: lease.QuoteRequest{Product: product,
		Terms: lease.Terms{Price: money.MustParse("100000.00 EUR"), Rate: money.MustParseRate("9"), Count: 60 / max(p.Terms.EveryMonths, 1), Start: start}},
		Indices: []lease.Index{{Name: p.Terms.Floating.Index, Fixings: []lease.Fixing{{On: start, Value: money.MustParseRate("7")}}}}, AsOf: start}
	o, err := lease.MakeOffer(req, lease.Reference{})
	if err != nil {
		t.Fatalf("%s: %v", product, err)
	}
	var out []string
	for _, r := range o.Schedule.Rows {
		if r.Kind == lease.RentalRow && len(out) < 8 {
			out = append(out, strconv.FormatFloat(float64(r.Payment())/100, 'f', 2, 64))
		}
	}
	return out
}
