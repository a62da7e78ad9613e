package actus_test

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kontor/actus"
	"kontor/day"
	"kontor/errs"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// trades draws terms of every type that is not a loan, and what was observed.
type trades struct {
	*rapid.T
	seen actus.Observations
}

func (r *trades) pick(label string, from ...string) string {
	return rapid.SampledFrom(from).Draw(r.T, label)
}

func (r *trades) amount(label string) string {
	return actus.Num(float64(rapid.IntRange(1, 1_000_000).Draw(r.T, label)) / 100).String()
}

// on is a day in the two years from the status date, 1 January 2026.
func (r *trades) on(label string, from, to int) string {
	return (actus.MustParseMoment("2026-01-01").Date() + day.Date(rapid.IntRange(from, to).Draw(r.T, label))).String()
}

func (r *trades) maybe(label, more string) string {
	if rapid.Bool().Draw(r.T, label) {
		return more
	}
	return ""
}

// market observes a code every few weeks.
func (r *trades) market(code string, least, most float64) {
	values := rapid.SliceOfN(rapid.Float64Range(least, most), 15, 15).Draw(r.T, code)
	for k, value := range values {
		at := actus.MustParseMoment("2025-12-01").Date() + day.Date(60*k)
		p := actus.Point{Time: actus.At(at), Value: value}
		if err := r.seen.Observe(code, p); err != nil {
			r.Fatal(err)
		}
	}
}

func (r *trades) terms() actus.Terms {
	typ := r.pick("type", "CSH", "STK", "COM", "FXOUT", "SWPPV", "SWAPS", "CAPFL", "OPTNS", "FUTUR", "CEG", "CEC")
	role := map[string]string{"SWPPV": "RF", "SWAPS": "RFL", "CAPFL": "BUY", "OPTNS": "BUY", "FUTUR": "BUY", "CEG": "BUY", "CEC": "BUY"}[typ]
	if role == "" {
		role = "RPA"
	}
	r.market("IDX", -0.02, 0.2)
	r.market("PRICE", 50, 150)
	r.market("EUR/USD", 0.5, 2)
	text := `{"contractType":"` + typ + `","contractRole":"` + role + `","statusDate":"2026-01-01","currency":"USD","calendar":"MF","businessDayConvention":"` +
		r.pick("shift", "NOS", "SCF", "CSF", "SCMF", "CSMP", "SCP") + `"` + r.own(typ)
	if typ != "CEC" {
		text += r.maybe("bought", `,"purchaseDate":"`+r.on("purchase", 0, 200)+`","priceAtPurchaseDate":`+r.amount("price"))
	}
	if typ != "CSH" {
		text += r.maybe("sold", `,"terminationDate":"`+r.on("termination", 201, 700)+`","priceAtTerminationDate":`+r.amount("proceeds"))
	}
	var terms actus.Terms
	if err := json.Unmarshal([]byte(text+"}"), &terms); err != nil {
		r.Fatalf("%v\n%s", err, text)
	}
	return terms
}

