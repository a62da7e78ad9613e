package loan

import (
	"cmp"
	"slices"

	"kontor/day"
)

// Replay gives the account as of a day: the contract as signed and all that happened to it up to that day, by value date
// and booking order. Reversed transactions are left out, the order of the list does not matter, what has a later value
// date is not seen.
//
// Errors: Invalid names every transaction and term that cannot be; Refused says which transaction cannot be done at its
// place in the history and what would make it pass; TooLarge when there are more versions than can be kept.
func Replay(c Contract, txs []Transaction, asOf day.Date) (Account, error) {
	history, err := c.history(txs, asOf)
	if err != nil {
		return Account{}, err
	}
	r := replay{c: c, txs: history, a: Account{AsOf: asOf, contract: c}}
	if err := r.start(); err != nil {
		return Account{}, err
	}
	for _, t := range history {
		r.pass(t.On)
		if err := r.apply(t); err != nil {
			return Account{}, err
		}
	}
	r.pass(asOf)
	r.finish()
	return r.a, nil
}

// replay is the state between two transactions.
type replay struct {
	c        Contract
	txs      []*Transaction
	a        Account
	held     []int        // indices of what was applied with money left, oldest first
	plan     []Instalment // what the rule said last
	course   Course       // what the rule knows
	met      int          // so many rows at the beginning owe nothing
	lastNr   int
	kept     int   // rows of all versions
	financed int64 // principal owed without a draw-down
}

// start makes the rows as signed.
func (r *replay) start() error {
	if r.c.Interest == nil {
		r.a.Rows = slices.Clone(r.c.Rows)
	} else if err := r.foresee(); err != nil {
		return err
	}
	r.sort()
	for _, row := range r.a.Rows {
		if len(r.c.Expected) == 0 && r.c.Interest == nil {
			r.financed += row.Owed.Principal - row.Joins
		}
		r.lastNr = max(r.lastNr, row.Nr)
	}
	if r.planned() {
		for _, t := range r.txs {
			if t.Kind == Charge {
				r.charge(t, &Applied{})
			}
		}
	}
	r.close(r.c.StartsOn)
	return r.version(&Transaction{On: r.c.StartsOn})
}

// apply does one transaction.
func (r *replay) apply(t *Transaction) error {
	done := Applied{ID: t.ID, Kind: t.Kind, On: t.On, Seq: t.Seq, Amount: t.Amount, Party: t.Party, ChargedOff: r.a.ChargedOn != 0}
	if err := r.do(t, &done); err != nil {
		return err
	}
	r.a.Applied = append(r.a.Applied, done)
	if done.Unapplied > 0 && t.Kind.brings() {
		r.held = append(r.held, len(r.a.Applied)-1)
	}
	if t.Kind.owes() {
		r.meetAgain(t.On)
	}
	if t.Kind.agrees() {
		return r.version(t)
	}
	return nil
}

func (r *replay) do(t *Transaction, done *Applied) error {
	switch {
	case t.Kind == Prepay:
		return r.prepay(t, done)
	case t.Kind.brings():
		return r.receive(t, done)
	case t.Kind.replaces():
		return r.restructure(t, done)
	}
	switch t.Kind {
	case Disburse:
		return r.disburse(t)
	case Refund, Chargeback:
		r.refund(t, done)
	case Charge:
		if r.planned() {
			*done.Part.at(t.component()) = t.Amount
		} else {
			r.charge(t, done)
		}
	case Waive:
		r.waive(t, done)
	case WriteOff:
		r.writeOff(t, done)
	case ChargeOff:
		done.Part = r.a.Open()
		done.Amount = done.Part.Total()
		r.a.ChargedOn = t.On
	case Accrue:
		done.Part, done.Amount = t.Part, t.Part.Total()
		r.a.Accrued = r.a.Accrued.Add(t.Part)
	case Calculate:
		r.course.AsOf = max(r.course.AsOf, t.On)
		return r.replan()
	case Reschedule:
		return r.reschedule(t)
	case ReAge:
		return r.reAge(t, done)
	case ReAmortise:
		return r.reAmortise(t, done)
	case Accelerate:
		r.accelerate(t, done)
	case Pause, Resume:
		return r.pause(t)
	case Assign:
		r.a.Party = t.Party
	}
	return nil
}

