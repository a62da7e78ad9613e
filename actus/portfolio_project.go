package actus

// Project writes the events of the contract into the columns, as the plain path would list them up to a horizon (none: to
// the end of the contract). Calendars are those with which the contract was compiled. Errors: those of Project.
func (c *Compiled) Project(o *Observations, to Moment, out *Columns) error {
	if len(o.Events) > 0 {
		if err := o.check(); err != nil {
			return err
		}
	}
	if c.plain == "" && !o.concerns(c.terms.ContractID) {
		w := &out.work // where it fails, the plain path says why
		if w.build(&c.contract) == nil {
			w.end(to)
			if w.walkAlone(&c.contract, o).cause == fine {
				out.take(w, &c.contract, to)
				return nil
			}
		}
	}
	events, err := c.onPlainPath(o, to)
	if err != nil {
		return err
	}
	out.put(events)
	return nil
}

// onPlainPath projects with the calendars of the compilation.
func (c *Compiled) onPlainPath(o *Observations, to Moment) ([]Event, error) {
	seen := *o
	seen.Calendars = c.calendars
	return Project(c.terms, seen, c.mode, to)
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
