package desk_test

import (
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
)

// rental is what each but the last of the rentals of the test's lease asks for.
const rental = "45190.53 EUR"

// running is a delivered lease of the test house.
func (h *house) running() (c cast, deal, guarantee string) {
	h.t.Helper()
	h.list()
	h.rate()
	c, deal, guarantee = h.ready("1")
	h.deliver(c, deal, "1")
	return c, deal, guarantee
}

// receive books money of the customer on a value date and gives its payment and what is late after it.
func (h *house) receive(deal, amount, on, reference string) (payment, overdue string) {
	h.t.Helper()
	res := h.do("accountant", "payment.receive", object{"deal": deal, "amount": amount, "value_on": on, "reference": reference})
	return text(res, "payment"), text(res, "overdue")
}

// openOf is what is open of each row of a deal that is due, by its number.
func (h *house) openOf(deal string, nr int64) string {
	h.t.Helper()
	r, err := h.desk.ReadRecord(h.ctx, h.actor("accountant"), deal)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, table := range r.Tables {
		for _, row := range table.Rows {
			if table.Title == "Schedule" && row[0] == nr {
				return euros(amountOf(row[len(row)-1]))
			}
		}
	}
	h.t.Fatalf("%s has no row %d", deal, nr)
	return ""
}

func (h *house) stage(deal string) string {
	h.t.Helper()
	r, err := h.desk.ReadRecord(h.ctx, h.actor("accountant"), deal)
	if err != nil {
		h.t.Fatal(err)
	}
	return r.State
}

func (h *house) reverse(posting string) {
	h.t.Helper()
	h.do("accountant", "posting.reverse", object{"posting": posting})
}

// An advance that bounces after the delivery is owed again.
func TestAnAdvanceIsReversedAfterDelivery(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		c, deal, _ := h.ready("1")
		advance := h.listOf("payments")[0]
		h.deliver(c, deal, "1")
		h.reverse(advance)
		if got := h.openOf(deal, 0); got != "240000.00 EUR" {
			t.Errorf("open of the advance: got %s", got)
		}
		h.provesItself()
		h.refused(errs.Conflict, "accountant", "posting.reverse", object{"posting": advance})
	})
}

// After a reversal the deal stands as if the payment had never been: what is left meets the oldest row (M6).
func TestAReversedPaymentLeavesTheOldestRowsPaid(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, _ := h.running()
	h.goTo(firstDay.AddMonths(1))
	first, _ := h.receive(deal, "100000.00 EUR", h.today().String(), "R1") // the first rental, and more than the second
	h.goTo(firstDay.AddMonths(2))
	second, _ := h.receive(deal, "30000.00 EUR", h.today().String(), "R2")
	h.goTo(firstDay.AddMonths(3))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	if got := h.openOf(deal, 3); got != "5571.59 EUR" {
		t.Fatalf("open of row 3 before the reversal: %s", got)
	}
	h.reverse(first)
	for nr, want := range map[int64]string{1: "15190.53 EUR", 2: rental, 3: rental} {
		if got := h.openOf(deal, nr); got != want {
			t.Errorf("open of row %d: got %s, want %s", nr, got, want)
		}
	}
	h.provesItself()
	h.reverse(second)
	for nr := range int64(3) {
		if got := h.openOf(deal, nr+1); got != rental {
			t.Errorf("open of row %d: got %s, want all of it", nr+1, got)
		}
	}
	h.provesItself()
	if _, overdue := h.receive(deal, "135571.59 EUR", h.today().String(), "R1"); overdue != "0.00 EUR" {
		t.Errorf("overdue after the same money came again: %s", overdue)
	}
	h.provesItself()
}

// Money that is booked late with an early value date leaves nothing out that fell due in between.
func TestABackdatedPaymentForgetsNoArrears(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, _ := h.running()
	h.goTo(firstDay.AddMonths(2).Add(10))
	if _, overdue := h.receive(deal, rental, firstDay.AddMonths(1).String(), "R1"); overdue != rental {
		t.Errorf("overdue: got %s, want the second rental", overdue)
	}
	h.provesItself()
	if _, overdue := h.receive(deal, "50000.00 EUR", firstDay.AddMonths(1).String(), "R2"); overdue != "0.00 EUR" {
		t.Errorf("overdue: got %s, want none", overdue)
	}
	h.provesItself()
}

