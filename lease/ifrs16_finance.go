package lease

import (
	"math"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// LessorLease is a lease as the lessor's books see it: one payment a period, in minor units. Payments are fixed ones, those
// on an index at its current level, a purchase option that is surely exercised, penalties for an early end that is surely
// taken, and what a sponsor pays. The first is of the day of commencement; the residuals come with the last one.
type LessorLease struct {
	Currency     money.Currency `json:"currency"`
	Start        day.Date       `json:"start"`
	EveryMonths  int            `json:"every_months"`
	Cost         int64          `json:"cost_minor"` // carrying amount of the unit
	FairValue    int64          `json:"fair_value_minor"`
	DirectCost   int64          `json:"direct_cost_minor,omitempty"` // initial direct costs
	Payments     []int64        `json:"payments_minor"`
	Guaranteed   int64          `json:"guaranteed_minor,omitempty"`   // residual, by the lessee or a third party
	Unguaranteed int64          `json:"unguaranteed_minor,omitempty"` // residual
	Dealer       bool           `json:"dealer,omitempty"`
	MarketRate   money.Rate     `json:"market_rate,omitzero"` // nominal, a year; a dealer's lower rate is restated to it; zero = the implicit one
	Rounding     money.Mode     `json:"rounding"`
}

// FinanceBook is a finance lease in the lessor's books from the first day to the last.
type FinanceBook struct {
	Lease         LessorLease  `json:"lease"`
	Implicit      float64      `json:"implicit"` // rate of a period that makes the flows worth the unit
	Periodic      float64      `json:"periodic"` // rate of a period at which income is earned: the implicit one, or the market's
	Nominal       money.Rate   `json:"nominal"`
	Restated      bool         `json:"restated,omitempty"` // the market's rate took the place of an implicit one that was lower
	Payments      money.Amount `json:"present_payments"`
	Unguaranteed  money.Amount `json:"present_unguaranteed"`
	NetInvestment money.Amount `json:"net_investment"` // on the first day, before a payment
	Revenue       money.Amount `json:"revenue"`        // of a dealer
	CostOfSale    money.Amount `json:"cost_of_sale"`   // of a dealer
	Profit        money.Amount `json:"profit"`
	Rows          []BookRow    `json:"rows"`
	Postings      []Posting    `json:"postings"`
}

// BookRow is one period of the net investment.
type BookRow struct {
	Period  int      `json:"period"`
	On      day.Date `json:"on"`
	Income  int64    `json:"income_minor"`
	Payment int64    `json:"payment_minor"`
	Balance int64    `json:"balance_minor"` // net investment after the payment
}

// BookFinance makes the books of a finance lease (B2 to B4): the net investment at the start, income at a constant rate a
// period, and nothing left when the residuals have come. A dealer's direct costs are an expense at once (par. 74); others'
// enter the implicit rate (par. 69). Errors: Invalid with every fault,
// or when the flows have no rate; Refused when they have one below zero.
func BookFinance(l LessorLease) (FinanceBook, error) {
	if err := l.check(); err != nil {
		return FinanceBook{}, err
	}
	b := FinanceBook{Lease: l}
	zero := money.Of(0, l.Currency)
	b.Revenue, b.CostOfSale, b.Profit = zero, zero, zero
	if err := b.rate(); err != nil {
		return FinanceBook{}, errs.As(err).In("lease.ifrs16")
	}
	if err := b.values(); err != nil {
		return FinanceBook{}, errs.As(err).In("lease.ifrs16")
	}
	b.commence()
	if err := b.run(0, b.NetInvestment.Minor); err != nil {
		return FinanceBook{}, errs.As(err).In("lease.ifrs16")
	}
	return b, nil
}

// rate finds the implicit rate, and restates a dealer's to the market when it is artificially low (par. 73).
func (b *FinanceBook) rate() (err error) {
	l := b.Lease
	flows := append([]int64{}, l.Payments...)
	flows[len(flows)-1] += l.Guaranteed + l.Unguaranteed
	flows[0] -= l.FairValue
	if !l.Dealer {
		flows[0] -= l.DirectCost
	}
	if b.Implicit, err = Yield(flows); err != nil {
		return err
	}
	b.Periodic = b.Implicit
	if market := l.MarketRate.Fraction() * float64(l.EveryMonths) / 12; l.Dealer && market-b.Periodic > 1e-6 { // less is rounding
		b.Periodic, b.Restated = market, true
	}
	if b.Periodic < 0 {
		return errs.New(errs.Refused, "payments and residual are less than what the unit is worth").Because("book it at a fair value that they pay")
	}
	b.Nominal, err = money.RateOf(b.Periodic * 12 / float64(l.EveryMonths))
	return err
}

// present is the value at the start of one payment a period.
func presentOf(payments []int64, periodic float64) float64 {
	sum, v := 0.0, 1/(1+periodic)
	for i := len(payments) - 1; i >= 0; i-- {
		sum = sum*v + float64(payments[i])
	}
	return sum
}

// values are the figures of the first day. The net investment is whole: what rounding leaves belongs to the payments.
func (b *FinanceBook) values() error {
	l, n := b.Lease, len(b.Lease.Payments)-1
	last := math.Pow(1+b.Periodic, -float64(n))
	pay := presentOf(l.Payments, b.Periodic) + float64(l.Guaranteed)*last
	ungained := float64(l.Unguaranteed) * last
	var err error
	minor := func(x float64) money.Amount {
		m, e := money.Round(x, l.Rounding)
		if e != nil {
			err = e
		}
		return money.Of(m, l.Currency)
	}
	b.Unguaranteed = minor(ungained)
	b.NetInvestment = minor(pay + ungained)
	b.Payments = money.Of(b.NetInvestment.Minor-b.Unguaranteed.Minor, l.Currency)
	if l.Dealer {
		b.Revenue = b.Payments // never over the fair value: at the implicit rate both residual and payments make it up
		b.CostOfSale.Minor = l.Cost - b.Unguaranteed.Minor
		b.Profit.Minor = b.Revenue.Minor - b.CostOfSale.Minor
	} else {
		b.Profit.Minor = b.NetInvestment.Minor - l.DirectCost - l.Cost
	}
	return err
}

// commence posts the first day.
func (b *FinanceBook) commence() {
	l, on := b.Lease, b.Lease.Start
	add := func(debit, credit BookAccount, minor int64, text errs.Text) {
		b.Postings = post(b.Postings, on, debit, credit, minor, text)
	}
	if l.Dealer {
		add(NetInvestmentAccount, RevenueAccount, b.Revenue.Minor, errs.T("sale by a finance lease"))
		add(CostOfSaleAccount, AssetAccount, b.CostOfSale.Minor, errs.T("cost of the unit less the residual kept"))
		add(NetInvestmentAccount, AssetAccount, b.Unguaranteed.Minor, errs.T("unguaranteed residual kept"))
		add(SellingCostAccount, CashAccount, l.DirectCost, errs.T("direct costs of a dealer"))
		return
	}
	add(NetInvestmentAccount, AssetAccount, l.Cost, errs.T("the unit leaves the books for a net investment"))
	add(NetInvestmentAccount, CashAccount, l.DirectCost, errs.T("initial direct costs"))
	add(NetInvestmentAccount, DisposalAccount, b.Profit.Minor, errs.T("fair value less the cost of the unit"))
}

// run earns and collects from a period on, whose payment is still to come, with a net investment before it.
func (b *FinanceBook) run(from int, balance int64) error {
	l, n := b.Lease, len(b.Lease.Payments)-1
	residual := l.Guaranteed + l.Unguaranteed
	for k := from; k <= n; k++ {
		on := l.Start.AddMonths(k * l.EveryMonths)
		income, err := money.Round(float64(balance)*b.Periodic, l.Rounding)
		if err != nil {
			return err
		}
		if k == 0 {
			income = 0
		}
		if k == n {
			income = l.Payments[k] + residual - balance // absorbs what rounding left
		}
		balance += income - l.Payments[k]
		b.Rows = append(b.Rows, BookRow{k, on, income, l.Payments[k], balance})
		b.Postings = post(b.Postings, on, NetInvestmentAccount, FinanceIncomeAccount, income, errs.T("income of period {nr}", "nr", k))
		b.Postings = post(b.Postings, on, ReceivableAccount, NetInvestmentAccount, l.Payments[k], errs.T("payment of period {nr}", "nr", k))
	}
	on := l.Start.AddMonths(n * l.EveryMonths)
	b.Postings = post(b.Postings, on, ReceivableAccount, NetInvestmentAccount, l.Guaranteed, errs.T("guaranteed residual"))
	b.Postings = post(b.Postings, on, AssetAccount, NetInvestmentAccount, l.Unguaranteed, errs.T("the unit comes back at its residual"))
	return nil
}

func (l LessorLease) check() error {
	var f errs.Faults
	if _, err := money.ParseCurrency(string(l.Currency)); err != nil {
		f.Take("currency", err)
	}
	if l.Start == 0 {
		f.Add("start", "the plan needs a first day")
	}
	if l.EveryMonths < 1 || l.EveryMonths > 12 {
		f.Add("every_months", "rentals are due every 1 to {most} months", "most", 12)
	}
	if n := len(l.Payments); n < 2 || n > MaxCount+1 {
		f.Add("payments_minor", "the books need the payments of the start and of 1 to {most} periods", "most", MaxCount)
	}
	sum := int64(0)
	for i, p := range l.Payments {
		checkSum(&f, at("payments_minor", i), p)
		if sum += max(min(p, money.MaxMinor), 0); sum > money.MaxMinor {
			f.Add("payments_minor", "the amount is more than the books hold")
			break
		}
	}
	for _, c := range []struct {
		field string
		minor int64
	}{{"cost_minor", l.Cost}, {"fair_value_minor", l.FairValue}, {"direct_cost_minor", l.DirectCost}, {"guaranteed_minor", l.Guaranteed}, {"unguaranteed_minor", l.Unguaranteed}} {
		checkSum(&f, c.field, c.minor)
	}
	if l.FairValue == 0 {
		f.Add("fair_value_minor", "the amount is not above zero")
	}
	if r := l.MarketRate.Fraction(); r < 0 || r > MaxRatePct/100.0 {
		f.Add("market_rate", "the rate is over {most} percent a year", "most", MaxRatePct)
	}
	return f.Err()
}
