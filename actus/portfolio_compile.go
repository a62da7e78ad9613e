package actus

import (
	"cmp"
	"slices"

	"kontor/day"
)

// plan is what contracts of one shape share: a book of a million has few of them. It can be compared.
type plan struct {
	kind              ContractType
	sign              float64
	count             day.Count
	ends              day.EndOfMonth
	shift             day.Shift
	calendar          *day.Calendar
	moves, marks      bool // the convention moves days; the day count subtracts from other numbers than the days
	maturityAgreed    bool // and so known to the day count
	principal         cycle
	interest          cycle
	reset, lag, scale cycle
	currency          string
	index, scaleIndex string
	paysInterest      bool
	atRedemptions     bool // interest is paid on the dates of redemption, which have no dates of their own for it
	fromExchange      bool // redemptions are counted from the initial exchange and begin a period later
	follows           bool // the calculation base follows redemptions
	capitalisesBase   bool // and capitalised interest
	solves            bool // the redemption is solved, not agreed
	scalesNotional    bool
	scalesInterest    bool
	fixing            day.Period
	shiftsBeyond      bool // business days move events past maturity
	fromFirst         bool // before the first observed value of an index the first one holds
}

// detail is what most contracts do without.
type detail struct {
	detailNumbers
	redemptions, interests, rates []stretch // LAX
}

type detailNumbers struct {
	dimension            int32 // amortization date
	capitalEnd           int32
	lagAnchor, scaleFrom int32
	capitalises          bool
	known                Number // the rate of the next reset
	multiplier, spread   float64
	limits               limits
	base, premium        Number // in a book, where they are not the notional
	notionalScale        float64
	interestScale        float64
	scaleAtDeal          float64
}

// stretch is a segment of LAX.
type stretch struct {
	from  int32
	cycle cycle
	kind  pace
	value float64
}

var noDetail = &detail{detailNumbers: detailNumbers{multiplier: 1, notionalScale: 1, interestScale: 1}}

// contract is one contract in the form that the fast path runs.
type contract struct {
	*plan
	*detail
	status, start, end                      int32
	redemptionFrom, interestFrom, resetFrom int32
	notional, rate, accrued, base, payment  float64 // at the opening: the initial exchange or, where that is past, the status date
	premium                                 float64 // what the initial exchange pays
}

// Compiled is a contract made ready to be projected again and again, without allocation. It never changes.
type Compiled struct {
	contract
	terms     Terms
	mode      Mode
	calendars map[string]*day.Calendar
	plain     Reason
}

// Reason says why a contract takes the plain path: the term that the fast one does not know, or what else it is about. Empty
// means that it takes the fast one.
type Reason string

// Compile checks terms and prepares their projection. Calendars are those that the terms may name, beside NC and MF.
// Errors: those of Project that do not depend on what is observed.
func Compile(t Terms, m Mode, calendars map[string]*day.Calendar) (*Compiled, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	c := &Compiled{terms: t, mode: m, calendars: calendars, plain: unsupported(&t)}
	if c.plain != "" {
		return c, nil
	}
	j, err := newJob(&t, &Observations{Calendars: calendars}, m, 0)
	if err != nil {
		return nil, err
	}
	l := loanOf(j)
	l.open()
	if l.err != nil {
		return nil, l.err
	}
	if c.plain = odd(l); c.plain == "" {
		c.contract = compact(l)
	}
	return c, nil
}

// Plain says why the contract takes the plain path, and nothing when it takes the fast one. The numbers are the same.
func (c *Compiled) Plain() Reason { return c.plain }

