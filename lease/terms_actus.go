package lease

import (
	"kontor/actus"
	"kontor/day"
	"kontor/errs"
)

// Actus writes terms as a contract of the ACTUS standard, so that the unrounded view of a lease comes from the contract
// engine: ANN for level rentals and balloons, LAM for equal principal, PAM for a bullet. Amounts are major units, floats.
// The booked schedule differs from it by what rounding leaves, and by no more.
//
// Errors: Invalid for faulty terms; Refused for a shape that no single contract type has.
func (t Terms) Actus() (actus.Terms, error) {
	p, err := Reference{}.plan(t, false)
	if err != nil {
		return actus.Terms{}, err
	}
	if why := p.beyondActus(); why != "" {
		return actus.Terms{}, errs.New(errs.Refused, "no contract type of ACTUS has what {field} asks for", "field", why).
			Because("take the booked schedule, or leave it out")
	}
	unit := 1.0
	for range t.Price.Currency.Exponent() {
		unit *= 10
	}
	first, end := actus.At(p.days.at[1]), actus.At(p.days.at[p.Count])
	every := day.Cycle{Every: day.Period{N: p.EveryMonths, Unit: day.Months}}
	if p.LastPeriodEnds != 0 && p.Count > 1 && p.LastPeriodEnds < addMonths(p.days.at[p.Count-1], p.EveryMonths, p.EndOfMonth) {
		every.Stub = day.ShortStub
	}
	a := actus.Terms{
		ContractType: actus.ANN, ContractRole: actus.RPA, StatusDate: actus.At(p.Start), InitialExchangeDate: actus.At(p.Start), Currency: string(p.Price.Currency),
		DayCountConvention: p.DayCount, EndOfMonthConvention: p.EndOfMonth, NotionalPrincipal: actus.Num(float64(p.financed) / unit),
		NominalInterestRate: actus.Num(p.rates[0].Rate.Fraction()), MaturityDate: end,
		CycleAnchorDateOfInterestPayment: first, CycleOfInterestPayment: every,
	}
	if a.DayCountConvention == 0 {
		a.DayCountConvention = day.E30360
	}
	if p.Method == Bullet || p.Residual.Minor == p.financed {
		a.ContractType = actus.PAM
		return a, nil
	}
	a.CycleAnchorDateOfPrincipalRedemption, a.CycleOfPrincipalRedemption = first, every
	return a, p.actusRental(&a, unit)
}

// actusRental gives the contract its redemption: solved there where it can be, else the exact one from here.
func (p *plan) actusRental(a *actus.Terms, unit float64) error {
	switch {
	case p.Method == Linear:
		a.ContractType = actus.LAM
	case p.DimensionOver > 0:
		a.AmortizationDate = actus.At(p.days.at[p.DimensionOver])
		return nil
	case p.Residual.Minor == 0 && p.Rental.Minor == 0:
		return nil
	}
	if err := p.findTarget(); err != nil {
		return err
	}
	if err := p.solveLevel(0, p.financed); err != nil {
		return err
	}
	level, _ := p.exact.Float64()
	a.NextPrincipalRedemptionPayment = actus.Num(level / unit)
	return nil
}

// beyondActus names the first term that no contract type has, empty for none.
func (p *plan) beyondActus() string {
	switch {
	case p.Timing == InAdvance:
		return "timing"
	case p.Method == Flat:
		return "method"
	case len(p.Shape) > 0:
		return "shape"
	case len(p.SkipMonths) > 0:
		return "skip_months"
	case p.Step.Every > 0:
		return "step"
	case p.Grace != Grace{}:
		return "grace"
	case len(p.Draws) > 0:
		return "draws"
	case len(p.RateSteps) > 0:
		return "rate_steps"
	case p.Floating.Index != "":
		return "floating"
	case p.Shift != day.NoShift:
		return "shift"
	case p.DayCount == 0 && p.Start.Day() > 28:
		return "day_count" // a twelfth of a year is 30E/360 only between equal days of months
	case p.FirstPeriodEnds == 0 && p.EndOfMonth == day.SD && p.days.at[1].Day() < p.Start.Day():
		return "start" // ACTUS counts from the first due day, which a short month has cut
	case p.FirstPeriodEnds != 0 && p.DayCount == 0 && p.FirstPeriodEnds.Day() > 28:
		return "first_period_ends"
	}
	return ""
}