// own are the terms of a type.
func (r *trades) own(typ string) string {
	notional, ends := `,"notionalPrincipal":`+r.amount("notional"), `,"maturityDate":"`+r.on("maturity", 30, 600)+`"`
	settled := `,"settlementPeriod":"` + r.pick("period", "P0D", "P3D", "P1W", "P1M") + `","deliverySettlement":"` + r.pick("settlement", "S", "D") + `"`
	exercise := ends + settled + `,"contractStructure":[{"object":{"marketObjectCode":"PRICE"},"referenceType":"MOC","referenceRole":"UDL"}]`
	switch typ {
	case "CSH":
		r.seen.Events = append(r.seen.Events, actus.ObservedEvent{Time: actus.MustParseMoment(r.on("analysis", 0, 300)), Type: actus.AD})
		return notional
	case "STK":
		return `,"cycleAnchorDateOfDividend":"` + r.on("dividend", -200, 200) + `","cycleOfDividend":"` + r.pick("cycle", "P1ML0", "P6ML1", "P1YL0") +
			`","marketObjectCodeOfDividends":"PRICE"`
	case "COM":
		return `,"quantity":` + r.amount("quantity")
	case "FXOUT":
		return notional + ends + settled + `,"currency2":"EUR","notionalPrincipal2":` + r.amount("other notional")
	case "SWPPV":
		return notional + settled + r.loan() + `,"nominalInterestRate2":0.07`
	case "SWAPS":
		return settled + `,"contractStructure":[` + r.whole("a", "FIL") + "," + r.whole("b", "SEL") + "]"
	case "CAPFL":
		return `,"lifeCap":` + actus.Num(rapid.Float64Range(0.05, 0.1).Draw(r.T, "cap")).String() +
			r.maybe("with floor", `,"lifeFloor":0.03`) + `,"contractStructure":[` + r.whole("a", "UDL") + "]"
	case "OPTNS":
		return exercise + `,"optionType":"` + r.pick("right", "C", "P", "CP") + `","optionStrike1":100,"optionStrike2":90`
	case "FUTUR":
		return exercise + `,"futuresPrice":100`
	}
	for _, id := range []string{"a", "b"} {
		if rapid.Bool().Draw(r.T, "fails") {
			r.seen.Events = append(r.seen.Events, actus.ObservedEvent{Time: actus.MustParseMoment(r.on("default", 0, 500)), Type: actus.CE, Contract: id,
				Performance: actus.Performance(r.pick("performance", "DF", "DQ")), Value: float64(rapid.IntRange(0, 3).Draw(r.T, "part"))})
		}
	}
	more := settled + `,"coverageOfCreditEnhancement":` + actus.Num(rapid.Float64Range(0, 1).Draw(r.T, "coverage")).String() +
		r.maybe("interest too", `,"guaranteedExposure":"NI"`) + r.maybe("at most", notional) + `,"contractStructure":[` + r.whole("a", "COVE") + "," + r.whole("b", "COVE")
	if typ == "CEC" {
		return more + `,{"object":{"contractType":"STK","statusDate":"2026-01-01","marketObjectCode":"PRICE","quantity":3},"referenceType":"CNT","referenceRole":"COVI"}]`
	}
	return more + "]" + r.maybe("fee", `,"dayCountConvention":"AA","feeRate":0.02,"feeBasis":"`+r.pick("basis", "A", "N")+`","cycleOfFee":"P2ML0","cycleAnchorDateOfFee":"`+r.on("fee from", 0, 29)+`"`)
}

// loan are the terms of a rate and its dates.
func (r *trades) loan() string {
	return `,"initialExchangeDate":"` + r.on("exchange", -100, 20) + `","maturityDate":"` + r.on("end", 30, 700) + `","dayCountConvention":"` +
		r.pick("count", "AA", "A365", "30E360") + `","nominalInterestRate":0.05,"cycleAnchorDateOfInterestPayment":"` + r.on("interest from", 20, 29) +
		`","cycleOfInterestPayment":"` + r.pick("interest cycle", "P1ML0", "P3ML1") + `"` +
		r.maybe("floating", `,"cycleAnchorDateOfRateReset":"`+r.on("reset from", 20, 29)+`","cycleOfRateReset":"P2ML1","marketObjectCodeOfRateReset":"IDX"`)
}

// whole is a loan that another contract refers to.
func (r *trades) whole(id, role string) string {
	terms := `{"contractType":"PAM"`
	if rapid.Bool().Draw(r.T, "linear") {
		terms = `{"contractType":"LAM","cycleAnchorDateOfPrincipalRedemption":"` + r.on("redemption from", 20, 29) +
			`","cycleOfPrincipalRedemption":"P1ML1","nextPrincipalRedemptionPayment":` + r.amount("redemption")
	}
	return `{"object":` + terms + `,"contractID":"` + id + `","statusDate":"2026-01-01","currency":"USD","notionalPrincipal":` + r.amount("principal") +
		r.loan() + `},"referenceType":"CNT","referenceRole":"` + role + `"}`
}

// opposite is the other side of a role, empty where a role has none.
func opposite(r actus.Role) actus.Role {
	pairs := []actus.Role{actus.RPA, actus.RPL, actus.RFL, actus.PFL, actus.RF, actus.PF, actus.BUY, actus.SEL}
	if i := slices.Index(pairs, r); i >= 0 {
		return pairs[i^1]
	}
	return ""
}

// mirrored reports where two projections are not exact negatives in what is paid and in the notional.
func mirrored(a, b []actus.Event) string {
	if len(a) != len(b) {
		return "another number of events"
	}
	for i := range a {
		if a[i].Time != b[i].Time || a[i].Type != b[i].Type || a[i].Payoff != -b[i].Payoff || a[i].State.NotionalPrincipal != -b[i].State.NotionalPrincipal ||
			a[i].State.AccruedInterest != -b[i].State.AccruedInterest || a[i].State.FeeAccrued != -b[i].State.FeeAccrued {
			return a[i].Time.String() + " " + string(a[i].Type)
		}
	}
	return ""
}

