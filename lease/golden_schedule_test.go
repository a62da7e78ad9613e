package lease_test

import (
	"fmt"
	"strings"
	"testing"

	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

// table writes a schedule as a person reads it.
func table(b *strings.Builder, title string, s lease.Schedule) {
	currency := s.Financed.Currency
	decimal := func(minor int64) string { return money.Of(minor, currency).Decimal() }
	fmt.Fprintf(b, "%s\n\nfinanced %s, interest %s, yield %s nominal, %s effective\n\n", title, s.Financed, s.TotalInterest, s.YieldNominal, s.YieldEffective)
	fmt.Fprintf(b, "%4s  %-8s  %-10s %15s %15s %15s %15s\n", "nr", "kind", "due on", "payment", "interest", "principal", "balance")
	for _, r := range s.Rows {
		fmt.Fprintf(b, "%4d  %-8s  %s %15s %15s %15s %15s\n", r.Nr, r.Kind, r.DueOn, decimal(r.Payment()), decimal(r.Interest), decimal(r.Principal), decimal(r.Balance))
	}
}

// The acceptance scenarios of the handbook as tables; each name says which one.
func TestSchedulesOfTheHandbook(t *testing.T) {
	euro := func(text string) money.Amount { return money.MustParse(text + " EUR") }
	s1 := lease.Terms{Price: euro("5000000.00"), Advance: euro("1000000.00"), Rate: money.MustParseRate("18"), Method: lease.Annuity, Timing: lease.InArrears,
		Count: 60, EveryMonths: 1, Start: start}
	with := func(change func(*lease.Terms)) lease.Terms { x := s1; change(&x); return x }
	loan := lease.Terms{Price: euro("1000000.00"), Rate: money.MustParseRate("12"), Method: lease.Annuity, Timing: lease.InArrears, Count: 12, EveryMonths: 1}
	sunday := with(func(x *lease.Terms) {
		*x = loan
		x.Count, x.Start, x.LastPeriodEnds, x.DayCount, x.Calendars = 1, day.MustOf(2020, 8, 20), day.MustOf(2020, 9, 20), day.A365, []string{"MF"}
	})
	month := func(ends day.EndOfMonth) lease.Terms {
		x := loan
		x.Start, x.EndOfMonth = day.MustOf(2024, 1, 31), ends
		return x
	}
	shifted := func(s day.Shift) lease.Terms { x := sunday; x.Shift = s; return x }
	yen := func(n int, rate string) lease.Terms {
		return lease.Terms{Price: money.Of(1_000_000, "JPY"), Rate: money.MustParseRate(rate), Method: lease.Annuity, Timing: lease.InArrears, Count: n, EveryMonths: 1, Start: start}
	}
	for name, c := range map[string][]struct {
		title string
		terms lease.Terms
	}{
		"schedule-s1":  {{"S1: 5,000,000, advance 20 %, 60 monthly in arrears, 18 %", s1}},
		"schedule-s2":  {{"S2: S1 with a residual of 500,000", with(func(x *lease.Terms) { x.Residual = euro("500000.00") })}},
		"schedule-s4":  {{"S4: S1 without rentals from December to February", with(func(x *lease.Terms) { x.SkipMonths = []int{12, 1, 2} })}},
		"schedule-s5":  {{"S5: S1 with 5 % more every year", with(func(x *lease.Terms) { x.Step = lease.Step{Every: 12, Percent: money.MustParseRate("5")} })}},
		"schedule-s13": {{"S13: month ends from 31 January, same day", month(day.SD)}, {"S13: month ends from 31 January, end of month", month(day.EOM)}},
		"schedule-s14": {{"S14: due on Sunday 20 September 2020, computed first, then shifted", shifted(day.CSF)}, {"S14: shifted first, then computed", shifted(day.SCF)}},
		"schedule-s16": {{"S16: JPY in 7 without interest", yen(7, "0")}, {"S16: JPY in 12 at 6 %", yen(12, "6")}},
		"schedule-advance": {{"S1 in advance with a residual of 500,000, due one period after the last rental",
			with(func(x *lease.Terms) { x.Timing, x.Residual = lease.InAdvance, euro("500000.00") })}},
		"schedule-balloon":       {{"S1 dimensioned over 84 months: the balloon is due with the last rental", with(func(x *lease.Terms) { x.DimensionOver = 84 })}},
		"schedule-interest-only": {{"S1 with three months of interest only", with(func(x *lease.Terms) { x.Grace.Principal = 3 })}},
	} {
		var b strings.Builder
		for i, part := range c {
			if i > 0 {
				b.WriteString("\n\n")
			}
			s, err := lease.Plan(part.terms)
			if err != nil {
				t.Fatal(name, err)
			}
			table(&b, part.title, s)
		}
		golden(t, name+".txt", b.String())
	}
}
