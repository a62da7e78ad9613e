package actus

// projectFXOUT projects an exchange of two currencies: both amounts at maturity, or their difference some days later.
func projectFXOUT(j *job) []Event {
	events := append(j.trades(), j.analyses()...)
	j.priceAsStated(events, TD)
	if j.DeliverySettlement == CashSettlement {
		events = j.listed(append(events, j.event(j.settled(j.MaturityDate, j.SettlementPeriod), STD, 0)))
		for i, e := range events {
			if e.Type == STD {
				rate := j.observe("currency2", j.Currency2+"/"+j.Currency, j.MaturityDate)
				events[i].Payoff = j.sign * (j.NotionalPrincipal.Value - rate*j.NotionalPrincipal2.Value)
			}
		}
		return events
	}
	second := j.event(j.MaturityDate, MD, -j.sign*j.NotionalPrincipal2.Value)
	second.Currency = j.Currency2
	return j.listed(append(events, j.event(j.MaturityDate, MD, j.sign*j.NotionalPrincipal.Value), second))
}

// priceAsStated pays the prices of some trades without the sign of the role, where the mode says so.
func (j *job) priceAsStated(events []Event, types ...EventType) {
	if !j.mode.PriceUnsigned {
		return
	}
	for i, e := range events {
		for _, typ := range types {
			switch {
			case e.Type != typ:
			case typ == PRD:
				events[i].Payoff = j.PriceAtPurchaseDate.Value
			default:
				events[i].Payoff = j.PriceAtTerminationDate.Value
			}
		}
	}
}
