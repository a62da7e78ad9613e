package api_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kontor/internal/testdb"
	"kontor/store"
	"kontor/store/q"
)

// manyParties writes parties beside the verbs, because a thousand of them are only there to be paged through. Many share
// a country, so that the sort has ties.
func (h *house) manyParties(n int) {
	h.t.Helper()
	err := h.store.Write(h.ctx, func(tx *store.Tx) error {
		for i := range n {
			name := fmt.Sprintf("Holding %d", (i*7919)%n)
			err := tx.AddParty(h.ctx, q.AddPartyParams{ID: fmt.Sprintf("pt_%026d", i), Kind: "entity", Name: name, Folded: strings.ToLower(name), AliasesJson: "[]",
				Country: []string{"DE", "AT", "CH"}[i%3], Roles: "customer", Fingerprint: fmt.Sprint(i), CreatedUs: tx.Now})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// A cursor leads through all rows, none twice, in order, also where the sort has ties and while rows come in.
func TestTheCursorMeetsEveryRowOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := openHouse(t, url)
		const rows = 1000
		h.manyParties(rows)
		for _, query := range []string{"limit=77", "limit=77&sort=country", "limit=500&sort=-country", "limit=100&sort=-name"} {
			seen := map[string]bool{}
			cursor := ""
			for pages := 0; ; pages++ {
				page := h.get("clerk", "/api/list/parties?"+query+"&cursor="+cursor)
				for _, r := range page["rows"].([]any) {
					id := text(r.(object), "id")
					if seen[id] {
						t.Fatalf("%s: %s came twice", query, id)
					}
					seen[id] = true
				}
				if cursor = text(page, "next"); cursor == "" {
					break
				}
				if pages > rows {
					t.Fatalf("%s: the cursor does not end", query)
				}
			}
			if len(seen) != rows {
				t.Errorf("%s: got %d rows, want %d", query, len(seen), rows)
			}
		}
		for who, query := range map[string]string{"filter": "country=AT", "search": "q=holding+99&limit=5"} {
			page := h.get("clerk", "/api/list/parties?"+query)
			if page["all"] != float64(rows) || page["matched"] == page["all"] || page["matched"] == 0.0 {
				t.Errorf("%s: got %v matched of %v", who, page["matched"], page["all"])
			}
		}
	})
}

// What a list does not know is refused by name, all at once.
func TestListsRefuseWhatTheyDoNotKnow(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	for query, fields := range map[string][]string{
		"colour=red":                           {"colour"},
		"limit=0":                              {"limit"},
		"limit=501&totals=perhaps&fields=moon": {"fields", "limit", "totals"},
		"limit=1e2":                            {"limit"},
		"stage=flying":                         {"stage"},
		"starts_on_from=yesterday":             {"starts_on_from"},
		"price_from=1,5":                       {"price_from"},
		"sort=customer":                        {"sort"},
		"cursor=AAAA":                          {"cursor"},
		"stage=signed&stage=quoted":            {"stage"},
	} {
		a := h.send("clerk", "GET", "/api/list/deals?"+query, nil)
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: got %d %s, want 422", query, a.status, a.body)
			continue
		}
		got := faultFields(a.object(t))
		slices.Sort(got)
		if !slices.Equal(got, fields) {
			t.Errorf("%s: got faults %v, want %v", query, got, fields)
		}
	}
	if a := h.send("clerk", "GET", "/api/list/deals?a=%zz", nil); a.status != http.StatusBadRequest {
		t.Errorf("a query that cannot be read: got %d, want 400", a.status)
	}
}

// Rows can be sparse, are filtered by amounts as people write them, and are summed up per currency.
func TestListsOfDeals(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	c := h.cast("1")
	deal := h.quote(c)
	page := h.get("manager", "/api/list/deals?fields=nr,price&totals=true&price_from=1200000.00&price_to=1200000")
	want := object{"id": deal, "nr": "D-10001", "price": "1200000.00 EUR"}
	if rows := page["rows"].([]any); len(rows) != 1 || fmt.Sprint(rows[0]) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v alone", rows, want)
	}
	if got := page["totals"].(object)["price"].([]any)[0]; got != "1200000.00 EUR" {
		t.Errorf("total: got %v", got)
	}
	if got := h.get("manager", "/api/list/deals?price_from=1200000.01")["matched"]; got != 0.0 {
		t.Errorf("above the price: got %v, want none", got)
	}
}

