package turnover

import (
	"kontor/errs"
	"kontor/money"
)

// Shares say which part of a year falls into each month, as the mean over complete years; they sum to 1 (T2).
type Shares struct {
	Month [12]float64 `json:"month"` // January first
	Years []int       `json:"years"` // complete years behind the mean, newest first; none = not known
}

// shareYears is how many complete years the seasonal shares look back on (T2).
const shareYears = 3

// SharesBefore takes the last three complete years before a year; fewer if there are no more.
func (s Series) SharesBefore(year int) Shares {
	var shares Shares
	first, _ := s.Span()
	for y := year - 1; len(shares.Years) < shareYears && y >= first.Year() && first != 0; y-- {
		sum := s.Year(y)
		if !sum.Complete() || sum.USD.Minor <= 0 {
			continue
		}
		shares.Years = append(shares.Years, y)
		for i := range shares.Month {
			shares.Month[i] += float64(s[NewMonth(y, i+1)]) / float64(sum.USD.Minor)
		}
	}
	for i := range shares.Month {
		shares.Month[i] /= float64(max(len(shares.Years), 1))
	}
	return shares
}

// Upto is the part of a year that lies in the months January to n.
func (s Shares) Upto(n int) float64 {
	done := 0.0
	for _, share := range s.Month[:n] {
		done += share
	}
	return done
}

// Pace is where a year ends if the rest of it is like the rest of other years. Without Known, Why says what is missing;
// amounts that are not known are the zero value, empty as text.
type Pace struct {
	Known   bool      `json:"known"`
	Why     errs.Text `json:"why,omitzero"`
	Through Month     `json:"through"` // last complete month that is counted
	YTD     Sum       `json:"ytd"`     // up to and including Through
	Done    float64   `json:"done"`    // seasonal part of the year that is over, 0 to 1

	Projected    money.Amount `json:"projected"`     // year at this pace
	Gap          money.Amount `json:"gap"`           // goal less projected (T4); less than nothing when ahead
	RequiredNext money.Amount `json:"required_next"` // what the next month must bring to stay on the way to the goal
	Factor       float64      `json:"factor"`        // by how much the rest of the year must beat this pace; 1 = as now

	// Equal months, only for comparison: wrong wherever there are seasons.
	Linear         money.Amount `json:"linear"`
	LinearRequired money.Amount `json:"linear_required"` // in each month that is left
}

// PaceOf projects the year of a month from what is known up to and including it, against a goal (T3). Without a goal,
// the zero value, there is no gap and nothing is required.
func PaceOf(s Series, through Month, shares Shares, goal money.Amount) Pace {
	k := through.Number()
	p := Pace{Through: through, YTD: s.Sum(NewMonth(through.Year(), 1), through), Done: shares.Upto(k)}
	if !p.YTD.Complete() {
		p.Why = errs.T("{month} is missing", "month", p.YTD.Missing[0].String())
		return p
	}
	ytd, left := float64(p.YTD.USD.Minor), max(float64(goal.Minor-p.YTD.USD.Minor), 0)
	p.Linear = cents(ytd / float64(k) * 12)
	if k < 12 && goal.Minor > 0 {
		p.LinearRequired = cents(left / float64(12-k))
	}
	if len(shares.Years) == 0 {
		p.Why = errs.T("no complete year shows the seasons")
		return p
	}
	if k == 12 {
		p.Done = 1 // whatever the sum of the shares rounds to
	}
	if p.Done <= 0 {
		p.Why = errs.T("other years had no turnover by then")
		return p
	}
	p.Known = true
	p.Projected = cents(ytd / p.Done)
	if goal.Minor > 0 {
		p.Gap = usd(goal.Minor - p.Projected.Minor)
	}
	if rest := 1 - p.Done; rest > 0 && k < 12 && goal.Minor > 0 {
		p.RequiredNext = cents(left * shares.Month[k] / rest)
		if ytd > 0 {
			p.Factor = left / rest / (ytd / p.Done)
		}
	}
	return p
}

// cents rounds half up; a projection beyond all bounds is shown as the bound.
func cents(x float64) money.Amount {
	minor, err := money.Round(x, money.HalfUp)
	if err != nil || minor > money.MaxMinor {
		minor = money.MaxMinor
	}
	return usd(max(minor, -money.MaxMinor))
}
