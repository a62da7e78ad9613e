package actus_test

import (
	"slices"
	"strings"
	"testing"

	"kontor/actus"
	"kontor/errs"
)

// faultsOf are what is wrong with terms, each as its term, what is wrong and what would be right.
func faultsOf(t *testing.T, terms actus.Terms) (list []string) {
	t.Helper()
	if err := terms.Check(); err != nil {
		for _, f := range errs.As(err).Faults {
			list = append(list, strings.TrimSuffix(f.Field+": "+f.Text.String()+" / "+f.Hint.String(), " / "))
		}
	}
	return list
}

func TestTermsOfTradesAreChecked(t *testing.T) {
	moc := `"contractStructure":[{"object":{"marketObjectCode":"ACME"},"referenceType":"MOC","referenceRole":"UDL"}]`
	refer := func(parts ...string) string { return `"contractStructure":[` + strings.Join(parts, ",") + `]` }
	fixed := leg("a", "PAM", "")
	first, second := `{"object":`+fixed+`,"referenceType":"CNT","referenceRole":"FIL"}`, `{"object":`+fixed+`,"referenceType":"CNT","referenceRole":"SEL"}`
	under := `{"object":` + fixed + `,"referenceType":"CNT","referenceRole":"UDL"}`
	const swppv = `"initialExchangeDate":"2026-01-01","maturityDate":"2027-01-01","notionalPrincipal":1,"nominalInterestRate":0.1,"dayCountConvention":"AA"`
	for _, c := range []struct{ typ, terms, want string }{
		{"CSH", `"notionalPrincipal":1`, ""},
		{"CSH", ``, "notionalPrincipal: this is needed"},
		{"COM", `"quantity":-1`, "quantity: it must not be negative"},
		{"COM", `"purchaseDate":"2026-01-01"`, "priceAtPurchaseDate: this is needed"},
		{"COM", `"terminationDate":"2026-01-01"`, "priceAtTerminationDate: this is needed"},
		{"STK", `"cycleAnchorDateOfDividend":"2026-01-01"`, "marketObjectCodeOfDividends: this is needed"},
		{"STK", `"cycleAnchorDateOfDividend":"2026-01-01","nextDividendPaymentAmount":1`, ""},
		{"STK", `"cycleAnchorDateOfDividend":"2026-01-01","nextDividendPaymentAmount":1,"cycleOfDividend":"P1YL1"`, "marketObjectCodeOfDividends: this is needed"},
		{"STK", `"cycleOfDividend":"P1YL1"`, "cycleAnchorDateOfDividend: this is needed"},
		{"FXOUT", `"maturityDate":"2026-05-01","notionalPrincipal":1,"currency":"EUR","currency2":"EUR"`, "notionalPrincipal2: this is needed; currency2: it is the same as currency"},
		{"SWPPV", swppv + `,"nominalInterestRate2":0.1`, ""},
		{"SWPPV", swppv, "nominalInterestRate2: this is needed"},
		{"SWPPV", swppv + `,"cycleAnchorDateOfRateReset":"2026-01-01","marketObjectCodeOfRateReset":"IDX"`, ""},
		{"SWPPV", swppv + `,"cycleAnchorDateOfRateReset":"2026-01-01"`, "marketObjectCodeOfRateReset: this is needed"},
		{"SWPPV", strings.Replace(swppv, "2027", "2026", 1) + `,"nominalInterestRate2":0.1`, "maturityDate: the contract ends when it begins"},
		{"SWPPV", swppv + `,"nominalInterestRate2":5000`, "nominalInterestRate2: the rate must lie above -100 % and within 10000 % / write 0.05 for 5 %"},
		{"SWAPS", refer(first, second), ""},
		{"SWAPS", refer(first), "contractStructure: there must be one contract with the role SEL, there are 0"},
		{"SWAPS", refer(first, second, second), "contractStructure: there must be one contract with the role SEL, there are 2"},
		{"SWAPS", refer(second, `{"object":{"contractIdentifier":"x"},"referenceType":"CID","referenceRole":"FIL"}`),
			"contractStructure[1].referenceType: CID is not allowed here / choose one of CNT"},
		{"SWAPS", refer(first, strings.Replace(second, "PAM", "SWAPS", 1)),
			"contractStructure[1].object.contractType: SWAPS is not allowed here / choose one of PAM, LAM, NAM, ANN, LAX, CLM, UMP; " +
				"contractStructure[1].object.contractStructure: there must be one contract with the role FIL, there are 0; " +
				"contractStructure[1].object.contractStructure: there must be one contract with the role SEL, there are 0"},
		{"SWAPS", refer(first, strings.Replace(second, "30E360", "", 1)),
			"contractStructure[1].object.dayCountConvention: this is needed / choose one of AA, A360, A365, 30E360, 30E360ISDA, 28E336, 30/360, BUS252"},
		{"CAPFL", refer(under) + `,"lifeFloor":0.1`, ""},
		{"CAPFL", refer(under), "lifeCap: this is needed / or give lifeFloor"},
		{"CAPFL", refer(under) + `,"lifeFloor":0.1,"lifeCap":0.05`, "lifeFloor: it lies above lifeCap"},
		{"CAPFL", refer() + `,"lifeCap":0.1`, "contractStructure: there must be one contract with the role UDL, there are 0"},
		{"OPTNS", moc + `,"maturityDate":"2026-05-01","optionType":"C","optionStrike1":1`, ""},
		{"OPTNS", moc + `,"maturityDate":"2026-05-01","optionType":"CP"`, "optionStrike1: this is needed; optionStrike2: this is needed"},
		{"OPTNS", moc + `,"maturityDate":"2026-05-01","optionType":"P","optionStrike1":1,"optionExerciseType":"B"`, "cycleAnchorDateOfOptionality: this is needed"},
		{"OPTNS", refer(under) + `,"maturityDate":"2026-05-01","optionType":"P","optionStrike1":1`, "contractStructure[0].object.marketObjectCode: this is needed"},
		{"FUTUR", moc + `,"maturityDate":"2026-05-01","futuresPrice":1,"exerciseDate":"2026-05-01"`, "exerciseAmount: this is needed"},
		{"FUTUR", moc + `,"maturityDate":"2026-05-01","futuresPrice":1,"exerciseAmount":1`, "exerciseDate: this is needed"},
		{"FUTUR", `"maturityDate":"2026-05-01"`, "futuresPrice: this is needed; contractStructure: there must be one contract with the role UDL, there are 0"},
		{"CEG", refer(named) + `,"maturityDate":"2026-05-01","notionalPrincipal":1`, ""},
		{"CEG", refer(named), "notionalPrincipal: this is needed / or give the whole terms of what is covered; maturityDate: this is needed"},
		{"CEG", refer(gold) + `,"maturityDate":"2026-05-01","notionalPrincipal":1`, "contractStructure: there is no contract with the role COVE"},
		{"CEG", refer(named, named) + `,"maturityDate":"2026-05-01","notionalPrincipal":1`, "contractStructure[1]: loan is there twice"},
		{"CEG", refer(bullet12("a")) + `,"coverageOfCreditEnhancement":1.5,"creditEventTypeCovered":["DF","MA"]`,
			"coverageOfCreditEnhancement: the part must lie between 0 and 1 / write 0.7 for 70 %; creditEventTypeCovered[1]: MA is not allowed here / choose one of DL, DQ, DF"},
		{"CEG", refer(bullet12("a")) + `,"guaranteedExposure":"MV"`, "contractStructure[0].object.marketObjectCode: this is needed"},
		{"CEG", refer(bullet12("a")) + `,"feeRate":1`, "feeBasis: this is needed / choose one of A, N; cycleOfFee: this is needed"},
		{"CEG", refer(bullet12("a")) + `,"feeRate":1,"feeBasis":"N","cycleOfFee":"P1YL0"`, "dayCountConvention: this is needed"},
		{"CEC", refer(bullet12("a"), gold), ""},
		{"CEC", refer(bullet12("a")), "contractStructure: there is no contract with the role COVI"},
		{"CEC", refer(bullet12("a"), strings.Replace(gold, `"GOLD"`, `""`, 1)), "contractStructure[1].object.marketObjectCode: this is needed"},
		{"CEC", refer(bullet12("a"), strings.Replace(bullet12("b"), "COVE", "COVI", 1)), ""},
	} {
		role := map[string]string{"SWPPV": "RF", "SWAPS": "RFL", "CAPFL": "BUY", "OPTNS": "SEL", "FUTUR": "BUY", "CEG": "BUY", "CEC": "SEL"}[c.typ]
		if role == "" {
			role = "RPA"
		}
		got := strings.Join(faultsOf(t, agreed(t, `{"contractType":"`+c.typ+`","contractRole":"`+role+`","statusDate":"2026-01-01"`+strings.TrimSuffix(","+c.terms, ",")+`}`)), "; ")
		if got != c.want {
			t.Errorf("%s %s:\n got %s\nwant %s", c.typ, c.terms, got, c.want)
		}
	}
}

