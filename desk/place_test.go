package desk_test

import (
	"os"
	"slices"
	"testing"

	"kontor/errs"
	"kontor/internal/shared"
	"kontor/internal/testdb"
	"kontor/store"
)

const twoCalendars = `{"version": "2026-1", "calendars": {
	"K": {"name": "Kontor an der Werft", "timezone": "Europe/Berlin", "weekend": ["Sat", "Sun"], "cut_off": "16:00", "closed": ["2026-05-01", "2028-12-25"]},
	"S": {"name": "Steppe", "timezone": "Asia/Almaty", "weekend": ["Fri", "Sat"], "closed": ["2026-03-08"], "from_year": 2026, "to_year": 2029}}}`

func TestCalendarsAndBranchesOfTheHouse(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		res := h.do("risk", "calendar.load", object{"content": []byte(twoCalendars)})
		if got := res["loaded"].([]any); len(got) != 2 || got[0] != "K" || got[1] != "S" {
			t.Errorf("loaded %v, want K and S", got)
		}
		again := h.do("risk", "calendar.load", object{"content": []byte(twoCalendars)})
		if got := again["same"].([]any); len(got) != 2 || len(again["loaded"].([]any)) != 0 {
			t.Errorf("loaded twice: %v, want the same", again)
		}
		other := `{"version": "2026-1", "calendars": {"K": {"name": "Kontor", "timezone": "Europe/Berlin", "weekend": ["Sun"], "closed": ["2026-05-02"]}}}`
		h.refused(errs.Conflict, "risk", "calendar.load", object{"content": []byte(other)})
		h.refused(errs.Invalid, "risk", "calendar.load", object{"content": []byte(`{"version": "2", "calendars": {"K": {"timezone": "Nowhere/Land", "weekend": ["Sun"], "closed": []}}}`)})
		h.refused(errs.Invalid, "risk", "calendar.load", object{"content": []byte(`holidays`)})
		h.do("risk", "calendar.load", object{"content": []byte(`{"name": "Alone", "timezone": "UTC", "weekend": ["Sun"], "closed": ["2026-05-02"]}`), "name": "L", "version": "1"})

		c := h.people("1")
		branch := object{"party": c.guarantor, "name": "Musterbank Werft", "place": "Musterhafen", "country": "de", "bic": "MUSTDEFF", "calendar": "K"}
		id := text(h.do("clerk", "branch.register", branch), "id")
		for field, change := range map[string]object{
			"calendar":         {"calendar": "nowhere"},
			"country":          {"country": "ZZ"},
			"bic":              {"bic": "MUST"},
			"cut_off":          {"cut_off": "25:00"},
			"call_back_source": {"call_back": "+49 30 0000"}, // a number that nobody looked up may be the forger's own
			"licence_source":   {"licence": "L-1"},
			"name":             {"name": " "},
			"transport_days":   {"transport_days": 61},
		} {
			bad := object{}
			for k, v := range branch {
				bad[k] = v
			}
			for k, v := range change {
				bad[k] = v
			}
			err := h.refused(errs.Invalid, "clerk", "branch.register", bad)
			if !slices.ContainsFunc(err.Faults, func(f errs.Fault) bool { return f.Field == field }) {
				t.Errorf("%v: faults %v, want one of %s", change, err.Faults, field)
			}
		}
		h.do("clerk", "branch.change", object{"branch": id, "name": "Musterbank Werft", "place": "Musterhafen", "country": "DE", "calendar": "S", "cut_off": "15:30"})
		h.do("manager", "house.place", object{"name": "Hof", "calendar": "K", "transport_days": 3})
		h.refused(errs.Invalid, "manager", "house.place", object{"name": "Hof", "calendar": "X"})

		for list, want := range map[string]int{"branches": 1, "calendars": 3} {
			rows, err := h.desk.ReadList(h.ctx, h.actor("auditor"), list, store.ListQuery{}, false)
			if err != nil || len(rows.Rows) != want {
				t.Errorf("%s: %d rows (%v), want %d", list, len(rows.Rows), err, want)
			}
		}
		if r, err := h.desk.ReadRecord(h.ctx, h.actor("risk"), id); err != nil || r.Headline.String() != "Dates are counted by calendar S@2026-1." {
			t.Errorf("record: %s (%v)", r.Headline, err)
		}
		if _, err := h.desk.ReadRecord(h.ctx, h.actor("guarantor"), id); errs.CodeOf(err) != errs.NotFound {
			t.Errorf("a guest reads a branch: %v", err)
		}
		g := object{"number": "G-1", "guarantor": c.guarantor, "applicant": c.customer, "kind": "demand_guarantee", "rules": "URDG758", "face": "1000.00 EUR",
			"issued_on": h.today().String(), "expires_on": h.today().AddMonths(12).String(), "branch": id}
		h.do("clerk", "guarantee.register", g)
		d := h.people("2")
		g["guarantor"], g["number"] = d.guarantor, "G-2"
		h.refused(errs.Invalid, "clerk", "guarantee.register", g) // the branch is another bank's
	})
}

// TestSharedCalendarsLoad loads the reference calendars as they are.
func TestSharedCalendarsLoad(t *testing.T) {
	content, err := os.ReadFile(shared.Data(t, "guarantee", "branch-calendars.json"))
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, testdb.SQLite(t))
	if res := h.do("admin", "calendar.load", object{"content": content}); len(res["loaded"].([]any)) == 0 {
		t.Errorf("nothing was loaded: %v", res)
	}
}
