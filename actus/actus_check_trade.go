package actus

import (
	"slices"
	"strings"

	"kontor/errs"
)

// loans are the types that pay interest on a principal.
var loans = []ContractType{PAM, LAM, NAM, ANN, LAX, CLM, UMP}

// holdings can be pledged.
var holdings = append([]ContractType{CSH, STK, COM}, loans...)

// coverable are the types whose payment can be guaranteed.
var coverable = append([]ContractType{FXOUT, SWPPV, SWAPS, CAPFL, OPTNS, FUTUR}, holdings...)

// checkTrade refuses terms of what is not a loan that contradict each other or leave open how it goes on.
func (t *Terms) checkTrade(faults *errs.Faults) {
	switch t.ContractType {
	case STK:
		t.checkDividends(faults)
	case FXOUT:
		if t.Currency != "" && t.Currency == t.Currency2 {
			faults.Add("currency2", "it is the same as {other}", "other", "currency")
		}
	case SWPPV:
		t.checkSwap(faults)
	case SWAPS:
		t.checkRefers(faults, FirstLeg, loans)
		t.checkRefers(faults, SecondLeg, loans)
	case CAPFL:
		t.checkRefers(faults, Underlying, loans)
		if !t.LifeCap.Set && !t.LifeFloor.Set {
			faults.Add("lifeCap", "this is needed").Because("or give {other}", "other", "lifeFloor")
		}
	case OPTNS:
		t.checkOption(faults)
		t.checkExercise(faults)
		t.checkPriced(faults)
	case FUTUR:
		t.checkExercise(faults)
		t.checkPriced(faults)
	case CEG:
		t.checkExercise(faults)
		t.checkCover(faults)
		t.checkExtras(faults)
	case CEC:
		t.checkExercise(faults)
		t.checkCover(faults)
		t.checkPledge(faults)
	}
}

// sides are the roles in which a contract can be seen, where not every role says who pays.
var sides = map[ContractType][]string{
	SWPPV: {"RF", "PF", "RFL", "PFL"},
	SWAPS: {"RFL", "PFL", "RF", "PF"},
	CAPFL: {"BUY", "SEL"},
	OPTNS: {"BUY", "SEL"},
	FUTUR: {"BUY", "SEL"},
	CEG:   {"BUY", "SEL"},
	CEC:   {"BUY", "SEL"},
}

// checkSides refuses a role that leaves open who pays, and the purchase of a collateral, which changes hands with its debt.
func (t *Terms) checkSides(faults *errs.Faults) {
	if roles, ok := sides[t.ContractType]; ok && t.ContractRole != "" && !slices.Contains(roles, string(t.ContractRole)) {
		faults.Add("contractRole", "{text} is not allowed here", "text", string(t.ContractRole)).Because("choose one of {list}", "list", strings.Join(roles, ", "))
	}
	if t.ContractType == CEC && t.PurchaseDate != 0 {
		faults.Add("purchaseDate", "{type} does not know this term", "type", string(t.ContractType)).Because("leave it out")
	}
}

func (t *Terms) checkDividends(faults *errs.Faults) {
	if t.CycleAnchorDateOfDividend == 0 {
		if !t.CycleOfDividend.IsZero() || t.NextDividendPaymentAmount.Set {
			faults.Add("cycleAnchorDateOfDividend", "this is needed")
		}
		return
	}
	oneKnown := t.NextDividendPaymentAmount.Set && t.CycleOfDividend.IsZero()
	if !oneKnown && strings.TrimSpace(t.MarketObjectCodeOfDividends) == "" {
		faults.Add("marketObjectCodeOfDividends", "this is needed")
	}
}

func (t *Terms) checkSwap(faults *errs.Faults) {
	if t.NotionalPrincipal.Set && t.NotionalPrincipal.Value == 0 {
		faults.Add("notionalPrincipal", "the amount must be above zero")
	}
	if t.MaturityDate != 0 && t.InitialExchangeDate == t.MaturityDate {
		faults.Add("maturityDate", "the contract ends when it begins")
	}
	if reset := t.CycleAnchorDateOfRateReset; !t.NominalInterestRate2.Set && (reset == 0 || reset > t.InitialExchangeDate) {
		faults.Add("nominalInterestRate2", "this is needed")
	}
	t.checkResets(faults)
}

// checkRefers wants exactly one whole contract in a role, of one of the types.
func (t *Terms) checkRefers(faults *errs.Faults, role ReferenceRole, types []ContractType) {
	n := 0
	for i, r := range t.ContractStructure {
		if r.Role != role {
			continue
		}
		n++
		if r.Type != ByTerms {
			faults.Add(indexed("contractStructure", i)+".referenceType", "{text} is not allowed here", "text", string(r.Type)).
				Because("choose one of {list}", "list", "CNT")
		}
		checkType(faults, i, r, types)
	}
	if n != 1 {
		faults.Add("contractStructure", "there must be one contract with the role {role}, there are {n}", "role", string(role), "n", n)
	}
}

