package desk_test

import (
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
)

// found is the one text that a query finds.
func (h *house) found(query string) (out string) {
	h.t.Helper()
	if err := h.store.Read(h.ctx, func(tx *store.Tx) error { return tx.DB.QueryRowContext(h.ctx, query).Scan(&out) }); err != nil {
		h.t.Fatal(err)
	}
	return out
}

// The commission of a guarantor is posted at the end of each month, paid when it is due, and stands in the books.
func TestACommissionIsAccruedPostedAndPaid(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		_, _, g := h.ready("1")
		fee := object{"guarantee": g, "rate": "1.125", "basis": "face", "count": "A360", "every": "P3M", "payer": "house"}
		h.refused(errs.Forbidden, "clerk", "commission.agree", fee)
		h.refused(errs.Invalid, "risk", "commission.agree", object{"guarantee": g, "rate": "101", "basis": "face", "count": "A360", "every": "P3M", "payer": "house"})
		h.do("risk", "commission.agree", fee)
		h.refused(errs.Invalid, "risk", "commission.agree", fee) // it begins on the same day

		// 1,200,000.00 at 1.125 % on actual/360: 37.50 a day from 2 March.
		h.goTo(firstDay.Add(30)) // 1 April
		h.do("accountant", "day.close", object{"on": h.today().String()})
		if got := h.balance("", "guarantee_cost"); got != 30*3750 {
			t.Errorf("March cost %d, want %d", got, 30*3750)
		}
		if got := h.balance("", "guarantee_accrual"); got != -30*3750 {
			t.Errorf("accrued and not asked for: %d", got)
		}
		h.refused(errs.Invalid, "accountant", "commission.pay", object{"guarantee": g, "amount": "1.00 EUR", "on": h.today().String(), "reference": "C-1"})

		h.goTo(firstDay.AddMonths(3)) // the first quarter ended yesterday: 92 days
		pay := object{"guarantee": g, "amount": "3450.00 EUR", "on": h.today().String(), "reference": "C-1"}
		h.refused(errs.Forbidden, "manager", "commission.pay", pay)
		paid := h.do("accountant", "commission.pay", pay)
		h.refused(errs.Invalid, "accountant", "commission.pay", object{"guarantee": g, "amount": "0.01 EUR", "on": h.today().String(), "reference": "C-2"})
		if cost, owed := h.balance("", "guarantee_cost"), h.balance("", "payable_guarantor"); cost != 93*3750 || owed != 0 {
			t.Errorf("got cost %d and owed %d, want %d and 0", cost, owed, 93*3750)
		}
		h.refused(errs.Refused, "accountant", "posting.reverse", object{"posting": h.found("select min(id) from commission where paid_minor = 0")})
		h.do("accountant", "posting.reverse", object{"posting": text(paid, "id")})
		if owed := h.balance("", "payable_guarantor"); owed != -345000 {
			t.Errorf("after the reversal %d are owed, want 345000", -owed)
		}
		h.do("accountant", "commission.pay", pay) // the same reference is free again
		h.refused(errs.Invalid, "risk", "commission.agree", object{"guarantee": g, "from": firstDay.AddMonths(2).String(), "rate": "1", "basis": "face", "count": "A360", "every": "P3M", "payer": "house"})
		asked := h.do("risk", "commission.cost", object{"guarantee": g})
		if text(asked, "accrued") != "3487.50 EUR" || text(asked, "posted") != "3487.50 EUR" || text(asked, "paid") != "3450.00 EUR" {
			t.Errorf("asked: %v", asked)
		}
		if first := h.do("accountant", "commission.post", object{"on": h.today().String()}); first["guarantees"].(float64) != 0 {
			t.Errorf("posted twice: %v", first)
		}
		h.provesItself()
	})
}
