package actus

// projectCEC projects a collateral: when the debtor fails, the creditor takes of it what is covered of the contract, and no
// more than it is worth.
func projectCEC(j *job) []Event {
	return (&enhancement{job: j, pledged: true}).project()
}

// worth is what the collateral brings at a moment: its quantity at the observed price, money at its amount, a claim with its
// interest.
func (h *enhancement) worth(at Moment) float64 {
	sum := 0.0
	for i, r := range h.ContractStructure {
		if r.Role != Covering {
			continue
		}
		switch term := indexed("contractStructure", i); {
		case r.market() != "":
			quantity := 1.0
			if r.Contract != nil {
				quantity = r.Contract.Quantity.Or(1)
			}
			sum += quantity * h.observe(term, r.market(), at)
		case r.Contract == nil: // an identifier alone has no price
		case r.Contract.MarketValueObserved.Set:
			sum += r.Contract.Quantity.Or(1) * r.Contract.MarketValueObserved.Value
		case r.Contract.ContractType == CSH:
			sum += r.Contract.NotionalPrincipal.Value
		default:
			events, err := h.child(r.Contract, RPA, []Moment{at}, at+1)
			h.failIn(term, err)
			if len(events) > 0 {
				s := events[len(events)-1].State
				sum += s.NotionalPrincipal + s.AccruedInterest
			}
		}
	}
	return sum
}
