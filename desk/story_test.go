package desk_test

import (
	"strings"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
)

// One lease from the quote to the last payment: refused at the gate with every reason, mended, released, delivered,
// collected, closed, counted.
func TestOneLeaseFromQuoteToLastPayment(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		h.do("manager", "goal.set", object{"measure": "house", "year": 2026, "amount": "60000000.00 USD", "floor": "45000000.00 USD"})
		c := h.people("1")
		deal := h.lease(c)
		h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})

		e := h.refused(errs.Refused, "manager", "deal.release", object{"deal": deal})
		open := map[string]bool{}
		for _, f := range e.Faults {
			open[f.Field] = true
			if f.Hint.IsZero() {
				t.Errorf("%s: %q does not say what would make it pass", f.Field, f.Text)
			}
		}
		for _, want := range []string{"contract", "vetting", "cover"} {
			if !open[want] {
				t.Errorf("condition %s was not named, got %v", want, open)
			}
		}
		for _, p := range []string{c.maker, c.customer, c.guarantor} {
			if got := text(h.do("risk", "party.vet", object{"party": p}), "outcome"); got != "clear" {
				t.Fatalf("vetting: got %q, want clear", got)
			}
		}
		h.do("accountant", "payment.receive", object{"deal": deal, "amount": "240000.00 EUR", "value_on": h.today().String(), "reference": "ADV"})
		e = h.refused(errs.Refused, "manager", "deal.release", object{"deal": deal})
		for _, f := range e.Faults {
			if f.Field != "cover" {
				t.Errorf("only cover should be open, got %s: %s", f.Field, f.Text)
			}
		}
		h.secure(c, deal, "G-0412", "1200000.00 EUR")
		h.deliver(c, deal, "1")

		today, err := h.desk.ReadToday(h.ctx, h.actor("manager"))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := today.Turnover.YTD.USD.String(), "1320000.00 USD"; got != want {
			t.Errorf("turnover: got %s, want %s", got, want)
		}
		if len(today.Uncovered.Deals) != 0 {
			t.Errorf("uncovered: got %v, want none", today.Uncovered.Deals)
		}
		h.collect(deal, 24, "45190.53 EUR")
		h.do("accountant", "deal.close", object{"deal": deal})
		h.provesItself()
	})
}

// collect receives as many equal rentals, one a month; what the last one lacks or has over is settled by its open rest.
func (h *house) collect(deal string, n int, rental string) {
	h.t.Helper()
	for i := range n {
		h.goTo(firstDay.AddMonths(i + 1))
		amount := rental
		if i == n-1 {
			amount = h.open(deal)
		}
		h.do("accountant", "payment.receive", object{"deal": deal, "amount": amount, "value_on": h.today().String(), "reference": "R" + string(rune('A'+i))})
	}
}

// open is what a deal still owes, from the schedule on its page.
func (h *house) open(deal string) string {
	h.t.Helper()
	r, err := h.desk.ReadRecord(h.ctx, h.actor("accountant"), deal)
	if err != nil {
		h.t.Fatal(err)
	}
	var sum int64
	for _, table := range r.Tables {
		if table.Title != "Schedule" {
			continue
		}
		for _, row := range table.Rows {
			sum += amountOf(row[len(row)-1])
		}
	}
	return euros(sum)
}

// provesItself seals the log and walks the whole house.
func (h *house) provesItself() {
	h.t.Helper()
	if _, err := h.store.Seal(h.ctx); err != nil {
		h.t.Fatal(err)
	}
	findings, err := h.store.Verify(h.ctx, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, f := range findings {
		h.t.Errorf("%s: %s: %s", f.Check, f.Offender, f.Detail)
	}
}

// A default: late, declared, demanded under the guarantee, recovered, closed.
func TestDefaultIsRecoveredFromTheGuarantee(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		c, deal, g := h.ready("1")
		h.deliver(c, deal, "1")
		h.goTo(firstDay.AddMonths(3).Add(5))
		h.rate()
		if got := h.do("accountant", "deal.late", object{"deal": deal})["days"]; got.(float64) < 60 {
			t.Errorf("days late: got %v, want more than 60", got)
		}
		h.refused(errs.Refused, "risk", "deal.default", object{"deal": deal, "cause": "arrears"})
		h.goTo(firstDay.AddMonths(5))
		h.rate()
		h.do("risk", "guarantee.verify", object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "again", "evidence_on": h.today().String()})
		h.do("risk", "deal.default", object{"deal": deal, "cause": "arrears"})
		h.goTo(h.today().Add(1))
		owed := h.open(deal)
		m := h.demand(object{"guarantee": g, "deal": deal, "amount": owed, "account": "DE02120300000000202051", "obligation": "The lessee has not paid the rentals that fell due."})
		if letter := text(m, "letter"); !strings.Contains(letter, "G-1") || !strings.Contains(letter, "Haus am Hafen") {
			t.Errorf("the demand does not name guarantee and beneficiary:\n%s", letter)
		}
		h.refused(errs.Conflict, "accountant", "demand.settle", object{"demand": text(m, "id"), "amount": owed, "on": h.today().String(), "reference": "ADV-1"})
		h.do("accountant", "demand.settle", object{"demand": text(m, "id"), "amount": owed, "on": h.today().String(), "reference": "GT-1"})
		h.do("accountant", "deal.close", object{"deal": deal})
		h.provesItself()
	})
}

// Whatever a person may not do is refused before anything is looked at.
func TestEveryVerbRefusesOtherRoles(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	for _, c := range desk.Commands() {
		spec := c.Describe()
		if len(spec.Roles) == 0 {
			t.Errorf("%s has no role rule", spec.Name)
		}
		if spec.Title == "" || spec.Help == "" {
			t.Errorf("%s has no title or help", spec.Name)
		}
		for _, role := range desk.Roles() {
			allowed := false
			for _, r := range spec.Roles {
				allowed = allowed || r == role
			}
			_, err := c.Run(h.ctx, h.desk, desk.Call{Actor: h.actor(string(role)), DryRun: true}, c.NewRequest())
			if got := errs.Is(err, errs.Forbidden); got == allowed && !(got && spec.Name == "deal.waive") {
				t.Errorf("%s as %s: forbidden = %v, want %v (%v)", spec.Name, role, got, !allowed, err)
			}
		}
		_, err := c.Run(h.ctx, h.desk, desk.Call{}, c.NewRequest())
		if !errs.Is(err, errs.Unauthenticated) {
			t.Errorf("%s without a login: got %v", spec.Name, err)
		}
	}
}
