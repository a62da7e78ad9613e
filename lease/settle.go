package lease

import (
	"kontor/day"
	"kontor/errs"
	"kontor/loan"
	"kontor/money"
)

// LegKind is what a leg of a settlement is for.
type LegKind string

// The kinds of legs.
const (
	BalanceLeg   LegKind = "balance"  // principal that is not due yet
	InterestLeg  LegKind = "interest" // for the running period
	ArrearsLeg   LegKind = "arrears"  // due and not paid
	PenaltyLeg   LegKind = "penalty"
	FeeLeg       LegKind = "fee"
	EndPriceLeg  LegKind = "end_price"
	TaxLeg       LegKind = "tax"
	DepositLeg   LegKind = "deposit"
	UnappliedLeg LegKind = "unapplied"
	FinancingLeg LegKind = "financing"  // not yet returned when a contract is terminated
	ActualFeeLeg LegKind = "actual_fee" // for the actual time of financing
	CostLeg      LegKind = "costs"
	JudgmentLeg  LegKind = "judgment" // awarded by a court and unpaid
	AssetLeg     LegKind = "asset"    // value of the unit that came back
	ProceedsLeg  LegKind = "proceeds" // of the insurance
	SurplusLeg   LegKind = "surplus"
	ResidualLeg  LegKind = "residual"
	UseLeg       LegKind = "use" // beyond what was agreed: hours, kilometres, damage
)

// Leg is one line of a settlement, in minor units: above zero the customer owes it, below zero it is owed to him.
type Leg struct {
	Kind  LegKind   `json:"kind"`
	Minor int64     `json:"minor"`
	Text  errs.Text `json:"text"`
	Why   errs.Text `json:"why,omitzero"` // how it came about
}

// SettlementKind says how a contract ends or changes.
type SettlementKind string

// The kinds of settlements.
const (
	BuyoutSettlement      SettlementKind = "buyout"
	PrepaymentSettlement  SettlementKind = "prepayment"
	PartialSettlement     SettlementKind = "partial_termination"
	TerminationSettlement SettlementKind = "termination"
	LossSettlement        SettlementKind = "total_loss"
	EndSettlement         SettlementKind = "end_of_term"
	AssignmentSettlement  SettlementKind = "assignment"
)

// Settlement is what ends a contract, or a part of it, on a day: legs that sum to the result. A result above zero is owed
// by the customer, one below zero is owed to him.
type Settlement struct {
	Kind    SettlementKind `json:"kind"`
	AsOf    day.Date       `json:"as_of"`
	Expires day.Date       `json:"expires,omitzero"` // the last day on which the figures hold
	Legs    []Leg          `json:"legs"`
	Result  money.Amount   `json:"result"`
}

// Of sums the legs of a kind.
func (s Settlement) Of(kind LegKind) int64 {
	sum := int64(0)
	for _, l := range s.Legs {
		if l.Kind == kind {
			sum += l.Minor
		}
	}
	return sum
}

// Check proves that the legs sum to the result.
func (s Settlement) Check() error {
	sum := int64(0)
	for _, l := range s.Legs {
		sum += l.Minor
	}
	if sum != s.Result.Minor {
		return errs.New(errs.Internal, "the legs of a settlement do not sum to its result").In("lease.settle")
	}
	return nil
}

// Position is where a contract stands on a day. Sums are minor units; nothing of it is below zero.
type Position struct {
	Currency  money.Currency `json:"currency"`
	On        day.Date       `json:"on"`
	PaidTo    day.Date       `json:"paid_to"`                  // due day of the last row that is paid in full, else the start
	From      day.Date       `json:"from,omitzero"`            // the period that the day stands in, none after the last one
	Due       day.Date       `json:"due,omitzero"`             // its end
	Running   int64          `json:"running_minor"`            // what the schedule asks as interest for that period
	Balance   int64          `json:"balance_minor"`            // principal that is not due yet
	Residual  int64          `json:"residual_minor,omitempty"` // principal that others stand for: it bears interest, and a buy-out has its own price for it
	Arrears   loan.Part      `json:"arrears,omitzero"`         // due up to and including the day, not paid
	Ahead     int64          `json:"ahead_minor,omitempty"`    // interest paid of rows after PaidTo
	Penalty   int64          `json:"penalty_minor,omitempty"`
	Unapplied int64          `json:"unapplied_minor,omitempty"`
	Deposit   int64          `json:"deposit_minor,omitempty"`
}

