package lease_test

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kontor/internal/shared"
	"kontor/lease"
	"kontor/money"
)

// given opens a file of the reference data.
func given(t *testing.T, name string, into any) {
	t.Helper()
	b, err := os.ReadFile(shared.Data(t, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(name, err)
	}
}

// topics says who computes the numbers of a topic. Each runner reads the inputs by their keys, and says what it found
// for every output; an input it does not read and an output it does not find fail the test by name.
var topics = map[string]func(*number){
	"quote": quoteNumbers, "shape": quoteNumbers, "rounding": roundingNumbers,
	"yield": yieldNumbers, "floating": floatingNumbers,
	"day count": dayCountNumbers, "calendar": calendarNumbers, "tax": taxNumbers,
	"levelling": levelNumbers, "settlement": settlementNumbers, "accounting": accountingNumbers,
}

// elsewhere are topics whose numbers are run by another test, which is named here.
var elsewhere = map[string]string{"arrears": "TestPenaltyNumbers", "payment": "TestWaterfallNumbers"}

// byTwelveDigits is how cases say that they follow the progressive engine, whose numbers TestProgressiveNumbersOfTheHandbook
// runs whatever their topic.
const byTwelveDigits = "12 significant digits"

// runner is who runs a case: a function of this package, nil where another test does, or nobody.
func runner(c number) (run func(*number), known bool) {
	if rounding, _ := c.Inputs["rounding"].(string); strings.Contains(rounding, byTwelveDigits) {
		return nil, true
	}
	if run, known = topics[c.Topic]; known {
		return run, true
	}
	return nil, elsewhere[c.Topic] != ""
}

// number is one case of the handbook.
type number struct {
	*testing.T `json:"-"`
	ID         string
	Topic      string
	Title      string
	Inputs     map[string]any
	Outputs    map[string]any
	Even       map[string]any `json:"outputs_half_even"`

	mode money.Mode
	read map[string]bool
	met  map[string]bool
}

func TestNumbersOfTheHandbook(t *testing.T) {
	var file struct{ Numbers []number }
	given(t, "lease/numbers.json", &file)
	for _, c := range file.Numbers {
		run, known := runner(c)
		if !known {
			t.Errorf("%s: nobody runs the topic %s", c.ID, c.Topic)
		}
		if run == nil {
			continue
		}
		for _, mode := range []money.Mode{money.HalfUp, money.HalfEven} {
			t.Run(c.ID+"/"+mode.String(), func(t *testing.T) { c.in(t, mode, run) })
		}
	}
	if len(file.Numbers) == 0 {
		t.Error("no cases read")
	}
}

// in runs a case with one rounding.
func (c number) in(t *testing.T, mode money.Mode, run func(*number)) {
	c.T, c.mode, c.Inputs, c.read, c.met = t, mode, maps.Clone(c.Inputs), map[string]bool{}, map[string]bool{}
	if mode == money.HalfEven && c.Even != nil {
		c.Outputs = c.Even
	}
	run(&c)
	c.complete()
}

// The tests that run numbers in the place of this one are there, and a topic that nobody knows is found.
func TestNumbersRunElsewhere(t *testing.T) {
	var source strings.Builder
	for _, name := range []string{"loan_numbers_test.go", "loan_interest_test.go"} {
		b, err := os.ReadFile(filepath.Join("..", "loan", name))
		if err != nil {
			t.Fatal(err)
		}
		source.Write(b)
	}
	for topic, test := range elsewhere {
		if !strings.Contains(source.String(), "func "+test+"(") || !strings.Contains(source.String(), "numbers(t, "+strconv.Quote(topic)+")") {
			t.Errorf("no %s runs the numbers of the topic %s", test, topic)
		}
	}
	if !strings.Contains(source.String(), byTwelveDigits) {
		t.Error("nobody runs the numbers of the progressive engine")
	}
	if _, known := runner(number{Topic: "sunspots"}); known {
		t.Error("somebody runs sunspots")
	}
}

// complete fails for what the runner did not know.
func (c *number) complete() {
	for _, what := range c.unknown() {
		c.Errorf("the %s is not known to the runner of %s", what, c.Topic)
	}
}

// unknown names the inputs that nobody read and the outputs that nobody found.
func (c *number) unknown() (list []string) {
	for _, key := range slices.Sorted(maps.Keys(c.Inputs)) {
		if !c.read[key] {
			list = append(list, "input "+key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.Outputs)) {
		if !c.met[key] {
			list = append(list, "output "+key)
		}
	}
	return list
}

// has reports whether any of the keys is an input.
func (c *number) has(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { _, ok := c.Inputs[key]; return ok })
}

func (c *number) wants(key string) bool { _, ok := c.Outputs[key]; return ok }

// refersTo takes over from another case what this one does not say itself.
func (c *number) refersTo(id string) {
	if id == "" {
		return
	}
	for key, value := range c.other(id).Inputs {
		if _, own := c.Inputs[key]; !own {
			c.Inputs[key] = value
		}
	}
}

// text is the input under the first of the keys that is there, empty for none.
func (c *number) text(keys ...string) string {
	for _, key := range keys {
		switch v := c.Inputs[key].(type) {
		case string:
			c.read[key] = true
			return v
		case float64:
			c.read[key] = true
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return ""
}

func (c *number) whole(keys ...string) int {
	text := c.text(keys...)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		c.Errorf("%v: %v", keys, err)
	}
	return n
}

// list is an input that is a list, or one value.
func (c *number) list(key string) []any {
	c.read[key] = true
	switch v := c.Inputs[key].(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

func (c *number) rate(keys ...string) money.Rate {
	text := c.text(keys...)
	if text == "" {
		return money.Rate{}
	}
	return c.parseRate(text)
}

func (c *number) parseRate(text any) money.Rate {
	r, err := money.ParseRate(text.(string))
	if err != nil {
		c.Fatal(err)
	}
	return r
}

func (c *number) amount(currency money.Currency, keys ...string) money.Amount {
	text := c.text(keys...)
	if text == "" {
		return money.Amount{}
	}
	a, err := money.ParseIn(text, currency)
	if err != nil {
		c.Fatal(err)
	}
	return a
}

// currency is that of the case; where it names none, one with two decimals.
func (c *number) currency() money.Currency {
	if code := c.text("currency"); code != "" {
		return money.Currency(code)
	}
	return "EUR"
}

// is compares an output with what was found, as text; lists are joined by commas.
func (c *number) is(key, got string) {
	c.Helper()
	want, ok := c.Outputs[key]
	if !ok {
		return
	}
	c.met[key] = true
	text := ""
	switch v := want.(type) {
	case string:
		text = v
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		text = strconv.FormatBool(v)
	case []any:
		var parts []string
		for _, x := range v {
			parts = append(parts, x.(string))
		}
		text = strings.Join(parts, ",")
	}
	if got != text {
		c.Errorf("%s: got %s, want %s", key, got, text)
	}
}

// isAny compares an output that may go by one of several names.
func (c *number) isAny(got string, keys ...string) {
	c.Helper()
	for _, key := range keys {
		c.is(key, got)
	}
}

// isNear compares a percentage to as many decimals as the case has.
func (c *number) isNear(key string, got float64) {
	c.Helper()
	want, ok := c.Outputs[key].(string)
	if !ok {
		return
	}
	_, decimals, _ := strings.Cut(want, ".")
	c.is(key, strconv.FormatFloat(got, 'f', len(decimals), 64))
}

// The turnover handbook has rentals of its own (its rule L4), among them one at 0 percent.
func TestRentalsOfTheTurnoverHandbook(t *testing.T) {
	var file struct {
		Cases []struct {
			Price    int64
			Months   int
			Rate     float64 `json:"annual_rate"`
			Residual float64
			Payment  json.Number
		} `json:"lease_payment"`
	}
	given(t, "turnover/oracles/rates.json", &file)
	for _, c := range file.Cases {
		q, err := lease.Solve(lease.QuoteRequest{Terms: lease.Terms{Price: money.Of(100*c.Price, "EUR"), Residual: money.Of(int64(math.Round(100*c.Residual)), "EUR"),
			Rate: money.MustParseRate(strconv.FormatFloat(100*c.Rate, 'f', -1, 64)), Count: c.Months, Start: start}}, lease.Reference{})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := q.Schedule.Rental.Decimal(), c.Payment.String(); got != want {
			t.Errorf("%v percent, residual %v: got %s, want %s", 100*c.Rate, c.Residual, got, want)
		}
	}
	if len(file.Cases) == 0 {
		t.Error("no cases read")
	}
}
