package lease_test

import (
	"fmt"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/loan"
	"kontor/money"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func ExamplePrepay() {
	terms := lease.Terms{Price: money.MustParse("4000000 EUR"), Rate: money.MustParseRate("18"), Method: lease.Annuity, Timing: lease.InArrears,
		Count: 60, EveryMonths: 1, Start: day.MustOf(2024, 3, 1)}
	s, err := lease.Plan(terms)
	if err != nil {
		fmt.Println(err)
	}
	for _, effect := range lease.PrepaymentEffects {
		p, err := lease.Prepay(lease.Prepayment{Terms: terms, Rows: s.Rows, After: 12, Amount: money.MustParse("500000 EUR"), Effect: effect})
		if err != nil {
			fmt.Println(err)
		}
		fmt.Println(effect, p.Count, "rentals of", p.Rental, "last", p.LastRental, "saves", p.Saved)
	}
	// Output:
	// lower_rental 48 rentals of 86886.21 EUR last 86886.19 EUR saves 204999.96 EUR
	// shorter_term 39 rentals of 101573.71 EUR last 57177.34 EUR saves 458559.70 EUR
	// skip_next 48 rentals of 51867.43 EUR last 101573.65 EUR saves 0.00 EUR
}

func TestFaultsOfPrepayments(t *testing.T) {
	terms, s := s1(t)
	good := lease.Prepayment{Terms: terms, Rows: s.Rows, After: 12, Amount: money.MustParse("500000 EUR"), Effect: lease.LowerRental}
	for field, change := range map[string]func(*lease.Prepayment){
		"after":   func(p *lease.Prepayment) { p.After = 60 },
		"amount":  func(p *lease.Prepayment) { p.Amount.Minor = 0 },
		"effect":  func(p *lease.Prepayment) { p.Effect = "party" },
		"fee_pct": func(p *lease.Prepayment) { p.FeePct = money.MustParseRate("200") },
		"terms":   func(p *lease.Prepayment) { p.Terms.EveryMonths = 0 },
		"rate":    func(p *lease.Prepayment) { p.Terms.Rate = money.MustParseRate("-100") },
	} {
		p := good
		change(&p)
		_, err := lease.Prepay(p)
		if e := errs.As(err); e == nil || len(e.Faults) != 1 || e.Faults[0].Field != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
	good.Amount = money.MustParse("3457828.45 EUR")
	if _, err := lease.Prepay(good); !errs.Is(err, errs.Refused) {
		t.Errorf("got %v", err)
	}
}

func TestPartialTermination(t *testing.T) {
	terms, s := s1(t)
	shares, err := lease.SplitUnits(s.Financed, []string{"truck", "trailer", "crane"}, []int64{300, 100, 233})
	if err != nil {
		t.Fatal(err)
	}
	on := day.MustOf(2025, 3, 16)
	p := lease.PartialTermination{Buyout: buyoutS23(t), Shares: shares, Ends: []string{"trailer"}}
	p.Deposit, p.Penalty = 5, 7 // stay with the contract
	for _, r := range s.Rows {
		if r.DueOn > on {
			p.Rows = append(p.Rows, r)
		}
	}
	got, err := lease.TerminatePart(p)
	if err != nil {
		t.Fatal(err)
	}
	share := float64(shares[1].Minor) / float64(s.Financed.Minor)
	if d := cmp.Diff(got.Shares, []lease.UnitShare{shares[0], shares[2]}); d != "" {
		t.Error(d)
	}
	if want := int64(345_782_845*share + 0.5); got.Of(lease.BalanceLeg) != want || got.Result.Minor != want+got.Of(lease.InterestLeg) || got.Check() != nil {
		t.Errorf("got %v, want a balance of %d", got.Settlement, want)
	}
	// What stays can end later, one unit by one, and nothing is lost.
	p.Rows, p.Shares, p.Balance = got.Kept, got.Shares, p.Balance-got.Of(lease.BalanceLeg)
	p.Ends = []string{"crane"}
	again, err := lease.TerminatePart(p)
	if err != nil {
		t.Fatal(err)
	}
	sum := int64(0)
	for _, r := range again.Kept {
		sum += r.Principal
	}
	if sum+again.Of(lease.BalanceLeg)+got.Of(lease.BalanceLeg) != 345_782_845 {
		t.Error("principal was lost")
	}
	_ = terms
}

// Ended and kept rows are the rows, whatever the shares.
func TestPartialTerminationLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := lease.PartialTermination{Buyout: lease.Buyout{Position: lease.Position{Currency: "EUR", On: 100, From: 90, Due: 120}}}
		for i := range rapid.IntRange(1, 8).Draw(t, "rows") {
			p.Rows = append(p.Rows, lease.Row{Nr: i, DueOn: 120 + day.Date(30*i), Principal: rapid.Int64Range(0, 1000).Draw(t, "principal"), Interest: rapid.Int64Range(0, 100).Draw(t, "interest")})
			p.Balance += p.Rows[i].Principal
		}
		left := p.Balance
		for i := range p.Rows {
			left -= p.Rows[i].Principal
			p.Rows[i].Balance = left
		}
		for i := range rapid.IntRange(2, 5).Draw(t, "units") {
			p.Shares = append(p.Shares, lease.UnitShare{Unit: string(rune('a' + i)), Minor: rapid.Int64Range(1, 500).Draw(t, "share")})
		}
		p.Ends = []string{"a"}
		got, err := lease.TerminatePart(p)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range p.Rows {
			e, k := got.Ended[i], got.Kept[i]
			if e.Principal+k.Principal != r.Principal || e.Interest+k.Interest != r.Interest || e.Balance+k.Balance != r.Balance ||
				e.Principal < 0 || k.Principal < 0 || e.Interest < 0 || k.Interest < 0 {
				t.Errorf("%+v became %+v and %+v", r, e, k)
			}
		}
		if err := got.Check(); err != nil {
			t.Error(err)
		}
	})
}

