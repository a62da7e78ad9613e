package lease

import (
	"kontor/errs"
	"kontor/money"
)

// OperatingBook is an operating lease in the lessor's books (B6); IFRS 16 par. 81 to 88: the unit stays and wears down to
// its residual, rent is earned in equal parts, and direct costs are spread over the term.
type OperatingBook struct {
	Income       money.Amount `json:"income"` // of one period; the last takes what rounding leaves
	Depreciation money.Amount `json:"depreciation"`
	Rows         []WearRow    `json:"rows"`
	Postings     []Posting    `json:"postings"`
}

// WearRow is one period of an operating lease.
type WearRow struct {
	Period   int   `json:"period"`
	Income   int64 `json:"income_minor"`
	Wear     int64 `json:"wear_minor"`
	Carrying int64 `json:"carrying_minor"` // of the unit, after the period
	Accrual  int64 `json:"accrual_minor"`  // rent earned and not billed; below zero: billed and not earned
}

// BookOperating makes the books of an operating lease. Residuals and fair value say down to what the unit wears; its cost
// is what it starts from. Errors: Invalid with every fault.
func BookOperating(l LessorLease) (OperatingBook, error) {
	if err := l.check(); err != nil {
		return OperatingBook{}, err
	}
	residual := l.Guaranteed + l.Unguaranteed
	var f errs.Faults
	if residual > l.Cost {
		f.Add("unguaranteed_minor", "the unit cannot wear up").Because("the residual is at most {amount}", "amount", money.Of(l.Cost, l.Currency))
	}
	if err := f.Err(); err != nil {
		return OperatingBook{}, err
	}
	n, rent := len(l.Payments)-1, int64(0)
	for _, p := range l.Payments {
		rent += p
	}
	b := OperatingBook{}
	b.Postings = post(nil, l.Start, DirectCostAccount, CashAccount, l.DirectCost, errs.T("initial direct costs"))
	b.Postings = post(b.Postings, l.Start, ReceivableAccount, RentAccrualAccount, l.Payments[0], errs.T("payment of period {nr}", "nr", 0))
	row := WearRow{Carrying: l.Cost, Accrual: -l.Payments[0]}
	for k := 1; k <= n; k++ {
		on := l.Start.AddMonths(k * l.EveryMonths)
		row.Period = k
		part := func(total int64) int64 { return evenPart(total, k, n) }
		row.Income, row.Wear = part(rent), part(l.Cost-residual)
		row.Carrying -= row.Wear
		row.Accrual += row.Income - l.Payments[k]
		b.Rows = append(b.Rows, row)
		b.Postings = post(b.Postings, on, RentAccrualAccount, RentalIncomeAccount, row.Income, errs.T("rent earned in period {nr}", "nr", k))
		b.Postings = post(b.Postings, on, ReceivableAccount, RentAccrualAccount, l.Payments[k], errs.T("payment of period {nr}", "nr", k))
		b.Postings = post(b.Postings, on, DepreciationAccount, WornAccount, row.Wear, errs.T("wear of period {nr}", "nr", k))
		b.Postings = post(b.Postings, on, CostSpreadAccount, DirectCostAccount, part(l.DirectCost), errs.T("direct costs of period {nr}", "nr", k))
	}
	b.Income, b.Depreciation = money.Of(b.Rows[0].Income, l.Currency), money.Of(b.Rows[0].Wear, l.Currency)
	return b, nil
}

// evenPart is the k-th of n parts of a total: each rounded the same, so that they sum to it and differ by one unit at most.
func evenPart(total int64, k, n int) int64 {
	whole, rest := total/int64(n), total%int64(n)
	upTo := func(k int64) int64 { return rest * k / int64(n) }
	return whole + upTo(int64(k)) - upTo(int64(k)-1)
}
