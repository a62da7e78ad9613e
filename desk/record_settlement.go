package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// settlementsTable shows every settlement of a deal with its legs.
func (w *work) settlementsTable(d q.Deal) (Table, error) {
	t := settlementTable()
	rows, err := w.tx.SettlementsOfDeal(w.ctx, q.SettlementsOfDealParams{CentreID: w.centre(), DealID: d.ID})
	for _, r := range rows {
		var legs []lease.Leg
		if err := r.LegsJson.Into(&legs); err != nil {
			return t, err
		}
		settlementRows(&t, r.Kind, r.SettledOn, legs, money.Of(r.ResultMinor, money.Currency(r.Currency)))
	}
	return t, err
}

func settlementTable() Table {
	return Table{Title: "Settlement", Columns: []Head{head("Settlement", store.State), head("Day", store.Day), head("What", store.Text), head("Amount", store.Money), head("Why", store.Text)}}
}

// settlementRows adds the legs of one settlement and their sum.
func settlementRows(t *Table, kind string, on day.Date, legs []lease.Leg, result money.Amount) {
	for _, l := range legs {
		t.Rows = append(t.Rows, []any{kind, on, l.Text, money.Of(l.Minor, result.Currency), l.Why})
	}
	sum := errs.T("the customer owes")
	if result.Minor < 0 {
		sum = errs.T("the customer is owed")
	}
	t.Rows = append(t.Rows, []any{kind, on, sum, money.Of(max(result.Minor, -result.Minor), result.Currency), errs.Text{}})
}