// An export holds every row in each format, keeps the filters and the columns asked for, and is safe to open.
func TestExportsHoldEveryRow(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	const rows = 1100 // more than two pages
	h.manyParties(rows)
	h.do("clerk", "/api/party/register", object{"name": "=HYPERLINK(1) Handel", "kind": "entity", "country": "FI", "roles": []string{"customer"}})
	ask := func(path string) answer {
		a := h.send("clerk", "GET", path, nil, "Accept-Language", "de")
		if a.status != http.StatusOK || !strings.Contains(a.header.Get("Content-Disposition"), "parties-2026-03-02.") {
			t.Fatalf("%s: got %d, %q", path, a.status, a.header.Get("Content-Disposition"))
		}
		return a
	}
	table, err := csv.NewReader(bytes.NewReader(ask("/api/list/parties.csv?fields=name").body)).ReadAll()
	if err != nil || len(table) != rows+2 || !slices.Equal(table[0], []string{"id", "name"}) {
		t.Errorf("CSV: got %d lines, head %v, error %v", len(table), table[0], err)
	}
	if !slices.ContainsFunc(table, func(line []string) bool { return line[1] == "'=HYPERLINK(1) Handel" }) {
		t.Error("CSV: a name that looks like a formula is not made harmless")
	}
	var objects []object
	if err := json.Unmarshal(ask("/api/list/parties.json?country=AT").body, &objects); err != nil || len(objects) != rows/3 && len(objects) != rows/3+1 {
		t.Errorf("JSON: got %d rows, error %v", len(objects), err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(ask("/api/list/parties.xlsx").body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	lines, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(lines) != rows+2 {
		t.Errorf("XLSX: got %d lines, error %v", len(lines), err)
	}
	if a := h.send("clerk", "GET", "/api/list/parties.csv?"+url.Values{"limit": {"5"}}.Encode(), nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a page of a file: got %d, want 422", a.status)
	}
}

// The catalogue tells a role what it may read and do, and nothing else.
func TestTheCatalogueIsForTheRole(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	var lists, verbs []object
	if err := json.Unmarshal(h.send("guarantor", "GET", "/api/lists", nil).body, &lists); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range lists {
		names = append(names, text(l, "name"))
	}
	if want := []string{"guarantees", "demands"}; !slices.Equal(names, want) {
		t.Errorf("lists of a guarantor: got %v, want %v", names, want)
	}
	if err := json.Unmarshal(h.send("auditor", "GET", "/api/verbs", nil).body, &verbs); err != nil || len(verbs) != 1 || text(verbs[0], "name") != "proof.export" {
		t.Errorf("verbs of an auditor: got %v, error %v, want nothing but proof files", verbs, err)
	}
	if err := json.Unmarshal(h.send("manager", "GET", "/api/verbs", nil).body, &verbs); err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(verbs, func(v object) bool { return v["name"] == "deal.quote" })
	if at < 0 || text(verbs[at], "path") != "/api/deal/quote" || len(verbs[at]["fields"].([]any)) < 10 {
		t.Errorf("deal.quote of a manager: got %v", verbs)
	}
}

// What happened is told in whole sentences, in the caller's language, in pages and in files.
func TestRecordsAreWholeSentences(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	h.quote(h.cast("1"))
	for _, path := range []string{"/api/list/events?verb=deal.quote", "/api/list/events.csv?verb=deal.quote", "/api/list/events.json?verb=deal.quote"} {
		a := h.send("auditor", "GET", path, nil, "Accept-Language", "de")
		if !strings.Contains(string(a.body), "Waldbau Genossenschaft 1") || !strings.Contains(string(a.body), "April 2026") && !strings.Contains(string(a.body), "Apr. 2026") {
			t.Errorf("%s: got %s", path, a.body)
		}
		if strings.Contains(string(a.body), "{customer}") {
			t.Errorf("%s holds a sentence with holes: %s", path, a.body)
		}
	}
}
