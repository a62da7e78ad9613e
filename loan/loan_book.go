package loan

import (
	"slices"

	"kontor/day"
)

// Accrual is income to be booked on a day.
type Accrual struct {
	On   day.Date `json:"on"`
	Part Part     `json:"part"` // interest, fees and penalties; below zero where too much was booked
}

// Accruals are the entries that bring the income booked so far up to a day (F22): the close of day d asks for d - 1. Each
// period that ended gets its own entry on its due date, the one that runs gets what its days have earned. Charges count
// from their due date. A debt that is over accrues at once what is left, on the day on which it ended; one that was
// charged off and is still owed accrues nothing.
func (a Account) Accruals(until day.Date) []Accrual {
	if a.Status == Closed || a.Status == Overpaid {
		if left := a.incomeOf().Sub(a.Accrued); left != (Part{}) {
			return []Accrual{{a.endedOn(), left}}
		}
		return nil
	}
	if a.ChargedOn != 0 || a.WrittenOn != 0 || a.Status == Approved {
		return nil
	}
	var out []Accrual
	booked := a.Accrued
	for _, on := range a.closings(until) {
		more := a.income(on).Sub(booked)
		if on < until {
			more = Part{Penalty: max(0, more.Penalty), Fee: max(0, more.Fee), Interest: max(0, more.Interest)}
		}
		if more != (Part{}) {
			out = append(out, Accrual{on, more})
			booked = booked.Add(more)
		}
	}
	return out
}

// closings are the due dates up to a day, and the day.
func (a Account) closings(until day.Date) []day.Date {
	var out []day.Date
	for _, r := range a.Rows {
		if r.DueOn < until {
			out = append(out, r.DueOn)
		}
	}
	return slices.Compact(append(out, until))
}

// income is what was earned up to a day: interest by days, charges from their due dates.
func (a Account) income(until day.Date) (sum Part) {
	for i, r := range a.Rows {
		owed := r.Owed.Sub(r.Waived)
		sum.Interest += min(a.earned(i, until, ToDate), owed.Interest)
		if r.DueOn <= until {
			sum.Fee += owed.Fee
			sum.Penalty += owed.Penalty
			continue
		}
		for _, x := range a.Charges {
			switch {
			case x.Nr != r.Nr || x.DueOn > until:
			case x.Penalty:
				sum.Penalty += x.Amount - x.Waived
			default:
				sum.Fee += x.Amount - x.Waived
			}
		}
	}
	return sum
}

// incomeOf is all that is earned in the end.
func (a Account) incomeOf() (sum Part) {
	for _, r := range a.Rows {
		sum = sum.Add(r.Owed).Sub(r.Waived)
	}
	sum.Principal = 0
	return sum
}

// endedOn is the day on which nothing was owed any more.
func (a Account) endedOn() (last day.Date) {
	for _, r := range a.Rows {
		if r.Owed != (Part{}) {
			last = max(last, r.PaidOn)
		}
	}
	return last
}

// Role is what an account of the books is for; whoever keeps the books maps it to a number.
type Role string

// The roles.
const (
	Funds            Role = "funds"             // bank, or the clearing account of it
	Receivable       Role = "receivable"        // principal
	IncomeReceivable Role = "income_receivable" // interest, fees and penalties that were accrued
	InterestIncome   Role = "interest_income"   //
	FeeIncome        Role = "fee_income"        // and penalties
	UnappliedMoney   Role = "unapplied"         // held, or owed back to the debtor
	GoodwillCost     Role = "goodwill"          //
	Loss             Role = "loss"              // written off or charged off
	FraudLoss        Role = "fraud_loss"        // charged off because of fraud
	InterestGivenUp  Role = "interest_given_up" // taken back from income by a charge-off
	FeeGivenUp       Role = "fee_given_up"      //
	RecoveryIncome   Role = "recovery"          // money for a debt that was given up
	RoundingCost     Role = "rounding"          // cents that the house added (M3)
)

