package web_test

import (
	"bytes"
	"encoding/csv"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kontor/desk"
	"kontor/money"
	"kontor/web"
)

func TestRefusedFormKeepsWhatWasTyped(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	maker := h.party("Belwerk AG", "maker")
	got := p.post("/do/unit.register", "maker", maker, "model", `Granit "220" <b>`, "segment", "truck", "serial", "", "price", "12.5.0", "price.cur", "EUR", "year", "nineteen",
		"ownership", "ours", "supply", "prepared", "passport", "none", "customs", "open", "inspection", "open", "reason", "as ordered")
	if got.code != http.StatusUnprocessableEntity {
		t.Fatalf("got %d, want 422", got.code)
	}
	for _, want := range []string{`value="Granit &#34;220&#34; &lt;b&gt;"`, `value="` + maker + `"`, "Belwerk AG", `value="12.5.0"`, `value="nineteen"`, `value="as ordered"`,
		`value="prepared" selected`, "this is needed", "is not a whole number", `href="#f-price"`, `href="#f-serial"`, `role="alert"`} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the form lacks %q", want)
		}
	}
	if strings.Contains(got.body, "<b>") {
		t.Errorf("what was typed came back as markup")
	}
}

func TestRefusedGuaranteeKeepsItsText(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	text := strings.Repeat("We pay on your first demand, within the amount below. ", 3000) + "\nThe end."
	got := p.post("/do/guarantee.register", "number", "MH-1", "kind", "demand_guarantee", "rules", "URDG758", "face", "1000.555", "face.cur", "EUR", "issued_on", "2026-03-02", "expires_on", "2026-03-01",
		"text", text, "reason", "as it came")
	if got.code != http.StatusUnprocessableEntity {
		t.Fatalf("got %d, want 422", got.code)
	}
	for _, want := range []string{text, `value="MH-1"`, `value="1000.555"`, `value="2026-03-01"`, `value="as it came"`, `href="#f-face"`, `role="alert"`} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the form lacks %.40q", want)
		}
	}
	message := "{1:F01HOUSDEFFAXXX0000000000}{2:I760MUSTDEFFXXXXN}{4:\n:15A:\n:20:B&lt;3"
	got = p.post("/do/guarantee.import_message", "text", strings.ReplaceAll(message, "&lt;", "<"), "guarantor.text", "nobody of this name")
	if got.code/100 != 4 || !strings.Contains(got.body, message) || !strings.Contains(got.body, "nobody of this name") {
		t.Errorf("the message was lost: got %d", got.code)
	}
}

func TestFormDoesItOnceAndLeadsToTheRecord(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	key := regexp.MustCompile(`name="_key" value="([^"]+)"`).FindStringSubmatch(p.get("/do/party.register").body)
	if key == nil {
		t.Fatal("the form carries no key")
	}
	typed := []string{"_key", key[1], "name", "Steinfeld Agrar GmbH", "kind", "entity", "country", "de", "roles", "customer", "roles", "supplier", "address", "Feldweg 1", "aliases", "Steinfeld\nSteinfeld Agrar"}
	first, second := p.post("/do/party.register", typed...), p.post("/do/party.register", typed...)
	if first.code != http.StatusSeeOther || !strings.HasPrefix(first.leads, "/party/") || second.leads != first.leads {
		t.Fatalf("sent twice: got %d to %q, then %d to %q", first.code, first.leads, second.code, second.leads)
	}
	if page := p.get(first.leads); !strings.Contains(page.body, "Steinfeld Agrar GmbH") || !strings.Contains(page.body, "Done: Register a party.") {
		t.Errorf("the record does not say what was done")
	}
}

