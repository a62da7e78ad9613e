package desk_test

import (
	"fmt"
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
)

// Two leases that hang on one guarantee, both of which would pass alone, are released in the same moment: exactly one leaves.
func TestOneGuaranteeLetsOneDealOutInTheSameMoment(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		for i := range 6 {
			c, one, g := h.ready(fmt.Sprint(i))
			c.unit = h.unit(c.maker, fmt.Sprint("SN-two-", i))
			two := h.lease(c)
			h.do("clerk", "deal.sign", object{"deal": two, "signed_on": h.today().String()})
			h.do("accountant", "payment.receive", object{"deal": two, "amount": "240000.00 EUR", "value_on": h.today().String(), "reference": fmt.Sprint("ADV-two-", i)})
			h.do("risk", "guarantee.allocate", object{"guarantee": g, "deal": two, "amount": "1200000.00 EUR"})
			for _, deal := range []string{one, two} {
				if v, err := h.desk.Gate(h.ctx, h.actor("manager"), deal); err != nil || !v.Answer.May {
					t.Fatalf("%s does not pass alone: %v, %v", deal, v.Answer, err)
				}
			}
			all := h.race([]attempt{
				{who: "manager", verb: "deal.release", request: object{"deal": one}}, {who: "manager2", verb: "deal.release", request: object{"deal": two}},
			})
			if got := h.won(all, "deal.release"); got != 1 {
				t.Fatalf("round %d: %d deals left on one guarantee, want 1", i, got)
			}
		}
		h.provesItself()
	})
}

// Many write to one guarantee in the same moment: none is lost, none stands twice, and the rows are what the events give.
func TestManyWritersOfOneGuaranteeLoseNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		_, _, g := h.bank("1", object{"expires_on": "2027-09-30"})
		for round := range 4 {
			var all []attempt
			for n := range 6 {
				all = append(all, attempt{who: "clerk", verb: "guarantee.paper_returned", request: object{"guarantee": g, "to": fmt.Sprintf("person %d-%d", round, n)}})
			}
			won := 0
			for _, a := range h.race(all) {
				switch errs.CodeOf(a.err) {
				case "":
					won++
				case errs.Busy, errs.Conflict:
				default:
					t.Fatal(a.err)
				}
			}
			if won == 0 {
				t.Fatalf("round %d: nobody could write", round)
			}
			r, _ := h.page(g)
			lines := 0
			for n := range 6 {
				if says(r, fmt.Sprintf("person %d-%d", round, n)) {
					lines++
				}
			}
			if lines != won {
				t.Errorf("round %d: %d wrote, %d stand", round, won, lines)
			}
		}
		h.provesItself()
	})
}
