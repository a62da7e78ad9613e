package actus_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"kontor/actus"
	"kontor/day"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// vanilla is a swap of 5 % fixed against a floating rate that begins at 8 %.
func vanilla(t *testing.T, role, more string) actus.Terms {
	t.Helper()
	return agreed(t, `{"contractType":"SWPPV","contractRole":"`+role+`","statusDate":"2026-01-01","initialExchangeDate":"2026-01-01",
		"maturityDate":"2027-01-01","currency":"EUR","notionalPrincipal":1000,"nominalInterestRate":0.05,"nominalInterestRate2":0.08,
		"dayCountConvention":"30E360","cycleAnchorDateOfInterestPayment":"2026-07-01","cycleOfInterestPayment":"P6ML1",
		"marketObjectCodeOfRateReset":"IDX"`+more+`}`)
}

func TestVanillaSwap(t *testing.T) {
	idx := prices(t, "IDX 2026-01-01 0.02", "IDX 2026-03-28 0.03", "IDX 2026-04-01 0.04")
	const reset = `,"cycleAnchorDateOfRateReset":"2026-07-01","cycleOfRateReset":"P6ML1","rateSpread":0.01`
	const between = `,"cycleAnchorDateOfRateReset":"2026-04-01","rateSpread":0.01,"rateMultiplier":2`
	for _, c := range []struct {
		name string
		with actus.Terms
		mode actus.Mode
		want string
	}{
		{"both legs, paid by each", vanilla(t, "RF", reset), actus.Mode{},
			`2026-01-01 IED 0 n1000 r0.08
			 2026-07-01 IPFX 25 n1000 r0.08
			 2026-07-01 IPFL -40 n1000 r0.08
			 2026-07-01 RR 0 n1000 r0.05
			 2027-01-01 IPFX 25 n1000 r0.05
			 2027-01-01 IPFL -25 n1000 r0.05
			 2027-01-01 MD 0 r0.05`},
		{"a reset between payments: 20 and 22.5", vanilla(t, "PF", between), actus.Mode{},
			`2026-01-01 IED 0 n-1000 r0.08
			 2026-04-01 RR 0 n-1000 r0.09 a-12.5
			 2026-07-01 IPFX -25 n-1000 r0.09
			 2026-07-01 IPFL 42.5 n-1000 r0.09
			 2027-01-01 IPFX -25 n-1000 r0.09
			 2027-01-01 IPFL 45 n-1000 r0.09
			 2027-01-01 MD 0 r0.09`},
		{"the difference alone", vanilla(t, "RF", reset+`,"deliverySettlement":"S"`), actus.Mode{},
			`2026-01-01 IED 0 n1000 r0.08
			 2026-07-01 IP -15 n1000 r0.08
			 2026-07-01 RR 0 n1000 r0.05
			 2027-01-01 IP 0 n1000 r0.05
			 2027-01-01 MD 0 r0.05`},
		{"the first reset is known", vanilla(t, "RF", reset+`,"nextResetRate":0.06,"deliverySettlement":"S"`), actus.Mode{},
			`2026-01-01 IED 0 n1000 r0.08
			 2026-07-01 IP -15 n1000 r0.08
			 2026-07-01 RRF 0 n1000 r0.06
			 2027-01-01 IP -5 n1000 r0.06
			 2027-01-01 MD 0 r0.06`},
		{"a cap on the floating rate, and on one change of it", vanilla(t, "RF", between+`,"lifeCap":0.085,"periodCap":0.002,"deliverySettlement":"S"`), actus.Mode{},
			`2026-01-01 IED 0 n1000 r0.08
			 2026-04-01 RR 0 n1000 r0.082 a12.5
			 2026-07-01 IP -15.5 n1000 r0.082
			 2027-01-01 IP -16 n1000 r0.082
			 2027-01-01 MD 0 r0.082`},
		{"the index is read two days before", vanilla(t, "RF", between+`,"fixingPeriod":"P2D","deliverySettlement":"S"`), actus.Mode{},
			`2026-01-01 IED 0 n1000 r0.08
			 2026-04-01 RR 0 n1000 r0.07 a12.5
			 2026-07-01 IP -12.5 n1000 r0.07
			 2027-01-01 IP -10 n1000 r0.07
			 2027-01-01 MD 0 r0.07`},
		{"seen from a later day it has accrued from the beginning", asOf(vanilla(t, "RF", ""), "2026-04-01"), actus.Mode{},
			`2026-07-01 IPFX 25 n1000 r0.08
			 2026-07-01 IPFL -40 n1000 r0.08
			 2027-01-01 IPFX 25 n1000 r0.08
			 2027-01-01 IPFL -40 n1000 r0.08
			 2027-01-01 MD 0 r0.08`},
		{"which the public rules forget", asOf(vanilla(t, "RF", ""), "2026-04-01"), actus.Mode{DropAccruedBeforeStatus: true},
			`2026-07-01 IPFX 12.5 n1000 r0.08
			 2026-07-01 IPFL -20 n1000 r0.08
			 2027-01-01 IPFX 25 n1000 r0.08
			 2027-01-01 IPFL -40 n1000 r0.08
			 2027-01-01 MD 0 r0.08`},
		{"seen from after a payment", asOf(vanilla(t, "RF", ""), "2026-10-01"), actus.Conformance,
			`2027-01-01 IPFX 25 n1000 r0.08
			 2027-01-01 IPFL -40 n1000 r0.08
			 2027-01-01 MD 0 r0.08`},
		{"seen from a day of payment, which is still to be paid", asOf(vanilla(t, "RF", `,"deliverySettlement":"S"`), "2026-07-01"), actus.Mode{},
			`2026-07-01 IP -15 n1000 r0.08
			 2027-01-01 IP -15 n1000 r0.08
			 2027-01-01 MD 0 r0.08`},
		{"which the public rules count as paid", asOf(vanilla(t, "RF", `,"deliverySettlement":"S"`), "2026-07-01"), actus.Mode{DropAccruedBeforeStatus: true},
			`2026-07-01 IP 0 n1000 r0.08
			 2027-01-01 IP -15 n1000 r0.08
			 2027-01-01 MD 0 r0.08`},
		{"a known reset after the status date, an older one is history", asOf(vanilla(t, "RF", `,"cycleAnchorDateOfRateReset":"2026-04-01","cycleOfRateReset":"P5ML1","nextResetRate":0.1,"deliverySettlement":"S"`), "2026-08-01"), actus.Mode{},
			`2026-09-01 RRF 0 n1000 r0.1 a8.3333
			 2027-01-01 IP -21.6667 n1000 r0.1
			 2027-01-01 MD 0 r0.1`},
		{"a payment that an open day would move past the end is made at the end", moved(vanilla(t, "RF", `,"calendar":"MF","businessDayConvention":"SCF","deliverySettlement":"S"`)), actus.Mode{},
			`2026-01-01 IED 0 n1000 r0.08
			 2026-08-02 IP -17.5833 n1000 r0.08
			 2026-08-02 IP 0 n1000 r0.08
			 2026-08-02 MD 0 r0.08`},
		{"what had accrued is known", asOf(vanilla(t, "PF", `,"accruedInterest":11`), "2026-04-01"), actus.Mode{},
			`2026-07-01 IPFX -23.5 n-1000 r0.08
			 2026-07-01 IPFL 40 n-1000 r0.08
			 2027-01-01 IPFX -25 n-1000 r0.08
			 2027-01-01 IPFL 40 n-1000 r0.08
			 2027-01-01 MD 0 r0.08`},
		{"a day of analysis", asOf(vanilla(t, "RF", `,"deliverySettlement":"S","terminationDate":"2026-12-01","priceAtTerminationDate":0`), "2026-09-01"), actus.Mode{},
			`2026-10-01 AD 0 n1000 r0.08 a12.5
			 2026-12-01 TD 0 r0.08`},
		{"one payment at maturity where no other is agreed", bulletSwap(vanilla(t, "RF", `,"deliverySettlement":"S"`)), actus.Mode{},
			`2026-01-01 IED 0 n1000 r0.08
			 2026-10-01 AD 0 n1000 r0.08 a37.5
			 2027-01-01 IP -30 n1000 r0.08
			 2027-01-01 MD 0 r0.08`},
		{"bought and sold", vanilla(t, "PF", `,"purchaseDate":"2026-04-01","priceAtPurchaseDate":30,"terminationDate":"2026-10-01","priceAtTerminationDate":12`), actus.Mode{},
			`2026-04-01 PRD 30 n-1000 r0.08 a-12.5
			 2026-07-01 IPFX -25 n-1000 r0.08
			 2026-07-01 IPFL 40 n-1000 r0.08
			 2026-10-01 TD -12 r0.08`},
		{"sold at a price without sign", vanilla(t, "PF", `,"terminationDate":"2026-06-30","priceAtTerminationDate":12`), actus.Mode{PriceUnsigned: true},
			`2026-01-01 IED 0 n-1000 r0.08
			 2026-06-30 TD 12 r0.08`},
	} {
		seen := idx
		if strings.Contains(c.want, " AD ") {
			seen = happened(t, idx, "AD 2026-10-01")
		}
		t.Run(c.name, func(t *testing.T) { expectRows(t, c.with, seen, c.mode, "", c.want) })
	}
}

