package actus_test

import (
	"math"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/actus"
	"kontor/day"
)

// A fold is the sum of the plain events, chunk by chunk in the order of the contracts, to the last bit on any number of
// processors.
func TestFoldGivesTheBitsOfTheSum(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	rapid.Check(t, func(r *rapid.T) {
		var book actus.Book
		var all []actus.Terms
		seen := wideIndex(t)
		for range rapid.IntRange(1, 12).Draw(r, "contracts") {
			terms := drawTerms(r)
			terms.Currency = rapid.SampledFrom([]string{"EUR", "USD"}).Draw(r, "currency")
			c, err := actus.Compile(terms, actus.Mode{}, seen.Calendars)
			if err != nil {
				continue
			}
			if _, err := actus.Project(terms, seen, actus.Mode{}, 0); err != nil {
				continue
			}
			if at := book.Add(c); at != len(all) || book.Plain(at) != c.Plain() {
				r.Fatalf("place %d, want %d", at, len(all))
			}
			all = append(all, terms)
		}
		got := actus.Monthly(day.MustOf(2022, 5, 17), 40)
		runtime.GOMAXPROCS(1 + rapid.IntRange(0, 1).Draw(r, "processors"))
		if err := book.Fold(&seen, got); err != nil {
			r.Fatalf("%v", err)
		}
		want := foldPlain(r, all, seen, got.Bounds)
		for currency, flows := range want {
			for i, w := range flows {
				g := got.In(currency)[i]
				if !alike(g.Principal, w.Principal) || !alike(g.Interest, w.Interest) || g.Other != w.Other {
					r.Fatalf("%s bucket %d: got %+v want %+v", currency, i, g, w)
				}
			}
		}
		if len(got.Currencies()) != len(want) {
			r.Fatalf("got currencies %v", got.Currencies())
		}
	})
}

// alike compares bits, or for the interest that maturity pays, which plain events do not tell apart, nearly.
func alike(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || math.Abs(a-b) <= 1e-11*(1+math.Abs(a))
}

// foldPlain adds up the plain events of contracts.
func foldPlain(r *rapid.T, all []actus.Terms, seen actus.Observations, bounds []day.Date) map[string][]actus.Flow {
	sums := map[string][]actus.Flow{}
	for _, terms := range all {
		if sums[terms.Currency] == nil {
			sums[terms.Currency] = make([]actus.Flow, len(bounds)+1)
		}
		events, err := actus.Project(terms, seen, actus.Mode{}, 0)
		if err != nil {
			r.Fatalf("%v", err)
		}
		before := actus.State{NotionalPrincipal: terms.NotionalPrincipal.Value, NotionalScalingMultiplier: 1}
		if terms.ContractRole == actus.RPL {
			before.NotionalPrincipal *= -1
		}
		if terms.ScalingEffect == actus.ScaleNotional || terms.ScalingEffect == actus.ScaleBoth {
			before.NotionalScalingMultiplier = terms.NotionalScalingMultiplier.Or(1)
		}
		for _, e := range events {
			i := 0
			for i < len(bounds) && e.Time >= actus.At(bounds[i]) {
				i++
			}
			f := &sums[terms.Currency][i]
			switch e.Type {
			case actus.IP:
				f.Interest += e.Payoff
			case actus.MD:
				principal := before.NotionalPrincipal * before.NotionalScalingMultiplier
				f.Principal += principal
				f.Interest += e.Payoff - principal
			default:
				f.Principal += e.Payoff
			}
			before = e.State
		}
	}
	return sums
}

// wideIndex observes indices from before all contracts on.
func wideIndex(t testing.TB) actus.Observations {
	var o actus.Observations
	for i := range 400 {
		at := actus.At(day.MustOf(2015, 1, 1).Add(30 * i))
		if err := o.Observe("IBR", actus.Point{Time: at, Value: 0.03 + 0.01*math.Sin(float64(i))}); err != nil {
			t.Fatal(err)
		}
		if err := o.Observe("CPI", actus.Point{Time: at, Value: 1.5 + 0.001*float64(i)}); err != nil {
			t.Fatal(err)
		}
	}
	o.Calendars = map[string]*day.Calendar{"HOUSE": house}
	return o
}

// A scenario folds as if it were the only one, and contracts of one chunk and of many add up alike.
func TestRepriceIsFoldByScenario(t *testing.T) {
	book, _ := mixedBook(t, 20_000)
	var scenarios []*actus.Observations
	var together []*actus.Buckets
	for i := range 3 {
		scenarios = append(scenarios, scenario(t, i))
		together = append(together, actus.Monthly(day.MustOf(2026, 1, 1), 150))
	}
	if err := book.Reprice(scenarios, together); err != nil {
		t.Fatal(err)
	}
	for i, o := range scenarios {
		alone := actus.Monthly(day.MustOf(2026, 1, 1), 150)
		func() {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1 + i))
			if err := book.Fold(o, alone); err != nil {
				t.Fatal(err)
			}
		}()
		for k, want := range alone.In("EUR") {
			if got := together[i].In("EUR")[k]; got != want {
				t.Fatalf("scenario %d, bucket %d: got %+v want %+v", i, k, got, want)
			}
		}
		if i > 0 && together[i].In("EUR")[50] == together[0].In("EUR")[50] {
			t.Errorf("scenario %d pays what scenario 0 pays", i)
		}
	}
}

func TestFoldRefuses(t *testing.T) {
	floating := annuity60()
	floating.MarketObjectCodeOfRateReset, floating.CycleOfRateReset = "IBR", day.MustParseCycle("P1YL0")
	var book actus.Book
	for _, terms := range []actus.Terms{annuity60(), floating} {
		c, err := actus.Compile(terms, actus.Mode{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		book.Add(c)
	}
	happened := actus.Observations{Events: []actus.ObservedEvent{{Time: actus.At(day.MustOf(2027, 1, 1)), Type: actus.PP, Value: 1}}}
	falling := &actus.Buckets{Bounds: []day.Date{day.MustOf(2027, 1, 1), day.MustOf(2026, 1, 1)}}
	months := actus.Monthly(day.MustOf(2026, 1, 1), 3)
	for _, c := range []struct {
		scenarios []*actus.Observations
		into      []*actus.Buckets
		want      string
	}{
		{[]*actus.Observations{{}}, []*actus.Buckets{months}, "1: IBR was not observed by 2026-01-15"},
		{[]*actus.Observations{{}}, []*actus.Buckets{falling}, "buckets need rising bounds"},
		{[]*actus.Observations{{}}, []*actus.Buckets{{}}, "buckets need rising bounds"},
		{[]*actus.Observations{{}, {}}, []*actus.Buckets{months}, "buckets of its own"},
		{[]*actus.Observations{{}, {}}, []*actus.Buckets{months, actus.Monthly(day.MustOf(2026, 1, 1), 4)}, "buckets of its own"},
		{[]*actus.Observations{&happened}, []*actus.Buckets{months}, "without observed events"},
	} {
		if err := book.Reprice(c.scenarios, c.into); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}