func TestRowsOfATable(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	count := func(body, table string) int {
		return len(regexp.MustCompile(`name="`+table+`\[\d+\]\.(value|unit)"`).FindAllString(body, -1))
	}
	for _, c := range []struct {
		name, path, table string
		typed             []string
		want              int
	}{
		{"an optional table begins without a row and gets one", "/do/party.register/rows?_add=identifiers", "identifiers", nil, 1},
		{"then a second", "/do/party.register/rows?_add=identifiers", "identifiers", []string{"identifiers[0].scheme", "LEI", "identifiers[0].value", "x"}, 2},
		{"and drops the first", "/do/party.register/rows?_drop=identifiers[0]", "identifiers", []string{"identifiers[0].value", "a", "identifiers[3].value", "b"}, 1},
		{"a needed table shows one and gets a second", "/do/deal.quote/rows?_add=units", "units", nil, 2},
		{"without script the page comes back", "/do/deal.quote?_add=units", "units", []string{"units[0].price", "1", "units[1].price", "2"}, 3},
	} {
		if got := p.post(c.path, c.typed...); got.code != http.StatusOK || count(got.body, c.table) != c.want {
			t.Errorf("%s: got %d with %d rows, want %d", c.name, got.code, count(got.body, c.table), c.want)
		}
	}
	got := p.post("/do/party.register", "name", "Steinfeld GmbH", "kind", "entity", "country", "DE", "roles", "customer", "address", "Feldweg 1", "identifiers[0].scheme", "", "identifiers[0].value", " ")
	if got.code != http.StatusSeeOther {
		t.Errorf("a blank row of an optional table: got %d, want it to be left out", got.code)
	}
}

func TestLiveCheckSaysOnlyWhatWasTouched(t *testing.T) {
	h := openHouse(t)
	got := h.as(desk.Clerk).post("/do/party.register/check", "_touched", "country", "country", "Germany", "name", "")
	if got.code != http.StatusOK || !strings.Contains(got.body, `id="e-country"`) || strings.Contains(got.body, `id="e-name"`) {
		t.Errorf("live check: got %d: %s", got.code, got.body)
	}
}

func TestReleaseFormExplainsTheGate(t *testing.T) {
	h := openHouse(t)
	deal := h.signed()
	got := h.as(desk.Manager).post("/do/deal.release", "deal", deal)
	if got.code != http.StatusConflict {
		t.Fatalf("release without anything: got %d, want 409", got.code)
	}
	for _, want := range []string{"May it leave?", "Vetting", "Cover", "/do/guarantee.allocate?deal=" + deal} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the refusal lacks %q", want)
		}
	}
	if page := h.as(desk.Risk).get("/deal/" + deal).body; !strings.Contains(page, `"/do/watchlist.load"`) || !strings.Contains(page, `"/do/party.vet?party=pt_`) {
		t.Errorf("the gate does not lead the risk officer to the list to load and the party to vet")
	}
	page := h.as(desk.Auditor).get("/deal/" + deal).body
	if !strings.Contains(page, `"gap":[0,1]`) || !strings.Contains(page, "The same as a table") || strings.Contains(page, "/do/") {
		t.Errorf("the auditor sees no picture of the cover, or verbs")
	}
}

// "arrears" is a time of payment beside the timing of a lease, and debt elsewhere.
func TestFactsSayCodesInTheWordsOfTheirField(t *testing.T) {
	h := openHouse(t)
	deal := h.deal(desk.TermsRequest{Kind: "lease", LeaseRequest: desk.LeaseRequest{Count: 12, EveryMonths: 1, Method: "annuity", Timing: "arrears"}})
	p := h.as(desk.Manager)
	p.post("/look", "lang", "ru", "back", "/more")
	if page := p.get("/deal/" + deal).body; !strings.Contains(page, "в конце периода") || strings.Contains(page, "просрочка") {
		t.Errorf("the page of a lease in arrears speaks of debt")
	}
}

// signed makes a signed sale and gives its id.
func (h *house) signed() string { return h.deal(desk.TermsRequest{Kind: "sale", PayDays: 30}) }

// deal makes a signed deal of one unit and gives its id.
func (h *house) deal(terms desk.TermsRequest) string {
	h.t.Helper()
	manager := desk.Actor{ID: "lg_manager", Name: "manager", Role: desk.Manager, Centre: h.admin.Centre}
	unit, err := desk.RegisterUnit.Do(h.ctx, h.desk, desk.Call{Actor: manager}, desk.UnitRequest{Maker: h.party("Belwerk AG", "maker"), Model: "Granit 220", Segment: "truck", Serial: "GR-1",
		Price: money.Of(10_000_000, "EUR"), Ownership: "ours", Supply: "prepared", Passport: "active", PassportNo: "P1", Customs: "cleared", Inspection: "closed"})
	if err != nil {
		h.t.Fatal(err)
	}
	today := h.desk.Today()
	terms.Units, terms.StartsOn, terms.ExpiresOn = []desk.DealUnitRequest{{Unit: unit.ID, Price: money.Of(9_500_000, "EUR")}}, today.Add(10), today.Add(20)
	quote, err := desk.QuoteDeal.Do(h.ctx, h.desk, desk.Call{Actor: manager}, desk.QuoteRequest{Customer: h.party("Nordwald Bergbau GmbH", "customer"), TermsRequest: terms})
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := desk.SignDeal.Do(h.ctx, h.desk, desk.Call{Actor: manager}, desk.SignRequest{Deal: quote.Deal, SignedOn: today}); err != nil {
		h.t.Fatal(err)
	}
	return quote.Deal
}