// TestWhatWasNotObservedIsRefused names the term, the code and the day.
func TestWhatWasNotObservedIsRefused(t *testing.T) {
	stock := agreed(t, `{"contractType":"STK","contractRole":"RPA","statusDate":"2026-01-01","cycleAnchorDateOfDividend":"2026-06-01","marketObjectCodeOfDividends":"DIV"}`)
	fx := agreed(t, `{"contractType":"FXOUT","contractRole":"RPA","statusDate":"2026-01-01","currency":"USD","currency2":"EUR","notionalPrincipal":1,
		"notionalPrincipal2":1,"maturityDate":"2026-06-01","deliverySettlement":"S"}`)
	later := "DIV 2026-12-01 1|EUR/USD 2026-12-01 1|IDX 2026-12-01 0.1|ACME 2026-12-01 1|GOLD 2026-12-01 1"
	seen := happened(t, prices(t, strings.Split(later, "|")...), "CE 2026-06-01 a DF")
	floating := `{"object":` + leg("a", "PAM", `,"cycleAnchorDateOfRateReset":"2026-06-01","marketObjectCodeOfRateReset":"IDX"`) + `,"referenceType":"CNT","referenceRole":"UDL"}`
	for _, c := range []struct {
		with actus.Terms
		want string
	}{
		{stock, "marketObjectCodeOfDividends: DIV was not observed by 2026-06-01"},
		{fx, "currency2: EUR/USD was not observed by 2026-06-01"},
		{vanilla(t, "RF", `,"cycleAnchorDateOfRateReset":"2026-06-01"`), "marketObjectCodeOfRateReset: IDX was not observed by 2026-06-01"},
		{right(t, "OPTNS", "BUY", `,"optionType":"C","optionStrike1":1`), "contractStructure[0]: ACME was not observed by 2026-06-30"},
		{right(t, "FUTUR", "BUY", `,"futuresPrice":1`), "contractStructure[0]: ACME was not observed by 2026-06-30"},
		{guarantee(t, "CEC", "BUY", bullet12("a")+","+gold, ""), "contractStructure[1]: GOLD was not observed by 2026-06-01"},
		{guarantee(t, "CAPFL", "BUY", floating, `,"lifeCap":0.1`), "contractStructure[0].marketObjectCodeOfRateReset: IDX was not observed by 2026-06-01"},
	} {
		_, err := actus.Project(c.with, seen, actus.Mode{}, until("2026-12-31"))
		if !errs.Is(err, errs.Refused) || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
		if _, err := actus.Project(c.with, seen, actus.Mode{FirstBeforeObserved: true}, until("2026-12-31")); err != nil {
			t.Errorf("%s: by the first value: %v", c.want, err)
		}
	}
}