// Leg is one side of a booking.
type Leg struct {
	Account Role  `json:"account"`
	Debit   int64 `json:"debit_minor,omitzero"`
	Credit  int64 `json:"credit_minor,omitzero"`
}

// Legs are how the books show what a transaction did; debits equal credits. A charge-off because of fraud goes to a loss
// of its own. Transactions that only change what is owed ahead have none.
func (p Applied) Legs(fraud bool) []Leg {
	var b booking
	income := p.Part.Interest + p.Part.Fee + p.Part.Penalty
	switch {
	case p.Kind.brings():
		p.moneyIn(&b, fraud)
	case p.Kind == Disburse:
		b.move(Receivable, Funds, p.Amount)
	case p.Kind == Refund || p.Kind == Chargeback:
		b.debit(Receivable, p.Part.Principal)
		b.debit(UnappliedMoney, p.Amount-p.Part.Principal)
		b.credit(Funds, p.Amount)
	case p.Kind == Accrue:
		b.move(IncomeReceivable, InterestIncome, p.Part.Interest)
		b.move(IncomeReceivable, FeeIncome, p.Part.Fee)
		b.move(IncomeReceivable, FeeIncome, p.Part.Penalty)
		return b.legs
	case p.Kind == ChargeOff || p.Kind == WriteOff:
		b.debit(lossOf(fraud), p.Part.Principal)
		b.debit(InterestGivenUp, p.Part.Interest)
		b.debit(FeeGivenUp, p.Part.Fee+p.Part.Penalty)
		b.credit(Receivable, p.Part.Principal)
		b.credit(IncomeReceivable, income)
	case p.Kind == Waive:
		b.debit(Loss, p.Part.Principal)
		b.debit(InterestIncome, p.Part.Interest)
		b.debit(FeeIncome, p.Part.Fee+p.Part.Penalty)
		b.credit(Receivable, p.Part.Principal)
		b.credit(IncomeReceivable, income)
	}
	return b.joined()
}

// moneyIn books money: to the receivables it met. Of a debt that was charged off it is a recovery, but what the seller
// gives back makes the loss smaller.
func (p Applied) moneyIn(b *booking, fraud bool) {
	from := Funds
	if p.Kind == Goodwill {
		from = GoodwillCost
	}
	b.debit(from, p.Amount)
	b.debit(RoundingCost, -p.Rounding)
	switch {
	case p.ChargedOff && (p.Kind == SupplierRefund || p.Kind == PayoutRefund):
		b.credit(lossOf(fraud), p.Part.Principal)
		b.credit(InterestGivenUp, p.Part.Interest)
		b.credit(FeeGivenUp, p.Part.Fee+p.Part.Penalty)
	case p.ChargedOff:
		b.credit(RecoveryIncome, p.Part.Total())
	default:
		b.credit(Receivable, p.Part.Principal)
		b.credit(IncomeReceivable, p.Part.Interest+p.Part.Fee+p.Part.Penalty)
	}
	b.credit(RecoveryIncome, p.Recovered)
	b.credit(UnappliedMoney, p.Unapplied+p.Returned)
}

func lossOf(fraud bool) Role {
	if fraud {
		return FraudLoss
	}
	return Loss
}

type booking struct{ legs []Leg }

func (b *booking) debit(account Role, n int64) {
	if n != 0 {
		b.legs = append(b.legs, Leg{Account: account, Debit: n})
	}
}

func (b *booking) credit(account Role, n int64) {
	if n != 0 {
		b.legs = append(b.legs, Leg{Account: account, Credit: n})
	}
}

func (b *booking) move(debit, credit Role, n int64) {
	b.debit(debit, n)
	b.credit(credit, n)
}

// joined has each account once a side.
func (b *booking) joined() []Leg {
	var out []Leg
	for _, l := range b.legs {
		i := slices.IndexFunc(out, func(x Leg) bool { return x.Account == l.Account && (x.Debit != 0) == (l.Debit != 0) })
		if i < 0 {
			out = append(out, l)
			continue
		}
		out[i].Debit += l.Debit
		out[i].Credit += l.Credit
	}
	return out
}
