package desk_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/lang"
	"kontor/store"
)

var updateImports = flag.Bool("update-imports", false, "write the golden files of imports")

// bring imports a file as who may.
func (h *house) bring(kind string, content []byte, call desk.Call) (object, error) {
	h.t.Helper()
	who := "clerk"
	if kind == "balances" {
		who = "accountant"
	}
	return h.try(who, "import."+kind, call, object{"file": content, "name": "list.csv"})
}

func (h *house) brought(kind, content string) object {
	h.t.Helper()
	res, err := h.bring(kind, []byte(content), desk.Call{})
	if err != nil {
		h.t.Fatalf("%v", err)
	}
	return res
}

// counts writes new/changed/same/refused.
func counts(o object) string {
	return fmt.Sprintf("%v/%v/%v/%v", o["new"], o["changed"], o["same"], o["refused"])
}

// rowsOf counts the rows of every table that an import may write.
func (h *house) rowsOf() map[string]int {
	h.t.Helper()
	out := map[string]int{}
	err := h.store.Read(h.ctx, func(tx *store.Tx) error {
		for _, table := range []string{"party", "party_identifier", "party_key", "unit", "event", "transfer", "ledger_account", "import_file", "idempotency"} {
			var n int
			if err := tx.DB.QueryRowContext(h.ctx, "select count(*) from "+table).Scan(&n); err != nil {
				return err
			}
			out[table] = n
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func (h *house) sound() {
	h.t.Helper()
	findings, err := h.store.Verify(h.ctx, nil)
	if err != nil || len(findings) > 0 {
		h.t.Fatalf("verify: %v %v", findings, err)
	}
}

var anyID = regexp.MustCompile(`\b([a-z]{2})_[0-9a-z]{26}\b`)

// tame replaces ids by their kind and order of appearance.
func tame(b []byte) []byte {
	seen := map[string]string{}
	return anyID.ReplaceAllFunc(b, func(id []byte) []byte {
		name, ok := seen[string(id)]
		if !ok {
			name = fmt.Sprintf("%s_%d", id[:2], len(seen)+1)
			seen[string(id)] = name
		}
		return []byte(name)
	})
}

// Every file in testdata/import named after its kind of list gives the result, or the refusal, that lies beside it.
func TestImportGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/import/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			h := newHouse(t, testdb.SQLite(t))
			h.do("clerk", "party.register", object{"name": "Granitwerk Nord AG", "kind": "entity", "country": "DE", "roles": []string{"maker"}})
			h.do("clerk", "party.register", object{"name": "Waldbau Genossenschaft", "kind": "entity", "country": "DE", "roles": []string{"customer"}})
			kind, _, _ := strings.Cut(filepath.Base(file), "-")
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var answer any
			if answer, err = h.bring(kind, content, desk.Call{}); err != nil {
				e := errs.As(err)
				answer = object{"code": e.Code, "message": e.Text, "hint": e.Hint, "faults": e.Faults}
			}
			var b bytes.Buffer
			e := json.NewEncoder(&b)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			if err := e.Encode(answer); err != nil {
				t.Fatal(err)
			}
			got, golden := tame(b.Bytes()), strings.TrimSuffix(file, ".csv")+".golden"
			if *updateImports {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			h.sound()
		})
	}
}

const partiesCSV = `name;kind;country;roles;inn;identifiers;address;aliases
Nordwerk AG;entity;DE;maker;;VAT:DE136695976;Musterstadt;Nordwerk
Горная Техника;entity;RU;customer;7707083893;;;
Anna Anders;person;DE;customer;;;;
`

func TestImportPartiesTwiceIsSafe(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		before := h.rowsOf()
		dry, err := h.bring("parties", []byte(partiesCSV), desk.Call{DryRun: true})
		if err != nil || counts(dry) != "3/0/0/0" {
			t.Fatalf("got %v, %v", dry, err)
		}
		if after := h.rowsOf(); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Fatalf("a dry run wrote: %v, was %v", after, before)
		}
		if got := counts(h.brought("parties", partiesCSV)); got != "3/0/0/0" {
			t.Fatalf("got %s", got)
		}
		_, err = h.bring("parties", []byte(partiesCSV), desk.Call{})
		if e := errs.As(err); e == nil || e.Code != errs.Conflict || e.Text.String() != "this file was imported on 2026-03-02 already; nothing was written" {
			t.Fatalf("got %v", err)
		}
		if got := counts(h.brought("parties", partiesCSV+"\n")); got != "0/0/3/0" {
			t.Errorf("the same rows again: got %s", got)
		}
		h.sound()
	})
}

