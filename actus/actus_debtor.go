package actus

// debtor is how whoever owes stands: while delinquent, interest runs at a higher rate.
type debtor struct{ penalRate float64 }

// addDebtor notes what an observed credit event brings. A payment that is not made (DL) delays the contract when the
// grace period has passed; where a delinquency period is agreed it is delinquent from there, and in default when that
// has passed too, both counted from the day the payment was due. A later observation ends what was to come.
func (l *loan) addDebtor(o ObservedEvent) {
	if o.Performance != Delayed {
		l.addStanding(o.Time, o.Time, o.Performance)
		return
	}
	late := l.after(o.Time, l.GracePeriod)
	first := Delayed
	if !l.DelinquencyPeriod.IsZero() && l.DelinquencyPeriod.N > 0 {
		first = Delinquent
		l.addUnlessCured(o.Time, max(late, l.after(o.Time, l.DelinquencyPeriod)), Default)
	}
	l.addUnlessCured(o.Time, late, first)
}

// addUnlessCured notes a worse standing, unless another credit event was observed by then.
func (l *loan) addUnlessCured(due, at Moment, p Performance) {
	for _, o := range l.seen.Events {
		mine := o.Contract == "" || o.Contract == l.ContractID
		if o.Type == CE && mine && o.Time > due && o.Time <= at && o.Performance != Delayed {
			return
		}
	}
	l.addStanding(due, at, p)
}

// addStanding is a credit event on its very day; since is the day of the payment that was not made.
func (l *loan) addStanding(since, at Moment, p Performance) {
	l.steps = append(l.steps, step{at: at, computed: at, due: at, kind: CE, order: 10 * CE.sequence(), standing: p, until: since})
}

// stand changes how the debtor stands.
func (d *debtor) stand(l *loan, e step) {
	s := &l.state
	s.ContractPerformance = e.standing
	d.penalRate = 0
	switch e.standing {
	case Performant:
		s.NonPerformingDate = 0
		return
	case Delinquent:
		d.penalRate = l.DelinquencyRate.Value
	}
	if s.NonPerformingDate == 0 {
		s.NonPerformingDate = e.until
	}
}
