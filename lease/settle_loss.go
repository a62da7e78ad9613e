package lease

import (
	"kontor/errs"
	"kontor/money"
)

// Loss asks for the settlement of a unit that is lost (E5): what is owed, met by the insurance in an order of its own.
type Loss struct {
	Position
	Accruing
	Costs     int64      `json:"costs_minor,omitempty"`
	Proceeds  int64      `json:"proceeds_minor"`            // what the insurer pays, after its excess
	TaxPct    money.Rate `json:"proceeds_tax_pct,omitzero"` // of tax inside the proceeds that the lessor hands on; zero = they come net
	Order     []LegKind  `json:"order,omitempty"`           // in which the proceeds meet the debt; empty = LossOrder
	SurplusTo Side       `json:"surplus_to,omitempty"`      // empty = the lessee
}

// Side is one of the two sides of a contract.
type Side string

// The sides.
const (
	Lessee Side = "lessee"
	Lessor Side = "lessor"
)

// LossOrder is the order in which insurance proceeds meet a debt unless a contract says otherwise.
var LossOrder = []LegKind{BalanceLeg, ResidualLeg, InterestLeg, ArrearsLeg, PenaltyLeg, CostLeg}

// LossSettled is the settlement of a total loss and what the proceeds met.
type LossSettled struct {
	Settlement
	Met []MetByProceeds `json:"met"`
}

// MetByProceeds is how much of one kind of debt the insurance paid.
type MetByProceeds struct {
	Kind LegKind `json:"kind"`
	Owed int64   `json:"owed_minor"`
	Met  int64   `json:"met_minor"`
}

// TotalLoss settles a lost unit. What the proceeds do not meet the customer owes; what they leave goes to him, unless it
// was agreed that the lessor keeps it. Errors: Invalid with every fault.
func TotalLoss(l Loss) (LossSettled, error) {
	if len(l.Order) == 0 {
		l.Order = LossOrder
	}
	if err := l.check(); err != nil {
		return LossSettled{}, err
	}
	s := newSettling(LossSettlement, l.Position, l.Rounding, nil)
	s.add(BalanceLeg, l.Balance, errs.T("balance not due yet"), errs.Text{})
	s.add(ResidualLeg, l.Residual, errs.T("residual that nobody can find any more"), errs.Text{})
	s.interest(l.Position, l.Accruing, ToDate)
	s.owed(l.Position)
	s.add(CostLeg, l.Costs, errs.T("costs"), errs.Text{})
	s.add(ProceedsLeg, -l.Proceeds, errs.T("insurance proceeds"), errs.Text{})
	gross := money.Of(l.Proceeds, l.Currency)
	tax, err := TaxIn(gross, l.TaxPct, l.Rounding)
	if err != nil {
		return LossSettled{}, err
	}
	s.add(TaxLeg, tax.Minor, errs.T("tax inside the proceeds"), errs.T("{rate} percent of {amount}", "rate", l.TaxPct, "amount", gross))
	out := LossSettled{}
	rest := l.Proceeds - tax.Minor
	for _, kind := range l.Order {
		if owed := s.Of(kind); owed > 0 {
			met := min(owed, rest)
			rest -= met
			out.Met = append(out.Met, MetByProceeds{kind, owed, met})
		}
	}
	if rest > 0 && l.SurplusTo == Lessor {
		s.add(SurplusLeg, rest, errs.T("surplus that the lessor keeps"), errs.T("as agreed in the contract"))
	}
	s.held(l.Position)
	out.Settlement, err = s.result()
	return out, err
}

func (l Loss) check() error {
	var f errs.Faults
	f.Take("", l.Position.Check())
	l.Accruing.check(&f)
	checkSum(&f, "costs_minor", l.Costs)
	checkSum(&f, "proceeds_minor", l.Proceeds)
	checkShare(&f, "proceeds_tax_pct", l.TaxPct)
	seen := map[LegKind]bool{}
	for i, kind := range l.Order {
		checkWord(&f, at("order", i), kind, LossOrder)
		if seen[kind] {
			f.Add(at("order", i), "{kind} stands in the order twice", "kind", string(kind))
		}
		seen[kind] = true
	}
	if len(seen) < len(LossOrder) {
		f.Add("order", "the order leaves something out that may be owed").Because("choose {words}", "words", listed(LossOrder))
	}
	if l.SurplusTo != "" && l.SurplusTo != Lessee && l.SurplusTo != Lessor {
		f.Add("surplus_to", "{text} is none of the words allowed here", "text", string(l.SurplusTo)).Because("choose {words}", "words", "lessee, lessor")
	}
	return f.Err()
}