func TestImportPartiesChanges(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.brought("parties", partiesCSV)
	res := h.brought("parties", `name;country;roles;inn;vat;lei;address
Nordwerk SE;DE;supplier;;DE136695976;5493001KJTIIGC8Y1R12;
Горная Техника;RU;;7707083893;;;Street 1
Anna Anders;DE;;;;;
`)
	if got := counts(res); got != "0/2/1/0" {
		t.Fatalf("got %s", got)
	}
	got, _ := json.Marshal(res["rows"].([]any)[0].(object)["changes"])
	want := `[{"after":"Nordwerk SE","before":"Nordwerk AG","field":"name"},{"after":"maker,supplier","before":"maker","field":"roles"},` +
		`{"after":"VAT:DE136695976|LEI:5493001KJTIIGC8Y1R12","before":"VAT:DE136695976","field":"identifiers"}]`
	if string(got) != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	record, err := h.desk.ReadRecord(h.ctx, h.actor("clerk"), res["rows"].([]any)[0].(object)["id"].(string))
	if err != nil || record.Title != "Nordwerk SE" {
		t.Errorf("got %v, %v", record.Title, err)
	}
}

func TestImportPartiesTellsNamesakesApart(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.brought("parties", "name;kind;country;roles;inn\nРомашка;entity;RU;customer;7707083893\n")
	for _, c := range []struct{ rows, want string }{
		{"Ромашка;entity;RU;customer;1234567894\n", "1/0/0/0"}, // another tax number: another company
		{"Ромашка;entity;RU;customer;\n", "0/0/0/1"},           // which of the two?
		{"Ромашка;entity;BY;customer;\n", "1/0/0/0"},           // another country
		{"РОМАШКА;entity;BY;supplier;\n", "0/1/0/0"},           // written otherwise
		{"Ромашка;entity;BY;customer;\nРомашка;entity;BY;supplier;\n", "0/1/0/1"},
	} {
		if got := counts(h.brought("parties", "name;kind;country;roles;inn\n"+c.rows)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.rows, got, c.want)
		}
	}
	// One row with the numbers of two known companies.
	res := h.brought("parties", "name;country;identifiers\nX;RU;INN:7707083893|INN:1234567894\n")
	if got := counts(res); got != "0/0/0/1" {
		t.Errorf("got %s", got)
	}
	// A name with other names beside it is found without them.
	h.brought("parties", "name;kind;country;roles;aliases\nOstwerk;entity;DE;maker;East Works|Ost\n")
	if got := counts(h.brought("parties", "name;country\nOstwerk;DE\n")); got != "0/0/1/0" {
		t.Errorf("got %s", got)
	}
}

func TestImportRefusedRowsAreMendedAndSentAgain(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	res := h.brought("parties", "name;kind;country;roles;inn;address\nGood AG;entity;DE;customer;;\nWrong Digit;entity;RU;customer;7707083894;\"a;\"\"b\"\"\"\nFormula;entity;DE;=A1;;\n")
	if got := counts(res); got != "1/0/0/2" {
		t.Fatalf("got %s", got)
	}
	back := text(res, "refused_file")
	if !strings.HasPrefix(back, "\uFEFFreason;name;kind;country;roles;inn;address\n") || strings.Contains(back, "Good AG") {
		t.Fatalf("got %q", back)
	}
	// Sent again as it is, it is refused again and comes back the same but for the line numbers.
	again := h.brought("parties", back)
	if got := counts(again); got != "0/0/0/2" {
		t.Fatalf("unmended: got %s", got)
	}
	mended := strings.NewReplacer("7707083894", "7707083893", "'=A1", "supplier").Replace(text(again, "refused_file"))
	if got := counts(h.brought("parties", mended)); got != "2/0/0/0" {
		t.Fatalf("mended: got %s\n%s", got, mended)
	}
	h.sound()
}

// A row that only the database knows to be wrong leaves nothing behind and does not stop the rows after it.
func TestImportRefusesWhatBelongsToOthers(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.brought("parties", "name;kind;country;roles;iban\nNordwerk AG;entity;DE;maker;DE89370400440532013000\n")
		res := h.brought("parties", "name;kind;country;roles;iban\nThief;entity;DE;customer;DE89 3704 0044 0532 0130 00\nHonest;entity;DE;customer;\n")
		if got := counts(res); got != "1/0/0/1" {
			t.Fatalf("got %s", got)
		}
		fault := toSlice(res["rows"])[0].(object)["faults"].([]any)[0].(object)
		if text(fault, "cell") != "E2" || !strings.HasPrefix(text(fault, "message"), "DE89370400440532013000 belongs to Nordwerk AG") {
			t.Errorf("got %v", fault)
		}
		head := strings.Replace(unitHead, "located", "vin", 1)
		res = h.brought("units", head+"Nordwerk AG;B 1;bus;B-1;85.000,00 EUR;2025;ours;ordered;none;open;open;1M8GDM9AXKP042788\n"+
			"Nordwerk AG;B 1;bus;B-2;85.000,00 EUR;2025;ours;ordered;none;open;open;1M8GDM9AXKP042788\nNordwerk AG;B 1;bus;B-3;85.000,00 EUR;2025;ours;ordered;none;open;open;\n")
		fault = toSlice(res["rows"])[0].(object)["faults"].([]any)[0].(object)
		if counts(res) != "2/0/0/1" || text(fault, "cell") != "L3" {
			t.Errorf("got %s, %v", counts(res), fault)
		}
		h.sound()
	})
}

