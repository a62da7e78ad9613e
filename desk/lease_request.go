package desk

import (
	"cmp"
	"fmt"
	"strconv"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
)

// LeaseRequest is what a person writes of a lease: the first fields make a level lease, the others give it a shape. An
// empty field leaves it to the product, and then to the usual: monthly rentals in arrears, an annuity, 30/360.
type LeaseRequest struct {
	Product     string       `json:"product" label:"Product" enum:"@products" help:"Its terms stand where nothing is written here." optional:""`
	Rate        money.Rate   `json:"rate" label:"Rate" unit:"% a year" help:"Nominal." optional:""`
	Count       int          `json:"count" label:"Rentals" help:"How many, 1 to 600." optional:""`
	EveryMonths int          `json:"every_months" label:"Every" unit:"months" help:"1, 3, 6 or 12." optional:""`
	Timing      string       `json:"timing" label:"Timing" enum:"@timings" optional:""`
	Method      string       `json:"method" label:"Method" enum:"@methods" optional:""`
	Residual    money.Amount `json:"residual" label:"Residual value" help:"Left at the end." optional:""`
	ResidualBy  string       `json:"residual_by" label:"Who stands for the residual" enum:"@backers" help:"A customer owes only what he stands for himself." optional:""`

	SkipMonths       []string     `json:"skip_months" label:"Months without a rental" help:"Numbers of months, 12 for December; their interest joins the balance." optional:"" group:"Shape of the rentals"`
	StepPercent      money.Rate   `json:"step_percent" label:"Step" unit:"%" help:"By so much the rental rises from step to step." optional:"" group:"Shape of the rentals"`
	StepEvery        int          `json:"step_every" label:"Step after" unit:"rentals" optional:"" group:"Shape of the rentals"`
	GracePrincipal   int          `json:"grace_principal" label:"Interest only" unit:"rentals" help:"So many first rentals ask for interest only." optional:"" group:"Shape of the rentals"`
	GraceInterest    int          `json:"grace_interest" label:"Interest deferred" unit:"rentals" help:"The interest of so many first rentals is due with the next one." optional:"" group:"Shape of the rentals"`
	GraceCapitalised int          `json:"grace_capitalised" label:"Interest capitalised" unit:"rentals" help:"So many first rentals ask for nothing; their interest joins the balance." optional:"" group:"Shape of the rentals"`
	DimensionOver    int          `json:"dimension_over" label:"Dimensioned over" unit:"rentals" help:"A rental for a longer term; what is left is due with the last one." optional:"" group:"Shape of the rentals"`
	FirstPeriodEnds  day.Date     `json:"first_period_ends" label:"First period ends" help:"When the first period is shorter or longer than the others." optional:"" group:"Shape of the rentals"`
	Shape            []ShapeLine  `json:"shape" label:"Rentals that differ" help:"One line after the other; together they are all rentals." optional:"" group:"Shape of the rentals"`
	DayCount         string       `json:"day_count" label:"Day count" enum:"30E360|A365|A360|AA" help:"Empty: a month is a twelfth of a year." optional:"" group:"Days and rounding"`
	Shift            string       `json:"shift" label:"Due on a closed day" enum:"SCF|SCMF|CSF|CSMF|SCP|SCMP|CSP|CSMP" help:"SC… counts the days that the due day moves, CS… does not." optional:"" group:"Days and rounding"`
	RoundTo          money.Amount `json:"round_to" label:"Round the rental to" help:"For example 1.00 or 100.00." optional:"" group:"Days and rounding"`
	Fees             []FeeLine    `json:"fees" label:"Fees, insurance and service" optional:"" group:"Fees and deposit"`
	Deposit          money.Amount `json:"deposit" label:"Deposit" help:"Paid at the start, given back at the end." optional:"" group:"Fees and deposit"`
	Programmes       []string     `json:"programmes" label:"Programmes" ref:"programme" help:"Names of programmes, in the order in which they apply." optional:"" group:"Levelling"`
	CustomerRate     money.Rate   `json:"customer_rate" label:"Rate for the customer" unit:"% a year" help:"Empty: as low as the programmes go." optional:"" group:"Levelling"`
	FloatIndex       string       `json:"float_index" label:"Index" help:"The rate follows it; the rate above holds until the first reset." optional:"" group:"Floating rate"`
	FloatSpread      money.Rate   `json:"float_spread" label:"Spread" unit:"points" optional:"" group:"Floating rate"`
	FloatMonths      int          `json:"float_months" label:"Reset every" unit:"months" optional:"" group:"Floating rate"`
	FloatLookBack    int          `json:"float_look_back" label:"Look-back" unit:"days" optional:"" group:"Floating rate"`
	FloatCap         money.Rate   `json:"float_cap" label:"Cap" unit:"% a year" optional:"" group:"Floating rate"`
	FloatFloor       money.Rate   `json:"float_floor" label:"Floor" unit:"% a year" optional:"" group:"Floating rate"`
	FloatLimit       money.Rate   `json:"float_limit" label:"Most at one reset" unit:"points" optional:"" group:"Floating rate"`
	AfterReset       string       `json:"after_reset" label:"A new rate changes" enum:"@resets" optional:"" group:"Floating rate"`
	PayOrder         string       `json:"pay_order" label:"Money meets first" enum:"penalties_first|interest_first|principal_first|overdue_first" help:"Empty: penalties, fees, interest, principal of the oldest row." optional:"" group:"Payments"`
	Overpaid         string       `json:"overpaid" label:"Money beyond what is due" enum:"next_instalment|last_instalment|reamortise" help:"Empty: it is held and meets what falls due next." optional:"" group:"Payments"`
	Tolerance        money.Amount `json:"tolerance" label:"Tolerance" help:"A row that is short by no more is closed." optional:"" group:"Payments"`
	PenaltyRate      money.Rate   `json:"penalty_rate" label:"Penalty" unit:"% a day" help:"On what is overdue, from its due date until it is paid." optional:"" group:"Late payment"`
	PenaltyCap       money.Rate   `json:"penalty_cap" label:"Penalty at most" unit:"% of the arrears" optional:"" group:"Late payment"`

	Levelling Levelling `json:"levelling,omitzero" form:"-"` // filled in by the desk, never by who asks
}

