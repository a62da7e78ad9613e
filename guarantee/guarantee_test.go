package guarantee_test

import (
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
)

var today = day.MustOf(2026, 3, 2)

func eur(minor int64) money.Amount { return money.Of(minor, "EUR") }

// promise is a demand guarantee without a fault that counts in full for deal dl_1.
func promise(id string, minor int64, until day.Date) guarantee.Instrument {
	return guarantee.Instrument{ID: id,
		Terms: guarantee.Terms{Number: "N-" + id, Kind: guarantee.DemandGuarantee, Rules: guarantee.URDG758, Guarantor: "pt_bank", Applicant: "pt_customer", Face: eur(minor), IssuedOn: today.Add(-30), ExpiresOn: until},
		Paid:  eur(0), Reserved: eur(0), Trust: guarantee.Authentic, VerifiedOn: today.Add(-10), ReverifyOn: today.Add(80), Life: guarantee.InForce, Allocations: []guarantee.Allocation{{Deal: "dl_1", Amount: eur(minor)}}}
}

// clear is a policy under which the guarantors of the tests are clear and an early end lowers nothing; under strict it does.
func clear() guarantee.Policy {
	p := strict()
	p.WithoutMaturity = true
	return p
}

func strict() guarantee.Policy {
	return guarantee.Policy{AsOf: today, Clear: map[string]bool{"pt_bank": true, "pt_other": true}}
}

func faults(err error) string {
	var fields []string
	if e := errs.As(err); e != nil {
		for _, f := range e.Faults {
			fields = append(fields, f.Field)
		}
	}
	return strings.Join(fields, " ")
}

func TestCheckSaysEverythingAtOnce(t *testing.T) {
	if err := promise("gt_1", 100, today.Add(365)).Check(); err != nil {
		t.Fatalf("a good guarantee: %v", err)
	}
	want := "number kind rules guarantor applicant life trust issued_on expires_on face"
	if got := faults(guarantee.Instrument{}.Check()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCheckFields(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(i *guarantee.Instrument)
		field string
	}{
		{"expiry before issue", func(i *guarantee.Instrument) { i.ExpiresOn = i.IssuedOn.Add(-1) }, "expires_on"},
		{"expiry on the day of issue", func(i *guarantee.Instrument) { i.ExpiresOn = i.IssuedOn }, "expires_on"},
		{"effect after expiry", func(i *guarantee.Instrument) { i.EffectiveOn = i.ExpiresOn.Add(1) }, "effective_on"},
		{"effect before issue", func(i *guarantee.Instrument) { i.EffectiveOn = i.IssuedOn.Add(-1) }, "effective_on"},
		{"no amount", func(i *guarantee.Instrument) { i.Face.Minor = 0; i.Allocations = nil }, "face"},
		{"unknown currency", func(i *guarantee.Instrument) { i.Face.Currency = "XXZ"; i.Allocations = nil }, "face"},
		{"paid below zero", func(i *guarantee.Instrument) { i.Paid = eur(-1) }, "paid"},
		{"paid in another currency", func(i *guarantee.Instrument) { i.Paid = money.Of(1, "USD") }, "paid"},
		{"paid and reserved above the face", func(i *guarantee.Instrument) { i.Paid, i.Reserved = eur(60), eur(41); i.Allocations = nil }, "reserved"},
		{"pledged above the face", func(i *guarantee.Instrument) {
			i.Allocations = append(i.Allocations, guarantee.Allocation{Deal: "dl_1", Amount: eur(1)})
		}, "allocations"},
		{"pledged in another currency", func(i *guarantee.Instrument) { i.Allocations[0].Amount = money.Of(1, "USD") }, "allocations"},
		{"pledged to nobody", func(i *guarantee.Instrument) { i.Allocations[0].Deal = "" }, "allocations"},
		{"the debtor guarantees for itself", func(i *guarantee.Instrument) { i.Applicant = i.Guarantor }, "guarantor"},
		{"long number", func(i *guarantee.Instrument) { i.Number = strings.Repeat("9", guarantee.MaxNumber+1) }, "number"},
		{"authentic without a day", func(i *guarantee.Instrument) { i.VerifiedOn = 0 }, "verified_on"},
	} {
		i := promise("gt_1", 100, today.Add(365))
		c.spoil(&i)
		if got := faults(i.Check()); got != c.field {
			t.Errorf("%s: got %q, want %q", c.name, got, c.field)
		}
	}
}

func TestEveryWordHasALabel(t *testing.T) {
	var labels []errs.Text
	for _, k := range guarantee.Kinds() {
		labels = append(labels, k.Label())
	}
	for _, l := range guarantee.Lives() {
		labels = append(labels, l.Label())
	}
	for _, v := range guarantee.Trusts() {
		labels = append(labels, v.Label())
	}
	for _, k := range guarantee.EvidenceKinds() {
		labels = append(labels, k.Label())
	}
	seen := map[string]bool{}
	for _, l := range labels {
		if s := l.String(); strings.HasPrefix(s, "unknown") || seen[s] {
			t.Errorf("label %q is missing or double", s)
		}
		seen[l.String()] = true
	}
	if got, want := guarantee.Kind("x9").Label().String(), "unknown (x9)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLife(t *testing.T) {
	want := map[guarantee.Life]string{guarantee.Recorded: "in_force expired released revoked replaced cancelled", guarantee.InForce: "expired exhausted released revoked replaced cancelled"}
	for _, from := range guarantee.Lives() {
		for _, to := range guarantee.Lives() {
			i := promise("gt_1", 100, today.Add(365))
			i.Life = from
			moved, err := i.Move(to)
			if allowed := strings.Contains(" "+want[from]+" ", " "+string(to)+" "); allowed != (err == nil) {
				t.Errorf("%s -> %s: %v", from, to, err)
			}
			if err == nil && moved.Life != to || err != nil && moved.Life != from {
				t.Errorf("%s -> %s: got %s", from, to, moved.Life)
			}
		}
	}
	i := promise("gt_1", 100, today.Add(365))
	i.Reserved = eur(40)
	if _, err := i.Move(guarantee.Released); !errs.Is(err, errs.Conflict) {
		t.Errorf("released under an open demand: %v", err)
	}
}
