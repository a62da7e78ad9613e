package actus_test

import (
	"math"
	"strings"
	"testing"

	"kontor/actus"
	"kontor/day"
	"kontor/errs"

	"pgregory.net/rapid"
)

// bounded is a cap, a floor or both on a loan of 12,000 at 4 % until its first reset, with interest every quarter.
func bounded(t *testing.T, role, bounds, more string) actus.Terms {
	t.Helper()
	return agreed(t, `{"contractType":"CAPFL","contractRole":"`+role+`","statusDate":"2026-01-01","currency":"EUR","contractStructure":[{"object":
		{"contractType":"PAM","contractID":"loan","statusDate":"2026-01-01","initialExchangeDate":"2026-01-01","maturityDate":"2026-07-01","currency":"EUR",
		"notionalPrincipal":12000,"nominalInterestRate":0.04,"dayCountConvention":"30E360","cycleAnchorDateOfInterestPayment":"2026-04-01",
		"cycleOfInterestPayment":"P3ML1","cycleAnchorDateOfRateReset":"2026-01-01","cycleOfRateReset":"P1ML1","marketObjectCodeOfRateReset":"IDX",
		"lifeCap":0.06},"referenceType":"CNT","referenceRole":"UDL"}],`+bounds+more+`}`)
}

func TestCapAndFloor(t *testing.T) {
	// Months at 10, 1 and 4 %, then at 4 %: a cap of 5 % is worth 50 in the first, a floor of 3 % is worth 20 in the second.
	idx := prices(t, "IDX 2026-01-01 0.10", "IDX 2026-02-01 0.01", "IDX 2026-03-01 0.04")
	const ceiling, floor, both = `"lifeCap":0.05`, `"lifeFloor":0.03`, `"lifeCap":0.05,"lifeFloor":0.03`
	for _, c := range []struct {
		name string
		with actus.Terms
		mode actus.Mode
		want string
	}{
		{"cap", bounded(t, "BUY", ceiling, ""), actus.Mode{}, "2026-04-01 IP 50 \n 2026-07-01 IP 0"},
		{"floor", bounded(t, "BUY", floor, ""), actus.Mode{}, "2026-04-01 IP 20 \n 2026-07-01 IP 0"},
		{"both, each pays its own", bounded(t, "BUY", both, ""), actus.Mode{}, "2026-04-01 IP 70 \n 2026-07-01 IP 0"},
		{"sold", bounded(t, "SEL", both, ""), actus.Mode{}, "2026-04-01 IP -70 \n 2026-07-01 IP 0"},
		{"set off within the quarter", bounded(t, "BUY", both, ""), actus.Mode{CapFloorNetted: true}, "2026-04-01 IP 30 \n 2026-07-01 IP 0"},
		{"one alone is the same either way", bounded(t, "SEL", floor, ""), actus.Conformance, "2026-04-01 IP -20 \n 2026-07-01 IP 0"},
		{"bought and sold", bounded(t, "BUY", both, `,"purchaseDate":"2026-02-01","priceAtPurchaseDate":60,"terminationDate":"2026-05-01","priceAtTerminationDate":3`),
			actus.Mode{}, "2026-02-01 PRD -60 \n 2026-04-01 IP 70 \n 2026-05-01 TD 3"},
	} {
		t.Run(c.name, func(t *testing.T) { expectRows(t, c.with, idx, c.mode, "", c.want) })
	}
}

// TestCapLessFloorIsASwap: who holds a cap and has written a floor at the same rate pays that rate in effect, whatever the
// index does. The rate is fixed with the initial exchange, so that no period is without bounds.
func TestCapLessFloorIsASwap(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		strike := actus.Num(rapid.Float64Range(0, 0.1).Draw(r, "strike"))
		var idx actus.Observations
		for _, at := range []string{"2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"} {
			if err := idx.Observe("IDX", actus.Point{Time: actus.MustParseMoment(at), Value: rapid.Float64Range(-0.05, 0.2).Draw(r, "index")}); err != nil {
				r.Fatal(err)
			}
		}
		run := func(terms actus.Terms) []actus.Event {
			events, err := actus.Project(terms, idx, actus.Mode{}, 0)
			if err != nil {
				r.Fatal(err)
			}
			return events
		}
		ceiling, floor := run(bounded(t, "BUY", `"lifeCap":`+strike.String(), "")), run(bounded(t, "SEL", `"lifeFloor":`+strike.String(), ""))
		loan := *bounded(t, "BUY", `"lifeCap":1`, "").ContractStructure[0].Contract
		loan.LifeCap, loan.ContractRole = actus.Number{}, actus.RPL
		k := 0
		for _, e := range run(loan) {
			if e.Type != actus.IP {
				continue
			}
			if got, want := e.Payoff+ceiling[k].Payoff+floor[k].Payoff, -12000*strike.Value/4; math.Abs(got-want) > 1e-9 {
				r.Errorf("%s: got %g, want %g", e.Time, got, want)
			}
			if ceiling[k].Payoff < 0 || floor[k].Payoff > 0 {
				r.Errorf("%s: a cap is never a burden to its holder, nor a floor", e.Time)
			}
			k++
		}
	})
}

// TestCapOnWhatItsRateEnds: an annuity that a prepayment shortens ends earlier at a lower rate, so that there is no interest to
// compare on its last dates.
func TestCapOnWhatItsRateEnds(t *testing.T) {
	terms := bounded(t, "BUY", `"lifeCap":0.01`, "")
	loan := terms.ContractStructure[0].Contract
	loan.ContractType, loan.LifeCap, loan.MaturityDate = actus.ANN, actus.Number{}, 0
	loan.CycleAnchorDateOfPrincipalRedemption, loan.CycleOfPrincipalRedemption = until("2026-02-01"), day.MustParseCycle("P1ML1")
	loan.CycleAnchorDateOfInterestPayment, loan.CycleOfInterestPayment = until("2026-02-01"), day.MustParseCycle("P1ML1")
	loan.NextPrincipalRedemptionPayment, loan.PrepaymentEffect = actus.Num(1000), actus.ReduceMaturity
	idx := happened(t, prices(t, "IDX 2026-01-01 0.5"), "PP 2026-03-15 loan - 3000")
	_, err := actus.Project(terms, idx, actus.Mode{}, 0)
	if !errs.Is(err, errs.Refused) || !strings.Contains(err.Error(), "depend on its rate") {
		t.Errorf("got %v", err)
	}
}
