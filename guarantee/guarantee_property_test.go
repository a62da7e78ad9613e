package guarantee_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/guarantee"
	"kontor/money"
)

// The oracle knows nothing of breakpoints: it asks each instrument on each day, in the words of the handbook.
func countsOn(i guarantee.Instrument, deal string, p guarantee.Policy, asOf, d day.Date) (own, euro int64) {
	effective := i.EffectiveOn
	if effective == 0 || effective < i.IssuedOn {
		effective = i.IssuedOn
	}
	live := i.Life == guarantee.InForce && d >= effective && d <= i.ExpiresOn
	proven := i.Trust == guarantee.Authentic && asOf <= i.ReverifyOn
	pays := i.Kind == guarantee.DemandGuarantee || i.Kind == guarantee.Standby
	if !live || !proven || !pays || !p.Clear[i.Guarantor] {
		return 0, 0
	}
	left := i.Face.Minor - i.Paid.Minor - i.Reserved.Minor
	for _, a := range i.Allocations {
		part := min(a.Amount.Minor, left)
		left -= part
		if a.Deal == deal {
			own += part
		}
	}
	if i.Face.Currency == "EUR" {
		return own, own
	}
	w := p.Worth[i.Face.Currency]
	if w.Num == 0 {
		return 0, 0
	}
	value := new(big.Int).Mul(big.NewInt(own), big.NewInt(92*w.Num)) // euro is 1/1, every currency here has two places
	value.Quo(value, big.NewInt(100*w.Den))
	return own * 92 / 100, value.Int64()
}

func drawInstrument(t *rapid.T, n int) guarantee.Instrument {
	face := rapid.Int64Range(1, 1000).Draw(t, "face")
	paid := rapid.Int64Range(0, face/2).Draw(t, "paid")
	currency := rapid.SampledFrom([]money.Currency{"EUR", "EUR", "USD", "RUB"}).Draw(t, "currency")
	issued := today.Add(rapid.IntRange(-40, 20).Draw(t, "issued"))
	i := guarantee.Instrument{ID: fmt.Sprintf("gt_%03d", n),
		Terms: guarantee.Terms{Number: fmt.Sprintf("N-%03d", n), Kind: rapid.SampledFrom([]guarantee.Kind{guarantee.DemandGuarantee, guarantee.DemandGuarantee, guarantee.Standby, guarantee.Surety, guarantee.CounterGuarantee}).Draw(t, "kind"), Rules: guarantee.URDG758, Guarantor: rapid.SampledFrom([]string{"pt_bank", "pt_bank", "pt_other", "pt_unknown"}).Draw(t, "guarantor"), Applicant: "pt_customer", Face: money.Of(face, currency), IssuedOn: issued, ExpiresOn: issued.Add(rapid.IntRange(1, 90).Draw(t, "days"))},
		Paid:  money.Of(paid, currency), Reserved: money.Of(rapid.Int64Range(0, face-paid).Draw(t, "reserved"), currency), Trust: rapid.SampledFrom([]guarantee.Trust{guarantee.Authentic, guarantee.Authentic, guarantee.Authentic, guarantee.Unverified, guarantee.Forged}).Draw(t, "trust"), VerifiedOn: issued, ReverifyOn: today.Add(rapid.IntRange(-5, 90).Draw(t, "reverify")), Life: rapid.SampledFrom([]guarantee.Life{guarantee.InForce, guarantee.InForce, guarantee.InForce, guarantee.Recorded, guarantee.Revoked}).Draw(t, "life")}
	if rapid.Bool().Draw(t, "deferred") {
		i.EffectiveOn = issued.Add(rapid.IntRange(0, 30).Draw(t, "effective"))
	}
	for range rapid.IntRange(0, 4).Draw(t, "allocations") {
		i.Allocations = append(i.Allocations, guarantee.Allocation{Deal: rapid.SampledFrom(deals).Draw(t, "deal"),
			Amount: money.Of(rapid.Int64Range(1, face).Draw(t, "allocated"), currency)})
	}
	return i
}

var deals = []string{"dl_1", "dl_2", "dl_3"}

