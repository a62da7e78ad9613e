package guarantee_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
)

func goodClaim() guarantee.Claim {
	return guarantee.Claim{Deal: "dl_1", Amount: eur(100), Account: "DE89 3704 0044 0532 0130 00", Obligation: "did not pay the rentals 7 to 9",
		Missed: []guarantee.Missed{{DueOn: today.Add(-60), Unpaid: eur(50)}, {DueOn: today.Add(-30), Unpaid: eur(50)}}, On: today}
}

func TestBuildDemandRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(i *guarantee.Instrument, c *guarantee.Claim)
		field string // "" = built
	}{
		{"complete", func(*guarantee.Instrument, *guarantee.Claim) {}, ""},
		{"scenario 12: more than available", func(_ *guarantee.Instrument, c *guarantee.Claim) {
			c.Amount = eur(120)
			c.Missed[0].Unpaid = eur(120)
		}, "amount"},
		{"a part is reserved", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.Reserved = eur(1) }, "amount"},
		{"a part is held by another deal", func(i *guarantee.Instrument, _ *guarantee.Claim) {
			i.Allocations = []guarantee.Allocation{{Deal: "dl_2", Amount: eur(1)}}
		}, "amount"},
		{"scenario 14: another currency", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Amount = money.Of(100, "USD") }, "amount"},
		{"scenario 14: account in another currency", func(_ *guarantee.Instrument, c *guarantee.Claim) {
			c.Account = "40702840900000000017, Musterbank Osthafen, USD"
		}, ""},
		{"scenario 16: only in breach", func(_ *guarantee.Instrument, c *guarantee.Claim) {
			c.Obligation = "The applicant is in breach of its obligations."
		}, "obligation"},
		{"scenario 16 in German", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Obligation = "Der Leasingnehmer ist in Verzug" }, "obligation"},
		{"scenario 16 in Russian", func(_ *guarantee.Instrument, c *guarantee.Claim) {
			c.Obligation = "Принципал нарушил свои обязательства по договору."
		}, "obligation"},
		{"in Russian, said properly", func(_ *guarantee.Instrument, c *guarantee.Claim) {
			c.Obligation = "не уплачены лизинговые платежи № 7-9"
		}, ""},
		{"endless statement", func(_ *guarantee.Instrument, c *guarantee.Claim) {
			c.Obligation = strings.Repeat("unpaid rental ", 200)
		}, "obligation"},
		{"scenario 17: no amount", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Amount = eur(0) }, "amount"},
		{"scenario 17: no account", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Account = " " }, "account"},
		{"wrong check digits", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Account = "DE88370400440532013000" }, "account"},
		{"an account without a digit", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Account = "at Musterbank" }, "account"},
		{"no due date", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Missed = nil }, "missed"},
		{"due today", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Missed[0].DueOn = today }, "missed"},
		{"no day", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Missed[0].DueOn = 0 }, "missed"},
		{"the list shows less", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Missed = c.Missed[:1] }, "missed"},
		{"the list shows more", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Missed[0].Unpaid = eur(90) }, ""},
		{"on its last day", func(i *guarantee.Instrument, c *guarantee.Claim) { c.On = i.ExpiresOn }, ""},
		{"after its last day", func(i *guarantee.Instrument, c *guarantee.Claim) { c.On = i.ExpiresOn.Add(1) }, "on"},
		{"before it takes effect", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.EffectiveOn = today.Add(1) }, "on"},
		{"no day of presentation", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.On = 0 }, "on"},
		{"surety", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.Kind = guarantee.Surety }, "guarantee"},
		{"counter-guarantee", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.Kind = guarantee.CounterGuarantee }, "guarantee"},
		{"released", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.Life = guarantee.Released }, "guarantee"},
		{"forged", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.Trust = guarantee.Forged }, "guarantee"},
		{"never verified: the right exists all the same", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.Trust = guarantee.Unverified }, ""},
		{"a required document is missing", func(i *guarantee.Instrument, _ *guarantee.Claim) {
			i.Documents = []string{"Certificate of the surveyor"}
		}, "documents"},
		{"it is there under its name", func(i *guarantee.Instrument, c *guarantee.Claim) {
			i.Documents, c.Documents = []string{"Certificate of the surveyor"}, []guarantee.Document{{Name: "certificate of  the surveyor"}}
		}, ""},
		{"a document shows less", func(_ *guarantee.Instrument, c *guarantee.Claim) {
			c.Documents = []guarantee.Document{{Name: "Invoice", Shows: eur(99)}}
		}, "documents"},
		{"a document shows more", func(_ *guarantee.Instrument, c *guarantee.Claim) {
			c.Documents = []guarantee.Document{{Name: "Invoice", Shows: eur(101)}}
		}, ""},
		{"no signature", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.Signatures = "two directors" }, "signed_by"},
		{"not through the bank", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.ThroughBank = true }, "bank"},
		{"signed, through the bank", func(i *guarantee.Instrument, c *guarantee.Claim) {
			i.Signatures, c.Signed, i.ThroughBank, c.Bank = "two directors", "Ada and Boris", true, "Hausbank"
		}, ""},
		{"not in Russian", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.Language = "ru" }, "obligation"},
		{"in Russian, the text wants German", func(i *guarantee.Instrument, c *guarantee.Claim) {
			i.Language, c.Obligation = "de", "не уплачены лизинговые платежи № 7-9"
		}, "obligation"},
		{"a part where parts are excluded", func(i *guarantee.Instrument, c *guarantee.Claim) {
			i.NoPartial, c.Amount = true, eur(99)
		}, "amount"},
		{"the whole where parts are excluded", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.NoPartial = true }, ""},
		{"a second after one was paid, where that is excluded", func(i *guarantee.Instrument, c *guarantee.Claim) {
			i.NoMultiple, i.Paid, c.Amount = true, eur(10), eur(90)
		}, "guarantee"},
		{"a second while one is open, where that is excluded", func(i *guarantee.Instrument, c *guarantee.Claim) {
			i.NoMultiple, i.Reserved, c.Amount = true, eur(10), eur(90)
		}, "guarantee"},
		{"again after a rejection, where a second is excluded", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.NoMultiple = true }, ""},
		{"dated before the right to demand", func(i *guarantee.Instrument, c *guarantee.Claim) { c.Dated = i.IssuedOn.Add(-1) }, "dated"},
		{"dated after the presentation", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Dated = today.Add(1) }, "dated"},
		{"an extension that is none", func(i *guarantee.Instrument, c *guarantee.Claim) { c.ExtendTo = i.ExpiresOn }, "extend_to"},
		{"extend or pay", func(i *guarantee.Instrument, c *guarantee.Claim) { c.ExtendTo = i.ExpiresOn.Add(365) }, ""},
		{"no number", func(i *guarantee.Instrument, _ *guarantee.Claim) { i.Number = "" }, "guarantee"},
		{"no deal", func(_ *guarantee.Instrument, c *guarantee.Claim) { c.Deal = "" }, "deal amount"}, // dl_1 then holds all of it
	} {
		i, claim := promise("gt_1", 100, today.Add(365)), goodClaim()
		c.spoil(&i, &claim)
		d, err := guarantee.BuildDemand(i, claim)
		if got := faults(err); got != c.field {
			t.Errorf("%s: got %q, want %q (%v)", c.name, got, c.field, err)
		}
		if err != nil && (d.Amount.Minor != 0 || d.Letter != nil || !errs.Is(err, errs.Invalid)) {
			t.Errorf("%s: a refused demand has content: %+v", c.name, d)
		}
	}
}

