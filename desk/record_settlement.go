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

// storedLeg is a leg as it is kept: its English sentences for who reads the database, and what they are made of.
type storedLeg struct {
	lease.Leg
	TextMade storedText `json:"text_made"`
	WhyMade  storedText `json:"why_made"`
}

func packLegs(legs []lease.Leg) col.JSON {
	out := make([]storedLeg, len(legs))
	for i, l := range legs {
		out[i] = storedLeg{l, storedText{l.Text.Form, packArgs(l.Text.Args)}, storedText{l.Why.Form, packArgs(l.Why.Args)}}
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
		out[i] = l.Leg
		if l.TextMade.Form != "" {
			out[i].Text, out[i].Why = unpackText(l.TextMade.Form, col.Of(l.TextMade.Args)), unpackText(l.WhyMade.Form, col.Of(l.WhyMade.Args))
		}
	}
	return out, nil
}

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
