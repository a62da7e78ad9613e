package lease_test

import (
	"fmt"
	"math"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"pgregory.net/rapid"
)

// stateProgramme is a buy-down to half the key rate, and at least to 4 percent.
func stateProgramme(pays lease.When) lease.Programme {
	return lease.Programme{ID: "R-8", Sponsor: "Region Nord", Formula: lease.BuyDown, Pays: pays,
		Cap: lease.CapRule{Indicator: "key rate", Bands: []lease.CapBand{
			{Fixed: money.MustParseRate("4")}, {Above: money.MustParseRate("8"), Share: money.MustParseRate("50")}}}}
}

// askS7 is the handbook's S7: 4,000,000 over 60 months from 18 percent down.
func askS7(ps ...lease.Programme) lease.Ask {
	return lease.Ask{Terms: lease.Terms{Price: money.MustParse("5000000 EUR"), Advance: money.MustParse("1000000 EUR"), Rate: money.MustParseRate("18"),
		Method: lease.Annuity, Timing: lease.InArrears, Count: 60, EveryMonths: 1, Start: day.MustOf(2026, 3, 15)},
		Programmes: ps, SignedOn: day.MustOf(2026, 3, 1), Indicators: map[string]money.Rate{"key rate": money.MustParseRate("16")}}
}

func ExampleLevelRate() {
	q, err := lease.LevelRate(askS7(stateProgramme(lease.UpFront)))
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println("the customer pays", q.Schedule.Rental, "at", q.CustomerRate, "percent instead of", q.Base.Rental)
	fmt.Println(q.Reliefs[0].Sponsor, "pays", q.Reliefs[0].Cost, "up front")
	fmt.Printf("the lessor earns %.4f percent\n", 100*q.Lessor.Nominal.Fraction())
	// Output:
	// the customer pays 81105.58 EUR at 8 percent instead of 101573.71 EUR
	// Region Nord pays 806040.45 EUR up front
	// the lessor earns 18.0000 percent
}