// upload sends a form with a file.
func (p person) upload(path, name, content string, kv ...string) reply {
	p.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		p.t.Fatal(err)
	}
	f.Write([]byte(content)) // to memory
	for i := 0; i < len(kv); i += 2 {
		w.WriteField(kv[i], kv[i+1])
	}
	w.Close()
	r := p.request("POST", path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return p.do(r)
}

func TestImportIsLookedAtFirst(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	const file = "name,kind,country,roles,address\nSteinfeld Agrar GmbH,entity,DE,customer,Feldweg 1\n=cmd|'x'!A1,entity,Germany,customer,Feldweg 2\n"
	before := h.rows()
	got := p.upload("/do/import.parties/check?_dry=1", "parties.csv", file)
	if got.code != http.StatusOK || !strings.Contains(got.body, "New: 1, changed: 0, as before: 0, refused: 1. Nothing was written") || !strings.Contains(got.body, "<code>C3 country</code>") {
		t.Fatalf("dry run: got %d, and not what would become of each row", got.code)
	}
	if after := h.rows(); after != before {
		t.Errorf("the dry run wrote:\nbefore %s\nafter  %s", before, after)
	}
	rows := regexp.MustCompile(`(?s)<textarea name="rows"[^>]*>(.*?)</textarea>`).FindStringSubmatch(got.body)
	if rows == nil {
		t.Fatal("no file of refused rows is offered")
	}
	refused := p.post("/do/import.parties/refused", "rows", strings.ReplaceAll(strings.ReplaceAll(rows[1], "&#39;", "'"), "&#34;", `"`))
	if got := refused.head.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="parties-refused-`) {
		t.Errorf("file of refused rows: got %q", got)
	}
	if all, err := csv.NewReader(strings.NewReader(refused.body)).ReadAll(); err != nil || len(all) != 2 {
		t.Errorf("file of refused rows: got %d lines, %v", len(all), err)
	}
	done := p.upload("/do/import.parties", "parties.csv", file)
	if done.code != http.StatusOK || !strings.Contains(done.body, "New: 1, changed: 0") || h.rows() == before {
		t.Errorf("import: got %d, and nothing was written or said", done.code)
	}
	if got := p.post("/do/import.parties", "all_or_nothing", "true"); got.code != http.StatusUnprocessableEntity || !strings.Contains(got.body, "choose a file") && !strings.Contains(got.body, "Choose a file") {
		t.Errorf("import without a file: got %d", got.code)
	}
}

func TestLargeBodyIsRefused(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	for _, path := range []string{"/do/party.register", "/look", "/signin", "/do/party.register/check"} {
		if got := p.post(path, "name", strings.Repeat("x", 2<<20)); got.code != http.StatusRequestEntityTooLarge || !strings.Contains(got.body, "larger than 1 MB") {
			t.Errorf("%s with 2 MB: got %d, want 413 and a sentence", path, got.code)
		}
	}
}

func TestPlainNumber(t *testing.T) {
	for _, c := range []struct{ typed, english, german string }{
		{"12000.50", "12000.50", "12000.50"},
		{"12,000.50", "12000.50", ""},
		{"12.000,50", "", "12000.50"},
		{"12\u202f000,50", "", "12000.50"},
		{"12 000", "12000", "12000"},
		{"1'250'000.00", "1250000.00", "1250000.00"},
		{"1.250.000", "", "1250000"},
		{"1,250,000", "1250000", ""},
		{"\u22125.25", "-5.25", "-5.25"},
		{"7,25", "", "7.25"},
		{"", "", ""},
	} {
		for _, l := range []struct {
			name string
			got  string
			want string
		}{{"English", web.PlainNumber(c.typed, web.English), c.english}, {"German", web.PlainNumber(c.typed, web.German), c.german}} {
			if _, err := money.Parse(l.got + " EUR"); l.want == "" && err == nil {
				t.Errorf("%q in %s: got %q, want it to be refused", c.typed, l.name, l.got)
			} else if l.want != "" && l.got != l.want {
				t.Errorf("%q in %s: got %q, want %q", c.typed, l.name, l.got, l.want)
			}
		}
	}
}

