package guarantee_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/flow"
	"kontor/guarantee"
	"kontor/money"
)

// world is a small house that is drawn: promises that secure several deals, which may be of two ranks and two currencies.
type world struct {
	in        []guarantee.Instrument
	exposures []guarantee.Exposure
	policy    guarantee.Policy
	to        day.Date
}

func drawWorld(t *rapid.T) world {
	w := world{policy: strict(), to: today.Add(rapid.IntRange(0, 900).Draw(t, "period"))}
	w.policy.WithoutMaturity = rapid.Bool().Draw(t, "without maturity")
	w.policy.Worth = map[money.Currency]guarantee.Worth{"EUR": {Num: 11, Den: 10}, "USD": {Num: 1, Den: 1}}
	currency := rapid.SampledFrom([]money.Currency{"EUR", "EUR", "EUR", "USD"})
	for n := range rapid.IntRange(1, 4).Draw(t, "deals") {
		e := guarantee.Exposure{Deal: fmt.Sprintf("dl_%d", n), Rank: rapid.IntRange(0, 1).Draw(t, "rank")}
		c, on := currency.Draw(t, "currency"), today.Add(rapid.IntRange(-20, 20).Draw(t, "first level"))
		for range rapid.IntRange(1, 4).Draw(t, "levels") {
			e.Levels = append(e.Levels, guarantee.Level{From: on, Amount: money.Of(rapid.Int64Range(0, 1_000_000).Draw(t, "required"), c)})
			on = on.Add(rapid.IntRange(1, 400).Draw(t, "next level"))
		}
		e.Levels = append(e.Levels, guarantee.Level{From: on, Amount: money.Of(0, c)})
		w.exposures = append(w.exposures, e)
	}
	for n := range rapid.IntRange(0, 4).Draw(t, "promises") {
		i := promise(fmt.Sprintf("gt_%d", n), rapid.Int64Range(1, 1_000_000).Draw(t, "face"), today.Add(rapid.IntRange(1, 1200).Draw(t, "days")))
		i.IssuedOn = today.Add(-rapid.IntRange(1, 400).Draw(t, "issued"))
		i.Guarantor = rapid.SampledFrom([]string{"pt_bank", "pt_bank", "pt_other", "pt_unknown"}).Draw(t, "guarantor")
		i.Face.Currency = currency.Draw(t, "currency")
		i.Paid, i.Reserved = i.Face, money.Of(0, i.Face.Currency)
		i.Paid.Minor = rapid.Int64Range(0, i.Face.Minor/3).Draw(t, "paid")
		i.Kind = rapid.SampledFrom([]guarantee.Kind{guarantee.DemandGuarantee, guarantee.DemandGuarantee, guarantee.DemandGuarantee, guarantee.Surety}).Draw(t, "kind")
		i.Allocations = nil
		for _, e := range w.exposures {
			if rapid.IntRange(0, 2).Draw(t, "pledged") > 0 {
				i.Allocations = append(i.Allocations, guarantee.Allocation{Deal: e.Deal, Amount: money.Of(rapid.Int64Range(1, i.Face.Minor).Draw(t, "pledge"), i.Face.Currency)})
			}
		}
		if rapid.Bool().Draw(t, "demanded") {
			i.Reserved.Minor = rapid.Int64Range(0, i.Face.Minor/3).Draw(t, "reserved")
			i.Demanded = []guarantee.Allocation{{Deal: rapid.SampledFrom(w.exposures).Draw(t, "by").Deal, Amount: money.Of(rapid.Int64Range(0, i.Reserved.Minor).Draw(t, "demand"), i.Face.Currency)}}
		}
		for range rapid.IntRange(0, 2).Draw(t, "reductions") {
			i.Reductions = append(i.Reductions, guarantee.Reduction{On: today.Add(rapid.IntRange(-5, 500).Draw(t, "reduced on")), Amount: money.Of(rapid.Int64Range(0, i.Face.Minor/2).Draw(t, "reduced by"), i.Face.Currency)})
		}
		w.in = append(w.in, i)
	}
	return w
}

// left is what is there for pledges on a day, after the reductions to come.
func left(i guarantee.Instrument, d day.Date) int64 {
	minor := i.Available().Minor
	for _, r := range i.Reductions {
		if today <= r.On && r.On <= d {
			minor -= r.Amount.Minor
		}
	}
	return max(0, minor)
}

// demanded is what an open demand of a deal keeps for it.
func demanded(i guarantee.Instrument, deal string) int64 {
	for _, a := range i.Demanded {
		if a.Deal == deal {
			return a.Amount.Minor
		}
	}
	return 0
}