func TestImportTellsHowFarItIs(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	var told []string
	h.ctx = desk.WithProgress(h.ctx, func(done, all int) { told = append(told, fmt.Sprint(done, "/", all)) })
	h.brought("parties", partiesCSV)
	if got, want := fmt.Sprint(told), "[0/3 1/3 2/3]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestImportSaysWhyInTheReadersLanguage(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	actor := h.actor("clerk")
	actor.Lang = "de"
	res, err := desk.ImportParties.Do(h.ctx, h.desk, desk.Call{Actor: actor}, desk.ImportRequest{File: []byte("name;kind;country;roles\nA;entity;DE;\n")})
	if err != nil || !strings.Contains(res.RefusedFile, lang.German.T("a role is missing")) {
		t.Errorf("got %q, %v", res.RefusedFile, err)
	}
}

func TestImportRoles(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	for verb, who := range map[string]string{"import.parties": "accountant", "import.units": "risk", "import.balances": "clerk"} {
		h.refused(errs.Forbidden, who, verb, object{"file": []byte(partiesCSV)})
	}
}

func TestImportAllOrNothing(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	before := h.rowsOf()
	_, err := h.try("clerk", "import.parties", desk.Call{}, object{"file": []byte(partiesCSV + "Broken;entity;RU;customer;7707083894;;;\n"), "all_or_nothing": true})
	e := errs.As(err)
	if e == nil || e.Code != errs.Refused || len(e.Faults) != 1 || e.Faults[0].Field != "E5" {
		t.Fatalf("got %v", err)
	}
	if after := h.rowsOf(); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("something was written: %v, was %v", after, before)
	}
}

const unitHead = "maker;model;segment;serial;price;year;ownership;supply;passport;customs;inspection;located\n"

func TestImportUnits(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.brought("parties", partiesCSV)
		list := unitHead + "Nordwerk AG;N 90;tractor;N-1;85.000,00 EUR;2025;ours;ordered;none;open;open;\nVAT:DE136695976;N 90;tractor;N-2;85.000,00 EUR;2025;ours;ordered;none;open;open;\n"
		if got := counts(h.brought("units", list)); got != "2/0/0/0" {
			t.Fatalf("got %s", got)
		}
		if got := counts(h.brought("units", list+"\n")); got != "0/0/2/0" {
			t.Fatalf("again: got %s", got)
		}
		res := h.brought("units", "maker;serial;price;supply\nNordwerk;n 1;90.000,50 EUR;prepared\n")
		if got := counts(res); got != "0/1/0/0" {
			t.Fatalf("changed: got %s", got)
		}
		got, _ := json.Marshal(res["rows"])
		want := `[{"changes":[{"after":"90000.50 EUR","before":"85000.00 EUR","field":"price"}],"id":"un_1","label":"n 1","left":["supply"],"line":2,"state":"changed"}]`
		if string(tame(got)) != want {
			t.Errorf("got %s\nwant %s", tame(got), want)
		}
		h.sound()
	})
}

func TestImportUnitsFromWorkbook(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	h.brought("parties", partiesCSV)
	f := excelize.NewFile()
	for i, row := range [][]any{
		{"Maker", "Model", "Segment", "Serial", "Price", "Currency", "Year", "Ownership", "Supply", "Passport", "Customs", "Inspection"},
		{"Nordwerk AG", "N 90", "Tractor", 4711, 0.1 + 0.2, "EUR", 2025, "ours", "ordered", "none", "open", "open"},
		{"Nordwerk AG", "N 90", "Tractor", 4712, nil, "EUR", 2025, "ours", "ordered", "none", "open", "open"},
		{"Nordwerk AG", "N 90", "Tractor", 4713, 1234.5, "EUR", time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), "ours", "ordered", "none", "open", "open"},
	} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "E3", "E2*2"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	res, err := h.bring("units", b.Bytes(), desk.Call{})
	if err != nil {
		t.Fatal(err)
	}
	var faults []string
	for _, r := range res["rows"].([]any) {
		for _, f := range append([]any{}, toSlice(r.(object)["faults"])...) {
			faults = append(faults, text(f.(object), "cell")+" "+text(f.(object), "message"))
		}
	}
	want := []string{"E3 this cell holds a formula", "G4 2025-01-01 is not a whole number"}
	if counts(res) != "1/0/0/2" || fmt.Sprint(faults) != fmt.Sprint(want) {
		t.Errorf("got %s %q, want %q", counts(res), faults, want)
	}
}