// Levelling is what the desk knew when it quoted: the programmes as they stood, the values of indicators, what budgets had
// left. A contract keeps the version under which it was signed.
type Levelling struct {
	On         day.Date              `json:"on"`
	Programmes []lease.Programme     `json:"programmes,omitempty"`
	Indicators map[string]money.Rate `json:"indicators,omitempty"`
	Left       map[string]int64      `json:"left_minor,omitempty"`
	Indices    []lease.Index         `json:"indices,omitempty"`
}

// ShapeLine is some rentals of one kind.
type ShapeLine struct {
	Count   int          `json:"count" label:"Rentals"`
	Kind    string       `json:"kind" label:"Kind" enum:"@shapes"`
	Amount  money.Amount `json:"amount" label:"Amount" optional:""`
	Percent money.Rate   `json:"percent" label:"Percent" unit:"%" optional:""`
}

// FeeLine is one fee or a service that is passed through.
type FeeLine struct {
	Name    string       `json:"name" label:"Name"`
	Amount  money.Amount `json:"amount" label:"Amount" optional:""`
	Percent money.Rate   `json:"percent" label:"Percent" unit:"%" help:"Of the price, instead of an amount." optional:""`
	When    string       `json:"when" label:"When" enum:"@whens"`
	Service bool         `json:"service" label:"Insurance or service" optional:""`
}

// leaseWords are the words of the lease that fields choose from, so that a new one is in every form at once.
var leaseWords = map[string][]string{"products": productNames(), "methods": words(lease.Methods), "timings": words(lease.Timings), "backers": words(lease.Backers),
	"resets": words(lease.AfterAll), "shapes": words(lease.ShapeKinds), "whens": words(lease.Whens), "unknowns": words(lease.Unknowns)}

func words[W ~string](all []W) []string {
	out := make([]string, len(all))
	for i, w := range all {
		out[i] = string(w)
	}
	return out
}

func productNames() []string {
	var out []string
	for _, p := range lease.Products() {
		out = append(out, p.Name)
	}
	return out
}

// payOrders are the waterfalls that a deal chooses from, by the names under which lenders know them.
var payOrders = map[string]string{"penalties_first": "PENALTIES_FEES_INTEREST_PRINCIPAL_ORDER", "interest_first": "INTEREST_PRINCIPAL_PENALTIES_FEES_ORDER",
	"principal_first": "PRINCIPAL_INTEREST_PENALTIES_FEES_ORDER", "overdue_first": "OVERDUE_DUE_FEE_INTEREST_PRINCIPAL"}

// usual is what a level lease is without a product: an annuity, monthly, in arrears.
func (r LeaseRequest) usual() LeaseRequest {
	if r.Product != "" {
		return r
	}
	r.Method, r.Timing = orText(r.Method, string(lease.Annuity)), orText(r.Timing, string(lease.InArrears))
	if r.EveryMonths == 0 && len(r.Shape) == 0 {
		r.EveryMonths = 1
	}
	return r
}

// productFloats is how the rate of the product floats, if it does.
func (r LeaseRequest) productFloats() lease.Floating {
	p, _ := lease.FindProduct(r.Product)
	return p.Terms.Floating
}

// index is what the rate follows, "" when it is fixed.
func (r LeaseRequest) index() string { return cmp.Or(r.FloatIndex, r.productFloats().Index) }