// What was built can always be reserved, shows the amount, the account, the number and every missed day, and is within
// what is available.
func TestBuiltDemandsAreComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i, claim := drawInstrument(t, 1), goodClaim()
		claim.Amount = money.Of(rapid.Int64Range(-1, 1200).Draw(t, "amount"), rapid.SampledFrom([]money.Currency{"EUR", "USD"}).Draw(t, "currency"))
		claim.Missed[0].Unpaid = money.Of(rapid.Int64Range(0, 1200).Draw(t, "unpaid"), claim.Amount.Currency)
		claim.Missed[1].Unpaid.Currency = claim.Amount.Currency
		claim.On = today.Add(rapid.IntRange(-5, 90).Draw(t, "on"))
		d, err := guarantee.BuildDemand(i, claim)
		if err != nil {
			return
		}
		if d.On > i.ExpiresOn || d.Amount.Minor > i.Available().Minor || d.Amount.Currency != i.Face.Currency {
			t.Fatalf("%+v under %+v", d, i)
		}
		if _, err := i.Reserve(d.Deal, d.Amount); err != nil {
			t.Fatal(err)
		}
		body := d.Body()
		for _, part := range []string{d.Amount.String(), d.Account, i.Number, d.Statement.String(), claim.Missed[0].DueOn.String(), claim.Missed[1].DueOn.String()} {
			if !strings.Contains(body, part) {
				t.Fatalf("%q is not in the letter:\n%s", part, body)
			}
		}
	})
}

// Where the text pays the amount available (M3), a demand for more becomes one for that, and says so.
func TestPaysTheAmountAvailable(t *testing.T) {
	i, claim := promise("gt_1", 100, today.Add(365)), goodClaim()
	i.PaysAvailable, i.Paid = true, eur(30)
	d, err := guarantee.BuildDemand(i, claim)
	if err != nil || d.Amount != eur(70) || len(d.Warnings) == 0 {
		t.Fatalf("got %s, %v, %v", d.Amount, d.Warnings, err)
	}
	if !strings.Contains(d.Body(), eur(70).String()) || strings.Contains(d.Body(), "demand payment of "+eur(100).String()) {
		t.Errorf("the letter demands another amount:\n%s", d.Body())
	}
	i.Paid = eur(100)
	if _, err := guarantee.BuildDemand(i, claim); faults(err) != "amount" {
		t.Errorf("demanded from nothing: %v", err)
	}
}

// What the text prescribes stands in the letter as it prescribes it, beside documents, place, bank, extension and signature.
func TestLetterSaysWhatTheTextAsksFor(t *testing.T) {
	i, claim := promise("gt_1", 100, today.Add(365)), goodClaim()
	i.Statement, i.Place = "the amount demanded has not been paid by any other party", "Musterstadt, Hafenstrasse 1"
	claim.Documents, claim.Bank, claim.Signed, claim.ExtendTo = []guarantee.Document{{Name: "Invoice 7"}}, "Hausbank", "Ada Admin", today.Add(700)
	d, err := guarantee.BuildDemand(i, claim)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{i.Statement, i.Place, "Invoice 7", "Hausbank", "Ada Admin", today.Add(700).String()} {
		if !strings.Contains(d.Body(), part) {
			t.Errorf("%q is not in the letter:\n%s", part, d.Body())
		}
	}
}

// A demand that should have left before is warned of, and one in good time is not.
func TestLastSafeSendingWarns(t *testing.T) {
	for _, c := range []struct {
		days int
		late bool
	}{{1, true}, {20, false}} {
		i, claim := promise("gt_1", 100, today.Add(c.days)), goodClaim()
		i.Place = "Musterstadt"
		d, err := guarantee.BuildDemand(i, claim)
		if err != nil || (len(d.Warnings) > 0) != c.late {
			t.Errorf("%d days before: %v, %v", c.days, d.Warnings, err)
		}
	}
}
