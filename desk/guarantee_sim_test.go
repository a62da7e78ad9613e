package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
)

// sim does random verbs of guarantees with random people, amounts and days. What it asks for need not be allowed: what is refused leaves
// no trace, what is done must leave rows that the events give again.
type sim struct {
	*house
	*rand.Rand
	c          []cast
	deals      []string
	guarantees []string
	demands    []string
	done       map[string]int
	refusals   map[string]int
}

func pick[T any](s *sim, of []T) T { return of[s.IntN(len(of))] }

func (s *sim) amount() string { return euros(int64(1+s.IntN(40)) * 1_000_000) }

// near is a day around today: mostly before.
func (s *sim) near() string { return s.today().Add(s.IntN(45) - 40).String() }

// often are the verbs that must come more often than others, so that lives get far.
var often = map[string]int{"guarantee.register": 3, "guarantee.verify": 20, "guarantee.allocate": 8, "guarantee.amend": 5, "guarantee.accept_amendment": 6, "guarantee.demand": 12, "demand.approve": 20,
	"demand.send": 20, "demand.present": 15, "demand.accept": 5, "demand.extend": 3, "demand.settle": 6, "day.close": 4, "guarantee.confirm_release": 3}

// person is mostly somebody who may do it.
func (s *sim) person(verb string) string {
	who := pick(s, []string{"clerk", "risk", "risk2", "manager", "manager2", "accountant", "auditor", "admin"})
	c, _ := desk.FindCommand(verb)
	if slices.Contains(c.Describe().Roles, s.actor(who).Role) || s.IntN(20) == 0 {
		return who
	}
	return s.person(verb)
}

// requests are the verbs with what they are asked.
func (s *sim) requests() map[string]object {
	g, deal, c := pick(s, s.guarantees[max(0, len(s.guarantees)-5):]), pick(s, s.deals), pick(s, s.c)
	m := "dm_none"
	if len(s.demands) > 0 {
		m = pick(s, s.demands[max(0, len(s.demands)-3):])
	}
	if s.IntN(3) > 0 { // the pair that belongs together
		deal, g, c = s.deals[0], s.guarantees[0], s.c[0]
	}
	nr := 1 + s.IntN(4)
	coin := func() bool { return s.IntN(2) == 0 }
	terms := object{"guarantee": g, "number": fmt.Sprintf("S-%d", s.IntN(60)), "guarantor": c.guarantor, "applicant": c.customer, "kind": "demand_guarantee", "rules": pick(s, []string{"URDG758", "ISP98", "UCP600", "none"}),
		"face": s.amount(), "issued_on": s.today().Add(-s.IntN(30)).String(), "expires_on": s.today().Add(s.IntN(500)).String(), "place": "Musterstadt"}
	switch s.IntN(6) {
	case 0:
		terms["extension_period"], terms["extension_days"], terms["extension_notice_days"] = "DAYS", 30+s.IntN(90), 1+s.IntN(40)
	case 1:
		terms["reductions"] = []object{{"on": s.today().Add(s.IntN(90)).String(), "amount": "1000.00 EUR"}, {"event": "half is paid", "proof": "receipt", "amount": "50000.00 EUR"}}
	case 2:
		terms["expiry_type"], terms["expiry_event"], terms["expiry_proof"] = "both", "all is paid", "receipt"
	case 3:
		terms["effect_event"] = "the advance came"
	}
	return map[string]object{
		"guarantee.register": terms, "guarantee.correct": terms,
		"guarantee.ask": {"guarantee": g, "asked": "by message"},
		"guarantee.verify": {"guarantee": g, "finding": pick(s, []string{"authentic", "authentic", "authentic", "authentic", "mismatch"}), "evidence_kind": pick(s, []string{"own_bank_message", "guarantor_confirmation"}),
			"evidence_bank": "Hausbank", "evidence_ref": "MSG", "evidence_on": s.today().Add(-s.IntN(2)).String()},
		"guarantee.approve_wording": {"guarantee": g}, "guarantee.approve_difference": {"guarantee": g},
		"guarantee.confirm":  {"guarantee": g, "amount": s.amount()},
		"guarantee.allocate": {"guarantee": g, "deal": deal, "amount": s.amount()},
		"guarantee.amend": {"guarantee": g, "nr": nr, "source": "letter", "decrease": pick(s, []string{"", s.amount()}), "expires_on": pick(s, []string{"", s.today().Add(s.IntN(400)).String()}),
			"cancel": s.IntN(15) == 0, "text": pick(s, []string{"", "Other words."})},
		"guarantee.accept_amendment": {"guarantee": g, "nr": nr, "despite": coin()}, "guarantee.reject_amendment": {"guarantee": g, "nr": nr, "why": "no"},
		"guarantee.extend":  {"guarantee": g, "expires_on": s.today().Add(s.IntN(400)).String()},
		"guarantee.release": {"guarantee": g, "amount": pick(s, []string{"", "1000.00 EUR"})}, "guarantee.confirm_release": {"guarantee": g, "drop": s.IntN(3) == 0},
		"guarantee.reduce":        {"guarantee": g, "plan": s.IntN(3), "amount": pick(s, []string{"", "20000.00 EUR"}), "document": "receipt", "despite": coin()},
		"guarantee.non_extension": {"guarantee": g, "sent": s.near(), "received": s.near(), "source": "letter"},
		"guarantee.effect":        {"guarantee": g, "on": s.near(), "document": "receipt"}, "guarantee.end_by_event": {"guarantee": g, "on": s.near(), "document": "receipt"},
		"guarantee.paper_returned": {"guarantee": g, "to": "the bank"}, "guarantee.cancel": {"guarantee": g},
		"guarantee.counter":    {"guarantee": g, "by": c.maker, "expires_on": s.today().Add(400).String()},
		"branch.force_majeure": {"guarantee": g, "from": s.near(), "resumes": pick(s, []string{"", s.near()}), "evidence": "decree"},
		"party.trouble":        {"party": c.guarantor, "trouble": pick(s, []string{"rating_cut", "licence_revoked", "over", "over", "over", "over"}), "evidence": "gazette"},
		"guarantee.demand":     demandFor(g, deal, s.amount()), "demand.approve": {"demand": m}, "demand.send": {"demand": m, "how": "courier"},
		"demand.present": {"demand": m, "on": s.today().Add(-s.IntN(3)).String()}, "demand.accept": {"demand": m, "on": s.today().String()},
		"demand.reject": {"demand": m, "reasons": "no signature", "on": s.today().Add(-s.IntN(9)).String()}, "demand.withdraw": {"demand": m}, "demand.dispute": {"demand": m},
		"demand.enjoin": {"demand": m, "court": "Court", "ref": "1"}, "demand.lift": {"demand": m}, "demand.extend": {"demand": m, "granted_to": s.today().Add(s.IntN(500)).String(), "accept": coin()},
		"demand.settle": {"demand": m, "amount": s.amount(), "on": s.today().Add(-s.IntN(2)).String(), "reference": fmt.Sprint("P", s.Uint32())},
		"day.close":     {"on": s.today().Add(-s.IntN(3)).String()},
	}
}

