package actus

// projectCSH projects cash: it pays nothing, and what is there shows on the days of analysis.
func projectCSH(j *job) []Event {
	events := j.analyses()
	for i := range events {
		events[i].State.NotionalPrincipal = j.sign * j.NotionalPrincipal.Value
	}
	return j.listed(events)
}