// The close of yesterday does not undo what was counted today, nor tell of a lateness twice.
func TestTheCloseOfYesterdayDoesNotGoBack(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, _ := h.running()
	h.goTo(firstDay.AddMonths(1).Add(4)) // the first day past the grace
	if got := h.do("accountant", "deal.late", object{"deal": deal})["days"]; got.(float64) != 1 {
		t.Fatalf("days late: %v", got)
	}
	for _, on := range []string{h.today().Add(-1).String(), h.today().String()} {
		if res := h.do("accountant", "day.close", object{"on": on}); res["late"].(float64) != 1 {
			t.Errorf("close of %s: %v late, want 1", on, res["late"])
		}
	}
	r, err := h.desk.ReadRecord(h.ctx, h.actor("accountant"), deal)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, l := range r.Timeline {
		if l.Text.Form == "{deal} is {n} days late with {amount}" || l.Text.Form == "{deal} is no longer late" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the life line tells %d times of lateness, want once", n)
	}
	h.provesItself()
}

// A delivery that is recorded later owes what fell due meanwhile.
func TestADeliveryRecordedLaterIsLateAtOnce(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	c, deal, g := h.ready("1")
	h.do("manager", "deal.release", object{"deal": deal})
	h.goTo(firstDay.AddMonths(1).Add(10))
	h.list2()
	h.rate()
	_ = g
	h.do("clerk", "deal.deliver", object{"deal": deal, "act_no": "A", "on": firstDay.String(), "place": "Musterstadt", "accepted_by": "Wanda Wald",
		"units": []object{{"unit": c.unit, "plate": "SN-1", "meter": "12"}}})
	r, err := h.desk.ReadRecord(h.ctx, h.actor("accountant"), deal)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Headline.String(); got != "It is 7 days late with "+rental+"." {
		t.Errorf("got %q", got)
	}
	h.provesItself()
}

// list2 says that the list in force is still the newest.
func (h *house) list2() {
	h.t.Helper()
	page := h.listOf("listsets")
	h.do("risk2", "watchlist.activate", object{"listset": page[0]})
}

// A customer who pays everything after a default is not written off.
func TestADefaultThatIsPaidIsRecovered(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, g := h.running()
	h.goTo(firstDay.Add(20))
	h.receive(deal, "1000.00 EUR", h.today().String(), "EARLY")
	h.do("risk", "deal.default", object{"deal": deal, "cause": "insolvency"})
	owed := h.open(deal)
	if owed != "959000.00 EUR" {
		t.Errorf("owed after the default: %s", owed)
	}
	payment, _ := h.receive(deal, owed, h.today().String(), "ALL")
	if got := h.stage(deal); got != "recovered" {
		t.Errorf("stage: %s", got)
	}
	h.provesItself()
	h.reverse(payment)
	if got := h.stage(deal); got != "defaulted" {
		t.Errorf("stage after the money bounced: %s", got)
	}
	h.provesItself()
	h.goTo(h.today().Add(1))
	m := text(h.demand(object{"guarantee": g, "deal": deal, "amount": "100000.00 EUR", "account": "DE02120300000000202051", "obligation": "The lessee has not paid the rentals that fell due."}), "id")
	if e := h.refused(errs.Refused, "manager", "deal.write_off", object{"deal": deal}); len(e.Faults) != 1 {
		t.Errorf("faults: %v", e.Faults)
	}
	paid := text(h.do("accountant", "demand.settle", object{"demand": m, "amount": "90000.00 EUR", "on": h.today().String(), "reference": "GT"}), "payment")
	h.provesItself()
	h.reverse(paid) // the guarantor takes it back
	h.provesItself()
	if got := h.open(deal); got != owed {
		t.Errorf("owed after the guarantor took its money back: %s, want %s", got, owed)
	}
	h.demand(object{"guarantee": g, "deal": deal, "amount": "959000.00 EUR", "account": "DE02120300000000202051", "obligation": "The lessee has not paid the rentals that fell due."})
	h.provesItself()
}