func (s *sim) step(verbs []string) {
	verb := pick(s, verbs)
	req := s.requests()[verb]
	actor := s.actor(s.person(verb))
	if verb == "guarantee.confirm" {
		actor = s.guest(desk.Guarantor, pick(s, s.c).guarantor)
	}
	if s.IntN(5) == 0 { // what ends much comes seldom
		switch verb {
		case "guarantee.confirm":
			verb, req = "guarantee.deny", object{"guarantee": req["guarantee"]}
		case "guarantee.approve_wording":
			verb = "guarantee.refuse_wording"
		case "guarantee.ask":
			verb = "guarantee.revoke"
		}
	}
	if verb == "guarantee.demand" && s.IntN(3) == 0 {
		req["extend_to"] = s.today().Add(600).String()
	}
	res, err := s.tryAs(actor, verb, desk.Call{Reason: "for the test"}, req)
	switch code := errs.CodeOf(err); code {
	case "":
		s.done[verb]++
		if verb == "guarantee.register" && res["duplicate"] == nil {
			s.guarantees = append(s.guarantees, text(res, "id"))
		} else if verb == "guarantee.demand" {
			s.demands = append(s.demands, text(res, "id"))
		}
	case errs.Internal, errs.Busy:
		s.t.Fatalf("%s %v: %v", verb, req, err)
	default:
		s.refusals[verb]++
	}
}

// Scenario 33, for the house as a whole: after whatever was done and tried in whatever order, with a clock that jumps and is set back,
// what is kept of guarantees and demands is what their events give, and the books balance.
func TestWhateverIsDoneTheEventsGiveTheRows(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			h := newHouse(t, testdb.SQLite(t))
			s := &sim{house: h, Rand: rand.New(rand.NewPCG(seed, 4)), done: map[string]int{}, refusals: map[string]int{}}
			h.list()
			h.rate()
			for n := range 2 {
				c, deal, g := h.ready(fmt.Sprint(n))
				h.deliver(c, deal, fmt.Sprint(n))
				s.c, s.deals, s.guarantees = append(s.c, c), append(s.deals, deal), append(s.guarantees, g)
			}
			h.goTo(firstDay.AddMonths(5))
			h.rate()
			for _, deal := range s.deals {
				h.do("risk", "deal.default", object{"deal": deal, "cause": "arrears"})
			}
			var verbs []string
			for verb := range s.requests() {
				verbs = append(verbs, slices.Repeat([]string{verb}, max(1, often[verb]))...)
			}
			slices.Sort(verbs)
			for n := range 400 {
				switch s.IntN(12) {
				case 0:
					h.goTo(h.today().Add(s.IntN(20)))
				case 1:
					h.goTo(h.today().Add(-s.IntN(10)))
				}
				s.step(verbs)
				if n%50 == 49 {
					h.provesItself()
				}
				if t.Failed() {
					t.Fatalf("after step %d", n)
				}
			}
			t.Logf("done %v\nrefused %v", s.done, s.refusals)
		})
	}
}
