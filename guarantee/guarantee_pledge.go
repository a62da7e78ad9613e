package guarantee

import (
	"slices"

	"kontor/errs"
	"kontor/money"
)

// Available is what may still be demanded and is not claimed by an open demand: face less paid less reserved.
func (i Instrument) Available() money.Amount { return i.amount(i.available()) }

func (i Instrument) available() int64 {
	return max(0, i.Face.Minor-max(0, i.Paid.Minor)-max(0, i.Reserved.Minor)-max(0, i.Reduced.Minor))
}

// Share is what the instrument holds for one deal: its allocations, served in the order of pledging out of what is
// available. The shares of all deals together never exceed what is available, so no unit of face is counted twice,
// also when a payment has made the instrument smaller than its pledges.
func (i Instrument) Share(deal string) money.Amount {
	own, _ := i.split(deal)
	return i.amount(own)
}

// checkPledges: each deal may be secured by the whole face, several together by more than it.
func (i Instrument) checkPledges(f *errs.Faults) {
	pledged := map[string]int64{}
	for _, a := range i.Allocations {
		switch {
		case a.Deal == "":
			f.Add("allocations", "an allocation needs its deal")
		case a.Amount.Minor <= 0 || a.Amount.Minor > money.MaxMinor:
			f.Add("allocations", "an allocation needs an amount above zero")
		case a.Amount.Currency != i.Face.Currency:
			f.Add("allocations", "{amount} is not in the currency of the guarantee", "amount", a.Amount)
		case pledged[a.Deal]+a.Amount.Minor > i.Face.Minor:
			f.Add("allocations", "{pledged} are pledged, the face is only {face}", "pledged", i.amount(pledged[a.Deal]+a.Amount.Minor), "face", i.Face).
				Because("a deal can be secured by the face at most; lower the allocation")
		default:
			pledged[a.Deal] += a.Amount.Minor
		}
	}
}

// split serves the allocations in order and tells the deal's part from that of all others.
func (i Instrument) split(deal string) (own, others int64) {
	left := i.available()
	for _, a := range i.Allocations {
		if a.Amount.Currency != i.Face.Currency {
			continue // refused by Check; here it must not count
		}
		part := min(left, max(0, a.Amount.Minor))
		left -= part
		if a.Deal == deal {
			own += part
		} else {
			others += part
		}
	}
	return own, others
}

// Unpledged is what no deal holds yet.
func (i Instrument) Unpledged() money.Amount {
	own, others := i.split("")
	return i.amount(i.available() - own - others)
}

// Allocate pledges an amount to a deal of the customer, in place of what the deal held before; zero frees it. Other deals may
// be secured by the same face: who gets it is for Cover to say. The caller's own list of allocations is not touched.
//
// Errors: Invalid for an amount below zero or in another currency, Refused when the customer is not the applicant (the
// text secures somebody else's obligation), Conflict when less is available.
func (i Instrument) Allocate(deal, customer string, amount money.Amount) (Instrument, error) {
	rest := slices.DeleteFunc(slices.Clone(i.Allocations), func(a Allocation) bool { return a.Deal == deal })
	switch free := i.Available(); {
	case deal == "":
		return i, errs.New(errs.Invalid, "an allocation needs its deal").At(i.ID)
	case amount.Minor < 0:
		return i, errs.New(errs.Invalid, "{amount} is below zero", "amount", amount).At(i.ID)
	case amount.Minor > 0 && amount.Currency != i.Face.Currency:
		return i, errs.New(errs.Invalid, "{amount} is not in the currency of the guarantee", "amount", amount).At(i.ID).
			Because("allocate in {currency}; the cover of the deal is converted", "currency", string(i.Face.Currency))
	case amount.Minor > 0 && customer != i.Applicant:
		return i, errs.New(errs.Refused, "the guarantee secures another party than the customer of this deal").At(i.ID).
			Because("allocate a guarantee whose applicant is the customer")
	case amount.Minor > free.Minor:
		return i, errs.New(errs.Conflict, "only {free} of {face} are left to pledge", "free", free, "face", i.Face).At(i.ID).
			Because("allocate at most {free}", "free", free)
	}
	if amount.Minor > 0 {
		rest = append(rest, Allocation{Deal: deal, Amount: amount})
	}
	i.Allocations = rest
	return i, nil
}

// Reserve sets an amount aside for a demand of the deal. It is taken out of the deal's own allocation. Of two demands at once
// exactly the first succeeds: the error is Refused when less is left for the deal.
func (i Instrument) Reserve(deal string, amount money.Amount) (Instrument, error) {
	if err := i.payable(amount, i.demandable(deal)); err != nil {
		return i, err
	}
	return i.reserve(deal, amount), nil
}

func (i Instrument) reserve(deal string, amount money.Amount) Instrument {
	i.Reserved = i.amount(i.Reserved.Minor + amount.Minor)
	i.Allocations = slices.Clone(i.Allocations)
	left := amount.Minor
	for n := range i.Allocations {
		if a := &i.Allocations[n]; a.Deal == deal {
			used := min(left, a.Amount.Minor)
			a.Amount.Minor -= used
			left -= used
		}
	}
	i.Allocations = slices.DeleteFunc(i.Allocations, func(a Allocation) bool { return a.Amount.Minor == 0 })
	return i
}

// unpay gives the guarantor back what it had paid for a deal; the deal may demand it again.
func (i Instrument) unpay(deal string, amount money.Amount) Instrument {
	i.Paid = i.amount(i.Paid.Minor - amount.Minor)
	i.Allocations = giveBack(i.Allocations, Allocation{Deal: deal, Amount: amount}, i.Face.Minor)
	if i.Life == Exhausted {
		i.Life = InForce
	}
	return i
}

// giveBack is the pledges with one of them raised; a deal that holds none any more comes last.
func giveBack(all []Allocation, more Allocation, face int64) []Allocation {
	all = slices.Clone(all)
	for n := range all {
		if all[n].Deal == more.Deal {
			all[n].Amount.Minor = min(all[n].Amount.Minor+more.Amount.Minor, face) // it may have been pledged more meanwhile
			return all
		}
	}
	return append(all, more)
}

// demandable is the most that may be demanded for the deal: what is pledged to it and what no deal has pledged, as far as
// it is available.
func (i Instrument) demandable(deal string) money.Amount {
	own, all := int64(0), int64(0)
	for _, a := range i.Allocations {
		if a.Amount.Currency != i.Face.Currency || a.Amount.Minor <= 0 {
			continue
		}
		all = min(i.available(), all+a.Amount.Minor)
		if a.Deal == deal {
			own = min(i.available(), own+a.Amount.Minor)
		}
	}
	return i.amount(min(i.available(), own+i.available()-all))
}

func (i Instrument) payable(amount, most money.Amount) error {
	switch {
	case amount.Minor <= 0:
		return errs.New(errs.Invalid, "the amount must be above zero").At(i.ID)
	case amount.Currency != i.Face.Currency:
		return errs.New(errs.Invalid, "{amount} is not in the currency of the guarantee", "amount", amount).At(i.ID)
	case amount.Minor > most.Minor:
		return errs.New(errs.Refused, "{amount} is more than the {most} that are there", "amount", amount, "most", most).At(i.ID).
			Because("ask for at most {most}", "most", most)
	}
	return nil
}
