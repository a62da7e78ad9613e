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

// The limit of one gate is 5 ms: the cover of one deal among 20 that hang together, with its explanation.
func BenchmarkGate(b *testing.B) {
	in, exposures, p := bigBook(20)
	for n := range in { // one chain of twenty deals
		in[n].Allocations = append(in[n].Allocations[:1:1], guarantee.Allocation{Deal: exposures[(n+1)%20].Deal, Amount: in[n].Face})
	}
	exposures[7].Rank = 1
	b.ReportAllocs()
	for b.Loop() {
		book, err := guarantee.Cover(in, exposures, p, today, today.AddMonths(84))
		if err != nil {
			b.Fatal(err)
		}
		book.Deal(exposures[7].Deal)
	}
	each := b.Elapsed() / time.Duration(b.N)
	b.Logf("one gate among 20 deals that hang together: %.2f ms (limit 5 ms)", float64(each.Microseconds())/1000)
}
