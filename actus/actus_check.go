package actus

import (
	"math"
	"reflect"
	"slices"

	"kontor/day"
	"kontor/errs"
)

// Bounds of the terms. An amount beyond the first could not be told from the next one to the cent, and a rate beyond the
// second is one written in percent.
const (
	MaxAmount = 1e15
	maxRate   = 100.0
)

// Check says what is wrong with the terms: every bad one at once, by its name, with what is allowed. Errors: Invalid.
func (t *Terms) Check() error {
	return t.checkIn(Mode{})
}

// checkIn is Check in a mode.
func (t *Terms) checkIn(m Mode) error {
	var faults errs.Faults
	t.check(&faults, 0)
	if m != Conformance {
		t.checkStray(&faults)
	}
	return faults.Err()
}

func (t *Terms) check(faults *errs.Faults, depth int) {
	if t.ContractType == "" || !permits(t.ContractType, string(t.ContractType)) {
		notOneOf(faults, "contractType", string(t.ContractType), t.ContractType)
		return
	}
	if depth > maxNesting {
		faults.Add("contractStructure", "contracts refer to contracts more than {most} levels deep", "most", maxNesting)
		return
	}
	if depth == 0 && t.ContractRole == "" {
		faults.Add("contractRole", "this is needed").Because("write RPA for who lends, RPL for who borrows")
	}
	t.checkKinds(faults)
	t.checkNeeded(faults)
	t.checkNumbers(faults)
	t.checkCycles(faults)
	if t.isLoan() {
		t.checkLoan(faults)
	} else {
		t.checkTrade(faults)
	}
	for i := range t.ContractStructure {
		t.ContractStructure[i].check(faults, indexed("contractStructure", i), depth)
	}
}

func (r *Reference) check(faults *errs.Faults, at string, depth int) {
	if r.Role == "" || !permits(r.Role, string(r.Role)) {
		notOneOf(faults, at+".referenceRole", string(r.Role), r.Role)
	}
	switch r.Type {
	case ByTerms:
		if r.Contract == nil {
			faults.Add(at+".object", "this is needed")
			return
		}
		var inner errs.Faults
		r.Contract.check(&inner, depth+1)
		faults.Take(at+".object", inner.Err())
	case ByID, ByMarket:
		if r.ContractID == "" && r.MarketObjectCode == "" {
			faults.Add(at+".object", "this is needed")
		}
	default:
		notOneOf(faults, at+".referenceType", string(r.Type), r.Type)
	}
}

// checkKinds refuses what no text form could have said: a value that an enumeration does not have, a date out of the calendar,
// a number that is none.
func (t *Terms) checkKinds(faults *errs.Faults) {
	v := reflect.ValueOf(t).Elem()
	for i := range v.NumField() {
		f, at := v.Field(i), termNames[i]
		if f.IsZero() {
			continue
		}
		switch x := f.Addr().Interface().(type) {
		case *Moment:
			if !x.valid() {
				outOfCalendar(faults, at)
			}
		case *[]Moment:
			for n, m := range *x {
				if !m.valid() {
					outOfCalendar(faults, indexed(at, n))
				}
			}
		case *Number:
			if !finite(x.Value) || math.Abs(x.Value) > MaxAmount {
				faults.Add(at, "the number lies beyond what can be computed").Because("write one between -{most} and {most}", "most", "1e15")
			}
		case *[]float64:
			for n, one := range *x {
				if !finite(one) || math.Abs(one) > MaxAmount {
					faults.Add(indexed(at, n), "the number lies beyond what can be computed").Because("write one between -{most} and {most}", "most", "1e15")
				}
			}
		case *day.Cycle:
			checkCycle(faults, at, *x)
		case *[]day.Cycle:
			for n, c := range *x {
				checkCycle(faults, indexed(at, n), c)
			}
		case *day.Period:
			if !validPeriod(*x) {
				faults.Add(at, "{text} is no period", "text", x.String()).Because("write a number of D, W, M, Q, H or Y, like P5D or P3M")
			}
		default:
			checkNames(faults, at, f)
		}
	}
}

func checkNames(faults *errs.Faults, at string, f reflect.Value) {
	if f.Kind() != reflect.Slice {
		checkName(faults, at, f)
		return
	}
	for n := range f.Len() {
		checkName(faults, indexed(at, n), f.Index(n))
	}
}