// unsupported finds what the fast path leaves to the plain one.
func unsupported(t *Terms) Reason {
	clocked := t.StatusDate.Clock() != 0
	for _, m := range [...]Moment{t.InitialExchangeDate, t.MaturityDate, t.AmortizationDate, t.CycleAnchorDateOfPrincipalRedemption, t.CycleAnchorDateOfInterestPayment,
		t.CycleAnchorDateOfRateReset, t.CycleAnchorDateOfInterestCalculationBase, t.CycleAnchorDateOfScalingIndex, t.CapitalizationEndDate} {
		clocked = clocked || m.Clock() != 0
	}
	for _, list := range [...][]Moment{t.ArrayCycleAnchorDateOfPrincipalRedemption, t.ArrayCycleAnchorDateOfInterestPayment, t.ArrayCycleAnchorDateOfRateReset} {
		clocked = clocked || slices.ContainsFunc(list, func(m Moment) bool { return m.Clock() != 0 })
	}
	switch {
	case !slices.Contains([]ContractType{PAM, LAM, NAM, ANN, LAX}, t.ContractType):
		return "contractType"
	case clocked:
		return "time of day"
	case t.PurchaseDate != 0:
		return "purchaseDate"
	case t.TerminationDate != 0:
		return "terminationDate"
	case t.FeeRate.Value != 0:
		return "feeRate"
	case t.CyclePointOfInterestPayment == Beginning:
		return "cyclePointOfInterestPayment"
	case t.DayCountConvention == day.BUS252 || t.DayCountConvention == 0:
		return "dayCountConvention"
	case t.ContractType == PAM && t.InterestCalculationBase != "" && t.InterestCalculationBase != BaseNT:
		return "interestCalculationBase"
	case t.FeeAccrued.Value != 0:
		return "feeAccrued"
	}
	return ""
}

// loanOf is the contract on the plain path, for what it knows: maturity, opening, redemption. Where these need none of its
// dates they are not listed, which is most of the time that a compilation takes.
func loanOf(j *job) *loan {
	if unbegun := j.MaturityDate != 0 && j.InitialExchangeDate >= j.StatusDate; unbegun && !j.moves() && j.stepsAtMost() < mostSteps {
		l := newLoan(j)
		if l.ContractType == LAM && !l.NextPrincipalRedemptionPayment.Set {
			l.NextPrincipalRedemptionPayment = l.equalRedemption()
		}
		return l
	}
	switch j.ContractType {
	case LAM:
		return newLAM(j)
	case NAM:
		return newNAM(j)
	case ANN:
		return newANN(j)
	case LAX:
		return newLAX(j)
	}
	return newPAM(j)
}

// moves reports whether a business day convention can move a day.
func (j *job) moves() bool {
	return j.BusinessDayConvention != day.NoShift && j.calendar != day.NoCalendar
}

// stepsAtMost bounds the events of a contract.
func (j *job) stepsAtMost() int {
	n := 4 // exchange, maturity, the end of capitalisation and the first solution
	add := func(anchor Moment, c day.Cycle) { n += datesAtMost(anchor, c, j.MaturityDate) }
	for _, s := range [...]struct {
		anchor Moment
		cycle  day.Cycle
	}{
		{j.CycleAnchorDateOfPrincipalRedemption, j.CycleOfPrincipalRedemption}, {j.CycleAnchorDateOfInterestPayment, j.CycleOfInterestPayment},
		{j.CycleAnchorDateOfRateReset, j.CycleOfRateReset}, {j.CycleAnchorDateOfRateReset, j.CycleOfRateReset}, // solved anew with every rate
		{j.CycleAnchorDateOfScalingIndex, j.CycleOfScalingIndex}, {j.CycleAnchorDateOfInterestCalculationBase, j.CycleOfInterestCalculationBase},
	} {
		if s.anchor == 0 {
			s.anchor = j.InitialExchangeDate
		}
		add(s.anchor, s.cycle)
	}
	for _, list := range [...]struct {
		anchors []Moment
		cycles  []day.Cycle
	}{
		{j.ArrayCycleAnchorDateOfPrincipalRedemption, j.ArrayCycleOfPrincipalRedemption}, {j.ArrayCycleAnchorDateOfInterestPayment, j.ArrayCycleOfInterestPayment},
		{j.ArrayCycleAnchorDateOfRateReset, j.ArrayCycleOfRateReset},
	} {
		for i, anchor := range list.anchors {
			add(anchor, entry(list.cycles, i))
		}
	}
	return n
}

// datesAtMost bounds the dates of a cycle from an anchor to an end.
func datesAtMost(anchor Moment, every day.Cycle, end Moment) int {
	c := compactCycle(every)
	if days := int(c.days + 28*c.months); days > 0 {
		return int(max(0, end.Date()-anchor.Date()))/days + 1
	}
	return 1
}

// mostSolved is how many terms of annuities may be added up for one contract. A year of daily resets needs 4,000.
const mostSolved = 1_000_000

