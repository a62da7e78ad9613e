package api_test

import (
	"net/http"
	"testing"

	"kontor/internal/testdb"
)

// The API answers the same documents as the command line, and knows the programmes and indices of the house beside them.
func TestALeaseIsWorkedOutOverHTTP(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	request := func(more object) object {
		out := object{"price": "5000000.00 EUR", "advance_pct": "20", "rate": "18", "count": 60, "product": "annuity", "start": "2026-03-15"}
		for k, v := range more {
			out[k] = v
		}
		return out
	}
	for _, c := range []struct {
		name, path string
		body       object
		status     int
		path2      []string
		want       string
	}{
		{"level", "quote", request(nil), 200, []string{"schedule", "rental"}, "101573.71 EUR"},
		{"residual", "quote", object{"solve": "residual", "price": "5000000.00 EUR", "advance_pct": "20", "rate": "18", "count": 60, "rental": "95000.00 EUR", "product": "annuity", "start": "2026-03-15"},
			200, []string{"terms", "residual"}, "632487.19 EUR"},
		{"levelled", "quote", request(object{"customer_rate": "8", "programmes": []object{{"id": "p", "sponsor": "Fonds", "formula": "rate_buy_down", "pays": "up_front"}}}),
			200, []string{"levelled", "gap"}, "806040.45 EUR"},
		{"a programme of the house that is not there", "quote", request(object{"programmes": []object{{"id": "Nirgends"}}}), 422, nil, ""},
		{"unknown field", "quote", request(object{"prise": 1}), 422, nil, ""},
		{"schedule", "schedule", object{"price": "4000000.00 EUR", "rate": "18", "count": 60, "every_months": 1, "method": "annuity", "timing": "arrears", "start": "2024-03-15"},
			200, []string{"last_rental"}, "101573.65 EUR"},
		{"no schedule", "schedule", object{"price": "4000000.00 EUR", "rate": "18", "count": 0, "start": "2024-03-15"}, 422, nil, ""},
	} {
		a := h.post("clerk", "/api/lease/"+c.path, c.body)
		if a.status != c.status {
			t.Errorf("%s: got %d %s", c.name, a.status, a.body)
			continue
		}
		if c.path2 == nil {
			continue
		}
		o := a.object(t)
		for _, step := range c.path2[:len(c.path2)-1] {
			o = o[step].(object)
		}
		if got := text(o, c.path2[len(c.path2)-1]); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	if a := h.post("maker", "/api/lease/quote", request(nil)); a.status != http.StatusForbidden {
		t.Errorf("a maker: got %d", a.status)
	}
}
