package lease

import (
	"cmp"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Formula is the shape in which a sponsor pays, so that a customer pays less (L6).
type Formula string

// The formulas.
const (
	AdvanceDiscount Formula = "advance_discount" // a part of the advance, reimbursed to the lessor
	BuyDown         Formula = "rate_buy_down"    // the gap to a lower rate, up front or with each rental
	Compensation    Formula = "lost_income"      // the interest that the lower rate loses, period by period
)

// Base is what a percentage of a programme is taken of.
type Base string

// The bases.
const (
	OfPrice    Base = "price"
	OfFinanced Base = "financed"
)

// AtMinimum says what happens when the customer's rate would fall below the least one of a programme (L10).
type AtMinimum string

// What happens at the minimum.
const (
	CutSubsidy  AtMinimum = "cut_subsidy"  // the sponsor pays less
	RaiseMargin AtMinimum = "raise_margin" // the sponsor pays the same and the lessor earns more
)

// Programme is how a sponsor levels rates: a formula with its limits, as data. Percentages are of the price or of what
// is financed; an amount per 1,000 is a tenth of a percentage. Of LimitAmount and LimitPct the lower binds (L9).
type Programme struct {
	ID      string  `json:"id"`
	Version int     `json:"version,omitempty"`
	Name    string  `json:"name,omitempty"`
	Sponsor string  `json:"sponsor"`
	Formula Formula `json:"formula"`

	Pays         When         `json:"pays,omitempty"`          // of a buy-down
	PaysAfter    int          `json:"pays_after,omitempty"`    // of an advance discount: periods after the start; the carry at the base rate is the sponsor's
	EveryRentals int          `json:"every_rentals,omitempty"` // of a compensation: paid with every third rental, say; 0 = with each
	Points       money.Rate   `json:"points,omitzero"`         // percentage points off the rate
	SizePct      money.Rate   `json:"size_pct,omitzero"`       // the subsidy as a percentage, the rate follows from it
	Of           Base         `json:"of,omitempty"`            // what SizePct and LimitPct are taken of; empty = what is financed
	LimitAmount  money.Amount `json:"limit_amount,omitzero"`   // of one contract; zero value = none
	LimitPct     money.Rate   `json:"limit_pct,omitzero"`      // of one contract; zero = none
	MinRate      money.Rate   `json:"min_customer_rate,omitzero"`
	AtMinimum    AtMinimum    `json:"at_minimum,omitempty"` // empty = the subsidy is cut
	RateStep     money.Rate   `json:"rate_step,omitzero"`   // a limit leads to a multiple of it: 0.01, say; zero = the limit is used up
	Cap          CapRule      `json:"cap,omitzero"`         // the most that the customer may pay
	From         day.Date     `json:"from,omitzero"`        // contracts signed from here; none = no first day
	Until        day.Date     `json:"until,omitzero"`       // to here, included; none = no last day
	ClawBack     []ClawStep   `json:"clawback,omitempty"`   // by rising months
	Budget       []Tranche    `json:"budget,omitempty"`     // by rising day; none = not limited
}

// CapRule is the most that a customer may pay, tied to an indicator such as the key rate (L8). The band with the highest
// Above that the indicator is over holds; the first band also holds below. Without bands there is no cap.
type CapRule struct {
	Indicator string    `json:"indicator,omitempty"`
	Bands     []CapBand `json:"bands,omitempty"`
}

// CapBand is one line of a cap rule: a fixed rate plus a share, in percent, of the indicator. "4 % if the key rate is at
// most 8 %, else half of it" is {Fixed: 4} and {Above: 8, Share: 50}.
type CapBand struct {
	Above money.Rate `json:"above,omitzero"`
	Fixed money.Rate `json:"fixed,omitzero"`
	Share money.Rate `json:"share_pct,omitzero"`
}

// ClawStep is how much of what it paid a sponsor gets back when a contract ends before so many months have passed.
type ClawStep struct {
	BeforeMonths int        `json:"before_months"`
	Share        money.Rate `json:"share_pct"`
}

// Tranche is budget that can be used from a day on.
type Tranche struct {
	From  day.Date `json:"from,omitzero"`
	Minor int64    `json:"minor"`
}

// called is how people know the programme.
func (p Programme) called() string { return cmp.Or(p.Name, p.ID) }

// IsZero reports whether there is no cap.
func (c CapRule) IsZero() bool { return len(c.Bands) == 0 }

// Rate gives the cap at a value of the indicator.
func (c CapRule) Rate(indicator money.Rate) (money.Rate, error) {
	if c.IsZero() {
		return money.Rate{}, errs.New(errs.Invalid, "the cap has no bands")
	}
	band := c.Bands[0]
	for _, b := range c.Bands[1:] {
		if below(b.Above, indicator) {
			band = b
		}
	}
	return money.RateOf(band.Fixed.Fraction() + band.Share.Fraction()*indicator.Fraction())
}

// below compares two rates exactly.
func below(a, b money.Rate) bool {
	x, _ := a.Ratio()
	y, _ := b.Ratio()
	return x < y
}

// Check finds all that is wrong with the programme at once. Errors: Invalid.
func (p Programme) Check() error {
	var f errs.Faults
	if p.ID == "" {
		f.Add("id", "a programme needs a name of its own")
	}
	if p.Sponsor == "" {
		f.Add("sponsor", "a programme needs somebody who pays")
	}
	if !slices.Contains([]Formula{AdvanceDiscount, BuyDown, Compensation}, p.Formula) {
		f.Add("formula", "unknown formula {formula}", "formula", string(p.Formula)).
			Because("choose advance_discount, rate_buy_down or lost_income")
	} else {
		p.checkFormula(&f)
	}
	if p.Of != "" && p.Of != OfPrice && p.Of != OfFinanced {
		f.Add("of", "unknown base {base}", "base", string(p.Of)).Because("choose price or financed")
	}
	if p.AtMinimum != "" && p.AtMinimum != CutSubsidy && p.AtMinimum != RaiseMargin {
		f.Add("at_minimum", "unknown choice {choice}", "choice", string(p.AtMinimum)).Because("choose cut_subsidy or raise_margin")
	}
	p.checkPercentages(&f)
	p.checkCap(&f)
	if p.From != 0 && p.Until != 0 && p.Until < p.From {
		f.Add("until", "the programme ends before it begins").Because("choose {start} or later", "start", p.From)
	}
	p.checkLists(&f)
	return f.Err()
}

// checkFormula checks what only one of the formulas has.
func (p Programme) checkFormula(f *errs.Faults) {
	if p.Formula == BuyDown {
		if p.Pays == "" {
			f.Add("pays", "this is needed").Because("choose up_front or per_rental")
		} else if p.Pays != UpFront && p.Pays != PerRental {
			f.Add("pays", "unknown time of payment {pays}", "pays", string(p.Pays)).Because("choose up_front or per_rental")
		}
	} else if p.Pays != "" {
		f.Add("pays", "only a rate buy-down has this").Because("leave it out")
	}
	if p.PaysAfter < 0 || p.PaysAfter > MaxCount || p.PaysAfter > 0 && p.Formula != AdvanceDiscount {
		f.Add("pays_after", "only a discount on the advance is paid some periods after the start").Because("leave it out")
	}
	if p.EveryRentals < 0 || p.EveryRentals > MaxCount || p.EveryRentals > 0 && p.Formula != Compensation {
		f.Add("every_rentals", "only a compensation of lost income gathers rentals").Because("leave it out")
	}
	sized := !p.SizePct.IsZero()
	switch {
	case p.Formula == AdvanceDiscount && !sized:
		f.Add("size_pct", "a discount on the advance needs its size")
	case p.Formula == AdvanceDiscount && (!p.Points.IsZero() || !p.Cap.IsZero() || !p.MinRate.IsZero()):
		f.Add("formula", "a discount on the advance does not change the rate").Because("leave out points, cap and minimum")
	case sized && !p.Points.IsZero():
		f.Add("points", "a programme is sized by points or by a percentage, not by both")
	}
}

func (p Programme) checkPercentages(f *errs.Faults) {
	for _, c := range []struct {
		field string
		rate  money.Rate
	}{{"points", p.Points}, {"size_pct", p.SizePct}, {"limit_pct", p.LimitPct}, {"min_customer_rate", p.MinRate},
		{"rate_step", p.RateStep}} {
		checkShare(f, c.field, c.rate)
	}
	if p.LimitAmount.Minor < 0 || p.LimitAmount.Minor > money.MaxMinor {
		f.Add("limit_amount", "the amount is below zero")
	}
	if p.LimitAmount.Minor != 0 {
		_, err := money.ParseCurrency(string(p.LimitAmount.Currency))
		f.Take("limit_amount", err)
	}
}

func (p Programme) checkCap(f *errs.Faults) {
	if p.Cap.IsZero() {
		return
	}
	if p.Cap.Indicator == "" {
		f.Add("cap.indicator", "the cap needs an indicator").Because("name it: key rate, say")
	}
	for i, b := range p.Cap.Bands {
		if b.Fixed.Fraction() < 0 || b.Fixed.Fraction() > MaxRatePct/100.0 || b.Share.Fraction() < 0 || b.Share.Fraction() > 10 {
			f.Add("cap.bands", "a band of the cap is out of bounds")
		}
		if i > 0 && !below(p.Cap.Bands[i-1].Above, b.Above) {
			f.Add("cap.bands", "the bands of the cap do not rise").Because("sort them by above; the first band has none")
		}
	}
}

func (p Programme) checkLists(f *errs.Faults) {
	for i, s := range p.ClawBack {
		if s.Share.Fraction() < 0 || s.Share.Fraction() > 1 {
			f.Add("clawback", "this is from 0 to 100 percent, not {percent}", "percent", s.Share)
		}
		if s.BeforeMonths < 1 || i > 0 && s.BeforeMonths <= p.ClawBack[i-1].BeforeMonths {
			f.Add("clawback", "the months of a claw-back rise from one step to the next")
		}
	}
	total := int64(0)
	for i, tranche := range p.Budget {
		if tranche.Minor < 0 || tranche.Minor > money.MaxMinor-total {
			f.Add("budget", "the amount is below zero or too large for the books")
			return
		}
		if i > 0 && tranche.From < p.Budget[i-1].From {
			f.Add("budget", "the tranches of a budget rise by day")
		}
		total += tranche.Minor
	}
}

// Most is the most that the programme pays for one contract: the lower of its limits (L9), with the one that binds. The
// reason is empty without a limit.
func (p Programme) Most(price, financed money.Amount, mode money.Mode) (most money.Amount, why errs.Text, err error) {
	most = money.Of(money.MaxMinor, financed.Currency)
	if p.LimitAmount.Minor > 0 {
		most = p.LimitAmount
		why = errs.T("{programme} pays at most {amount}", "programme", p.called(), "amount", most)
	}
	if p.LimitPct.IsZero() {
		return most, why, nil
	}
	limit, err := p.share(p.LimitPct, price, financed, mode)
	if err == nil && limit.Minor < most.Minor {
		most = limit
		why = errs.T("{programme} pays at most {percent} percent: {amount}", "programme", p.called(), "percent", p.LimitPct, "amount", limit)
	}
	return most, why, err
}

// share is a percentage of the programme's base.
func (p Programme) share(rate money.Rate, price, financed money.Amount, mode money.Mode) (money.Amount, error) {
	num, den := rate.Ratio()
	if p.Of == OfPrice {
		return price.MulRat(num, den, mode)
	}
	return financed.MulRat(num, den, mode)
}

// CapOn is the cap on a day with the indicators observed then; ok is false when the programme has no cap. Errors:
// Refused for an indicator that is not known: nobody guesses a key rate.
func (p Programme) CapOn(on day.Date, indicators map[string]money.Rate) (limit money.Rate, ok bool, err error) {
	if p.Cap.IsZero() {
		return limit, false, nil
	}
	value, known := indicators[p.Cap.Indicator]
	if !known {
		return limit, false, errs.New(errs.Refused, "{indicator} of {day} is not known", "indicator", p.Cap.Indicator, "day", on).
			Because("record {indicator} first", "indicator", p.Cap.Indicator).At(p.ID).In("lease.cap")
	}
	limit, err = p.Cap.Rate(value)
	return limit, err == nil, err
}

// Admits refuses a customer's rate over the cap of the programme and a contract signed outside of its validity. It is
// asked at the quote and again at the signature, with the indicators of each day.
func (p Programme) Admits(customer money.Rate, on day.Date, indicators map[string]money.Rate) error {
	if p.From != 0 && on < p.From {
		return errs.New(errs.Refused, "programme {programme} begins on {day}", "programme", p.called(), "day", p.From).
			Because("sign on {day} or later", "day", p.From).At(p.ID).In("lease.level")
	}
	if p.Until != 0 && on > p.Until {
		return errs.New(errs.Refused, "programme {programme} ended on {day}", "programme", p.called(), "day", p.Until).
			Because("leave it out or choose another one").At(p.ID).In("lease.level")
	}
	limit, ok, err := p.CapOn(on, indicators)
	if err != nil || !ok || !below(limit, customer) {
		return err
	}
	return errs.New(errs.Refused, "{rate} percent is over the cap of {cap} percent of programme {programme}",
		"rate", customer, "cap", limit, "programme", p.called()).
		Because("{indicator} is {value} percent: choose {cap} percent or less", "indicator", p.Cap.Indicator,
			"value", indicators[p.Cap.Indicator], "cap", limit).At(p.ID).In("lease.level")
}

// ClawedBack is what of the paid sum goes back to the sponsor when a contract that began on start ends on a day.
func (p Programme) ClawedBack(paid money.Amount, start, ended day.Date, mode money.Mode) (money.Amount, error) {
	for _, s := range p.ClawBack {
		if ended < start.AddMonths(s.BeforeMonths) {
			num, den := s.Share.Ratio()
			return paid.MulRat(num, den, mode)
		}
	}
	return money.Amount{Currency: paid.Currency}, nil
}
