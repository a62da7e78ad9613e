package desk_test

import (
	"fmt"
	"sync"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
)

// attempt is one verb of a race and what became of it.
type attempt struct {
	who, verb string
	request   object
	err       error
}

// race does all attempts in the same moment, on the real store.
func (h *house) race(all []attempt) []attempt {
	var ready, done sync.WaitGroup
	ready.Add(1)
	for i := range all {
		done.Add(1)
		go func() {
			defer done.Done()
			ready.Wait()
			_, all[i].err = h.try(all[i].who, all[i].verb, desk.Call{Reason: "race"}, all[i].request)
		}()
	}
	ready.Done()
	done.Wait()
	return all
}

// won counts the attempts of a verb that succeeded; an error that is no refusal fails the test.
func (h *house) won(all []attempt, verb string) (n int) {
	h.t.Helper()
	for _, a := range all {
		switch code := errs.CodeOf(a.err); {
		case a.verb != verb:
		case code == "":
			n++
		case code != errs.Refused && code != errs.Conflict && code != errs.Busy:
			h.t.Errorf("%s: %v", a.verb, a.err)
		}
	}
	return n
}

// Releasing a deal and taking its cover away exclude each other, in whatever order the two arrive: a release that has
// happened keeps the cover, a cover that was taken away keeps the gate shut. Nor are there two releases.
func TestGateHoldsAgainstCoverTakenAwayInTheSameMoment(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		outcomes := map[string]int{}
		for i := range 16 {
			_, deal, g := h.ready(fmt.Sprint(i))
			all := h.race([]attempt{
				{who: "manager", verb: "deal.release", request: object{"deal": deal}},
				{who: "manager2", verb: "deal.release", request: object{"deal": deal}},
				{who: "risk", verb: "guarantee.allocate", request: object{"guarantee": g, "deal": deal, "amount": "0.00 EUR"}},
			})
			released, lowered := h.won(all, "deal.release"), h.won(all, "guarantee.allocate")
			if released > 1 || released+lowered != 1 {
				t.Fatalf("round %d: %d releases and %d times the cover was taken away, want exactly one of them in all", i, released, lowered)
			}
			outcomes[fmt.Sprintf("%d released", released)]++
		}
		h.provesItself()
		t.Logf("%v", outcomes)
	})
}

// Two deals cannot sign for one unit, two quotes cannot reserve it.
func TestOneUnitInOneDealInTheSameMoment(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		for i := range 8 {
			c := h.people(fmt.Sprint(i))
			quote := object{"customer": c.customer, "kind": "sale", "units": []object{{"unit": c.unit, "price": "1200000.00 EUR"}}, "starts_on": h.today().String(), "expires_on": h.today().Add(9).String()}
			var all []attempt
			for range 6 {
				all = append(all, attempt{who: "clerk", verb: "deal.quote", request: quote})
			}
			if got := h.won(h.race(all), "deal.quote"); got != 1 {
				t.Fatalf("round %d: %d quotes reserved the unit, want 1", i, got)
			}
		}
		h.provesItself()
	})
}

// A guarantee revoked and a list activated in the moment of a release: whatever was first, a deal is only released with
// the cover and the lists that were in force in its own transaction.
func TestGateHoldsAgainstListAndRevocationInTheSameMoment(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		csv := houseList
		for i := range 6 {
			_, deal, g := h.ready(fmt.Sprint(i))
			csv += fmt.Sprintf("%d,entity,Waldbau Genossenschaft %d,\n", 100+i, i)
			h.goTo(h.today().Add(1))
			h.rate()
			set := text(h.do("risk", "watchlist.load", object{"source": "house list", "listed_on": h.today().String(), "content": []byte(csv)}), "id")
			all := h.race([]attempt{
				{who: "manager", verb: "deal.release", request: object{"deal": deal}},
				{who: "risk2", verb: "watchlist.activate", request: object{"listset": set}},
				{who: "risk", verb: "guarantee.revoke", request: object{"guarantee": g}},
			})
			if h.won(all, "watchlist.activate") != 1 {
				t.Fatalf("the list was not activated: %v", all[1].err)
			}
			if h.won(all, "deal.release") == 1 { // then it came first: a second try shows that the others shut the gate
				continue
			}
			if e := h.refused(errs.Refused, "manager", "deal.release", object{"deal": deal}); len(e.Faults) < 2 {
				t.Errorf("the gate names %v, want list hit and cover", e.Faults)
			}
		}
		h.provesItself()
	})
}

// The same request under the same key, 64 times at once, is done once and answered alike; also after a restart.
func TestOneKeyIsDoneOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		request := object{"name": "Einmal GmbH", "kind": "entity", "country": "DE", "roles": []string{"customer"}}
		var mu sync.Mutex
		var wg sync.WaitGroup
		answers := map[string]int{}
		for range 64 {
			wg.Go(func() {
				out, err := h.try("clerk", "party.register", desk.Call{Key: "k1"}, request)
				for errs.Is(err, errs.Busy) { // told to come back with the same key
					out, err = h.try("clerk", "party.register", desk.Call{Key: "k1"}, request)
				}
				mu.Lock()
				defer mu.Unlock()
				answers[fmt.Sprint(out, err)]++
			})
		}
		wg.Wait()
		if len(answers) != 1 {
			t.Fatalf("64 calls with one key gave %d different answers: %v", len(answers), answers)
		}
		page, err := h.desk.ReadList(h.ctx, h.actor("clerk"), "parties", store.ListQuery{}, false)
		if err != nil || page.All != 1 {
			t.Fatalf("got %d parties (%v), want 1", page.All, err)
		}
		request["country"] = "PL"
		e := h.try2("clerk", "party.register", desk.Call{Key: "k1"}, request)
		if e.Code != errs.Conflict || e.Text.Args["field"] != "country" {
			t.Errorf("another body under the key: got %v, want a conflict that names country", e)
		}
	})
}

func (h *house) try2(who, verb string, call desk.Call, request object) *errs.Error {
	_, err := h.try(who, verb, call, request)
	return errs.As(err)
}
