package lease

import (
	"cmp"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// EndChoice is what happens at the end of the term (E7).
type EndChoice string

// The choices.
const (
	Transfer EndChoice = "transfer" // the lessee buys at a price
	GiveBack EndChoice = "return"   // the unit comes back
	Extend   EndChoice = "extend"   // more rentals, by agreement
	RunOn    EndChoice = "run_on"   // rentals go on until somebody gives notice
	ReLease  EndChoice = "re_lease" // a new contract for the same unit
)

// EndChoices are the choices in the order in which a person is offered them.
var EndChoices = []EndChoice{Transfer, GiveBack, Extend, RunOn, ReLease}

// Ending asks what is owed at the end of the term.
type Ending struct {
	Position
	Choice     EndChoice              `json:"choice"`
	Price      int64                  `json:"price_minor,omitempty"`      // of a transfer
	Use        int64                  `json:"use_minor,omitempty"`        // of a return: hours, kilometres, damage beyond what was agreed
	Guaranteed int64                  `json:"guaranteed_minor,omitempty"` // of a return: residual that was promised
	ResidualBy Backer                 `json:"residual_by,omitempty"`      // by whom
	Value      int64                  `json:"value_minor,omitempty"`      // of a return: what the unit is worth
	Rental     int64                  `json:"rental_minor,omitempty"`     // of an extension
	Count      int                    `json:"count,omitempty"`            // of an extension: rentals
	Every      int                    `json:"every_months,omitempty"`
	Tax        map[LegKind]money.Rate `json:"tax,omitempty"`
	Rounding   money.Mode             `json:"rounding"`
}

// Ended is the settlement at the end of a term and what follows from it.
type Ended struct {
	Settlement
	FromBacker money.Amount `json:"from_backer"`       // what a third party owes on its guarantee of the residual
	Rows       []Row        `json:"rows,omitempty"`    // of an extension
	Finances   money.Amount `json:"finances,omitzero"` // of a re-lease: what the new contract starts from
}

// EndOfTerm settles the end. A guarantor of the residual, lessee or third party, owes what the unit is worth less than the
// guarantee. Running on makes one rental at a time. Errors: Invalid with every fault.
func EndOfTerm(e Ending) (Ended, error) {
	if err := e.check(); err != nil {
		return Ended{}, err
	}
	s := newSettling(EndSettlement, e.Position, e.Rounding, e.Tax)
	out := Ended{FromBacker: money.Of(0, e.Currency)}
	s.add(BalanceLeg, e.Balance, errs.T("balance not due yet"), errs.Text{})
	s.owed(e.Position)
	switch e.Choice {
	case Transfer:
		s.add(EndPriceLeg, e.Price, errs.T("price of the unit at the end"), errs.Text{})
	case GiveBack:
		s.add(UseLeg, e.Use, errs.T("use beyond what was agreed"), errs.Text{})
		short := max(e.Guaranteed-e.Value, 0)
		switch e.ResidualBy {
		case ByLessee:
			s.add(ResidualLeg, short, errs.T("guaranteed residual less the value of the unit"),
				errs.T("{value} of {amount}", "value", money.Of(e.Value, e.Currency), "amount", money.Of(e.Guaranteed, e.Currency)))
		case ByThirdParty:
			out.FromBacker.Minor = short
		}
	case ReLease:
		out.Finances = money.Of(e.Value, e.Currency)
	default:
		count := e.Count
		if e.Choice == RunOn {
			count = 1
		}
		for nr := range count {
			out.Rows = append(out.Rows, Row{Nr: nr + 1, Kind: RentalRow, DueOn: e.On.AddMonths((nr + 1) * e.Every), Interest: e.Rental})
		}
	}
	s.held(e.Position)
	var err error
	out.Settlement, err = s.result()
	return out, err
}

func (e Ending) check() error {
	var f errs.Faults
	f.Take("", e.Position.Check())
	checkWord(&f, "choice", e.Choice, EndChoices)
	extends := e.Choice == Extend || e.Choice == RunOn
	for _, c := range []struct {
		field  string
		minor  int64
		wanted bool
	}{{"price_minor", e.Price, e.Choice == Transfer}, {"use_minor", e.Use, e.Choice == GiveBack}, {"guaranteed_minor", e.Guaranteed, e.Choice == GiveBack},
		{"value_minor", e.Value, e.Choice == GiveBack || e.Choice == ReLease}, {"rental_minor", e.Rental, extends}} {
		checkSum(&f, c.field, c.minor)
		if c.minor != 0 && !c.wanted {
			f.Add(c.field, "this says nothing when the choice is {choice}", "choice", string(e.Choice)).Because("leave it out")
		}
	}
	if extends && e.Rental == 0 {
		f.Add("rental_minor", "an extension needs its rental")
	}
	if extends && (e.Every < 1 || e.Every > 12) {
		f.Add("every_months", "rentals are due every 1 to {most} months", "most", 12)
	}
	if e.Choice == Extend && (e.Count < 1 || e.Count > MaxCount) {
		f.Add("count", "a plan has from 1 to {most} rentals, not {count}", "most", MaxCount, "count", e.Count)
	}
	if e.Guaranteed > 0 {
		checkWord(&f, "residual_by", e.ResidualBy, Backers)
	}
	checkTax(&f, e.Tax)
	return f.Err()
}

// Expiring is a contract whose end is in sight.
type Expiring struct {
	ID         string   `json:"id"`
	Ends       day.Date `json:"ends"`
	NoticeDays int      `json:"notice_days"`
	Residual   int64    `json:"residual_minor"` // that the lessor hopes to find
	Balance    int64    `json:"balance_minor"`
}

// Rung is one month of the expiry ladder.
type Rung struct {
	Month    day.Date   `json:"month"` // its first day
	Residual int64      `json:"residual_minor"`
	Balance  int64      `json:"balance_minor"`
	Ends     []Expiring `json:"ends"`   // by day
	Notice   []string   `json:"notice"` // of those, whose day of notice is over or today
}

// Ladder lists by month the contracts that end within some months from a day, those past their end in the first rung.
func Ladder(contracts []Expiring, on day.Date, months int) []Rung {
	y, m, _ := on.Civil()
	first := day.MustOf(y, m, 1)
	rungs := make([]Rung, max(months, 0))
	for i := range rungs {
		rungs[i].Month = first.AddMonths(i)
	}
	contracts = slices.Clone(contracts)
	slices.SortStableFunc(contracts, func(a, b Expiring) int { return cmp.Or(cmp.Compare(a.Ends, b.Ends), cmp.Compare(a.ID, b.ID)) })
	for _, c := range contracts {
		cy, cm, _ := c.Ends.Civil()
		i := max((cy-y)*12+cm-m, 0)
		if i >= len(rungs) {
			continue
		}
		r := &rungs[i]
		r.Residual += c.Residual
		r.Balance += c.Balance
		r.Ends = append(r.Ends, c)
		if c.Ends.Add(-c.NoticeDays) <= on {
			r.Notice = append(r.Notice, c.ID)
		}
	}
	return rungs
}
