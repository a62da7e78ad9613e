package loan_test

import (
	"encoding/json"
	"os"
	"slices"
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

// The penalties of the handbook: so many days late with an amount, capped or not (A4, S31).
func TestPenaltyNumbers(t *testing.T) {
	for _, n := range numbers(t, "arrears") {
		t.Run(n.ID, func(t *testing.T) {
			var in struct {
				Arrears decimal
				PerDay  money.Rate `json:"rate_pct_per_day"`
				Cap     money.Rate `json:"cap_pct"`
				Days    int
			}
			strict(t, n.ID, n.Inputs, &in)
			var want struct{ Uncapped, Penalty decimal }
			strict(t, n.ID, n.Outputs, &want)
			c := loan.Contract{Currency: "EUR", StartsOn: start, Settings: loan.Settings{Penalty: loan.PenaltyRule{PerDay: in.PerDay, Cap: in.Cap}},
				Rows: []loan.Instalment{{Nr: 1, DueOn: start, Owed: loan.Part{Principal: int64(in.Arrears)}}}}
			on := start.Add(in.Days)
			if got := penalty(t, c, on); got != int64(want.Penalty) {
				t.Errorf("got %d, want %d", got, want.Penalty)
			}
			if want.Uncapped == 0 {
				return
			}
			c.Settings.Penalty.Cap = money.Rate{}
			if got := penalty(t, c, on); got != int64(want.Uncapped) {
				t.Errorf("uncapped: got %d, want %d", got, want.Uncapped)
			}
		})
	}
}

// penalty is what closes of every third day up to a day charge in all.
func penalty(t *testing.T, c loan.Contract, until day.Date) (sum int64) {
	t.Helper()
	var txs []loan.Transaction
	for on := start; on <= until; on = on.Add(1) {
		if (until-on)%3 != 0 {
			continue
		}
		for _, x := range replay(t, c, txs, on).LateCharges(on) {
			x.ID, x.Seq = on.String(), int64(len(txs))
			txs = append(txs, x)
			sum += x.Amount
		}
	}
	if again := replay(t, c, txs, until).LateCharges(until); len(again) != 0 {
		t.Errorf("a second close of a day charges %v", again)
	}
	return sum
}

// The waterfalls of the handbook (M1, S32).
func TestWaterfallNumbers(t *testing.T) {
	components := map[string]loan.Component{"penalty": loan.Penalty, "fee": loan.Fee, "interest": loan.Interest, "principal": loan.Principal}
	for _, n := range numbers(t, "payment") {
		t.Run(n.ID, func(t *testing.T) {
			var in struct {
				Amount decimal
				Due    struct{ Penalty, Fee, Interest, Principal decimal }
				Order  []string
				Future string `json:"future_rule"`
			}
			strict(t, n.ID, n.Inputs, &in)
			var want struct{ Penalty, Fee, Interest, Principal, Unapplied decimal }
			strict(t, n.ID, n.Outputs, &want)
			var order []loan.Component
			for _, name := range in.Order {
				order = append(order, pick(t, "order", name, components))
			}
			c := loan.Contract{Currency: "EUR", StartsOn: start, Settings: loan.Settings{Order: loan.Of(order...),
				Future: pick(t, "future_rule", in.Future, map[string]loan.FutureRule{"": loan.Hold, "hold": loan.Hold, "next_instalment": loan.NextInstalment})},
				Rows: []loan.Instalment{{Nr: 1, DueOn: start, Owed: loan.Part{Penalty: int64(in.Due.Penalty), Fee: int64(in.Due.Fee), Interest: int64(in.Due.Interest), Principal: int64(in.Due.Principal)}}}}
			got := replay(t, c, []loan.Transaction{paid("p", start.String(), 1, int64(in.Amount))}, start).Applied[0]
			part := loan.Part{Penalty: int64(want.Penalty), Fee: int64(want.Fee), Interest: int64(want.Interest), Principal: int64(want.Principal)}
			if got.Part != part || got.Unapplied != int64(want.Unapplied) {
				t.Errorf("got %+v and %d unapplied, want %+v and %d", got.Part, got.Unapplied, part, want.Unapplied)
			}
		})
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
