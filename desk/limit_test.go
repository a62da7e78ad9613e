package desk_test

import (
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/store"
)

// Terms for which no cover can be computed are refused when they are quoted: signed, they would shut the first page for
// everybody.
func TestTermsBeyondEveryCoverAreNotQuoted(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	c := h.people("1")
	terms := func(change object) object {
		o := object{"customer": c.customer, "kind": "lease", "units": []object{{"unit": c.unit, "price": "1200000.00 EUR"}}, "starts_on": h.today().String(), "expires_on": h.today().String(),
			"rate": "5", "count": 24, "every_months": 1}
		for k, v := range change {
			o[k] = v
		}
		return o
	}
	for field, change := range map[string]object{
		"count":     {"count": 120, "every_months": 12},
		"starts_on": {"starts_on": "2190-01-01"},
		"units":     {"units": []object{{"unit": c.unit, "price": "9999999999999.99 EUR"}}},
	} {
		e := h.refused(errs.Invalid, "clerk", "deal.quote", terms(change))
		if len(e.Faults) != 1 || e.Faults[0].Field != field || e.Faults[0].Hint.IsZero() {
			t.Errorf("%v: got %v, want one fault of %s with a hint", change, e.Faults, field)
		}
	}
	e := h.refused(errs.Invalid, "clerk", "deal.quote", terms(object{"count": 601}))
	if e.Faults[0].Field != "count" {
		t.Errorf("601 rentals: got a fault of %s", e.Faults[0].Field)
	}
	deal := text(h.do("clerk", "deal.quote", terms(object{"count": 99, "every_months": 12})), "deal")
	h.do("clerk", "deal.sign", object{"deal": deal, "signed_on": h.today().String()})
	if _, err := h.desk.ReadToday(h.ctx, h.actor("manager")); err != nil {
		t.Errorf("the first page: %v", err)
	}
}

// The numbers of deals go on when they grow by a digit.
func TestDealNumbersGrowByADigit(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		c := h.people("1")
		deal := h.lease(c)
		err := h.store.Write(h.ctx, func(tx *store.Tx) error {
			_, err := tx.DB.ExecContext(h.ctx, "update deal set nr = 'D-99999' where id = $1", deal)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"D-100000", "D-100001"} {
			res := h.do("clerk", "deal.quote", object{"customer": c.customer, "kind": "sale", "units": []object{{"unit": h.unit(c.maker, "X"+want), "price": "1.00 EUR"}},
				"starts_on": h.today().String(), "expires_on": h.today().String()})
			if got := text(res, "nr"); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	})
}
