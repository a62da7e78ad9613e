package lease

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Kind is what a row asks for.
type Kind string

// The kinds of rows.
const (
	AdvanceRow  Kind = "advance"  // number 0, due on the start, paid before delivery
	RentalRow   Kind = "rental"   // 1 to n
	ResidualRow Kind = "residual" // after the last rental
	PriceRow    Kind = "price"    // of a cash sale
	EmptyRow    Kind = "skip"     // a due day without a rental: the interest joins the balance, so its principal is below zero
	ValueRow    Kind = "value"    // residual value that the lessee does not owe
	FeeRow      Kind = "fee"      // number 0, fees up front without an advance
)

// Row is one amount that a customer owes on a day; the parts are minor units of the plan's currency.
type Row struct {
	Nr        int      `json:"nr"`
	Kind      Kind     `json:"kind"`
	DueOn     day.Date `json:"due_on"`
	Principal int64    `json:"principal_minor"`
	Interest  int64    `json:"interest_minor"`
	Balance   int64    `json:"balance_minor"`       // principal that is left after this row, what is not drawn yet included
	Fee       int64    `json:"fee_minor,omitempty"` // fees and services beside the payment
}

// Payment is what the row asks for, fees aside.
func (r Row) Payment() int64 { return r.Principal + r.Interest }

// Schedule is a plan of payments in whole minor units.
type Schedule struct {
	Financed       money.Amount `json:"financed"`
	Residual       money.Amount `json:"residual"`
	Rental         money.Amount `json:"rental"`      // the level rental; the first one of a linear plan
	LastRental     money.Amount `json:"last_rental"` // absorbs what rounding leaves
	TotalInterest  money.Amount `json:"total_interest"`
	YieldNominal   money.Rate   `json:"yield_nominal"`     // periods a year x the periodic yield of the rounded flows
	YieldEffective money.Rate   `json:"yield_effective"`   // the same compounded over a year
	NoYield        errs.Text    `json:"no_yield,omitzero"` // why there is no yield
	Rows           []Row        `json:"rows"`              // by due day and number
}

// Ends is the day on which the last row is due.
func (s Schedule) Ends() day.Date {
	if len(s.Rows) == 0 {
		return 0
	}
	return s.Rows[len(s.Rows)-1].DueOn
}

// Open is what the lessee owes by the schedule, with nothing paid yet. Due days that ask for nothing and value that others
// stand for are left out; interest that joins the balance is principal of the rows behind.
func (s Schedule) Open() []Open {
	open := make([]Open, 0, len(s.Rows))
	for _, r := range s.Rows {
		switch o := (Open{Nr: r.Nr, Kind: r.Kind, DueOn: r.DueOn, Fee: r.Fee, Interest: r.Interest, Principal: r.Principal}); {
		case r.Kind == EmptyRow || r.Kind == ValueRow:
		case r.Principal < 0: // less than the interest is asked for: what is paid is interest
			o.Interest, o.Principal = r.Payment(), 0
			open = append(open, o)
		default:
			open = append(open, o)
		}
	}
	return open
}

// Check proves the invariants of R6 on a schedule, planned or read back: principal pays the financed amount off to the
// minor unit, every balance follows from the one before, nothing that is asked for is below zero, days never run backwards.
func (s Schedule) Check() error {
	balance, interest, last := s.Financed.Minor, int64(0), day.Date(0)
	for _, r := range s.Rows {
		if r.Kind != AdvanceRow {
			balance -= r.Principal
			interest += r.Interest
		}
		if r.Balance != balance || r.Payment() < 0 || r.Interest < 0 || r.Fee < 0 || r.DueOn < last || r.Kind == EmptyRow && r.Payment() != 0 {
			return errs.New(errs.Internal, "row {nr} of the schedule does not add up", "nr", r.Nr).In("lease.check")
		}
		last = r.DueOn
	}
	if balance != 0 || interest != s.TotalInterest.Minor {
		return errs.New(errs.Internal, "the schedule does not add up").In("lease.check")
	}
	return nil
}

// Sale is the schedule of a cash sale: the advance on the start, before delivery, and the rest of the price on dueOn.
func Sale(price, advance money.Amount, start, dueOn day.Date) (Schedule, error) {
	t := Terms{Price: price, Advance: advance, Start: start}
	var f errs.Faults
	t.checkAmounts(&f)
	if start == 0 {
		f.Add("start", "the plan needs a first day")
	}
	if dueOn < start {
		f.Add("due_on", "the price is due before the start").Because("choose {start} or later", "start", start)
	}
	if err := f.Err(); err != nil {
		return Schedule{}, err
	}
	zero := money.Amount{Currency: price.Currency}
	s := Schedule{Financed: t.Financed(), Residual: zero, Rental: zero, LastRental: zero, TotalInterest: zero}
	s.Rows = appendAdvance(s.Rows, t)
	if rest := s.Financed.Minor; rest > 0 {
		s.Rows = append(s.Rows, Row{Nr: 1, Kind: PriceRow, DueOn: dueOn, Principal: rest})
	}
	return s, s.Check()
}

// appendAdvance adds row 0 if the terms have an advance.
func appendAdvance(rows []Row, t Terms) []Row {
	if t.Advance.Minor == 0 {
		return rows
	}
	return append(rows, Row{Kind: AdvanceRow, DueOn: t.Start, Principal: t.Advance.Minor, Balance: t.Financed().Minor})
}
