package lease

import (
	"math"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Revision is a lower estimate of an unguaranteed residual (B5); IFRS 16 par. 77.
type Revision struct {
	Loss     money.Amount `json:"loss"`
	Book     FinanceBook  `json:"book"`     // from the day of the revision on
	Postings []Posting    `json:"postings"` // of the loss
}

// ReviseResidual books a lower unguaranteed residual after the payment of a period: the difference, discounted at the rate
// of the lease, is lost at once, and income goes on at the same rate. The book given does not change. Errors: Invalid; a
// higher estimate is never booked.
func (b FinanceBook) ReviseResidual(period int, unguaranteed int64) (Revision, error) {
	var f errs.Faults
	n := len(b.Lease.Payments) - 1
	if period < 0 || period >= n {
		f.Add("period", "the residual is revised from period 0 to {most}", "most", n-1)
	}
	checkSum(&f, "unguaranteed_minor", unguaranteed)
	if unguaranteed > b.Lease.Unguaranteed {
		f.Add("unguaranteed_minor", "a higher residual is not booked").Because("keep {amount}", "amount", money.Of(b.Lease.Unguaranteed, b.Lease.Currency))
	}
	if err := f.Err(); err != nil {
		return Revision{}, err
	}
	lost := float64(b.Lease.Unguaranteed-unguaranteed) * math.Pow(1+b.Periodic, -float64(n-period))
	loss, err := money.Round(lost, b.Lease.Rounding)
	if err != nil {
		return Revision{}, err
	}
	r := Revision{Loss: money.Of(loss, b.Lease.Currency), Book: b}
	on := b.Lease.Start.AddMonths(period * b.Lease.EveryMonths)
	r.Postings = post(nil, on, ResidualLossAccount, NetInvestmentAccount, loss, errs.T("lower estimate of the unguaranteed residual"))
	r.Book.Lease.Unguaranteed = unguaranteed
	left := b.after(period) - loss
	r.Book.Rows, r.Book.Postings = []BookRow{{Period: period, On: on, Balance: left}}, nil
	return r, r.Book.run(period+1, left)
}

// after is the net investment after the payment of a period.
func (b FinanceBook) after(period int) int64 {
	for _, r := range b.Rows {
		if r.Period == period {
			return r.Balance
		}
	}
	return b.NetInvestment.Minor
}

// ModificationKind says how a modification is booked (B7); IFRS 16 par. 79, 80 and 87.
type ModificationKind string

// The kinds.
const (
	SeparateLease ModificationKind = "separate_lease"
	NewOperating  ModificationKind = "new_operating_lease"
	Remeasured    ModificationKind = "remeasured"
)

// Modification is a change of a finance lease after the payment of a period.
type Modification struct {
	Period       int     `json:"period"`
	Adds         bool    `json:"adds"`           // the right to use more units
	StandAlone   bool    `json:"stand_alone"`    // at a price that fits what it adds
	Operating    bool    `json:"operating"`      // it would have been an operating lease, had the change been there at inception
	Payments     []int64 `json:"payments_minor"` // new ones, the first one period later
	Guaranteed   int64   `json:"guaranteed_minor,omitempty"`
	Unguaranteed int64   `json:"unguaranteed_minor,omitempty"`
}

// Modified is a modification in the books. The book before it stays as it was; keep both.
type Modified struct {
	Kind     ModificationKind `json:"kind"`
	Why      errs.Text        `json:"why"`
	Gain     money.Amount     `json:"gain"`           // below zero: a loss
	Book     *FinanceBook     `json:"book,omitempty"` // from here on, when it is re-measured
	Postings []Posting        `json:"postings"`
}

// Modify books a change: a separate lease leaves this one alone; a change to what would be an operating lease makes the net
// investment an asset again; anything else re-measures it at the rate of the lease. Errors: Invalid.
func (b FinanceBook) Modify(m Modification) (Modified, error) {
	if err := b.checkModification(m); err != nil {
		return Modified{}, err
	}
	out := Modified{Gain: money.Of(0, b.Lease.Currency)}
	on, before := b.Lease.Start.AddMonths(m.Period*b.Lease.EveryMonths), b.after(m.Period)
	switch {
	case m.Adds && m.StandAlone:
		out.Kind, out.Why = SeparateLease, errs.T("it adds units at a price of their own: a separate lease")
		return out, nil
	case m.Operating:
		out.Kind, out.Why = NewOperating, errs.T("it would have been an operating lease from the start: a new lease from now on")
		out.Postings = post(nil, on, AssetAccount, NetInvestmentAccount, before, errs.T("the net investment becomes the asset again"))
		return out, nil
	}
	out.Kind, out.Why = Remeasured, errs.T("measured again at {rate} percent, the rate of the lease", "rate", b.Nominal)
	book := b
	book.Lease.Guaranteed, book.Lease.Unguaranteed = m.Guaranteed, m.Unguaranteed
	book.Lease.Payments = slices.Concat(b.Lease.Payments[:m.Period+1], m.Payments)
	last := math.Pow(1+b.Periodic, -float64(len(m.Payments)))
	left := presentOf(m.Payments, b.Periodic)/(1+b.Periodic) + float64(m.Guaranteed+m.Unguaranteed)*last
	value, err := money.Round(left, b.Lease.Rounding)
	if err != nil {
		return Modified{}, err
	}
	out.Gain.Minor = value - before
	out.Postings = post(nil, on, NetInvestmentAccount, ModificationAccount, out.Gain.Minor, errs.T("the lease is measured again"))
	book.Rows, book.Postings = []BookRow{{Period: m.Period, On: on, Balance: value}}, nil
	out.Book = &book
	return out, book.run(m.Period+1, value)
}

func (b FinanceBook) checkModification(m Modification) error {
	var f errs.Faults
	if n := len(b.Lease.Payments) - 1; m.Period < 0 || m.Period >= n {
		f.Add("period", "the lease is modified from period 0 to {most}", "most", n-1)
	}
	if len(m.Payments) > MaxCount || len(m.Payments) == 0 && !m.Operating && !(m.Adds && m.StandAlone) {
		f.Add("payments_minor", "a plan has from 1 to {most} rentals, not {count}", "most", MaxCount, "count", len(m.Payments))
	}
	for i, p := range m.Payments {
		checkSum(&f, at("payments_minor", i), p)
	}
	checkSum(&f, "guaranteed_minor", m.Guaranteed)
	checkSum(&f, "unguaranteed_minor", m.Unguaranteed)
	return f.Err()
}

// Inflows is a levelled quote as the lessor's books see it: the price is the fair value, and advance, rentals and the
// sponsors' money are payments, so that a low customer's rate is no low rate for the lessor (B3). Fixed rhythms only.
// Errors: Refused when a payment does not fall on a period.
func (q Levelled) Inflows(t Terms, cost int64) (LessorLease, error) {
	l := LessorLease{Currency: t.Price.Currency, Start: t.Start, EveryMonths: t.EveryMonths, Cost: cost, FairValue: t.Price.Minor, Rounding: t.Rounding,
		MarketRate: q.BaseRate}
	add := func(on day.Date, minor int64) error {
		y0, m0, _ := t.Start.Civil()
		y, m, _ := on.Civil()
		k := ((y-y0)*12 + m - m0) / t.EveryMonths
		if k < 0 || k > MaxCount || t.Start.AddMonths(k*t.EveryMonths) != on {
			return errs.New(errs.Refused, "the payment of {day} falls on no period", "day", on).In("lease.ifrs16")
		}
		for len(l.Payments) <= k {
			l.Payments = append(l.Payments, 0)
		}
		l.Payments[k] += minor
		return nil
	}
	price := t.Price.Minor
	for _, r := range q.Lessor.Flows {
		if r.On == t.Start {
			r.Minor, price = r.Minor+price, 0
		}
		if err := add(r.On, r.Minor); err != nil {
			return l, err
		}
	}
	// Residual rows are part of the flows: by the lessee they are payments, by others a residual.
	n := len(l.Payments) - 1
	for _, r := range q.Schedule.Rows {
		switch {
		case r.Kind == ValueRow && t.ResidualBy == ByThirdParty:
			l.Payments[n] -= r.Payment()
			l.Guaranteed += r.Payment()
		case r.Kind == ValueRow:
			l.Payments[n] -= r.Payment()
			l.Unguaranteed += r.Payment()
		}
	}
	return l, nil
}
