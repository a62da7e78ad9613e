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