func (w world) book(t *rapid.T) *guarantee.Book {
	b, err := guarantee.Cover(w.in, w.exposures, w.policy, today, w.to)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// gainOn is what a unit of a promise is worth to a deal on a day, in the words of the handbook; zero when it gives nothing.
func (w world) gainOn(i guarantee.Instrument, e guarantee.Exposure, d day.Date) *big.Rat {
	if i.Kind != guarantee.DemandGuarantee || i.Guarantor == "pt_unknown" || d > i.ExpiresOn || d < i.IssuedOn {
		return new(big.Rat)
	}
	gain := big.NewRat(1, 1)
	if from, to := i.Face.Currency, e.Levels[0].Amount.Currency; from != to {
		gain = big.NewRat(92*11, 1000)
		if from == "USD" {
			gain = big.NewRat(92*10, 1100)
		}
	}
	last := day.Date(0)
	for n, l := range e.Levels {
		if l.Amount.Minor > 0 {
			last = e.Levels[n+1].From.Add(-1)
		}
	}
	t, need := big.NewRat(int64(i.ExpiresOn.Sub(d)), 365), big.NewRat(int64(last.Sub(d)), 365)
	if five := big.NewRat(5, 1); need.Cmp(five) > 0 {
		need = five
	}
	if w.policy.WithoutMaturity || t.Cmp(need) >= 0 {
		return gain
	}
	quarter := big.NewRat(1, 4)
	if i.ExpiresOn.Sub(i.IssuedOn) < 365 || t.Cmp(quarter) <= 0 {
		return new(big.Rat)
	}
	return gain.Mul(gain, new(big.Rat).Quo(t.Sub(t, quarter), need.Sub(need, quarter)))
}

// leastOn is what each rank misses at least on a day, in US cents, by the exact flow.
func (w world) leastOn(d day.Date) map[int]*big.Rat {
	var have, need, weight []*big.Rat
	var lanes []flow.GainLane
	for _, e := range w.exposures {
		need = append(need, new(big.Rat).SetInt64(requiredOn(e.Levels, d)))
		worth := big.NewRat(1, 1)
		if e.Levels[0].Amount.Currency == "EUR" {
			worth = big.NewRat(11, 10)
		}
		weight = append(weight, worth)
	}
	for n, i := range w.in {
		have = append(have, new(big.Rat).SetInt64(left(i, d)))
		for s, e := range w.exposures {
			gain := w.gainOn(i, e, d)
			for _, a := range i.Allocations {
				if a.Deal == e.Deal && gain.Sign() > 0 {
					lanes = append(lanes, flow.GainLane{From: n, To: []int{s}, Most: new(big.Rat).SetInt64(a.Amount.Minor), Gain: gain})
				}
			}
		}
	}
	for _, i := range w.in {
		for s, e := range w.exposures {
			if own, gain := demanded(i, e.Deal), w.gainOn(i, e, d); own > 0 && gain.Sign() > 0 {
				lanes = append(lanes, flow.GainLane{From: len(have), To: []int{s}, Most: new(big.Rat).SetInt64(own), Gain: gain})
				have = append(have, new(big.Rat).SetInt64(own))
			}
		}
	}
	g := flow.NewGain(have, need, weight, lanes)
	out := map[int]*big.Rat{}
	for rank := range 2 {
		var sinks []int
		for s, e := range w.exposures {
			if e.Rank == rank {
				sinks = append(sinks, s)
			}
		}
		g.Fill(sinks...)
		out[rank] = new(big.Rat)
		for _, s := range sinks {
			out[rank].Add(out[rank], new(big.Rat).Mul(g.Missing(s), weight[s]))
		}
	}
	return out
}

// On every day that is looked at, each rank misses no more than the exact flow does, but for one unit that is rounded down for
// each pledge; no unit of face is taken twice; no pledge is passed.
func TestBookLeavesTheLeastUncovered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		b := w.book(t)
		results := make([]guarantee.Result, len(w.exposures))
		for n, e := range w.exposures {
			results[n] = b.Deal(e.Deal)
		}
		for d := today; d <= w.to; d = d.Add(rapid.IntRange(1, 60).Draw(t, "next day")) {
			taken := map[string]*big.Rat{}
			missing := map[int]*big.Rat{0: new(big.Rat), 1: new(big.Rat)}
			for n, e := range w.exposures {
				s := stepOn(results[n], d)
				lacks := new(big.Rat).SetInt64(s.Required.Minor - s.Cover.Minor)
				if lacks.Sign() < 0 || s.Required.Minor != requiredOn(e.Levels, d) {
					t.Fatalf("%s %s: cover %v of %v", d, e.Deal, s.Cover, s.Required)
				}
				if e.Levels[0].Amount.Currency == "EUR" {
					lacks.Mul(lacks, big.NewRat(11, 10))
				}
				missing[e.Rank].Add(missing[e.Rank], lacks)
				for _, part := range s.By {
					i := w.in[slices.IndexFunc(w.in, func(i guarantee.Instrument) bool { return i.ID == part.Instrument })]
					face := new(big.Rat).Quo(new(big.Rat).SetInt64(part.Amount.Minor), w.gainOn(i, e, d))
					if taken[i.ID] == nil {
						taken[i.ID] = new(big.Rat)
					}
					taken[i.ID].Add(taken[i.ID], face)
					most := demanded(i, e.Deal)
					if n := slices.IndexFunc(i.Allocations, func(a guarantee.Allocation) bool { return a.Deal == e.Deal }); n >= 0 {
						most += i.Allocations[n].Amount.Minor
					}
					if face.Cmp(new(big.Rat).SetInt64(most)) > 0 {
						t.Fatalf("%s: %s takes %v of %s, it may take %d", d, e.Deal, face.FloatString(3), i.ID, most)
					}
				}
			}
			for _, i := range w.in {
				there := left(i, d)
				for _, e := range w.exposures {
					there += demanded(i, e.Deal)
				}
				if f := taken[i.ID]; f != nil && f.Cmp(new(big.Rat).SetInt64(there)) > 0 {
					t.Fatalf("%s: %v of %s are taken, %d are there", d, f.FloatString(3), i.ID, there)
				}
			}
			least := w.leastOn(d)
			for rank, want := range least {
				room := big.NewRat(int64(3*len(w.in)*len(w.exposures)+2), 1)
				if diff := new(big.Rat).Sub(missing[rank], want); diff.Cmp(room) > 0 || diff.Neg(diff).Cmp(room) > 0 {
					t.Fatalf("%s: rank %d misses %v, the least is %v", d, rank, missing[rank].FloatString(2), want.FloatString(2))
				}
			}
		}
	})
}