// bulletSwap leaves out the dates of payment.
func bulletSwap(terms actus.Terms) actus.Terms {
	terms.CycleAnchorDateOfInterestPayment, terms.CycleOfInterestPayment = 0, day.Cycle{}
	return terms
}

// moved ends on a Sunday, a day after a payment.
func moved(terms actus.Terms) actus.Terms {
	terms.CycleAnchorDateOfInterestPayment, terms.CycleOfInterestPayment = until("2026-08-01"), day.Cycle{}
	terms.MaturityDate = until("2026-08-02")
	return terms
}

// asOf gives the terms as they stand on another day.
func asOf(terms actus.Terms, day string) actus.Terms {
	terms.StatusDate = actus.MustParseMoment(day)
	return terms
}

// leg is a bullet or an amortizing leg without a role.
func leg(id, typ, more string) string {
	return `{"contractType":"` + typ + `","contractID":"` + id + `","statusDate":"2026-01-01","initialExchangeDate":"2026-01-01","maturityDate":"2026-07-01",
		"currency":"EUR","notionalPrincipal":1200,"nominalInterestRate":0.05,"dayCountConvention":"30E360",
		"cycleAnchorDateOfInterestPayment":"2026-04-01","cycleOfInterestPayment":"P3ML1"` + more + `}`
}

