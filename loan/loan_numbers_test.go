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
