package actus

import (
	"cmp"
	"slices"

	"kontor/day"
	"kontor/errs"
)

// projectLAX projects a contract whose redemptions, draw-downs, interest dates and rates come in segments.
func projectLAX(j *job) []Event { return newLAX(j).project() }

// newLAX notes the steps of such a contract.
func newLAX(j *job) *loan {
	l := newLoan(j)
	if l.maturity == 0 {
		l.maturity = l.usedUp()
	}
	l.addCommon()
	l.addSegments()
	l.addInterestDates(l.interestSegments())
	l.addRates()
	l.addBases()
	return l
}

// entry is the i-th of a list, the only one for a list of one, nothing beyond it.
func entry[T any](list []T, i int) (v T) {
	switch {
	case i < len(list):
		return list[i]
	case len(list) == 1:
		return list[0]
	}
	return v
}

// segment lists the dates of the i-th segment: from its anchor to the next anchor, the last one to maturity.
func (l *loan) segment(anchors []Moment, cycles []day.Cycle, i int) []Moment {
	end := l.maturity
	if i+1 < len(anchors) {
		end = min(end, anchors[i+1])
	}
	if cycle := entry(cycles, i); !cycle.IsZero() {
		return l.schedule(anchors[i], cycle, end, false)
	}
	if anchors[i] < end {
		return anchors[i : i+1]
	}
	return nil
}

func (l *loan) addSegments() {
	anchors := l.ArrayCycleAnchorDateOfPrincipalRedemption
	for i := range anchors {
		kind := PR
		if entry(l.ArrayIncreaseDecrease, i) == Increase {
			kind = PI
		}
		for _, due := range l.segment(anchors, l.ArrayCycleOfPrincipalRedemption, i) {
			l.addStep(step{due: due, kind: kind, amount: entry(l.ArrayNextPrincipalRedemptionPayment, i)})
		}
	}
}

// interestSegments lists the interest dates of all segments in order, and maturity.
func (l *loan) interestSegments() []Moment {
	anchors := l.ArrayCycleAnchorDateOfInterestPayment
	if len(anchors) == 0 {
		return l.cycle(l.CycleAnchorDateOfInterestPayment, l.CycleOfInterestPayment, l.maturity, true)
	}
	var dates []Moment
	for i := range anchors {
		dates = append(dates, l.segment(anchors, l.ArrayCycleOfInterestPayment, i)...)
	}
	slices.SortFunc(dates, func(a, b Moment) int { return cmp.Compare(a, b) })
	return slices.Compact(append(dates, l.maturity))
}

// addRates notes the rates of the segments: fixed ones as they are, variable ones as a spread on the index.
func (l *loan) addRates() {
	anchors := l.ArrayCycleAnchorDateOfRateReset
	if len(anchors) == 0 {
		l.addResets()
		return
	}
	for i := range anchors {
		kind := RRF
		if entry(l.ArrayFixedVariable, i) == VariableRate {
			kind = RR
		}
		for _, due := range l.segment(anchors, l.ArrayCycleOfRateReset, i) {
			l.addStep(step{due: due, kind: kind, amount: entry(l.ArrayRate, i)})
		}
	}
}

// usedUp finds the maturity that was not agreed: the date on which the segments have repaid the principal.
func (l *loan) usedUp() Moment {
	left := l.NotionalPrincipal.Value
	anchors := l.ArrayCycleAnchorDateOfPrincipalRedemption
	for i, anchor := range anchors {
		cycle := entry(l.ArrayCycleOfPrincipalRedemption, i)
		amount := entry(l.ArrayNextPrincipalRedemptionPayment, i)
		if entry(l.ArrayIncreaseDecrease, i) == Increase {
			amount = -amount
		}
		for k := range MaxEvents {
			due := anchor
			if k > 0 {
				d, err := cycle.Nth(anchor.Date(), k, l.EndOfMonthConvention)
				if err != nil {
					break
				}
				due = anchor.on(d)
			}
			if i+1 < len(anchors) && due >= anchors[i+1] {
				break
			}
			if due >= l.StatusDate || !l.running() {
				if left -= amount; left <= 1e-9 {
					return due
				}
			}
			if cycle.IsZero() || i+1 == len(anchors) && amount <= 0 {
				break
			}
		}
	}
	var faults errs.Faults
	faults.Add("arrayNextPrincipalRedemptionPayment", "it does not repay the principal within {most} payments", "most", MaxEvents).
		Because("raise it, or give maturityDate")
	l.fail(faults.Err())
	return l.InitialExchangeDate
}