func TestEndOfTerm(t *testing.T) {
	on := day.MustOf(2026, 1, 31)
	p := lease.Position{Currency: "EUR", On: on, PaidTo: on, Deposit: 1000}
	for name, c := range map[string]struct {
		in     lease.Ending
		owes   int64
		backer int64
		rows   int
	}{
		"bought":                   {lease.Ending{Choice: lease.Transfer, Price: 50_000, Tax: map[lease.LegKind]money.Rate{lease.EndPriceLeg: money.MustParseRate("20")}}, 59_000, 0, 0},
		"worth less than promised": {lease.Ending{Choice: lease.GiveBack, Use: 300, Guaranteed: 80_000, ResidualBy: lease.ByLessee, Value: 70_000}, 9_300, 0, 0},
		"a third party promised":   {lease.Ending{Choice: lease.GiveBack, Guaranteed: 80_000, ResidualBy: lease.ByThirdParty, Value: 70_000}, -1000, 10_000, 0},
		"nobody promised":          {lease.Ending{Choice: lease.GiveBack, Guaranteed: 80_000, ResidualBy: lease.ByNobody, Value: 70_000}, -1000, 0, 0},
		"extended":                 {lease.Ending{Choice: lease.Extend, Rental: 500, Count: 12, Every: 1}, -1000, 0, 12},
		"running on":               {lease.Ending{Choice: lease.RunOn, Rental: 500, Every: 1}, -1000, 0, 1},
		"leased again":             {lease.Ending{Choice: lease.ReLease, Value: 70_000}, -1000, 0, 0},
	} {
		c.in.Position = p
		got, err := lease.EndOfTerm(c.in)
		if err != nil || got.Result.Minor != c.owes || got.FromBacker.Minor != c.backer || len(got.Rows) != c.rows {
			t.Errorf("%s: got %v, %v, %d rows, %v", name, got.Result, got.FromBacker, len(got.Rows), err)
		}
		if c.in.Choice == lease.Extend && (got.Rows[0].DueOn != day.MustOf(2026, 2, 28) || got.Rows[1].DueOn != day.MustOf(2026, 3, 31)) {
			t.Errorf("%s: got %v", name, got.Rows[:2])
		}
	}
}

func TestLadder(t *testing.T) {
	on := day.MustOf(2026, 1, 15)
	got := lease.Ladder([]lease.Expiring{
		{ID: "late", Ends: day.MustOf(2025, 12, 31), Residual: 1, NoticeDays: 30}, {ID: "b", Ends: day.MustOf(2026, 2, 20), Residual: 10, Balance: 5, NoticeDays: 30},
		{ID: "a", Ends: day.MustOf(2026, 2, 10), Residual: 100, NoticeDays: 30}, {ID: "far", Ends: day.MustOf(2027, 1, 1), Residual: 1000}}, on, 3)
	text := ""
	for _, r := range got {
		text += fmt.Sprint(r.Month, " ", r.Residual, " ", r.Balance, " ")
		for _, e := range r.Ends {
			text += e.ID + " "
		}
		text += fmt.Sprintln(r.Notice)
	}
	want := "2026-01-01 1 0 late [late]\n2026-02-01 110 5 a b [a]\n2026-03-01 0 0 []\n"
	if text != want {
		t.Errorf("got\n%swant\n%s", text, want)
	}
}

