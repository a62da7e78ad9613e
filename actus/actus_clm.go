package actus

// projectCLM projects call money: interest is added to the principal, and all is repaid at maturity or some days after the
// call (an observed XD). The horizon does not cut off the repayment of a call.
func projectCLM(j *job) []Event {
	l := newLoan(j)
	end := l.maturity
	if end == 0 {
		end = l.to
	}
	if called := l.call(); called != 0 {
		end, l.maturity, l.to = called, 0, 0
		l.addCall(called, l.after(called, l.XDayNotice))
	} else if l.maturity != 0 {
		l.addClosing()
	}
	l.addBounds()
	if end != 0 {
		l.add(IPCI, l.cycle(l.CycleAnchorDateOfInterestPayment, l.CycleOfInterestPayment, end, false)...)
		l.addResetDates(l.cycle(l.CycleAnchorDateOfRateReset, l.CycleOfRateReset, end, false))
		l.addFees(end)
	}
	if l.mode.CallMoneyAsPrinted {
		return l.printed(l.project())
	}
	return l.project()
}

// printed lists the events as the public cases have them.
func (l *loan) printed(list []Event) []Event {
	for len(list) > 0 && list[0].Time <= l.StatusDate {
		list = list[1:]
	}
	for i := range list {
		if list[i].Type == XD && l.XDayNotice.N > 0 {
			list[i].State.AccruedInterest = 0
		}
	}
	return list
}

// call finds the observed call; one after maturity, or in the printed cases any beside a maturity, calls nothing.
func (l *loan) call() (called Moment) {
	for _, o := range l.seen.Events {
		if o.Type == XD && (o.Contract == "" || o.Contract == l.ContractID) && (called == 0 || o.Time < called) {
			called = o.Time
		}
	}
	if l.maturity != 0 && (l.mode.CallMoneyAsPrinted || called >= l.maturity) {
		return 0
	}
	return called
}

// addCall notes the call and the repayment; interest stops with the call in the printed cases, else with the repayment.
func (l *loan) addCall(called, repaid Moment) {
	l.steps = append(l.steps, step{at: called, computed: called, due: called, kind: XD, order: 10*IP.sequence() - 5})
	computed := repaid
	if l.mode.CallMoneyAsPrinted {
		computed = called
	}
	for _, kind := range []EventType{IP, STD} {
		l.steps = append(l.steps, step{at: repaid, computed: computed, due: repaid, kind: kind, order: 10 * kind.sequence()})
	}
}

// addClosing notes the last interest and the repayment at maturity.
func (l *loan) addClosing() {
	computed := l.maturity
	if l.mode.CallMoneyAsPrinted {
		_, computed = l.shift(l.maturity)
	}
	for _, kind := range []EventType{IP, MD} {
		l.steps = append(l.steps, step{at: l.maturity, computed: computed, due: l.maturity, kind: kind, order: 10 * kind.sequence()})
	}
}
