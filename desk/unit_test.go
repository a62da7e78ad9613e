package desk_test

import (
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
)

// What the file of a unit lacks can be added later; who it is cannot be changed.
func TestUnitIsCorrectedAndKeepsItsIdentity(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c := h.people("1")
	other := h.unit(c.maker, "SN-2")
	change := object{"unit": c.unit, "model": "Granit 220 L", "segment": "mining_dump_truck", "price": "1250000.00 EUR", "vin": "1M8GDM9AXKP042788", "year": 2025, "hs": "8704 10 10 10"}
	if got := text(h.do("clerk", "unit.change", change), "label"); got != "Granit 220 L SN-1" {
		t.Errorf("got %q", got)
	}
	r, err := h.desk.ReadRecord(h.ctx, h.actor("clerk"), c.unit)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Facts {
		if f.Label == "Customs code" && f.Value != "8704101010" {
			t.Errorf("customs code: got %v", f.Value)
		}
	}
	change["unit"] = other
	if e := h.refused(errs.Invalid, "clerk", "unit.change", change); len(e.Faults) != 1 || e.Faults[0].Field != "vin" {
		t.Errorf("a VIN of another unit: got %v", e)
	}
	change["price"] = "0.00 EUR"
	h.refused(errs.Invalid, "clerk", "unit.change", change)
	h.provesItself()
}
