package actus_test

import (
	"math"
	"math/rand/v2"
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
			for range rapid.IntRange(0, 2).Draw(r, "fleet") { // of the same dates
				terms.NotionalPrincipal.Value *= 1.25
				c, err := actus.Compile(terms, actus.Mode{}, seen.Calendars)
				if err != nil {
					continue
				}
				if _, err := actus.Project(terms, seen, actus.Mode{}, 0); err == nil {
					book.Add(c)
					all = append(all, terms)
				}
			}
		}
		got := actus.Monthly(day.MustOf(2022, 5, 17), 40)
		runtime.GOMAXPROCS(1 + rapid.IntRange(0, 1).Draw(r, "processors"))
		if err := book.Fold(&seen, got); err != nil {
			r.Fatalf("%v", err)
		}
		want, matured := foldPlain(r, all, seen, got.Bounds)
		for currency, flows := range want {
			for i, w := range flows {
				g := got.In(currency)[i]
				if !alike(g.Principal, w.Principal, 0) || !alike(g.Interest, w.Interest, matured) || g.Other != w.Other {
					r.Fatalf("%s bucket %d: got %+v want %+v", currency, i, g, w)
				}
			}
		}
		if len(got.Currencies()) != len(want) {
			r.Fatalf("got currencies %v", got.Currencies())
		}
	})
}

// alike compares bits, or for the interest that maturity pays, which plain events do not tell apart from the principal
// that matured, nearly.
func alike(a, b, matured float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || math.Abs(a-b) <= 1e-11*(1+math.Abs(a))+1e-15*matured
}

// foldPlain adds up the plain events of contracts. It also tells how much principal matured in all, whatever its sign.
func foldPlain(r *rapid.T, all []actus.Terms, seen actus.Observations, bounds []day.Date) (sums map[string][]actus.Flow, matured float64) {
	sums = map[string][]actus.Flow{}
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
				matured += math.Abs(principal)
				f.Interest += e.Payoff - principal
			default:
				f.Principal += e.Payoff
			}
			before = e.State
		}
	}
	return sums, matured
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
	book := smallBook(t, 10_000)
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

