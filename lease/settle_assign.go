package lease

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Assignment moves a contract from one lessee to another on a day: same identifier, same schedule, another debtor.
type Assignment struct {
	Position
	From         string                 `json:"from_party"` // lessee
	To           string                 `json:"to_party"`
	Fee          int64                  `json:"fee_minor,omitempty"`     // paid by who leaves
	TakesArrears bool                   `json:"takes_arrears,omitempty"` // the new lessee takes what is due and unpaid too
	KeepsDeposit bool                   `json:"keeps_deposit,omitempty"` // the deposit stays with the contract; else it goes back
	Needs        []string               `json:"needs"`                   // who must consent: guarantors, insurers, the lessor
	Consents     []Consent              `json:"consents"`
	Rounding     money.Mode             `json:"rounding"`
	Tax          map[LegKind]money.Rate `json:"tax,omitempty"`
}

// Consent is a consent that was given in writing.
type Consent struct {
	By string   `json:"by"`
	On day.Date `json:"on"`
}

// Assigned is what the old lessee settles and what the new one takes over.
type Assigned struct {
	Settlement          // of who leaves
	Takes      Position `json:"takes"`
}

// Assign settles an assignment. Errors: Invalid with every fault; Refused as long as a consent is missing, naming whose.
func Assign(a Assignment) (Assigned, error) {
	if err := a.check(); err != nil {
		return Assigned{}, err
	}
	for _, who := range a.Needs {
		if !slices.ContainsFunc(a.Consents, func(c Consent) bool { return c.By == who && c.On != 0 && c.On <= a.On }) {
			return Assigned{}, errs.New(errs.Refused, "the assignment waits for the consent of {party}", "party", who).
				Because("obtain it in writing: without it a guarantee may be lost").In("lease.assign")
		}
	}
	out := Assigned{Takes: a.Position}
	leaves := a.Position
	leaves.Balance = 0
	if a.TakesArrears {
		leaves.Arrears, leaves.Penalty = leaves.Arrears.Sub(leaves.Arrears), 0
	} else {
		out.Takes.Arrears, out.Takes.Penalty = leaves.Arrears.Sub(leaves.Arrears), 0
	}
	if a.KeepsDeposit {
		leaves.Deposit = 0
	} else {
		out.Takes.Deposit = 0
	}
	out.Takes.Unapplied = 0
	s := newSettling(AssignmentSettlement, a.Position, a.Rounding, a.Tax)
	s.owed(leaves)
	s.add(FeeLeg, a.Fee, errs.T("fee for the assignment"), errs.Text{})
	s.held(leaves)
	var err error
	out.Settlement, err = s.result()
	return out, err
}

func (a Assignment) check() error {
	var f errs.Faults
	f.Take("", a.Position.Check())
	if a.From == "" {
		f.Add("from_party", "the assignment needs who leaves")
	}
	if a.To == "" || a.To == a.From {
		f.Add("to_party", "the assignment needs somebody else who takes over")
	}
	checkSum(&f, "fee_minor", a.Fee)
	checkTax(&f, a.Tax)
	return f.Err()
}

// Stay is the time of one unit in one contract. A unit keeps its identity from contract to contract (E6).
type Stay struct {
	Unit     string   `json:"unit"`
	Contract string   `json:"contract"`
	From     day.Date `json:"from"`
	Until    day.Date `json:"until,omitzero"` // none while it is there
	Ended    StayEnd  `json:"ended,omitempty"`
}

// StayEnd says why a unit left a contract.
type StayEnd string

// The ends of a stay.
const (
	Repossessed StayEnd = "repossessed"
	CameBack    StayEnd = "returned"
	Bought      StayEnd = "bought"
	Lost        StayEnd = "lost"
)

// Leave ends the stay of a unit and gives the new history; the one given does not change. Errors: NotFound when the unit is
// in no contract; Invalid before it came there.
func Leave(history []Stay, unit string, on day.Date, why StayEnd) ([]Stay, error) {
	i := slices.IndexFunc(history, func(s Stay) bool { return s.Unit == unit && s.Until == 0 })
	if i < 0 {
		return nil, errs.New(errs.NotFound, "unit {unit} is in no contract", "unit", unit).In("lease.leave")
	}
	if on < history[i].From {
		return nil, errs.New(errs.Invalid, "unit {unit} came to its contract on {day}", "unit", unit, "day", history[i].From).In("lease.leave")
	}
	history = slices.Clone(history)
	history[i].Until, history[i].Ended = on, why
	return history, nil
}

// Enter begins the stay of a unit in a contract. Errors: Conflict while it is in another one, or before it left that.
func Enter(history []Stay, unit, contract string, on day.Date) ([]Stay, error) {
	for _, s := range history {
		switch {
		case s.Unit != unit:
		case s.Until == 0 || on < s.Until:
			return nil, errs.New(errs.Conflict, "unit {unit} is in contract {contract}", "unit", unit, "contract", s.Contract).
				Because("end its stay there first").In("lease.enter")
		case s.Ended == Lost:
			return nil, errs.New(errs.Conflict, "unit {unit} was lost on {day}", "unit", unit, "day", s.Until).In("lease.enter")
		}
	}
	return append(slices.Clone(history), Stay{Unit: unit, Contract: contract, From: on}), nil
}
