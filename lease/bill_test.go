package lease_test

import (
	"fmt"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"pgregory.net/rapid"
)

// vat rises on 1 January 2025.
var vat = lease.TaxCode{Code: "vat", Rates: []lease.TaxRate{{From: day.MustOf(2000, 1, 1), Rate: money.MustParseRate("18")}, {From: day.MustOf(2025, 1, 1), Rate: money.MustParseRate("20")}}}

func ExampleReference_Bills() {
	terms := lease.Terms{Price: money.MustParse("50000.00 EUR"), Advance: money.MustParse("10000.00 EUR"), Rate: money.MustParseRate("6"), Method: lease.Annuity,
		Timing: lease.InArrears, Count: 3, EveryMonths: 1, Start: day.MustOf(2024, 11, 10), TaxCode: "vat",
		Fees: []lease.Fee{{Name: "insurance", Amount: money.MustParse("90.00 EUR"), When: lease.PerRental, Service: true}}}
	ref := lease.Reference{TaxCodes: []lease.TaxCode{vat}}
	s, err := ref.Plan(terms)
	if err != nil {
		fmt.Println(err)
	}
	bills, err := ref.Bills(terms, s, false)
	if err != nil {
		fmt.Println(err)
	}
	for _, b := range bills {
		fmt.Println(b.Nr, b.DueOn, "net", b.Net, "tax", b.Tax, "gross", b.Gross)
	}
	// Output:
	// 0 2024-11-10 net 10000.00 EUR tax 1800.00 EUR gross 11800.00 EUR
	// 1 2024-12-10 net 13556.89 EUR tax 2424.04 EUR gross 15980.93 EUR
	// 2 2025-01-10 net 13556.89 EUR tax 2693.38 EUR gross 16250.27 EUR
	// 3 2025-02-10 net 13556.89 EUR tax 2693.38 EUR gross 16250.27 EUR
}

// R7, L11: an advance that is used up by the rentals is used up to the cent, with its tax.
func TestOffsetsSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gross := money.Of(rapid.Int64Range(0, money.MaxMinor/2).Draw(t, "gross"), rapid.SampledFrom([]money.Currency{"JPY", "EUR", "KWD"}).Draw(t, "currency"))
		rate := money.MustParseRate(rapid.SampledFrom([]string{"0", "5.5", "20"}).Draw(t, "rate"))
		offsets, err := lease.OffsetAdvance(gross, rate, rapid.IntRange(1, 120).Draw(t, "n"), money.HalfUp)
		if err != nil {
			t.Fatal(err)
		}
		tax, err := lease.TaxIn(gross, rate, money.HalfUp)
		if err != nil {
			t.Fatal(err)
		}
		var sum, taxes int64
		for _, o := range offsets {
			sum, taxes = sum+o.Gross.Minor, taxes+o.Tax.Minor
		}
		if sum != gross.Minor || taxes != tax.Minor {
			t.Fatalf("offsets %d and %d of %v and %v", sum, taxes, gross, tax)
		}
	})
}

func TestBillsShowTheAdvanceUsedUp(t *testing.T) {
	r := machine()
	r.TaxCode, r.Residual = "vat", money.Amount{}
	ref := lease.Reference{TaxCodes: []lease.TaxCode{vat}}
	q, err := lease.Solve(r, ref)
	if err != nil {
		t.Fatal(err)
	}
	bills, err := ref.Bills(q.Terms, q.Schedule, true)
	if err != nil {
		t.Fatal(err)
	}
	var gross, tax int64
	for _, b := range bills[1:] {
		gross, tax = gross+b.Offset.Gross.Minor, tax+b.Offset.Tax.Minor
	}
	if bills[0].Gross.Minor != gross || bills[0].Tax.Minor != tax {
		t.Errorf("received %v with %v, used up %d with %d", bills[0].Gross, bills[0].Tax, gross, tax)
	}
	for code, want := range map[string]string{"gst": "there is no tax code gst", "vat": "tax code vat has no rate on 1999-04-15"} {
		q.Terms.TaxCode = code
		early := q.Schedule
		early.Rows = []lease.Row{{Nr: 1, Kind: lease.RentalRow, DueOn: day.MustOf(1999, 4, 15), Principal: 5}}
		if _, err := ref.Bills(q.Terms, early, false); !errs.Is(err, errs.Refused) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", code, err)
		}
	}
}

func TestClauses(t *testing.T) {
	dollar := lease.Clause{Kind: lease.CurrencyClause, Index: "USD", Base: "1.0800", Corridor: money.MustParseRate("3"), Cap: money.MustParseRate("20"), Floor: money.MustParseRate("10")}
	net := money.MustParse("1000.00 EUR")
	for current, want := range map[string]string{
		"1.08":       "1000.00 EUR",
		"1.1124":     "1000.00 EUR", // three percent to the digit is within the corridor
		"1.11240001": "1030.00 EUR",
		"1.188":      "1100.00 EUR",
		"2":          "1200.00 EUR",
		"0.9":        "900.00 EUR",
		"1.0045":     "930.09 EUR",
	} {
		if got, err := dollar.Apply(net, current, money.HalfUp); err != nil || got.String() != want {
			t.Errorf("at %s: got %v (%v), want %s", current, got, err, want)
		}
	}
	for _, bad := range []string{"", "0", "-1", "x", "NaN"} {
		if got, err := dollar.Apply(net, bad, money.HalfUp); !errs.Is(err, errs.Invalid) {
			t.Errorf("at %q: got %v", bad, got)
		}
	}
}