func TestAssignment(t *testing.T) {
	on := day.MustOf(2026, 5, 1)
	a := lease.Assignment{Position: lease.Position{Currency: "EUR", On: on, PaidTo: on, Balance: 1_000_000, Arrears: loan.Part{Principal: 900, Interest: 100}, Deposit: 5_000, Unapplied: 40},
		From: "pt_1", To: "pt_2", Fee: 250, Needs: []string{"guarantor", "insurer"}, Consents: []lease.Consent{{By: "insurer", On: on}, {By: "guarantor", On: on + 1}}}
	if _, err := lease.Assign(a); !errs.Is(err, errs.Refused) || errs.As(err).Text.String() != "the assignment waits for the consent of guarantor" {
		t.Errorf("a consent of tomorrow: got %v", err)
	}
	a.Consents[1].On = on
	got, err := lease.Assign(a)
	if err != nil {
		t.Fatal(err)
	}
	if got.Result.Minor != 1000+250-5000-40 || got.Takes.Balance != 1_000_000 || got.Takes.Arrears.Total() != 0 || got.Takes.Deposit != 0 || got.Takes.Unapplied != 0 {
		t.Errorf("got %+v", got)
	}
	a.TakesArrears, a.KeepsDeposit = true, true
	if got, err = lease.Assign(a); err != nil || got.Result.Minor != 250-40 || got.Takes.Arrears.Total() != 1000 || got.Takes.Deposit != 5000 {
		t.Errorf("got %+v, %v", got, err)
	}
}

// S38: the unit goes from contract to contract under one identity, and the history before does not change.
func TestRepossessedUnitKeepsItsIdentity(t *testing.T) {
	d := func(y, m int) day.Date { return day.MustOf(y, m, 1) }
	first, err := lease.Enter(nil, "unit", "one", d(2026, 1))
	if err != nil {
		t.Fatal(err)
	}
	before := append([]lease.Stay{}, first...)
	if _, err := lease.Enter(first, "unit", "two", d(2027, 8)); !errs.Is(err, errs.Conflict) {
		t.Errorf("in two contracts at once: got %v", err)
	}
	left, err := lease.Leave(first, "unit", d(2027, 7), lease.Repossessed)
	if err != nil {
		t.Fatal(err)
	}
	second, err := lease.Enter(left, "unit", "two", d(2027, 8))
	if err != nil {
		t.Fatal(err)
	}
	want := []lease.Stay{{Unit: "unit", Contract: "one", From: d(2026, 1), Until: d(2027, 7), Ended: lease.Repossessed}, {Unit: "unit", Contract: "two", From: d(2027, 8)}}
	if diff := cmp.Diff(want, second); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, first); diff != "" {
		t.Error("the history changed", diff)
	}
	if _, err := lease.Leave(second, "other", d(2028, 1), lease.Lost); !errs.Is(err, errs.NotFound) {
		t.Errorf("got %v", err)
	}
	if _, err := lease.Leave(second, "unit", d(2027, 1), lease.Lost); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
	lost, err := lease.Leave(second, "unit", d(2028, 1), lease.Lost)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lease.Enter(lost, "unit", "three", d(2028, 2)); !errs.Is(err, errs.Conflict) {
		t.Errorf("a lost unit: got %v", err)
	}
}

// A unit that joins costs what it would cost alone, and the rows of all units are the sum.
func TestAddUnit(t *testing.T) {
	terms, s := s1(t)
	alone := terms
	alone.Price, alone.Advance, alone.Count, alone.Start = money.MustParse("600000 EUR"), money.Amount{}, 48, terms.Start.AddMonths(12)
	want, err := lease.Plan(alone)
	if err != nil {
		t.Fatal(err)
	}
	got, err := lease.AddUnit(lease.AddOn{Terms: terms, Rows: s.Rows, Shares: []lease.UnitShare{{Unit: "truck", Minor: s.Financed.Minor}}, After: 12, Unit: "trailer", Financed: alone.Price})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Own) != 48 || got.Own[0].Payment() != want.Rental.Minor || got.Own[47].Payment() != want.LastRental.Minor {
		t.Errorf("got %d rows of %d, want 48 of %v", len(got.Own), got.Own[0].Payment(), want.Rental)
	}
	if got.Rows[0].Payment() != want.Rental.Minor+s.Rental.Minor || got.Rows[0].DueOn != want.Rows[0].DueOn || got.Rows[47].Balance != 0 {
		t.Errorf("got %+v", got.Rows[0])
	}
	if d := cmp.Diff([]lease.UnitShare{{Unit: "truck", Minor: 400_000_000}, {Unit: "trailer", Minor: 60_000_000}}, got.Shares); d != "" {
		t.Error(d)
	}
	_, err = lease.AddUnit(lease.AddOn{Terms: terms, Rows: s.Rows, Shares: got.Shares, After: 60, Unit: "truck", Financed: money.Of(-1, "EUR"), Residual: money.Of(1, "USD")})
	text := ""
	for _, f := range errs.As(err).Faults {
		text += f.Field + " "
	}
	if text != "after unit financed residual residual " {
		t.Errorf("got %s", text)
	}
}

func TestAddUnitAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := lease.Terms{Price: money.Of(rapid.Int64Range(1_000_000, 1_000_000_000).Draw(t, "price"), "EUR"), Rate: drawRate(t, "rate", 0, 400_000),
			Method: rapid.SampledFrom([]lease.Method{lease.Annuity, lease.Linear}).Draw(t, "method"), Timing: rapid.SampledFrom([]lease.Timing{lease.InArrears, lease.InAdvance}).Draw(t, "timing"),
			Count: rapid.IntRange(3, 60).Draw(t, "count"), EveryMonths: rapid.SampledFrom([]int{1, 3}).Draw(t, "every"), Start: day.Date(rapid.IntRange(730_000, 740_000).Draw(t, "start"))}
		if rapid.Bool().Draw(t, "residual") {
			terms.Residual = money.Of(terms.Price.Minor/5, "EUR")
		}
		s, err := lease.Plan(terms)
		if err != nil {
			t.Fatal(err)
		}
		a := lease.AddOn{Terms: terms, Rows: s.Rows, After: rapid.IntRange(0, terms.Count-1).Draw(t, "after"), Unit: "u", Financed: money.Of(rapid.Int64Range(100_000, 1e9).Draw(t, "financed"), "EUR")}
		if rapid.Bool().Draw(t, "own residual") {
			a.Residual = money.Of(a.Financed.Minor/4, "EUR")
		}
		got, err := lease.AddUnit(a)
		if err != nil {
			t.Fatal(err)
		}
		own, all, before := int64(0), int64(0), int64(0)
		for _, r := range got.Own {
			own += r.Principal
		}
		for _, r := range got.Rows {
			all += r.Principal
		}
		for _, r := range s.Rows {
			if r.Nr > a.After && r.Kind != lease.AdvanceRow {
				before += r.Principal
			}
		}
		if own != a.Financed.Minor || all != own+before {
			t.Errorf("own principal %d of %v, all %d of %d", own, a.Financed, all, own+before)
		}
		if last := got.Rows[len(got.Rows)-1]; last.Balance != 0 {
			t.Errorf("%d is left", last.Balance)
		}
	})
}

func TestFaultsOfPartialTerminations(t *testing.T) {
	b := buyoutS23(t)
	rows := []lease.Row{{Nr: 13, DueOn: b.Due, Principal: b.Balance}}
	shares := []lease.UnitShare{{Unit: "a", Minor: 1}, {Unit: "b", Minor: 2}}
	for want, p := range map[string]lease.PartialTermination{
		"ends":      {Buyout: b, Rows: rows, Shares: shares, Ends: []string{"a", "b"}},
		"ends[0]":   {Buyout: b, Rows: rows, Shares: shares, Ends: []string{"c"}},
		"ends[1]":   {Buyout: b, Rows: rows, Shares: append(shares, lease.UnitShare{Unit: "d", Minor: 1}), Ends: []string{"a", "a"}},
		"shares[1]": {Buyout: b, Rows: rows, Shares: append(shares[:1:1], lease.UnitShare{Unit: "a", Minor: -1}), Ends: []string{"a"}},
		"rows":      {Buyout: b, Rows: nil, Shares: shares, Ends: []string{"a"}},
		"rows[0]":   {Buyout: b, Rows: []lease.Row{{DueOn: b.On, Principal: b.Balance}}, Shares: shares, Ends: []string{"a"}},
	} {
		_, err := lease.TerminatePart(p)
		if e := errs.As(err); e == nil || len(e.Faults) == 0 || e.Faults[0].Field != want {
			t.Errorf("%s: got %v", want, err)
		}
	}
	if _, err := lease.SplitUnits(money.Of(5, "EUR"), []string{"a"}, nil); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
	if _, err := lease.SplitUnits(money.Of(5, "EUR"), []string{"a"}, []int64{-1}); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
}