func swapOf(t *testing.T, role, settlement, first, second, more string) actus.Terms {
	t.Helper()
	return agreed(t, `{"contractType":"SWAPS","contractRole":"`+role+`","statusDate":"2026-01-01","currency":"EUR","deliverySettlement":"`+settlement+`",
		"contractStructure":[{"object":`+second+`,"referenceType":"CNT","referenceRole":"SEL"},
		{"object":`+first+`,"referenceType":"CNT","referenceRole":"FIL"}]`+more+`}`)
}

func TestSwapOfContracts(t *testing.T) {
	linear := leg("b", "LAM", `,"cycleAnchorDateOfPrincipalRedemption":"2026-04-01","cycleOfPrincipalRedemption":"P3ML1","nextPrincipalRedemptionPayment":600`)
	fixed := leg("a", "PAM", "")
	late := strings.NewReplacer("2026-04-01", "2026-05-04", "2026-07-01", "2026-12-01").Replace(fixed)
	sunday := strings.NewReplacer("2026-04-01", "2026-05-03", "2026-07-01", "2026-12-01", "30E360", `30E360","calendar":"MF","businessDayConvention":"CSF`).Replace(fixed)
	dear := strings.Replace(fixed, "0.05", "0.07", 1)
	for _, c := range []struct {
		name string
		with actus.Terms
		mode actus.Mode
		want string
	}{
		{"delivered: first leg before second", swapOf(t, "RFL", "D", fixed, linear, ""), actus.Mode{},
			`2026-01-01 IED -1200 n1200 r0.05
			 2026-01-01 IED 1200 n-1200 r0.05
			 2026-04-01 PR -600 n-600 r0.05 a-15
			 2026-04-01 IP 15 n1200 r0.05
			 2026-04-01 IP -15 n-600 r0.05
			 2026-07-01 IP 15 n1200 r0.05
			 2026-07-01 IP -7.5 n-600 r0.05
			 2026-07-01 MD 1200 r0.05
			 2026-07-01 MD -600 r0.05`},
		{"settled: what falls together is one payment", swapOf(t, "PFL", "S", dear, linear, ""), actus.Mode{},
			`2026-01-01 IED 0
			 2026-04-01 PR 600 n600 r0.05 a15
			 2026-04-01 IP -6 n-600
			 2026-07-01 IP -13.5 n-600
			 2026-07-01 MD -600`},
		{"bought and sold by who pays the first leg", swapOf(t, "PFL", "S", dear, fixed,
			`,"purchaseDate":"2026-02-01","priceAtPurchaseDate":9,"terminationDate":"2026-04-01","priceAtTerminationDate":4`), actus.Mode{},
			`2026-02-01 PRD 9
			 2026-04-01 IP -6
			 2026-04-01 TD -4`},
		{"at prices without sign", swapOf(t, "PFL", "S", dear, fixed,
			`,"purchaseDate":"2026-02-01","priceAtPurchaseDate":9,"terminationDate":"2026-04-01","priceAtTerminationDate":4`), actus.Mode{PriceUnsigned: true},
			`2026-02-01 PRD 9
			 2026-04-01 IP -6
			 2026-04-01 TD 4`},
		{"paid on one day though computed for two", swapOf(t, "RFL", "S", late, sunday, `,"terminationDate":"2026-05-04","priceAtTerminationDate":0`), actus.Mode{},
			`2026-01-01 IED 0
			 2026-05-04 IP 0.1667
			 2026-05-04 TD 0`},
		{"amounts of two currencies are not added", swapOf(t, "RFL", "S", fixed, strings.Replace(dear, "EUR", "USD", 1), `,"terminationDate":"2026-04-01","priceAtTerminationDate":0`), actus.Mode{},
			`2026-01-01 IED -1200 n1200 r0.05
			 2026-01-01 IED 1200 n-1200 r0.07
			 2026-04-01 IP 15 n1200 r0.05
			 2026-04-01 IP -21 n-1200 r0.07
			 2026-04-01 TD 0`},
	} {
		t.Run(c.name, func(t *testing.T) { expectRows(t, c.with, actus.Observations{}, c.mode, "", c.want) })
	}
}

