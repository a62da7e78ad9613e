package web_test

import (
	"net/http"
	"strings"
	"testing"

	"kontor/desk"
)

// The page on which a lease is worked out answers at once, again while it is typed, and without a script; nothing is written.
func TestALeaseIsWorkedOutLive(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	fresh := p.get("/ask/lease.quote")
	if fresh.code != http.StatusOK || !strings.Contains(fresh.body, `id="answer"`) || !strings.Contains(fresh.body, "48 rentals of") {
		t.Fatalf("a fresh page does not answer: %d", fresh.code)
	}
	typed := []string{"find", "rental", "price", "5000000", "price.cur", "EUR", "advance_pct", "20", "rate", "18", "count", "60", "every_months", "1", "method", "annuity", "timing", "arrears"}
	for _, c := range []struct {
		name string
		more []string
		want []string
	}{
		{"level", nil, []string{"60 rentals of 101\u202f573.71\u00a0EUR", "Nobody levels this rate.", "18.00\u00a0%", "/do/deal.quote?"}},
		{"a step", []string{"step_percent", "5", "step_every", "12"}, []string{"60 rentals from 93\u202f513.07\u00a0EUR to 113\u202f665.72\u00a0EUR"}},
		{"the yield", []string{"find", "yield", "rate", "", "rental", "101573.71", "rental.cur", "EUR"}, []string{"yield 18.00\u00a0% a year"}},
		{"too much", []string{"advance_pct", "101"}, []string{"Not complete yet."}},
		{"nonsense", []string{"count", "sixty"}, []string{"Not complete yet."}},
	} {
		form := append([]string{}, typed...)
		for i := 0; i < len(c.more); i += 2 {
			form = replaced(form, c.more[i], c.more[i+1])
		}
		got := p.post("/ask/lease.quote/check", form...)
		for _, want := range c.want {
			if !strings.Contains(got.body, want) {
				t.Errorf("%s: the live answer lacks %q:\n%s", c.name, want, got.body)
			}
		}
	}
	plain := p.post("/ask/lease.quote", typed...)
	if plain.code != http.StatusOK || !strings.Contains(plain.body, "60 rentals of 101") || !strings.Contains(plain.body, `value="5000000"`) {
		t.Errorf("without a script: got %d", plain.code)
	}
	if got := p.post("/ask/deal.quote", typed...); got.code != http.StatusNotFound {
		t.Errorf("a verb is no question: got %d", got.code)
	}
	if got := p.post("/do/lease.quote", typed...); got.code != http.StatusNotFound {
		t.Errorf("a question is no verb: got %d", got.code)
	}
}

// Who makes a deal of what was worked out finds every figure in its form: a percentage as the amount it was, and what was found in
// its place.
func TestADealBeginsWithWhatWasWorkedOut(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Clerk)
	typed := []string{"find", "rental", "price", "185000", "price.cur", "USD", "advance_pct", "20", "rate", "12", "count", "48", "every_months", "1", "advance.cur", "USD"}
	for _, c := range []struct {
		name string
		more []string
		want []string
	}{
		{"the rental", nil, []string{"units%5B0%5D.price=185000.00", "units%5B0%5D.price.cur=USD", "advance=37000.00", "advance.cur=USD", "rate=12", "count=48"}},
		{"the yield", []string{"find", "yield", "rate", "", "rental", "4000", "rental.cur", "USD"}, []string{"rate=13.401", "advance=37000.00"}},
		{"the term", []string{"find", "term", "count", "", "rental", "4000", "rental.cur", "USD"}, []string{"count=47", "rate=12"}},
		{"the residual", []string{"find", "residual", "rental", "3500", "rental.cur", "USD"}, []string{"residual=24330.33", "residual.cur=USD"}},
	} {
		form := append([]string{}, typed...)
		for i := 0; i < len(c.more); i += 2 {
			form = replaced(form, c.more[i], c.more[i+1])
		}
		got := p.post("/ask/lease.quote/check", form...).body
		_, link, _ := strings.Cut(got, "/do/deal.quote?")
		link, _, _ = strings.Cut(link, `"`)
		for _, want := range c.want {
			if !strings.Contains("&"+strings.ReplaceAll(link, "&amp;", "&")+"&", "&"+want) {
				t.Errorf("%s: the form of the deal lacks %s: %s", c.name, want, link)
			}
		}
		if strings.Contains(link, "rental=") || strings.Contains(link, "advance_pct") || link == "" {
			t.Errorf("%s: the form of the deal has figures that it does not know, or none: %s", c.name, link)
		}
	}
}

// What is typed without its currency has that of the other amounts, and a fault is called by its field.
func TestAnAmountFollowsTheCurrencyOfTheOthers(t *testing.T) {
	p := openHouse(t).as(desk.Clerk)
	got := p.get("/ask/lease.quote?find=rental&price=185000&price.cur=usd&advance=10&advance_pct=20&rate=12&count=48").body
	if strings.Contains(got, `value="EUR" maxlength`) || !strings.Contains(got, "<strong>Advance:</strong>") {
		t.Errorf("the amounts are not all in USD, or the fault has no name:\n%s", got)
	}
}

// Another question shows its answer as a line and tables, and says what it cannot answer.
func TestAQuestionAnswersWithTables(t *testing.T) {
	p := openHouse(t).as(desk.Manager)
	for _, c := range []struct {
		name string
		got  reply
		want []string
	}{
		{"a fresh page", p.get("/ask/books.ladder"), []string{"0 leases end.", "Leases that end"}},
		{"without a script", p.post("/ask/books.ladder", "months", "3"), []string{"0 leases end.", `value="3"`}},
		{"while it is typed", p.post("/ask/books.leases/check", "stage", "2"), []string{"0 deals run.", "By stage"}},
		{"out of bounds", p.post("/ask/books.ladder/check", "months", "121"), []string{"Not complete yet.", "from 1 to 120 months"}},
		{"no deal yet", p.get("/ask/deal.buy_out_quote"), []string{"Not complete yet."}},
	} {
		for _, want := range c.want {
			if !strings.Contains(strings.ToLower(c.got.body), strings.ToLower(want)) {
				t.Errorf("%s: got %d without %q", c.name, c.got.code, want)
			}
		}
	}
}

// A question that tables answer has no line of rentals above them.
func TestTablesAnswerAQuestionThemselves(t *testing.T) {
	page := openHouse(t).as(desk.Manager).get("/ask/books.leases")
	if page.code != http.StatusOK || !strings.Contains(page.body, "By stage") || strings.Contains(page.body, "0 rentals of") {
		t.Errorf("the books: got %d:\n%s", page.code, page.body)
	}
}

func replaced(form []string, name, value string) []string {
	for i := 0; i < len(form); i += 2 {
		if form[i] == name {
			form[i+1] = value
			return form
		}
	}
	return append(form, name, value)
}
