package actus

// payer is the sign of the fees: the buyer pays them for the cover.
func (h *enhancement) payer() float64 {
	if h.mode.FeeByRole {
		return h.sign
	}
	return -h.sign
}

// feeAnchor is the first day of fees: as agreed, or a period after the purchase.
func (h *enhancement) feeAnchor() Moment {
	if h.CycleAnchorDateOfFee == 0 && h.PurchaseDate != 0 {
		return h.after(h.PurchaseDate, h.CycleOfFee.Every)
	}
	return h.CycleAnchorDateOfFee
}

// planFees lists when fees are due, to the end of the cover.
func (h *enhancement) planFees() (list []due) {
	anchor := h.feeAnchor()
	if h.pledged || h.FeeRate.Value == 0 || anchor == 0 || anchor > h.maturity {
		return nil
	}
	dates := []Moment{anchor} // one fee
	if !h.CycleOfFee.IsZero() {
		dates = h.schedule(anchor, h.CycleOfFee, h.maturity, true)
	}
	for _, m := range dates {
		at, calc := h.shiftBefore(m, h.maturity)
		e := h.event(at, FP, 0)
		e.State.StatusDate = calc
		list = append(list, due{Event: e})
		h.feeDates = append(h.feeDates, calc)
	}
	return list
}

// feePeriod is the time between two fees in which a moment lies; its beginning belongs to it. Where no fee follows there is
// no end, and the first period begins with the purchase.
func (h *enhancement) feePeriod(at Moment) (from, until Moment) {
	from = h.PurchaseDate
	for _, m := range h.feeDates {
		if m > at {
			return from, m
		}
		from = m
	}
	return from, 0
}

// feeDue is what is paid on a fee date.
func (h *enhancement) feeDue(at Moment) float64 {
	if h.FeeBasis != FeeOfNotional {
		return h.FeeRate.Value
	}
	from, _ := h.feePeriod(at - 1)
	return h.feeOfNotional(from, at)
}

// feeAccrued is what has accrued of the next fee.
func (h *enhancement) feeAccrued(at Moment) float64 {
	from, until := h.feePeriod(at)
	switch {
	case h.exhausted || len(h.feeDates) == 0 || from > at:
		return 0
	case h.FeeBasis == FeeOfNotional:
		return h.feeOfNotional(from, at)
	case from == 0 || until == 0:
		return 0
	}
	if h.mode.FeeToRegularDate {
		until = h.nextRegular(at)
	}
	passed, whole := at.counted().Sub(from.counted()), until.counted().Sub(from.counted())
	if whole <= 0 {
		return 0
	}
	return h.FeeRate.Value * float64(passed) / float64(whole)
}

// nextRegular is the first date of the fee cycle after a moment.
func (h *enhancement) nextRegular(at Moment) Moment {
	anchor := h.feeAnchor()
	for k := range MaxEvents {
		d, err := h.CycleOfFee.Nth(anchor.Date(), k, h.EndOfMonthConvention)
		if err != nil || h.CycleOfFee.IsZero() {
			break
		}
		if m := anchor.on(d); m > at {
			return m
		}
	}
	return 0
}

// feeOfNotional is a fee by the year on what is covered of the principal, which changes with the covered contracts. What had
// accrued at the status date may be known.
func (h *enhancement) feeOfNotional(from, to Moment) float64 {
	fee := 0.0
	if from < h.StatusDate && (h.FeeAccrued.Set || from == 0) {
		from, fee = h.StatusDate, h.FeeAccrued.Value
	}
	if from >= to {
		return fee
	}
	if !h.whole() {
		return fee + h.FeeRate.Value*h.fraction(from, to)*h.coverage()*h.NotionalPrincipal.Value
	}
	for _, d := range h.debts {
		fee += h.FeeRate.Value * h.coverage() * h.principalYears(d, from, to)
	}
	return fee
}

// principalYears is the principal of a debt over a time, in amounts times years, until it is called.
func (h *enhancement) principalYears(d *debt, from, to Moment) (sum float64) {
	if d.called != 0 {
		to = min(to, d.called)
	}
	principal := d.states[h.StatusDate].NotionalPrincipal
	for _, e := range d.events {
		if at := min(e.State.StatusDate, to); at > from {
			sum += principal * h.fraction(from, at)
			from = at
		}
		principal = e.State.NotionalPrincipal
	}
	return sum + principal*h.fraction(from, max(from, to))
}
