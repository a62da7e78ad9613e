package loan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/internal/shared"
	"kontor/loan"
	"kontor/money"
)

// numbers are the handbook's worked cases of one topic.
func numbers(t *testing.T, topic string) (cases []struct {
	ID, Topic, Title string
	Inputs, Outputs  json.RawMessage
}) {
	t.Helper()
	raw, err := os.ReadFile(shared.Data(t, "lease", "numbers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Numbers []struct {
			ID, Topic, Title string
			Inputs, Outputs  json.RawMessage
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	for _, n := range file.Numbers {
		if n.Topic == topic {
			cases = append(cases, n)
		}
	}
	if len(cases) == 0 {
		t.Fatalf("no number of topic %q", topic)
	}
	return cases
}

// The penalties of the handbook: so many days late with an amount, capped or not, paid in parts, or once (A4, S31).
func TestPenaltyNumbers(t *testing.T) {
	for _, n := range numbers(t, "arrears") {
		t.Run(n.ID, func(t *testing.T) { runPenalty(t, n.Inputs, n.Outputs) })
	}
}

func runPenalty(t *testing.T, inputs, outputs json.RawMessage) {
	t.Helper()
	in, want := readGiven(t, inputs), readGiven(t, outputs)
	if in.has("due_on", "due_date", "due", "oldest_unpaid") {
		runDaysPastDue(in, want)
		return
	}
	rule := loan.PenaltyRule{PerDay: in.rate("rate_pct_per_day"), Cap: in.rate("cap_pct"),
		OneOff: in.rate("late_fee_pct", "one_off_pct", "fee_pct", "rate_pct", "pct")}
	c := loan.Contract{Currency: "EUR", StartsOn: start, Settings: loan.Settings{Penalty: rule, GraceDays: in.whole("grace_days"), Order: loan.Of(loan.Principal, loan.Interest, loan.Fee, loan.Penalty)}}
	row := loan.Instalment{Nr: 1, DueOn: start, Owed: loan.Part{Principal: in.amount("arrears", "overdue", "instalment", "amount", "principal"), Interest: in.amount("interest")}}
	days := in.whole("days", "days_late")
	var txs []loan.Transaction
	pays := func(after int, amount int64) {
		if amount > 0 {
			txs = append(txs, paid(fmt.Sprint("part ", len(txs)), start.Add(after).String(), int64(1+len(txs)), amount))
		}
	}
	pays(in.whole("paid_after_days", "paid_after", "after_days"), in.amount("paid", "part_paid", "payment"))
	var parts []struct {
		Amount decimal
		Days   int
	}
	in.into(&parts, "parts", "pieces")
	for _, p := range parts { // each is late until it is paid
		row.Owed.Principal += int64(p.Amount)
		days = max(days, p.Days)
		pays(p.Days, int64(p.Amount))
	}
	c.Rows = []loan.Instalment{row}
	once := scaledFee(t, c, rule)
	until := start.Add(max(days, 1))
	got := penalty(t, c, txs, until)
	want.is(once, "late_fee", "one_off_fee", "fee", "one_off")
	want.is(got, "penalty", "charge")
	c.Settings.Penalty.Cap = money.Rate{}
	want.is(penalty(t, c, txs, until), "uncapped")
	in.complete()
	want.complete()
}

// runDaysPastDue counts from the oldest unpaid due date and the grace days (A1).
func runDaysPastDue(in, want *given) {
	var due, today day.Date
	in.into(&due, "due_on", "due_date", "due", "oldest_unpaid")
	in.into(&today, "on", "today", "business_date", "as_of", "date")
	c := loan.Contract{Currency: "EUR", StartsOn: due, Settings: loan.Settings{GraceDays: in.whole("grace_days")},
		Rows: []loan.Instalment{{Nr: 1, DueOn: due, Owed: loan.Part{Principal: max(1, in.amount("arrears", "overdue", "instalment", "amount"))}}}}
	in.into(&c.Settings.Buckets, "buckets")
	late := replay(in.t, c, nil, today).Arrears(today)
	for _, key := range []string{"dpd", "days_past_due", "days", "days_late"} {
		var days int
		if want.into(&days, key) && days != late.DPD {
			in.t.Errorf("%s: got %d, want %d", key, late.DPD, days)
		}
	}
	for _, key := range []string{"since", "delinquent_since"} {
		var since day.Date
		if want.into(&since, key) && since != late.Since {
			in.t.Errorf("%s: got %s, want %s", key, late.Since, since)
		}
	}
	var bucket int
	if want.into(&bucket, "bucket") && bucket != late.Bucket {
		in.t.Errorf("bucket: got %d, want %d", late.Bucket, bucket)
	}
	in.complete()
	want.complete()
}

// scaledFee is the one-off fee of the contract's row, which the close of the day after its due date books.
func scaledFee(t *testing.T, c loan.Contract, rule loan.PenaltyRule) int64 {
	t.Helper()
	c.Settings.Penalty, c.Settings.GraceDays = loan.PenaltyRule{OneOff: rule.OneOff}, 0
	return penalty(t, c, nil, start.Add(1))
}

// penalty is what closes of every third day up to a day charge in all, where something was paid in the meantime.
func penalty(t *testing.T, c loan.Contract, paid []loan.Transaction, until day.Date) (sum int64) {
	t.Helper()
	txs := slices.Clone(paid)
	for on := start; on <= until; on = on.Add(1) {
		if (until-on)%3 != 0 {
			continue
		}
		for _, x := range replay(t, c, txs, on).LateCharges(on) {
			x.ID, x.Seq = fmt.Sprint(on, " ", len(txs)), int64(1000+len(txs))
			txs = append(txs, x)
			sum += x.Amount
		}
	}
	if again := replay(t, c, txs, until).LateCharges(until); len(again) != 0 {
		t.Errorf("a second close of a day charges %v", again)
	}
	return sum
}

// The waterfalls of the handbook: what is due, what lies ahead, and where the rest goes (M1-M3, S25, S26, S32).
func TestWaterfallNumbers(t *testing.T) {
	for _, n := range numbers(t, "payment") {
		t.Run(n.ID, func(t *testing.T) { runWaterfall(t, n.Inputs, n.Outputs) })
	}
}

// aheadKeys are the names under which a case may say what is not due yet.
var aheadKeys = []string{"next", "next_instalment", "in_advance", "not_due", "future", "instalments"}

func runWaterfall(t *testing.T, inputs, outputs json.RawMessage) {
	t.Helper()
	in, want := readGiven(t, inputs), readGiven(t, outputs)
	c := loan.Contract{Currency: "EUR", StartsOn: start}
	owed := func(rows []partOf) {
		for _, o := range rows {
			c.Rows = append(c.Rows, loan.Instalment{Nr: len(c.Rows) + 1, DueOn: start.AddMonths(len(c.Rows)), Owed: o.part()})
		}
	}
	var past, due, ahead partsOf
	in.into(&past, "past_due", "overdue")
	in.into(&due, "due")
	in.into(&ahead, aheadKeys...)
	owed(past)
	owed(due)
	on := start.AddMonths(max(len(c.Rows)-1, 0))
	owed(ahead)
	c.Settings = waterfallSettings(in)
	a := replay(t, c, []loan.Transaction{paid("p", on.String(), 1, in.amount("amount", "payment"))}, on)
	got := a.Applied[0]
	want.is(got.Part.Penalty, "penalty")
	want.is(got.Part.Fee, "fee")
	want.is(got.Part.Interest, "interest")
	want.is(got.Part.Principal, "principal")
	want.is(got.Unapplied, "unapplied")
	want.is(max(got.Rounding, -got.Rounding), "rounding")
	var open, met int64
	for i, row := range a.Rows {
		if row.DueOn <= on {
			open += row.Open().Total()
		} else {
			met += row.Paid.Total()
		}
		for _, key := range []string{"past_due", "due", "next"} { // rows that are told apart
			var part partOf
			if raw, ok := want.keys[key]; ok && len(raw) > 0 && raw[0] == '{' && i == map[string]int{"past_due": 0, "due": len(past), "next": len(past) + len(due)}[key] {
				want.into(&part, key)
				if row.Paid != part.part() {
					t.Errorf("%s: got %+v, want %+v", key, row.Paid, part.part())
				}
			}
		}
	}
	want.is(open, "open", "still_due", "overdue", "rest")
	want.is(met, append(slices.Clone(aheadKeys), "last_instalment", "ahead")...)
	var closed bool
	if want.into(&closed, "closed", "met") && closed != (open == 0) {
		t.Errorf("closed: got %v, want %v", open == 0, closed)
	}
	in.complete()
	want.complete()
}

func waterfallSettings(in *given) loan.Settings {
	t := in.t
	t.Helper()
	components := map[string]loan.Component{"penalty": loan.Penalty, "fee": loan.Fee, "interest": loan.Interest, "principal": loan.Principal}
	var order []string
	var list []loan.Component
	in.into(&order, "order")
	for _, name := range order {
		list = append(list, pick(t, "order", name, components))
	}
	var future, direction string
	in.into(&future, "future_rule")
	in.into(&direction, "direction", "allocation")
	key := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(future))
	s := loan.Settings{Tolerance: in.amount("tolerance"), Future: pick(t, "future_rule", key, map[string]loan.FutureRule{"": loan.Hold, "hold": loan.Hold,
		"unapplied": loan.Hold, "next_instalment": loan.NextInstalment, "next_installment": loan.NextInstalment, "last_instalment": loan.LastInstalment,
		"last_installment": loan.LastInstalment, "reamortization": loan.Reamortise, "reamortisation": loan.Reamortise, "reamortise": loan.Reamortise, "re_amortise": loan.Reamortise})}
	for _, rest := range []loan.Component{loan.Penalty, loan.Fee, loan.Interest, loan.Principal} {
		if !slices.Contains(list, rest) {
			list = append(list, rest)
		}
	}
	s.Order = loan.Of(list...)
	s.Order.Vertical = pick(t, "direction", direction, map[string]bool{"": false, "horizontal": false, "vertical": true})
	return s
}

// partOf is what is owed of one row, partsOf one or several of them.
type partOf struct{ Penalty, Fee, Interest, Principal decimal }

type partsOf []partOf

func (p partOf) part() loan.Part {
	return loan.Part{Penalty: int64(p.Penalty), Fee: int64(p.Fee), Interest: int64(p.Interest), Principal: int64(p.Principal)}
}

func (p *partsOf) UnmarshalJSON(raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if raw[0] == '[' {
		return d.Decode((*[]partOf)(p))
	}
	var one partOf
	err := d.Decode(&one)
	*p = partsOf{one}
	return err
}

// Cases that the file could hold as well, worked by hand.
func TestOtherPayments(t *testing.T) {
	const due = `"due": {"penalty": "120.00", "fee": "80.00", "interest": "500.00", "principal": "900.00"}, "order": ["penalty", "fee", "interest", "principal"]`
	for in, out := range map[string]string{
		`{"amount": "2000.00", ` + due + `, "future_rule": "next instalment", "next": {"interest": "480.00", "principal": "920.00"}}`:                                                                       `{"penalty": "120.00", "fee": "80.00", "interest": "900.00", "principal": "900.00", "next": "400.00", "unapplied": "0.00"}`,
		`{"amount": "2000.00", ` + due + `, "future_rule": "LAST_INSTALLMENT", "next": [{"principal": "920.00"}, {"principal": "940.00"}]}`:                                                                 `{"principal": "1300.00", "next": {}, "unapplied": "0.00", "ahead": "400.00"}`,
		`{"amount": "1599.99", ` + due + `, "tolerance": "0.01"}`:                                                                                                                                           `{"closed": true, "rounding": "0.01", "still_due": "0.00"}`,
		`{"amount": "1599.98", ` + due + `, "tolerance": "0.01"}`:                                                                                                                                           `{"closed": false, "rounding": "0.00", "still_due": "0.02"}`,
		`{"amount": "700.00", "past_due": {"interest": "100.00", "principal": "500.00"}, "due": {"interest": "90.00", "principal": "510.00"}, "order": ["interest", "principal"], "direction": "vertical"}`: `{"interest": "190.00", "principal": "510.00", "past_due": {"interest": "100.00", "principal": "500.00"}, "due": {"interest": "90.00", "principal": "10.00"}}`,
	} {
		t.Run(in, func(t *testing.T) { runWaterfall(t, json.RawMessage(in), json.RawMessage(out)) })
	}
	for in, out := range map[string]string{
		`{"principal": "1000.00", "interest": "30.00", "rate_pct": "1.5"}`:                                               `{"late_fee": "15.45", "penalty": "15.45"}`,
		`{"parts": [{"amount": "20000.00", "days": 10}, {"amount": "30000.00", "days": 17}], "rate_pct_per_day": "0.1"}`: `{"penalty": "710.00"}`,
		`{"arrears": "50000.00", "rate_pct_per_day": "0.1", "days": 17, "paid": "20000.00", "paid_after_days": 10}`:      `{"penalty": "710.00"}`,
		`{"arrears": "50000.00", "rate_pct_per_day": "0.1", "days": 3, "grace_days": 3}`:                                 `{"penalty": "0.00"}`,
		`{"due_on": "2024-02-01", "grace_days": 3, "business_date": "2024-03-10"}`:                                       `{"dpd": 35, "delinquent_since": "2024-02-04", "bucket": 31}`,
		`{"arrears": "50000.00", "rate_pct_per_day": "0.1", "days": 2, "grace_days": 3}`:                                 `{"penalty": "0.00"}`,
	} {
		t.Run(in, func(t *testing.T) { runPenalty(t, json.RawMessage(in), json.RawMessage(out)) })
	}
	g := readGiven(t, json.RawMessage(`{"amount": "1.00", "tide": "high"}`))
	if g.amount("amount"); !slices.Equal(g.unread(), []string{"tide"}) {
		t.Errorf("unread: %v", g.unread())
	}
}
