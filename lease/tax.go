package lease

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// TaxCode is a tax with its rates by day. The rate follows the date of supply (L11).
type TaxCode struct {
	Code  string    `json:"code"`
	Rates []TaxRate `json:"rates"` // by day
}

// TaxRate is a rate from a day on.
type TaxRate struct {
	From day.Date   `json:"from"`
	Rate money.Rate `json:"rate"`
}

// On is the rate on a date of supply. Errors: Refused before the first rate.
func (c TaxCode) On(supply day.Date) (money.Rate, error) {
	for i := len(c.Rates) - 1; i >= 0; i-- {
		if r := c.Rates[i]; r.From <= supply {
			return r.Rate, nil
		}
	}
	return money.Rate{}, errs.New(errs.Refused, "tax code {code} has no rate on {day}", "code", c.Code, "day", supply.String()).
		Because("add the rate of that day to the tax code")
}

// TaxOn is the tax on a net amount, rounded once (L12).
func TaxOn(net money.Amount, rate money.Rate, mode money.Mode) (money.Amount, error) {
	num, den := rate.Ratio()
	return net.MulRat(num, den, mode)
}

// TaxIn is the tax inside a gross amount, rounded once.
func TaxIn(gross money.Amount, rate money.Rate, mode money.Mode) (money.Amount, error) {
	num, den := rate.Ratio()
	return gross.MulRat(num, den+num, mode)
}

// SplitLevel shares a total over n lines: each is the even share, rounded, and the last takes the residue (R7).
func SplitLevel(total money.Amount, n int, mode money.Mode) ([]money.Amount, error) {
	if n < 1 || n > MaxCount {
		return nil, errs.New(errs.Invalid, "a plan has from 1 to {most} rentals, not {count}", "most", MaxCount, "count", n)
	}
	each, err := total.MulRat(1, int64(n), mode)
	if err != nil {
		return nil, err
	}
	parts := make([]money.Amount, n)
	for i := range parts {
		parts[i] = each
	}
	parts[n-1].Minor = total.Minor - each.Minor*int64(n-1)
	return parts, nil
}

// Offset is the part of an advance that one rental uses up: Gross with the tax in it, which was due with the advance.
type Offset struct {
	Gross money.Amount `json:"gross"`
	Tax   money.Amount `json:"tax"`
}

// OffsetAdvance spreads an advance that was taxed when it was received over n rentals (L11): gross and tax evenly, the
// last takes the residue, so that both sum to what was received.
func OffsetAdvance(gross money.Amount, rate money.Rate, n int, mode money.Mode) ([]Offset, error) {
	tax, err := TaxIn(gross, rate, mode)
	if err != nil {
		return nil, err
	}
	return spreadOffset(gross, tax, n, mode)
}

func spreadOffset(gross, tax money.Amount, n int, mode money.Mode) ([]Offset, error) {
	parts, err := SplitLevel(gross, n, mode)
	if err != nil {
		return nil, err
	}
	taxes, err := SplitLevel(tax, n, mode)
	if err != nil {
		return nil, err
	}
	offsets := make([]Offset, n)
	for i := range offsets {
		offsets[i] = Offset{parts[i], taxes[i]}
	}
	return offsets, nil
}
