package lease

import (
	"kontor/errs"
	"kontor/money"
)

// Correction is what a late fixing changes (L2): the accruals are run again, invoices that went out stay as they are,
// and the difference is one line on the next invoice.
type Correction struct {
	Billed   []int        `json:"billed"`   // numbers of the rows whose invoices stay
	On       int          `json:"on"`       // number of the row whose invoice bears the line
	Interest money.Amount `json:"interest"` // more interest of the billed rows than was billed; below zero it is less
	Line     money.Amount `json:"line"`     // what the line asks for; below zero it gives back
	Schedule Schedule     `json:"schedule"` // the plan that holds from now on
}

// CorrectFixing compares the plan by which invoices went out with the plan as it would have been, had the rate been
// known in time. The first `billed` rentals are invoiced. Their difference goes to the next one, whose own payment is
// that of the new plan, so that after it the lessee stands as if the rate had come in time.
//
// Errors: Invalid when the two are no plans of one lease, or when no rental is left to bear the line.
func CorrectFixing(was, now Schedule, billed int) (Correction, error) {
	c := Correction{Schedule: now}
	c.Interest, c.Line = money.Amount{Currency: now.Financed.Currency}, money.Amount{Currency: now.Financed.Currency}
	if was.Financed != now.Financed {
		return Correction{}, errs.New(errs.Invalid, "the two plans are not of one lease").In("lease.fixing")
	}
	before, after := paying(was), paying(now)
	if billed < 0 || billed > len(before) || billed >= len(after) {
		return Correction{}, errs.New(errs.Invalid, "no rental is left to bear the correction").Because("settle the difference by an invoice of its own").In("lease.fixing")
	}
	for i := range billed {
		if before[i].Nr != after[i].Nr || before[i].DueOn != after[i].DueOn {
			return Correction{}, errs.New(errs.Invalid, "the two plans are not of one lease").In("lease.fixing")
		}
		c.Billed = append(c.Billed, before[i].Nr)
		c.Interest.Minor += after[i].Interest - before[i].Interest
		c.Line.Minor += after[i].Payment() - before[i].Payment()
	}
	c.On = after[billed].Nr
	return c, nil
}

// paying are the rentals of a schedule.
func paying(s Schedule) []Row {
	var rows []Row
	for _, r := range s.Rows {
		if r.Kind == RentalRow {
			rows = append(rows, r)
		}
	}
	return rows
}
