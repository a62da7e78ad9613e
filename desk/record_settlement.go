package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// settlementsTable shows every settlement of a deal with its legs.
func (w *work) settlementsTable(d q.Deal) (Table, error) {
	t := settlementTable()
	rows, err := w.tx.SettlementsOfDeal(w.ctx, q.SettlementsOfDealParams{CentreID: w.centre(), DealID: d.ID})
	for _, r := range rows {
		legs, err := unpackLegs(r.LegsJson)
		if err != nil {
			return t, err
		}
		settlementRows(&t, r.Kind, r.SettledOn, legs, money.Of(r.ResultMinor, money.Currency(r.Currency)))
	}
	return t, err
}

// storedLeg is a leg as it is kept: its sentences can be said in any language later.
type storedLeg struct {
	Kind  lease.LegKind `json:"kind"`
	Minor int64         `json:"minor"`
	Text  storedText    `json:"text"`
	Why   storedText    `json:"why"`
}

func packLegs(legs []lease.Leg) col.JSON {
	out := make([]storedLeg, len(legs))
	for i, l := range legs {
		out[i] = storedLeg{l.Kind, l.Minor, storedText{l.Text.Form, packArgs(l.Text.Args)}, storedText{l.Why.Form, packArgs(l.Why.Args)}}
	}
	return col.Of(out)
}

func unpackLegs(doc col.JSON) ([]lease.Leg, error) {
	var stored []storedLeg
	if err := doc.Into(&stored); err != nil {
		return nil, err
	}
	out := make([]lease.Leg, len(stored))
	for i, l := range stored {
		out[i] = lease.Leg{Kind: l.Kind, Minor: l.Minor, Text: unpackText(l.Text.Form, col.Of(l.Text.Args)), Why: unpackText(l.Why.Form, col.Of(l.Why.Args))}
	}
	return out, nil
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
