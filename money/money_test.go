package money_test

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"kontor/errs"
	"kontor/money"

	"pgregory.net/rapid"
)

// currencies stand for the exponents 0, 2, 3 and 4.
var currencies = []money.Currency{"JPY", "EUR", "KWD", "CLF"}

func anyMinor() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64Range(-money.MaxMinor, money.MaxMinor), rapid.Int64Range(-1000, 1000),
		rapid.SampledFrom([]int64{0, 1, -1, money.MaxMinor, -money.MaxMinor}))
}

func anyAmount() *rapid.Generator[money.Amount] {
	return rapid.Custom(func(t *rapid.T) money.Amount {
		return money.Of(anyMinor().Draw(t, "minor"), rapid.SampledFrom(currencies).Draw(t, "currency"))
	})
}

func TestParse(t *testing.T) {
	for text, want := range map[string]money.Amount{
		"1234.50 EUR": money.Of(123450, "EUR"), "1234.5 EUR": money.Of(123450, "EUR"), "1234 EUR": money.Of(123400, "EUR"),
		"-0.01 EUR": money.Of(-1, "EUR"), "-0 EUR": money.Of(0, "EUR"), "007 JPY": money.Of(7, "JPY"), "1 JPY": money.Of(1, "JPY"),
		"1.234 KWD": money.Of(1234, "KWD"), "0.0001 CLF": money.Of(1, "CLF"),
		"9999999999999.99 USD": money.Of(money.MaxMinor, "USD"), "-999999999999999 JPY": money.Of(-money.MaxMinor, "JPY"),
	} {
		if got, err := money.Parse(text); got != want || err != nil {
			t.Errorf("%s: got %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "EUR", " EUR", "1 ", "1EUR", "1  EUR", "1 EUR ", "1 eur", "1 XXX", "1 BGN", "1,50 EUR", "1.505 EUR", "1.5 JPY", "1. EUR", ".5 EUR",
		"- EUR", "--1 EUR", "+1 EUR", "1e5 EUR", "1_000 EUR", "0x1 EUR", "1.2.3 EUR", "١ EUR", "NaN EUR", "1-2 EUR", "10000000000000 EUR",
		"9999999999999.999 EUR", "1000000000000000 JPY", strings.Repeat("9", 400) + " EUR", "1\x00 EUR", "∞ EUR",
	} {
		got, err := money.Parse(text)
		if !errs.Is(err, errs.Invalid) || got != (money.Amount{}) {
			t.Errorf("%q: got %v, %v", text, got, err)
		} else if errs.As(err).Hint.IsZero() {
			t.Errorf("%q: %v has no hint", text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"1234.50 EUR", "-0.001 KWD", "9999999999999.99 USD", "1 JPY", "1,5 EUR", "0.0001 CLF", "-0 EUR"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := money.Parse(text)
		if err != nil {
			if a != (money.Amount{}) {
				t.Errorf("%q is refused and gives %v", text, a)
			}
			return
		}
		if a.Minor > money.MaxMinor || a.Minor < -money.MaxMinor {
			t.Errorf("%q is over the limit", text)
		}
		if again, err := money.Parse(a.String()); again != a || err != nil {
			t.Errorf("%q was read as %v and came back as %v, %v", text, a, again, err)
		}
	})
}

func FuzzParseCurrency(f *testing.F) {
	for _, seed := range []string{"EUR", "eur", "", "XXX", "EURO", "ЕUR"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, code string) {
		c, err := money.ParseCurrency(code)
		if err == nil && (string(c) != code || len(code) != 3 || strings.ToUpper(code) != code) || err != nil && c != "" {
			t.Errorf("%q was read as %q, %v", code, c, err)
		}
	})
}

func TestTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyAmount().Draw(t, "a")
		if back, err := money.ParseIn(a.Decimal(), a.Currency); back != a || err != nil {
			t.Fatalf("%s came back as %v, %v", a.Decimal(), back, err)
		}
		_, part, point := strings.Cut(a.Decimal(), ".")
		if len(part) != a.Currency.Exponent() || point != (a.Currency.Exponent() > 0) {
			t.Fatalf("%s has not the %d decimals of %s", a.Decimal(), a.Currency.Exponent(), a.Currency)
		}
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var back money.Amount
		if err := json.Unmarshal(b, &back); err != nil || back != a {
			t.Fatalf("%s came back as %v, %v", b, back, err)
		}
	})
	back := money.Of(5, "EUR")
	if err := back.UnmarshalText(nil); err != nil || back != (money.Amount{}) || back.String() != "" {
		t.Errorf("nothing is no amount: %v, %v", back, err)
	}
	if got, want := money.Of(math.MinInt64, "EUR").Decimal(), "-92233720368547758.08"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCurrencies(t *testing.T) {
	all := money.Currencies()
	if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Errorf("%v does not rise", all)
	}
	for _, c := range all {
		if got, err := money.ParseCurrency(string(c)); got != c || err != nil {
			t.Errorf("%s: got %s, %v", c, got, err)
		}
	}
	for code, want := range map[money.Currency]int{
		"EUR": 2, "USD": 2, "BYN": 2, "RUB": 2, "KZT": 2, "CNY": 2, "UZS": 2, "XCG": 2, "ZWG": 2, "MRU": 2,
		"JPY": 0, "VND": 0, "KRW": 0, "ISK": 0, "UGX": 0, "BHD": 3, "KWD": 3, "TND": 3, "IQD": 3, "CLF": 4, "UYW": 4, "???": 2,
	} {
		if got := code.Exponent(); got != want {
			t.Errorf("%s: got %d decimals, want %d", code, got, want)
		}
	}
	for _, gone := range []string{"BGN", "HRK", "ANG", "ZWL", "BYR", "XAU", "XXX", "XTS"} {
		if _, err := money.ParseCurrency(gone); err == nil {
			t.Errorf("%s is taken for money in use", gone)
		}
	}
}