func checkCycle(faults *errs.Faults, at string, c day.Cycle) {
	if c.IsZero() {
		return
	}
	if _, err := day.ParseCycle(c.String()); err != nil {
		faults.Take(at, err)
	}
}

func (m Moment) valid() bool { return m >= At(day.Min) && m <= AtEnd(day.Max) }

func outOfCalendar(faults *errs.Faults, at string) {
	faults.Add(at, "the date lies outside the calendar").Because("write one from 0001-01-01 to 9999-12-31")
}

// needed are the terms that a contract type cannot be without.
var needed = map[ContractType][]string{
	PAM: {"statusDate", "initialExchangeDate", "maturityDate", "notionalPrincipal"},
	LAM: {"statusDate", "initialExchangeDate", "notionalPrincipal"},
	NAM: {"statusDate", "initialExchangeDate", "notionalPrincipal", "nextPrincipalRedemptionPayment"},
	ANN: {"statusDate", "initialExchangeDate", "notionalPrincipal"},
	LAX: {"statusDate", "initialExchangeDate", "notionalPrincipal",
		"arrayCycleAnchorDateOfPrincipalRedemption", "arrayNextPrincipalRedemptionPayment", "arrayIncreaseDecrease"},
	CLM:   {"statusDate", "initialExchangeDate", "notionalPrincipal"},
	UMP:   {"statusDate", "initialExchangeDate", "notionalPrincipal"},
	CSH:   {"statusDate", "notionalPrincipal"},
	STK:   {"statusDate"},
	COM:   {"statusDate"},
	FXOUT: {"statusDate", "maturityDate", "notionalPrincipal", "notionalPrincipal2", "currency", "currency2"},
	SWPPV: {"statusDate", "initialExchangeDate", "maturityDate", "notionalPrincipal", "nominalInterestRate", "dayCountConvention"},
	SWAPS: {"statusDate"},
	CAPFL: {"statusDate"},
	OPTNS: {"statusDate", "maturityDate", "optionType"},
	FUTUR: {"statusDate", "maturityDate", "futuresPrice"},
	CEG:   {"statusDate"},
	CEC:   {"statusDate"},
}

func (t *Terms) checkNeeded(faults *errs.Faults) {
	v := reflect.ValueOf(t).Elem()
	for _, at := range needed[t.ContractType] {
		if v.Field(termFields[at]).IsZero() {
			faults.Add(at, "this is needed")
		}
	}
	t.checkTrades(faults)
}

// checkTrades wants a price with a purchase and a termination, and both within the life of the contract.
func (t *Terms) checkTrades(faults *errs.Faults) {
	if t.PurchaseDate != 0 && !t.PriceAtPurchaseDate.Set {
		faults.Add("priceAtPurchaseDate", "this is needed")
	}
	if t.TerminationDate != 0 && !t.PriceAtTerminationDate.Set {
		faults.Add("priceAtTerminationDate", "this is needed")
	}
	notAfter(faults, "purchaseDate", t.PurchaseDate, "terminationDate", t.TerminationDate)
}

// notAfter wants one date not after another, where both are there.
func notAfter(faults *errs.Faults, early string, a Moment, late string, b Moment) {
	if a != 0 && b != 0 && a > b {
		faults.Add(early, "it lies after {other}", "other", late).Because("write a date up to {day}", "day", b.Date().String())
	}
}

