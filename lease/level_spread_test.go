package lease_test

import (
	"testing"

	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

// The gap of the handbook's S7 is earned over sixty months: most in the first, when most is lent, and in all the gap.
func TestSpreadEarnsTheSubsidyOverTheTerm(t *testing.T) {
	terms := lease.Terms{Price: money.Of(500_000_000, "EUR"), Advance: money.Of(100_000_000, "EUR"), Rate: money.MustParseRate("18"), Method: lease.Annuity, Timing: lease.InArrears,
		Count: 60, EveryMonths: 1, Start: day.MustOf(2026, 1, 15)}
	eight := money.MustParseRate("8")
	for _, pays := range []lease.When{lease.UpFront, lease.PerRental} {
		q, err := lease.LevelRate(lease.Ask{Terms: terms, SignedOn: terms.Start, CustomerRate: &eight,
			Programmes: []lease.Programme{{ID: "p", Sponsor: "Ministerium Beispiel", Formula: lease.BuyDown, Pays: pays}}})
		if err != nil {
			t.Fatal(err)
		}
		flows, err := q.Spread(terms)
		if err != nil {
			t.Fatal(err)
		}
		sum, before := int64(0), int64(1<<62)
		for _, f := range flows {
			if f.Minor > before && f.On != flows[len(flows)-1].On {
				t.Errorf("%s: %d on %s is more than %d before", pays, f.Minor, f.On, before)
			}
			sum, before = sum+f.Minor, f.Minor
		}
		if want := q.Reliefs[0].Cost.Minor; sum != want || len(flows) != 60 {
			t.Errorf("%s: %d days earn %d, want 60 and %d", pays, len(flows), sum, want)
		}
		if pays == lease.UpFront { // (4,000,000.00 - 806,040.45) at 1.5 % less 4,000,000.00 at 8/12 %
			if got := flows[0].Minor; got != 4790939-2666667 {
				t.Errorf("the first month earns %d", got)
			}
		}
	}
}