func drawRate(t *rapid.T, name string, low, high int64) money.Rate {
	r, err := money.RateOf(float64(rapid.Int64Range(low, high).Draw(t, name)) / 1e6)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func drawProgramme(t *rapid.T, id string, currency money.Currency) lease.Programme {
	p := lease.Programme{ID: id, Sponsor: "sponsor of " + id, Formula: rapid.SampledFrom([]lease.Formula{lease.AdvanceDiscount, lease.BuyDown, lease.Compensation}).Draw(t, "formula")}
	switch p.Formula {
	case lease.AdvanceDiscount:
		p.SizePct = drawRate(t, "size", 1, 200_000)
		p.PaysAfter = rapid.IntRange(0, 4).Draw(t, "pays after")
	case lease.BuyDown:
		p.Pays = rapid.SampledFrom([]lease.When{lease.UpFront, lease.PerRental}).Draw(t, "pays")
	case lease.Compensation:
		p.EveryRentals = rapid.IntRange(0, 5).Draw(t, "every")
	}
	if p.Formula != lease.AdvanceDiscount {
		switch rapid.IntRange(0, 2).Draw(t, "sized by") {
		case 0:
			p.Points = drawRate(t, "points", 1, 100_000)
		case 1:
			p.SizePct = drawRate(t, "size", 1, 200_000)
		case 2:
			p.Cap = lease.CapRule{Indicator: "key rate", Bands: []lease.CapBand{{Fixed: drawRate(t, "cap", 200_000, 400_000)}}}
			p.Points = drawRate(t, "points", 1, 100_000)
		}
		if rapid.Bool().Draw(t, "min") {
			p.MinRate = drawRate(t, "minimum", 0, 100_000)
		}
		p.AtMinimum = rapid.SampledFrom([]lease.AtMinimum{"", lease.CutSubsidy, lease.RaiseMargin}).Draw(t, "at minimum")
	}
	if rapid.Bool().Draw(t, "in steps") {
		p.RateStep = money.MustParseRate("0.01")
	}
	if rapid.Bool().Draw(t, "limited") {
		p.LimitPct = drawRate(t, "limit", 1, 150_000)
		p.LimitAmount = money.Of(rapid.Int64Range(1, 1e9).Draw(t, "limit amount"), currency)
	}
	return p
}

// Whatever the programmes do: the customer and the sponsors together pay what the lessor gets, day by day, and the
// lessor earns its base rate, no less, and no more than a margin that is shown.
func TestLevelledViewsReconcile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]money.Currency{"JPY", "EUR", "KWD"}).Draw(t, "currency")
		price := rapid.Int64Range(1_000_000, 1_000_000_000).Draw(t, "price")
		ask := lease.Ask{SignedOn: day.MustOf(2026, 1, 1), Indicators: map[string]money.Rate{"key rate": money.MustParseRate("9")}}
		ask.Terms = lease.Terms{Price: money.Of(price, currency), Advance: money.Of(price*rapid.Int64Range(0, 4).Draw(t, "advance")/10, currency),
			Rate: drawRate(t, "rate", 100_000, 400_000), Method: rapid.SampledFrom([]lease.Method{lease.Annuity, lease.Linear}).Draw(t, "method"),
			Timing: rapid.SampledFrom([]lease.Timing{lease.InArrears, lease.InAdvance}).Draw(t, "timing"), Count: rapid.IntRange(2, 84).Draw(t, "count"),
			EveryMonths: rapid.SampledFrom([]int{1, 3, 6, 12}).Draw(t, "every"), Start: day.Date(rapid.IntRange(730_000, 740_000).Draw(t, "start"))}
		if rapid.Bool().Draw(t, "residual") {
			ask.Terms.Residual = money.Of(price/5, currency)
		}
		left := map[string]int64{}
		for _, id := range []string{"a", "b", "c"}[:rapid.IntRange(0, 3).Draw(t, "programmes")] {
			ask.Programmes = append(ask.Programmes, drawProgramme(t, id, currency))
			if rapid.Bool().Draw(t, "budget") {
				left[id] = rapid.Int64Range(0, price/4).Draw(t, "left")
			}
		}
		ask.Left = left
		q, err := lease.LevelRate(ask)
		if errs.Is(err, errs.Refused) { // limits that keep the rate over a cap
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := q.Check(); err != nil {
			t.Fatal(err)
		}
		if got, want := q.Customer.Total.Minor+cost(q), q.Lessor.Total.Minor; got != want {
			t.Errorf("customer and sponsors pay %d, the lessor gets %d", got, want)
		}
		// Each flow was rounded once, by at most half a unit, and the last rental holds what that leaves.
		flows := (len(q.Lessor.Flows) + 1) * (len(q.Reliefs) + 2)
		for _, v := range q.Sponsors {
			flows += len(v.Flows)
		}
		if off := q.Lessor.Value.Minor - q.Margin.Minor; off > int64(flows) || off < -int64(flows) {
			t.Errorf("at the base rate the lessor's flows are worth %d with a margin of %d", q.Lessor.Value.Minor, q.Margin.Minor)
		}
		for i, r := range q.Reliefs {
			if l, ok := left[r.Programme]; ok && r.Cost.Minor > l {
				t.Errorf("%s pays %v of %d", r.Programme, r.Cost, l)
			}
			if limit := ask.Programmes[i].LimitAmount.Minor; limit > 0 && r.Cost.Minor > limit {
				t.Errorf("%s pays %v over its limit", r.Programme, r.Cost)
			}
			if r.To.Fraction() > r.From.Fraction() || r.Cost.Minor < 0 {
				t.Errorf("%s raises the rate or takes money: %+v", r.Programme, r)
			}
		}
		if q.Margin.Minor == 0 && price > 100_000_000 && math.Abs(q.Lessor.Nominal.Fraction()-q.Base.YieldNominal.Fraction()) > 1e-5 {
			t.Errorf("the lessor earns %v, without programmes %v", q.Lessor.Nominal, q.Base.YieldNominal)
		}
	})
}

func cost(q lease.Levelled) int64 {
	sum := int64(0)
	for _, r := range q.Reliefs {
		sum += r.Cost.Minor
	}
	return sum
}