// solvesOften reports whether a payment is solved so often that the plain path has to say whether that is too often.
func (l *loan) solvesOften() bool {
	payments := datesAtMost(l.InitialExchangeDate, l.CycleOfPrincipalRedemption, max(l.AmortizationDate, l.maturity))
	return payments*datesAtMost(l.InitialExchangeDate, l.CycleOfRateReset, l.maturity) > mostSolved
}

// mostSteps is the longest contract that takes the fast path: every day of thirty years.
const mostSteps = 11_000

// odd finds what only the dates of a contract show: business days move events across the dates that bound its life.
func odd(l *loan) Reason {
	solves := l.ContractType == ANN && !l.NextPrincipalRedemptionPayment.Set
	rising := func(list []Moment) bool { return slices.IsSorted(list) }
	switch {
	case len(l.steps) > mostSteps:
		return "length"
	case solves && l.solvesOften():
		return "cycleOfRateReset"
	case solves && l.firstRedemption() < l.InitialExchangeDate:
		return "cycleAnchorDateOfPrincipalRedemption"
	case !rising(l.ArrayCycleAnchorDateOfPrincipalRedemption) || !rising(l.ArrayCycleAnchorDateOfInterestPayment) || !rising(l.ArrayCycleAnchorDateOfRateReset):
		return "order of anchors"
	}
	if solves && l.moves() && l.err == nil {
		if l.solved(cmp.Or(l.AmortizationDate, l.maturity)); l.err != nil { // the plain path may not need those days
			l.err = nil
			return "calendar"
		}
	}
	crosses := func(s step, m Moment) bool { return (s.at < m) != (s.computed < m) }
	for i, s := range l.steps {
		moved := solves && crosses(s, l.InitialExchangeDate)
		switch s.kind {
		case PRF:
			moved = moved || crosses(s, l.StatusDate)
		case PR:
			moved = moved || solves && (s.computed > l.maturity || s.computed < l.InitialExchangeDate)
		case RRF: // a known rate comes before an observed one of its day
			moved = i > 0 && l.steps[i-1].kind == RR && l.steps[i-1].computed == s.computed
		}
		if moved {
			return "businessDayConvention"
		}
	}
	return ""
}

// open sets the state at the status date and solves a payment that was due to be solved before it.
func (l *loan) open() {
	l.begin()
	if l.InitialExchangeDate >= l.StatusDate || !l.mode.RedemptionFixedBeforeStatus {
		return
	}
	var before []step
	for _, s := range l.steps {
		if s.kind == PRF && s.at < l.StatusDate {
			before = append(before, s)
		}
	}
	slices.SortStableFunc(before, func(a, b step) int { return cmp.Compare(a.computed, b.computed) })
	for _, s := range before {
		l.apply(s)
	}
}

// number of the day of a moment.
func number(m Moment) int32 { return int32(m.Date()) }