// For every deal, promise and day what counts and what is lost add up to the face; so it is for every promise over all deals.
func TestBookExplainsEachUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		b := w.book(t)
		for _, e := range w.exposures {
			r := b.Deal(e.Deal)
			for _, i := range w.in {
				if demanded(i, e.Deal) == 0 && !slices.ContainsFunc(i.Allocations, func(a guarantee.Allocation) bool { return a.Deal == e.Deal }) {
					continue
				}
				for d := today; d <= w.to; d = d.Add(7) {
					var sum int64
					for _, part := range stepOn(r, d).By {
						if part.Instrument == i.ID {
							sum += part.Own.Minor
						}
					}
					for _, l := range r.Lost {
						if l.Instrument == i.ID && l.From <= d && d <= l.To {
							sum += l.Amount.Minor
						}
					}
					if sum != i.Face.Minor {
						t.Fatalf("%s, %s for %s: %d of %d are explained: %+v %+v", d, i.ID, e.Deal, sum, i.Face.Minor, stepOn(r, d).By, r.Lost)
					}
				}
			}
		}
		for _, i := range w.in {
			next := today
			for _, s := range b.Use(i.ID).Steps {
				var sum int64
				for _, p := range s.By {
					sum += p.Own.Minor
				}
				for _, l := range s.Lost {
					sum += l.Amount.Minor
				}
				if s.From != next || sum != i.Face.Minor {
					t.Fatalf("%s from %s (want %s): %d of %d are explained: %+v", i.ID, s.From, next, sum, i.Face.Minor, s)
				}
				next = s.To.Add(1)
			}
			if next != w.to.Add(1) {
				t.Fatalf("%s is explained until %s", i.ID, next)
			}
		}
	})
}

// The sums of the book are the sums of its deals; the order of the lists changes none of them, and the same lists give the same
// bytes.
func TestBookSumsItsDeals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		b := w.book(t)
		missing := map[day.Date]map[money.Currency]int64{}
		var first [][]byte
		for n, e := range w.exposures {
			r, g := b.Deal(e.Deal), b.Gists()[n]
			if g != b.Gist(e.Deal) || g.FirstGap != r.FirstGap || g.MaxMissing != r.MaxMissing || g.MaxNeeded != r.MaxNeeded || g.Covered() != r.Covered() {
				t.Fatalf("%+v is not the gist of %v %v %v", g, r.FirstGap, r.MaxMissing, r.MaxNeeded)
			}
			for _, s := range r.Steps {
				for d := s.From; d <= s.To; d = d.Add(1) {
					if lacks := s.Required.Minor - s.Cover.Minor; lacks > 0 {
						if missing[d] == nil {
							missing[d] = map[money.Currency]int64{}
						}
						missing[d][s.Required.Currency] += lacks
					}
				}
			}
			text, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			first = append(first, text)
		}
		for _, u := range b.Uncovered() {
			for d := u.From; d <= u.To; d = d.Add(1) {
				for _, m := range u.Missing {
					if missing[d][m.Currency] != m.Minor {
						t.Fatalf("%s: %v are missing, the deals say %v", d, m, missing[d])
					}
					delete(missing[d], m.Currency)
				}
				if len(missing[d]) == 0 {
					delete(missing, d)
				}
			}
		}
		if len(missing) > 0 {
			t.Fatalf("not among the uncovered days: %v", missing)
		}
		other := w
		other.in, other.exposures = rapid.Permutation(w.in).Draw(t, "promises"), rapid.Permutation(w.exposures).Draw(t, "deals")
		again := other.book(t)
		for n, e := range w.exposures {
			if text, err := json.Marshal(again.Deal(e.Deal)); err != nil || string(text) != string(first[n]) {
				t.Fatalf("%s in another order of the lists:\n%s\n%s, %v", e.Deal, first[n], text, err)
			}
		}
	})
}
