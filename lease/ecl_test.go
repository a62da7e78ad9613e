package lease_test

import (
	"fmt"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func ExampleExpectLoss() {
	m := lease.LossModel{Currency: "EUR", Stage: 1, Exposures: []int64{350_000_000}, PD: []money.Rate{money.MustParseRate("4")},
		LGD: money.MustParseRate("35"), Covered: money.MustParseRate("70")}
	l, err := lease.ExpectLoss(m)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(l.Loss, "instead of", l.WithoutCover, "-", l.Note)
	// Output: 14700.00 EUR instead of 49000.00 EUR - that the guarantor may fail too is not counted
}

func TestExpectedLosses(t *testing.T) {
	pct := money.MustParseRate
	base := lease.LossModel{Currency: "EUR", Stage: 2, Exposures: []int64{100_000, 50_000}, PD: []money.Rate{pct("10"), pct("20")}, LGD: pct("50")}
	for name, c := range map[string]struct {
		change func(*lease.LossModel)
		want   [3]int64 // of the stage, of twelve months, of the life
	}{
		"the whole life":       {func(*lease.LossModel) {}, [3]int64{10_000, 5_000, 10_000}},
		"twelve months":        {func(m *lease.LossModel) { m.Stage = 1 }, [3]int64{5_000, 5_000, 10_000}},
		"lifetime by policy":   {func(m *lease.LossModel) { m.Stage, m.Lifetime = 1, true }, [3]int64{10_000, 5_000, 10_000}},
		"a default is there":   {func(m *lease.LossModel) { m.Stage = 3 }, [3]int64{50_000, 50_000, 50_000}},
		"of who has survived":  {func(m *lease.LossModel) { m.Conditional = true }, [3]int64{9_500, 5_000, 9_500}},
		"discounted":           {func(m *lease.LossModel) { m.Rate = pct("25") }, [3]int64{4_000 + 3_200, 4_000, 7_200}},
		"half-years":           {func(m *lease.LossModel) { m.Stage, m.PeriodMonths = 1, 6 }, [3]int64{10_000, 10_000, 10_000}},
		"undrawn money counts": {func(m *lease.LossModel) { m.Undrawn = 10_000 }, [3]int64{11_500, 5_500, 11_500}},
		"collateral pays":      {func(m *lease.LossModel) { m.Collateral, m.Haircut = 50_000, pct("20") }, [3]int64{3_000 + 1_000, 3_000, 4_000}},
		"and takes time":       {func(m *lease.LossModel) { m.Stage, m.Collateral, m.Rate, m.SellMonths = 3, 50_000, pct("25"), 12 }, [3]int64{30_000, 30_000, 30_000}},
		"scenarios": {func(m *lease.LossModel) {
			m.Scenarios = []lease.Scenario{{Name: "good", Weight: pct("60"), PD: pct("50")}, {Name: "bad", Weight: pct("40"), PD: pct("200"), LGD: pct("150")}}
		}, [3]int64{3_000 + 12_000, 1_500 + 6_000, 15_000}},
	} {
		m := base
		c.change(&m)
		l, err := lease.ExpectLoss(m)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := [3]int64{l.Loss.Minor, l.TwelveMonths.Minor, l.Whole.Minor}; got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	if got := lease.PostAllowance(5, money.Of(300, "EUR"), money.Of(100, "EUR")); len(got) != 1 || got[0].Debit != lease.AllowanceAccount || got[0].Minor != 200 {
		t.Errorf("an allowance that falls: got %+v", got)
	}
}

// Twelve months are never more than the life, cover never costs, rows sum, and nobody loses more than the exposure.
func TestExpectedLossesAreBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "periods")
		m := lease.LossModel{Currency: "EUR", Stage: rapid.IntRange(1, 3).Draw(t, "stage"), PeriodMonths: rapid.IntRange(1, 12).Draw(t, "months"), LGD: drawRate(t, "lgd", 0, 1_000_000),
			Covered: drawRate(t, "covered", 0, 1_000_000), Rate: drawRate(t, "rate", 0, 300_000), Conditional: rapid.Bool().Draw(t, "conditional"),
			Collateral: rapid.Int64Range(0, 1e9).Draw(t, "collateral"), Haircut: drawRate(t, "haircut", 0, 1_000_000)}
		most := int64(0)
		for range n {
			e := rapid.Int64Range(0, 1e9).Draw(t, "exposure")
			most = max(most, e)
			m.Exposures, m.PD = append(m.Exposures, e), append(m.PD, drawRate(t, "pd", 0, int64(1_000_000/n)))
		}
		l, err := lease.ExpectLoss(m)
		if err != nil {
			t.Fatal(err)
		}
		sum := int64(0)
		for _, r := range l.Rows {
			sum += r.Loss
		}
		if l.TwelveMonths.Minor > l.Whole.Minor || l.Loss.Minor > l.WithoutCover.Minor || sum != l.Whole.Minor || l.Loss.Minor > most+1 || l.Loss.Minor < 0 {
			t.Errorf("got %+v", l)
		}
	})
}

