package lease

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Termination asks for the balance of accounts after default or rescission (E4): neither side shall be better off than by
// performance. Financing is the principal that was not returned, due or
// not, the residual included, for the unit comes back; the fee runs from the day up to which the
// contract was paid.
type Termination struct {
	Position
	Accruing
	Compound int                    `json:"compound_months,omitempty"` // interest joins the debt every so many months; 0 = simple
	Costs    int64                  `json:"costs_minor,omitempty"`     // of repossession, storage, sale, court
	Asset    int64                  `json:"asset_minor,omitempty"`     // value of the unit that came back
	AssetBy  AssetValue             `json:"asset_by,omitempty"`
	AssetOn  day.Date               `json:"asset_on,omitzero"`       // day of sale or appraisal
	Awarded  int64                  `json:"awarded_minor,omitempty"` // by courts and unpaid: a part of the debt, not more of it
	Tax      map[LegKind]money.Rate `json:"tax,omitempty"`
}

// AssetValue says where the value of a unit comes from.
type AssetValue string

// The values.
const (
	BySale      AssetValue = "sale"
	ByAppraisal AssetValue = "appraisal"
)

// Terminate gives the settlement balance; it may run either way. What courts have awarded already is told apart and
// counted once. Errors: Invalid with every fault.
func Terminate(t Termination) (Settlement, error) {
	if err := t.check(); err != nil {
		return Settlement{}, err
	}
	financing := t.Balance + t.Residual + t.Arrears.Principal
	fee, err := t.actualFee(financing)
	if err != nil {
		return Settlement{}, errs.As(err).In("lease.settle")
	}
	fee = max(fee-t.Ahead, 0)
	penalty := t.Penalty + t.Arrears.Penalty
	s := newSettling(TerminationSettlement, t.Position, t.Rounding, t.Tax)
	if debt := financing + fee + t.Costs + penalty + t.Arrears.Fee; t.Awarded > debt {
		var f errs.Faults
		f.Add("awarded_minor", "courts awarded {amount}, more than the debt of {debt} it is a part of", "amount", money.Of(t.Awarded, t.Currency),
			"debt", money.Of(debt, t.Currency)).Because("leave out what has been paid already")
		return Settlement{}, f.Err()
	}
	awarded := t.Awarded
	rest := func(minor int64) int64 {
		taken := min(minor, awarded)
		awarded -= taken
		return minor - taken
	}
	s.add(FinancingLeg, rest(financing), errs.T("financing not yet returned"), errs.Text{})
	s.add(ActualFeeLeg, rest(fee), errs.T("fee for the actual time of financing"),
		errs.T("{from} to {day} at {rate} percent", "from", t.PaidTo, "day", t.On, "rate", t.Rate))
	s.add(PenaltyLeg, rest(penalty), errs.T("penalties"), errs.Text{})
	s.add(FeeLeg, rest(t.Arrears.Fee), errs.T("fees in arrears"), errs.Text{})
	s.add(CostLeg, rest(t.Costs), errs.T("costs"), errs.Text{})
	s.add(JudgmentLeg, t.Awarded, errs.T("awarded by courts and unpaid"), errs.T("a part of the debt, counted once"))
	s.add(AssetLeg, -t.Asset, errs.T("value of the unit that came back"), t.asset())
	s.held(t.Position)
	return s.result()
}

func (t Termination) asset() errs.Text {
	switch {
	case t.AssetOn == 0:
		return errs.Text{}
	case t.AssetBy == ByAppraisal:
		return errs.T("appraised on {day}", "day", t.AssetOn)
	}
	return errs.T("sold on {day}", "day", t.AssetOn)
}

func (t Termination) check() error {
	var f errs.Faults
	f.Take("", t.Position.Check())
	t.Accruing.check(&f)
	if t.PaidTo == 0 {
		f.Add("paid_to", "this needs a day")
	} else if t.PaidTo > t.On {
		f.Add("paid_to", "the contract is paid beyond the day of its termination")
	}
	if t.Compound < 0 || t.Compound > 12 {
		f.Add("compound_months", "interest joins the debt every 1 to {most} months", "most", 12)
	}
	checkSum(&f, "costs_minor", t.Costs)
	checkSum(&f, "asset_minor", t.Asset)
	checkSum(&f, "awarded_minor", t.Awarded)
	if t.AssetBy != "" && t.AssetBy != BySale && t.AssetBy != ByAppraisal {
		f.Add("asset_by", "{text} is none of the words allowed here", "text", string(t.AssetBy)).Because("choose {words}", "words", "sale, appraisal")
	}
	checkTax(&f, t.Tax)
	return f.Err()
}

// actualFee is the price of the financing from the day it was paid up to.
func (t Termination) actualFee(financing int64) (int64, error) {
	from, sum := t.PaidTo, int64(0)
	for n := 1; t.Compound > 0 && t.PaidTo.AddMonths(n*t.Compound) <= t.On && n <= MaxCount; n++ {
		to := t.PaidTo.AddMonths(n * t.Compound)
		i, err := t.on(financing+sum, t.Currency, from, to)
		if err != nil {
			return 0, err
		}
		sum, from = sum+i, to
	}
	i, err := t.on(financing+sum, t.Currency, from, t.On)
	return sum + i, err
}