func TestAddAgainstWholeNumbers(t *testing.T) {
	wide := rapid.OneOf(anyMinor(), rapid.Int64())
	rapid.Check(t, func(t *rapid.T) {
		a, b := money.Of(wide.Draw(t, "a"), "EUR"), money.Of(wide.Draw(t, "b"), "EUR")
		for name, op := range map[string]struct {
			got  func() (money.Amount, error)
			want *big.Int
		}{
			"sum":        {func() (money.Amount, error) { return a.Add(b) }, new(big.Int).Add(big.NewInt(a.Minor), big.NewInt(b.Minor))},
			"difference": {func() (money.Amount, error) { return a.Sub(b) }, new(big.Int).Sub(big.NewInt(a.Minor), big.NewInt(b.Minor))},
		} {
			got, err := op.got()
			agree(t, name, got, err, op.want)
		}
		less, err := a.Cmp(b)
		if want := big.NewInt(a.Minor).Cmp(big.NewInt(b.Minor)); less != want || err != nil {
			t.Fatalf("%v and %v compare as %d, %v, want %d", a, b, less, err, want)
		}
	})
}

func TestSumsThatWrapAround(t *testing.T) {
	for _, c := range [][2]int64{{math.MaxInt64, math.MaxInt64}, {math.MinInt64, math.MinInt64}, {math.MinInt64, -1}, {math.MaxInt64, 1}} {
		if got, err := money.Of(c[0], "EUR").Add(money.Of(c[1], "EUR")); !errs.Is(err, errs.TooLarge) || got != (money.Amount{}) {
			t.Errorf("%d and %d: got %v, %v", c[0], c[1], got, err)
		}
	}
}

// agree checks that a result is the whole number wanted, or an error exactly when that is over the limit.
func agree(t *rapid.T, name string, got money.Amount, err error, want *big.Int) {
	t.Helper()
	if want.CmpAbs(big.NewInt(money.MaxMinor)) > 0 {
		if !errs.Is(err, errs.TooLarge) || got != (money.Amount{}) {
			t.Fatalf("%s is over the limit: got %v, %v", name, got, err)
		}
	} else if err != nil || big.NewInt(got.Minor).Cmp(want) != 0 {
		t.Fatalf("%s: got %v, %v, want %v", name, got, err, want)
	}
}

func TestTwoCurrenciesDoNotMix(t *testing.T) {
	a, b := money.MustParse("1 EUR"), money.Of(math.MinInt64, "USD")
	_, addErr := a.Add(b)
	_, subErr := a.Sub(b)
	_, cmpErr := a.Cmp(b)
	for name, err := range map[string]error{"Add": addErr, "Sub": subErr, "Cmp": cmpErr} {
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if got := a.Neg(); got.Minor != -100 || got.Currency != "EUR" || got.IsZero() {
		t.Errorf("got %v", got)
	}
}

func TestMulRatAgainstExactFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := money.Of(rapid.OneOf(anyMinor(), rapid.Int64()).Draw(t, "a"), "EUR")
		num := rapid.OneOf(rapid.Int64Range(-1000, 1000), rapid.Int64()).Draw(t, "num")
		den := rapid.OneOf(rapid.Int64Range(1, 1000), rapid.Int64Range(1, math.MaxInt64)).Draw(t, "den")
		mode := rapid.SampledFrom(modes).Draw(t, "mode")
		product := new(big.Int).Mul(big.NewInt(a.Minor), big.NewInt(num))
		got, err := a.MulRat(num, den, mode)
		agree(t, "product", got, err, rounded(product, big.NewInt(den), mode))
	})
}