// checkType wants a referenced contract to be of one of the types.
func checkType(faults *errs.Faults, i int, r Reference, types []ContractType) {
	if r.Contract == nil || r.Contract.ContractType == "" || slices.Contains(types, r.Contract.ContractType) {
		return
	}
	names := make([]string, len(types))
	for k, typ := range types {
		names[k] = string(typ)
	}
	faults.Add(indexed("contractStructure", i)+".object.contractType", "{text} is not allowed here", "text", string(r.Contract.ContractType)).
		Because("choose one of {list}", "list", strings.Join(names, ", "))
}

func (t *Terms) checkOption(faults *errs.Faults) {
	if !t.OptionStrike1.Set {
		faults.Add("optionStrike1", "this is needed")
	}
	if t.OptionType == CallPut && !t.OptionStrike2.Set {
		faults.Add("optionStrike2", "this is needed")
	}
	if t.OptionExerciseType == Bermudan && t.CycleAnchorDateOfOptionality == 0 {
		faults.Add("cycleAnchorDateOfOptionality", "this is needed")
	}
}

// checkExercise wants a day and an amount together.
func (t *Terms) checkExercise(faults *errs.Faults) {
	if t.ExerciseDate != 0 && !t.ExerciseAmount.Set {
		faults.Add("exerciseAmount", "this is needed")
	}
	if t.ExerciseDate == 0 && t.ExerciseAmount.Set && t.ExerciseAmount.Value != 0 {
		faults.Add("exerciseDate", "this is needed")
	}
}

// checkPriced wants one underlying that has a price.
func (t *Terms) checkPriced(faults *errs.Faults) {
	n := 0
	for i, r := range t.ContractStructure {
		if r.Role != Underlying {
			continue
		}
		n++
		if r.market() == "" {
			faults.Add(indexed("contractStructure", i)+".object.marketObjectCode", "this is needed")
		}
	}
	if n != 1 {
		faults.Add("contractStructure", "there must be one contract with the role {role}, there are {n}", "role", string(Underlying), "n", n)
	}
}

// checkCover wants to know what is covered, to what part and against what.
func (t *Terms) checkCover(faults *errs.Faults) {
	if c := t.CoverageOfCreditEnhancement; c.Set && c.Value > 1 {
		faults.Add("coverageOfCreditEnhancement", "the part must lie between 0 and 1").Because("write 0.7 for 70 %")
	}
	for i, p := range t.CreditEventTypeCovered {
		if !slices.Contains([]Performance{Delayed, Delinquent, Default}, p) {
			faults.Add(indexed("creditEventTypeCovered", i), "{text} is not allowed here", "text", string(p)).
				Because("choose one of {list}", "list", "DL, DQ, DF")
		}
	}
	whole, covered := false, 0
	names := map[string]bool{}
	for i, r := range t.ContractStructure {
		if r.Role != Covered {
			continue
		}
		covered++
		id := r.ContractID
		if r.Contract != nil {
			id, whole = r.Contract.ContractID, true
		}
		checkType(faults, i, r, coverable)
		if id != "" && names[id] {
			faults.Add(indexed("contractStructure", i), "{name} is there twice", "name", id)
		}
		names[id] = true
		if t.GuaranteedExposure == ExposureMarket && r.market() == "" && r.Type != ByID {
			faults.Add(indexed("contractStructure", i)+".object.marketObjectCode", "this is needed")
		}
		whole = whole || t.GuaranteedExposure == ExposureMarket && r.market() != ""
	}
	if covered == 0 {
		faults.Add("contractStructure", "there is no contract with the role {role}", "role", string(Covered))
	}
	if !whole && !t.NotionalPrincipal.Set && t.ExerciseDate == 0 {
		faults.Add("notionalPrincipal", "this is needed").Because("or give the whole terms of what is covered")
	}
	if !slices.ContainsFunc(t.ContractStructure, func(r Reference) bool { return r.Role == Covered && r.Contract != nil }) && t.MaturityDate == 0 &&
		t.ExerciseDate == 0 {
		faults.Add("maturityDate", "this is needed")
	}
}

// checkPledge wants something pledged, and a price for it.
func (t *Terms) checkPledge(faults *errs.Faults) {
	pledged := 0
	for i, r := range t.ContractStructure {
		if r.Role != Covering {
			continue
		}
		pledged++
		checkType(faults, i, r, holdings)
		priced := r.market() != "" || r.Contract != nil && (r.Contract.MarketValueObserved.Set || r.Contract.ContractType != STK && r.Contract.ContractType != COM)
		if !priced {
			faults.Add(indexed("contractStructure", i)+".object.marketObjectCode", "this is needed")
		}
	}
	if pledged == 0 && t.ExerciseDate == 0 {
		faults.Add("contractStructure", "there is no contract with the role {role}", "role", string(Covering))
	}
}
