package guarantee_test

import (
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/guarantee"
	"kontor/money"
)

func feeTerms() guarantee.Terms {
	t := promise("gt_1", 100_000_000, day.MustOf(2027, 12, 31)).Terms
	t.IssuedOn = day.MustOf(2027, 1, 1)
	return t
}

func feeHistory(fee guarantee.Fee, more ...guarantee.Event) []guarantee.Event {
	out := []guarantee.Event{{Seq: 1, On: day.MustOf(2027, 1, 2), By: "lg_anna", Fact: guarantee.RecordedFact{Terms: feeTerms()}}}
	if fee.Every != "" {
		more = append([]guarantee.Event{{On: day.MustOf(2027, 1, 2), By: "lg_anna", Fact: guarantee.FeeAgreedFact{Fee: fee}}}, more...)
	}
	for n, e := range more {
		e.Seq = n + 2
		out = append(out, e)
	}
	return out
}

func percent(bp int64) money.Rate {
	r, _ := money.RateOf(float64(bp) / 10000)
	return r
}

func quarterly(rate int64) guarantee.Fee {
	return guarantee.Fee{Rate: percent(rate), Basis: guarantee.FeeOnFace, Count: "A360", Every: "P3M", Payer: guarantee.FeeOfHouse}
}

func TestFeeUpTo(t *testing.T) {
	advance, floor, pledged := quarterly(150), quarterly(150), quarterly(150)
	advance.Advance = true
	floor.Minimum = eur(500_000)
	pledged.Basis = guarantee.FeeOnPledged
	later, middle := quarterly(100), quarterly(100)
	later.From, middle.From = day.MustOf(2027, 7, 1), day.MustOf(2027, 5, 16)
	jan1, end := day.MustOf(2027, 1, 1), day.MustOf(2027, 12, 31)
	for _, c := range []struct {
		name         string
		events       []guarantee.Event
		upTo         day.Date
		accrued, due int64
		periods      int
	}{
		// 1,000,000.00 at 1.5 % on actual/360: 90 days of the first quarter are 3,750.00, one day is 41.666…
		{"nothing agreed", feeHistory(guarantee.Fee{}), end, 0, 0, 0},
		{"before it begins", feeHistory(quarterly(150)), jan1.Add(-1), 0, 0, 0},
		{"first day in arrears", feeHistory(quarterly(150)), jan1, 4_166, 0, 1},
		{"last day of the first quarter", feeHistory(quarterly(150)), day.MustOf(2027, 3, 31), 375_000, 375_000, 1},
		{"first day of the second", feeHistory(quarterly(150)), day.MustOf(2027, 4, 1), 379_166, 375_000, 2},
		{"whole year in arrears", feeHistory(quarterly(150)), end, 1_520_833, 1_520_833, 4}, // 375,000 + 379,167 + 383,333 + 383,333
		{"long after its end", feeHistory(quarterly(150)), end.Add(900), 1_520_833, 1_520_833, 4},
		{"first day in advance", feeHistory(advance), jan1, 4_166, 375_000, 1},
		{"half of the second quarter in advance", feeHistory(advance), day.MustOf(2027, 5, 15), 375_000 + 187_500, 754_167, 2}, // 45 of 91 days of 379,167
		{"minimum, running", feeHistory(floor), day.MustOf(2027, 2, 14), 250_000, 0, 1},                                        // 45 of 90 days of the minimum
		{"minimum, over", feeHistory(floor), day.MustOf(2027, 3, 31), 500_000, 500_000, 1},
		{"nothing is pledged", feeHistory(pledged), end, 0, 0, 4},
		{"pledged from the middle of the quarter", feeHistory(pledged, guarantee.Event{On: day.MustOf(2027, 2, 15), By: "lg_anna",
			Fact: guarantee.PledgedFact{Deal: "dl_1", Customer: "pt_customer", Amount: eur(40_000_000)}}), day.MustOf(2027, 3, 31), 75_000, 75_000, 1},
		{"another rate from July", feeHistory(quarterly(150), guarantee.Event{On: day.MustOf(2027, 6, 1), By: "lg_anna", Fact: guarantee.FeeAgreedFact{Fee: later}}),
			end, 1_265_279, 1_265_279, 4}, // 375,000 + 379,167 and twice 255,556 at 1 %
		{"another rate in the middle of a quarter", feeHistory(quarterly(150), guarantee.Event{On: day.MustOf(2027, 6, 1), By: "lg_anna", Fact: guarantee.FeeAgreedFact{Fee: middle}}),
			day.MustOf(2027, 9, 30), 375_000 + 187_500 + 255_556 + 127_777, 375_000 + 187_500 + 255_556, 4},
		{"given back after a month", feeHistory(quarterly(150), guarantee.Event{On: day.MustOf(2027, 1, 31), By: "lg_anna", Fact: guarantee.ReleasedFact{}}),
			end, 129_167, 129_167, 1},
		{"given back after a month, in advance", feeHistory(advance, guarantee.Event{On: day.MustOf(2027, 1, 31), By: "lg_anna", Fact: guarantee.ReleasedFact{}}),
			end, 375_000, 375_000, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := guarantee.FeeUpTo("gt_1", c.events, c.upTo)
			if err != nil {
				t.Fatal(err)
			}
			if got.Accrued.Minor != c.accrued || got.Due.Minor != c.due || len(got.Periods) != c.periods {
				t.Errorf("got accrued %d, due %d in %d periods; want %d, %d in %d", got.Accrued.Minor, got.Due.Minor, len(got.Periods), c.accrued, c.due, c.periods)
			}
		})
	}
}

