package loan

import (
	"iter"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// InterestRule makes the rows of a debt from what happened to it: who draws in parts, pays early or late or gets another rate
// owes other interest. A debt whose rows change by agreement only has none.
type InterestRule interface {
	// Rows gives all rows with what is owed of interest and principal (no charges, nothing paid), by due date. Their numbers
	// are free, Replay numbers them. It is asked with the whole course up to a day and must not depend on anything else.
	Rows(Course) ([]Instalment, error)
	// Stepwise reports whether a draw-down is known only from its day on: money received before it never meets its rows
	// (the progressive engine). Otherwise the rows are planned as a whole, as of today, and all money meets them.
	Stepwise() bool
	// Recalculates reports whether the rows follow from the payments too.
	Recalculates() bool
}

// Course is what happened to a debt, as far as interest depends on it. All lists are by day, then by booking order.
type Course struct {
	Draws    []Draw    // what was paid out; before the first one: what is expected
	Receipts []Receipt // what was received for interest and principal; only filled for a rule that recalculates
	Turns    []Turn    // agreed changes, in the order in which they were agreed
	AsOf     day.Date  // the day of calculation: of the last draw-down, receipt, turn or close
	PayOff   bool      // the last receipt is meant to settle all that is owed on its day
	Settings Settings  // how receipts meet the rows
}

// Draw is an amount paid out.
type Draw struct {
	On     day.Date `json:"on"`
	Amount int64    `json:"amount_minor"`
}

// Receipt is money that was received for interest and principal, charges left out.
type Receipt struct {
	On     day.Date
	Kind   TransactionKind
	Amount int64
}

// Turn is an agreed change from one row on (F19). One thing at a time is the rule, several together are taken in the order
// of the fields.
type Turn struct {
	AgreedOn day.Date    `json:"agreed_on,omitzero"`
	From     day.Date    `json:"from"`                // due date of the first row that changes
	NewDueOn day.Date    `json:"new_due_on,omitzero"` // of that row; the later ones keep their distance
	Grace    int         `json:"grace,omitzero"`      // so many rows without principal; the rest moves back
	Extra    int         `json:"extra,omitzero"`      // so many rows more; what is unpaid is spread over all
	Rate     *money.Rate `json:"rate,omitempty"`      // percent a year from that row on
}

// planned reports whether a rule plans the rows as a whole, charges included, so that all money meets all of them.
func (r *replay) planned() bool { return r.c.Interest != nil && !r.c.Interest.Stepwise() }

// foresee asks the rule for the rows to begin with. One that plans as a whole is told everything at once.
func (r *replay) foresee() error {
	if r.planned() {
		for _, t := range r.txs {
			switch {
			case t.Kind == Disburse:
				r.course.Draws = append(r.course.Draws, Draw{t.On, t.Amount})
			case t.Kind == Reschedule:
				r.course.Turns = append(r.course.Turns, turnOf(t))
			case t.Kind != Calculate && !t.Kind.brings():
				continue
			}
			r.course.AsOf = t.On
		}
		if err := r.foreseeReceipts(); err != nil {
			return err
		}
	}
	rows, err := r.ask()
	if err != nil {
		return err
	}
	r.plan = slices.Clone(rows)
	for _, row := range rows {
		r.add(row)
	}
	return nil
}

// foreseeReceipts tells a rule that recalculates of all money. What charges take of it is found on the rows as they would
// be without any payment.
func (r *replay) foreseeReceipts() error {
	if !r.c.Interest.Recalculates() {
		return nil
	}
	charges := map[string]int64{}
	if slices.ContainsFunc(r.txs, func(t *Transaction) bool { return t.Kind == Charge }) {
		rows, err := r.ask()
		if err != nil {
			return err
		}
		plain := r.c
		plain.Interest, plain.Rows = nil, numbered(rows)
		txs := make([]Transaction, len(r.txs))
		for i, t := range r.txs {
			txs[i] = *t
		}
		provisional, err := Replay(plain, txs, r.a.AsOf)
		if err != nil {
			return err
		}
		for _, done := range provisional.Applied {
			if done.Kind.brings() {
				charges[done.ID] = done.Part.Penalty + done.Part.Fee
			}
		}
	}
	for _, t := range r.txs {
		if t.Kind.brings() {
			r.course.Receipts = append(r.course.Receipts, Receipt{t.On, t.Kind, t.Amount - charges[t.ID]})
			r.course.PayOff = t.PayOff
		}
	}
	return nil
}

func numbered(rows []Instalment) []Instalment {
	out := slices.Clone(rows)
	for i := range out {
		out[i].Nr = i + 1
	}
	return out
}

// ask gives the rows for the course so far; before the first draw-down they are those of what is expected.
func (r *replay) ask() ([]Instalment, error) {
	course := r.course
	course.Settings = r.c.Settings
	if len(course.Draws) == 0 {
		course.Draws = r.c.Expected
	}
	if len(course.Draws) == 0 {
		return nil, nil
	}
	return r.c.Interest.Rows(course)
}

func turnOf(t *Transaction) Turn {
	turn := *t.Turn
	if turn.AgreedOn == 0 {
		turn.AgreedOn = t.On
	}
	return turn
}

// disburse pays out; a stepwise rule learns of it now.
func (r *replay) disburse(t *Transaction) error {
	if r.a.WrittenOn != 0 {
		return errs.New(errs.Refused, "what was written off is not drawn on again").At(t.ID).Because("reverse the write-off first")
	}
	r.a.Drawn = append(r.a.Drawn, Draw{t.On, t.Amount})
	if r.c.Interest == nil || r.planned() {
		return nil
	}
	r.course.Draws = append(r.course.Draws, Draw{t.On, t.Amount})
	r.course.AsOf = t.On
	return r.replan()
}

// learn tells a stepwise rule that recalculates of money before the money meets the rows.
func (r *replay) learn(t *Transaction) error {
	if r.c.Interest == nil || r.planned() || !r.c.Interest.Recalculates() {
		return nil
	}
	r.course.Receipts = append(r.course.Receipts, Receipt{t.On, t.Kind, t.Amount - r.chargesOf(t)})
	r.course.AsOf, r.course.PayOff = t.On, t.PayOff
	return r.replan()
}

// chargesOf is what charges would take of a payment as the rows are now.
func (r *replay) chargesOf(t *Transaction) (sum int64) {
	if len(r.a.Charges) == 0 {
		return 0
	}
	p := pour{rows: slices.Clone(r.a.Rows), charges: slices.Clone(r.a.Charges), on: t.On, left: t.Amount}
	p.run(r.c.Settings.order(t.Kind), r.c.Settings.future(t.Kind))
	for _, m := range p.met {
		sum += m.Part.Penalty + m.Part.Fee
	}
	return sum
}

// replan asks the rule again and changes what is owed by what it says otherwise than before, so that what was agreed
// beside the rule stays.
func (r *replay) replan() error {
	if r.c.Interest == nil || r.planned() {
		return nil
	}
	rows, err := r.ask()
	if err != nil {
		return err
	}
	if !r.revise(rows) {
		r.rearrange(rows)
	}
	r.plan = slices.Clone(rows)
	r.drop()
	r.changed(r.course.AsOf)
	r.release(r.course.AsOf)
	return nil
}

// revise takes over what rows owe otherwise than before, where the rule names the rows that it named before and all of them
// are still there in their order: the usual case, which every payment of a long debt meets.
func (r *replay) revise(rows []Instalment) bool {
	if len(rows) != len(r.plan) {
		return false
	}
	at, next := make([]int, len(rows)), 0
	for i, row := range rows {
		if was := r.plan[i]; row.DueOn != was.DueOn || row.Kind != was.Kind {
			return false
		}
		for next < len(r.a.Rows) && (r.a.Rows[next].Kind == Extra || r.a.Rows[next].Kind == Aged) {
			next++
		}
		if next == len(r.a.Rows) || r.a.Rows[next].DueOn != row.DueOn || r.a.Rows[next].Kind != row.Kind {
			return false
		}
		at[i] = next
		next++
	}
	for i, row := range rows {
		owed := &r.a.Rows[at[i]].Owed
		*owed = owed.Add(row.Owed.Sub(r.plan[i].Owed))
	}
	return true
}

// rearrange finds the rows by their places and adds those that are new.
func (r *replay) rearrange(rows []Instalment) {
	was := make(map[place]Part, len(r.plan))
	for at, row := range places(r.plan) {
		was[at] = row.Owed
	}
	at := make(map[place]int, len(r.a.Rows))
	for p, row := range places(r.a.Rows) {
		at[p] = row.Nr
	}
	for p, row := range places(rows) {
		delta := row.Owed.Sub(was[p])
		delete(was, p)
		if nr, ok := at[p]; ok {
			r.owe(nr, delta)
		} else {
			row.Owed = delta
			r.add(row)
		}
	}
	for p, gone := range was {
		r.owe(at[p], Part{}.Sub(gone))
	}
}

// place finds a row again when the rule is asked anew.
type place struct {
	kind Kind
	due  day.Date
	nth  int // of those of one kind on one day
}

func places(rows []Instalment) iter.Seq2[place, Instalment] {
	return func(yield func(place, Instalment) bool) {
		nth := map[place]int{}
		for _, row := range rows {
			p := place{kind: row.Kind, due: row.DueOn}
			n := nth[p]
			nth[p]++
			p.nth = n
			if !yield(p, row) {
				return
			}
		}
	}
}

// owe changes what a row owes; a principal that was moved elsewhere since cannot go below what is left of it.
func (r *replay) owe(nr int, delta Part) {
	for i := range r.a.Rows {
		if row := &r.a.Rows[i]; row.Nr == nr {
			row.Owed = row.Owed.Add(delta)
			return
		}
	}
}

// drop takes rows out that the rule does not know any more and that hold nothing.
func (r *replay) drop() {
	if !slices.ContainsFunc(r.a.Rows, func(row Instalment) bool { return !holds(row) }) {
		return
	}
	known := make(map[place]bool, len(r.plan))
	for p := range places(r.plan) {
		known[p] = true
	}
	kept := r.a.Rows[:0]
	for p, row := range places(r.a.Rows) {
		if known[p] || holds(row) {
			kept = append(kept, row)
		}
	}
	r.a.Rows = kept
}

// holds reports whether a row stays though its rule does not know it.
func holds(row Instalment) bool {
	return row.Owed != (Part{}) || row.Paid != (Part{}) || row.Kind == Extra || row.Kind == Aged
}
