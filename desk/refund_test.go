package desk_test

import (
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
)

// What a customer paid too much goes back to it, and nothing else does; a payback that comes back is unapplied again.
func TestWhatWasPaidTooMuchIsPaidBack(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		c, deal, _ := h.ready("1")
		h.deliver(c, deal, "1")
		h.goTo(firstDay.AddMonths(1))
		paid := text(h.do("accountant", "payment.receive", object{"deal": deal, "amount": "50000.00 EUR", "value_on": h.today().String(), "reference": "R1"}), "payment")

		e := h.refused(errs.Invalid, "accountant", "payment.refund", object{"deal": deal, "amount": "5000.00 EUR", "on": h.today().String(), "reference": "B1"})
		if len(e.Faults) != 1 || e.Faults[0].Field != "amount" {
			t.Errorf("more than is unapplied: got %v", e)
		}
		h.refused(errs.Invalid, "accountant", "payment.refund", object{"deal": deal, "amount": "100.00 USD", "on": h.today().String(), "reference": "B1"})
		h.refused(errs.Forbidden, "manager", "payment.refund", object{"deal": deal, "amount": "4809.47 EUR", "on": h.today().String(), "reference": "B1"})
		back := h.do("accountant", "payment.refund", object{"deal": deal, "amount": "4809.47 EUR", "on": h.today().String(), "reference": "B1"})
		if got := text(back, "unapplied"); got != "0.00 EUR" {
			t.Errorf("left unapplied: got %s", got)
		}
		h.provesItself()

		h.do("accountant", "posting.reverse", object{"posting": text(back, "group")})
		h.provesItself()
		again := h.do("accountant", "payment.refund", object{"deal": deal, "amount": "4809.47 EUR", "on": h.today().String(), "reference": "B2"})
		h.do("accountant", "posting.reverse", object{"posting": paid}) // 45,190.53 of it met the first rental, the rest went back
		_ = again
		h.provesItself()
	})
}
