package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
)

// told is a table of a page as lines, its cells between bars.
func (h *house) told(entity, title string) (lines []string) {
	h.t.Helper()
	r := h.record("manager", entity)
	i := slices.IndexFunc(r.Tables, func(t desk.Table) bool { return t.Title == title })
	if i < 0 {
		h.t.Fatalf("the page has no table %s", title)
	}
	for _, row := range r.Tables[i].Rows {
		var cells []string
		for _, v := range row {
			cells = append(cells, strings.TrimSpace(fmt.Sprint(v)))
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return lines
}

// A lease stands in the books as it was classified, with what is left of the net investment, its stage and its expected loss.
func TestALeaseStandsInTheBooks(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c, deal, _ := h.running()
	got := strings.Join(h.told(deal, "Books"), "\n")
	want := `finance lease (IFRS 16) |  | classified once, on 2026-03-02
par. 63(a): yes |  | ownership passes to the lessee
par. 63(b): no |  | no option that is surely exercised
par. 63(c): no |  | the term is 20 percent of the life of the unit: less than 75
par. 63(d): yes |  | the payments are worth 100 percent of the unit: 90 or more
par. 63(e): no |  | others can use the unit too
net investment | 960000.00 EUR | after the payment of 2026-03-02, at 12 percent a year
unearned income | 124572.80 EUR | 
stage 1 (IFRS 9) |  | the risk has not risen since the start
exposure | 969600.00 EUR | 100 percent are covered
expected credit loss | 0.00 EUR | grade 4: 4 percent default within a year, 35 percent are lost then
without the guarantees | 13574.40 EUR | that the guarantor may fail too is not counted`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	h.goTo(firstDay.AddMonths(2).Add(10))
	h.do("accountant", "deal.late", object{"deal": deal})
	h.do("risk", "guarantee.revoke", object{"guarantee": h.listOf("guarantees")[0]})
	books := h.do("auditor", "books.leases", object{})
	line := books["lines"].([]any)[0].(object)
	if line["stage"] != 2.0 || line["bucket"] != 31.0 || text(line, "covered_pct") != "0" {
		t.Errorf("got %v", line)
	}
	whole := text(line, "expected_loss") // of the whole life, and nothing is covered
	h.refused(errs.Forbidden, "accountant", "party.grade", object{"party": c.customer, "grade": 6})
	h.refused(errs.Invalid, "risk", "party.grade", object{"party": c.customer, "grade": 7})
	h.do("risk", "party.grade", object{"party": c.customer, "grade": 6})
	if worse := text(h.do("auditor", "books.leases", object{})["lines"].([]any)[0].(object), "expected_loss"); worse == whole {
		t.Errorf("a worse grade expects the same loss: %s", worse)
	}
	h.refused(errs.Forbidden, "risk", "policy.risk", object{"grades": []object{{"grade": 1, "pd": "2", "lgd": "40"}}, "ungraded": 1})
	e := h.refused(errs.Invalid, "manager", "policy.risk", object{"grades": []object{{"grade": 1, "pd": "102", "lgd": "40"}}, "ungraded": 2})
	if len(e.Faults) != 2 || e.Faults[0].Field != "grades[0].pd" || e.Faults[1].Field != "ungraded" {
		t.Errorf("got %v", e.Faults)
	}
	h.do("manager", "policy.risk", object{"grades": []object{{"grade": 1, "pd": "2", "lgd": "40"}}, "ungraded": 1, "discount": true})
	h.do("risk", "deal.default", object{"deal": deal, "cause": "insolvency"})
	books = h.do("auditor", "books.leases", object{"stage": 3})
	total := books["by_stage"].([]any)[0].(object)
	if total["of"] != 3.0 || total["deals"] != 1.0 || text(total, "exposure") != "978844.09 EUR" || text(total, "expected_loss") != "391537.64 EUR" { // 40 percent of it all
		t.Errorf("got %v", total)
	}
	if empty := h.do("auditor", "books.leases", object{"stage": 1})["lines"].([]any); len(empty) != 0 {
		t.Errorf("stage 1 has %v", empty)
	}
	h.refused(errs.Forbidden, "clerk", "books.leases", object{})
}

// The ladder lists what ends soon, and whom to ask now.
func TestTheLadderListsWhatEnds(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.terms = object{"count": 6, "residual": "400000.00 EUR", "residual_by": "nobody"}
	h.running()
	if rungs := h.do("clerk", "books.ladder", object{"months": 3})["rungs"].([]any); len(rungs) != 0 {
		t.Errorf("within three months: %v", rungs)
	}
	h.goTo(firstDay.AddMonths(4).Add(10))
	rung := h.do("clerk", "books.ladder", object{})["rungs"].([]any)[0].(object)
	if text(rung, "month") != "2026-09-01" || rung["residual_minor"] != 40000000.0 || rung["balance_minor"] != 56000000.0 || len(rung["notice"].([]any)) != 1 {
		t.Errorf("got %v", rung)
	}
	h.refused(errs.Invalid, "clerk", "books.ladder", object{"months": 121})
}