func TestCoverThatIsNotKnownIsRefused(t *testing.T) {
	late := strings.Replace(bullet12("a"), `"statusDate":"2026-01-01"`, `"statusDate":"2026-09-01"`, 1)
	endless := strings.Replace(strings.Replace(bullet12("a"), "PAM", "UMP", 1), `"maturityDate":"2027-01-01",`, "", 1)
	failed := happened(t, actus.Observations{}, "CE 2026-08-01 a DF")
	for _, c := range []struct{ structure, more, want string }{
		{late, "", "how a stood on 2026-08-01 is not known"},
		{endless, "", "a contract without an end needs a horizon"},
		{endless, `,"maturityDate":"2026-12-31"`, ""},
	} {
		_, err := actus.Project(guarantee(t, "CEG", "BUY", c.structure, c.more), failed, actus.Mode{}, 0)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

func TestAStockWithoutEndNeedsAHorizon(t *testing.T) {
	stock := agreed(t, `{"contractType":"STK","contractRole":"RPA","statusDate":"2026-01-01","cycleAnchorDateOfDividend":"2026-06-01",
		"cycleOfDividend":"P1DL0","marketObjectCodeOfDividends":"DIV"}`)
	div := prices(t, "DIV 2026-01-01 1")
	if _, err := actus.Project(stock, div, actus.Mode{}, 0); !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "needs a horizon") {
		t.Errorf("got %v", err)
	}
	if _, err := actus.Project(stock, div, actus.Mode{}, until("9999-12-31")); !errs.Is(err, errs.TooLarge) {
		t.Errorf("got %v", err)
	}
	events, err := actus.Project(stock, div, actus.Mode{}, until("2026-06-30"))
	if err != nil || len(events) != 30 || !slices.IsSortedFunc(events, func(a, b actus.Event) int { return int(a.Time - b.Time) }) {
		t.Errorf("got %d events, %v", len(events), err)
	}
}

// TestSidesOfTrades: a role that leaves open who pays is refused; in conformance the sign that the role has is enough.
func TestSidesOfTrades(t *testing.T) {
	option := right(t, "OPTNS", "RPA", `,"optionType":"C","optionStrike1":1`)
	if got, want := strings.Join(faultsOf(t, option), "; "), "contractRole: RPA is not allowed here / choose one of BUY, SEL"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := actus.Project(option, prices(t, "ACME 2026-01-01 1"), actus.Conformance, 0); err != nil {
		t.Error(err)
	}
	pledge := guarantee(t, "CEC", "BUY", bullet12("a")+","+gold, `,"purchaseDate":"2026-02-01","priceAtPurchaseDate":1`)
	if got, want := strings.Join(faultsOf(t, pledge), "; "), "purchaseDate: CEC does not know this term / leave it out"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
