package loan_test

import (
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/loan"
	"kontor/money"
)

// What cannot be is refused with its place and, where there is one, a way out.
func TestRefusals(t *testing.T) {
	with := func(change func(*loan.Contract, *loan.Transaction)) func() (loan.Contract, []loan.Transaction) {
		return func() (loan.Contract, []loan.Transaction) {
			c, x := three(), paid("x", "2026-03-01", 1, 100)
			x.Reason = "agreed"
			change(&c, &x)
			return c, []loan.Transaction{x}
		}
	}
	for name, c := range map[string]struct {
		given func() (loan.Contract, []loan.Transaction)
		code  errs.Code
		says  string
	}{
		"an amount of nothing":     {with(func(_ *loan.Contract, x *loan.Transaction) { x.Amount = 0 }), errs.Invalid, "more than nothing"},
		"a negative amount":        {with(func(_ *loan.Contract, x *loan.Transaction) { x.Amount = -5 }), errs.Invalid, "more than nothing"},
		"a boundless amount":       {with(func(_ *loan.Contract, x *loan.Transaction) { x.Amount = money.MaxMinor + 1 }), errs.Invalid, "at most"},
		"another currency":         {with(func(_ *loan.Contract, x *loan.Transaction) { x.Currency = "USD" }), errs.Invalid, "the contract is in EUR, the payment is in USD"},
		"no value date":            {with(func(_ *loan.Contract, x *loan.Transaction) { x.On = 0 }), errs.Invalid, "value date"},
		"an unknown kind":          {with(func(_ *loan.Contract, x *loan.Transaction) { x.Kind = "gift" }), errs.Invalid, "gift is no kind"},
		"no reason for a change":   {with(func(_ *loan.Contract, x *loan.Transaction) { x.Kind, x.Reason = loan.Restructure, "" }), errs.Invalid, "reason"},
		"no party":                 {with(func(_ *loan.Contract, x *loan.Transaction) { x.Kind = loan.Assign }), errs.Invalid, "who owes"},
		"no tail":                  {with(func(_ *loan.Contract, x *loan.Transaction) { x.Kind = loan.ReAge }), errs.Invalid, "when the new rows begin"},
		"no turn":                  {with(func(_ *loan.Contract, x *loan.Transaction) { x.Kind = loan.Reschedule }), errs.Invalid, "from which row"},
		"two rows of one number":   {with(func(c *loan.Contract, _ *loan.Transaction) { c.Rows[1].Nr = 1 }), errs.Invalid, "two rows have the number 1"},
		"a row below zero":         {with(func(c *loan.Contract, _ *loan.Transaction) { c.Rows[1].Owed.Fee = -1 }), errs.Invalid, "row 2 owes less than nothing"},
		"rows beyond the house":    {with(func(c *loan.Contract, _ *loan.Transaction) { c.Rows[1].Owed.Principal = money.MaxMinor }), errs.Invalid, "more than the house can book"},
		"a row without a due date": {with(func(c *loan.Contract, _ *loan.Transaction) { c.Rows[1].DueOn = 0 }), errs.Invalid, "row 2 has no due date"},
		"a row paid already":       {with(func(c *loan.Contract, _ *loan.Transaction) { c.Rows[1].Paid.Fee = 1 }), errs.Invalid, "row 2 is paid already"},
		"a bucket twice": {with(func(c *loan.Contract, _ *loan.Transaction) {
			c.Settings.Order = loan.Of(loan.Fee, loan.Fee, loan.Interest, loan.Principal)
		}), errs.Invalid, "each bucket once"},
		"no such future rule":  {with(func(c *loan.Contract, _ *loan.Transaction) { c.Settings.Future = "whatever" }), errs.Invalid, "no rule"},
		"buckets that fall":    {with(func(c *loan.Contract, _ *loan.Transaction) { c.Settings.Buckets = []int{30, 1} }), errs.Invalid, "rise"},
		"a negative tolerance": {with(func(c *loan.Contract, _ *loan.Transaction) { c.Settings.Tolerance = -1 }), errs.Invalid, "tolerance"},
		"rows that do not fit": {with(func(_ *loan.Contract, x *loan.Transaction) {
			x.Kind, x.Rows = loan.Restructure, []loan.Instalment{{DueOn: on("2026-04-01"), Owed: loan.Part{Principal: 179}}}
		}), errs.Refused, "1.79 EUR of principal, 1.80 EUR are left"},
		"rows before the change": {with(func(_ *loan.Contract, x *loan.Transaction) {
			x.Kind, x.Rows = loan.Restructure, []loan.Instalment{{Nr: 9, DueOn: on("2026-02-01"), Owed: loan.Part{Principal: 180}}}
		}), errs.Refused, "row 9 is due before"},
		"nothing to pay ahead": {with(func(_ *loan.Contract, x *loan.Transaction) { x.Kind = loan.Prepay }), errs.Refused, "are due before anything"},
		"no arrears to move": {with(func(_ *loan.Contract, x *loan.Transaction) {
			x.Kind, x.On, x.Tail = loan.ReAge, on("2026-02-02"), tail()
		}), errs.Refused, "no principal is due"},
		"nothing left to spread on": {with(func(_ *loan.Contract, x *loan.Transaction) { x.Kind, x.On = loan.ReAmortise, on("2026-05-02") }), errs.Refused, "no row is left"},
		"no such row to move": {with(func(_ *loan.Contract, x *loan.Transaction) {
			x.Kind, x.Turn = loan.Reschedule, &loan.Turn{From: start, NewDueOn: start}
		}), errs.Refused, "no row is due"},
		"another rate without a rule": {with(func(_ *loan.Contract, x *loan.Transaction) {
			x.Kind, x.Turn = loan.Reschedule, &loan.Turn{From: start, Extra: 2}
		}), errs.Refused, "only dates"},
		"nothing to resume": {with(func(_ *loan.Contract, x *loan.Transaction) { x.Kind = loan.Resume }), errs.Refused, "no pause runs"},
		"more rows than can be": {with(func(_ *loan.Contract, x *loan.Transaction) {
			x.Kind, x.Tail = loan.ReAge, tail()
			x.Tail.Count = loan.MaxRows
		}), errs.Refused, "more than 10000 rows"},
		"more versions than can be kept": {func() (loan.Contract, []loan.Transaction) {
			c := loan.Contract{Currency: "EUR"}
			for i := range loan.MaxRows {
				c.Rows = append(c.Rows, loan.Instalment{Nr: i, DueOn: start})
			}
			var txs []loan.Transaction
			for i := range 200 {
				x := of(loan.Assign, "x", "2026-03-01", int64(i), 0)
				x.Party = "pt_new"
				txs = append(txs, x)
			}
			return c, txs
		}, errs.TooLarge, "too often"},
		"two pauses at once": {func() (loan.Contract, []loan.Transaction) {
			return three(), []loan.Transaction{of(loan.Pause, "a", "2026-03-01", 1, 0), of(loan.Pause, "b", "2026-03-02", 2, 0)}
		}, errs.Refused, "paused already since 2026-03-01"},
	} {
		t.Run(name, func(t *testing.T) {
			contract, txs := c.given()
			_, err := loan.Replay(contract, txs, day.Max)
			if errs.CodeOf(err) != c.code || err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %s with %q", err, c.code, c.says)
			}
		})
	}
}

