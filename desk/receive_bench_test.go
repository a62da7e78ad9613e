package desk_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"kontor/desk"
	"kontor/internal/testdb"
	"kontor/money"
)

// BenchmarkReceive books payments of 100 to running leases of which three rentals are due, by 64 callers who share commits, as
// a serving house does: what it takes is what the one writer takes for a payment.
func BenchmarkReceive(b *testing.B) {
	h := newHouse(b, testdb.SQLite(b))
	deals := h.leases(64)
	h.goTo(firstDay.AddMonths(3))
	accountant := h.actor("accountant")
	var next atomic.Int64
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			n := next.Add(1)
			call := desk.Call{Actor: accountant, Key: fmt.Sprint("bench-", n)}
			req := desk.ReceiveRequest{Deal: deals[int(n)%len(deals)], Amount: money.Of(100_00, "EUR"), ValueOn: h.today(), Reference: fmt.Sprint("B-", n)}
			if _, err := desk.ReceivePayment.Do(h.ctx, h.desk, call, req); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// leases are so many delivered leases of one customer.
func (h *house) leases(n int) []string {
	h.t.Helper()
	h.list()
	h.rate()
	c := h.people("0")
	h.do("risk", "party.limit", object{"party": c.guarantor, "limit": "900000000.00 EUR"})
	for _, party := range []string{c.maker, c.customer, c.guarantor} {
		h.do("risk", "party.vet", object{"party": party})
	}
	deals := make([]string, n)
	for i := range deals {
		nr := fmt.Sprint(i + 1)
		c.unit = h.unit(c.maker, "SN-"+nr)
		deals[i] = h.lease(c)
		h.do("clerk", "deal.sign", object{"deal": deals[i], "signed_on": h.today().String()})
		h.secure(c, deals[i], "G-"+nr, "1200000.00 EUR")
		h.do("accountant", "payment.receive", object{"deal": deals[i], "amount": "240000.00 EUR", "value_on": h.today().String(), "reference": "ADV-" + nr})
		h.deliver(c, deals[i], nr)
	}
	return deals
}