func TestFaultsOfLossModels(t *testing.T) {
	pct := money.MustParseRate
	_, err := lease.ExpectLoss(lease.LossModel{Stage: 4, PeriodMonths: 13, Exposures: []int64{-1, 5}, PD: []money.Rate{pct("101")}, LGD: pct("-1"), Haircut: pct("101"), SellMonths: -1,
		Scenarios: []lease.Scenario{{Weight: pct("50"), PD: pct("-1")}}})
	var fields []string
	for _, f := range errs.As(err).Faults {
		fields = append(fields, f.Field)
	}
	want := "currency stage period_months exposures_minor[0] pd pd[0] pd lgd haircut sell_months scenarios[0] scenarios"
	if got := strings.Join(fields, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestExposuresOfASchedule(t *testing.T) {
	terms, s := s1(t)
	got := s.Exposures(terms.Start.AddMonths(12), 12)
	want := make([]int64, 4)
	for i := range want {
		for _, r := range s.Rows {
			if r.Nr == 12*(i+1) {
				want[i] = r.Balance
			}
		}
	}
	if d := cmp.Diff(want, got); d != "" || got[0] != 345_782_845 {
		t.Error(d)
	}
	if got := s.Exposures(s.Ends(), 12); len(got) != 0 {
		t.Errorf("after the end: got %v", got)
	}
}

func TestStages(t *testing.T) {
	on := day.MustOf(2026, 5, 1)
	word := func(stage int, until day.Date) lease.StageVoice {
		return lease.StageVoice{Stage: stage, By: "A. Lund", Reason: "paid on Monday", Until: until}
	}
	for name, c := range map[string]struct {
		in     lease.Standing
		policy lease.StagePolicy
		stage  int
		life   bool
		why    string
	}{
		"nothing is late":      {lease.Standing{}, lease.StagePolicy{}, 1, false, "the risk has not risen since the start"},
		"29 days":              {lease.Standing{DPD: 29}, lease.StagePolicy{}, 1, false, "the risk has not risen since the start"},
		"30 days":              {lease.Standing{DPD: 30}, lease.StagePolicy{}, 2, true, "30 days past due: from 30 days on the risk is presumed to have risen"},
		"30 days, rebutted":    {lease.Standing{DPD: 30, Rebuttal: word(0, on)}, lease.StagePolicy{}, 1, false, "30 days past due, no higher risk by the word of A. Lund: paid on Monday"},
		"the rebuttal is over": {lease.Standing{DPD: 30, Rebuttal: word(0, on-1)}, lease.StagePolicy{}, 2, true, "30 days past due: from 30 days on the risk is presumed to have risen"},
		"90 days":              {lease.Standing{DPD: 90}, lease.StagePolicy{}, 3, true, "90 days past due: 90 or more are a default"},
		"another policy":       {lease.Standing{DPD: 60}, lease.StagePolicy{DefaultDPD: 60}, 3, true, "60 days past due: 60 or more are a default"},
		"insolvent":            {lease.Standing{Events: []lease.DefaultEvent{lease.Insolvency}}, lease.StagePolicy{}, 3, true, "the lessee is insolvent"},
		"a worse grade":        {lease.Standing{GradeStart: 2, Grade: 5}, lease.StagePolicy{}, 2, true, "the grade fell from 2 to 5"},
		"a bit worse":          {lease.Standing{GradeStart: 2, Grade: 4}, lease.StagePolicy{}, 1, false, "the risk has not risen since the start"},
		"cured":                {lease.Standing{CuredOn: on - 89}, lease.StagePolicy{}, 2, true, "cured on 2026-02-01, watched until 2026-05-02"},
		"cured and over":       {lease.Standing{CuredOn: on - 90}, lease.StagePolicy{}, 1, false, "the risk has not risen since the start"},
		"overridden":           {lease.Standing{Override: word(2, on)}, lease.StagePolicy{}, 2, true, "stage 2 by the word of A. Lund until 2026-05-01: paid on Monday"},
		"the override is over": {lease.Standing{Override: word(2, on-1)}, lease.StagePolicy{}, 1, false, "the risk has not risen since the start"},
		"lifetime by policy":   {lease.Standing{}, lease.StagePolicy{Lifetime: true}, 1, true, "the risk has not risen since the start"},
	} {
		c.in.On = on
		got, err := lease.StageOf(c.in, c.policy)
		if err != nil || got.Stage != c.stage || got.Lifetime != c.life || len(got.Reasons) != 1 || got.Reasons[0].String() != c.why {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	bad := lease.Standing{DPD: -1, Events: []lease.DefaultEvent{"bad weather"}, CuredOn: 5, Rebuttal: lease.StageVoice{By: "x"}, Override: lease.StageVoice{Stage: 4}}
	_, err := lease.StageOf(bad, lease.StagePolicy{})
	var fields []string
	for _, f := range errs.As(err).Faults {
		fields = append(fields, f.Field)
	}
	if d := cmp.Diff([]string{"on", "dpd", "events[0]", "cured_on", "rebuttal", "override", "override.stage"}, fields); d != "" {
		t.Error(d)
	}
	_, err = lease.StageOf(lease.Standing{On: on, DPD: 100, Override: word(1, on)}, lease.StagePolicy{})
	if e := errs.As(err); e == nil || e.Faults[0].Field != "override.stage" {
		t.Errorf("a default in stage 1: got %v", err)
	}
}
