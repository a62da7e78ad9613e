package loan

import (
	"slices"

	"kontor/day"
	"kontor/errs"
)

// Version is one state of what was agreed, in force from a day until the next one. Every addendum makes a full new one, so
// that the history of a contract can be read without computing anything.
type Version struct {
	Nr     int             `json:"nr"`
	Kind   TransactionKind `json:"kind,omitzero"` // none for the signature
	By     string          `json:"by,omitzero"`   // id of the transaction that made it
	On     day.Date        `json:"on"`
	Reason string          `json:"reason,omitzero"`
	Party  string          `json:"party,omitzero"` // who owes, if not who signed
	Rows   []Instalment    `json:"rows"`           // in full, as agreed, with nothing paid
}

// maxVersionRows bounds the rows of all versions of a contract together.
const maxVersionRows = 1_000_000

// version notes what is agreed now.
func (r *replay) version(t *Transaction) error {
	rows := r.a.Rows
	if r.planned() {
		planned, err := r.agreedRows(t)
		if err != nil {
			return err
		}
		rows = planned
	}
	if r.kept += len(rows); r.kept > maxVersionRows {
		return errs.New(errs.TooLarge, "the contract was changed too often to keep every version").At(t.ID).Because("start a new contract for what is left")
	}
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Paid, rows[i].Early, rows[i].Late, rows[i].PaidOn = Part{}, 0, 0, 0
		if r.c.Interest != nil {
			rows[i].Nr = i + 1
		}
	}
	r.schedule(rows)
	r.a.Versions = append(r.a.Versions, Version{Nr: len(r.a.Versions) + 1, Kind: t.Kind, By: t.ID, On: t.On, Reason: t.Reason, Party: r.a.Party, Rows: rows})
	return nil
}

// agreedRows asks a rule that plans as a whole for the rows as they were agreed when a transaction was done: without what
// was agreed later and without payments.
func (r *replay) agreedRows(last *Transaction) ([]Instalment, error) {
	then := replay{c: r.c, course: Course{AsOf: last.On}}
	for _, t := range r.txs {
		switch {
		case last.ID != "" && before(t, last) > 0:
		case t.Kind == Disburse && (last.ID != "" || t.On <= last.On):
			then.course.Draws = append(then.course.Draws, Draw{t.On, t.Amount})
		case t.Kind == Reschedule && last.ID != "":
			then.course.Turns = append(then.course.Turns, turnOf(t))
		}
	}
	return then.ask()
}
