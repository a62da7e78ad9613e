package lease

import (
	"math"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// LossModel is what an expected credit loss is computed from (B9). Periods are as long as PeriodMonths; the loss of a
// period falls at its end. A guarantee that belongs to the terms lowers the loss given default (IFRS 9 B5.5.55); that its
// guarantor may fail too is not counted: say so where the figure is shown.
type LossModel struct {
	Currency     money.Currency `json:"currency"`
	Stage        int            `json:"stage"`
	Lifetime     bool           `json:"lifetime,omitempty"`         // by policy, in stage 1 too
	PeriodMonths int            `json:"period_months,omitempty"`    // 0 = 12
	Exposures    []int64        `json:"exposures_minor"`            // at default, by period
	Undrawn      int64          `json:"undrawn_minor,omitempty"`    // that will be drawn before a default
	PD           []money.Rate   `json:"pd"`                         // by period: of defaulting in it, seen from today
	Conditional  bool           `json:"conditional,omitempty"`      // PDs are those of who has come so far without default
	LGD          money.Rate     `json:"lgd"`                        // of what no collateral pays
	Covered      money.Rate     `json:"covered,omitzero"`           // share of the loss that a guarantee pays
	Collateral   int64          `json:"collateral_minor,omitempty"` // value of the unit today
	Haircut      money.Rate     `json:"haircut,omitzero"`           // off that value
	SellMonths   int            `json:"sell_months,omitempty"`      // until it is money
	Rate         money.Rate     `json:"effective_rate,omitzero"`    // at which losses are discounted, effective a year; zero = not
	Scenarios    []Scenario     `json:"scenarios,omitempty"`        // none = the model as it stands
	Rounding     money.Mode     `json:"rounding"`
}

// Scenario is one course of the world: its weight, and what it makes of the model.
type Scenario struct {
	Name   string     `json:"name"`
	Weight money.Rate `json:"weight"`           // together 100 percent
	PD     money.Rate `json:"pd_pct,omitzero"`  // of the model's; zero = 100 percent
	LGD    money.Rate `json:"lgd_pct,omitzero"` // of the model's; zero = 100 percent
}

// ExpectedLoss is the loss that the books carry, with what it would be otherwise.
type ExpectedLoss struct {
	Loss         money.Amount `json:"loss"` // of the stage
	TwelveMonths money.Amount `json:"twelve_months"`
	Whole        money.Amount `json:"lifetime"`
	WithoutCover money.Amount `json:"without_cover"` // Loss, if no guarantee paid
	Rows         []LossRow    `json:"rows"`          // of the lifetime; they sum to it
	Note         errs.Text    `json:"note,omitzero"`
}

// LossRow is one period, weighted over the scenarios.
type LossRow struct {
	Period   int     `json:"period"`
	Exposure int64   `json:"exposure_minor"`
	PD       float64 `json:"pd"`
	LGD      float64 `json:"lgd"`
	Discount float64 `json:"discount"`
	Loss     int64   `json:"loss_minor"`
}

// ExpectLoss computes the loss: in stage 1 of the defaults within twelve months, in stage 2 of those of the whole life, in
// stage 3 of a default that is there. Errors: Invalid with every fault.
func ExpectLoss(m LossModel) (ExpectedLoss, error) {
	if m.PeriodMonths == 0 {
		m.PeriodMonths = 12
	}
	if len(m.Scenarios) == 0 {
		m.Scenarios = []Scenario{{Weight: money.MustParseRate("100")}}
	}
	if err := m.check(); err != nil {
		return ExpectedLoss{}, err
	}
	var out ExpectedLoss
	year, whole := m.rows(&out)
	without := m
	without.Covered = money.Rate{}
	var bare ExpectedLoss
	bareYear, bareWhole := without.rows(&bare)
	loss, bareLoss := year, bareYear
	if m.Stage > 1 || m.Lifetime {
		loss, bareLoss = whole, bareWhole
	}
	for _, c := range []struct {
		to *money.Amount
		of float64
	}{{&out.Loss, loss}, {&out.TwelveMonths, year}, {&out.Whole, whole}, {&out.WithoutCover, bareLoss}} {
		minor, err := money.Round(c.of, m.Rounding)
		if err != nil {
			return ExpectedLoss{}, errs.As(err).In("lease.ecl")
		}
		*c.to = money.Of(minor, m.Currency)
	}
	if !m.Covered.IsZero() {
		out.Note = errs.T("that the guarantor may fail too is not counted")
	}
	return out, nil
}

// rows fills the periods and gives the unrounded losses of twelve months and of the whole life.
func (m LossModel) rows(out *ExpectedLoss) (year, whole float64) {
	booked := int64(0)
	survived := make([]float64, len(m.Scenarios))
	for i := range survived {
		survived[i] = 1
	}
	for k, exposure := range m.Exposures {
		exposure += m.Undrawn
		row := LossRow{Period: k + 1, Exposure: exposure, Discount: m.discount((k + 1) * m.PeriodMonths)}
		lost := 0.0
		for i, s := range m.Scenarios {
			weight := s.Weight.Fraction()
			pd := math.Min(m.pd(k)*factor(s.PD), 1)
			if m.Stage == 3 {
				pd, row.Discount = 1, 1
			} else if m.Conditional {
				pd, survived[i] = pd*survived[i], survived[i]*(1-pd)
			}
			lgd := math.Min(m.lgd(exposure)*factor(s.LGD), 1) * (1 - m.Covered.Fraction())
			row.PD += weight * pd
			row.LGD += weight * lgd
			lost += weight * float64(exposure) * pd * lgd * row.Discount
		}
		whole += lost
		if k*m.PeriodMonths < 12 {
			// A period that reaches beyond the twelve months counts with its part of them.
			year += lost * math.Min(1, float64(12-k*m.PeriodMonths)/float64(m.PeriodMonths))
		}
		sum, err := money.Round(whole, m.Rounding)
		if err == nil {
			row.Loss, booked = sum-booked, sum
		}
		out.Rows = append(out.Rows, row)
		if m.Stage == 3 {
			return whole, whole
		}
	}
	return year, whole
}

func (m LossModel) pd(k int) float64 {
	if m.Stage == 3 {
		return 1
	}
	return m.PD[min(k, len(m.PD)-1)].Fraction()
}

// lgd is the part of an exposure that is lost: the rate of what collateral, after haircut and time to sell, does not pay.
func (m LossModel) lgd(exposure int64) float64 {
	if exposure <= 0 {
		return 0
	}
	pays := float64(m.Collateral) * (1 - m.Haircut.Fraction()) * m.discount(m.SellMonths)
	return m.LGD.Fraction() * math.Max(0, 1-pays/float64(exposure))
}

func (m LossModel) discount(months int) float64 {
	return math.Pow(1+m.Rate.Fraction(), -float64(months)/12)
}

// factor is a percentage as a factor; zero leaves things as they are.
func factor(r money.Rate) float64 {
	if r.IsZero() {
		return 1
	}
	return r.Fraction()
}

func (m LossModel) check() error {
	var f errs.Faults
	if _, err := money.ParseCurrency(string(m.Currency)); err != nil {
		f.Take("currency", err)
	}
	if m.Stage < 1 || m.Stage > 3 {
		f.Add("stage", "a stage is 1, 2 or 3")
	}
	if m.PeriodMonths < 1 || m.PeriodMonths > 12 {
		f.Add("period_months", "a period has from 1 to {most} months", "most", 12)
	}
	if len(m.Exposures) < 1 || len(m.Exposures) > MaxCount {
		f.Add("exposures_minor", "a loss needs the exposure of 1 to {most} periods", "most", MaxCount)
	}
	for i, e := range m.Exposures {
		checkSum(&f, at("exposures_minor", i), e)
	}
	least := len(m.Exposures) // of those who have come so far, the last one given holds for the periods behind it
	if m.Conditional {
		least = min(least, 1)
	}
	if m.Stage != 3 && len(m.PD) < least || len(m.PD) > MaxCount {
		f.Add("pd", "every period needs its probability of default")
	}
	sum := 0.0
	for i, r := range m.PD {
		checkShare(&f, at("pd", i), r)
		sum += r.Fraction()
	}
	if !m.Conditional && sum > 1+1e-9 {
		f.Add("pd", "probabilities seen from today sum to more than 100 percent").Because("set conditional if each is of who has come so far")
	}
	checkShare(&f, "lgd", m.LGD)
	checkShare(&f, "covered", m.Covered)
	checkShare(&f, "haircut", m.Haircut)
	checkSum(&f, "undrawn_minor", m.Undrawn)
	checkSum(&f, "collateral_minor", m.Collateral)
	if r := m.Rate.Fraction(); r < 0 || r > 10 {
		f.Add("effective_rate", "the rate is out of bounds")
	}
	if m.SellMonths < 0 || m.SellMonths > 120 {
		f.Add("sell_months", "a sale takes from 0 to {most} months", "most", 120)
	}
	m.checkScenarios(&f)
	return f.Err()
}

func (m LossModel) checkScenarios(f *errs.Faults) {
	weights := int64(0)
	for i, s := range m.Scenarios {
		checkShare(f, at("scenarios", i)+".weight", s.Weight)
		num, _ := s.Weight.Ratio()
		weights += num
		for _, r := range []money.Rate{s.PD, s.LGD} {
			if r.Fraction() < 0 || r.Fraction() > 100 {
				f.Add(at("scenarios", i), "the factor is out of bounds")
			}
		}
	}
	if _, all := m.LGD.Ratio(); weights != all {
		f.Add("scenarios", "the weights of the scenarios do not sum to 100 percent")
	}
}

// checkShare faults a percentage that is no part of a whole.
func checkShare(f *errs.Faults, field string, r money.Rate) {
	if r.Fraction() < 0 || r.Fraction() > 1 {
		f.Add(field, "this is from 0 to 100 percent, not {percent}", "percent", r)
	}
}

// Exposures are what is at risk in each period of some months from a day on, by schedule: the principal that is open when
// the period begins, residual included. They end with the schedule.
func (s Schedule) Exposures(on day.Date, months int) []int64 {
	var out []int64
	balance, i := s.Financed.Minor, 0
	for k := 0; months > 0 && k <= MaxCount; k++ {
		from := on.AddMonths(k * months)
		for i < len(s.Rows) && s.Rows[i].DueOn <= from {
			balance = s.Rows[i].Balance
			i++
		}
		if balance <= 0 || i == len(s.Rows) {
			return out
		}
		out = append(out, balance)
	}
	return out
}

// PostAllowance books the change of the loss allowance on a day.
func PostAllowance(on day.Date, before, after money.Amount) []Posting {
	return post(nil, on, ImpairmentAccount, AllowanceAccount, after.Minor-before.Minor, errs.T("change of the expected credit loss"))
}