func drawPolicy(t *rapid.T) guarantee.Policy {
	p := clear()
	p.Worth = map[money.Currency]guarantee.Worth{"EUR": {Num: 1, Den: 1}, "USD": {Num: rapid.Int64Range(1, 300).Draw(t, "num"), Den: rapid.Int64Range(1, 300).Draw(t, "den")}}
	return p
}

func drawLevels(t *rapid.T) []guarantee.Level {
	var levels []guarantee.Level
	on := today.Add(rapid.IntRange(-10, 10).Draw(t, "first level"))
	for range rapid.IntRange(1, 5).Draw(t, "levels") {
		levels = append(levels, guarantee.Level{From: on, Amount: eur(rapid.Int64Range(0, 1500).Draw(t, "required"))})
		on = on.Add(rapid.IntRange(1, 20).Draw(t, "next level"))
	}
	return levels
}

func drawInstruments(t *rapid.T) []guarantee.Instrument {
	in := make([]guarantee.Instrument, rapid.IntRange(0, 5).Draw(t, "instruments"))
	for n := range in {
		in[n] = drawInstrument(t, n)
	}
	return in
}

func stepOn(r guarantee.Result, d day.Date) guarantee.Step {
	n, _ := slices.BinarySearchFunc(r.Steps, d, func(s guarantee.Step, d day.Date) int {
		if s.To < d {
			return -1
		}
		if s.From > d {
			return 1
		}
		return 0
	})
	return r.Steps[n]
}

func requiredOn(levels []guarantee.Level, d day.Date) int64 {
	var minor int64
	for _, l := range levels {
		if l.From <= d {
			minor = l.Amount.Minor
		}
	}
	return minor
}

// On every day the steps say what the oracle says, the gaps are exactly the days on which too little is there, and for
// each instrument what counts and what is lost add up to its face.
func TestCoverEqualsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		levels, in, p := drawLevels(t), drawInstruments(t), drawPolicy(t)
		from := today.Add(rapid.IntRange(0, 15).Draw(t, "from"))
		to := from.Add(rapid.IntRange(0, 70).Draw(t, "period"))
		p.AsOf = 0 // then the first day asked for
		r, err := guarantee.CoverOf("dl_1", levels, in, p, from, to)
		if err != nil {
			t.Fatal(err)
		}
		if r.Steps[0].From != from || r.Steps[len(r.Steps)-1].To != to {
			t.Fatalf("steps do not span the period: %+v", r.Steps)
		}
		for n := 1; n < len(r.Steps); n++ {
			if r.Steps[n].From != r.Steps[n-1].To.Add(1) {
				t.Fatalf("hole or overlap after %v", r.Steps[n-1].To)
			}
		}
		var firstGap day.Date
		var maxMissing int64
		for d := from; d <= to; d = d.Add(1) {
			s, required := stepOn(r, d), requiredOn(levels, d)
			var cover int64
			for _, i := range in {
				_, euro := countsOn(i, "dl_1", p, from, d)
				cover += euro
				checkFace(t, r, i, min(euro, max(0, required-cover+euro)), d)
			}
			cover = min(cover, required)
			if s.Cover != eur(cover) || s.Required != eur(required) {
				t.Fatalf("%s: cover %v of %v, want %v of %v", d, s.Cover, s.Required, eur(cover), eur(required))
			}
			missing := max(0, required-cover)
			if inGap := slices.ContainsFunc(r.Gaps, func(g guarantee.Gap) bool { return g.From <= d && d <= g.To }); inGap != (missing > 0) {
				t.Fatalf("%s: in a gap %v, missing %d", d, inGap, missing)
			}
			if missing > 0 && firstGap == 0 {
				firstGap = d
			}
			maxMissing = max(maxMissing, missing)
		}
		if r.FirstGap != firstGap || r.MaxMissing != eur(maxMissing) || r.Covered() != (firstGap == 0) {
			t.Fatalf("first gap %v, want %v; most missing %v, want %v", r.FirstGap, firstGap, r.MaxMissing, maxMissing)
		}
	})
}

