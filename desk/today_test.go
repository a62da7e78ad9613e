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
	h.do("risk", "guarantee.demand", object{"guarantee": g, "deal": deal, "amount": h.open(deal), "account": "DE02120300000000202051", "obligation": "The lessee has not paid the rentals that fell due."})
	if got := h.tasks("risk"); strings.Contains(got, asks) || !strings.Contains(got, waits) {
		t.Errorf("after the demand the tasks are:\n%s", got)
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