// What is read can never be another number than the digits that were typed.
func FuzzPlainNumber(f *testing.F) {
	for _, s := range []string{"12,000.50", "12.000,50", "1 2", "--5", "1,2,3", "0.1", "\u22121", "1e5", "١٢"} {
		f.Add(s)
	}
	digits := regexp.MustCompile(`\D`)
	f.Fuzz(func(t *testing.T, typed string) {
		for _, got := range []string{web.PlainNumber(typed, web.English), web.PlainNumber(typed, web.German)} {
			if _, err := money.Parse(got + " EUR"); err == nil && digits.ReplaceAllString(got, "") != digits.ReplaceAllString(typed, "") {
				t.Errorf("%q was read as %q", typed, got)
			}
		}
	})
}

func TestExportsAreNoFormulas(t *testing.T) {
	h := openHouse(t)
	h.party("Nordwald GmbH", "customer")
	h.exec("update party set name = $1 where name = $2", "=HYPERLINK(\"https://evil.example\")", "Nordwald GmbH")
	got := h.as(desk.Clerk).get("/list/parties.csv?q=nordwald")
	all, err := csv.NewReader(strings.NewReader(got.body)).ReadAll()
	if err != nil || len(all) != 2 {
		t.Fatalf("got %d lines, %v", len(all), err)
	}
	if name := all[1][1]; name != `'=HYPERLINK("https://evil.example")` {
		t.Errorf("name in the file: got %q", name)
	}
	if d := got.head.Get("Content-Disposition"); !strings.HasPrefix(d, `attachment; filename="parties-`) {
		t.Errorf("got %q", d)
	}
}

func TestFilterThatCannotBeRead(t *testing.T) {
	h := openHouse(t)
	for _, query := range []string{"stage=nonsense", "price_from=abc", "sort=color", "after=broken", "unknown=1", "q=%00%25_%27--"} {
		got := h.as(desk.Clerk).get("/list/deals?" + query)
		if want := http.StatusUnprocessableEntity; got.code != want && !strings.HasPrefix(query, "q=") {
			t.Errorf("%s: got %d, want %d", query, got.code, want)
		} else if strings.HasPrefix(query, "q=") && got.code != http.StatusOK {
			t.Errorf("%s: got %d", query, got.code)
		}
	}
}

var linked = regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"`)

func TestFirstPageIsSmallAndOurs(t *testing.T) {
	h := openHouse(t)
	h.signed()
	p := h.as(desk.Manager)
	page := p.get("/")
	size, requests := len(page.body), 1
	for _, m := range linked.FindAllStringSubmatch(page.body, -1) {
		got := p.get(m[1])
		if got.code != http.StatusOK || !strings.Contains(got.head.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: got %d, %q", m[1], got.code, got.head.Get("Cache-Control"))
		}
		size, requests = size+len(got.body), requests+1
	}
	if size > 150_000 || requests > 8 {
		t.Errorf("first page: got %d bytes in %d requests, want at most 150000 in 8", size, requests)
	}
	t.Logf("first page: %d bytes in %d requests", size, requests)
	for _, path := range []string{"/", "/turnover", "/list/deals", "/do/deal.quote", "/more", "/signin"} {
		body := p.get(path).body
		for _, bad := range []*regexp.Regexp{regexp.MustCompile(`<style|\sstyle="|\son[a-z]+="|javascript:`), regexp.MustCompile(`<script(?: [^>]*)?>[^<]`), regexp.MustCompile(`(?:src|href|action)="(?:https?:)?//`)} {
			for _, found := range bad.FindAllString(body, -1) {
				if !strings.Contains(found, `type="application/json"`) {
					t.Errorf("%s: holds %q", path, found)
				}
			}
		}
	}
}

func TestPageInEveryLanguage(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	for _, l := range []string{"de", "ru", "en"} {
		if got := p.post("/look", "lang", l, "back", "/more"); got.leads != "/more" {
			t.Fatalf("look: got %d to %q", got.code, got.leads)
		}
		if got := p.get("/more"); !strings.Contains(got.body, `<html lang="`+l+`"`) {
			t.Errorf("%s: the page is in another language", l)
		}
	}
	if got := p.get("/list/deals?" + url.Values{"q": {`"><script>alert(1)</script>`}}.Encode()); strings.Contains(got.body, "<script>alert") {
		t.Errorf("what was searched came back as markup")
	}
}
