package lease_test

import (
	"encoding/json"
	"slices"
	"testing"

	"kontor/money"
)

// others are numbers that the file of the handbook could hold as well: other inputs of the same topics. What they shall be
// was computed with decimals apart from this program.
const others = `[
{"id": "in advance", "topic": "quote", "inputs": {"price": "5000000.00", "advance_pct": "20", "instalments": 60, "every": "1M", "nominal_rate_pct": "18", "day_count": "30/360",
  "timing": "advance", "residual": "0.00"}, "outputs": {"rental": "100072.62", "last_rental": "100072.71", "total_interest": "2004357.29"}},
{"id": "price", "topic": "quote", "inputs": {"rental": "101573.71", "instalments": 60, "nominal_rate_pct": "18", "timing": "arrears", "residual": "0.00"},
  "outputs": {"price": "4000000.01", "financed": "4000000.01"}},
{"id": "advance", "topic": "quote", "inputs": {"price": "5000000.00", "rental": "101573.71", "instalments": 60, "nominal_rate_pct": "18"},
  "outputs": {"advance": "999999.99", "advance_pct": "20"}},
{"id": "term", "topic": "quote", "inputs": {"financed": "4000000.00", "rental": "101573.71", "nominal_rate_pct": "18"}, "outputs": {"instalments": "60", "last_rental": "101573.65"}},
{"id": "yield", "topic": "quote", "inputs": {"financed": "4000000.00", "rental": "101573.71", "instalments": 60}, "outputs": {"nominal_rate_pct": "18.0000"}},
{"id": "holiday", "topic": "shape", "inputs": {"financed": "4000000.00", "instalments": 60, "capitalised": 3, "nominal_rate_pct": "18", "timing": "arrears"},
  "outputs": {"balance_after_grace": "4182713.50", "rental": "109685.00", "last_rental": "109684.72", "total_interest": "2252044.72"}},
{"id": "linear", "topic": "shape", "inputs": {"financed": "4000000.00", "instalments": 60, "method": "equal principal", "nominal_rate_pct": "18"},
  "outputs": {"principal": "66666.67", "first_rental": "126666.67", "last_rental": "67666.47", "total_interest": "1830000.00"}},
{"id": "season", "topic": "shape", "inputs": {"financed": "4000000.00", "start": "2024-03-15", "periods": 60, "pay_months": [3, 4, 5, 6, 7, 8, 9, 10, 11], "nominal_rate_pct": "18"},
  "outputs": {"paying_periods": 45, "rental": "133125.95", "last_rental": "133126.10"}},
{"id": "three decimals", "topic": "rounding", "inputs": {"currency": "KWD", "amount": "1000.000", "instalments": 7, "rate_pct": "0"}, "outputs": {"instalment": "142.857", "last": "142.858"}},
{"id": "split", "topic": "rounding", "inputs": {"amount": "100.00", "parts": 3}, "outputs": {"parts": ["33.33", "33.33", "33.34"]}},
{"id": "hundreds", "topic": "rounding", "inputs": {"financed": "4000000.00", "instalments": 60, "rate_pct": "18", "multiple": "100.00"}, "outputs": {"rental": "101600.00", "last_rental": "99070.48"}},
{"id": "one index", "topic": "floating", "inputs": {"key_rate_pct": "16", "multiplier": "1.1", "spread_pct": "2", "cap_pct": "19"}, "outputs": {"rate_pct": "19", "flag": "capped"}},
{"id": "look-back", "topic": "floating", "inputs": {"reset_date": "2026-03-16", "look_back_days": 5, "calendar": "MF"}, "outputs": {"observed_on": "2026-03-09"}},
{"id": "joint calendars", "topic": "calendar", "inputs": {"principal": "1000000.00", "rate_pct": "12", "day_count": "A365", "due": "2024-05-01", "from": "2024-04-01",
  "calendars": {"AA": ["2024-05-01", "2024-05-02"], "BB": ["2024-05-03"]}, "convention": "SCF"}, "outputs": {"pay_date": "2024-05-06", "interest_SCF": "11506.85", "interest_CSF": "9863.01", "pay_date_SCP": "2024-04-30"}},
{"id": "30/360", "topic": "day count", "inputs": {"principal": "1000000.00", "rate_pct": "12", "start": "2024-02-15", "end": "2024-03-15"}, "outputs": {"days": 29, "A365": "9534.25", "E30360": "10000.00"}},
{"id": "whole period", "topic": "settlement", "inputs": {"contract": "quote-01", "paid_instalments": 12, "days_into_next": 15, "mode": "to next due date"},
  "outputs": {"principal": "3457828.45", "interest_to_next_due": "51867.43", "payoff": "3509695.88"}},
{"id": "whole period by its output", "topic": "settlement", "inputs": {"contract": "quote-01", "paid_instalments": 12, "days_into_next": 15}, "outputs": {"interest_to_next_due": "51867.43"}},
{"id": "surplus", "topic": "settlement", "inputs": {"financing": "400000.00", "asset_value": "450000.00", "costs": "10000.00"}, "outputs": {"owed_to_lessee": "40000.00"}},
{"id": "old rate", "topic": "tax", "inputs": {"net": "101573.71", "old_rate_pct": "18", "new_rate_pct": "20", "new_rate_from": "2019-01-01", "supply_date": "2018-12-31"},
  "outputs": {"tax": "18283.27", "rate_pct": "18"}},
{"id": "lines", "topic": "tax", "inputs": {"lines": ["33333.33", "33333.33", "33333.34"], "rate_pct": "20"}, "outputs": {"tax_per_line": ["6666.67", "6666.67", "6666.67"], "tax": "20000.01"}},
{"id": "same lease, other payments", "topic": "accounting", "inputs": {"case": "ifrs16-01", "guaranteed_residual": "400000.00", "unguaranteed_residual": "0.00"},
  "outputs": {"revenue": "4000000.00", "cost_of_sale": "3200000.00", "selling_profit": "800000.00", "implicit_monthly_pct": "1.2581394"}},
{"id": "the lower limit", "topic": "levelling", "inputs": {"gap_up_front": "806040.45", "price": "5000000.00", "limit_amount": "700000.00", "limit_pct": "10"},
  "outputs": {"sponsor_pays": "500000.00", "rest": "306040.45", "binds": "percent"}}
]`

func TestOtherNumbers(t *testing.T) {
	var cases []number
	if err := json.Unmarshal([]byte(others), &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		run, known := runner(c)
		if !known || run == nil {
			t.Errorf("%s: nobody runs the topic %s", c.ID, c.Topic)
			continue
		}
		t.Run(c.ID, func(t *testing.T) { c.in(t, money.HalfUp, run) })
	}
}

// What a runner does not know is told by name.
func TestUnknownKeysAreNamed(t *testing.T) {
	c := number{T: t, mode: money.HalfUp, read: map[string]bool{}, met: map[string]bool{}, Topic: "quote",
		Inputs:  map[string]any{"financed": "4000000.00", "instalments": 60.0, "nominal_rate_pct": "18", "phase_of_moon": "new"},
		Outputs: map[string]any{"rental": "101573.71", "tide": "high"}}
	quoteNumbers(&c)
	if got, want := c.unknown(), []string{"input phase_of_moon", "output tide"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