// receive lets money meet the rows. Before the start it is held (M8), after a write-off it is a recovery.
func (r *replay) receive(t *Transaction, done *Applied) error {
	if r.a.WrittenOn != 0 {
		done.Recovered = t.Amount
		r.a.Recovered += t.Amount
		return nil
	}
	if err := r.learn(t); err != nil {
		return err
	}
	p := r.pour(t.On, t.Amount)
	if t.On >= r.c.StartsOn {
		p.run(r.c.Settings.order(t.Kind), r.c.Settings.future(t.Kind))
	}
	r.took(done, p)
	return nil
}

func (r *replay) pour(on day.Date, amount int64) pour {
	for r.met < len(r.a.Rows) && r.a.Rows[r.met].Met() {
		r.met++
	}
	return pour{rows: r.a.Rows[r.met:], charges: r.a.Charges, on: on, left: amount}
}

// took notes what a pour did for a transaction.
func (r *replay) took(done *Applied, p pour) {
	for _, m := range p.met {
		done.Part = done.Part.Add(m.Part)
		if i := slices.IndexFunc(done.Met, func(x Met) bool { return x.Nr == m.Nr && x.On == m.On }); i >= 0 {
			done.Met[i].Part = done.Met[i].Part.Add(m.Part)
		} else {
			done.Met = append(done.Met, m)
		}
	}
	r.a.Unapplied += p.left - done.Unapplied
	done.Unapplied = p.left
}

// pass lets the days up to one go by: held money meets what fell due, each row on its due date, and a row short by no
// more than the tolerance closes.
func (r *replay) pass(until day.Date) {
	for i := r.met; i < len(r.a.Rows); i++ {
		on := max(r.a.Rows[i].DueOn, r.c.StartsOn)
		if on > until {
			return
		}
		if !r.a.Rows[i].Met() {
			r.useHeld(on, i)
			r.tolerate(i)
		}
	}
}

// useHeld lets held money, the oldest first, meet one row on a day.
func (r *replay) useHeld(on day.Date, row int) {
	for len(r.held) > 0 && !r.a.Rows[row].Met() {
		done := &r.a.Applied[r.held[0]]
		p := r.pour(max(on, done.On), done.Unapplied)
		p.rows = r.a.Rows[row : row+1]
		p.run(r.c.Settings.Order, Hold)
		r.took(done, p)
		if done.Unapplied > 0 {
			return
		}
		r.held = r.held[1:]
	}
}

// meetAgain lets held money run down the waterfall once more, because something new is owed: by the rule of all kinds,
// whatever it came as.
func (r *replay) meetAgain(on day.Date) {
	if on < r.c.StartsOn {
		return
	}
	kept := r.held[:0]
	for _, i := range r.held {
		done := &r.a.Applied[i]
		p := r.pour(max(on, done.On), done.Unapplied)
		p.run(r.c.Settings.Order, r.c.Settings.Future)
		r.took(done, p)
		if done.Unapplied > 0 {
			kept = append(kept, i)
		}
	}
	r.held = kept
}

// tolerate closes a due row that money met and that is short by no more than the tolerance: the house adds what is
// missing (M3).
func (r *replay) tolerate(row int) {
	missing := r.a.Rows[row].Open().Total()
	if missing > r.c.Settings.Tolerance || missing <= 0 {
		return
	}
	for i := len(r.a.Applied) - 1; i >= 0; i-- {
		done := &r.a.Applied[i]
		if !done.Kind.brings() || !slices.ContainsFunc(done.Met, func(m Met) bool { return m.Nr == r.a.Rows[row].Nr }) {
			continue
		}
		p := r.pour(max(done.On, r.a.Rows[row].DueOn), missing)
		p.rows = r.a.Rows[row : row+1]
		held := done.Unapplied
		done.Unapplied = 0
		r.a.Unapplied -= held
		p.meet(0, houseOrder.Buckets[:4], missing)
		r.took(done, p)
		done.Unapplied = held
		r.a.Unapplied += held
		done.Rounding -= missing
		r.a.Rounding -= missing
		return
	}
}

