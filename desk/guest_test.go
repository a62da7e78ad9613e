package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
)

// guest is a representative of a party.
func (h *house) guest(role desk.Role, party string) desk.Actor {
	return desk.Actor{ID: "lg_guest", Name: "guest", Role: role, Party: party, Centre: h.centre, Lang: "en"}
}

// said is everything that a page says, in one text.
func said(r desk.Record) string {
	var b strings.Builder
	fmt.Fprintln(&b, r.Title, r.State, r.Headline, r.Next)
	for _, f := range r.Facts {
		fmt.Fprintln(&b, f.Label, f.Value)
	}
	for _, t := range r.Tables {
		fmt.Fprintln(&b, t.Title, t.Rows)
	}
	for _, l := range r.Timeline {
		fmt.Fprintln(&b, l.Text, l.Reason)
	}
	return b.String()
}

// A maker sees its machines, and neither prices nor deals nor customers, whichever way it asks.
func TestAMakerSeesNoPriceAndNoDeal(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		h.rate()
		c, deal, _ := h.ready("1")
		h.deliver(c, deal, "1")
		maker := h.guest(desk.Maker, c.maker)
		page, err := h.desk.ReadList(h.ctx, maker, "units", store.ListQuery{}, true)
		if err != nil || len(page.Rows) != 1 {
			t.Fatalf("%d units, %v", len(page.Rows), err)
		}
		if len(page.Rows[0].Values) != len(page.List.Columns()) {
			t.Errorf("%d values under %d heads", len(page.Rows[0].Values), len(page.List.Columns()))
		}
		if all := fmt.Sprint(page.Rows, page.Totals); strings.Contains(all, "1200000") || strings.Contains(all, "D-1") || strings.Contains(all, deal) {
			t.Errorf("the list says %s", all)
		}
		for _, query := range []store.ListQuery{{Sort: "price"}, {Filters: map[string]string{"price_from": "1"}}} {
			if _, err := h.desk.ReadList(h.ctx, maker, "units", query, false); !errs.Is(err, errs.Invalid) {
				t.Errorf("%v: got %v, want invalid", query, err)
			}
		}
		r, err := h.desk.ReadRecord(h.ctx, maker, c.unit)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"1200000", "D-1", "Waldbau", "for the test"} {
			if strings.Contains(said(r), secret) {
				t.Errorf("the page of the unit says %q:\n%s", secret, said(r))
			}
		}
	})
}

// A guarantor sees its guarantees and demands, and neither deals nor what the house thinks of it.
func TestAGuarantorSeesNoDealAndNoLimit(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	c, deal, g := h.ready("1")
	h.deliver(c, deal, "1")
	h.do("risk", "deal.default", object{"deal": deal, "cause": "insolvency"})
	h.goTo(h.today().Add(1))
	m := text(h.demand(object{"guarantee": g, "deal": deal, "amount": "1000.00 EUR", "account": "DE02120300000000202051", "obligation": "The lessee has not paid the rentals that fell due."}), "id")
	guarantor := h.guest(desk.Guarantor, c.guarantor)
	for entity, secrets := range map[string][]string{g: {deal, "for the test", "Secures"}, m: {deal, "for the test"}, c.guarantor: {"Limit", "50000000", "clear", "for the test"}} {
		r, err := h.desk.ReadRecord(h.ctx, guarantor, entity)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if strings.Contains(said(r), secret) {
				t.Errorf("the page of %s says %q:\n%s", entity, secret, said(r))
			}
		}
	}
	page, err := h.desk.ReadList(h.ctx, guarantor, "demands", store.ListQuery{}, true)
	if err != nil || len(page.Rows) != 1 || strings.Contains(fmt.Sprint(page.Rows), deal) {
		t.Errorf("the list of demands says %v, %v", page.Rows, err)
	}
	for _, entity := range []string{deal, c.customer, c.unit} {
		if _, err := h.desk.ReadRecord(h.ctx, guarantor, entity); !errs.Is(err, errs.NotFound) {
			t.Errorf("%s: got %v, want not found", entity, err)
		}
	}
}

// A guest does not learn whom the house knows by asking for official numbers.
func TestAGuestDoesNotProbeNumbers(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	h.do("clerk", "party.register", object{"name": "Karyer OOO", "kind": "entity", "country": "RU", "roles": []string{"customer"}, "identifiers": []object{{"scheme": "INN", "value": "7707083893"}}})
	if id, err := h.desk.Resolve(h.ctx, h.guest(desk.Maker, c.maker), "party", "INN:7707083893"); id != "" || err == nil {
		t.Errorf("got %q, %v", id, err)
	}
	if id, err := h.desk.Resolve(h.ctx, h.actor("clerk"), "party", "INN:7707083893"); id == "" || err != nil {
		t.Errorf("a clerk: got %q, %v", id, err)
	}
}
