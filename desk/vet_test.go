package desk_test

import (
	"strings"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
)

// load loads a list of lines "id,type,name,aliases,countries,identifiers" as risk and gives the answer.
func (h *house) load(source string, more object, lines ...string) object {
	h.t.Helper()
	return h.do("risk", "watchlist.load", h.loadRequest(source, more, lines...))
}

func (h *house) loadRequest(source string, more object, lines ...string) object {
	req := object{"source": source, "listed_on": h.today().String(), "content": []byte("entry_id,type,name,aliases,countries,identifiers\n" + strings.Join(lines, "\n") + "\n")}
	for name, value := range more {
		req[name] = value
	}
	return req
}

// inForce loads a list and activates it as a second person.
func (h *house) inForce(source string, lines ...string) object {
	h.t.Helper()
	return h.do("risk2", "watchlist.activate", object{"listset": h.load(source, nil, lines...)["id"]})
}

func (h *house) party(name, country string, more object) string {
	h.t.Helper()
	req := object{"name": name, "kind": "entity", "country": country, "roles": []string{"customer"}}
	for n, v := range more {
		req[n] = v
	}
	return text(h.do("clerk", "party.register", req), "id")
}

func (h *house) record(who, entity string) desk.Record {
	h.t.Helper()
	r, err := h.desk.ReadRecord(h.ctx, h.actor(who), entity)
	if err != nil {
		h.t.Fatalf("record %s as %s: %v", entity, who, err)
	}
	return r
}

const (
	vanished = "1,entity,ООО Пропавшая Техника,Vanished Machines LLC,RU,INN:7707083893"
	sunk     = "2,entity,Sunken Trading 7 Ltd,,,"
	hidden   = "3,individual,\"KOTAVICH, Zaren\",,BY,"
)

func TestVettingFindsEveryWriting(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		first := h.party("Vega Maschinen GmbH", "DE", nil)
		e := h.refused(errs.Refused, "clerk", "party.vet", object{"party": first})
		if e.Hint.IsZero() {
			t.Errorf("without a list the hint is missing: %v", e)
		}
		h.inForce("HOUSE", vanished, sunk, hidden)
		for _, c := range []struct {
			name    string
			more    object
			outcome string
		}{
			{"PROPAVSHAYA TEKHNIKA, OOO", nil, "review"},
			{"пропавшая техника", nil, "review"},
			{"Vanished-Machines", nil, "review"},
			{"Other Name AG", object{"country": "RU", "identifiers": []object{{"scheme": "INN", "value": "7707 083893"}}}, "review"},
			{"Unlisted AG", object{"aliases": []string{"Vanished Machines"}}, "review"},
			{"Zaren Kotavich", object{"kind": "person"}, "review"},
			{"Sunken Trading 9 Ltd", nil, "clear"},
			{"Vanilla Machines LLC", nil, "clear"},
		} {
			res := h.do("clerk", "party.vet", object{"party": h.party(c.name, "BY", c.more)})
			if got := text(res, "outcome"); got != c.outcome {
				t.Errorf("%s: got %s (%v), want %s", c.name, got, res["reasons"], c.outcome)
			}
		}
		general := h.party("OOO", "BY", nil)
		if e := h.refused(errs.Refused, "clerk", "party.vet", object{"party": general}); e.Hint.IsZero() {
			t.Errorf("too general: no way out in %v", e)
		}
	})
}

func TestHitIsClearedByTwoForTwelveMonths(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.inForce("HOUSE", vanished, sunk)
		p := h.party("Vanished Machines", "PL", nil)
		res := h.do("clerk", "party.vet", object{"party": p})
		hit := res["hits"].([]any)[0].(object)["id"].(string)
		clear := object{"hit": hit, "reason_code": "other_company", "evidence": "KRS 0000123"}

		h.refused(errs.Forbidden, "clerk", "hit.clear", clear)
		h.refused(errs.Conflict, "risk2", "hit.confirm_clear", object{"hit": hit})
		if _, err := h.try("risk", "hit.clear", desk.Call{}, clear); !errs.Is(err, errs.Invalid) {
			t.Errorf("without a reason: got %v", err)
		}
		if got := text(h.do("risk", "hit.clear", clear), "outcome"); got != "review" {
			t.Errorf("one person alone: got %s, want review", got)
		}
		h.refused(errs.Refused, "risk", "hit.confirm_clear", object{"hit": hit})
		if got := text(h.do("risk2", "hit.confirm_clear", object{"hit": hit}), "outcome"); got != "clear" {
			t.Errorf("two people: got %s, want clear", got)
		}

		// V-29: the list is issued again with the entry unchanged, and nobody is asked again.
		h.goTo(h.today().Add(1))
		if res := h.inForce("HOUSE", vanished, sunk, hidden); res["in_doubt"].(float64) != 0 {
			t.Errorf("re-issue: got %v", res)
		}
		// A changed entry is a new hit, and the old decision stands beside it.
		h.goTo(h.today().Add(1))
		if res := h.inForce("HOUSE", vanished+";OGRN:1027700132195", sunk, hidden); res["in_doubt"].(float64) != 1 {
			t.Errorf("changed entry: got %v", res)
		}
		if got, want := len(tableOf(h.record("risk", p), "Hits")), 2; got != want {
			t.Errorf("hits on the page: got %d, want %d", got, want)
		}
	})
}

