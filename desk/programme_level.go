package desk

import (
	"fmt"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// programmesMost is how many programmes may level one lease; the budget of each is counted from all that ever moved it.
const programmesMost = 20

// look fills in what a lease needs from the house: its programmes as they stand, what their budgets have left beside what
// the deal itself holds, and the values of indices. What a caller wrote there is dropped.
func (w *work) look(r *LeaseRequest, currency money.Currency, dealID string) error {
	r.Levelling = Levelling{}
	if len(r.Programmes) == 0 && r.index() == "" {
		return nil
	}
	if len(r.Programmes) > programmesMost {
		var f errs.Faults
		f.Add("programmes", "the list has more than {most} entries", "most", programmesMost)
		return f.Err()
	}
	l := Levelling{On: w.today, Left: map[string]int64{}}
	var err error
	if l.Indices, err = w.indices(); err != nil {
		return err
	}
	l.Indicators = valuesOn(l.Indices, w.today)
	l.Indices = slices.DeleteFunc(l.Indices, func(i lease.Index) bool { return i.Name != r.index() }) // a deal keeps what it needs, not all that was ever observed
	var f errs.Faults
	for n, name := range r.Programmes {
		field := fmt.Sprintf("programmes[%d]", n)
		row, err := w.programme(name)
		if errs.Is(err, errs.NotFound) {
			f.Take(field, err)
			continue
		}
		if err != nil {
			return err
		}
		if currency != "" && row.Currency != string(currency) {
			f.Add(field, "{programme} pays in {currency}", "programme", row.Name, "currency", row.Currency).Because("a deal has one currency")
			continue
		}
		p, err := programmeOf(row)
		if err != nil {
			return err
		}
		if row.BudgetMinor > 0 {
			b, err := w.budget(row, dealID)
			if err != nil {
				return err
			}
			l.Left[p.ID] = b.Left
		}
		l.Programmes = append(l.Programmes, p)
	}
	r.Levelling = l
	return f.Err()
}

// programme reads a programme by its id or its name.
func (w *work) programme(name string) (q.Programme, error) {
	row, err := w.tx.Programme(w.ctx, q.ProgrammeParams{CentreID: w.centre(), ID: name})
	if store.None(err) {
		row, err = w.tx.ProgrammeByName(w.ctx, q.ProgrammeByNameParams{CentreID: w.centre(), Folded: fold(name)})
	}
	if store.None(err) {
		return row, errs.New(errs.NotFound, "there is no programme {name}", "name", name).Because("take the name from the list of programmes")
	}
	return row, err
}

func programmeOf(row q.Programme) (lease.Programme, error) {
	var p lease.Programme
	err := row.TermsJson.Into(&p)
	return p, err
}

// budget is how a programme's budget stands today, without what one deal holds.
func (w *work) budget(row q.Programme, without string) (lease.Budget, error) {
	rows, err := w.tx.BudgetMoves(w.ctx, q.BudgetMovesParams{CentreID: w.centre(), ProgrammeID: row.ID})
	if err != nil {
		return lease.Budget{}, err
	}
	moves := make([]lease.BudgetMove, 0, len(rows))
	for n, m := range rows {
		if m.DealID == without && without != "" {
			continue
		}
		moves = append(moves, lease.BudgetMove{ID: m.DealID, Kind: lease.MoveKind(m.Kind), On: m.OnDay, Seq: int64(n), Minor: m.AmountMinor, Until: m.UntilOn})
	}
	p, err := programmeOf(row)
	if err != nil {
		return lease.Budget{}, err
	}
	return lease.Spend(money.Currency(row.Currency), p.Budget, moves, w.today), nil
}

// moveBudgets writes what a deal does to the budgets of its programmes: reserves what each of them pays, uses it or frees it.
func (w *work) moveBudgets(dealID string, kind lease.MoveKind, reliefs []lease.Relief, until day.Date) error {
	for _, r := range reliefs {
		if r.Cost.Minor == 0 {
			continue
		}
		if err := w.moveBudget(dealID, r.Programme, kind, r.Cost.Minor, until); err != nil {
			return err
		}
	}
	return nil
}

// moveBudget writes one move of a budget. Whatever led to it, a budget that cannot bear it refuses it.
func (w *work) moveBudget(dealID, programmeID string, kind lease.MoveKind, minor int64, until day.Date) error {
	err := w.tx.AddBudgetMove(w.ctx, q.AddBudgetMoveParams{CentreID: w.centre(), ID: w.newID(id.Budget), ProgrammeID: programmeID, DealID: dealID, Kind: string(kind),
		OnDay: w.today, UntilOn: until, AmountMinor: minor, ByLogin: w.actor.ID, AtUs: w.now()})
	if err != nil || kind == lease.Free {
		return err
	}
	row, err := w.programme(programmeID)
	if err != nil {
		return err
	}
	b, err := w.budget(row, "")
	if err != nil {
		return err
	}
	for _, x := range b.Refused {
		if x.Move.ID == dealID && x.Move.Kind == kind && x.Move.Minor == minor && x.Move.On == w.today {
			return &errs.Error{Code: errs.Refused, Entity: dealID, Text: x.Why}
		}
	}
	return nil
}

// freeBudgets gives back what a deal has reserved and did not use.
func (w *work) freeBudgets(dealID string) error {
	rows, err := w.tx.BudgetMovesOfDeal(w.ctx, q.BudgetMovesOfDealParams{CentreID: w.centre(), DealID: dealID})
	if err != nil {
		return err
	}
	held := map[string]bool{}
	var order []string
	for _, m := range rows {
		if _, known := held[m.ProgrammeID]; !known {
			order = append(order, m.ProgrammeID)
		}
		held[m.ProgrammeID] = m.Kind == string(lease.Reserve)
	}
	for _, programme := range order {
		if !held[programme] {
			continue
		}
		if err := w.moveBudget(dealID, programme, lease.Free, 0, 0); err != nil {
			return err
		}
	}
	return nil
}
