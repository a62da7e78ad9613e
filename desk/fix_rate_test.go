package desk_test

import (
	"strings"
	"testing"

	"kontor/errs"
	"kontor/internal/testdb"
)

// A floating lease gets its new rate in the period that begins with its reset: index and spread, held back by the limit of one reset. A
// value that nobody recorded is not guessed, and no reset counts twice.
func TestARateIsFixedAnew(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.list()
	h.rate()
	h.do("accountant", "index.record", object{"name": "key rate", "on": h.today().String(), "value": "10", "source": "Zentralbank Beispiel"})
	c, deal := h.shaped("F", object{"float_index": "key rate", "float_spread": "2", "float_months": 3, "float_limit": "3", "float_cap": "20", "float_floor": "5"})
	_ = c
	if e := h.refused(errs.Conflict, "accountant", "deal.fix_rate", object{"deal": deal}); !strings.Contains(e.Error(), "2026-06-02") {
		t.Errorf("before the first reset: %v", e)
	}
	for range 3 {
		h.goTo(h.today().AddMonths(1))
		h.do("accountant", "payment.receive", object{"deal": deal, "amount": h.first(deal), "value_on": h.today().String(), "reference": "F-" + h.today().String()})
	}
	h.refused(errs.Forbidden, "clerk", "deal.fix_rate", object{"deal": deal})
	before := h.first(deal)
	h.do("accountant", "index.record", object{"name": "key rate", "on": h.today().String(), "value": "16", "source": "Zentralbank Beispiel"})
	res := h.do("accountant", "deal.fix_rate", object{"deal": deal})
	if text(res, "rate") != "15" || res["bound_by"].([]any)[0] != "period limit" || text(res, "on") != "2026-06-02" {
		t.Errorf("got %v", res)
	}
	if after := h.first(deal); text(res, "rental") != after || after == before {
		t.Errorf("the rental was %s and is %s, the answer says %s", before, after, text(res, "rental"))
	}
	h.refused(errs.Conflict, "accountant", "deal.fix_rate", object{"deal": deal})
	h.provesItself()
	h.do("accountant", "posting.reverse", object{"posting": text(res, "change")})
	if got := h.first(deal); got != before {
		t.Errorf("after the reversal %s, before the fixing %s", got, before)
	}
	h.provesItself()
}