func TestFeeNeverFallsBehind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fee := guarantee.Fee{Rate: percent(rapid.Int64Range(1, 900).Draw(t, "rate")), Basis: rapid.SampledFrom([]string{guarantee.FeeOnFace, guarantee.FeeOnAvailable, guarantee.FeeOnPledged}).Draw(t, "basis"),
			Count: rapid.SampledFrom([]string{"A360", "A365", "30E360"}).Draw(t, "count"), Every: rapid.SampledFrom([]string{"P1M", "P3M", "P1Y", "P10D"}).Draw(t, "every"),
			Advance: rapid.Bool().Draw(t, "advance"), Payer: guarantee.FeeOfHouse, Minimum: money.Of(rapid.SampledFrom([]int64{0, 10_000, 900_000}).Draw(t, "least"), "EUR")}
		events := feeHistory(fee, guarantee.Event{On: day.MustOf(2027, 2, 15), By: "lg_anna", Fact: guarantee.PledgedFact{Deal: "dl_1", Customer: "pt_customer", Amount: eur(40_000_000)}})
		var last guarantee.Cost
		for d := day.MustOf(2026, 12, 30); d < day.MustOf(2028, 1, 5); d = d.Add(rapid.IntRange(1, 60).Draw(t, "days")) {
			c, err := guarantee.FeeUpTo("gt_1", events, d)
			if err != nil {
				t.Fatal(err)
			}
			if c.Accrued.Minor < last.Accrued.Minor || c.Due.Minor < last.Due.Minor {
				t.Fatalf("on %s accrued %v, due %v fell below %v, %v", d, c.Accrued, c.Due, last.Accrued, last.Due)
			}
			sum := int64(0)
			for _, p := range c.Periods {
				sum += p.Amount.Minor
			}
			if !fee.Advance && sum != c.Accrued.Minor || fee.Advance && sum != c.Due.Minor {
				t.Fatalf("on %s the periods are %d, accrued %v, due %v", d, sum, c.Accrued, c.Due)
			}
			last = c
		}
		over, err := guarantee.FeeUpTo("gt_1", events, day.MustOf(2028, 2, 1))
		if err != nil || over.Accrued != over.Due || over.Accrued.Minor < last.Accrued.Minor {
			t.Fatalf("when all is over %v accrued and %v were due (%v)", over.Accrued, over.Due, err)
		}
	})
}

func TestFeeChecksItsTerms(t *testing.T) {
	for field, f := range map[string]guarantee.Fee{
		"rate": {Rate: percent(-1), Basis: "face", Count: "A360", Every: "P1M", Payer: "house"}, "basis": {Rate: percent(1), Basis: "x", Count: "A360", Every: "P1M", Payer: "house"},
		"count": {Rate: percent(1), Basis: "face", Count: "AA", Every: "P1M", Payer: "house"}, "every": {Rate: percent(1), Basis: "face", Count: "A360", Every: "often", Payer: "house"},
		"payer": {Rate: percent(1), Basis: "face", Count: "A360", Every: "P1M"}, "minimum": {Rate: percent(1), Basis: "face", Count: "A360", Every: "P1M", Payer: "house", Minimum: money.Of(5, "USD")},
	} {
		if got := faults(f.Check("EUR")); got != field {
			t.Errorf("got faults %q, want %q", got, field)
		}
	}
}
