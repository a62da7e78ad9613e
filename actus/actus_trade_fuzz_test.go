package actus_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"kontor/actus"
	"kontor/errs"
)

// FuzzTrades projects contracts that refer to others and to market objects: events or an error of ours, from both sides the
// same with the opposite sign, never a panic.
func FuzzTrades(f *testing.F) {
	const refers = `"contractStructure":[{"object":{"marketObjectCode":"X"},"referenceType":"MOC","referenceRole":"UDL"}]`
	swap := `"contractStructure":[{"object":` + leg("a", "PAM", "") + `,"referenceType":"CNT","referenceRole":"FIL"},{"object":` + leg("b", "LAM",
		`,"cycleOfPrincipalRedemption":"P1ML0","nextPrincipalRedemptionPayment":9`) + `,"referenceType":"CNT","referenceRole":"SEL"}]`
	covered := `"contractStructure":[` + bullet12("a") + "," + linear12("b") + "," + strings.ReplaceAll(gold, "GOLD", "X") + `]`
	for _, seed := range []string{
		`"contractType":"CSH","contractRole":"RPA","notionalPrincipal":1`,
		`"contractType":"STK","contractRole":"RPA","cycleAnchorDateOfDividend":"2026-02-01","cycleOfDividend":"P1WL0","marketObjectCodeOfDividends":"X"`,
		`"contractType":"COM","contractRole":"RPL","quantity":2,"purchaseDate":"2026-02-01","priceAtPurchaseDate":3`,
		`"contractType":"FXOUT","contractRole":"RPA","currency":"EUR","currency2":"USD","notionalPrincipal":1,"notionalPrincipal2":2,"maturityDate":"2026-05-01","deliverySettlement":"S","settlementPeriod":"P2D"`,
		`"contractType":"SWPPV","contractRole":"RF","initialExchangeDate":"2025-11-01","maturityDate":"2027-01-01","notionalPrincipal":9,"nominalInterestRate":0.1,"nominalInterestRate2":0.2,"dayCountConvention":"AA",
			"cycleOfInterestPayment":"P1ML1","cycleOfRateReset":"P1QL0","marketObjectCodeOfRateReset":"X","calendar":"MF","businessDayConvention":"SCMP"`,
		`"contractType":"SWAPS","contractRole":"RFL","deliverySettlement":"S",` + swap,
		`"contractType":"CAPFL","contractRole":"BUY","lifeCap":0.01,"lifeFloor":0.001,` + strings.Replace(swap, "FIL", "UDL", 1),
		`"contractType":"OPTNS","contractRole":"BUY","maturityDate":"2026-09-30","optionType":"CP","optionStrike1":1,"optionStrike2":2,"optionExerciseType":"A",` + refers,
		`"contractType":"FUTUR","contractRole":"SEL","maturityDate":"2026-06-30","futuresPrice":2,` + refers,
		`"contractType":"CEG","contractRole":"BUY","guaranteedExposure":"NI","feeRate":0.1,"feeBasis":"N","cycleOfFee":"P1ML0","cycleAnchorDateOfFee":"2026-01-31","dayCountConvention":"A360",` + covered,
		`"contractType":"CEC","contractRole":"SEL","coverageOfCreditEnhancement":0.5,"notionalPrincipal":700,` + covered,
	} {
		seed = `{"statusDate":"2026-01-01",` + seed + `}`
		var terms actus.Terms
		if err := errors.Join(json.Unmarshal([]byte(seed), &terms), terms.Check()); err != nil {
			f.Fatalf("%v\n%s", err, seed)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var terms actus.Terms
		if len(text) > 1<<14 || json.Unmarshal([]byte(text), &terms) != nil {
			return
		}
		seen := happened(t, prices(t, "X 2026-01-01 1.5", "X 2026-04-01 0.5", "EUR/USD 2026-01-01 1", "USD/EUR 2026-01-01 1"),
			"CE 2026-07-15 a DF", "CE 2026-08-15 b DF 40", "AD 2026-05-05", "XD 2026-09-09")
		to := until("2035-01-01")
		for _, mode := range []actus.Mode{{}, actus.Conformance} {
			mine, err := actus.Project(terms, seen, mode, to)
			if errs.Is(err, errs.Internal) || len(mine) > 3*actus.MaxEvents {
				t.Fatalf("%d events, %v", len(mine), err)
			}
			for _, e := range mine {
				if math.IsNaN(e.Payoff+e.State.ExerciseAmount+e.State.FeeAccrued) || e.Time > to && terms.ContractType != actus.CLM {
					t.Fatalf("%s %s %g", e.Time, e.Type, e.Payoff)
				}
			}
			other := terms
			other.ContractRole = opposite(terms.ContractRole)
			if mode != (actus.Mode{}) || err != nil || other.ContractRole == "" {
				continue
			}
			theirs, err := actus.Project(other, seen, mode, to)
			if err != nil {
				t.Fatalf("only one side can be projected: %v", err)
			}
			if off := mirrored(mine, theirs); off != "" {
				t.Fatalf("the sides differ: %s\n%s\n%s", off, strings.Join(rows(mine), "\n"), strings.Join(rows(theirs), "\n"))
			}
		}
	})
}
