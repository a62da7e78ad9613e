package loan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
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

// given reads the keys of a case one by one and knows in the end which of them nobody read.
type given struct {
	t    *testing.T
	keys map[string]json.RawMessage
	read map[string]bool
}

func readGiven(t *testing.T, raw json.RawMessage) *given {
	t.Helper()
	g := &given{t: t, read: map[string]bool{}}
	if err := json.Unmarshal(raw, &g.keys); err != nil {
		t.Fatal(err)
	}
	return g
}

// into reads the first of the keys that is there, and tells whether one is.
func (g *given) into(v any, keys ...string) bool {
	g.t.Helper()
	for _, key := range keys {
		if raw, ok := g.keys[key]; ok {
			g.read[key] = true
			strict(g.t, key, raw, v)
			return true
		}
	}
	return false
}

func (g *given) amount(keys ...string) int64 {
	g.t.Helper()
	var a decimal
	g.into(&a, keys...)
	return int64(a)
}

func (g *given) rate(keys ...string) (r money.Rate) {
	g.t.Helper()
	g.into(&r, keys...)
	return r
}

func (g *given) whole(keys ...string) (n int) {
	g.t.Helper()
	g.into(&n, keys...)
	return n
}

// is compares an output that may go by several names.
func (g *given) is(got int64, keys ...string) {
	g.t.Helper()
	for _, key := range keys {
		var want decimal
		if raw := g.keys[key]; len(raw) > 0 && raw[0] == '{' {
			continue // part by part
		}
		if g.into(&want, key) && int64(want) != got {
			g.t.Errorf("%s: got %s, want %s", key, euros(got), euros(int64(want)))
		}
	}
}

// complete fails for every key that nobody read.
func (g *given) complete() {
	g.t.Helper()
	for _, key := range g.unread() {
		g.t.Errorf("%q is not known to the runner", key)
	}
}

func (g *given) unread() (list []string) {
	for _, key := range slices.Sorted(maps.Keys(g.keys)) {
		if !g.read[key] {
			list = append(list, key)
		}
	}
	return list
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
	} {
		t.Run(in, func(t *testing.T) { runPenalty(t, json.RawMessage(in), json.RawMessage(out)) })
	}
	g := readGiven(t, json.RawMessage(`{"amount": "1.00", "tide": "high"}`))
	if g.amount("amount"); !slices.Equal(g.unread(), []string{"tide"}) {
		t.Errorf("unread: %v", g.unread())
	}
}

// Every name that lenders use finds its order, in any spelling; an unknown one names those there are.
func TestStrategies(t *testing.T) {
	for _, name := range append(loan.Strategies(), "mifos-standard-strategy", "rbi-india-strategy", "heavensfamily-strategy", "creocore-strategy", "early-repayment-strategy",
		"advanced-payment-allocation-strategy", "principal-interest-penalties-fees-order-strategy", "interest-principal-penalties-fees-order-strategy",
		"due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest-strategy",
		"due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee-strategy") {
		o, err := loan.Strategy(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		c := three()
		c.Settings.Order = o
		if _, err := loan.Replay(c, nil, start); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := loan.Strategy("whatever-strategy"); err == nil {
		t.Error("an unknown strategy was found")
	}
	if !slices.IsSorted(loan.Strategies()) {
		t.Error("the names are not in order")
	}
}

// What the named orders make of 260 on 15 April: a late row of 40 + 60, one due today of 40 + 60, one ahead with a fee of
// 10 and a penalty of 5, of which the penalty is due already.
func TestStrategyAllocations(t *testing.T) {
	for name, want := range map[string][3]loan.Part{
		"PENALTIES_FEES_INTEREST_PRINCIPAL_ORDER":                                      {{Interest: 40, Principal: 60}, {Interest: 40, Principal: 60}, {Penalty: 5, Fee: 10, Interest: 40, Principal: 5}},
		"PRINCIPAL_INTEREST_PENALTIES_FEES_ORDER":                                      {{Interest: 40, Principal: 60}, {Interest: 40, Principal: 60}, {Principal: 60}},
		"INTEREST_PRINCIPAL_PENALTIES_FEES_ORDER":                                      {{Interest: 40, Principal: 60}, {Interest: 40, Principal: 60}, {Interest: 40, Principal: 20}},
		"EARLY_REPAYMENT_STRATEGY":                                                     {{Interest: 40, Principal: 60}, {Interest: 40, Principal: 60}, {Principal: 60}},
		"DUE_PENALTY_INTEREST_PRINCIPAL_FEE_IN_ADVANCE_PENALTY_INTEREST_PRINCIPAL_FEE": {{Interest: 40, Principal: 60}, {Interest: 40, Principal: 60}, {Penalty: 5, Interest: 40, Principal: 15}},
		"DUE_PENALTY_FEE_INTEREST_PRINCIPAL_IN_ADVANCE_PRINCIPAL_PENALTY_FEE_INTEREST": {{Interest: 40, Principal: 60}, {Interest: 40, Principal: 60}, {Penalty: 5, Principal: 55}},
	} {
		order, err := loan.Strategy(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := strategic(t, order, 260); got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
	order, err := loan.Strategy("OVERDUE_DUE_FEE_INTEREST_PRINCIPAL")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strategic(t, order, 100), [3]loan.Part{{Interest: 40, Principal: 20}, {Interest: 40}, {}}; got != want {
		t.Errorf("interest of all rows first: got %+v, want %+v", got, want)
	}
}

func strategic(t *testing.T, order loan.Order, amount int64) (got [3]loan.Part) {
	t.Helper()
	c := loan.Contract{Currency: "EUR", StartsOn: on("2026-02-15"), Settings: loan.Settings{Order: order, Future: loan.NextInstalment}}
	for i, due := range []string{"2026-03-15", "2026-04-15", "2026-05-15"} {
		c.Rows = append(c.Rows, loan.Instalment{Nr: i + 1, DueOn: on(due), Owed: loan.Part{Interest: 40, Principal: 60}})
	}
	fee, penalty := of(loan.Charge, "fee", "2026-02-20", 1, 10), of(loan.Charge, "penalty", "2026-02-20", 2, 5)
	fee.Due, penalty.Due, fee.Nr, penalty.Nr, penalty.Penalty = on("2026-05-10"), on("2026-04-01"), 3, 3, true
	a := replay(t, c, []loan.Transaction{fee, penalty, paid("p", "2026-04-15", 3, amount)}, on("2026-04-15"))
	for i, row := range a.Rows {
		got[i] = row.Paid
	}
	return got
}
