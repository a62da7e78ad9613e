package actus_test

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"kontor/actus"
	"kontor/day"
)

func annuity60() actus.Terms {
	return actus.Terms{
		ContractType: actus.ANN, ContractRole: actus.RPA, Currency: "EUR", StatusDate: actus.At(day.MustOf(2026, 1, 1)),
		InitialExchangeDate: actus.At(day.MustOf(2026, 1, 15)), MaturityDate: actus.At(day.MustOf(2031, 1, 15)), NotionalPrincipal: actus.Num(250_000),
		NominalInterestRate: actus.Num(0.085), DayCountConvention: day.E30360,
		CycleAnchorDateOfPrincipalRedemption: actus.At(day.MustOf(2026, 1, 15)), CycleOfPrincipalRedemption: day.MustParseCycle("P1ML0"),
	}
}

// mixedBook compiles n contracts of 12 to 120 months, as many of each of the five types, every fourth at a floating rate.
func mixedBook(tb testing.TB, n int) (*actus.Book, int) {
	compiled, made := make([]*actus.Compiled, n), make([]int, n)
	var wait sync.WaitGroup
	var failed error
	workers := runtime.GOMAXPROCS(0)
	for k := range workers {
		wait.Go(func() {
			for i := k; i < n; i += workers {
				c, err := actus.Compile(mixedTerms(i), actus.Mode{}, nil)
				if err != nil {
					failed = err
					return
				}
				compiled[i], made[i] = c, 0
			}
		})
	}
	wait.Wait()
	if failed != nil {
		tb.Fatal(failed)
	}
	book := &actus.Book{}
	for _, c := range compiled {
		if c.Plain() != "" {
			tb.Fatal(c.Plain())
		}
		book.Add(c)
	}
	return book, n
}

// mixedTerms draws the i-th contract of the book.
func mixedTerms(i int) actus.Terms {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	start := day.MustOf(2026, 1, 1).Add(r.IntN(730))
	months := 12 + r.IntN(109)
	monthly := day.MustParseCycle("P1ML0")
	first, end := actus.At(start.AddMonths(1)), actus.At(start.AddMonths(months))
	t := actus.Terms{
		ContractType: []actus.ContractType{actus.PAM, actus.LAM, actus.NAM, actus.ANN, actus.LAX}[i%5], ContractRole: actus.RPA, Currency: []string{"EUR", "USD"}[i%7%2],
		StatusDate: actus.At(day.MustOf(2026, 1, 1)), InitialExchangeDate: actus.At(start), MaturityDate: end, NotionalPrincipal: actus.Num(float64(5_000 + r.IntN(500_000))),
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
		t.MarketObjectCodeOfRateReset, t.RateSpread, t.LifeFloor = "IBR", actus.Num(0.02*r.Float64()), actus.Num(0)
		t.CycleAnchorDateOfRateReset, t.CycleOfRateReset = actus.At(start.AddMonths(3)), day.MustParseCycle("P3ML0")
	}
	return t
}

// scenario is an index by the month, each time another.
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

// A contract of 60 months: its dates, the payment solved, 121 events with their states.
func BenchmarkAnnuity60(b *testing.B) {
	c, err := actus.Compile(annuity60(), actus.Mode{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	var out actus.Columns
	var seen actus.Observations
	b.ReportAllocs()
	started := processorTime()
	n := 0
	for b.Loop() {
		if err := c.Project(&seen, 0, &out); err != nil {
			b.Fatal(err)
		}
		n++
	}
	spent := (processorTime() - started).Seconds() / float64(n)
	b.ReportMetric(float64(out.Len()), "events")
	b.ReportMetric(1e9*spent, "cpu-ns/op")
	b.ReportMetric(spent/(120*divisionTime()), "x-120-divisions")
}

// processorTime is what this process has spent on all processors.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// divisionTime is the seconds of one division that waits for the one before.
func divisionTime() float64 {
	best := 1.0
	for range 20 {
		started := time.Now()
		x := chained(1.0001, 10_000)
		best = min(best, time.Since(started).Seconds()/10_000)
		sink += x
	}
	return best
}

var sink float64

//go:noinline
func chained(x float64, n int) float64 {
	for range n {
		x = 1.0001 / x
	}
	return x
}

// A million contracts folded into months.
func BenchmarkPortfolioMillion(b *testing.B) {
	const n = 1_000_000
	book, _ := mixedBook(b, n)
	seen := scenario(b, 1)
	months := actus.Monthly(day.MustOf(2026, 1, 1), 150)
	runtime.GC()
	started, rounds := processorTime(), 0
	for b.Loop() {
		if err := book.Fold(seen, months); err != nil {
			b.Fatal(err)
		}
		rounds++
	}
	spent := (processorTime() - started).Seconds() / float64(rounds)
	wall := b.Elapsed().Seconds() / float64(rounds)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(n/wall, "contracts/s")
	b.ReportMetric(spent, "cpu-s/op")
	b.ReportMetric(float64(m.HeapInuse)/1e6, "heap-MB")
}
