package guarantee

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// CounterMargin are the calendar days by which a counter-guarantee must outlive the guarantee that it backs, as a policy of the house (M6):
// a demand on the last day reaches the local guarantor only then, and it must be able to draw in its turn.
const CounterMargin = 30

// Counter is what stands behind the local guarantor. It promises nothing to the house and never counts as cover; a local guarantor whose
// own recourse ends too early has a reason to delay, so it is watched.
type Counter struct {
	Guarantor string       `json:"guarantor"` // party id
	Number    string       `json:"number,omitempty"`
	Amount    money.Amount `json:"amount,omitzero"`
	ExpiresOn day.Date     `json:"expires_on"`
}

// Short reports whether the counter-guarantee ends too early for a guarantee that ends on a day.
func (c Counter) Short(ends day.Date) bool {
	return c.ExpiresOn != 0 && ends != 0 && c.ExpiresOn < ends.Add(CounterMargin)
}

// CheckCounter refuses a counter-guarantee that ends too early for the guarantee that it backs. Errors: Invalid.
func CheckCounter(ends day.Date, c Counter) error {
	var f errs.Faults
	if c.Guarantor == "" {
		f.Add("counter_guarantor", "a counter-guarantee needs its guarantor").Because("register it as a party first and choose it here")
	}
	switch {
	case c.ExpiresOn == 0:
		f.Add("expires_on", "the expiry is missing").Because("copy it from the guarantee; ask the guarantor to state one if the text has none")
	case c.Short(ends):
		f.Add("expires_on", "the counter-guarantee ends on {day}, less than {n} days after the guarantee on {ends}", "day", c.ExpiresOn, "n", CounterMargin, "ends", ends).
			Because("have it extended to {day}, or record it as it is: the local guarantor is then watched, and the cover stays as it was", "day", ends.Add(CounterMargin))
	}
	return f.Err()
}

// CounteredFact: it became known what stands behind the local guarantor.
type CounteredFact struct {
	Counter Counter `json:"counter"`
	AsItIs  bool    `json:"as_it_is,omitempty"` // known to end too early
}

var _ = fact[CounteredFact]("countered")

func (f CounteredFact) may(s State, _ Event) error {
	if s.Kind == CounterGuarantee {
		return errs.New(errs.Refused, "this is a counter-guarantee itself").Because("record it at the guarantee that it backs")
	}
	if f.AsItIs && f.Counter.Guarantor != "" && f.Counter.ExpiresOn != 0 {
		return nil
	}
	return CheckCounter(s.ExpiresOn, f.Counter)
}

func (f CounteredFact) on(s *State, _ Event) { s.Counter = f.Counter }
