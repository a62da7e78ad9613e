package lease_test

import (
	"strings"
	"testing"

	"kontor/lease"
	"kontor/money"
)

func readOffer(t testing.TB, text string) lease.OfferRequest {
	t.Helper()
	req, err := lease.ReadOffer([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// Without programmes customer and lessor see the same money; with one, what it pays lies between them.
func TestOfferShowsAllSides(t *testing.T) {
	const terms = `"price": "5000000.00 EUR", "advance_pct": "20", "rate": "18", "count": 60, "product": "annuity", "start": "2024-03-15"`
	plain, err := lease.MakeOffer(readOffer(t, `{`+terms+`}`), lease.Reference{})
	if err != nil {
		t.Fatal(err)
	}
	if plain.Customer.Total != plain.Lessor.Total || len(plain.Sponsors) != 0 || plain.Lessor.Total != money.Of(209442254, "EUR") {
		t.Errorf("customer %v, lessor %v, %d sponsors", plain.Customer.Total, plain.Lessor.Total, len(plain.Sponsors))
	}
	levelled, err := lease.MakeOffer(readOffer(t, `{`+terms+`, "customer_rate": "8", "programmes": [{"id": "p", "sponsor": "Fonds", "formula": "rate_buy_down", "pays": "up_front"}]}`), lease.Reference{})
	if err != nil {
		t.Fatal(err)
	}
	if got := levelled.Lessor.Total.Minor - levelled.Customer.Total.Minor; got != 80604045 || levelled.Sponsors[0].Total.Minor != got {
		t.Errorf("the sponsor pays %d", got)
	}
	if got := levelled.Signed().Rental; got != money.Of(8110558, "EUR") {
		t.Errorf("the customer signs %v", got)
	}
}

// A lower rate that nobody carries is refused, and so is what a budget does not hold.
func TestOfferRefusesWhatNobodyCarries(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"price": "5000.00 EUR", "rate": "18", "count": 60, "product": "annuity", "start": "2024-03-15", "customer_rate": "8"}`, "customer_rate"},
		{`{"price": "5000.00 EUR", "rate": "18", "count": 60, "product": "annuity", "start": "2024-03-15", "customer_rate": "8", "left_minor": {"p": 100},
		  "programmes": [{"id": "p", "sponsor": "Fonds", "formula": "rate_buy_down", "pays": "up_front"}]}`, "budget of p has 1.00 EUR left"},
	} {
		if _, err := lease.MakeOffer(readOffer(t, c.text), lease.Reference{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// Whatever is read is answered or refused.
func FuzzOffer(f *testing.F) {
	f.Add(`{"solve": "term", "price": "5000000.00 EUR", "advance_pct": "20", "rate": "18", "rental": "100000.00 EUR", "product": "annuity", "start": "2024-03-15"}`)
	f.Add(`{"price": "1 JPY", "rate": "200", "count": 10000, "every_months": 12, "method": "flat", "timing": "advance", "start": "0001-01-01", "indicators": {"a": "1"}}`)
	f.Add(`{"price": "5000.000 KWD", "rate": "0", "count": 3, "product": "seasonal", "skip_months": [1, 2, 12], "start": "9998-12-31", "customer_rate": "0",
		"programmes": [{"id": "p", "sponsor": "s", "formula": "lost_income", "points": "100"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		req, err := lease.ReadOffer([]byte(text))
		if err != nil || req.Count > 500 {
			return
		}
		o, err := lease.MakeOffer(req, lease.Reference{})
		if err == nil {
			if err := o.Signed().Check(); err != nil {
				t.Error(err)
			}
		}
	})
}