// What the fast path does not know is folded all the same: a bond that is bought, a currency deal.
func TestFoldTakesThePlainPath(t *testing.T) {
	at := func(month int) actus.Moment { return actus.At(day.MustOf(2026, month, 1)) }
	var book actus.Book
	for _, terms := range []actus.Terms{
		{ContractType: actus.PAM, ContractRole: actus.RPA, Currency: "EUR", StatusDate: at(3), InitialExchangeDate: at(1), MaturityDate: at(7),
			NotionalPrincipal: actus.Num(1000), NominalInterestRate: actus.Num(0.12), DayCountConvention: day.E30360,
			PurchaseDate: at(4), PriceAtPurchaseDate: actus.Num(990)},
		{ContractType: actus.FXOUT, ContractRole: actus.RPA, Currency: "EUR", Currency2: "USD", StatusDate: at(1), MaturityDate: at(7),
			DeliverySettlement: actus.Delivery, NotionalPrincipal: actus.Num(500), NotionalPrincipal2: actus.Num(550)},
	} {
		c, err := actus.Compile(terms, actus.Mode{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		book.Add(c)
	}
	if a, b := book.Plain(0), book.Plain(1); a != "purchaseDate" || b != "contractType" {
		t.Errorf("got reasons %q and %q", a, b)
	}
	months := actus.Monthly(day.MustOf(2026, 1, 1), 12)
	if err := book.Fold(new(actus.Observations), months); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		currency string
		month    int
		want     actus.Flow
	}{
		{"EUR", 4, actus.Flow{Other: -990 - 30}},                    // the price and three months of interest
		{"EUR", 7, actus.Flow{Principal: 1000 + 500, Interest: 60}}, // and what the currency deal exchanges
		{"USD", 7, actus.Flow{Principal: -550}},
	} {
		if got := months.In(c.currency)[c.month]; math.Abs(got.Principal-c.want.Principal)+math.Abs(got.Interest-c.want.Interest)+math.Abs(got.Other-c.want.Other) > 1e-9 {
			t.Errorf("%s in month %d: got %+v want %+v", c.currency, c.month, got, c.want)
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

// smallBook compiles n contracts, one after the other.
func smallBook(t *testing.T, n int) *actus.Book {
	var book actus.Book
	for i := range n {
		c, err := actus.Compile(mixedTerms(i), actus.Mode{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if book.Add(c); c.Plain() != "" {
			t.Fatal(c.Plain())
		}
	}
	return &book
}

// annuity60 is a contract of 60 months whose payment is solved.
func annuity60() actus.Terms {
	first := actus.At(day.MustOf(2026, 2, 15))
	return actus.Terms{
		ContractType: actus.ANN, ContractRole: actus.RPA, Currency: "EUR", StatusDate: actus.At(day.MustOf(2026, 1, 1)),
		InitialExchangeDate: actus.At(day.MustOf(2026, 1, 15)), MaturityDate: actus.At(day.MustOf(2031, 1, 15)), NotionalPrincipal: actus.Num(250_000),
		NominalInterestRate: actus.Num(0.085), DayCountConvention: day.E30360,
		CycleAnchorDateOfPrincipalRedemption: first, CycleOfPrincipalRedemption: day.MustParseCycle("P1ML0"),
		CycleAnchorDateOfInterestPayment: first, CycleOfInterestPayment: day.MustParseCycle("P1ML0"),
	}
}

// mixedTerms draws the i-th contract of a book: five types, 12 to 120 months, a quarter of them floating.
func mixedTerms(i int) actus.Terms {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	start := day.MustOf(2026, 1, 1).Add(r.IntN(730))
	months := 12 + r.IntN(109)
	monthly := day.MustParseCycle("P1ML0")
	first := actus.At(start.AddMonths(1))
	t := actus.Terms{
		ContractType: []actus.ContractType{actus.PAM, actus.LAM, actus.NAM, actus.ANN, actus.LAX}[i%5], ContractRole: actus.RPA,
		Currency: []string{"EUR", "USD"}[i%7%2], StatusDate: actus.At(day.MustOf(2026, 1, 1)), InitialExchangeDate: actus.At(start),
		MaturityDate: actus.At(start.AddMonths(months)), NotionalPrincipal: actus.Num(float64(5_000 + r.IntN(500_000))),
		NominalInterestRate: actus.Num(0.02 + 0.1*r.Float64()), DayCountConvention: []day.Count{day.E30360, day.A365, day.A360, day.AA}[r.IntN(4)],
		CycleAnchorDateOfInterestPayment: first, CycleOfInterestPayment: monthly,
	}
	if t.ContractType != actus.PAM && t.ContractType != actus.LAX {
		t.CycleAnchorDateOfPrincipalRedemption, t.CycleOfPrincipalRedemption = first, monthly
	}
	level := t.NotionalPrincipal.Value / float64(months)
	switch t.ContractType {
	case actus.NAM:
		t.NextPrincipalRedemptionPayment = actus.Num(level * 1.2)
	case actus.LAX: // no redemption for half a year, then so much, later more
		t.ArrayCycleAnchorDateOfPrincipalRedemption = []actus.Moment{actus.At(start.AddMonths(6)), actus.At(start.AddMonths(6 + months/2))}
		t.ArrayCycleOfPrincipalRedemption = []day.Cycle{monthly}
		t.ArrayNextPrincipalRedemptionPayment = []float64{level / 2, level}
		t.ArrayIncreaseDecrease = []actus.Direction{actus.Decrease}
	}
	if r.IntN(4) == 0 {
		float(&t, start, r.Float64())
	}
	return t
}

// floatingTerms is mixedTerms with resets for all.
func floatingTerms(i int) actus.Terms {
	t := mixedTerms(i)
	float(&t, t.InitialExchangeDate.Date(), float64(i%100)/100)
	return t
}

// float resets the rate every quarter.
func float(t *actus.Terms, start day.Date, spread float64) {
	t.MarketObjectCodeOfRateReset, t.RateSpread, t.LifeFloor = "IBR", actus.Num(0.02*spread), actus.Num(0)
	t.CycleAnchorDateOfRateReset, t.CycleOfRateReset = actus.At(start.AddMonths(3)), day.MustParseCycle("P3ML0")
}

// scenario is an index by the month, for each number another.
func scenario(tb testing.TB, n int) *actus.Observations {
	r := rand.New(rand.NewPCG(uint64(n), 3))
	var points []actus.Point
	level := 0.03
	for i := range 160 {
		level += 0.002 * r.NormFloat64()
		points = append(points, actus.Point{Time: actus.At(day.MustOf(2025, 12, 1).AddMonths(i)), Value: level})
	}
	o := &actus.Observations{}
	if err := o.Observe("IBR", points...); err != nil {
		tb.Fatal(err)
	}
	return o
}
