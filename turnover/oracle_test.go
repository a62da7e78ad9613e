package turnover_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"kontor/day"
	"kontor/internal/shared"
	"kontor/money"
	"kontor/turnover"
)

// given reads a file of the reference data.
func given(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(shared.Data(t, "turnover", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// rows reads a CSV file without its header.
func rows(t testing.TB, name string) [][]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(given(t, name))).ReadAll()
	if err != nil || len(records) < 2 {
		t.Fatal(name, err)
	}
	return records[1:]
}

func read(t testing.TB, name string, into any) {
	t.Helper()
	if err := json.Unmarshal(given(t, name), into); err != nil {
		t.Fatal(name, err)
	}
}

// trade is the synthetic trade of two regions, 2019 to 2025.
func trade(t testing.TB) turnover.Series {
	t.Helper()
	var entries []turnover.Entry
	for _, r := range rows(t, "trade-monthly-synthetic.csv") {
		on, err := day.Parse(r[1][3:] + "-" + r[1][:2] + "-15")
		if err != nil {
			t.Fatal(err)
		}
		dollars, err := strconv.ParseInt(r[5], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, turnover.Entry{On: on, USD: 100 * dollars, Line: r[3]})
	}
	s, err := turnover.Monthly(entries, turnover.NewMonth(2019, 1), turnover.NewMonth(2025, 12))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func dollars(text json.Number) money.Amount {
	x, _ := text.Float64()
	return money.Of(int64(math.Round(100*x)), "USD")
}

func month(t testing.TB, text string) turnover.Month {
	t.Helper()
	m, err := turnover.ParseMonth(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

type tradeOracle struct {
	Years    map[string]struct{ Turnover json.Number } `json:"year_totals"`
	Trailing map[string]json.Number                    `json:"trailing12"`
	Floor    struct {
		Floor    json.Number
		From     string `json:"windows_from"`
		Recovery int    `json:"recovery_windows"`
		Episodes []struct {
			Breach, Worst string
			Recovered     *string
			Depth         json.Number
			Windows       int `json:"windows_below"`
		}
	} `json:"sustained_floor"`
	Pace struct {
		Shares []float64
		Cases  []struct {
			Target, YTD  json.Number
			Months       int         `json:"months_known"`
			Done         float64     `json:"share_done"`
			Projected    json.Number `json:"projected_year"`
			Factor       float64     `json:"required_factor_on_seasonal_rest"`
			Next         json.Number `json:"required_next_month"`
			Linear       json.Number `json:"linear_projection"`
			LinearMonths json.Number `json:"linear_required_per_month"`
		}
	} `json:"pace_2025"`
}

func TestSumsOfTheOracle(t *testing.T) {
	s := trade(t)
	var want tradeOracle
	read(t, "oracles/trade-synthetic-expected.json", &want)
	for text, w := range want.Years {
		year, _ := strconv.Atoi(text)
		if got := s.Year(year); got.USD != dollars(w.Turnover) || !got.Complete() {
			t.Errorf("%s: got %v, want %v", text, got, w.Turnover)
		}
	}
	for text, w := range want.Trailing {
		if got := s.Trailing(month(t, text)); got.USD != dollars(w) || !got.Complete() {
			t.Errorf("twelve months to %s: got %v, want %v", text, got, w)
		}
	}
	if len(want.Years) != 7 || len(want.Trailing) != 73 {
		t.Errorf("read %d years and %d windows", len(want.Years), len(want.Trailing))
	}
}

func TestFloorOfTheOracle(t *testing.T) {
	var want tradeOracle
	read(t, "oracles/trade-synthetic-expected.json", &want)
	f := want.Floor
	got := turnover.WatchFloor(trade(t), month(t, f.From), turnover.NewMonth(2025, 12), dollars(f.Floor), f.Recovery)
	if len(got.Episodes) != len(f.Episodes) || got.State != turnover.Breached {
		t.Fatalf("got %+v", got)
	}
	for i, w := range f.Episodes {
		e := got.Episodes[i]
		if e.Breach.String() != w.Breach || e.Worst.String() != w.Worst || e.Depth != dollars(w.Depth) || e.Windows != w.Windows || (e.Recovered == 0) != (w.Recovered == nil) {
			t.Errorf("got %+v, want %+v", e, w)
		}
	}
}

func TestPaceOfTheOracle(t *testing.T) {
	s := trade(t)
	var want tradeOracle
	read(t, "oracles/trade-synthetic-expected.json", &want)
	shares := s.SharesBefore(2025)
	for i, w := range want.Pace.Shares {
		if math.Abs(shares.Month[i]-w) > 1e-9 {
			t.Errorf("share of month %d: got %v, want %v", i+1, shares.Month[i], w)
		}
	}
	for _, c := range want.Pace.Cases {
		got := turnover.PaceOf(s, turnover.NewMonth(2025, c.Months), shares, dollars(c.Target))
		for what, pair := range map[string][2]money.Amount{
			"ytd": {got.YTD.USD, dollars(c.YTD)}, "projected": {got.Projected, dollars(c.Projected)}, "next month": {got.RequiredNext, dollars(c.Next)},
			"linear": {got.Linear, dollars(c.Linear)}, "linear a month": {got.LinearRequired, dollars(c.LinearMonths)},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%d months, %s: got %v, want %v", c.Months, what, pair[0], pair[1])
			}
		}
		if math.Abs(got.Done-c.Done) > 1e-9 || math.Abs(got.Factor-c.Factor) > 1e-6 || !got.Known {
			t.Errorf("%d months: got %v and %v, want %v and %v", c.Months, got.Done, got.Factor, c.Done, c.Factor)
		}
	}
	if len(want.Pace.Cases) == 0 {
		t.Error("no cases read")
	}
}

func TestConversionsOfTheOracle(t *testing.T) {
	var fixings []turnover.Fixing
	for _, r := range rows(t, "oracles/fx-rates-synthetic.csv") {
		rate, err := turnover.ParseRate("1/" + r[3])
		if err != nil {
			t.Fatal(err)
		}
		fixings = append(fixings, turnover.Fixing{Currency: money.Currency(r[1]), On: day.MustParse(r[0]), Rate: rate})
	}
	var want struct {
		Deals []struct {
			ID, Date, Currency, Amount string
			Used                       *string `json:"rate_date_used"`
			USD                        string  `json:"usd_deal_date"`
		}
		Totals struct {
			USD string `json:"deal_date"`
		}
	}
	read(t, "oracles/fx-expected.json", &want)
	total := money.Of(0, "USD")
	for _, c := range want.Deals {
		a, err := money.ParseIn(c.Amount, money.Currency(c.Currency))
		if err != nil {
			t.Fatal(err)
		}
		got, err := turnover.Convert(a, day.MustParse(c.Date), fixings)
		if err != nil {
			t.Fatal(c.ID, err)
		}
		used := ""
		if c.Used != nil {
			used = *c.Used
		}
		if got.USD.String() != c.USD+" USD" || got.RateOn.String() != used {
			t.Errorf("%s: got %v of %v, want %s of %s", c.ID, got.USD, got.RateOn, c.USD, used)
		}
		if total, err = total.Add(got.USD); err != nil {
			t.Fatal(err)
		}
	}
	if total.Decimal() != want.Totals.USD {
		t.Errorf("total: got %v, want %v", total, want.Totals.USD)
	}
}