// terms are the lease's own. Errors: Invalid with every field that cannot be read; what contradicts itself is found when
// the terms are planned.
func (r LeaseRequest) terms(price, advance money.Amount, start day.Date) (lease.Terms, error) {
	var f errs.Faults
	r = r.usual()
	oneOf(&f, "pay_order", orText(r.PayOrder, "penalties_first"), "penalties_first", "interest_first", "principal_first", "overdue_first")
	oneOf(&f, "overpaid", orText(r.Overpaid, "next_instalment"), "next_instalment", "last_instalment", "reamortise")
	if r.Tolerance.Minor < 0 || r.Tolerance.Minor > 0 && r.Tolerance.Currency != price.Currency {
		f.Add("tolerance", "the tolerance is an amount in the currency of the price, not below zero")
	}
	t := lease.Terms{Price: price, Advance: advance, Residual: r.Residual, Rate: r.Rate, Count: r.Count, EveryMonths: r.EveryMonths, Start: start,
		Method: lease.Method(r.Method), Timing: lease.Timing(r.Timing), ResidualBy: lease.Backer(r.ResidualBy), DimensionOver: r.DimensionOver,
		FirstPeriodEnds: r.FirstPeriodEnds, Grace: lease.Grace{Principal: r.GracePrincipal, Interest: r.GraceInterest, Capitalised: r.GraceCapitalised},
		Deposit: lease.Deposit{Amount: r.Deposit}, RentalUnit: r.RoundTo.Minor}
	if !r.StepPercent.IsZero() || r.StepEvery != 0 {
		t.Step = lease.Step{Every: r.StepEvery, Percent: r.StepPercent}
	}
	for i, m := range r.SkipMonths {
		n, err := strconv.Atoi(m)
		if err != nil {
			f.Add(fmt.Sprintf("skip_months[%d]", i), "{value} is not a whole number", "value", m)
			continue
		}
		t.SkipMonths = append(t.SkipMonths, n)
	}
	for _, l := range r.Shape {
		t.Shape = append(t.Shape, lease.ShapeRow{Count: l.Count, Kind: lease.ShapeKind(l.Kind), Amount: l.Amount, Percent: l.Percent})
	}
	for _, l := range r.Fees {
		t.Fees = append(t.Fees, lease.Fee{Name: l.Name, Amount: l.Amount, Percent: l.Percent, When: lease.When(l.When), Service: l.Service})
	}
	fl := lease.Floating{Index: r.FloatIndex, Spread: r.FloatSpread, EveryMonths: r.FloatMonths, LookBackDays: r.FloatLookBack, Cap: r.FloatCap, Floor: r.FloatFloor,
		PeriodLimit: r.FloatLimit}
	if fl != (lease.Floating{}) { // what is written goes before the product, figure by figure
		of := r.productFloats()
		fl.Index, fl.EveryMonths = cmp.Or(fl.Index, of.Index), cmp.Or(fl.EveryMonths, of.EveryMonths)
		t.Floating = fl
	}
	if r.index() != "" {
		t.AfterReset = lease.AfterReset(r.AfterReset)
	}
	if c := r.RoundTo.Currency; r.RoundTo.Minor != 0 && price.Currency != "" && c != price.Currency {
		f.Add("round_to", "this is in {currency}, the price in {other}", "currency", string(c), "other", string(price.Currency)).Because("a deal has one currency")
	}
	for field, x := range map[string]money.Rate{"penalty_rate": r.PenaltyRate, "penalty_cap": r.PenaltyCap} {
		if x.Fraction() < 0 || x.Fraction() > 1 {
			f.Add(field, "percent are from 0 to 100")
		}
	}
	if r.DayCount != "" {
		f.Take("day_count", t.DayCount.UnmarshalText([]byte(r.DayCount)))
	}
	if r.Shift != "" {
		f.Take("shift", t.Shift.UnmarshalText([]byte(r.Shift)))
		t.Calendars = []string{"MF"}
	}
	return t, f.Err()
}

// offer works the lease out with everything that the product and the programmes add.
func (r LeaseRequest) offer(ask lease.OfferRequest) (lease.Offer, error) {
	ask.Product = r.Product
	if !r.CustomerRate.IsZero() {
		ask.CustomerRate = &r.CustomerRate
	}
	ask.Programmes, ask.Indicators, ask.Left, ask.SignedOn = r.Levelling.Programmes, r.Levelling.Indicators, r.Levelling.Left, r.Levelling.On
	o, err := lease.MakeOffer(ask, lease.Reference{Indices: r.Levelling.Indices, AsOf: r.Levelling.On})
	return o, named(err)
}

// requestNames are the fields of the request where the terms of a lease call them otherwise.
var requestNames = map[string]string{"step.percent": "step_percent", "step.every": "step_every", "grace.principal": "grace_principal",
	"grace.interest": "grace_interest", "grace.capitalised": "grace_capitalised", "rental_unit_minor": "round_to", "deposit.amount": "deposit", "start": "starts_on",
	"step": "step_percent", "grace": "grace_principal", "floating.index": "float_index", "floating.spread": "float_spread", "floating.every_months": "float_months",
	"floating.look_back_days": "float_look_back", "floating.cap": "float_cap", "floating.floor": "float_floor", "floating.period_limit": "float_limit"}

// named gives faults the names under which the fields were asked for.
func named(err error) error {
	e := errs.As(err)
	if e == nil {
		return nil
	}
	for i, f := range e.Faults {
		if name, ok := requestNames[f.Field]; ok {
			e.Faults[i].Field = name
		}
	}
	return e
}
