package web

import (
	"kontor/day"
	"kontor/deadline"
	"kontor/desk"
	"kontor/guarantee"
	"kontor/lang"
	"kontor/money"
)

// gapChart is the gap calendar as a picture: one row a deal, one bar a gap, months across, each as wide as the other.
type gapChart struct {
	Months []gapMonth
	Lines  []float64 // where each month begins, in the units of the picture
	Rows   []gapRow
}

// gapMonth is a month with its year where one begins.
type gapMonth struct{ Name, Year string }

// gapRow is one deal.
type gapRow struct {
	Deal, Customer desk.Ref
	Bars           []gapBar
	Says           string
}

type gapBar struct {
	X, Width float64
	Says     string
}

const gapWidth = 600.0

// drawGaps lays the gaps out from the month of today on.
func drawGaps(l lang.Lang, g desk.GapCalendar) gapChart {
	scale := newMonthScale(l, g.From, g.To)
	c := gapChart{Months: scale.names, Lines: scale.lines}
	at := scale.at
	for _, deal := range g.Deals {
		row := gapRow{Deal: deal.Deal, Customer: deal.Customer, Says: l.T("from {day} on, up to {missing}", "day", deal.Gaps[0].From, "missing", deal.Missing)}
		for _, gap := range deal.Gaps {
			row.Bars = append(row.Bars, gapBar{X: at(gap.From), Width: max(2, at(gap.To)+gapWidth/float64(scale.months*31)-at(gap.From)),
				Says: l.T("{from} to {day}: {missing} missing", "from", gap.From, "day", gap.To, "missing", gap.Missing)})
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

// exposureBar is one line of an exposure as a bar: what counts, out of what is pledged, with the limit as a mark.
type exposureBar struct {
	Who           desk.Ref
	Counts, Wide  float64 // in percent of the widest
	Limit         float64 // in percent, 0 = none
	Says, Percent string
}

// drawExposure makes the bars of the largest lines.
func drawExposure(l lang.Lang, e desk.Exposure) []exposureBar {
	const most = 12
	widest := int64(1)
	for _, line := range e.Lines {
		widest = max(widest, line.Pledged.Minor, line.Counts.Minor)
	}
	var out []exposureBar
	for n, line := range e.Lines {
		if n == most {
			break
		}
		b := exposureBar{Who: line.Who, Counts: 100 * float64(line.Counts.Minor) / float64(widest), Wide: 100 * float64(line.Pledged.Minor) / float64(widest),
			Says: l.T("{amount} count, {pledged} are pledged", "amount", line.Counts, "pledged", line.Pledged)}
		if line.Limit.Minor > 0 && line.Used.Minor > 0 {
			b.Limit = b.Wide * float64(line.Limit.Minor) / float64(line.Used.Minor)
		}
		out = append(out, b)
	}
	return out
}

// coverBand is one instrument of a deal with the days on which it counts.
type coverBand struct {
	Guarantee desk.Ref
	Bars      []gapBar
	Most      string // the most that it counts for on one day
	Beside    bool   // it does not pay on demand and stands in its own column
}

// drawBands tells which instrument covers which day, in the order in which they begin to count.
func drawBands(l lang.Lang, r guarantee.Result, names map[string]desk.Ref) []coverBand {
	var out []coverBand
	at := map[string]int{}
	most := map[string]money.Amount{}
	days := float64(max(1, r.To.Sub(r.From)+1))
	add := func(s guarantee.Step, p guarantee.Part, beside bool) {
		n, known := at[p.Instrument]
		if !known {
			n = len(out)
			at[p.Instrument] = n
			ref, named := names[p.Instrument]
			if !named {
				ref = desk.Ref{ID: p.Instrument, Text: p.Instrument}
			}
			out = append(out, coverBand{Guarantee: ref, Beside: beside})
		}
		if p.Amount.Minor >= most[p.Instrument].Minor {
			most[p.Instrument] = p.Amount
		}
		bar := gapBar{X: gapWidth * float64(s.From.Sub(r.From)) / days, Width: gapWidth * float64(s.To.Sub(s.From)+1) / days,
			Says: l.T("{from} to {day}: {amount}", "from", s.From, "day", s.To, "amount", p.Amount)}
		out[n].Bars = append(out[n].Bars, bar)
	}
	for _, s := range r.Steps {
		for _, p := range s.By {
			add(s, p, false)
		}
		for _, p := range s.Beside {
			add(s, p, true)
		}
	}
	for n := range out {
		out[n].Most = l.T("up to {amount}", "amount", most[out[n].Guarantee.ID])
	}
	return out
}

// endingRow is one guarantee of the expiry calendar: how long it runs, and the days before its end that ask for something.
type endingRow struct {
	desk.EndingLine
	Bar     gapBar
	Sending float64 // where the last safe day to send lies, below 0 when it is past or unknown
	Alarms  []float64
	Says    string
}

// endingChart is the expiry calendar over its months.
type endingChart struct {
	Months []gapMonth
	Lines  []float64
	Rows   []endingRow
}

// drawEndings lays the ends out from the month of the first day on.
func drawEndings(l lang.Lang, c desk.ExpiryCalendar) endingChart {
	const most = 40 // more do not help the eye; the table has them all
	scale := newMonthScale(l, c.From, c.Until)
	out := endingChart{Months: scale.names, Lines: scale.lines}
	for n, e := range c.Ending {
		if n == most {
			break
		}
		row := endingRow{EndingLine: e, Sending: -1, Bar: gapBar{X: scale.at(c.From), Width: max(2, scale.at(e.Last.On)-scale.at(c.From))},
			Says: l.T("last day to present {day}, last safe day to send {send}", "day", e.Last.On, "send", e.Sending.On)}
		if e.Sending.On >= c.From {
			row.Sending = scale.at(e.Sending.On)
		}
		for _, a := range deadline.Alarms(e.Last.On) {
			if a.On >= c.From {
				row.Alarms = append(row.Alarms, scale.at(a.On))
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// monthScale lays days out by months, each as wide as the other.
type monthScale struct {
	first  day.Date
	months int
	names  []gapMonth
	lines  []float64
}

func newMonthScale(l lang.Lang, from, to day.Date) monthScale {
	s := monthScale{first: from.Add(1 - from.Day())}
	s.months = 12*(to.Year()-s.first.Year()) + to.Month() - s.first.Month() + 1
	for n := range s.months {
		d := s.first.AddMonths(n)
		m := gapMonth{Name: l.Month(d)}
		if d.Month() == 1 || n == 0 {
			m.Year = d.String()[:4]
		}
		if s.months > 18 && d.Month()%6 != 1 { // far ahead only every half year has room for its name
			m.Name = ""
		}
		s.names, s.lines = append(s.names, m), append(s.lines, s.at(d))
	}
	return s
}

// at is where a day lies, in the units of the picture.
func (s monthScale) at(d day.Date) float64 {
	n := 12*(d.Year()-s.first.Year()) + d.Month() - s.first.Month()
	return gapWidth * (float64(n) + float64(d.Day()-1)/float64(d.MonthEnd().Day())) / float64(s.months)
}
