package web

import (
	"kontor/day"
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
	var c gapChart
	first := g.From.Add(1 - g.From.Day())
	months := 12*(g.To.Year()-first.Year()) + g.To.Month() - first.Month() + 1
	at := func(d day.Date) float64 {
		n := 12*(d.Year()-first.Year()) + d.Month() - first.Month()
		return gapWidth * (float64(n) + float64(d.Day()-1)/float64(d.MonthEnd().Day())) / float64(months)
	}
	for n := range months {
		d := first.AddMonths(n)
		name := l.Month(d)
		year := ""
		if d.Month() == 1 || n == 0 {
			year = d.String()[:4]
		}
		if months > 18 && d.Month()%6 != 1 { // far ahead only every half year has room for its name
			name = ""
		}
		c.Months, c.Lines = append(c.Months, gapMonth{name, year}), append(c.Lines, at(d))
	}
	for _, deal := range g.Deals {
		row := gapRow{Deal: deal.Deal, Customer: deal.Customer, Says: l.T("from {day} on, up to {missing}", "day", deal.Gaps[0].From, "missing", deal.Missing)}
		for _, gap := range deal.Gaps {
			row.Bars = append(row.Bars, gapBar{X: at(gap.From), Width: max(2, at(gap.To)+gapWidth/float64(months*31)-at(gap.From)),
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