// PositionOf reads the position out of a debt in its life. The deposit, and a residual that the lessee does not
// owe, are not part of it.
func PositionOf(a loan.Account, currency money.Currency, start, on day.Date) Position {
	p := Position{Currency: currency, On: on, PaidTo: start, Unapplied: a.Unapplied}
	from, unpaid := start, false
	planned, ahead := int64(0), int64(0) // principal left by the plan, and what of it is paid already
	if len(a.Rows) > 0 {
		planned = a.Rows[0].Balance + a.Rows[0].Owed.Principal
	}
	for _, r := range a.Rows {
		open := r.Open()
		if unpaid = unpaid || !r.Met(); unpaid {
			p.Ahead += r.Paid.Interest
		} else {
			p.PaidTo = r.DueOn
		}
		if r.DueOn <= on {
			p.Arrears = p.Arrears.Add(open)
			from, planned = r.DueOn, r.Balance
			continue
		}
		p.Balance += open.Principal
		ahead += r.Owed.Principal - open.Principal
		if p.Due == 0 || r.DueOn == p.Due {
			p.From, p.Due, p.Running = from, r.DueOn, p.Running+open.Interest
		}
	}
	if left := planned - ahead; left > 0 { // rows to come hold interest that has not joined the balance yet
		p.Balance = min(p.Balance, left)
	}
	p.Arrears = p.Arrears.Add(a.ChargedAhead(on)) // an end asks for what was charged, due or not
	p.Penalty, p.Arrears.Penalty = p.Arrears.Penalty, 0
	return p
}

// Position is where a schedule stands on a day when its rows up to a number have been paid and no others. A due day that
// asks for nothing ends a period too: its interest has joined the balance.
func (s Schedule) Position(start, on day.Date, paid int) Position {
	a, balance, residual, ahead := loan.Account{}, s.Financed.Minor, int64(0), int64(0)
	from := start
	var next Row
	for _, r := range s.Rows {
		if r.Kind == AdvanceRow || r.Kind == FeeRow {
			continue
		}
		switch {
		case r.DueOn <= on:
			balance, from = r.Balance, r.DueOn
		case next.DueOn == 0:
			next = r
		case next.DueOn == r.DueOn:
			next.Interest += r.Interest
		}
		switch {
		case r.Kind == EmptyRow:
			continue
		case r.Kind == ValueRow && r.DueOn > on:
			residual += r.Principal
			continue
		case r.Kind == ValueRow:
			continue
		}
		i := loan.Instalment{Nr: r.Nr, DueOn: r.DueOn, Owed: loan.Part{Interest: r.Interest, Principal: r.Principal}, Balance: r.Balance}
		if r.Principal < 0 { // what is paid is interest
			i.Owed = loan.Part{Interest: r.Payment()}
		}
		if r.Nr <= paid {
			i.Paid, i.PaidOn = i.Owed, i.DueOn
			if r.DueOn > on {
				ahead += i.Owed.Principal
			}
		}
		a.Rows = append(a.Rows, i)
	}
	p := PositionOf(a, s.Financed.Currency, start, on)
	p.Balance, p.Residual = max(balance-residual-ahead, 0), residual
	p.From, p.Due, p.Running = from, next.DueOn, next.Interest
	if p.Due == 0 {
		p.From = 0
	}
	return p
}

// Check finds all that is wrong with a position at once.
func (p Position) Check() error {
	var f errs.Faults
	if _, err := money.ParseCurrency(string(p.Currency)); err != nil {
		f.Take("currency", err)
	}
	if p.On == 0 {
		f.Add("on", "this needs a day")
	}
	if p.Due != 0 && (p.Due < p.On || p.From > p.On || p.From == 0) {
		f.Add("due", "the day is not within the running period")
	}
	for _, c := range []struct {
		field string
		minor int64
	}{{"balance_minor", p.Balance}, {"residual_minor", p.Residual}, {"running_minor", p.Running}, {"ahead_minor", p.Ahead}, {"penalty_minor", p.Penalty}, {"unapplied_minor", p.Unapplied},
		{"deposit_minor", p.Deposit}, {"arrears.interest_minor", p.Arrears.Interest}, {"arrears.principal_minor", p.Arrears.Principal}, {"arrears.fee_minor", p.Arrears.Fee},
		{"arrears.penalty_minor", p.Arrears.Penalty}} {
		checkSum(&f, c.field, c.minor)
	}
	return f.Err()
}