func tail() *loan.Tail {
	return &loan.Tail{Start: start, Every: 1, Unit: loan.Months, Count: 3}
}

// What looks odd but can be has a defined result: periods of no days, the bounds of the calendar, a leap day each year.
func TestOddities(t *testing.T) {
	c := loan.Contract{Currency: "JPY", StartsOn: day.Min, Rows: []loan.Instalment{
		{Nr: 1, DueOn: day.Min, Owed: loan.Part{Principal: 5}},
		{Nr: 2, DueOn: day.Min, Owed: loan.Part{Interest: 5}}, {Nr: 3, DueOn: day.Max, Owed: loan.Part{Principal: 7, Interest: 3}}}}
	txs := []loan.Transaction{{ID: "a", Kind: loan.Payment, On: day.Max, Amount: 20}}
	a := replay(t, c, txs, day.Max)
	checkAccount(t, a)
	if a.Status != loan.Closed || a.Rows[0].Late != 5 || a.Rows[2].Late != 0 {
		t.Errorf("got %s: %+v", a.Status, a.Rows)
	}
	for _, on := range []day.Date{day.Min, day.Max} {
		a := replay(t, c, nil, on)
		_, _, _ = a.Arrears(on), a.PayOff(on, loan.ToDate), a.Accruals(on)
	}
	c = three()
	c.Rows = []loan.Instalment{{Nr: 1, DueOn: day.MustParse("2028-02-01"), Owed: loan.Part{Principal: 300}}}
	x := of(loan.ReAge, "x", "2028-02-02", 1, 0)
	x.Tail = &loan.Tail{Start: day.MustParse("2028-02-29"), Every: 1, Unit: loan.Years, Count: 5}
	a = replay(t, c, []loan.Transaction{x}, day.Max)
	if got, want := a.Rows[5].DueOn, day.MustParse("2032-02-29"); got != want || a.Rows[2].DueOn != day.MustParse("2029-02-28") {
		t.Errorf("yearly from a leap day got %s and %s, want %s", a.Rows[2].DueOn, got, want)
	}
	if a := replay(t, loan.Contract{Currency: "EUR"}, nil, start); a.Status != loan.Approved || len(a.Rows) != 0 {
		t.Errorf("a contract without rows got %+v", a)
	}
}
