package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kontor/internal/testdb"
	"kontor/store"
	"kontor/store/q"
)

// Whatever order money is booked in, and whatever was booked by mistake and taken back: the account, and every account of the books,
// stand as if each payment had been booked on its value date and the mistakes never (M5, M6).
func TestTheOrderOfBookingDoesNotMatter(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			h := newTwins(t, seed)
			h.live()
			if t.Failed() {
				for _, line := range h.trail {
					t.Log(line)
				}
			}
		})
	}
}

// twins are two leases with the same terms and the same history: all is booked in time for the first, late or by mistake first for the
// second.
type twins struct {
	*house
	rand             *rand.Rand
	punctual, untidy string
	acts             []act
	trail            []string
}

// act is what is booked for a deal on a day after the delivery.
type act struct {
	on   int
	do   func(on string)
	what string
}

const twinDays = 200

func newTwins(t *testing.T, seed uint64) *twins {
	h := &twins{house: newHouse(t, testdb.SQLite(t)), rand: rand.New(rand.NewPCG(seed, 11))}
	h.terms = object{"count": 5, "timing": []string{"arrears", "advance"}[seed%2], "residual": "100000.00 EUR"}
	if seed%3 != 0 {
		h.terms["penalty_rate"], h.terms["penalty_cap"] = "0.15", "5"
	}
	deals := h.leases(2)
	h.punctual, h.untidy = deals[0], deals[1]
	return h
}

// live lets both leases live through the same payments, charges and pauses.
func (h *twins) live() {
	for n := range 4 + h.rand.IntN(8) {
		h.pay(n)
	}
	for n := range h.rand.IntN(3) {
		on, kind, amount := 1+h.rand.IntN(twinDays-1), []string{"fee", "penalty"}[n%2], euros(1+h.rand.Int64N(500_000))
		for _, deal := range []string{h.punctual, h.untidy} {
			h.plan(on, fmt.Sprint("charge ", kind, " ", amount), func(string) { h.do("accountant", "deal.charge", object{"deal": deal, "kind": kind, "amount": amount}) })
		}
	}
	for range h.rand.IntN(6) {
		h.plan(1+h.rand.IntN(twinDays-1), "close", func(on string) { h.do("accountant", "day.close", object{"on": on}) })
	}
	slices.SortStableFunc(h.acts, func(a, b act) int { return a.on - b.on })
	for _, a := range h.acts {
		h.goTo(firstDay.Add(a.on))
		h.trail = append(h.trail, fmt.Sprintf("%s %s", h.today(), a.what))
		a.do(h.today().String())
	}
	h.goTo(firstDay.Add(twinDays))
	for _, deal := range []string{h.punctual, h.untidy} {
		h.do("accountant", "deal.late", object{"deal": deal})
	}
	h.provesItself()
	if got, want := h.state(h.untidy), h.state(h.punctual); got != want {
		h.t.Errorf("the untidy history:\n%s\nthe punctual one:\n%s", got, want)
	}
}

func (h *twins) plan(on int, what string, do func(on string)) {
	h.acts = append(h.acts, act{on, do, what})
}

// pay plans one payment: booked on its value date for the one lease and on some later day for the other. Now and then a payment that
// belongs to somebody else is booked for the other one and taken back later.
func (h *twins) pay(n int) {
	value, amount := h.rand.IntN(twinDays), euros(1+h.rand.Int64N(25_000_000))
	on := firstDay.Add(value).String()
	receive := func(deal, reference string) string {
		return text(h.do("accountant", "payment.receive", object{"deal": deal, "amount": amount, "value_on": on, "reference": reference}), "payment")
	}
	if h.rand.IntN(4) == 0 {
		var payment string
		booked := value + h.rand.IntN(twinDays-value)
		h.plan(booked, fmt.Sprint("mistake of ", amount, " for ", on), func(string) { payment = receive(h.untidy, fmt.Sprint("M", n)) })
		h.plan(booked+h.rand.IntN(twinDays-booked), "mistake is taken back", func(string) {
			if payment != "" {
				h.reverse(payment)
			}
		})
		return
	}
	h.plan(value, "pay "+amount, func(string) { receive(h.punctual, fmt.Sprint("P", n)) })
	h.plan(value+h.rand.IntN(twinDays-value), fmt.Sprint("pay late ", amount, " for ", on), func(string) { receive(h.untidy, fmt.Sprint("U", n)) })
}

// state is all that the house knows of a debt: rows, what is held, how late it is, and what the ledger holds of it by account.
func (h *twins) state(deal string) string {
	var b strings.Builder
	err := h.store.Read(h.ctx, func(tx *store.Tx) error {
		d, err := tx.Deal(h.ctx, q.DealParams{CentreID: h.centre, ID: deal})
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%d unapplied, %d overdue for %d days since %s, ends %s, %s\n", d.UnappliedMinor, d.OverdueMinor, d.Dpd, d.LateSince, d.EndsOn, d.Stage)
		rows, err := tx.Instalments(h.ctx, q.InstalmentsParams{CentreID: h.centre, DealID: deal})
		if err != nil {
			return err
		}
		for _, r := range rows {
			r.DealID = ""
			fmt.Fprintf(&b, "%+v\n", r)
		}
		transfers, err := tx.TransfersOfDeal(h.ctx, deal)
		sums := map[string]int64{}
		for _, t := range transfers {
			sums[strings.ReplaceAll(t.DebitAccount, deal, "")] += t.AmountMinor
			sums[strings.ReplaceAll(t.CreditAccount, deal, "")] -= t.AmountMinor
		}
		names := make([]string, 0, len(sums))
		for name, sum := range sums {
			if sum != 0 {
				names = append(names, fmt.Sprintf("%s %d", name, sum))
			}
		}
		slices.Sort(names)
		fmt.Fprintln(&b, strings.Join(names, "\n"))
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return b.String()
}