// checkFace: an instrument counts on a day with what it is worth and what is still needed, and what counts of it and what is
// lost add up to the face.
func checkFace(t *rapid.T, r guarantee.Result, i guarantee.Instrument, want int64, d day.Date) {
	var counted, own, lost int64
	for _, part := range stepOn(r, d).By {
		if part.Instrument == i.ID {
			counted += part.Amount.Minor
			own += part.Own.Minor
		}
	}
	for _, l := range r.Lost {
		if l.Instrument == i.ID && l.From <= d && d <= l.To {
			lost += l.Amount.Minor
		}
	}
	if counted != want {
		t.Fatalf("%s %s: counted %d, want %d", d, i.ID, counted, want)
	}
	if own+lost != i.Face.Minor {
		t.Fatalf("%s %s: counted %d and lost %d of %d", d, i.ID, own, lost, i.Face.Minor)
	}
}

// Over all deals together no unit of face is counted twice, whatever is pledged.
func TestCoverNeverCountsMoreThanFace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, p := drawInstruments(t), drawPolicy(t)
		counted := map[string]int64{}
		for _, deal := range deals {
			r, err := guarantee.CoverOf(deal, flat(1000), in, p, today, today)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range r.Steps[0].By {
				counted[part.Instrument] += part.Own.Minor
			}
		}
		for _, i := range in {
			if counted[i.ID] > i.Available().Minor {
				t.Fatalf("%s: %d counted, %v available", i.ID, counted[i.ID], i.Available())
			}
		}
	})
}

// One more instrument never lowers the cover of any day.
func TestCoverOneMoreNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		levels, in, p := drawLevels(t), drawInstruments(t), drawPolicy(t)
		to := today.Add(90)
		before, err := guarantee.CoverOf("dl_1", levels, in, p, today, to)
		if err != nil {
			t.Fatal(err)
		}
		after, err := guarantee.CoverOf("dl_1", levels, append(in, drawInstrument(t, len(in))), p, today, to)
		if err != nil {
			t.Fatal(err)
		}
		for d := today; d <= to; d = d.Add(1) {
			if b, a := stepOn(before, d).Cover.Minor, stepOn(after, d).Cover.Minor; a < b {
				t.Fatalf("%s: %d became %d", d, b, a)
			}
		}
	})
}

// What Mend proposes does close every gap: extend or verify the named instrument, or bring that much more cover.
func TestMendMends(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		levels, in, p := drawLevels(t), drawInstruments(t), drawPolicy(t)
		p.WithoutMaturity = rapid.Bool().Draw(t, "maturity")
		to := today.Add(60)
		r, err := guarantee.CoverOf("dl_1", levels, in, p, today, to)
		if err != nil {
			t.Fatal(err)
		}
		if r.Covered() {
			if !r.Mend.Text.IsZero() {
				t.Fatalf("nothing to mend, got %v", r.Mend.Text)
			}
			return
		}
		more := promise("gt_more", r.Mend.More.Minor, max(to, r.Mend.Until))
		again := [][]guarantee.Instrument{append(slices.Clone(in), more)}
		if n := slices.IndexFunc(in, func(i guarantee.Instrument) bool { return i.ID == r.Mend.Instrument }); n >= 0 {
			mended := slices.Clone(in)
			mended[n].ExpiresOn = max(mended[n].ExpiresOn, r.Mend.Until)
			mended[n].Trust, mended[n].ReverifyOn, mended[n].Life = guarantee.Authentic, today.Add(90), guarantee.InForce
			again = append(again, mended)
		}
		for _, list := range again {
			if r, err := guarantee.CoverOf("dl_1", levels, list, p, today, to); err != nil || !r.Covered() {
				t.Fatalf("%v: still open on %v, %v", r.Mend.Text, r.FirstGap, err)
			}
		}
	})
}

// An instrument whose text takes effect only after the gap cannot be extended into it.
func TestMendDoesNotExtendWhatIsNotYetEffective(t *testing.T) {
	late := promise("gt_late", 100, today.Add(1))
	late.IssuedOn, late.EffectiveOn = today, today.Add(5)
	r, err := guarantee.CoverOf("dl_1", []guarantee.Level{{From: today.Add(4), Amount: eur(100)}}, []guarantee.Instrument{late}, clear(), today, today.Add(4))
	if err != nil {
		t.Fatal(err)
	}
	if r.Mend.Instrument != "" || r.Mend.More != eur(100) {
		t.Errorf("got %v of %q", r.Mend.Text, r.Mend.Instrument)
	}
}
