package money_test

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"kontor/errs"
	"kontor/money"

	"pgregory.net/rapid"
)

var modes = []money.Mode{money.HalfUp, money.HalfEven, money.Down, money.Up, money.Floor, money.Ceiling}

// rounded is num/den by the definition of each mode, in exact arithmetic: the oracle of this package's tests.
func rounded(num, den *big.Int, mode money.Mode) *big.Int {
	floor, rest := new(big.Int).DivMod(num, den, new(big.Int)) // Euclidean: the rest is never negative
	ceiling := new(big.Int).Set(floor)
	if rest.Sign() != 0 {
		ceiling.Add(floor, big.NewInt(1))
	}
	toZero, away := floor, ceiling
	if num.Sign() < 0 {
		toZero, away = ceiling, floor
	}
	twice := new(big.Int).Lsh(rest, 1).Cmp(den) // the rest against a half
	switch mode {
	case money.Floor:
		return floor
	case money.Ceiling:
		return ceiling
	case money.Down:
		return toZero
	case money.Up:
		return away
	}
	switch {
	case twice < 0:
		return floor
	case twice > 0:
		return ceiling
	case mode == money.HalfUp:
		return away
	case floor.Bit(0) == 0:
		return floor
	}
	return ceiling
}

func TestRound(t *testing.T) {
	for _, c := range []struct {
		x    float64
		want [6]int64 // half up, half even, down, up, floor, ceiling
	}{
		{2.5, [6]int64{3, 2, 2, 3, 2, 3}}, {-2.5, [6]int64{-3, -2, -2, -3, -3, -2}}, {3.5, [6]int64{4, 4, 3, 4, 3, 4}},
		{2.4, [6]int64{2, 2, 2, 3, 2, 3}}, {-2.6, [6]int64{-3, -3, -2, -3, -3, -2}}, {0, [6]int64{}}, {math.Copysign(0, -1), [6]int64{}},
		{0.49999999999999994, [6]int64{0, 0, 0, 1, 0, 1}}, {1e-300, [6]int64{0, 0, 0, 1, 0, 1}}, {-1e-300, [6]int64{0, 0, 0, -1, -1, 0}},
		{float64(money.MaxMinor), [6]int64{money.MaxMinor, money.MaxMinor, money.MaxMinor, money.MaxMinor, money.MaxMinor, money.MaxMinor}},
	} {
		for i, mode := range modes {
			if got, err := money.Round(c.x, mode); got != c.want[i] || err != nil {
				t.Errorf("%v %s: got %d, %v, want %d", c.x, mode, got, err, c.want[i])
			}
		}
	}
	for x, code := range map[float64]errs.Code{
		math.Inf(1): errs.TooLarge, math.Inf(-1): errs.TooLarge, 1e16: errs.TooLarge, -1e16: errs.TooLarge,
		float64(money.MaxMinor) + 0.5: errs.TooLarge, // half up to one more than the limit
	} {
		if got, err := money.Round(x, money.HalfUp); got != 0 || !errs.Is(err, code) {
			t.Errorf("%v: got %d, %v", x, got, err)
		}
	}
	if got, err := money.Round(math.NaN(), money.HalfUp); got != 0 || !errs.Is(err, errs.Invalid) {
		t.Errorf("not a number: got %d, %v", got, err)
	}
}

func TestRoundAgainstExactNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// A multiple of 1/64 is exact in a float64 up to 2^47.
		units := rapid.OneOf(rapid.Int64Range(-640, 640), rapid.Int64Range(-1<<50, 1<<50)).Draw(t, "units")
		mode := rapid.SampledFrom(modes).Draw(t, "mode")
		got, err := money.Round(float64(units)/64, mode)
		if want := rounded(big.NewInt(units), big.NewInt(64), mode); err != nil || got != want.Int64() {
			t.Fatalf("%d/64 %s: got %d, %v, want %v", units, mode, got, err, want)
		}
	})
}

func TestModeNames(t *testing.T) {
	for _, want := range modes {
		var got money.Mode
		b, _ := want.MarshalText()
		if err := got.UnmarshalText(b); err != nil || got != want {
			t.Errorf("%s came back as %s, %v", want, got, err)
		}
	}
	m := money.Ceiling
	if err := m.UnmarshalText(nil); err != nil || m != money.HalfUp {
		t.Errorf("nothing is half_up: got %s, %v", m, err)
	}
	if err := m.UnmarshalText([]byte("nearest")); !errs.Is(err, errs.Invalid) || money.Mode(99).String() != "unknown" {
		t.Errorf("got %s, %v", m, err)
	}
}