func TestClearingRunsOut(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.inForce("HOUSE", vanished)
		p := h.party("Vanished Machines", "PL", nil)
		res := h.do("clerk", "party.vet", object{"party": p})
		hit := res["hits"].([]any)[0].(object)["id"].(string)
		h.do("risk", "hit.clear", object{"hit": hit, "reason_code": "other_company", "evidence": "KRS 0000123"})
		h.do("risk2", "hit.confirm_clear", object{"hit": hit})
		h.goTo(firstDay.AddMonths(12).Add(-1))
		h.do("accountant", "day.close", object{"on": h.today().String()})
		if got := h.record("risk", p).State; got != "clear" {
			t.Errorf("the day before: got %s, want clear", got)
		}
		h.goTo(firstDay.AddMonths(12))
		closed := h.do("accountant", "day.close", object{"on": h.today().String()})
		if got := h.record("risk", p).State; got != "review" {
			t.Errorf("after twelve months: got %s, want review", got)
		}
		if closed["stale_list"] != true {
			t.Errorf("a list of a year ago must be stale: %v", closed)
		}
	})
}

func TestConfirmedHitBlocksWhateverTheName(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.inForce("HOUSE", vanished)
		p := h.party("Vanished Machines", "PL", nil)
		res := h.do("clerk", "party.vet", object{"party": p})
		hit := res["hits"].([]any)[0].(object)["id"].(string)
		if got := text(h.do("risk", "hit.escalate", object{"hit": hit}), "outcome"); got != "review" {
			t.Errorf("escalated: got %s, want review", got)
		}
		if got := text(h.do("risk", "hit.confirm", object{"hit": hit}), "outcome"); got != "blocked" {
			t.Errorf("confirmed: got %s, want blocked", got)
		}
		h.do("clerk", "party.change", object{"party": p, "name": "Fresh Start", "kind": "entity", "country": "PL", "roles": []string{"customer"}})
		if got := text(h.do("clerk", "party.vet", object{"party": p}), "outcome"); got != "blocked" {
			t.Errorf("under a new name: got %s, want blocked", got)
		}
		h.do("risk", "hit.clear", object{"hit": hit, "reason_code": "other_number", "evidence": "KRS 0000123"})
		if got := text(h.do("risk2", "hit.confirm_clear", object{"hit": hit}), "outcome"); got != "clear" {
			t.Errorf("taken back by two people: got %s, want clear", got)
		}
	})
}

func TestActivationVetsEverybodyAgain(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.inForce("HOUSE", sunk)
		p := h.party("Vanished Machines", "PL", nil)
		if got := text(h.do("clerk", "party.vet", object{"party": p}), "outcome"); got != "clear" {
			t.Fatalf("got %s, want clear", got)
		}
		set := h.load("OTHER", nil, vanished)["id"]
		h.refused(errs.Refused, "risk", "watchlist.activate", object{"listset": set})
		if got := h.record("risk", p).State; got != "clear" {
			t.Errorf("a list that is only loaded must not count: got %s", got)
		}
		res := h.do("manager", "watchlist.activate", object{"listset": set})
		if res["vetted"].(float64) != 1 || res["in_doubt"].(float64) != 1 {
			t.Errorf("got %v", res)
		}
		if got := h.record("risk", p).State; got != "review" {
			t.Errorf("after the activation: got %s, want review", got)
		}
		h.goTo(h.today().Add(5))
		before := len(tableOf(h.record("risk", p), "Vettings"))
		h.do("manager", "watchlist.activate", object{"listset": set})
		if after := len(tableOf(h.record("risk", p), "Vettings")); before != 2 || after != before {
			t.Errorf("vettings: got %d before the renewal and %d after it, want 2 and 2", before, after)
		}
		h.goTo(h.today().Add(4))
		if closed := h.do("accountant", "day.close", object{"on": h.today().String()}); closed["stale_list"] != true {
			t.Errorf("the first list was not renewed: %v", closed)
		}
		if r := h.record("auditor", set.(string)); !strings.Contains(r.Headline.String(), "4 days until it is stale") {
			t.Errorf("the renewed list: got %q", r.Headline)
		}
	})
}