func TestMulRat(t *testing.T) {
	for _, c := range []struct {
		minor, num, den int64
		mode            money.Mode
		want            int64
		code            errs.Code
	}{
		{100, 1, 3, money.HalfUp, 33, ""},
		{-5, 1, 2, money.HalfUp, -3, ""},
		{-5, 1, 2, money.HalfEven, -2, ""},
		{-5, 1, 2, money.Floor, -3, ""},
		{5, -1, 2, money.Ceiling, -2, ""},
		{money.MaxMinor, math.MaxInt64, math.MaxInt64, money.HalfUp, money.MaxMinor, ""},
		{money.MaxMinor, math.MinInt64, math.MaxInt64, money.Down, -money.MaxMinor, ""},
		{money.MaxMinor, 2, 1, money.HalfUp, 0, errs.TooLarge},
		{money.MaxMinor, math.MaxInt64, 1, money.HalfUp, 0, errs.TooLarge},
		{money.MaxMinor, 2_000_000_000_000_001, 2_000_000_000_000_000, money.Up, 0, errs.TooLarge}, // over it by rounding
		{253_921, 145_295_143_558_111, 2, money.HalfUp, 0, errs.TooLarge},                          // 2^64 - 1/2, which rounds to no 64 bits
		{100, 1, 0, money.HalfUp, 0, errs.Invalid},
		{100, 1, -3, money.HalfUp, 0, errs.Invalid},
	} {
		got, err := money.Of(c.minor, "EUR").MulRat(c.num, c.den, c.mode)
		if got.Minor != c.want || errs.CodeOf(err) != c.code {
			t.Errorf("%d x %d/%d %s: got %d, %v, want %d %s", c.minor, c.num, c.den, c.mode, got.Minor, err, c.want, c.code)
		}
	}
}

func TestMoneyNeedsNoMemory(t *testing.T) {
	a, b := money.MustParse("1234.50 EUR"), money.MustParse("0.75 EUR")
	buf := make([]byte, 0, 32)
	weights := []int64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}
	for name, c := range map[string]struct {
		most float64
		f    func()
	}{
		"Add":        {0, func() { _, _ = a.Add(b) }},
		"Sub":        {0, func() { _, _ = a.Sub(b) }},
		"Cmp":        {0, func() { _, _ = a.Cmp(b) }},
		"MulRat":     {0, func() { _, _ = a.MulRat(7, 12, money.HalfEven) }},
		"Round":      {0, func() { _, _ = money.Round(1234.5, money.HalfEven) }},
		"Parse":      {0, func() { _, _ = money.Parse("1234.50 EUR") }},
		"ParseRate":  {0, func() { _, _ = money.ParseRate("7.25") }},
		"AppendText": {0, func() { _, _ = a.AppendText(buf) }},
		"Decimal":    {1, func() { _ = a.Decimal() }},
		"Split":      {1, func() { _, _ = money.Split(100_003, weights) }}, // its result
		"SplitEven":  {1, func() { _, _ = money.SplitEven(100_003, 60) }},
	} {
		if n := testing.AllocsPerRun(100, c.f); n > c.most {
			t.Errorf("%s allocates %v times, at most %v are needed", name, n, c.most)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	x, y := money.MustParse("1234.50 EUR"), money.MustParse("0.75 EUR")
	b.ReportAllocs()
	for b.Loop() {
		_, _ = x.Add(y)
	}
}

func BenchmarkMulRat(b *testing.B) {
	x := money.MustParse("1234.50 EUR")
	b.ReportAllocs()
	for b.Loop() {
		_, _ = x.MulRat(7, 365, money.HalfUp)
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = money.Parse("1234.50 EUR")
	}
}

func BenchmarkAppendText(b *testing.B) {
	x, buf := money.MustParse("1234.50 EUR"), make([]byte, 0, 32)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = x.AppendText(buf)
	}
}
