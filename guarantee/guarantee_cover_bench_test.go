package guarantee_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"kontor/day"
	"kontor/guarantee"
	"kontor/money"
)

// bigBook is the house of the benchmark: as many promises as deals, levels falling month by month over 36 to 84 months. Most
// deals have one to three promises; every fifth promise secures two to four deals, half of these in full each; every tenth is in
// another currency, every eighth ends before its deal does.
func bigBook(deals int) ([]guarantee.Instrument, []guarantee.Exposure, guarantee.Policy) {
	r := rand.New(rand.NewPCG(4, 2026))
	p := strict()
	p.Worth = map[money.Currency]guarantee.Worth{"EUR": {Num: 10842, Den: 10000}, "USD": {Num: 1, Den: 1}, "RUB": {Num: 1_2043, Den: 1_000_000}}
	exposures := make([]guarantee.Exposure, deals)
	ends := make([]day.Date, deals)
	amounts := make([]int64, deals)
	for n := range exposures {
		months := 36 + r.IntN(49)
		start := today.AddMonths(-r.IntN(24))
		amounts[n] = (200_000 + r.Int64N(3_000_000)) * 100
		levels := make([]guarantee.Level, 0, months+1)
		for m := range months {
			levels = append(levels, guarantee.Level{From: start.AddMonths(m), Amount: eur(amounts[n] * int64(months-m) / int64(months))})
		}
		ends[n] = start.AddMonths(months)
		exposures[n] = guarantee.Exposure{Deal: fmt.Sprintf("dl_%05d", n), Levels: append(levels, guarantee.Level{From: ends[n], Amount: eur(0)})}
	}
	in := make([]guarantee.Instrument, deals)
	for n := range in {
		first, count := n, 1
		if n%3 == 1 {
			first = n - 1 // a second one for the deal before
		}
		if n%5 == 0 {
			count = 2 + r.IntN(3)
		}
		until := ends[first].Add(30 + r.IntN(60))
		if n%8 == 3 {
			until = ends[first].AddMonths(-6 - r.IntN(12))
		}
		face := amounts[first] * (60 + r.Int64N(80)) / 100
		i := promise(fmt.Sprintf("gt_%05d", n), face, until)
		i.IssuedOn = today.AddMonths(-24)
		if n%10 == 7 {
			i.Face, i.Paid, i.Reserved = money.Of(face*11/10, "USD"), money.Amount{}, money.Amount{}
		}
		i.Allocations = nil
		for k := range count {
			share := i.Face.Minor
			if count > 1 && n%10 == 0 {
				share /= int64(count)
			}
			i.Allocations = append(i.Allocations, guarantee.Allocation{Deal: exposures[(first+k)%deals].Deal, Amount: money.Of(share, i.Face.Currency)})
		}
		in[n] = i
	}
	return in, exposures, p
}

// The limit of the whole house is 2 s on two cores.
func BenchmarkCoverBook(b *testing.B) {
	in, exposures, p := bigBook(10_000)
	b.ReportAllocs()
	var book *guarantee.Book
	for b.Loop() {
		var err error
		if book, err = guarantee.Cover(in, exposures, p, today, today.Add(3649)); err != nil {
			b.Fatal(err)
		}
		book.Gists()
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	open := 0
	for _, g := range book.Gists() {
		if !g.Covered() {
			open++
		}
	}
	each := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(each.Seconds(), "s/book")
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MB-live")
	b.Logf("10,000 promises, 10,000 deals, 3,650 days on %d cores: %.3f s (limit 2 s), %d MB alive, %d deals with a gap", runtime.GOMAXPROCS(0), each.Seconds(), m.HeapAlloc>>20, open)
	runtime.KeepAlive(book)
}

// The limit of one gate is 5 ms: the cover of one deal among 20 that hang together in one chain, every promise pledged in full to
// two deals, a third of them ending before their deals do; with its explanation. Once the deal is covered, and once it is not.
func BenchmarkGate(b *testing.B) {
	for _, c := range []struct {
		name string
		face int64 // of what the deal needs, in percent
	}{{"passes", 250}, {"refused", 90}} {
		b.Run(c.name, func(b *testing.B) {
			in, exposures, p := chain(20, c.face)
			var r guarantee.Result
			b.ReportAllocs()
			for b.Loop() {
				book, err := guarantee.Cover(in, exposures, p, today, today.AddMonths(84))
				if err != nil {
					b.Fatal(err)
				}
				r = book.Deal("dl_7")
			}
			if r.Covered() != (c.name == "passes") {
				b.Fatalf("first gap %v", r.FirstGap)
			}
			each := b.Elapsed() / time.Duration(b.N)
			b.Logf("one gate among 20 deals that hang together, %s: %.2f ms (limit 5 ms), %d steps", c.name, float64(each.Microseconds())/1000, len(r.Steps))
		})
	}
}

// chain is so many deals of 60 months, each secured by two promises that secure its neighbours too.
func chain(deals int, percent int64) ([]guarantee.Instrument, []guarantee.Exposure, guarantee.Policy) {
	var in []guarantee.Instrument
	var exposures []guarantee.Exposure
	for n := range deals {
		var levels []guarantee.Level
		for m := range 61 {
			levels = append(levels, guarantee.Level{From: today.AddMonths(m), Amount: eur(1_000_000_00 * int64(60-m) / 60)})
		}
		exposures = append(exposures, guarantee.Exposure{Deal: fmt.Sprintf("dl_%d", n), Levels: levels})
		until := today.AddMonths(62)
		if n%3 == 0 {
			until = today.AddMonths(48 + n/2)
		}
		i := promise(fmt.Sprintf("gt_%02d", n), 10_000_00*percent, until)
		i.Allocations = []guarantee.Allocation{{Deal: exposures[n].Deal, Amount: i.Face}, {Deal: fmt.Sprintf("dl_%d", (n+1)%deals), Amount: i.Face}}
		in = append(in, i)
	}
	exposures[7].Rank = 1
	return in, exposures, strict()
}
