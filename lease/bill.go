package lease

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// BillLine is one line of what is billed for a row, with its tax (L12): the schedule is net, tax is added per line and
// rounded once per line.
type BillLine struct {
	Name string       `json:"name"` // rental, advance, residual, or the name of a fee
	Net  money.Amount `json:"net"`
	Code string       `json:"tax_code,omitempty"`
	Rate money.Rate   `json:"tax_rate,omitzero"`
	Tax  money.Amount `json:"tax"`
}

// Bill is what one row asks for with tax. Where the advance is a prepayment of rentals, the invoice also shows the part
// of it that the rental uses up, as supplied and as paid before: its tax was due with the advance, at the rate of that
// day, so it changes nothing that is due now.
type Bill struct {
	Nr     int          `json:"nr"`
	DueOn  day.Date     `json:"due_on"`
	Lines  []BillLine   `json:"lines"`
	Offset Offset       `json:"offset,omitzero"` // part of the advance that this rental uses up
	Net    money.Amount `json:"net"`
	Tax    money.Amount `json:"tax"`
	Gross  money.Amount `json:"gross"`
}

// Bills adds tax to every row of a schedule that asks for something. The rate of each line follows the date of supply,
// which is the due day (L11). Where spread is true the advance is a prepayment of rentals, used up evenly, the last rental
// taking the residue, so that gross and tax sum to what was received.
//
// Errors: Refused for a tax code that is not there or has no rate on the day.
func (ref Reference) Bills(t Terms, s Schedule, spread bool) ([]Bill, error) {
	offsets, err := ref.offsets(t, s, spread)
	if err != nil {
		return nil, err
	}
	var bills []Bill
	for _, r := range s.Rows {
		if r.Kind == EmptyRow || r.Kind == ValueRow {
			continue
		}
		b := Bill{Nr: r.Nr, DueOn: r.DueOn}
		if err := ref.lines(&b, t, r); err != nil {
			return nil, err
		}
		if r.Kind == RentalRow && len(offsets) > 0 {
			b.Offset, offsets = offsets[0], offsets[1:]
		}
		for _, l := range b.Lines {
			if b.Net, err = plus(b.Net, l.Net); err != nil {
				return nil, err
			}
			if b.Tax, err = plus(b.Tax, l.Tax); err != nil {
				return nil, err
			}
		}
		if b.Gross, err = plus(b.Net, b.Tax); err != nil {
			return nil, err
		}
		bills = append(bills, b)
	}
	return bills, nil
}

// plus adds to a sum that may have no currency yet.
func plus(sum, a money.Amount) (money.Amount, error) {
	if sum.Currency == "" {
		return a, nil
	}
	return sum.Add(a)
}

func (ref Reference) lines(b *Bill, t Terms, r Row) error {
	add := func(name, code string, net int64) error {
		l := BillLine{Name: name, Code: code, Net: money.Amount{Minor: net, Currency: t.Price.Currency}, Tax: money.Amount{Currency: t.Price.Currency}}
		rate, err := ref.taxRate(code, r.DueOn)
		if err != nil {
			return err
		}
		l.Rate = rate
		if l.Tax, err = TaxOn(l.Net, rate, t.Rounding); err != nil {
			return err
		}
		b.Lines = append(b.Lines, l)
		return nil
	}
	if r.Payment() != 0 {
		if err := add(string(r.Kind), t.TaxCode, r.Payment()); err != nil {
			return err
		}
	}
	when := map[Kind]When{AdvanceRow: UpFront, FeeRow: UpFront, RentalRow: PerRental}[r.Kind]
	for _, f := range t.Fees {
		if when == "" || f.When != when {
			continue
		}
		if err := add(f.Name, f.TaxCode, f.of(t.Price)); err != nil {
			return err
		}
	}
	return nil
}

// taxRate is the rate of a code on a day, nothing without a code.
func (ref Reference) taxRate(code string, on day.Date) (money.Rate, error) {
	if code == "" {
		return money.Rate{}, nil
	}
	for _, c := range ref.TaxCodes {
		if c.Code == code {
			return c.On(on)
		}
	}
	return money.Rate{}, errs.New(errs.Refused, "there is no tax code {code}", "code", code).Because("load it first, or leave it out")
}

// offsets spread the gross advance over the rentals. Advance is net in the terms, as every amount is.
func (ref Reference) offsets(t Terms, s Schedule, spread bool) ([]Offset, error) {
	if !spread || t.Advance.Minor == 0 {
		return nil, nil
	}
	rate, err := ref.taxRate(t.TaxCode, t.Start)
	if err != nil {
		return nil, err
	}
	tax, err := TaxOn(t.Advance, rate, t.Rounding)
	if err != nil {
		return nil, err
	}
	gross, err := t.Advance.Add(tax)
	if err != nil {
		return nil, err
	}
	rentals := 0
	for _, r := range s.Rows {
		if r.Kind == RentalRow {
			rentals++
		}
	}
	return spreadOffset(gross, tax, rentals, t.Rounding)
}