// sort puts the rows in order and finds where the waterfall starts again.
func (r *replay) sort() {
	r.met = 0
	if !slices.IsSortedFunc(r.a.Rows, byDate) {
		slices.SortStableFunc(r.a.Rows, byDate)
	}
}

// byDate is the order of rows: by due date, then by number.
func byDate(a, b Instalment) int {
	if a.DueOn != b.DueOn {
		return cmp.Compare(a.DueOn, b.DueOn)
	}
	return cmp.Compare(a.Nr, b.Nr)
}

// close marks the rows that owe nothing any more, as of a day, and opens those that owe again.
func (r *replay) close(on day.Date) {
	for i := range r.a.Rows {
		switch row := &r.a.Rows[i]; {
		case !row.Met():
			row.PaidOn = 0
		case row.PaidOn == 0:
			row.PaidOn = max(on, day.Min)
		}
	}
}

// changed is called after rows were added or other amounts are owed.
func (r *replay) changed(on day.Date) {
	r.sort()
	r.close(on)
}

// add puts a new row in; its number follows the last one.
func (r *replay) add(row Instalment) {
	r.lastNr++
	row.Nr = r.lastNr
	r.a.Rows = append(r.a.Rows, row)
}

// finish numbers the rows, counts balances and names the state.
func (r *replay) finish() {
	r.number()
	r.balance()
	switch open := r.a.Open().Total(); {
	case r.a.WrittenOn != 0:
		r.a.Status = WrittenOff
	case r.c.Interest != nil && len(r.course.Draws) == 0 || len(r.a.Rows) == 0:
		r.a.Status = Approved
	case open > 0:
		r.a.Status = Active
	case r.a.Unapplied > 0:
		r.a.Status = Overpaid
	default:
		r.a.Status = Closed
	}
}

// balance counts the principal left after each row by schedule, and after each transaction in fact.
func (r *replay) balance() {
	r.schedule(r.a.Rows)
	left := r.financed
	for i := range r.a.Applied {
		done := &r.a.Applied[i]
		switch {
		case done.Kind == Disburse:
			left += done.Amount
		case done.Kind == Refund || done.Kind == Chargeback || done.Kind.replaces():
			left += done.Part.Principal
		case done.Kind.brings() || done.Kind == Waive || done.Kind == WriteOff:
			left -= done.Part.Principal
		}
		done.Balance = max(left, 0)
	}
}

// schedule counts the principal left after each of some rows: what was drawn up to its due date less what was due.
func (r *replay) schedule(rows []Instalment) {
	left, drawn := r.financed, r.a.Drawn
	if len(drawn) == 0 {
		drawn = r.c.Expected
	}
	if len(drawn) == 0 {
		drawn = r.course.Draws
	}
	for i := range rows {
		for len(drawn) > 0 && drawn[0].On <= rows[i].DueOn {
			left += drawn[0].Amount
			drawn = drawn[1:]
		}
		left -= rows[i].Owed.Principal - rows[i].Joins
		rows[i].Balance = left
	}
}

// number gives rows that a rule made their numbers from 1 on, by date.
func (r *replay) number() {
	if r.c.Interest == nil {
		return
	}
	nr := make(map[int]int, len(r.a.Rows))
	for i := range r.a.Rows {
		nr[r.a.Rows[i].Nr] = i + 1
		r.a.Rows[i].Nr = i + 1
	}
	for i := range r.a.Applied {
		for j := range r.a.Applied[i].Met {
			r.a.Applied[i].Met[j].Nr = nr[r.a.Applied[i].Met[j].Nr]
		}
	}
	for i := range r.a.Charges {
		r.a.Charges[i].Nr = nr[r.a.Charges[i].Nr]
	}
}
