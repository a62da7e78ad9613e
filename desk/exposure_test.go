package desk_test

import (
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
)

// Who covers what today, and when something is missing: two leases, one of them with a guarantee that ends too early for what is left.
func TestExposureAndGaps(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	c, deal, g := h.ready("1")
	h.deliver(c, deal, "1")
	all := h.do("risk", "guarantee.exposure", object{})
	line := all["lines"].([]any)[0].(object)
	if text(line, "counts") != text(all, "counts") || text(line, "pledged") != "1320000.00 USD" || text(line, "used") != "1200000.00 EUR" || line["guarantees"].(float64) != 1 {
		t.Errorf("by guarantor: %v", all)
	}
	byCountry := h.do("auditor", "guarantee.exposure", object{"by": "country"})
	if who := byCountry["lines"].([]any)[0].(object)["who"].(object); text(who, "text") != "DE" {
		t.Errorf("by country: %v", byCountry)
	}
	byDeal := h.do("risk", "guarantee.exposure", object{"by": "deal"})
	if d := byDeal["deals"].([]any)[0].(object); text(d, "required") != text(d, "cover") || text(d, "missing") != "0.00 EUR" {
		t.Errorf("by deal: %v", byDeal)
	}
	if gaps := h.do("risk", "guarantee.gaps", object{}); len(gaps["deals"].([]any)) != 0 {
		t.Errorf("gaps of a covered house: %v", gaps)
	}
	h.refused(errs.Invalid, "risk", "guarantee.gaps", object{"months": 121})
	h.refused(errs.Invalid, "risk", "guarantee.exposure", object{"by": "colour"})
	for _, verb := range []string{"guarantee.gaps", "guarantee.exposure"} {
		h.refused(errs.Forbidden, "maker", verb, object{})
	}

	h.do("risk", "guarantee.revoke", object{"guarantee": g})
	gaps := h.do("risk", "guarantee.gaps", object{})
	d := gaps["deals"].([]any)[0].(object)
	if first := d["gaps"].([]any)[0].(object); text(first, "from") != h.today().String() || text(first, "missing") != text(d, "missing") || len(gaps["sums"].([]any)) == 0 {
		t.Errorf("gaps after the guarantee is gone: %v", gaps)
	}
	if byDeal := h.do("risk", "guarantee.exposure", object{"by": "deal"}); text(byDeal["deals"].([]any)[0].(object), "cover") != "0.00 EUR" {
		t.Errorf("by deal after the guarantee is gone: %v", byDeal)
	}
}
