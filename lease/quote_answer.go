package lease

import (
	"cmp"

	"kontor/errs"
	"kontor/money"
)

// quote plans the completed terms and says what they earn.
func (s *solving) quote() (Quote, error) {
	t := s.req.Terms
	p, err := s.ref.plan(t, false)
	if err != nil {
		return Quote{}, err
	}
	if err := s.product.check(t, s.ref.AsOf); err != nil {
		return Quote{}, err
	}
	if err := p.rentals(); err != nil {
		return Quote{}, errs.As(err).In("lease.quote")
	}
	q := Quote{Version: max(s.req.Version, 1), ExpiresOn: s.req.ExpiresOn, Product: s.product.String(), SolvedFor: s.req.Solve, Solution: s.solution,
		Terms: t, Resets: p.resets, Flows: p.cashFlows()}
	if q.Schedule, err = p.schedule(); err != nil {
		return Quote{}, errs.As(err).In("lease.quote")
	}
	if err := q.Schedule.Check(); err != nil {
		return Quote{}, err
	}
	if s.req.Solve == ForRental && p.exact != nil {
		q.Solution = decimal(p.exact, t.Price.Currency)
	}
	if p.calendar != nil {
		q.Calendar = p.calendar.String()
	}
	if t.Floating.Index != "" {
		index, err := s.ref.index(t.Floating.Index)
		if err != nil {
			return Quote{}, err
		}
		q.Index = index.String()
	}
	q.earn(p)
	return q, nil
}

// earn fills the yields; a yield that there is not is told in a note and stays out.
func (q *Quote) earn(p *plan) {
	note := func(err error) {
		if text := errs.As(err).Text; len(q.Notes) == 0 || q.Notes[len(q.Notes)-1].Form != text.Form {
			q.Notes = append(q.Notes, text)
		}
	}
	fill := func(into *Rates, r rates, err error) {
		if err == nil {
			into.Periodic, err = money.RateOf(r.periodic)
		}
		if err == nil {
			into.Nominal, into.Effective, err = r.rounded()
		}
		if err != nil {
			*into = Rates{}
			note(err)
		}
	}
	if p.interest > 0 {
		fill(&q.Yields.Rates, p.earned, p.unearned)
		dated, err := yieldByDates(q.base(), p.earned.effective)
		if err == nil {
			q.Yields.ByDates, err = money.RateOf(dated)
		}
		if err != nil {
			note(err)
		}
	}
	if q.Yields.AllIn = q.Yields.Rates; len(p.Fees)+len(p.Costs) > 0 || p.Deposit.Amount.Minor > 0 {
		r, err := p.yields(p.flows(true))
		fill(&q.Yields.AllIn, r, err)
	}
	q.markup(p)
}

// base are the flows of the balance itself.
func (q *Quote) base() []CashFlow {
	base := make([]CashFlow, 0, len(q.Flows))
	for _, f := range q.Flows {
		if f.What == FlowFinanced || f.What == FlowRental || f.What == FlowResidual {
			base = append(base, f)
		}
	}
	return base
}

func (q *Quote) markup(p *plan) {
	paid := p.Advance.Minor
	for _, r := range p.rows {
		if r.Kind == RentalRow || r.Kind == ResidualRow {
			paid += r.Payment()
		}
	}
	months := 0
	for k := 1; k <= p.Count; k++ {
		if months += p.days.months[k]; p.days.months[k] == 0 {
			months += p.EveryMonths // a stub counts as a regular period here
		}
	}
	if m, err := Markup(p.Price, p.amount(paid), float64(months)/12); err == nil {
		q.Yields.Markup = m
	}
}

// cashFlows are the lessor's flows by day, those of the balance first.
func (p *plan) cashFlows() []CashFlow {
	out := make([]CashFlow, 0, len(p.rows)+len(p.Draws)+4)
	out = append(out, CashFlow{On: p.Start, Minor: -p.drawnAtStart(), What: FlowFinanced})
	for _, d := range p.Draws {
		if d.On > p.Start {
			out = append(out, CashFlow{On: d.On, Minor: -d.Amount.Minor, What: FlowFinanced})
		}
	}
	for _, r := range p.rows {
		switch r.Kind {
		case RentalRow:
			out = append(out, CashFlow{On: r.DueOn, Minor: r.Payment(), What: FlowRental})
		case ResidualRow, ValueRow:
			out = append(out, CashFlow{On: r.DueOn, Minor: r.Payment(), What: FlowResidual})
		}
	}
	return append(out, p.sideCash()...)
}

// sideCash are the flows beside the balance: fees but no services, costs, the deposit.
func (p *plan) sideCash() []CashFlow {
	var out []CashFlow
	add := func(f CashFlow) {
		if f.Minor != 0 {
			out = append(out, f)
		}
	}
	each := int64(0)
	for _, f := range p.Fees {
		switch minor := f.of(p.Price); {
		case f.Service:
		case f.When == PerRental:
			each += minor
		default:
			add(CashFlow{On: p.Start, Minor: minor, What: FlowFee})
		}
	}
	for _, r := range p.rows {
		if r.Kind == RentalRow {
			add(CashFlow{On: r.DueOn, Minor: each, What: FlowFee})
		}
	}
	for _, c := range p.Costs {
		add(CashFlow{On: p.Start, Minor: -c.of(p.Price), What: FlowCost})
	}
	add(CashFlow{On: p.Start, Minor: p.Deposit.Amount.Minor, What: FlowDeposit})
	add(CashFlow{On: p.days.due[p.duePoint(p.Count-1)], Minor: -p.Deposit.Amount.Minor - p.depositInterest(), What: FlowDeposit})
	return out
}

// String is name and version, as a computed rate cites them.
func (x Index) String() string { return x.Name + "@" + cmp.Or(x.Version, "1") }