// TestSwapIsTheSumOfItsLegs holds a vanilla swap against the two loans of which it is made, and cash against delivery.
func TestSwapIsTheSumOfItsLegs(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 24).Draw(r, "months")
		end := actus.MustParseMoment("2026-01-15").Date().AddMonths(n).Add(rapid.IntRange(0, 27).Draw(r, "days")).String()
		rate := rapid.Float64Range(0, 0.2).Draw(r, "rate")
		count := rapid.SampledFrom([]string{"AA", "A360", "A365", "30E360"}).Draw(r, "count")
		shift := rapid.SampledFrom([]string{"SCF", "CSF", "SCMP", "NOS"}).Draw(r, "shift")
		role := rapid.SampledFrom([]string{"RFL", "PFL"}).Draw(r, "role")
		common := `"statusDate":"2026-01-01","initialExchangeDate":"2026-01-15","maturityDate":"` + end + `","currency":"EUR","notionalPrincipal":1000,
			"dayCountConvention":"` + count + `","calendar":"MF","businessDayConvention":"` + shift + `","cycleAnchorDateOfInterestPayment":"2026-02-15",
			"cycleOfInterestPayment":"P1ML1"`
		resets := `,"cycleAnchorDateOfRateReset":"2026-01-15","cycleOfRateReset":"P2ML1","marketObjectCodeOfRateReset":"IDX"`
		fixed := `{"contractType":"PAM",` + common + `,"nominalInterestRate":` + actus.Num(rate).String() + `}`
		floating := `{"contractType":"PAM",` + common + `,"nominalInterestRate":0.02` + resets + `}`
		plain := agreed(t, `{"contractType":"SWPPV","contractRole":"`+role+`",`+common+resets+`,"nominalInterestRate":`+actus.Num(rate).String()+`,
			"nominalInterestRate2":0.02,"deliverySettlement":"S"}`)
		var idx actus.Observations
		for k := range n + 1 {
			at := actus.MustParseMoment("2026-01-01").Date().AddMonths(k)
			if err := idx.Observe("IDX", actus.Point{Time: actus.At(at), Value: rapid.Float64Range(-0.02, 0.2).Draw(r, "index")}); err != nil {
				r.Fatal(err)
			}
		}
		netted, err := actus.Project(plain, idx, actus.Mode{}, 0)
		if err != nil {
			r.Fatal(err)
		}
		sums := map[string]float64{}
		add := func(events []actus.Event, sign float64) {
			for _, e := range events {
				sums[e.Time.String()] += sign * e.Payoff
			}
		}
		add(netted, -1)
		for _, settlement := range []string{"S", "D"} {
			whole, err := actus.Project(swapOf(t, role, settlement, fixed, floating, ""), idx, actus.Mode{}, 0)
			if err != nil {
				r.Fatal(err)
			}
			add(whole, 0.5)
		}
		for at, off := range sums {
			if math.Abs(off) > 1e-9 {
				r.Errorf("%s: %g apart", at, off)
			}
		}
	})
}

