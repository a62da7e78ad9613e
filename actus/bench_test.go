//go:build unix

package actus_test

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"kontor/actus"
	"kontor/day"
)

// The benchmarks print, beside what an operation takes, how many times that is of what the machine cannot do faster, measured
// in the same run: the machine may be shared and slow today, and then both are.
//
//   - x-divisions: 120 divisions of which each waits for the one before, as a schedule of 60 periods would take if it
//     solved its annuity by the letter.
//   - x-chain: for every period one product and two differences that wait for each other, which is how the principal
//     of one period comes from that of the one before.
//   - x-memory: reading the columns of a book once, on all cores.

// A contract of 60 months: its dates, the payment solved, 122 events with their states.
func BenchmarkAnnuity60(b *testing.B) {
	c, err := actus.Compile(annuity60(), actus.Mode{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	var out actus.Columns
	var seen actus.Observations
	b.ReportAllocs()
	n, best, started := 0, time.Hour, processorTime()
	for b.Loop() {
		at := time.Now()
		for range 32 { // so few that most of such rounds are not interrupted
			if err := c.Project(&seen, 0, &out); err != nil {
				b.Fatal(err)
			}
		}
		best = min(best, time.Since(at))
		n += 32
	}
	spent := (processorTime() - started).Seconds() / float64(n)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(1e9*spent, "cpu-ns/contract")
	b.ReportMetric(1e9*best.Seconds()/32, "best-ns/contract")
	b.ReportMetric(float64(out.Len()), "events")
	b.ReportMetric(best.Seconds()/32/(120*divisionTime()), "x-divisions")
	b.ReportMetric(best.Seconds()/32/(60*chainTime()), "x-chain")
}

// The same contract on the plain path.
func BenchmarkAnnuity60Plain(b *testing.B) {
	t := annuity60()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := actus.Project(t, actus.Observations{}, actus.Mode{}, 0); err != nil {
			b.Fatal(err)
		}
	}
}

// Checking and compiling terms, once for each contract of a book.
func BenchmarkCompile(b *testing.B) {
	var list []actus.Terms
	for i := range 1000 {
		list = append(list, mixedTerms(i))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := actus.Compile(list[i%len(list)], actus.Mode{}, nil); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// A million contracts of five types and 12 to 120 months, a quarter of them floating, folded into months.
func BenchmarkPortfolioMillion(b *testing.B) {
	const n = 1_000_000
	book := bookOf(b, n, mixedTerms)
	seen := scenario(b, 1)
	events := countEvents(b, book, seen)
	months := actus.Monthly(day.MustOf(2026, 1, 1), 150)
	runtime.GC()
	rounds, best, started := 0, time.Hour, processorTime()
	for b.Loop() {
		at := time.Now()
		fold(b, book, seen, months)
		best = min(best, time.Since(at))
		rounds++
	}
	spent := (processorTime() - started).Seconds() / float64(rounds)
	part := bookOf(b, 500, mixedTerms)
	quiet := quietly(func() { fold(b, part, seen, months) }) / 500
	reportBook(b, n, events, best.Seconds(), spent, quiet)
}

// Ten thousand floating contracts under a hundred scenarios of the index.
func BenchmarkReprice(b *testing.B) {
	const n, count = 10_000, 100
	book := bookOf(b, n, floatingTerms)
	var scenarios []*actus.Observations
	var into []*actus.Buckets
	for i := range count {
		scenarios = append(scenarios, scenario(b, i))
		into = append(into, actus.Monthly(day.MustOf(2026, 1, 1), 150))
	}
	events := countEvents(b, book, scenarios[0])
	runtime.GC()
	rounds, best, started := 0, time.Hour, processorTime()
	for b.Loop() {
		at := time.Now()
		if err := book.Reprice(scenarios, into); err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(at))
		rounds++
	}
	spent := (processorTime() - started).Seconds() / float64(rounds)
	part := bookOf(b, 16, floatingTerms)
	quiet := quietly(func() {
		if err := part.Reprice(scenarios, into); err != nil {
			b.Fatal(err)
		}
	}) / (16 * count)
	reportBook(b, n*count, events*count, best.Seconds(), spent, quiet)
}

func fold(b *testing.B, book *actus.Book, seen *actus.Observations, into *actus.Buckets) {
	if err := book.Fold(seen, into); err != nil {
		b.Fatal(err)
	}
}

// quietly is the seconds of the best of many short rounds, which on a machine with other work is what no one disturbed.
func quietly(f func()) float64 {
	best := time.Hour
	for range 500 {
		at := time.Now()
		f()
		best = min(best, time.Since(at))
	}
	return best.Seconds()
}

// reportBook prints what projecting so many contracts takes, and what the machine could not do faster: wall is the best
// round in seconds, spent the processor time of one, quiet the seconds of one contract on one undisturbed core.
func reportBook(b *testing.B, contracts, events int, wall, spent, quiet float64) {
	periods := float64(events) / 2 / float64(contracts) // most events are a redemption and an interest payment
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(wall, "best-s/op")
	b.ReportMetric(spent, "cpu-s/op")
	b.ReportMetric(float64(contracts)/wall, "contracts/s")
	b.ReportMetric(float64(events)/wall, "events/s")
	b.ReportMetric(1/quiet, "quiet-contracts/s/core")
	b.ReportMetric(float64(peakBytes())/1e6, "peak-MB")
	b.ReportMetric(quiet/(periods*chainTime()), "x-chain")
	b.ReportMetric(quiet/(columnBytes/bandwidth()), "x-memory")
}

// columnBytes is what the columns of a book hold for one contract.
const columnBytes = 2*4 + 6*4 + 4*8

// countEvents lists all events once.
func countEvents(tb testing.TB, book *actus.Book, seen *actus.Observations) int {
	var out actus.Columns
	n := 0
	for i := range book.Len() {
		if err := book.Project(i, seen, 0, &out); err != nil {
			tb.Fatal(err)
		}
		n += out.Len()
	}
	return n
}

// bookOf compiles n contracts.
func bookOf(tb testing.TB, n int, terms func(int) actus.Terms) *actus.Book {
	book := &actus.Book{}
	var part [4096]*actus.Compiled
	for at := 0; at < n; at += len(part) {
		var wait sync.WaitGroup
		size, workers := min(len(part), n-at), runtime.GOMAXPROCS(0)
		for k := range workers {
			wait.Go(func() {
				for i := k; i < size; i += workers {
					part[i], _ = actus.Compile(terms(at+i), actus.Mode{}, nil)
				}
			})
		}
		wait.Wait()
		for i, c := range part[:size] {
			if c == nil || c.Plain() != "" {
				tb.Fatalf("contract %d is not on the fast path", at+i)
			}
			book.Add(c)
		}
	}
	return book
}

// processorTime is what this process has spent on all processors.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakBytes is the most memory that was ever taken from the system.
func peakBytes() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys - m.HeapReleased
}

// sink and read keep the compiler from leaving out what is measured.
var (
	sink float64
	read atomic.Uint64
)

// fastest is the best of many short measurements, by the step.
func fastest(steps int, f func() float64) float64 {
	return quietly(func() { sink += f() }) / float64(steps)
}

// divisionTime is the seconds of a division that waits for the one before.
func divisionTime() float64 {
	x := rand.Float64() + 1.1
	return fastest(10_000, func() float64 { return divisions(x, 10_000) })
}

//go:noinline
func divisions(x float64, n int) float64 {
	y := x
	for range n {
		y = x / y
	}
	return y
}

// chainTime is the seconds of a product and two differences that wait for each other.
func chainTime() float64 {
	x := rand.Float64()
	return fastest(10_000, func() float64 { return periods(x, 0.01, 10_000) })
}

//go:noinline
func periods(payment, rate float64, n int) float64 {
	left := 1.0
	for range n {
		left -= payment - left*rate
	}
	return left
}

// bandwidth is the bytes that all processors together read from memory in a second.
func bandwidth() float64 {
	cores := min(runtime.GOMAXPROCS(0), runtime.NumCPU())
	list := make([]uint64, 16<<20)
	for i := range list {
		list[i] = uint64(i)
	}
	best := time.Hour
	for range 5 {
		at := time.Now()
		var wait sync.WaitGroup
		for k := range cores {
			wait.Go(func() {
				sum := uint64(0)
				part := list[k*len(list)/cores : (k+1)*len(list)/cores]
				for len(part) >= 8 {
					sum += part[0] + part[1] + part[2] + part[3] + part[4] + part[5] + part[6] + part[7]
					part = part[8:]
				}
				read.Add(sum)
			})
		}
		wait.Wait()
		best = min(best, time.Since(at))
	}
	return float64(8*len(list)) / best.Seconds()
}