// checkNumbers holds the numbers within what they mean.
func (t *Terms) checkNumbers(faults *errs.Faults) {
	for _, r := range []struct {
		at string
		n  Number
	}{
		{"nominalInterestRate", t.NominalInterestRate}, {"nominalInterestRate2", t.NominalInterestRate2}, {"nextResetRate", t.NextResetRate},
		{"lifeCap", t.LifeCap}, {"lifeFloor", t.LifeFloor}, {"rateSpread", t.RateSpread}, {"periodCap", t.PeriodCap}, {"periodFloor", t.PeriodFloor},
		{"delinquencyRate", t.DelinquencyRate},
	} {
		if r.n.Set && (!(r.n.Value > -1) || r.n.Value > maxRate) {
			faults.Add(r.at, "the rate must lie above -100 % and within {most} %", "most", int(100*maxRate)).Because("write 0.05 for 5 %")
		}
	}
	for _, r := range []struct {
		at string
		n  Number
	}{
		{"notionalPrincipal", t.NotionalPrincipal}, {"notionalPrincipal2", t.NotionalPrincipal2}, {"quantity", t.Quantity},
		{"interestCalculationBaseAmount", t.InterestCalculationBaseAmount}, {"penaltyRate", t.PenaltyRate}, {"periodCap", t.PeriodCap},
		{"maximumPenaltyFreeDisbursement", t.MaximumPenaltyFreeDisbursement}, {"coverageOfCreditEnhancement", t.CoverageOfCreditEnhancement},
		{"delinquencyRate", t.DelinquencyRate}, {"scalingIndexAtContractDealDate", t.ScalingIndexAtContractDealDate},
	} {
		if r.n.Set && r.n.Value < 0 {
			faults.Add(r.at, "it must not be negative")
		}
	}
	if t.LifeCap.Set && t.LifeFloor.Set && t.LifeFloor.Value > t.LifeCap.Value {
		faults.Add("lifeFloor", "it lies above {other}", "other", "lifeCap")
	}
}

// checkCycles refuses cycles that run too often or begin when all is over.
func (t *Terms) checkCycles(faults *errs.Faults) {
	end := t.MaturityDate
	for _, c := range []struct {
		anchorAt, cycleAt string
		anchor            Moment
		cycle             day.Cycle
	}{
		{"cycleAnchorDateOfPrincipalRedemption", "cycleOfPrincipalRedemption", t.CycleAnchorDateOfPrincipalRedemption, t.CycleOfPrincipalRedemption},
		{"cycleAnchorDateOfInterestPayment", "cycleOfInterestPayment", t.CycleAnchorDateOfInterestPayment, t.CycleOfInterestPayment},
		{"cycleAnchorDateOfRateReset", "cycleOfRateReset", t.CycleAnchorDateOfRateReset, t.CycleOfRateReset},
		{"cycleAnchorDateOfScalingIndex", "cycleOfScalingIndex", t.CycleAnchorDateOfScalingIndex, t.CycleOfScalingIndex},
		{"cycleAnchorDateOfFee", "cycleOfFee", t.CycleAnchorDateOfFee, t.CycleOfFee},
		{"cycleAnchorDateOfInterestCalculationBase", "cycleOfInterestCalculationBase", t.CycleAnchorDateOfInterestCalculationBase, t.CycleOfInterestCalculationBase},
	} {
		notAfter(faults, c.anchorAt, c.anchor, "maturityDate", end)
		from := c.anchor
		if from == 0 {
			from = t.InitialExchangeDate
		}
		if last := max(end, t.AmortizationDate); !c.cycle.IsZero() && from != 0 && last > from && int(last.Date()-from.Date())/cycleDays(c.cycle) > MaxEvents {
			faults.Add(c.cycleAt, "it makes more than {most} dates", "most", MaxEvents).Because("take a longer cycle or an earlier end")
		}
	}
	notAfter(faults, "capitalizationEndDate", t.CapitalizationEndDate, "maturityDate", end)
	notAfter(faults, "initialExchangeDate", t.InitialExchangeDate, "maturityDate", end)
}

// cycleDays is about how long a cycle is.
func cycleDays(c day.Cycle) int {
	days := 1
	switch c.Every.Unit {
	case day.Weeks:
		days = 7
	case day.Months:
		days = 28
	case day.Quarters:
		days = 90
	case day.HalfYears:
		days = 181
	case day.Years:
		days = 365
	}
	return max(1, min(c.Every.N, int(day.Max))*days)
}

// checkRising wants dates in order, each after the one before.
func checkRising(faults *errs.Faults, at string, list []Moment) {
	for i := 1; i < len(list); i++ {
		if list[i] <= list[i-1] {
			faults.Add(indexed(at, i), "it must lie after the one before")
		}
	}
}

// checkLength wants a list as long as that of the anchors, of one entry that serves all, or where it may be, none.
func checkLength(faults *errs.Faults, at string, n, anchors int, optional bool) {
	if !slices.Contains([]int{1, anchors}, n) && (n > 0 || anchors > 0 && !optional) {
		faults.Add(at, "it has {n} entries, {want} are needed", "n", n, "want", anchors).Because("write one for every anchor date, or a single one for all")
	}
}

func validPeriod(p day.Period) bool {
	_, err := day.ParsePeriod(p.String())
	return err == nil
}
