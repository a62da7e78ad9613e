package turnover

import (
	"fmt"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Facts are what the picture is drawn from: one measure as it is known on a day.
type Facts struct {
	On     day.Date
	Months Series  // the month of On may still be under way
	Lines  []Entry // behind the months of this year, to tell the lines apart; may be empty
	Goals  []Goal  // all records, of every year
}

// Picture is all that the first page shows of turnover.
type Picture struct {
	Verdict errs.Text     `json:"verdict"` // the first sentence of the page
	On      day.Date      `json:"on"`
	Year    int           `json:"year"`
	Through Month         `json:"through"`        // last month that is known; figures of the year reach to it
	Goal    *Goal         `json:"goal,omitempty"` // nil when none is set
	YTD     Sum           `json:"ytd"`            // with the month that is under way
	Pace    Pace          `json:"pace"`           // from complete months only
	Watch   *Watch        `json:"watch,omitempty"`
	Months  [12]MonthCell `json:"months"`
	Years   []YearSum     `json:"years"` // from the first known year to this one
	Lines   []LineSum     `json:"lines"` // of this year
}

// YearSum is one calendar year.
type YearSum struct {
	Year int `json:"year"`
	Sum
}

// MonthCell is one month of the year in the picture. An amount that is not known is the zero value, empty as text.
type MonthCell struct {
	Month    Month        `json:"month"`
	UnderWay bool         `json:"under_way,omitempty"` // the month is not over: hatch it, do not draw it as a fall
	USD      money.Amount `json:"usd"`
	YTD      money.Amount `json:"ytd"`  // up to this month, of the months that are known
	Path     money.Amount `json:"path"` // where the goal would be by then in a usual year
	LastYear money.Amount `json:"last_year"`
}

// Draw makes the picture of a day. Months at the end that are not published yet shorten the year to date, and the verdict
// says so; a month that is missing in between makes it incomplete. The floor of this year's goal is held against all
// windows that are known, also those of years with another goal: the question is how the past looks by what is asked
// today.
func Draw(f Facts) Picture {
	now := MonthOf(f.On)
	over := now // last month that is over
	if !f.On.IsMonthEnd() {
		over--
	}
	year, known := now.Year(), f.Months.last(now)
	january := NewMonth(year, 1)
	p := Picture{On: f.On, Year: year, Through: known, YTD: f.Months.Sum(january, known), Lines: Lines(f.Lines, january.first(), f.On)}
	var target money.Amount
	if g, ok := GoalOf(f.Goals, year, f.On); ok {
		p.Goal, target = &g, g.Amount
	}
	shares := f.Months.SharesBefore(year)
	if through := min(known, over); through >= january {
		p.Pace = PaceOf(f.Months, through, shares, target)
	} else {
		p.Pace = Pace{Why: errs.T("no complete month of the year is known")}
	}
	if late := p.YTD.USD.Minor - p.Pace.Projected.Minor; p.Pace.Known && late > 0 { // the month under way has overtaken the pace
		p.Pace.Projected = p.YTD.USD
		if p.Goal != nil {
			p.Pace.Gap.Minor -= late
		}
	}
	first, _ := f.Months.Span()
	if p.Goal != nil && first != 0 {
		w := WatchFloor(f.Months, first+11, over, p.Goal.Floor, RecoveryWindows)
		p.Watch = &w
	}
	for y := first.Year(); first != 0 && y < year; y++ {
		p.Years = append(p.Years, YearSum{y, f.Months.Year(y)})
	}
	p.Years = append(p.Years, YearSum{year, p.YTD})
	p.fillMonths(f.Months, over, shares, target)
	p.Verdict = p.verdict(over)
	return p
}

// last is the last known month up to m, none if there is none.
func (s Series) last(m Month) Month {
	best := Month(0)
	for k := range s {
		if k <= m {
			best = max(best, k)
		}
	}
	return best
}

func (p *Picture) fillMonths(s Series, over Month, shares Shares, target money.Amount) {
	ytd := int64(0)
	for i := range p.Months {
		m := NewMonth(p.Year, i+1)
		cell := MonthCell{Month: m}
		if value, ok := s[m]; ok && m <= p.Through {
			ytd += value
			cell.USD, cell.YTD, cell.UnderWay = usd(value), usd(ytd), m > over
		}
		if value, ok := s[m-12]; ok {
			cell.LastYear = usd(value)
		}
		if target.Minor > 0 && len(shares.Years) > 0 {
			cell.Path = cents(float64(target.Minor) * shares.Upto(i+1))
		}
		p.Months[i] = cell
	}
}

// verdict is the one sentence that the page begins with.
func (p *Picture) verdict(over Month) errs.Text {
	year := fmt.Sprint(p.Year)
	if p.Through < over && p.YTD.Known > 0 {
		year = fmt.Sprintf("%d (01–%02d)", p.Year, p.Through.Number())
	}
	switch {
	case p.YTD.Known == 0:
		return errs.T("Turnover {year}: nothing is known yet.", "year", year)
	case !p.YTD.Complete():
		return errs.T("Turnover {year}: {ytd}, incomplete {known}/{of}, {month} missing.", "year", year, "ytd", p.YTD.USD,
			"known", p.YTD.Known, "of", p.YTD.Of, "month", p.YTD.Missing[0].String())
	case p.Goal == nil && !p.Pace.Known:
		return errs.T("Turnover {year}: {ytd}. No goal is set.", "year", year, "ytd", p.YTD.USD)
	case p.Goal == nil:
		return errs.T("Turnover {year}: {ytd}. At this pace {pace}; no goal is set.", "year", year, "ytd", p.YTD.USD,
			"pace", p.Pace.Projected)
	case !p.Pace.Known:
		return errs.T("Turnover {year}: {ytd}. The pace is not known yet; the floor is {floor}.", "year", year, "ytd", p.YTD.USD,
			"floor", p.Goal.Floor)
	}
	return errs.T("Turnover {year}: {ytd}. At this pace {pace}; the floor is {floor}.", "year", year, "ytd", p.YTD.USD,
		"pace", p.Pace.Projected, "floor", p.Goal.Floor)
}