// checkSum faults an amount in minor units that is below zero or over what the books hold.
func checkSum(f *errs.Faults, field string, minor int64) {
	if minor < 0 {
		f.Add(field, "the amount is below zero")
	} else if minor > money.MaxMinor {
		f.Add(field, "the amount is more than the books hold")
	}
}

// Accruing is how a settlement counts interest: a nominal rate and a day count. None is 30E/360, which gives a month a
// twelfth of a year.
type Accruing struct {
	Rate     money.Rate `json:"rate"`
	DayCount day.Count  `json:"day_count,omitzero"`
	Rounding money.Mode `json:"rounding"`
}

func (a Accruing) check(f *errs.Faults) {
	if r := a.Rate.Fraction(); r < 0 {
		f.Add("rate", "the rate is below zero").Because("a lease costs at least 0 percent a year")
	} else if r > MaxRatePct/100.0 {
		f.Add("rate", "the rate is over {most} percent a year", "most", MaxRatePct).Because("write 7.25 for 7.25 percent a year")
	}
}

// on is the simple interest on a balance between two days.
func (a Accruing) on(balance int64, c money.Currency, from, to day.Date) (int64, error) {
	count := day.Counter{Count: a.DayCount}
	if count.Count == 0 {
		count.Count = day.E30360
	}
	i, err := Interest(count, a.Rounding, Accrual{Balance: money.Of(balance, c), Rate: a.Rate, From: from, To: to})
	return i.Minor, err
}

// settling is a settlement in the making.
type settling struct {
	Settlement
	mode money.Mode
	tax  map[LegKind]money.Rate
	err  error
}

func newSettling(kind SettlementKind, p Position, mode money.Mode, tax map[LegKind]money.Rate) *settling {
	return &settling{Settlement: Settlement{Kind: kind, AsOf: p.On, Result: money.Amount{Currency: p.Currency}}, mode: mode, tax: tax}
}

// add puts a leg down, unless it is nothing, and its tax below it.
func (s *settling) add(kind LegKind, minor int64, text, why errs.Text) {
	if minor == 0 {
		return
	}
	s.Legs = append(s.Legs, Leg{kind, minor, text, why})
	rate, ok := s.tax[kind]
	if !ok || rate.IsZero() {
		return
	}
	of := money.Of(minor, s.Result.Currency)
	tax, err := TaxOn(of, rate, s.mode)
	if err != nil {
		s.err = err
		return
	}
	if tax.Minor != 0 {
		s.Legs = append(s.Legs, Leg{TaxLeg, tax.Minor, errs.T("tax"), errs.T("{rate} percent of {amount}", "rate", rate, "amount", of)})
	}
}

// result sums the legs.
func (s *settling) result() (Settlement, error) {
	for _, l := range s.Legs {
		s.Result.Minor += l.Minor
	}
	if s.err == nil && max(s.Result.Minor, -s.Result.Minor) > money.MaxMinor {
		s.err = errs.New(errs.TooLarge, "the amount is more than the books hold")
	}
	if s.err != nil {
		return Settlement{}, errs.As(s.err).In("lease.settle")
	}
	return s.Settlement, nil
}

// owed are the legs that every settlement has: what is due and unpaid and the penalties.
func (s *settling) owed(p Position) {
	s.add(ArrearsLeg, p.Arrears.Principal, errs.T("principal in arrears"), errs.Text{})
	s.add(ArrearsLeg, p.Arrears.Interest, errs.T("interest in arrears"), errs.Text{})
	s.add(ArrearsLeg, p.Arrears.Fee, errs.T("fees in arrears"), errs.Text{})
	s.add(PenaltyLeg, p.Penalty+p.Arrears.Penalty, errs.T("penalties"), errs.Text{})
}

// held are the sums of the customer that the lessor holds.
func (s *settling) held(p Position) {
	s.add(DepositLeg, -p.Deposit, errs.T("deposit given back"), errs.Text{})
	s.add(UnappliedLeg, -p.Unapplied, errs.T("money received and not used"), errs.Text{})
}

// checkTax finds rates of tax that cannot be.
func checkTax(f *errs.Faults, tax map[LegKind]money.Rate) {
	for kind, r := range tax {
		checkShare(f, "tax."+string(kind), r)
	}
}