// compact puts the terms into the form that the fast path runs, with the state at the opening.
func compact(l *loan) contract {
	t, s := l.Terms, &l.state
	base := t.InterestCalculationBase
	p := &plan{kind: t.ContractType, sign: l.sign, count: t.DayCountConvention, ends: t.EndOfMonthConvention, shift: t.BusinessDayConvention, calendar: l.calendar,
		maturityAgreed: t.MaturityDate != 0, principal: compactCycle(t.CycleOfPrincipalRedemption), interest: compactCycle(t.CycleOfInterestPayment),
		reset: compactCycle(t.CycleOfRateReset), currency: t.Currency, index: t.MarketObjectCodeOfRateReset, scaleIndex: t.MarketObjectCodeOfScalingIndex,
		fromExchange: t.CycleAnchorDateOfPrincipalRedemption == 0, follows: l.followsRedemptions(), capitalisesBase: base == "" || base == BaseNT,
		solves: t.ContractType == ANN && !t.NextPrincipalRedemptionPayment.Set, scalesNotional: t.ScalingEffect.notional(),
		scalesInterest: t.ScalingEffect.interest(), fromFirst: l.mode.FirstBeforeObserved, shiftsBeyond: l.mode.ShiftBeyondMaturity}
	p.moves, p.marks = l.moves(), marked(p.count)
	if l.mode.FixingAtReset || t.FixingPeriod.N <= 0 {
		p.fixing = day.Period{}
	} else {
		p.fixing = t.FixingPeriod
	}
	d := *noDetail
	c := contract{plan: p, status: number(t.StatusDate), start: number(t.InitialExchangeDate), end: number(l.maturity),
		redemptionFrom: number(t.CycleAnchorDateOfPrincipalRedemption), interestFrom: number(t.CycleAnchorDateOfInterestPayment),
		resetFrom: number(t.CycleAnchorDateOfRateReset), payment: s.NextPrincipalRedemptionPayment}
	p.paysInterest = t.CycleAnchorDateOfInterestPayment != 0 || !t.CycleOfInterestPayment.IsZero()
	d.capitalEnd, d.capitalises = number(t.CapitalizationEndDate), t.CapitalizationEndDate != 0
	switch t.ContractType {
	case PAM:
		p.paysInterest = p.paysInterest && t.NominalInterestRate.Set
		d.capitalises = d.capitalises && t.NominalInterestRate.Set
	case NAM, ANN:
		p.atRedemptions = !p.paysInterest
	case LAX:
		compactArrays(l, p, &d)
	}
	anchored := func(from *int32, c cycle) {
		if *from == 0 && c != (cycle{}) {
			*from = number(t.InitialExchangeDate)
		}
	}
	if base == BaseNTL {
		p.lag, d.lagAnchor = compactCycle(t.CycleOfInterestCalculationBase), number(t.CycleAnchorDateOfInterestCalculationBase)
	}
	if p.scalesNotional || p.scalesInterest {
		p.scale, d.scaleFrom = compactCycle(t.CycleOfScalingIndex), number(t.CycleAnchorDateOfScalingIndex)
		anchored(&d.scaleFrom, p.scale)
	}
	anchored(&c.interestFrom, p.interest)
	anchored(&c.resetFrom, p.reset)
	openingOf(l, &c)
	d.dimension = number(t.AmortizationDate)
	d.known, d.multiplier, d.spread = t.NextResetRate, t.RateMultiplier.Or(1), t.RateSpread.Value
	d.limits = limits{t.PeriodCap, t.PeriodFloor, t.LifeFloor, t.LifeCap}
	d.notionalScale, d.interestScale, d.scaleAtDeal = s.NotionalScalingMultiplier, s.InterestScalingMultiplier, t.ScalingIndexAtContractDealDate.Value
	c.detail = &d
	return c
}

// openingOf sets how the contract stands after its initial exchange or, where that is past, at the status date.
func openingOf(l *loan, c *contract) {
	s := l.state
	if c.start >= c.status {
		c.premium = l.exchange(step{computed: l.InitialExchangeDate})
		s, l.state = l.state, s
	}
	c.notional, c.rate, c.accrued = s.NotionalPrincipal, s.NominalInterestRate, s.AccruedInterest
	c.base = s.InterestCalculationBaseAmount
}

// compactArrays takes over the segments of LAX.
func compactArrays(l *loan, p *plan, d *detail) {
	t := l.Terms
	for i, m := range t.ArrayCycleAnchorDateOfPrincipalRedemption {
		s := stretch{from: number(m), cycle: compactCycle(entry(t.ArrayCycleOfPrincipalRedemption, i)), kind: ofPR}
		s.value = l.sign * entry(t.ArrayNextPrincipalRedemptionPayment, i)
		if entry(t.ArrayIncreaseDecrease, i) == Increase {
			s.kind, s.value = ofPI, -s.value
		}
		d.redemptions = append(d.redemptions, s)
	}
	for i, m := range t.ArrayCycleAnchorDateOfInterestPayment {
		d.interests = append(d.interests, stretch{from: number(m), cycle: compactCycle(entry(t.ArrayCycleOfInterestPayment, i))})
	}
	for i, m := range t.ArrayCycleAnchorDateOfRateReset {
		s := stretch{from: number(m), cycle: compactCycle(entry(t.ArrayCycleOfRateReset, i)), kind: ofRRF, value: entry(t.ArrayRate, i)}
		if entry(t.ArrayFixedVariable, i) == VariableRate {
			s.kind = ofRR
		}
		d.rates = append(d.rates, s)
	}
	p.paysInterest = p.paysInterest || len(d.interests) > 0
}
