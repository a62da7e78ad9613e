package desk_test

import (
	"strings"
	"testing"

	"kontor/internal/testdb"
)

// A default asks for a demand until one is presented; then the first page waits for the guarantor's money.
func TestTodayAsksForADemandOnce(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	c, deal, g := h.ready("1")
	h.deliver(c, deal, "1")
	h.goTo(firstDay.AddMonths(5))
	h.rate()
	h.do("risk", "guarantee.verify", object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "again", "evidence_on": h.today().String()})
	h.do("risk", "deal.default", object{"deal": deal, "cause": "arrears"})
	h.goTo(h.today().Add(1))
	asks, waits := "demand under its guarantees", "wait for the guarantor's money"
	if got := h.tasks("risk"); !strings.Contains(got, asks) || strings.Contains(got, waits) {
		t.Errorf("after the default the tasks are:\n%s", got)
	}
	m := h.do("risk", "guarantee.demand", object{"guarantee": g, "deal": deal, "amount": h.open(deal), "account": "DE02120300000000202051", "obligation": "The lessee has not paid the rentals that fell due."})["id"]
	for _, step := range []struct {
		says string // of the task that the demand is now
		then func()
	}{
		{"waits to be approved by a second person", func() { h.do("manager", "demand.approve", object{"demand": m}) }},
		{"is approved: send it", func() { h.do("risk", "demand.send", object{"demand": m, "how": "courier"}) }},
		{"record when it arrived", func() { h.do("risk", "demand.present", object{"demand": m, "on": h.today().String()}) }},
		{waits, func() { h.goTo(h.today().Add(7)) }},
		{"time to reject the demand", func() {
			h.goTo(h.today().Add(1))
			h.do("accountant", "day.close", object{"on": h.today().String()})
		}},
		{waits, func() {
			h.goTo(h.today().Add(8))
			h.do("accountant", "day.close", object{"on": h.today().String()})
		}},
		{"is overdue", func() {}},
	} {
		if got := h.tasks("risk"); strings.Contains(got, asks) || !strings.Contains(got, step.says) {
			t.Errorf("instead of %q the tasks are:\n%s", step.says, got)
		}
		step.then()
	}
}

// tasks are what somebody is to do, one a line.
func (h *house) tasks(who string) string {
	h.t.Helper()
	today, err := h.desk.ReadToday(h.ctx, h.actor(who))
	if err != nil {
		h.t.Fatal(err)
	}
	var b strings.Builder
	for _, k := range today.Tasks {
		b.WriteString(k.Text.String() + "\n")
	}
	return b.String()
}
