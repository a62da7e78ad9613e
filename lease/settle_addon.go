package lease

import (
	"slices"

	"kontor/errs"
	"kontor/money"
)

// AddOn brings one more unit into a contract, to end with the others (E3). A swap is a partial termination and an add-on.
type AddOn struct {
	Terms    Terms        `json:"terms"` // as signed: rhythm, rounding, day count
	Rows     []Row        `json:"rows"`  // in force
	Shares   []UnitShare  `json:"shares"`
	After    int          `json:"after"` // number of the row on whose due day the unit joins; 0 = on the start
	Unit     string       `json:"unit"`
	Financed money.Amount `json:"financed"`
	Residual money.Amount `json:"residual,omitzero"` // due like the one of the contract
	Rate     *money.Rate  `json:"rate,omitempty"`    // none = as signed
}

// Added is a contract with one more unit.
type Added struct {
	Own    []Row       `json:"own"`  // of the new unit alone
	Rows   []Row       `json:"rows"` // of all units
	Shares []UnitShare `json:"shares"`
}

// AddUnit solves rentals for the new unit over the due days that are left, in the shape of the ones that are there, and adds
// them to those. Errors: Invalid with every fault.
func AddUnit(a AddOn) (Added, error) {
	if a.Rate != nil {
		a.Terms.Rate = *a.Rate
	}
	if err := a.check(); err != nil {
		return Added{}, err
	}
	t := newTail(Prepayment{Terms: a.Terms, Rows: a.Rows, After: a.After})
	if a.After == 0 {
		t.from = a.Terms.Start
	}
	t.balance, t.target = a.Financed.Minor, a.Residual.Minor
	last := t.old[len(t.old)-1].DueOn
	t.end = slices.DeleteFunc(slices.Clone(t.end), func(r Row) bool { return r.Kind == EmptyRow })
	var final []Row
	if a.Residual.Minor > 0 {
		r := Row{Nr: t.old[len(t.old)-1].Nr + 1, Kind: ResidualRow, DueOn: last}
		if len(t.end) > 0 {
			r = t.end[0]
		}
		// A residual that is due later bears interest until then: what it pays off is less than what it asks for.
		interest, err := t.interest(a.Residual.Minor, last, r.DueOn)
		if err != nil {
			return Added{}, err
		}
		r.Principal, r.Interest, r.Fee, r.Balance = a.Residual.Minor, interest, 0, 0
		final = append(final, r)
	}
	if err := t.lower(); err != nil {
		return Added{}, errs.As(err).In("lease.add_unit")
	}
	out := Added{Own: append(t.rows, final...), Shares: append(slices.Clone(a.Shares), UnitShare{a.Unit, a.Financed.Minor})}
	for i := range out.Own {
		out.Own[i].Fee = 0 // of the contract, not of a unit
	}
	out.merge(a.Rows, a.After)
	return out, nil
}

// merge adds the own rows to the others; a residual where the contract had none becomes a row of its own.
func (out *Added) merge(rows []Row, after int) {
	left := slices.Clone(out.Own)
	for _, r := range rows {
		if r.Nr <= after || r.Kind == AdvanceRow || r.Kind == FeeRow {
			continue
		}
		if i := slices.IndexFunc(left, func(o Row) bool { return o.Nr == r.Nr && o.Kind == r.Kind }); i >= 0 {
			r.Principal, r.Interest = r.Principal+left[i].Principal, r.Interest+left[i].Interest
			left = slices.Delete(left, i, i+1)
		}
		out.Rows = append(out.Rows, r)
	}
	out.Rows = append(out.Rows, left...)
	balance := int64(0)
	for i := len(out.Rows) - 1; i >= 0; i-- {
		out.Rows[i].Balance = balance
		balance += out.Rows[i].Principal
	}
}

func (a AddOn) check() error {
	var f errs.Faults
	i := slices.IndexFunc(a.Rows, func(r Row) bool { return r.Nr == a.After && r.Kind != AdvanceRow && r.Kind != FeeRow })
	rentals := slices.IndexFunc(a.Rows, func(r Row) bool { return r.Nr > a.After && r.pays() })
	if a.After != 0 && i < 0 || rentals < 0 {
		f.Add("after", "the schedule has no row {nr} with others behind it", "nr", a.After)
	}
	if a.Unit == "" || slices.ContainsFunc(a.Shares, func(s UnitShare) bool { return s.Unit == a.Unit }) {
		f.Add("unit", "every unit has one share")
	}
	for _, c := range []struct {
		field  string
		amount money.Amount
	}{{"financed", a.Financed}, {"residual", a.Residual}} {
		if c.amount != (money.Amount{}) && c.amount.Currency != a.Terms.Price.Currency {
			f.Add(c.field, "this is in {currency}, the price in {other}", "currency", string(c.amount.Currency), "other", string(a.Terms.Price.Currency)).
				Because("a deal has one currency")
		}
		checkSum(&f, c.field, c.amount.Minor)
	}
	if a.Financed.Minor == 0 {
		f.Add("financed", "the amount is not above zero")
	}
	if a.Residual.Minor > a.Financed.Minor {
		f.Add("residual", "the residual is more than what is financed")
	}
	if a.Terms.EveryMonths < 1 || a.Terms.Start == 0 {
		f.Add("terms", "the terms have no rhythm or no start")
	}
	Accruing{Rate: a.Terms.Rate}.check(&f)
	return f.Err()
}
