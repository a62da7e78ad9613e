package actus

// Project writes the events of the contract into the columns, as the plain path would list them up to a horizon (none: to
// the end of the contract). Errors: those of Project.
func (c *Compiled) Project(o *Observations, to Moment, out *Columns) error {
	if c.plain == "" && !o.concerns(c.terms.ContractID) {
		done, err := c.fast(o, to, out)
		if done || err != nil {
			return err
		}
	}
	events, err := Project(c.terms, *o, c.mode, to)
	if err != nil {
		return err
	}
	out.put(events)
	return nil
}

// fast is the fast path; it says false when the plain path has to say what is wrong.
func (c *Compiled) fast(o *Observations, to Moment, out *Columns) (bool, error) {
	w := &out.work
	if err := w.build(&c.contract); err != nil {
		return false, err
	}
	if f := w.walkAlone(&c.contract, o); f.cause != fine {
		return false, nil
	}
	out.take(w, &c.contract, to)
	return true, nil
}

// concerns reports whether something was observed that happened to a contract.
func (o *Observations) concerns(contract string) bool {
	for i := range o.Events {
		if e := &o.Events[i]; e.Contract == "" || e.Contract == contract {
			return true
		}
	}
	return false
}
