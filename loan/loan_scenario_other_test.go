package loan_test

import (
	"encoding/json"
	"fmt"
	"testing"
)

// other is a scenario that the file could hold as well: its operations in other variants, worked by hand from the rules of
// the handbook.
type other struct {
	name, terms string
	steps       []string
}

const disbursed = `{"op":"business_date","date":"2023-01-01"},{"op":"create"},{"op":"approve","date":"2023-01-01","amount":"1000.00","expected_disbursement":"2023-01-01"},` +
	`{"op":"disburse","date":"2023-01-01","amount":"1000.00"}`

func loanOf(product, strategy, rate, interest, period string, term int, unit string, every int) string {
	return fmt.Sprintf(`"product":%q,"terms":{"submitted_on":"2023-01-01","principal":"1000.00","annual_rate_pct":%q,"interest_type":%q,"interest_period":%q,
		"amortization":"EQUAL_INSTALLMENTS","term":%d,"term_unit":%q,"repay_every":%d,"repay_unit":%q,"instalments":%d,"grace_principal":0,"grace_interest_payment":0,"strategy":%q}`,
		product, rate, interest, period, term, unit, every, unit, term/every, strategy)
}

func otherScenarios() []other {
	const usual, advanced = "PENALTIES_FEES_INTEREST_PRINCIPAL_ORDER", "ADVANCED_PAYMENT_ALLOCATION"
	today := func(date string) string { return `{"op":"business_date","date":"` + date + `"}` }
	pay := func(kind, date, amount string) string {
		return `{"op":"pay","type":"` + kind + `","date":"` + date + `","amount":"` + amount + `"}`
	}
	const closed = `{"op":"close_of_business"}`
	return []other{
		{"undoing a charge-off catches up in one entry (F22)", loanOf("LP1_INTEREST_DECLINING_BALANCE_PERIOD_DAILY", usual, "12", "DECLINING_BALANCE", "DAILY", 1, "MONTHS", 1),
			[]string{today("2023-01-04"), closed, today("2023-01-05"), `{"op":"charge_off","date":"2023-01-05"}`, closed, today("2023-01-07"), closed, `{"op":"undo_charge_off"}`,
				closed, `{"op":"expect_transactions","rows":[{"type":"Disbursement"},{"date":"2023-01-03","type":"Accrual","amount":"0.66"},
				{"type":"Charge-off","amount":"1010.19","reverted":true},{"date":"2023-01-06","type":"Accrual","amount":"0.98"}]}`}},
		{"more instalments from one on (F19)", loanOf("LP1_INTEREST_DECLINING_BALANCE_PERIOD_SAME_AS_PAYMENT", usual, "12", "DECLINING_BALANCE", "SAME_AS_REPAYMENT_PERIOD", 3, "MONTHS", 1),
			[]string{`{"op":"reschedule","from_date":"2023-03-01","submitted_on":"2023-01-01","extra_instalments":2}`,
				`{"op":"expect_schedule","total":{"principal":"1000.00"},"rows":[{"balance":"1000.00"},{"due":"340.00"},{"due":"172.00"},{"due":"172.00"},{"due":"172.00"},{"date":"2023-06-01","due":"170.82"}]}`}},
		{"arrears moved to a tail of weeks, paid there, and back (F20)", loanOf("LP2_DOWNPAYMENT_AUTO_ADVANCED_PAYMENT_ALLOCATION", advanced, "0", "FLAT", "SAME_AS_REPAYMENT_PERIOD", 45, "DAYS", 15),
			[]string{today("2023-02-27"), `{"op":"re_age","every":7,"unit":"DAYS","start":"2023-03-01","instalments":4}`,
				`{"op":"expect_schedule","total":{"due":"1000.00","outstanding":"750.00"},"rows":[{},{"paid":"250.00"},{"due":"0.00"},{"due":"0.00"},{"due":"0.00"},
				{"date":"2023-03-01","due":"188.00"},{"date":"2023-03-08","due":"188.00"},{"date":"2023-03-15","due":"188.00"},{"date":"2023-03-22","due":"186.00"}]}`,
				today("2023-03-08"), pay("REPAYMENT", "2023-03-08", "300.00"), `{"op":"undo_re_age"}`, `{"op":"expect_outstanding","amount":"450.00"}`,
				`{"op":"expect_schedule","total":{"paid":"550.00"},"rows":[{},{"paid":"250.00"},{"paid":"250.00"},{"paid":"50.00"},{"paid":"0.00"}]}`}},
		{"refunds and goodwill each go their way", loanOf("LP2_DOWNPAYMENT_ADV_PMT_ALLOC_PROGRESSIVE_LOAN_SCHEDULE_HORIZONTAL", advanced, "0", "FLAT", "SAME_AS_REPAYMENT_PERIOD", 45, "DAYS", 15),
			[]string{pay("REPAYMENT", "2023-01-01", "250.00"), today("2023-01-10"), pay("MERCHANT_ISSUED_REFUND", "2023-01-10", "150.00"), pay("PAYOUT_REFUND", "2023-01-10", "30.00"),
				pay("GOODWILL_CREDIT", "2023-01-10", "33.00"), `{"op":"set_future_rule","transaction_type":"PAYOUT_REFUND","rule":"LAST_INSTALLMENT"}`,
				pay("PAYOUT_REFUND", "2023-01-10", "20.00"), `{"op":"reverse","of":"transactions","nth":1,"on":"2023-01-10"}`,
				`{"op":"expect_schedule","total":{"in_advance":"83.00"},"rows":[{},{"paid":"250.00"},{"paid":"0.00"},{"paid":"0.00"},{"paid":"83.00"}]}`,
				`{"op":"expect_journal","transaction":"GOODWILL_CREDIT","date":"2023-01-10","rows":[{"type":"ASSET","account":"112601","name":"Loans Receivable","debit":null,"credit":"33.00"},
				{"type":"EXPENSE","account":"744003","name":"Goodwill Expense Account","debit":"33.00","credit":null}]}`}},
		{"a percentage, overpaid, paid out, and the money reversed (M7)", loanOf("LP1", usual, "0", "FLAT", "SAME_AS_REPAYMENT_PERIOD", 1, "MONTHS", 1),
			[]string{`{"op":"charge","charge":"LOAN_PERCENTAGE_PROCESSING_FEE","due":"2023-02-20","percent":"1.5"}`, today("2023-02-21"), pay("REPAYMENT", "2023-02-21", "1100.00"),
				`{"op":"expect_overpaid","amount":"85.00"}`, `{"op":"credit_balance_refund","date":"2023-02-21","amount":"85.00"}`, `{"op":"expect_status","status":"Closed (obligations met)"}`,
				`{"op":"reverse","of":"repayments","nth":1,"on":"2023-02-21"}`, `{"op":"expect_outstanding","amount":"1100.00"}`, `{"op":"expect_status","status":"ACTIVE"}`}},
		{"a pay-off where nothing is recalculated", loanOf("LP1_INTEREST_FLAT", usual, "12", "FLAT", "SAME_AS_REPAYMENT_PERIOD", 3, "MONTHS", 1),
			[]string{today("2023-02-22"), `{"op":"pay_off","date":"2023-02-22"}`, `{"op":"expect_all_instalments_met"}`, `{"op":"expect_outstanding","amount":"0.00"}`}},
	}
}

func TestOtherScenarios(t *testing.T) {
	file := readScenarios(t)
	for _, o := range otherScenarios() {
		t.Run(o.name, func(t *testing.T) {
			var s publishedCase
			strict(t, o.name, []byte(`{"id":"other","title":"other",`+o.terms+`}`), &s)
			r := newRun(t, file, s, &tally{})
			var steps []json.RawMessage
			strict(t, o.name, []byte("["+disbursed+"]"), &steps)
			for _, step := range o.steps {
				steps = append(steps, json.RawMessage(step))
			}
			for i, raw := range steps {
				r.step(i, raw)
			}
		})
	}
}
