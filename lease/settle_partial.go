package lease

import (
	"slices"

	"kontor/errs"
	"kontor/money"
)

// UnitShare is what of the financed amount stands for one unit; it is fixed when the contract is signed (E3).
type UnitShare struct {
	Unit  string `json:"unit"`
	Minor int64  `json:"minor"`
}

// SplitUnits shares the financed amount over units by their prices; the shares sum to it.
func SplitUnits(financed money.Amount, units []string, prices []int64) ([]UnitShare, error) {
	if len(units) != len(prices) {
		return nil, errs.New(errs.Invalid, "every unit needs its price").In("lease.split")
	}
	parts, err := money.Split(financed.Minor, prices)
	if err != nil {
		return nil, errs.As(err).In("lease.split")
	}
	shares := make([]UnitShare, len(units))
	for i, u := range units {
		shares[i] = UnitShare{u, parts[i]}
	}
	return shares, nil
}

// PartialTermination ends some units of a contract early and leaves the others.
type PartialTermination struct {
	Buyout             // of the whole contract on that day; the ended units pay their share of balance and interest
	Rows   []Row       `json:"rows"` // not due yet
	Shares []UnitShare `json:"shares"`
	Ends   []string    `json:"ends"` // units
}

// PartEnded is what a partial termination makes of a contract. Ended and kept rows sum to what the rows were.
type PartEnded struct {
	Settlement
	Ended  []Row       `json:"ended"`
	Kept   []Row       `json:"kept"`
	Shares []UnitShare `json:"shares"` // of the units that stay
}

// TerminatePart splits the rows that are left by the units' shares of the financed amount and quotes the buy-out of the
// units that end. Arrears, deposit and unapplied money stay with the contract. Errors: Invalid with every fault.
func TerminatePart(p PartialTermination) (PartEnded, error) {
	ends, all, err := p.weigh()
	if err != nil {
		return PartEnded{}, err
	}
	out := PartEnded{}
	if err := out.split(p, ends, all); err != nil {
		return PartEnded{}, errs.As(err).In("lease.partial")
	}
	b := p.Buyout
	b.Balance, b.Residual, b.Running = 0, 0, 0
	for _, r := range out.Ended {
		if r.Kind == ValueRow {
			b.Residual += r.Principal
		} else {
			b.Balance += r.Principal
		}
		if r.DueOn == b.Due {
			b.Running += r.Interest
		}
	}
	b.Arrears, b.Penalty, b.Unapplied, b.Deposit, b.Ahead = p.Arrears.Sub(p.Arrears), 0, 0, 0, 0
	if out.Settlement, err = QuoteBuyout(b); err != nil {
		return PartEnded{}, err
	}
	out.Kind = PartialSettlement
	for _, s := range p.Shares {
		if !slices.Contains(p.Ends, s.Unit) {
			out.Shares = append(out.Shares, s)
		}
	}
	return out, nil
}

// weigh gives the shares of the units that end and of all.
func (p PartialTermination) weigh() (ends, all int64, err error) {
	var f errs.Faults
	units := map[string]bool{}
	for i, s := range p.Shares {
		checkSum(&f, at("shares", i), s.Minor)
		if s.Unit == "" || units[s.Unit] {
			f.Add(at("shares", i), "every unit has one share")
		}
		units[s.Unit] = true
		all += s.Minor
		if slices.Contains(p.Ends, s.Unit) {
			ends += s.Minor
		}
	}
	for i, u := range p.Ends {
		if !units[u] {
			f.Add(at("ends", i), "the contract has no unit {unit}", "unit", u)
		} else if slices.Contains(p.Ends[:i], u) {
			f.Add(at("ends", i), "unit {unit} stands here twice", "unit", u)
		}
	}
	switch {
	case len(p.Ends) == 0:
		f.Add("ends", "no unit ends")
	case len(p.Ends) == len(p.Shares) && f.Len() == 0:
		f.Add("ends", "every unit ends").Because("ask for a buy-out of the contract")
	case all < 1 || all > money.MaxMinor:
		f.Add("shares", "the shares sum to nothing or to more than the books hold")
	}
	balance := int64(0)
	for i, r := range p.Rows {
		if balance += r.Principal; r.DueOn <= p.On {
			f.Add(at("rows", i), "the row is due already").Because("leave it out: it stays with the contract")
		}
	}
	if balance != p.Balance+p.Residual {
		f.Add("rows", "the rows have another principal than balance and residual")
	}
	return ends, all, f.Err()
}

// split shares each row, so that the principal of the ended units is their share of every balance, rounded once.
func (out *PartEnded) split(p PartialTermination, ends, all int64) error {
	share := func(minor int64) (int64, error) {
		a, err := money.Of(minor, p.Currency).MulRat(ends, all, p.Rounding)
		return a.Minor, err
	}
	before, err := share(p.Balance + p.Residual)
	if err != nil {
		return err
	}
	left := p.Balance + p.Residual
	for _, r := range p.Rows {
		left -= r.Principal
		after, err := share(left)
		if err != nil {
			return err
		}
		interest, err := share(r.Interest)
		if err != nil {
			return err
		}
		fee, err := share(r.Fee)
		if err != nil {
			return err
		}
		ended := r
		ended.Principal, ended.Interest, ended.Fee, ended.Balance = before-after, interest, fee, after
		before = after
		kept := r
		kept.Principal -= ended.Principal
		kept.Interest -= interest
		kept.Fee -= fee
		kept.Balance = left - after
		out.Ended, out.Kept = append(out.Ended, ended), append(out.Kept, kept)
	}
	return nil
}