func TestListsThatMayNotBeLoaded(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		lines := []string{vanished, sunk, hidden}
		set := h.load("house list", nil, lines...)
		if again := h.load("HOUSE LIST", nil, lines...); again["id"] != set["id"] || again["duplicate"] != true {
			t.Errorf("the same file again: got %v, want %v", again, set)
		}
		h.do("risk2", "watchlist.activate", object{"listset": set["id"]})
		yesterday := object{"listed_on": h.today().Add(-1).String()}
		for _, c := range []struct {
			name string
			req  object
			call desk.Call
			want errs.Code
		}{
			{"older", h.loadRequest("HOUSE LIST", yesterday, vanished, sunk, hidden, "4,entity,Lyra,,,"), desk.Call{}, errs.Refused},
			{"shrunken", h.loadRequest("HOUSE LIST", nil, vanished, sunk), desk.Call{}, errs.Refused},
			{"shrunken without a reason", h.loadRequest("HOUSE LIST", object{"allow_shrink": true}, vanished, sunk), desk.Call{}, errs.Invalid},
			{"another file than expected", h.loadRequest("X", object{"sha256": "00"}, vanished), desk.Call{}, errs.Invalid},
			{"of tomorrow", h.loadRequest("X", object{"listed_on": h.today().Add(1).String()}, vanished), desk.Call{}, errs.Invalid},
			{"of no day", h.loadRequest("X", object{"listed_on": ""}, vanished), desk.Call{}, errs.Invalid},
			{"without a name", h.loadRequest(" ", nil, vanished), desk.Call{}, errs.Invalid},
			{"empty", h.loadRequest("X", object{"content": []byte{}}), desk.Call{}, errs.Invalid},
			{"shrunken with a reason", h.loadRequest("HOUSE LIST", object{"allow_shrink": true}, vanished, sunk), desk.Call{Reason: "the publisher removed it"}, ""},
		} {
			if _, err := h.try("risk", "watchlist.load", c.call, c.req); errs.CodeOf(err) != c.want {
				t.Errorf("%s: got %v, want %q", c.name, err, c.want)
			}
		}
		h.refused(errs.Forbidden, "clerk", "watchlist.load", h.loadRequest("X", nil, vanished))
		h.refused(errs.NotFound, "risk", "watchlist.activate", object{"listset": "ls_00000000000000000000000000"})
	})
}

func TestGuestsSeeOnlyThemselves(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		set := h.inForce("HOUSE", vanished)
		c := h.people("1")
		p := h.party("Vanished Machines", "PL", nil)
		hit := h.do("clerk", "party.vet", object{"party": p})["hits"].([]any)[0].(object)["id"].(string)
		guest := h.actor("guarantor")
		guest.Party = c.guarantor
		own, err := h.desk.ReadRecord(h.ctx, guest, c.guarantor)
		if err != nil || len(own.Timeline) != 0 || len(own.Next) != 0 {
			t.Errorf("own page: got %+v, %v", own, err)
		}
		for _, entity := range []string{c.customer, p, hit, text(set, "id")} {
			if _, err := h.desk.ReadRecord(h.ctx, guest, entity); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: got %v, want not found", entity, err)
			}
		}
		r := h.record("risk", hit)
		if len(tableOf(r, "Why it is a hit")) == 0 || len(tableOf(r, "List entry")) == 0 {
			t.Errorf("the hit does not explain itself: %+v", r.Tables)
		}
		if len(r.Next) == 0 || r.Next[0] != "hit.clear" {
			t.Errorf("next: got %v", r.Next)
		}
	})
}

func tableOf(r desk.Record, title string) [][]any {
	for _, t := range r.Tables {
		if t.Title == title {
			return t.Rows
		}
	}
	return nil
}

// The gate does not rely on a clearing that ran out, also before the close of the day has opened it again.
func TestGateDoesNotWaitForAClearingToBeOpened(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.rate()
	h.inForce("HOUSE", vanished, "9,entity,Waldbau Genossenschaft 1,,,")
	c, deal, _ := h.ready("1")
	hits := h.do("clerk", "party.vet", object{"party": c.customer})["hits"].([]any)
	if len(hits) == 0 {
		t.Fatal("no hit")
	}
	hit := hits[0].(object)["id"].(string)
	h.do("risk", "hit.clear", object{"hit": hit, "reason_code": "other_number", "evidence": "KRS 0000123"})
	h.do("risk2", "hit.confirm_clear", object{"hit": hit})
	h.goTo(firstDay.AddMonths(12).Add(-1))
	h.list2()
	vetting := func() bool {
		v, err := h.desk.Gate(h.ctx, h.actor("manager"), deal)
		if err != nil {
			t.Fatal(err)
		}
		return v.Answer.Condition("vetting").OK
	}
	if !vetting() {
		t.Error("the day before the clearing runs out the gate should rely on it")
	}
	h.goTo(h.today().Add(1))
	if vetting() {
		t.Error("the gate relied on a clearing that ran out today")
	}
}
