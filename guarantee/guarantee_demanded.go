package guarantee

// Securing are the amounts of open demands, by deal, that go on securing the deal that demands them: none that a court forbids
// to pay, that came late or that is in dispute.
func (s State) Securing() []Allocation {
	var out []Allocation
	for _, d := range s.Demands {
		if d.Open() && d.Order.On == 0 && d.State != DemandLate && d.State != DemandDispute {
			out = append(out, Allocation{Deal: d.Deal, Amount: d.Reserved})
		}
	}
	return out
}
