package loan

import (
	"kontor/day"
)

// charge is the interest of the k-th period, each stretch of one balance rounded by itself, and the day on which a receipt
// ends the debt before the due date, no day if none does. It takes the receipts of the period that count before its end.
func (d *declining) charge(k int, draws []drawn) (interest int64, ends day.Date, err error) {
	m := meter{declining: d, period: d.periods[k], at: d.periods[k].from, balance: d.balance}
	for _, draw := range draws {
		if draw.on > m.period.from {
			m.balance -= draw.amount
			m.draws = append(m.draws, draw)
		}
	}
	d.early = 0
	if d.Recalculation != nil {
		if m.until = d.calculated(m.period); m.until > 0 && d.Recalculation.DueDates {
			m.until = m.period.due
		}
	}
	if d.Charging == ByPeriod && d.WholePeriods {
		m.draws, m.balance = nil, d.balance // a whole period is one stretch
	}
	for i := 0; i < len(d.receipts) && d.receipts[i].On < m.period.due; {
		waits, ends, err := m.receive(&d.receipts[i])
		switch {
		case err != nil:
			return 0, 0, err
		case ends > 0:
			for _, r := range d.receipts[:i] {
				d.early += d.pay(r.Receipt)
			}
			d.receipts = d.receipts[i+1:]
			return m.total, ends, nil
		case waits:
			m.waiting += d.receipts[i].Amount
			i++
		default:
			d.drop(i)
		}
	}
	err = m.run(m.period.due)
	return m.total, 0, err
}

// meter runs through one period.
type meter struct {
	*declining
	period  period
	draws   []drawn // to come in the period
	at      day.Date
	until   day.Date // overdue principal bears interest up to it
	balance int64    // that bears interest, overdue principal left out
	total   int64    // interest so far
	waiting int64    // money that counts on the due date
}

// run charges up to a day, a new stretch from each draw-down and from the day of calculation on.
func (m *meter) run(to day.Date) error {
	for m.at < to {
		end, base := to, m.balance
		if m.at < m.until {
			end = min(end, m.until)
			base += m.overdue()
		}
		if len(m.draws) > 0 {
			end = min(end, m.draws[0].on)
		}
		cost, err := m.interest(base, m.period, m.at, end)
		if err != nil {
			return err
		}
		m.total += cost
		m.at = end
		for ; len(m.draws) > 0 && m.draws[0].on <= m.at; m.draws = m.draws[1:] {
			m.balance += m.draws[0].amount
		}
	}
	return nil
}

// receive takes a receipt: arrears first, the rest lowers the balance from its day on. It gives the day if the debt ends
// with it. One that does not end the debt waits for the due date where payments count from there on (F16), and where a
// whole period is one stretch; so does money that meets nothing ahead of its time.
func (m *meter) receive(r *receipt) (waits bool, ends day.Date, err error) {
	trial := *m
	if err := trial.run(max(r.On, m.period.from)); err != nil {
		return false, 0, err
	}
	whole := m.Recalculation.DueDates || m.Charging == ByPeriod && m.WholePeriods
	held := m.waits(*r)
	beyond := max(0, r.Amount+m.waiting-m.arrears())
	switch final := m.next == len(m.drawn) && len(trial.draws) == 0; {
	case final && !held && beyond > 0 && beyond >= trial.balance+trial.total+m.deferred && !(whole && m.Recalculation.ToDueDate):
		ends = max(r.On, m.period.from)
	case whole:
		return true, 0, nil
	}
	*m = trial
	left := m.pay(r.Receipt)
	if held && left > 0 && ends == 0 {
		r.Amount = left
		return true, 0, nil
	}
	m.early += left
	m.balance -= left
	return false, ends, nil
}

// arrears is what is open of the rows so far.
func (d *declining) arrears() (sum int64) {
	for _, r := range d.own[min(d.unpaid, len(d.own)):] {
		sum += r.Owed.Interest + r.Owed.Principal - r.Paid.Interest - r.Paid.Principal
	}
	return sum
}