func toSlice(v any) []any { s, _ := v.([]any); return s }

const balanceHead = "account;side;amount;currency;on;reference;deal\n"

func TestImportBalances(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		h.list()
		_, dealID, _ := h.ready("1")
		nr := text(h.dealRow(dealID), "nr")
		list := balanceHead + "bank;debit;1.000,00;EUR;2025-12-31;OB 1;\nunapplied;credit;250,00;EUR;2025-12-31;OB 2;" + nr + "\nloss;debit;3,50;USD;2025-12-31;OB 3;\n"
		before := h.rowsOf()
		if dry, err := h.bring("balances", []byte(list), desk.Call{DryRun: true}); err != nil || counts(dry) != "3/0/0/0" {
			t.Fatalf("got %v, %v", dry, err)
		}
		if after := h.rowsOf(); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Fatalf("a dry run wrote: %v, was %v", after, before)
		}
		res := h.brought("balances", list)
		if got := counts(res); got != "3/0/0/0" {
			t.Fatalf("got %s", got)
		}
		h.sound()
		if got := counts(h.brought("balances", list+"\n")); got != "0/0/3/0" {
			t.Fatalf("again: got %s", got)
		}
		other := h.brought("balances", balanceHead+"bank;debit;1.000,01;EUR;2025-12-31;OB 1;\n")
		if got := counts(other); got != "0/0/0/1" {
			t.Fatalf("the same reference for another balance: got %s", got)
		}
		got := toSlice(other["rows"])[0].(object)["faults"].([]any)[0].(object)
		want := "OB 1 is booked already as bank:EUR / opening:EUR, 1000.00 EUR on 2025-12-31, the row says bank:EUR / opening:EUR, 1000.01 EUR on 2025-12-31"
		if text(got, "message") != want || text(got, "cell") != "F2" {
			t.Errorf("got %v, want %s", got, want)
		}
		// A reversal takes the deal's money back too, and the reference is used up.
		for _, r := range res["rows"].([]any) {
			h.do("accountant", "posting.reverse", object{"posting": text(r.(object), "id")})
			h.sound()
		}
		h.refused(errs.Conflict, "accountant", "posting.reverse", object{"posting": text(res["rows"].([]any)[1].(object), "id")})
		if got := counts(h.brought("balances", list+"\n\n")); got != "0/0/0/3" {
			t.Errorf("reversed: got %s", got)
		}
	})
}

// dealRow is a deal as its list shows it.
func (h *house) dealRow(dealID string) object {
	h.t.Helper()
	page, err := h.desk.ReadList(h.ctx, h.actor("clerk"), "deals", store.ListQuery{Limit: 20}, false)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, r := range page.Rows {
		if r.ID == dealID {
			return object{"nr": r.Values[0]}
		}
	}
	h.t.Fatalf("no deal %s", dealID)
	return nil
}

func BenchmarkImportParties(b *testing.B) {
	var list strings.Builder
	list.WriteString("name;kind;country;roles;identifiers;address\n")
	for i := range 10_000 {
		fmt.Fprintf(&list, "Muster %s %d GmbH;entity;DE;customer;UNP:%s;Musterstraße %d, Musterstadt\n", strings.Repeat(string(rune('a'+i%26)), 3), i, unp(i), i)
	}
	for b.Loop() {
		b.StopTimer()
		h := newHouse(b, testdb.SQLite(b))
		b.StartTimer()
		res, err := h.bring("parties", []byte(list.String()), desk.Call{})
		if err != nil || counts(res) != "10000/0/0/0" {
			b.Fatalf("%v %v", counts(res), err)
		}
	}
	b.ReportMetric(float64(b.N)*10_000/b.Elapsed().Seconds(), "rows/s")
}

// unp makes the n-th number of the Belarusian register that has a right check digit.
func unp(n int) string {
	weights := []int{29, 23, 19, 17, 13, 7, 5, 3}
	for v := 20_000_000 + n*3; ; v++ {
		digits, sum := fmt.Sprint(v), 0
		for i, w := range weights {
			sum += w * int(digits[i]-'0')
		}
		if sum %= 11; sum < 10 {
			return digits + fmt.Sprint(sum)
		}
	}
}