// slowSplit is the contract of Split as it is told: whole units first, then one each to the largest remainder, ties to
// the first.
func slowSplit(total int64, weights []int64) []int64 {
	sum := new(big.Int)
	for _, w := range weights {
		sum.Add(sum, big.NewInt(w))
	}
	size := new(big.Int).Abs(big.NewInt(total))
	parts, rests, left := make([]int64, len(weights)), make([]*big.Int, len(weights)), size.Int64()
	for i, w := range weights {
		whole, rest := new(big.Int).QuoRem(new(big.Int).Mul(size, big.NewInt(w)), sum, new(big.Int))
		parts[i], rests[i] = whole.Int64(), rest
		left -= parts[i]
	}
	for ; left > 0; left-- {
		best := 0
		for i := range rests {
			if rests[i].Cmp(rests[best]) > 0 {
				best = i
			}
		}
		parts[best]++
		rests[best] = new(big.Int)
	}
	for i := range parts {
		if total < 0 {
			parts[i] = -parts[i]
		}
	}
	return parts
}

func TestSplitAgainstItsContract(t *testing.T) {
	weight := rapid.OneOf(rapid.Int64Range(0, 5), rapid.Int64Range(0, 1_000_000), rapid.Int64Range(0, math.MaxInt64/200))
	rapid.Check(t, func(t *rapid.T) {
		total := anyMinor().Draw(t, "total")
		weights := rapid.SliceOfN(weight, 1, 120).Draw(t, "weights")
		given := slices.Clone(weights)
		parts, err := money.Split(total, weights)
		if slices.Max(weights) == 0 {
			if !errs.Is(err, errs.Invalid) {
				t.Fatalf("nothing to split by: %v, %v", parts, err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var sum int64
		for i, part := range parts {
			sum += part
			if weights[i] == 0 && part != 0 {
				t.Fatalf("part %d has no weight and gets %d", i, part)
			}
		}
		if sum != total {
			t.Fatalf("the parts sum to %d, want %d", sum, total)
		}
		if want := slowSplit(total, weights); !slices.Equal(parts, want) {
			t.Fatalf("%d by %v:\n got %v\nwant %v", total, weights, parts, want)
		}
		if !slices.Equal(weights, given) {
			t.Fatal("the weights were changed")
		}
	})
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		total         int64
		weights, want []int64
	}{
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{100, []int64{0, 1, 0}, []int64{0, 100, 0}},
		{0, []int64{5, 7}, []int64{0, 0}},
		{1, []int64{3, 3, 4}, []int64{0, 0, 1}},
		{5, []int64{math.MaxInt64 - 1, 1}, []int64{5, 0}},
	} {
		if got, err := money.Split(c.total, c.weights); !slices.Equal(got, c.want) || err != nil {
			t.Errorf("%d by %v: got %v, %v, want %v", c.total, c.weights, got, err, c.want)
		}
	}
	for name, c := range map[string]struct {
		total   int64
		weights []int64
		code    errs.Code
	}{
		"no weights":         {1, nil, errs.Invalid},
		"no positive weight": {1, []int64{0, 0}, errs.Invalid},
		"a negative weight":  {1, []int64{2, -1}, errs.Invalid},
		"weights overflow":   {1, []int64{math.MaxInt64, 1}, errs.Invalid},
		"too much":           {money.MaxMinor + 1, []int64{1}, errs.TooLarge},
		"too little":         {math.MinInt64, []int64{1}, errs.TooLarge},
	} {
		if got, err := money.Split(c.total, c.weights); got != nil || !errs.Is(err, c.code) {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestSplitEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, n := anyMinor().Draw(t, "total"), rapid.IntRange(1, 200).Draw(t, "n")
		weights := make([]int64, n)
		for i := range weights {
			weights[i] = 7
		}
		got, err := money.SplitEven(total, n)
		want, err2 := money.Split(total, weights)
		if err != nil || err2 != nil || !slices.Equal(got, want) {
			t.Fatalf("%d in %d: got %v, %v, want %v, %v", total, n, got, err, want, err2)
		}
	})
	for n, code := range map[int]errs.Code{0: errs.Invalid, -1: errs.Invalid, 1_000_001: errs.Invalid} {
		if got, err := money.SplitEven(1, n); got != nil || !errs.Is(err, code) {
			t.Errorf("in %d: got %v, %v", n, got, err)
		}
	}
	if _, err := money.SplitEven(money.MaxMinor+1, 3); !errs.Is(err, errs.TooLarge) {
		t.Errorf("too much: got %v", err)
	}
	million, err := money.SplitEven(1_999_999, 1_000_000)
	if err != nil || len(million) != 1_000_000 || million[999_998] != 2 || million[999_999] != 1 {
		t.Errorf("a million parts: got %d, %v", len(million), err)
	}
}

func BenchmarkSplit(b *testing.B) {
	for _, n := range []int{12, 60, 1_000_000} {
		weights := make([]int64, n)
		for i := range weights {
			weights[i] = int64(i)*2_654_435_761%1_000_003 + 1
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := money.Split(123_456_789_012, weights); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSplitEvenMillion(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := money.SplitEven(123_456_789_012, 1_000_000); err != nil {
			b.Fatal(err)
		}
	}
}
