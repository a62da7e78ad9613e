package cases

import "kontor/actus"

// Event is an event in the shape of the results of the public cases, with every figure of the state beside the printed ones.
type Event struct {
	Time     actus.Moment    `json:"eventDate"`
	Type     actus.EventType `json:"eventType"`
	Payoff   float64         `json:"payoff"`
	Currency string          `json:"currency"`
	actus.State
	// Always empty: it hides the status date of the state, which is no figure and says no more than eventDate does.
	StatusDate *struct{} `json:"statusDate,omitempty"`
}

// Results gives events the shape of the results of the public cases. Numbers keep their full precision.
func Results(events []actus.Event) []Event {
	out := make([]Event, len(events))
	for i, e := range events {
		out[i] = Event{Time: e.Time, Type: e.Type, Payoff: e.Payoff, Currency: e.Currency, State: e.State}
	}
	return out
}
