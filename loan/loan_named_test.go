package loan_test

import (
	"slices"
	"testing"

	"kontor/loan"
)

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