// TestLegsOfAnyKind: a swap of any two loans is their events side by side, and in cash the same payments on the same days.
func TestLegsOfAnyKind(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		first, second := drawLoan(r), drawLoan(r)
		first.terms.ContractRole, second.terms.ContractRole = actus.RPL, actus.RPA
		if second.index != nil {
			second.terms.MarketObjectCodeOfRateReset = "other index"
			second.seen = actus.Observations{}
			for _, seen := range []*actus.Observations{&first.seen, &second.seen} {
				if err := seen.Observe("other index", second.index...); err != nil {
					r.Fatal(err)
				}
			}
		}
		swap := actus.Terms{ContractType: actus.SWAPS, ContractRole: actus.PFL, StatusDate: min(first.terms.StatusDate, second.terms.StatusDate),
			ContractStructure: []actus.Reference{{Type: actus.ByTerms, Role: actus.FirstLeg, Contract: &first.terms}, {Type: actus.ByTerms, Role: actus.SecondLeg, Contract: &second.terms}}}
		var want []string
		sums := map[actus.Moment]float64{}
		for _, d := range []drawn{first, second} {
			events := d.project(r)
			want = append(want, rows(events)...)
			for _, e := range events {
				sums[e.Time] += e.Payoff
			}
		}
		for _, settlement := range []actus.Settlement{actus.Delivery, actus.CashSettlement} {
			swap.DeliverySettlement = settlement
			events, err := actus.Project(swap, first.seen, actus.Mode{}, 0)
			if err != nil {
				r.Fatal(err)
			}
			if settlement == actus.Delivery {
				got := rows(events)
				slices.Sort(got)
				slices.Sort(want)
				if d := cmp.Diff(want, got); d != "" {
					r.Error(d)
				}
				continue
			}
			for _, e := range events {
				sums[e.Time] -= e.Payoff
			}
		}
		for at, off := range sums {
			if math.Abs(off) > 1e-6 {
				r.Errorf("%s: %g apart", at, off)
			}
		}
	})
}

// TestSwapFromALaterDay goes on from the state of an earlier projection.
func TestSwapFromALaterDay(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		terms := vanilla(t, rapid.SampledFrom([]string{"RF", "PF"}).Draw(r, "role"), `,"cycleAnchorDateOfRateReset":"2026-07-01","cycleOfRateReset":"P6ML1","calendar":"MF",
			"businessDayConvention":"`+rapid.SampledFrom([]string{"SCF", "CSMF", "NOS"}).Draw(r, "shift")+`","deliverySettlement":"`+rapid.SampledFrom([]string{"S", "D"}).Draw(r, "settlement")+`"`)
		terms.MaturityDate = actus.At(terms.InitialExchangeDate.Date().Add(rapid.IntRange(400, 1500).Draw(r, "days")))
		var idx actus.Observations
		for k := range 10 {
			at := terms.InitialExchangeDate.Date().AddMonths(6 * k)
			if err := idx.Observe("IDX", actus.Point{Time: actus.At(at), Value: rapid.Float64Range(-0.02, 0.2).Draw(r, "index")}); err != nil {
				r.Fatal(err)
			}
		}
		noon := actus.At(terms.InitialExchangeDate.Date().Add(rapid.IntRange(0, 390).Draw(r, "cut"))) + 43_200
		idx.Events = []actus.ObservedEvent{{Time: noon, Type: actus.AD}}
		whole, err := actus.Project(terms, idx, actus.Mode{}, 0)
		if err != nil {
			r.Fatal(err)
		}
		i := slices.IndexFunc(whole, func(e actus.Event) bool { return e.Type == actus.AD })
		s := whole[i].State
		terms.StatusDate = noon
		terms.NominalInterestRate2, terms.AccruedInterest = actus.Num(s.NominalInterestRate), actus.Num(math.Abs(s.AccruedInterest))
		rest, err := actus.Project(terms, idx, actus.Mode{}, 0)
		if err != nil {
			r.Fatal(err)
		}
		if d := cmp.Diff(rows(whole[i:]), rows(rest)); d != "" {
			r.Error(d)
		}
	})
}