// A loss that was booked can be taken back, so that money that comes after all meets what was owed.
func TestAWriteOffIsReversed(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, _ := h.running()
	h.do("risk", "deal.default", object{"deal": deal, "cause": "vanished"})
	h.do("manager", "deal.write_off", object{"deal": deal})
	h.refused(errs.Conflict, "accountant", "payment.receive", object{"deal": deal, "amount": "5.00 EUR", "value_on": h.today().String(), "reference": "LATE"})
	h.reverse(h.transferOf("write-off"))
	if got := h.open(deal); got != "960000.00 EUR" {
		t.Errorf("owed after the reversal: %s", got)
	}
	h.receive(deal, "5.00 EUR", h.today().String(), "LATE")
	h.do("manager", "deal.write_off", object{"deal": deal})
	h.provesItself()
	h.do("accountant", "deal.close", object{"deal": deal})
	h.provesItself()
}

// Nothing is demanded for a deal whose machine stands in the yard, nor for what money at hand pays.
func TestADemandNeedsADebt(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	c, deal, g := h.ready("1")
	demand := object{"guarantee": g, "deal": deal, "amount": "1000.00 EUR", "account": "DE02120300000000202051", "obligation": "The lessee has not paid the rentals that fell due."}
	h.goTo(firstDay.AddMonths(1).Add(5))
	h.refused(errs.Conflict, "risk", "guarantee.demand", demand)
	h.goTo(firstDay)
	h.deliver(c, deal, "1")
	h.receive(deal, rental, h.today().String(), "R1")
	h.goTo(firstDay.AddMonths(1).Add(5))
	h.refused(errs.Invalid, "risk", "guarantee.demand", demand)
	h.provesItself()
}

// A guarantee in another currency than the deal can be drawn.
func TestADemandIsSettledInAnotherCurrency(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c, deal, _ := h.running()
	g := h.secure(c, deal, "G-USD", "500000.00 USD")
	h.do("risk", "deal.default", object{"deal": deal, "cause": "insolvency"})
	h.goTo(h.today().Add(1))
	m := text(h.demand(object{"guarantee": g, "deal": deal, "amount": "110000.00 USD", "account": "DE02120300000000202051", "obligation": "The lessee has not paid the rentals that fell due."}), "id")
	settle := object{"demand": m, "amount": "110000.00 USD", "on": h.today().String(), "reference": "GT"}
	if e := h.refused(errs.Invalid, "accountant", "demand.settle", settle); e.Faults[0].Field != "arrived" {
		t.Errorf("got a fault of %s, want arrived", e.Faults[0].Field)
	}
	settle["arrived"] = "100000.00 EUR"
	paid := text(h.do("accountant", "demand.settle", settle), "payment")
	if got := h.open(deal); got != "860000.00 EUR" {
		t.Errorf("owed: %s", got)
	}
	h.provesItself()
	h.reverse(paid)
	h.provesItself()
}

// listOf are the ids of the rows of a list.
func (h *house) listOf(name string) (ids []string) {
	h.t.Helper()
	page, err := h.desk.ReadList(h.ctx, h.actor("auditor"), name, store.ListQuery{}, false)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, r := range page.Rows {
		ids = append(ids, r.ID)
	}
	return ids
}

// transferOf finds the transfer that was booked for a cause.
func (h *house) transferOf(what string) (transfer string) {
	h.t.Helper()
	err := h.store.Read(h.ctx, func(tx *store.Tx) error {
		return tx.DB.QueryRowContext(h.ctx, "select id from transfer where what = $1 order by id limit 1", what).Scan(&transfer)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return transfer
}

// A payment is found by its bank reference as it stands on the statement.
func TestAPaymentIsFoundByItsReference(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		_, deal, _ := h.running()
		want, _ := h.receive(deal, "5.00 EUR", h.today().String(), "RF18/2026-ABC")
		for _, text := range []string{"RF18/2026-ABC", "rf18/2026-abc", "2026-a"} {
			if got, err := h.desk.Resolve(h.ctx, h.actor("accountant"), "payment", text); got != want {
				t.Errorf("%s: got %q, %v, want %s", text, got, err, want)
			}
		}
	})
}