func TestTradesOfBothSides(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := &trades{T: rt}
		terms := r.terms()
		to := until("2028-06-30")
		mine, err := actus.Project(terms, r.seen, actus.Mode{}, to)
		if err != nil {
			r.Fatal(err)
		}
		other := terms
		other.ContractRole = opposite(terms.ContractRole)
		theirs, err := actus.Project(other, r.seen, actus.Mode{}, to)
		if err != nil {
			r.Fatal(err)
		}
		if off := mirrored(mine, theirs); off != "" {
			r.Errorf("the sides differ: %s\n%s\n%s", off, strings.Join(rows(mine), "\n"), strings.Join(rows(theirs), "\n"))
		}
		for i, e := range mine {
			bought, sold := terms.PurchaseDate, terms.TerminationDate
			if e.Time < terms.StatusDate || bought != 0 && e.Time < bought || sold != 0 && e.Time > sold || i > 0 && e.Time.Date() < mine[i-1].Time.Date()-3 {
				r.Errorf("out of place: %s %s", e.Time, e.Type)
			}
		}
		cut := actus.MustParseMoment(r.on("cut", 0, 800))
		part, err := actus.Project(terms, r.seen, actus.Mode{}, cut)
		if err != nil {
			r.Fatal(err)
		}
		want := slices.DeleteFunc(slices.Clone(mine), func(e actus.Event) bool { return e.Time > cut })
		if d := cmp.Diff(rows(want), rows(part)); d != "" {
			r.Errorf("an earlier horizon shows something else: %s", d)
		}
		if _, err := actus.Project(terms, r.seen, actus.Conformance, to); err != nil {
			r.Errorf("in conformance mode: %v", err)
		}
	})
}

// TestMangledTrades spoils one term or the other, also of what a contract refers to: events or an error of ours.
func TestMangledTrades(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := &trades{T: rt}
		terms := r.terms()
		for range rapid.IntRange(1, 4).Draw(rt, "spoiled") {
			spoiled := &terms
			for i := range terms.ContractStructure {
				if inner := terms.ContractStructure[i].Contract; inner != nil && rapid.Bool().Draw(rt, "inside") {
					spoiled = inner
				}
			}
			r.spoil(reflect.ValueOf(spoiled).Elem())
		}
		for _, mode := range []actus.Mode{{}, actus.Conformance} {
			events, err := actus.Project(terms, r.seen, mode, actus.Moment(rapid.SampledFrom([]int64{0, 1, 63_900_000_000, 315_000_000_000}).Draw(rt, "horizon")))
			if errs.Is(err, errs.Internal) || len(events) > 3*actus.MaxEvents {
				rt.Fatalf("%d events, %v", len(events), err)
			}
		}
	})
}

// spoil gives a field a value that it should perhaps not have.
func (r *trades) spoil(v reflect.Value) {
	var set []int // fields that say something are worth more
	for i := range v.NumField() {
		if !v.Field(i).IsZero() || rapid.IntRange(0, 9).Draw(r.T, "absent") == 0 {
			set = append(set, i)
		}
	}
	f := v.Field(rapid.SampledFrom(set).Draw(r.T, "field"))
	switch x := f.Addr().Interface().(type) {
	case *actus.Moment:
		*x += actus.Moment(rapid.SampledFrom([]int64{-1, 1, 86_399, -86_400 * 31, 86_400 * 400, 1 << 37, -1 << 62}).Draw(r.T, "later"))
	case *actus.Number:
		*x = rapid.SampledFrom([]actus.Number{{}, actus.Num(0), actus.Num(-1), actus.Num(1e15), actus.Num(1e300), actus.Num(math.NaN()), actus.Num(1e-9)}).Draw(r.T, "number")
	case *day.Cycle:
		*x = rapid.SampledFrom([]day.Cycle{{}, day.MustParseCycle("P1DL0"), day.MustParseCycle("P9000YL1"), {Every: day.Period{N: -1, Unit: day.Days}}}).Draw(r.T, "cycle")
	case *day.Period:
		*x = rapid.SampledFrom([]day.Period{{}, {N: 1, Unit: day.Days}, {N: 9000, Unit: day.Years}, {N: -3, Unit: day.Months}}).Draw(r.T, "period")
	default:
		f.SetZero()
	}
}
