package money_test

import (
	"encoding/json"
	"math"
	"testing"

	"kontor/errs"
	"kontor/money"

	"pgregory.net/rapid"
)

func TestParseRate(t *testing.T) {
	for text, want := range map[string]string{
		"7.25": "7.25", "7.250": "7.25", "0": "0", "-0": "0", "-0.5": "-0.5", "0.00000001": "0.00000001", "007": "7", "1000000": "1000000", "-100": "-100",
	} {
		if got, err := money.ParseRate(text); got.String() != want || err != nil {
			t.Errorf("%s: got %s, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "-", ".5", "5.", "7,25", "7.25%", "7.123456789", "1000000.00000001", "1000001", "10000000", "99999999999999999999", "1e3", "+7", "--7", "7 ", "٧",
	} {
		if got, err := money.ParseRate(text); !errs.Is(err, errs.Invalid) || !got.IsZero() {
			t.Errorf("%q: got %s, %v", text, got, err)
		}
	}
}

func FuzzParseRate(f *testing.F) {
	for _, seed := range []string{"7.25", "-0.5", "1000000", "0.00000001", "1e3", "7,25"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := money.ParseRate(text)
		if err != nil {
			return
		}
		if again, err := money.ParseRate(r.String()); again != r || err != nil {
			t.Errorf("%q was read as %s and came back as %s, %v", text, r, again, err)
		}
	})
}

func TestRateIsExact(t *testing.T) {
	r := money.MustParseRate("7.25")
	if num, den := r.Ratio(); num*10_000 != den*725 {
		t.Errorf("got %d/%d, want 0.0725", num, den)
	}
	if got := r.Fraction(); got != 0.0725 {
		t.Errorf("got %v, want 0.0725", got)
	}
	num, den := r.Ratio()
	interest, err := money.MustParse("1000000 EUR").MulRat(num, den, money.HalfUp)
	if want := money.MustParse("72500 EUR"); interest != want || err != nil {
		t.Errorf("got %v, %v, want %v", interest, err, want)
	}
}

func TestRateRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fraction := rapid.Float64Range(-10_000, 10_000).Draw(t, "fraction")
		r, err := money.RateOf(fraction)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Fraction(); math.Abs(got-fraction) > 1e-10*max(1, math.Abs(fraction)) {
			t.Fatalf("%v became %v", fraction, got)
		}
		if again, err := money.RateOf(r.Fraction()); again != r || err != nil {
			t.Fatalf("%s became %s, %v", r, again, err)
		}
		b, err := json.Marshal(r)
		var back money.Rate
		if err2 := json.Unmarshal(b, &back); err != nil || err2 != nil || back != r {
			t.Fatalf("%s came back as %s, %v %v", b, back, err, err2)
		}
		v, err := r.Value()
		back = money.Rate{}
		if err2 := back.Scan(v); err != nil || err2 != nil || back != r {
			t.Fatalf("%v came back as %s, %v %v", v, back, err, err2)
		}
	})
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 10_001, -10_001} {
		if got, err := money.RateOf(bad); !errs.Is(err, errs.Invalid) || !got.IsZero() {
			t.Errorf("%v: got %s, %v", bad, got, err)
		}
	}
	r := money.MustParseRate("1")
	if err := r.UnmarshalText(nil); err != nil || !r.IsZero() {
		t.Errorf("nothing is no rate: %s, %v", r, err)
	}
	if err := r.Scan(7.25); err == nil {
		t.Error("a float column was read as a rate")
	}
}

func TestMustPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"MustParse": func() { money.MustParse("much") }, "MustParseRate": func() { money.MustParseRate("much") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s took what is none", name)
				}
			}()
			f()
		}()
	}
}
