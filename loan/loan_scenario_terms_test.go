package loan_test

import (
	"kontor/loan"
)

// termsOf are the terms of a scenario and its product in our words.
func (r *run) termsOf() loan.Terms {
	t, s, p := r.t, r.s.Terms, r.p
	unit := map[string]loan.Unit{"DAYS": loan.Days, "WEEKS": loan.Weeks, "MONTHS": loan.Months, "YEARS": loan.Years}
	terms := loan.Terms{Currency: p.Currency, Rate: s.Rate, Every: s.Every, Unit: pick(t, "repay_unit", s.Unit, unit), Count: s.Count,
		PrincipalGrace: s.GracePrincipal, InterestGrace: s.GraceInterest, Rounding: p.Rounding,
		Method:       pick(t, "interest_type", s.InterestType, map[string]loan.Method{"FLAT": loan.Flat, "DECLINING_BALANCE": loan.Declining}),
		Charging:     pick(t, "interest_period", s.InterestPeriod, map[string]loan.Charging{"SAME_AS_REPAYMENT_PERIOD": loan.ByPeriod, "DAILY": loan.ByDay}),
		Amortisation: pick(t, "amortization", s.Amortisation, map[string]loan.Amortisation{"EQUAL_INSTALLMENTS": loan.LevelRows, "EQUAL_PRINCIPAL_PAYMENTS": loan.LevelPrincipal}),
		Progressive:  pick(t, "schedule", p.Schedule, map[string]bool{"CUMULATIVE": false, "PROGRESSIVE": true}),
		YearDays:     pick(t, "days_in_year", p.DaysInYear, map[string]int{"ACTUAL": 0, "360": 360, "364": 364, "365": 365}),
		MonthDays:    pick(t, "days_in_month", p.DaysInMonth, map[string]int{"ACTUAL": 0, "30": 30}),
	}
	if pick(t, "term_unit", s.TermUnit, unit) != terms.Unit || s.Term != s.Every*s.Count {
		t.Fatalf("term: %d %s are not %d times %d %s", s.Term, s.TermUnit, s.Count, s.Every, s.Unit)
	}
	if p.Multiple != nil {
		terms.Multiple = *p.Multiple * 100
	}
	if p.DownPayment != nil {
		terms.DownPayment = *p.DownPayment
	}
	if p.PartialPeriod != nil {
		terms.WholePeriods = !*p.PartialPeriod
	}
	if p.Recalculation {
		terms.Recalculation = r.recalculation()
	}
	return terms
}

func (r *run) recalculation() *loan.Recalculation {
	t, p := r.t, r.p
	if p.CompoundEvery != "" {
		pick(t, "compounding_frequency", p.CompoundEvery, map[string]bool{"MONTHLY": true})
	}
	return &loan.Recalculation{
		DueDates:    pick(t, "rest", p.Rest, map[string]bool{"DAILY": false, "SAME_AS_REPAYMENT": true}),
		Compounding: pick(t, "compounding", p.Compounding, map[string]bool{"NONE": false, "INTEREST": true}),
		Prepayment: pick(t, "on_prepayment", p.OnPrepayment, map[string]loan.Prepayment{"REDUCE_EMI_AMOUNT": loan.LowerRows, "REDUCE_NUMBER_OF_INSTALLMENTS": loan.FewerRows,
			"RESCHEDULE_NEXT_REPAYMENTS": loan.SkipNext, "ADJUST_LAST_UNPAID_PERIOD": loan.AdjustFinal}),
		ToDueDate: pick(t, "pre_closure", p.PreClosure, map[string]bool{"TILL_PRE_CLOSURE_DATE": false, "TILL_REST_FREQUENCY_DATE": true}),
	}
}
