package guarantee_test

import (
	"fmt"

	"kontor/day"
	"kontor/guarantee"
	"kontor/money"
)

// A guarantee that ends before the lease does: the first uncovered day, what is missing and what would mend it.
func ExampleCoverOf() {
	eur := func(major int64) money.Amount { return money.Of(major*100, "EUR") }
	start, end := day.MustOf(2026, 3, 1), day.MustOf(2029, 11, 30)
	required := []guarantee.Level{{From: start, Amount: eur(900_000)}, {From: day.MustOf(2028, 3, 1), Amount: eur(412_000)}}
	promise := guarantee.Instrument{ID: "gt_1",
		Terms: guarantee.Terms{Number: "G-0412", Kind: guarantee.DemandGuarantee, Rules: guarantee.URDG758, Guarantor: "pt_bank", Applicant: "pt_customer", Face: eur(1_000_000), IssuedOn: day.MustOf(2026, 2, 1), ExpiresOn: day.MustOf(2029, 3, 13)},
		Life:  guarantee.InForce, Trust: guarantee.Authentic, VerifiedOn: day.MustOf(2026, 2, 10), ReverifyOn: day.MustOf(2026, 5, 11), Allocations: []guarantee.Allocation{{Deal: "dl_1", Amount: eur(950_000)}}}

	r, err := guarantee.CoverOf("dl_1", required, []guarantee.Instrument{promise}, guarantee.Policy{Clear: map[string]bool{"pt_bank": true}, WithoutMaturity: true}, start, end)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range r.Steps {
		fmt.Println(s.From, s.To, "required", s.Required, "cover", s.Cover)
	}
	fmt.Println("first uncovered day", r.FirstGap, "missing", r.MaxMissing)
	fmt.Println(r.Mend.Text)
	for _, l := range r.Lost {
		fmt.Println(l.Reason, l.Amount, l.Text)
	}
	// Output:
	// 2026-03-01 2028-02-29 required 900000.00 EUR cover 900000.00 EUR
	// 2028-03-01 2029-03-13 required 412000.00 EUR cover 412000.00 EUR
	// 2029-03-14 2029-11-30 required 412000.00 EUR cover 0.00 EUR
	// first uncovered day 2029-03-14 missing 412000.00 EUR
	// extend G-0412 to 2029-11-30, or bring 412000.00 EUR more cover from 2029-03-14
	// UNALLOCATED 50000.00 EUR a part of G-0412 is pledged to no deal
	// SURPLUS 50000.00 EUR G-0412 is more than what is owed
	// SURPLUS 538000.00 EUR G-0412 is more than what is owed
	// EXPIRED 950000.00 EUR G-0412 expires on 2029-03-13
}

// A demand that a guarantor cannot reject for its form.
func ExampleBuildDemand() {
	promise := guarantee.Instrument{ID: "gt_1",
		Terms: guarantee.Terms{Number: "G-0412", Kind: guarantee.DemandGuarantee, Rules: guarantee.URDG758, Guarantor: "pt_bank", Applicant: "pt_customer", Face: money.Of(100_000_000, "EUR"), IssuedOn: day.MustOf(2026, 2, 1), ExpiresOn: day.MustOf(2029, 3, 13)},
		Trust: guarantee.Authentic, Life: guarantee.InForce}
	claim := guarantee.Claim{Deal: "dl_1", Amount: money.Of(4_500_000, "EUR"), Account: "DE89 3704 0044 0532 0130 00", Obligation: "in breach",
		Missed: []guarantee.Missed{{DueOn: day.MustOf(2026, 9, 1), Unpaid: money.Of(2_500_000, "EUR")}, {DueOn: day.MustOf(2026, 10, 1), Unpaid: money.Of(2_000_000, "EUR")}},
		On:     day.MustOf(2026, 11, 24), Guarantor: "Musterbank", Applicant: "Nordwald Bergbau", Beneficiary: "Kontor Musterstadt"}
	_, err := guarantee.BuildDemand(promise, claim)
	fmt.Println(err)

	claim.Obligation = "It did not pay the rentals of September and October of lease D-2041."
	d, err := guarantee.BuildDemand(promise, claim)
	fmt.Println(err)
	fmt.Print(d.Body())
	// Output:
	// gt_1: 1 fields need another look; obligation: the statement does not say in what respect the applicant is in breach
	// <nil>
	// To Musterbank
	// Demand of 2026-11-24 under your demand guarantee G-0412 of 2026-02-01
	// It is subject to URDG758.
	// Applicant: Nordwald Bergbau
	// We are the beneficiary and demand payment of 45000.00 EUR.
	// Please pay to account DE89 3704 0044 0532 0130 00 and quote G-0412.
	// The applicant is in breach of its obligation in the following respect: It did not pay the rentals of September and October of lease D-2041.
	// Due on 2026-09-01 and not paid: 25000.00 EUR
	// Due on 2026-10-01 and not paid: 20000.00 EUR
	// This statement is made on 2026-11-24 by Kontor Musterstadt.
}
