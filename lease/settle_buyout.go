package lease

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// BuyoutMode says what interest a buy-out pays (E2).
type BuyoutMode string

// The modes.
const (
	ToDate    BuyoutMode = "to_date"     // for the actual time of financing
	ToNextDue BuyoutMode = "to_next_due" // the whole running period
	FixedFee  BuyoutMode = "fixed_fee"   // a fee instead of interest
)

// BuyoutModes are the modes in the order in which a person is offered them.
var BuyoutModes = []BuyoutMode{ToDate, ToNextDue, FixedFee}

// Buyout asks what it costs to end a contract early on a day.
type Buyout struct {
	Position
	Accruing
	Mode      BuyoutMode             `json:"mode,omitempty"`      // empty = to date
	Fee       int64                  `json:"fee_minor,omitempty"` // agreed for an early end
	FeePct    money.Rate             `json:"fee_pct,omitzero"`    // of the balance, beside the fee
	EndPrice  int64                  `json:"end_price_minor,omitempty"`
	ClawBack  int64                  `json:"claw_back_minor,omitempty"` // of a programme that the customer loses
	Tax       map[LegKind]money.Rate `json:"tax,omitempty"`             // rate by kind of leg; what is not named bears none
	ValidDays int                    `json:"valid_days,omitempty"`
}

// QuoteBuyout gives the document: balance, interest, arrears, penalties, fee, end price and tax, less the deposit and
// unapplied money. Errors: Invalid with every fault.
func QuoteBuyout(b Buyout) (Settlement, error) {
	if b.Mode == "" {
		b.Mode = ToDate
	}
	if err := b.check(); err != nil {
		return Settlement{}, err
	}
	s := newSettling(BuyoutSettlement, b.Position, b.Rounding, b.Tax)
	s.Expires = b.On.Add(b.ValidDays)
	s.add(BalanceLeg, b.Balance, errs.T("balance not due yet"), errs.Text{})
	s.interest(b.Position, b.Accruing, b.Mode)
	s.owed(b.Position)
	s.fee(b)
	s.add(CostLeg, b.ClawBack, errs.T("subsidy that goes back to its sponsor"), errs.Text{})
	s.add(EndPriceLeg, b.EndPrice, errs.T("price of the unit at the end"), errs.Text{})
	s.held(b.Position)
	return s.result()
}

func (b Buyout) check() error {
	var f errs.Faults
	f.Take("", b.Position.Check())
	b.Accruing.check(&f)
	checkWord(&f, "mode", b.Mode, BuyoutModes)
	checkSum(&f, "fee_minor", b.Fee)
	checkSum(&f, "end_price_minor", b.EndPrice)
	checkSum(&f, "claw_back_minor", b.ClawBack)
	checkShare(&f, "fee_pct", b.FeePct)
	if b.Mode == FixedFee && b.Fee == 0 && b.FeePct.IsZero() {
		f.Add("fee_minor", "a fixed fee needs its amount")
	}
	checkTax(&f, b.Tax)
	if b.ValidDays < 0 || b.ValidDays > 366 {
		f.Add("valid_days", "a quote is valid from 0 to {most} days", "most", 366)
	}
	return f.Err()
}

// interest adds what the running period costs.
func (s *settling) interest(p Position, a Accruing, mode BuyoutMode) {
	switch {
	case p.Due == 0 || mode == FixedFee:
	case mode == ToNextDue:
		s.add(InterestLeg, p.Running, errs.T("interest of the running period"), errs.T("to {day}", "day", p.Due))
	default:
		minor, err := a.on(p.Balance+p.Residual, p.Currency, p.From, p.On)
		if err != nil {
			s.err = err
		}
		s.add(InterestLeg, minor, errs.T("interest to date"), errs.T("{from} to {day} at {rate} percent", "from", p.From, "day", p.On, "rate", a.Rate))
	}
}

func (s *settling) fee(b Buyout) {
	s.add(FeeLeg, b.Fee, errs.T("fee for the early end"), errs.Text{})
	if b.FeePct.IsZero() {
		return
	}
	of := money.Of(b.Balance, b.Currency)
	num, den := b.FeePct.Ratio()
	fee, err := of.MulRat(num, den, s.mode)
	if err != nil {
		s.err = err
	}
	s.add(FeeLeg, fee.Minor, errs.T("fee for the early end"), errs.T("{rate} percent of {amount}", "rate", b.FeePct, "amount", of))
}

// Holds reports whether a quote still holds on a day.
func (s Settlement) Holds(on day.Date) bool {
	return on >= s.AsOf && (s.Expires == 0 || on <= s.Expires)
}
