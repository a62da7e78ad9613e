package actus

// projectCOM projects a commodity, which is a machine or a lot as well: bought and sold by the unit, and nothing between.
func projectCOM(j *job) []Event {
	events := j.trades()
	for i := range events {
		events[i].Payoff *= j.Quantity.Or(1)
	}
	return j.listed(append(events, j.analyses()...))
}
