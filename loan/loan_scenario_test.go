package loan_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"testing"

	"kontor/day"
	"kontor/internal/shared"
	"kontor/loan"
	"kontor/money"
)

// published is the file of published end-to-end scenarios. What it says drives everything here; a field, an operation or a
// name that is not known fails the test by that name.
type published struct {
	Schema   string                                `json:"schema"`
	Source   string                                `json:"source"`
	Defaults map[string]json.RawMessage            `json:"product_defaults"`
	Products map[string]map[string]json.RawMessage `json:"products"`
	Charges  map[string]chargeKind                 `json:"charges"`
	Order    []loan.Bucket                         `json:"advanced_allocation_order"`
	All      []publishedCase                       `json:"scenarios"`
}

type chargeKind struct{ Kind, Calculation, When string }

type publishedCase struct {
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Product  string            `json:"product"`
	Terms    publishedTerms    `json:"terms"`
	Steps    []json.RawMessage `json:"steps"`
	Disabled bool              `json:"disabled_upstream"` // its rounding is not to be followed
}

type publishedTerms struct {
	SubmittedOn    day.Date        `json:"submitted_on"`
	Principal      decimal         `json:"principal"`
	Rate           money.Rate      `json:"annual_rate_pct"`
	InterestType   string          `json:"interest_type"`
	InterestPeriod string          `json:"interest_period"`
	Amortisation   string          `json:"amortization"`
	Term           int             `json:"term"`
	TermUnit       string          `json:"term_unit"`
	Every          int             `json:"repay_every"`
	Unit           string          `json:"repay_unit"`
	Count          int             `json:"instalments"`
	GracePrincipal int             `json:"grace_principal"`
	GraceInterest  int             `json:"grace_interest_payment"`
	Strategy       string          `json:"strategy"`
	SourceColumns  json.RawMessage `json:"source_columns"` // what the source wrote; the fields above are what counts
}

type publishedProduct struct {
	Currency        money.Currency    `json:"currency"`
	Decimals        int               `json:"decimals"`
	Rounding        money.Mode        `json:"-"`
	RoundingName    string            `json:"rounding"`
	DaysInYear      string            `json:"days_in_year"`
	DaysInMonth     string            `json:"days_in_month"`
	Multiple        *int64            `json:"instalment_multiple"`
	Schedule        string            `json:"schedule"`
	GraceDays       int               `json:"arrears_grace_days"`
	Recalculation   bool              `json:"interest_recalculation"`
	Rest            string            `json:"rest"`
	Compounding     string            `json:"compounding"`
	CompoundEvery   string            `json:"compounding_frequency"`
	OnPrepayment    string            `json:"on_prepayment"`
	PreClosure      string            `json:"pre_closure"`
	MultiDraw       bool              `json:"multi_disbursement"`
	DownPayment     *money.Rate       `json:"down_payment_pct"`
	DownPaymentAuto bool              `json:"down_payment_auto"`
	Allocation      *string           `json:"instalment_allocation"`
	Future          map[string]string `json:"future_rule"`
	PartialPeriod   *bool             `json:"partial_period_interest"`
	OverdueCharge   string            `json:"overdue_charge"`
}

// decimal is an amount with two places in minor units; the scenarios are all in euro.
type decimal int64

func (d *decimal) UnmarshalText(text []byte) error {
	a, err := money.ParseIn(string(text), "EUR")
	*d = decimal(a.Minor)
	return err
}

// strict decodes JSON and refuses fields that nobody reads.
func strict(t *testing.T, what string, raw []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func readScenarios(t *testing.T) published {
	t.Helper()
	raw, err := os.ReadFile(shared.Data(t, "lease", "fineract-scenarios.json"))
	if err != nil {
		t.Fatal(err)
	}
	var s published
	strict(t, "fineract-scenarios.json", raw, &s)
	return s
}

func (s published) product(t *testing.T, name string) publishedProduct {
	t.Helper()
	own, ok := s.Products[name]
	if !ok {
		t.Fatalf("product %q is not in the file", name)
	}
	all := maps.Clone(s.Defaults)
	maps.Copy(all, own)
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	var p publishedProduct
	strict(t, name, raw, &p)
	p.Rounding = pick(t, "rounding", p.RoundingName, map[string]money.Mode{"HALF_EVEN": money.HalfEven, "HALF_UP": money.HalfUp})
	if p.Decimals != p.Currency.Exponent() {
		t.Fatalf("%s: %d decimals of %s", name, p.Decimals, p.Currency)
	}
	return p
}

// pick is a name of the file as one of ours.
func pick[T any](t *testing.T, field, name string, of map[string]T) T {
	t.Helper()
	v, ok := of[name]
	if !ok {
		t.Fatalf("%s: %q is not known", field, name)
	}
	return v
}

// Every scenario of the file reproduces to the cent.
func TestScenarios(t *testing.T) {
	file := readScenarios(t)
	passed, tables := 0, tally{}
	for _, s := range file.All {
		t.Run(s.ID, func(t *testing.T) {
			r := newRun(t, file, s, &tables)
			for i, raw := range s.Steps {
				r.step(i, raw)
			}
			if !t.Failed() {
				passed++
			}
		})
	}
	t.Logf("%d of %d scenarios pass; %d schedule tables with %d rows, %d lists of transactions, %d journals and %d other expectations hold",
		passed, len(file.All), tables.schedules, tables.rows, tables.lists, tables.journals, tables.others)
}

// tally counts what held.
type tally struct{ schedules, rows, lists, journals, others int }
